/** The table below the map: the same areas, classes and order of importance, linked both ways. */

import { openPlace, pointAt, sortBy, toggleClass } from "../actions.js";
import { csv, download } from "../csv.js";
import { number, percent } from "../format.js";
import { headings, tableContent } from "../rows.js";
import { state, subscribe } from "../state.js";
import { listedPlace } from "../tally.js";
import { say, t } from "../text.js";
import { html, nothing, Part, repeat } from "./part.js";
import { versionWords } from "./furniture.js";

const DIGITS_HA = 1;

function cellText(count, layer) {
  if (count === null) return t("table.none");
  if (count < 0) return t("table.withheld");
  return number(count, layer.choropleth.kind === "ukuran" && !Number.isInteger(count) ? DIGITS_HA : 0);
}

function shareText(result) {
  if (result.state === "none") return t("table.none");
  if (result.state === "withheld") return t("table.withheld");
  return percent(result.value ?? 0);
}

class Table extends Part {
  static watches = ["catalogue", "tally", "layers", "indicator", "sort", "descending", "place", "profile", "level"];

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
    if (row && !this.contains(document.activeElement) && !this.matches(":hover")) row.scrollIntoView({ block: "nearest" });
  }

  updated() {
    this.lit = null;
    this.light();
  }

  save(content) {
    const heads = headings(content);
    const plain = (row) => {
      const share = row.result.state === "value" ? Number(row.result.value.toFixed(1)) : row.result.state === "zero" ? 0 : shareText(row.result);
      const cells = [...row.cells, row.sum].map((count) => (count === null || count < 0 ? cellText(count, content.layer) : count));
      return [row.code, row.name, ...cells, ...(content.layer.choropleth.kind === "persen" ? [share] : [])];
    };
    const head = [t("profile.codes", { kode: "" }).trim(), t("table.place"), ...heads.map((one) => one.label)];
    const about = [[this.caption(content)], [versionWords(), t("map.source", { sumber: content.layer.source })]];
    const text = csv([...about, [], head, ...content.rows.map(plain), plain(content.total)]);
    download(new Blob([text], { type: "text/csv;charset=utf-8" }), `${content.layer.name}-${listedPlace(state)}.csv`);
  }

  caption({ layer }) {
    const unit = t(layer.choropleth.kind === "ukuran" ? "table.ha" : "table.families");
    return t("table.caption", { lapisan: say(layer.title), satuan: unit, tingkat: t(`level.many.${state.tally.level}`) });
  }

  title() {
    const place = state.profile?.rantai?.find((one) => one.kode === listedPlace(state)) || state.profile;
    return t("table.title", { n: number(state.tally.rows.size), tingkat: t(`level.many.${state.tally.level}`), wilayah: place?.nama || "" });
  }

  heading({ column, label }) {
    const sort = state.sort === column ? (state.descending ? "descending" : "ascending") : nothing;
    return html`<th scope="col" aria-sort=${sort} class=${column === "nama" ? "" : "angka"}>
      <button type="button" @click=${() => sortBy(column)} title=${t("table.sort", { kolom: label })}>${label}</button></th>`;
  }

  cells(row, layer) {
    return html`${row.cells.map((count) => html`<td class="angka">${cellText(count, layer)}</td>`)}
      <td class="angka jumlah">${cellText(row.sum, layer)}</td>
      ${layer.choropleth.kind === "persen" ? html`<td class="angka celah">${shareText(row.result)}</td>` : nothing}`;
  }

  row(row, layer) {
    const here = row.code === state.place;
    return html`<tr data-kode=${row.code} class=${here ? "dipilih" : ""} @mouseenter=${() => pointAt(row.code)} @mouseleave=${() => pointAt(null)}
        @focusin=${() => pointAt(row.code)} @focusout=${() => pointAt(null)} @click=${() => openPlace(row.code)}>
      <th scope="row"><button type="button" class="tautan" aria-current=${here ? "true" : nothing}>${row.name}</button></th>
      ${this.cells(row, layer)}</tr>`;
  }

  chips({ layer, hidden }) {
    if (!hidden.length) return nothing;
    return html`<div class="cip-baris">${t("table.hidden")} ${hidden.map((one) => html`<button type="button" class="cip coret"
      aria-label=${t("table.restore", { kelas: say(one.label) })} @click=${() => toggleClass(layer.name, one.code)}>${say(one.label)}</button>`)}</div>`;
  }

  body(content) {
    return html`<div class="gulung" tabindex="0" role="region" aria-label=${this.caption(content)}><table>
      <caption class="tersembunyi">${this.caption(content)}</caption>
      <thead><tr>${this.heading({ column: "nama", label: t("table.place") })}${headings(content).map((head) => this.heading(head))}</tr></thead>
      <tbody>${repeat(content.rows, (row) => row.code, (row) => this.row(row, content.layer))}</tbody>
      <tfoot><tr><th scope="row">${content.total.name}</th>${this.cells(content.total, content.layer)}</tr></tfoot>
    </table></div>`;
  }

  render() {
    const content = tableContent();
    if (!content) return nothing;
    return html`<div class="tabel-kepala">
        <h2>${say(content.layer.title)} <span class="catatan">${this.title()}</span></h2>
        ${this.chips(content)}
        <button type="button" class="tombol kecil" @click=${() => this.save(content)}>${t("table.csv")}</button>
      </div>
      <div id="tabel-isi" class="tabel-isi">${this.body(content)}</div>`;
  }
}

customElements.define("k-tabel", Table);
