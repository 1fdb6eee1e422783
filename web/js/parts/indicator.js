/** Which indicator colours the areas, at which level, and what each colour means with how many areas. */

import { setIndicator, setLevel } from "../actions.js";
import { number } from "../format.js";
import { areaLegend, withheldWhy } from "../legend.js";
import { indicatorLayer } from "../map/scene.js";
import { state } from "../state.js";
import { levelOf, placeShown, shownLevel } from "../tally.js";
import { say, t } from "../text.js";
import { html, nothing, Part } from "./part.js";
import { swatchOf } from "./swatch.js";

class Indicator extends Part {
  static watches = ["catalogue", "indicator", "level", "place", "profile", "tally", "theme"];

  options() {
    return state.catalogue.layers.filter((layer) => layer.choropleth);
  }

  chooser() {
    return html`<label class="label" for="indikator">${t("indicator.label")}</label>
      <select id="indikator" @change=${(event) => setIndicator(event.target.value)}>
        ${this.options().map(
          ({ name, title }) => html`<option value=${name} .selected=${name === state.indicator}>${say(title)}</option>`,
        )}
        <option value="" .selected=${!state.indicator}>${t("indicator.none")}</option>
      </select>`;
  }

  levels() {
    const lowest = Math.min(4, levelOf(placeShown(state)) + 1);
    const levels = [2, 3, 4].filter((level) => level >= lowest);
    if (levels.length < 2) return nothing;
    return html`<div class="pilah" role="group" aria-label=${t("indicator.level")}>
      ${levels.map(
        (level) => html`<button type="button" aria-pressed=${level === (state.tally?.level ?? shownLevel(state)) ? "true" : "false"}
        @click=${() => setLevel(level === lowest ? 0 : level)}>${t(`level.${level}`)}</button>`,
      )}
    </div>`;
  }

  legend(layer) {
    const unit = t("indicator.unitOf", {
      satuan: say(layer.choropleth.unit),
      tingkat: t(`level.many.${state.tally.level}`),
    });
    return html`<p class="satuan">${unit}</p>
      <ul class="legenda legenda-wilayah">${areaLegend(layer, state.tally).map(
        (row) => html`<li class=${row.count ? "" : "kosong"}>
        ${swatchOf(row.look)}<span>${row.label}</span><span class="angka">${number(row.count)}</span></li>`,
      )}</ul>
      <p class="catatan">${withheldWhy(layer)}</p>`;
  }

  render() {
    if (!state.catalogue?.layers.length) return nothing;
    const layer = indicatorLayer(state);
    return html`<section class="indikator" aria-label=${t("indicator.label")}>
      ${this.chooser()}${this.levels()}${layer && state.tally ? this.legend(layer) : nothing}
    </section>`;
  }
}

customElements.define("k-indikator", Indicator);
