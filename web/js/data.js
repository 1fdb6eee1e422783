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

/** A malformed request is told without the service's names for its parts. */
const wordsOf = (error) => ([400, 422].includes(error.status) ? t("notice.malformed") : error.message);

/** Say what went wrong in one sentence; an aborted request is nobody's error. */
export function report(error) {
  if (error.name === "AbortError") return;
  if (!(error instanceof RequestError)) throw error;
  const sentence =
    error.kind === "unreachable" ? t("notice.unreachable") : t("notice.refused", { pesan: wordsOf(error) });
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
/** What the counts on show were asked for, to fall back on. */
let good = null;

/** Whether the state already holds what it asks for. */
function isHere(place, listed, level) {
  return state.profile?.kode === place && state.tally?.place === listed && state.tally.level === level;
}

/** Back to the place whose numbers are on show; the notice remembers what was wished for. */
function fallBack(wish) {
  const notice = state.notice && { ...state.notice, wish };
  update({ ...good, notice, wantsFit: false });
}

/**
 * Fetch profile and counts of the chosen place and level into the state; a newer call wins. What fails leaves
 * the place that is on show. @returns {Promise<boolean>} whether they came
 */
export async function loadPlace({ again = false } = {}) {
  running.abort();
  running = new AbortController();
  const { signal } = running;
  const [place, listed, level] = [state.place, listedPlace(state), shownLevel(state)];
  if (!again && isHere(place, listed, level)) return true;
  const wish = { place, level: state.level };
  return busy(async () => {
    try {
      const [profile, tally] = await Promise.all([
        keptJSON(`/wilayah/${place}`, { signal }),
        keptJSON(address("/rekap", { induk: listed, tingkat: level }), { signal }),
      ]);
      if (signal.aborted) return false;
      good = wish;
      update({ profile, tally: indexTally(tally, listed), notice: state.notice?.retry ? null : state.notice });
      return true;
    } catch (error) {
      if (error.status === 404 && place !== "64") lost(place);
      else if (error.status !== 404) {
        report(error);
        if (good && error.name !== "AbortError") fallBack(wish);
      }
      // The province itself is unknown only while the database is empty: the page says that in its own way.
      return false;
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
