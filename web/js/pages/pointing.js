/** Pointing at the map: hover names what is there, a click opens it, keys do the same from the middle. */

import { openPlace, pointAt } from "../actions.js";
import { Measure } from "../map/measure.js";
import { openPopup } from "../map/popup.js";
import { areaAt, datumAt } from "../map/under.js";
import { indicatorLayer } from "../map/scene.js";
import { showDetails } from "../parts/details.js";
import { measureText } from "../parts/profile.js";
import { state, update } from "../state.js";
import { measure } from "../tally.js";
import { say } from "../text.js";

const GAP_PX = 16;

/** Second line of the tip: the indicator of the area, when there is one. */
function indicatorWords(code) {
  const layer = indicatorLayer(state);
  const row = state.tally?.rows.get(code);
  if (!layer || !row) return "";
  const result = measure(state.tally, row.counts, layer);
  return `${say(layer.title)}: ${measureText(result, layer)}`;
}

function datumWords(found) {
  const code = found.code ?? Number(found.properties?.kelas ?? NaN);
  const label = found.layer.legend?.classes.find((one) => one.code === code)?.label;
  return [found.properties?.nama || say(found.layer.title), say(label)];
}

export class Pointing {
  /** @param {import("../map/stage.js").Stage} stage @param {HTMLElement} tip */
  constructor(stage, tip) {
    Object.assign(this, { stage, tip, frame: 0, request: null, measure: null, opened: false });
    const { map } = stage;
    map.on("mousemove", (event) => this.moved(event));
    map.on("mouseout", () => this.leave());
    map.on("click", (event) => this.pick(event.latlng));
    map.on("movestart", () => this.hideTip());
    map.getContainer().addEventListener("keydown", (event) => this.pressed(event));
  }

  moved(event) {
    cancelAnimationFrame(this.frame);
    this.frame = requestAnimationFrame(() => this.look(event.latlng, event.containerPoint));
  }

  leave() {
    cancelAnimationFrame(this.frame);
    this.hideTip();
    pointAt(null);
  }

  look(latlng, at) {
    if (state.measuring) return this.hideTip();
    const found = datumAt(this.stage, latlng);
    const area = found ? null : areaAt(this.stage, latlng);
    this.stage.map.getContainer().classList.toggle("menunjuk", Boolean(found || area));
    pointAt(area?.kode ?? null);
    if (found && this.opened) return this.hideTip();
    if (found && found.kind !== "cell") return this.showTip(datumWords(found), at);
    if (area) return this.showTip([area.nama, indicatorWords(area.kode)], at);
    return this.hideTip();
  }

  /** The tip stands beside the pointer, on the side with room, never on what it names. */
  showTip(words, at) {
    this.tip.replaceChildren(
      ...words.filter(Boolean).map((line) => Object.assign(document.createElement("span"), { textContent: line })),
    );
    this.tip.hidden = false;
    const size = this.stage.map.getSize();
    const x = at.x + GAP_PX + this.tip.offsetWidth > size.x ? at.x - GAP_PX - this.tip.offsetWidth : at.x + GAP_PX;
    const y = at.y + GAP_PX + this.tip.offsetHeight > size.y ? at.y - GAP_PX - this.tip.offsetHeight : at.y + GAP_PX;
    this.tip.style.transform = `translate(${Math.round(x)}px, ${Math.round(y)}px)`;
  }

  hideTip() {
    this.tip.hidden = true;
  }

  pick(latlng) {
    if (state.measuring) return this.measure?.add(latlng);
    const found = datumAt(this.stage, latlng);
    if (found) return this.open(found);
    const area = areaAt(this.stage, latlng);
    if (area) openPlace(area.kode);
    return undefined;
  }

  open(found) {
    this.hideTip();
    this.request?.abort();
    this.request = new AbortController();
    const { signal } = this.request;
    const { element, popup } = openPopup(this.stage.map, found.latlng, () => this.closed(signal));
    this.opened = true;
    this.stage.mark(found);
    showDetails(element, found, signal).then(() => popup.update());
  }

  closed(signal) {
    if (signal !== this.request?.signal) return;
    this.request.abort();
    this.opened = false;
    this.stage.mark(null);
  }

  pressed(event) {
    if (event.key === "Enter" && event.target === this.stage.map.getContainer()) {
      event.preventDefault();
      this.pick(this.stage.map.getCenter());
    }
    if (event.key === "Escape") {
      if (state.measuring) update({ measuring: false });
      this.stage.map.closePopup();
    }
  }

  /** Start or stop the measuring tool as the state says. */
  followMeasuring() {
    if (state.measuring === Boolean(this.measure)) return;
    if (state.measuring) {
      this.stage.map.closePopup();
      this.measure = new Measure(this.stage.map, (measured) => update({ measured }));
      this.measure.start();
    } else {
      this.measure.stop();
      this.measure = null;
      update({ measured: null });
    }
  }
}
