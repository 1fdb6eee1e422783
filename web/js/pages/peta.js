/** The page "Peta": address, data, map and parts brought together. */

import { loadCatalogue, loadPlace, report, busy } from "../data.js";
import { download } from "../csv.js";
import { date, distance } from "../format.js";
import { filterWords, legendBlocks, notesOf } from "../legend.js";
import { compose } from "../map/picture.js";
import { readTheme } from "../map/paint/theme.js";
import { indicatorLayer, isFamily } from "../map/scene.js";
import { Stage } from "../map/stage.js";
import { warmUp } from "../map/tiles.js";
import { badges, sourceLine } from "../parts/furniture.js";
import { tableLayer } from "../rows.js";
import { fromAddress, keepAddress, state, subscribe, update } from "../state.js";
import { listedPlace, placeShown, shownLevel } from "../tally.js";
import { say, setLanguage, t } from "../text.js";
import { Pointing } from "./pointing.js";
import { watchReady } from "./ready.js";

const FRESH_MS = 60000;
const PHONE = matchMedia("(max-width: 64rem)");

/** What colours the areas at first, so that the first picture says something. */
const FIRST = "celah_air";

/** The indicator to start with: what the address says, else the first one; none where the address lists layers only. */
function firstIndicator({ layers }, wished, wish) {
  if (wish.indicator !== undefined) return wish.indicator;
  const first = layers.find((layer) => layer.name === FIRST);
  return !wished.length && first && !first.empty ? FIRST : "";
}

/**
 * Cards in their first order, the highest layer first, with what the address says about them. Families stay off
 * where areas are coloured and the address does not ask for them.
 */
function entriesOf(catalogue, wished, indicator) {
  const known = new Map(catalogue.layers.map((layer) => [layer.name, layer]));
  const kept = wished.filter((entry) => known.has(entry.name));
  const named = new Set(kept.map((entry) => entry.name));
  const rest = [...known.values()].filter((layer) => !named.has(layer.name)).sort((a, b) => b.order - a.order);
  return [
    ...kept,
    ...rest.map((layer) => {
      const on = !kept.length && layer.visible && !(indicator && isFamily(layer));
      return { name: layer.name, on, opacity: 1, off: [] };
    }),
  ];
}

/** What the sheet of a phone covers of the map, CSS pixels. */
function insets() {
  return { bottom: PHONE.matches ? innerHeight * [0.16, 0.48, 0.48][state.sheet] + 24 : 0 };
}

class Peta {
  constructor() {
    this.shown = "";
    this.looked = Date.now();
    this.stage = new Stage(document.getElementById("peta"), {
      moved: (view) => update({ view, resolution: this.stage.metresPerPixel() }),
      drawn: (found) => this.drawn(found),
      failed: (error) => this.tileFailed(error),
    });
    this.ready = watchReady(this.stage);
    this.pointing = new Pointing(this.stage, document.getElementById("tip"));
  }

  drawn(found) {
    for (const [key, value] of Object.entries(found))
      if (JSON.stringify(value) !== JSON.stringify(state[key])) update({ [key]: value });
    this.ready.check();
  }

  tileFailed(error) {
    this.ready.check();
    if (error && !state.notice)
      update({ notice: { kind: "unreachable", sentence: t("notice.unreachable"), retry: true } });
  }

  async start() {
    const { layers = [], ...wish } = fromAddress();
    update(wish);
    this.look();
    const place = loadPlace();
    const catalogue = await busy(loadCatalogue);
    this.fill(catalogue, layers, wish);
    await place;
  }

  fill(catalogue, layers, wish) {
    const indicator = firstIndicator(catalogue, layers, wish);
    update({ catalogue, layers: entriesOf(catalogue, layers, indicator), indicator });
    document.documentElement.dataset.kosong = catalogue.versi && catalogue.layers.length ? "0" : "1";
    if (!catalogue.layers.length) return;
    this.stage.state = state;
    this.stage.read(catalogue);
    this.stage.start({ view: wish.view, extent: catalogue.extent }, insets());
    this.stage.limit(catalogue.extent, insets());
    if (!wish.view && state.place !== "64") update({ wantsFit: true });
    this.fresh = !wish.view;
    this.shown = this.wanted();
    subscribe(() => this.follow());
    this.follow();
    keepAddress();
  }

  wanted() {
    return [state.place, listedPlace(state), shownLevel(state)].join();
  }

  /** A place that comes after a failure brings the tiles back that had failed with it. */
  async load() {
    const failed = state.notice?.retry;
    if ((await loadPlace()) && failed && !state.notice) this.stage.retry();
  }

  /** Do what a change of the state asks for. */
  follow() {
    this.look();
    if (this.shown !== this.wanted()) {
      this.shown = this.wanted();
      this.load();
    }
    if (state.wantsFit && state.profile?.kode === state.place) {
      update({ wantsFit: false });
      this.stage.fit(state.profile.extent, insets());
    }
    this.stage.sync(state);
    this.pointing.followMeasuring();
    this.ready.check();
  }

  /** Panels, sheet and screen as attributes, for the style sheet. */
  look() {
    const root = document.documentElement;
    const flags = { kiri: state.left, kanan: state.right, tabel: state.table };
    root.dataset.panel = Object.entries(flags)
      .filter(([, on]) => on)
      .map(([name]) => name)
      .join(" ");
    Object.assign(root.dataset, { tab: state.tab, lembar: state.sheet, tema: state.theme });
    this.cover(insets().bottom);
  }

  /** Names keep clear of what the sheet hides. */
  cover(bottom) {
    const { painting } = this.stage;
    if (painting.covered === bottom) return;
    painting.covered = bottom;
    if (painting.map) painting.aim();
  }

  /** Back and Forward: the address says what to show. */
  back() {
    const { layers, view, ...wish } = fromAddress();
    const patch = { level: 0, ...wish };
    if (patch.language) setLanguage(patch.language);
    if (layers && state.catalogue) patch.layers = entriesOf(state.catalogue, layers, wish.indicator);
    update({ ...patch, wantsFit: false });
    if (view) this.stage.map.setView([view.lat, view.lng], view.zoom, { animate: false });
  }

  /** Try again, with the place that could not be shown. @param {object} [wish] place and level */
  async again(wish) {
    try {
      if (!state.catalogue) return await this.start();
      this.stage.retry();
      const catalogue = await busy(loadCatalogue);
      update({ catalogue, ...wish, notice: null, wantsFit: Boolean(wish) });
      this.shown = this.wanted();
      return await loadPlace({ again: true });
    } catch (error) {
      return report(error);
    }
  }

  /** The map's box changed: keep the middle, or the whole extent as long as nobody has moved. */
  resized() {
    if (!this.stage.painting.map) return;
    this.stage.resized();
    if (this.fresh && state.place === "64") this.stage.fit(state.catalogue.extent, insets(), false);
  }

  /** A version may be published while the page is open: look when somebody comes back to it. */
  async refresh() {
    if (!state.catalogue || document.hidden || Date.now() - this.looked < FRESH_MS) return;
    this.looked = Date.now();
    try {
      const catalogue = await loadCatalogue();
      if (JSON.stringify(catalogue) === JSON.stringify(state.catalogue)) return;
      update({ catalogue });
      await loadPlace({ again: true });
    } catch {
      // Nobody asked for this: the picture stays, and the next thing a person does will say what is wrong.
    }
  }

  zoom(step) {
    this.fresh = false;
    if (step) this.stage.zoomBy(step);
    else this.stage.fit(state.catalogue.extent, insets());
  }

  words() {
    const layer = indicatorLayer(state);
    const about = layer || tableLayer();
    const title = [say(about?.title), state.profile?.nama].filter(Boolean).join(" · ");
    const level = t(`level.many.${state.tally?.level ?? shownLevel(state)}`);
    return {
      title,
      filtered: filterWords(),
      notes: notesOf(),
      subtitle: [layer && say(layer.choropleth.unit), layer && level, say(about?.description)]
        .filter(Boolean)
        .join(" · "),
      blocks: legendBlocks(),
      badges: badges().join(" · "),
      source: `${sourceLine()} · ${t("export.made", { tanggal: date(new Date().toISOString()) })}`,
      length: (length_m) => (length_m >= 1000 ? `${length_m / 1000} km` : distance(length_m)),
    };
  }

  /** What `make` gives in the light colours: a picture that leaves the screen is read on paper and on slides. */
  light(make) {
    const { dataset } = document.documentElement;
    const { x, y } = this.stage.map.getSize();
    if (!x || !y || !this.stage.painting.view) return null;
    try {
      dataset.tema = "terang";
      this.stage.theme = readTheme();
      return make();
    } finally {
      dataset.tema = state.theme;
      this.stage.theme = readTheme();
    }
  }

  picture() {
    const canvas = this.light(() => compose(this.stage, this.words()));
    canvas?.toBlob((blob) => download(blob, `${t("export.file")}-${placeShown(state)}.png`), "image/png");
  }

  /** What paper shows: the composed picture, light even on a dark screen, and the table. */
  paper() {
    const canvas = this.light(() => compose(this.stage, this.words()));
    if (canvas) canvas.className = "cetak-peta";
    const table = document.querySelector("k-tabel")?.whole();
    document.getElementById("cetak").replaceChildren(...[canvas, table].filter(Boolean));
  }
}

/** Whether keys or a pointer are in use: the map shows its middle mark to keys only. */
function watchKeys() {
  const say = (keys) => (document.documentElement.dataset.kunci = keys);
  addEventListener("keydown", () => say("1"), { capture: true, passive: true });
  addEventListener("pointerdown", () => say("0"), { capture: true, passive: true });
}

function listen(peta) {
  watchKeys();
  const on = (name, act) => document.addEventListener(name, act);
  on("kantong-ulang", (event) => peta.again(event.detail));
  on("kantong-zum", (event) => peta.zoom(event.detail));
  on("kantong-gambar", () => peta.picture());
  on("kantong-cetak", () => print());
  on("kantong-ukur-mundur", () => peta.pointing.measure?.undo());
  addEventListener("beforeprint", () => peta.paper());
  document.addEventListener("visibilitychange", () => peta.refresh());
  addEventListener("popstate", () => peta.back());
  addEventListener("online", () => state.notice?.kind === "unreachable" && peta.again(state.notice.wish));
  const element = document.getElementById("peta");
  new ResizeObserver(() => peta.resized()).observe(element);
  for (const name of ["pointerdown", "wheel", "keydown"])
    element.addEventListener(name, () => (peta.fresh = false), { passive: true });
}

/** Start the page; a service that cannot be reached leaves a sentence and a button. */
export async function startPeta() {
  warmUp();
  setLanguage(fromAddress().language || "id");
  const peta = new Peta();
  listen(peta);
  try {
    await peta.start();
  } catch (error) {
    report(error);
  }
}
