/** Layer cards: on and off, order, opacity, and legend rows that filter without asking the service again. */

import { moveLayer, setOff, setOpacity, showLayer, toggleClass } from "../actions.js";
import { number } from "../format.js";
import { asideText, classCount, totalLabel, totalText } from "../legend.js";
import { nice, sideOf } from "../map/paint/cells.js";
import { familyScale, isData, isFamily } from "../map/scene.js";
import { pixelUnit } from "../map/view.js";
import { state } from "../state.js";
import { isMasked } from "../tally.js";
import { say, t } from "../text.js";
import { dragHandle } from "./drag.js";
import { html, nothing, Part, repeat, vars } from "./part.js";
import { classSwatch } from "./swatch.js";

function countText(count) {
  if (count === null) return t("table.none");
  return count < 0 ? t("table.withheld") : number(count);
}

/** Counts for the key of sizes, only such as can occur: public ones in tens. */
function sizesOf(full, step) {
  const round = (count) => (nice(count) > full ? nice(count / 2) : nice(count));
  const counts = [full / 16, full / 4, full].map((count) => Math.round(round(count) / step) * step);
  return [...new Set(counts)].filter((count) => count >= step);
}

/** The widest square of the key of sizes, CSS pixels. */
const KEY_PX = 48;

class Cards extends Part {
  static watches = ["catalogue", "layers", "tally", "place", "view", "theme", "profile", "kinds", "scales", "indicator"];
  static properties = { opened: { state: true }, said: { state: true } };

  constructor() {
    super();
    Object.assign(this, { opened: new Set(), said: "" });
  }

  layerOf(name) {
    return state.catalogue.layers.find((layer) => layer.name === name);
  }

  names(wanted) {
    return state.layers
      .map((entry) => entry.name)
      .filter((name) => this.layerOf(name) && isData(this.layerOf(name)) === wanted);
  }

  move(name, to, group) {
    const at = moveLayer(name, to, group);
    this.said = t("card.moved", { lapisan: say(this.layerOf(name).title), n: at + 1, jumlah: group.length });
  }

  open(name) {
    const opened = new Set(this.opened);
    if (!opened.delete(name)) opened.add(name);
    this.opened = opened;
  }

  row(layer, entry, one) {
    const off = entry.off.includes(one.code);
    return html`<li><button type="button" class="baris" aria-pressed=${off ? "false" : "true"}
        data-kelas=${one.code} @click=${() => toggleClass(layer.name, one.code)}>
      ${classSwatch(layer, one)}<span class="baris-nama">${say(one.label)}</span>
      <span class="angka">${countText(classCount(layer, one.code))}</span>
    </button></li>`;
  }

  sum(layer, entry) {
    const text = totalText(layer, entry.off);
    if (!text) return nothing;
    return html`<p class="baris baris-jumlah"><span>${totalLabel(layer)}</span><span class="angka">${text}</span></p>
      ${asideText(layer, entry.off) ? html`<p class="catatan di-luar">${asideText(layer, entry.off)}</p>` : nothing}`;
  }

  /** One click to see only the gap, one to see all again. */
  presets(layer, entry) {
    const gaps = layer.legend.classes.filter((one) => one.role === "celah");
    if (!isFamily(layer) || !gaps.length || gaps.length === layer.legend.classes.length) return nothing;
    const others = layer.legend.classes
      .filter((one) => one.role !== "celah")
      .map((one) => one.code)
      .sort((a, b) => a - b);
    const onlyGap = entry.off.join() === others.join();
    return html`<div class="pilah pilah-kecil">
      <button type="button" aria-pressed=${entry.off.length ? "false" : "true"}
        @click=${() => setOff(layer.name, [])}>${t("card.all")}</button>
      <button type="button" aria-pressed=${onlyGap ? "true" : "false"}
        @click=${() => setOff(layer.name, others)}>${t("card.onlyGap")}</button>
    </div>`;
  }

  /** What a square or a dot stands for at this zoom. */
  scale(layer) {
    if (!isFamily(layer) || !state.view) return nothing;
    const unit = pixelUnit();
    const scale = state.scales[layer.name];
    const { full, cell_px } = familyScale(layer, state.view.zoom, unit, scale);
    const kinds = state.kinds[layer.name] || "cells";
    if (kinds === "points")
      return html`<p class="catatan">${t("card.points")} ${state.indicator ? t("card.neutral") : ""}</p>`;
    const sizes = sizesOf(full, isMasked(layer) ? 10 : 1);
    return html`<div class="ukuran">${sizes.map(
      (count) => html`<span class="ukuran-satu">
        <span class="ukuran-kotak" aria-hidden="true" .style=${vars({ sisi: `${sideOf(count, full, cell_px, unit, scale ? KEY_PX * unit : cell_px)}px` })}></span>
        ${number(count)}</span>`,
    )}</div>
      <p class="catatan">${t(kinds === "cells" ? "card.cells" : "card.both")}
        ${isMasked(layer) ? t("card.public") : ""} ${state.indicator ? t("card.neutral") : ""}</p>`;
  }

  notes(layer) {
    const note = isData(layer) && say(layer.note);
    return html`${note ? html`<p class="catatan keterangan">${note}</p>` : nothing}${this.hints(layer)}`;
  }

  hints(layer) {
    if (state.view && state.view.zoom < layer.zoom[0] - 0.5) return html`<p class="catatan">${t("card.far")}</p>`;
    if (layer.group === "kumuh")
      return html`<p class="catatan">${t("card.pocketCounts")} ${state.view?.zoom < 12 ? t("card.pockets") : ""}</p>`;
    return this.scale(layer);
  }

  legend(layer, entry) {
    if (!entry.on || !layer.legend?.classes?.length) return nothing;
    return html`${this.presets(layer, entry)}
      <ul class="legenda">${layer.legend.classes.map((one) => this.row(layer, entry, one))}</ul>
      ${this.sum(layer, entry)}${this.notes(layer)}`;
  }

  adjust(layer, entry, group) {
    const [title, at] = [say(layer.title), group.indexOf(layer.name)];
    return html`<div class="atur">
      <p class="catatan">${say(layer.description)} ${layer.source ? t("map.source", { sumber: say(layer.source) }) : ""} ${isData(layer) ? "" : say(layer.note)}</p>
      <label class="geser"><span>${t("card.opacityShort")}</span>
        <input type="range" min="10" max="100" step="5" .value=${String(Math.round(entry.opacity * 100))}
          aria-label=${t("card.opacity", { lapisan: title })}
          @input=${(event) => setOpacity(layer.name, event.target.value / 100)}>
        <span class="angka">${Math.round(entry.opacity * 100)} %</span></label>
      <div class="tombol-baris">
        <button type="button" class="tombol kecil" ?disabled=${at === 0} @click=${() => this.move(layer.name, at - 1, group)}
          aria-label=${t("card.up", { lapisan: title })}>↑</button>
        <button type="button" class="tombol kecil" ?disabled=${at === group.length - 1} @click=${() => this.move(layer.name, at + 1, group)}
          aria-label=${t("card.down", { lapisan: title })}>↓</button>
      </div>
    </div>`;
  }

  card(name, group) {
    const layer = this.layerOf(name);
    const entry = state.layers.find((one) => one.name === name);
    const title = say(layer.title);
    const open = this.opened.has(name);
    return html`<li class="kartu ${entry.on ? "nyala" : ""}" data-lapisan=${name}>
      <div class="kartu-kepala">
        <span class="pegangan" title=${t("card.drag")} @pointerdown=${dragHandle((to) => this.move(name, to, group))}></span>
        <button type="button" class="saklar" role="switch" aria-checked=${entry.on ? "true" : "false"}
          @click=${() => showLayer(name, !entry.on)}><span class="saklar-tuas"></span><span class="kartu-judul">${title}</span></button>
        ${entry.off.length && entry.on ? html`<span class="lencana">${t("card.filtered")}</span>` : nothing}
        <button type="button" class="tautan kartu-atur" aria-expanded=${open ? "true" : "false"}
          aria-label="${t("cards.more")} ${title}" @click=${() => this.open(name)}>${t("cards.more")}</button>
      </div>
      ${open ? this.adjust(layer, entry, group) : nothing}
      ${this.legend(layer, entry)}
    </li>`;
  }

  list(title, wanted) {
    const group = this.names(wanted);
    if (!group.length) return nothing;
    return html`<section class="kelompok"><h2>${title}</h2>
      <ul class="kartu-daftar">${repeat(
        group,
        (name) => name,
        (name) => this.card(name, group),
      )}</ul></section>`;
  }

  render() {
    if (!state.catalogue?.layers.length) return nothing;
    return html`<p class="catatan tempat-jumlah">${t("cards.of", { wilayah: state.profile?.nama || "" })}</p>
      ${this.list(t("cards.data"), true)}${this.list(t("cards.base"), false)}
      <p class="tersembunyi" role="status">${this.said}</p>`;
  }
}

customElements.define("k-kartu", Cards);
