/** Where the chosen place lies: province, kab/kota, kecamatan, desa; each step goes back up. */

import { openPlace } from "../actions.js";
import { state } from "../state.js";
import { t } from "../text.js";
import { html, nothing, Part } from "./part.js";

class Trail extends Part {
  static watches = ["profile"];

  step(place, last) {
    if (last) return html`<li><span aria-current="page">${place.nama}</span></li>`;
    return html`<li><button type="button" class="tautan" @click=${() => openPlace(place.kode)}>${place.nama}</button></li>`;
  }

  render() {
    const chain = state.profile?.rantai;
    if (!chain) return nothing;
    return html`<nav class="jejak" aria-label=${t("trail.label")}>
      <ol>${chain.map((place, i) => this.step(place, i === chain.length - 1))}</ol>
    </nav>`;
  }
}

customElements.define("k-jejak", Trail);
