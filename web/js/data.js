/** Fetches the catalogue, the place and its counts, each once per version, and says so in the state. */

import { address, getJSON, RequestError } from "./request.js";
import { state, update } from "./state.js";
import { t } from "./text.js";
import { indexTally, listedPlace, shownLevel } from "./tally.js";

/** @type {Map<string, any>} answers by address; emptied when a new version is published */
const kept = new Map();
let version = "";

/** Count work in progress around `work`; html[data-tugas] and the thin bar follow it. */
export async function busy(work) {
  update({ loading: state.loading + 1 });
  try {
    return await work();
  } finally {
    update({ loading: state.loading - 1 });
  }
}

/** Say what went wrong in one sentence; an aborted request is nobody's error. */
export function report(error) {
  if (error.name === "AbortError") return;
  if (!(error instanceof RequestError)) throw error;
  const sentence =
    error.kind === "unreachable" ? t("notice.unreachable") : t("notice.refused", { pesan: error.message });
  update({ notice: { kind: error.kind, sentence, retry: true } });
}

async function keptJSON(url, options) {
  if (!kept.has(url)) kept.set(url, await getJSON(url, options));
  return kept.get(url);
}

/** The catalogue of layers; old answers are forgotten when its version differs. */
export async function loadCatalogue() {
  const catalogue = await getJSON("/layers");
  const now = JSON.stringify([catalogue.versi, catalogue.aktor]);
  if (now !== version) kept.clear();
  version = now;
  return catalogue;
}

let running = new AbortController();

/** Fetch profile and counts of the chosen place and level into the state; a newer call wins. */
export async function loadPlace() {
  running.abort();
  running = new AbortController();
  const { signal } = running;
  const [place, listed, level] = [state.place, listedPlace(state), shownLevel(state)];
  await busy(async () => {
    try {
      const [profile, tally] = await Promise.all([
        keptJSON(`/wilayah/${place}`, { signal }),
        keptJSON(address("/rekap", { induk: listed, tingkat: level }), { signal }),
      ]);
      if (!signal.aborted) update({ profile, tally: indexTally(tally, listed) });
    } catch (error) {
      if (error.status !== 404) report(error);
      else if (place !== "64") lost(place);
      // The province itself is unknown only while the database is empty: the page says that in its own way.
    }
  });
}

/** An address may name a place that is no more: say so and show the province. */
function lost(code) {
  update({ place: "64", notice: { kind: "lost", sentence: t("notice.placeUnknown", { kode: code }), retry: false } });
  loadPlace();
}

/** Places whose name or code matches. */
export async function findPlaces(words, signal) {
  const { items } = await getJSON(address("/wilayah", { q: words }), { signal });
  return items;
}

/** What the role may see of one feature. */
export function loadFeature(layer, id, signal) {
  return getJSON(`/layers/${layer}/features/${id}`, { signal });
}
