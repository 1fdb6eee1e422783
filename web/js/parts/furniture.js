/** What stands in the corners of the map: zoom, scale, measure, version, source and what is not official. */

import { area, date, distance } from "../format.js";
import { scaleBar } from "../map/scalebar.js";
import { pixelUnit } from "../map/view.js";
import { state, update } from "../state.js";
import { t } from "../text.js";
import { html, nothing, Part, vars } from "./part.js";

const WIDEST_PX = 120;

/** The words that must never be missing: sample data, schematic boundaries. */
export function badges() {
  const { versi } = state.catalogue;
  return [versi?.contoh && t("map.sample"), versi?.skematik && t("map.schematic")].filter(Boolean);
}

/** "Versi 3 · periode 2025-T1 · terbit 21 Nov 2026" */
function editionLine() {
  const { versi } = state.catalogue;
  if (!versi) return "";
  const published = versi.terbit && t("map.published", { tanggal: date(versi.terbit) });
  return [t("map.version", versi), versi.periode && t("map.period", versi), published].filter(Boolean).join(" · ");
}

/** "Sumber: …", every source of the version in force. */
function sources() {
  const { versi } = state.catalogue;
  return versi?.sumber?.length ? t("map.source", { sumber: versi.sumber.join(", ") }) : "";
}

/** Edition and sources in one line, for pictures. */
export const sourceLine = () => [editionLine(), sources()].filter(Boolean).join(" · ");

/** "Versi 3 · data contoh": where every number on this page comes from. */
export function versionWords() {
  const { versi } = state.catalogue;
  if (!versi) return "";
  return [t("map.version", versi), versi.periode, versi.contoh ? t("map.sample") : ""].filter(Boolean).join(" · ");
}

class Furniture extends Part {
  static watches = ["catalogue", "view", "measuring", "measured", "resolution"];

  go(step) {
    this.dispatchEvent(new CustomEvent("kantong-zum", { bubbles: true, detail: step }));
  }

  edition() {
    const [version, ...rest] = editionLine().split(" · ");
    return html`${version}<span class="selengkapnya"> · ${rest.join(" · ")}</span>`;
  }

  zoom() {
    return html`<div class="zum" role="group" aria-label=${t("nav.peta")}>
      <button type="button" aria-label=${t("map.zoomIn")} title=${t("map.zoomIn")} @click=${() => this.go(1)}>+</button>
      <button type="button" aria-label=${t("map.zoomOut")} title=${t("map.zoomOut")} @click=${() => this.go(-1)}>−</button>
      <button type="button" class="zum-semua" @click=${() => this.go(0)}>${t("map.home")}</button></div>`;
  }

  scale() {
    if (!state.resolution) return nothing;
    const { length_m, width_px } = scaleBar(state.resolution, WIDEST_PX * pixelUnit());
    const words = length_m >= 1000 ? `${length_m / 1000} km` : distance(length_m);
    return html`<div class="skala" .style=${vars({ panjang: `${width_px}px` })}><span>${words}</span></div>`;
  }

  measure() {
    if (!state.measuring) return nothing;
    const { points = 0, length_m = 0, area_m2 = 0 } = state.measured || {};
    return html`<div class="ukur" role="status">
      <p class="catatan">${t("measure.help")} ${t("measure.keys")}</p>
      ${points > 1 ? html`<p><b>${t("measure.length")}</b> ${distance(length_m)}</p>` : nothing}
      ${points > 2 ? html`<p><b>${t("measure.area")}</b> ${area(area_m2)}</p>` : nothing}
      <div class="tombol-baris">${
        points
          ? html`<button type="button" class="tombol kecil"
          @click=${() => this.dispatchEvent(new CustomEvent("kantong-ukur-mundur", { bubbles: true }))}>${t("tool.measureUndo")}</button>`
          : nothing
      }
        <button type="button" class="tombol kecil" @click=${() => update({ measuring: false })}>${t("tool.measureStop")}</button></div></div>`;
  }

  render() {
    if (!state.catalogue) return nothing;
    return html`${this.zoom()}${this.measure()}
      <div class="kaki">${this.scale()}
        <div class="kaki-kanan">${badges().map((words) => html`<span class="lencana awas">${words}</span>`)}
          <details class="sumber"><summary>${this.edition()} · ${t("profile.source")}</summary><p>${sources()}</p></details></div></div>`;
  }
}

customElements.define("k-perabot", Furniture);
