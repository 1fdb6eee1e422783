/** The table below the map: the same areas, classes and order of importance, linked both ways. */

import { openPlace, pointAt, sortBy, toggleClass } from "../actions.js";
import { csv, download } from "../csv.js";
import { filterWords, notesOf } from "../legend.js";
import { number } from "../format.js";
import { hasGap, hasSum, headings, tableContent } from "../rows.js";
import { state, subscribe } from "../state.js";
import { levelOf, placeShown, tooFew } from "../tally.js";
import { say, t } from "../text.js";
import { html, nothing, Part, render, repeat } from "./part.js";
import { versionWords } from "./furniture.js";
import { measureText } from "./profile.js";

const DIGITS_HA = 1;

function cellText(count, layer) {
  if (count === null) return t("table.none");
  if (count < 0) return t("table.withheld");
  return number(count, layer.choropleth.kind === "ukuran" && count ? DIGITS_HA : 0);
}

function shareCell(result, layer) {
  if (result.state === "withheld") return t("table.withheld");
  return measureText(result, layer);
}

/** Above this many rows only those in sight are in the page: a thousand rows would take a third of a second to lay out. */
const MANY = 200;
const IN_SIGHT = 60;
const AHEAD = 15;

class Table extends Part {
  static watches = ["catalogue", "tally", "layers", "indicator", "sort", "descending", "place", "profile", "level"];
  static properties = { first: { state: true } };

  constructor() {
    super();
    this.first = 0;
  }

  connectedCallback() {
    super.connectedCallback();
    this.stopHover = subscribe(() => this.light());
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.stopHover();
  }

  /** The row of what the map points at, without drawing the table again. */
  light() {
    if (this.lit === state.hover) return;
    this.lit = state.hover;
    this.querySelector("tr.ditunjuk")?.classList.remove("ditunjuk");
    const row = state.hover && this.querySelector(`tr[data-kode="${CSS.escape(state.hover)}"]`);
    row?.classList.add("ditunjuk");
    if (this.contains(document.activeElement) || this.matches(":hover")) return;
    if (row) row.scrollIntoView({ block: "nearest" });
    else if (state.hover) this.scrollTo(state.hover);
  }

  /** Bring a row into sight that is not in the page yet. */
  scrollTo(code) {
    const at = this.content?.rows.findIndex((row) => row.code === code) ?? -1;
    const box = this.querySelector(".gulung");
    if (at >= 0 && box) box.scrollTop = (at - 3) * this.rowHeight;
  }

  get rowHeight() {
    return this.querySelector("tr[data-kode]")?.offsetHeight || 27;
  }

  scrolled(event) {
    if (this.content.rows.length <= MANY) return;
    const first = Math.max(0, Math.floor(event.target.scrollTop / this.rowHeight) - AHEAD);
    if (Math.abs(first - this.first) >= AHEAD - 5) this.first = first;
  }

  /** The rows that are in the page, and how tall what stands above and below them is, CSS pixels. */
  inSight(rows) {
    if (rows.length <= MANY) return { rows, above: 0, below: 0 };
    const first = Math.min(this.first, rows.length - IN_SIGHT);
    const height = this.rowHeight;
    return {
      rows: rows.slice(first, first + IN_SIGHT),
      above: first * height,
      below: (rows.length - first - IN_SIGHT) * height,
    };
  }

  willUpdate() {
    this.content = tableContent();
  }

  updated() {
    this.lit = null;
    this.light();
  }

  save(content) {
    const heads = headings(content);
    const plain = (row) => {
      const share =
        row.result.state === "value" && !tooFew(row.result)
          ? Number(row.result.value.toFixed(1))
          : shareCell(row.result, content.layer);
      const counts = hasSum(content.layer) ? [...row.cells, row.sum] : row.cells;
      const cells = counts.map((count) => (count === null || count < 0 ? cellText(count, content.layer) : count));
      return [row.code, row.name, ...(hasGap(content.layer) ? [share] : []), ...cells];
    };
    const head = [t("profile.codes", { kode: "" }).trim(), t("table.place"), ...heads.map((one) => one.label)];
    const text = csv([...this.about(content).map((line) => [line]), [], head, ...content.rows.map(plain), plain(content.total)]);
    download(new Blob([text], { type: "text/csv;charset=utf-8" }), `${content.layer.name}-${state.tally.place}.csv`);
  }

  /** What must go with the table wherever it goes: topic and place, source, filters, notes. @returns {string[]} */
  about({ layer }) {
    const source = [versionWords(), t("map.source", { sumber: say(layer.source) })].filter(Boolean).join(" · ");
    const lines = [`${this.caption({ layer })}. ${this.title()}`, source, filterWords([layer]), ...notesOf([layer])];
    return [...lines, state.catalogue.versi?.skematik ? t("map.schematic") : ""].filter(Boolean);
  }

  caption({ layer }) {
    const unit = t(layer.choropleth.kind === "ukuran" ? "table.ha" : "table.families");
    return t("table.caption", {
      lapisan: say(layer.title),
      satuan: unit,
      tingkat: t(`level.many.${state.tally.level}`),
    });
  }

  title() {
    const place = state.profile?.rantai?.find((one) => one.kode === state.tally.place) || state.profile;
    return t("table.title", {
      n: number(state.tally.rows.size),
      tingkat: t(`level.many.${state.tally.level}`),
      wilayah: place?.nama || "",
    });
  }

  heading({ column, label }) {
    const sort = state.sort === column ? (state.descending ? "descending" : "ascending") : nothing;
    return html`<th scope="col" aria-sort=${sort} class=${column === "nama" ? "" : "angka"}>
      <button type="button" @click=${() => sortBy(column)} title=${t("table.sort", { kolom: label })}>${label}</button></th>`;
  }

  cells(row, layer) {
    return html`${hasGap(layer) ? html`<td class="angka celah">${shareCell(row.result, layer)}</td>` : nothing}
      ${row.cells.map((count) => html`<td class="angka">${cellText(count, layer)}</td>`)}
      ${hasSum(layer) ? html`<td class="angka jumlah">${cellText(row.sum, layer)}</td>` : nothing}`;
  }

  /** Many desa share a name: where the list spans several parents, each row says its code. */
  codeOf(row) {
    const direct = state.tally.level === levelOf(state.tally.place) + 1;
    return direct ? nothing : html` <span class="catatan kode">${row.code}</span>`;
  }

  row(row, layer) {
    const here = row.code === placeShown(state);
    return html`<tr data-kode=${row.code} class=${here ? "dipilih" : ""}
        @mouseenter=${() => pointAt(row.code)} @mouseleave=${() => pointAt(null)}
        @focusin=${() => pointAt(row.code)} @focusout=${() => pointAt(null)} @click=${() => openPlace(row.code)}>
      <th scope="row"><button type="button" class="tautan" aria-current=${here ? "true" : nothing}>${row.name}</button>${this.codeOf(row)}</th>
      ${this.cells(row, layer)}</tr>`;
  }

  /** The whole table, every row of it, with what must be said above it, for paper. @returns {HTMLElement|null} */
  whole() {
    if (!this.content) return null;
    const box = document.createElement("div");
    const lines = this.about(this.content);
    render(
      html`<section class="cetak-tabel">${lines.map((line) => html`<p>${line}</p>`)}
        ${this.table(this.content, this.content.rows)}</section>`,
      box,
    );
    return box.firstElementChild;
  }

  chips({ layer, hidden }) {
    if (!hidden.length) return nothing;
    return html`<div class="cip-baris">${t("table.hidden")} ${hidden.map(
      (one) => html`<button type="button" class="cip coret"
      aria-label=${t("table.restore", { kelas: say(one.label) })} @click=${() => toggleClass(layer.name, one.code)}>${say(one.label)}</button>`,
    )}</div>`;
  }

  spacer(height) {
    return height ? html`<tr aria-hidden="true" .style=${`height:${height}px`}></tr>` : nothing;
  }

  table(content, rows, above = 0, below = 0) {
    const many = content.rows.length > MANY;
    return html`<table class=${many ? "tetap" : ""} aria-rowcount=${many ? content.rows.length + 2 : nothing}>
      <caption class="tersembunyi">${this.caption(content)}</caption>
      <thead><tr>${[{ column: "nama", label: t("table.place") }, ...headings(content)].map((head) => this.heading(head))}</tr></thead>
      <tbody>${this.spacer(above)}${repeat(
        rows,
        (row) => row.code,
        (row) => this.row(row, content.layer),
      )}${this.spacer(below)}</tbody>
      <tfoot><tr><th scope="row">${content.total.name}</th>${this.cells(content.total, content.layer)}</tr></tfoot>
    </table>`;
  }

  body(content) {
    const { rows, above, below } = this.inSight(content.rows);
    return html`<div class="gulung" tabindex="0" role="region" aria-label=${this.caption(content)} @scroll=${this.scrolled}>
      ${this.table(content, rows, above, below)}</div>`;
  }

  render() {
    const { content } = this;
    if (!content) return nothing;
    return html`<div class="tabel-kepala">
        <h2>${say(content.layer.title)} <span class="catatan">${this.title()}</span></h2>
        ${notesOf([content.layer]).map((note) => html`<p class="catatan">${note}</p>`)}
        ${this.chips(content)}
        <button type="button" class="tombol kecil" @click=${() => this.save(content)}>${t("table.csv")}</button>
      </div>
      <div id="tabel-isi" class="tabel-isi">${this.body(content)}</div>`;
  }
}

customElements.define("k-tabel", Table);
