/** The key on the map: what is shown and how, while the panel of layers is folded away. */

import { legendBlocks } from "../legend.js";
import { state } from "../state.js";
import { html, nothing, Part } from "./part.js";
import { swatchOf } from "./swatch.js";

class Key extends Part {
  static watches = ["catalogue", "layers", "tally", "indicator", "place", "profile", "left", "theme"];

  block({ title, unit, rows, total }) {
    return html`<section><h3>${title}</h3><p class="catatan">${unit}</p>
      <ul>${rows.map((row) => html`<li class=${row.off ? "coret" : ""}>${swatchOf(row.look)}<span>${row.label}</span><b>${row.count}</b></li>`)}
      ${total ? html`<li><span></span><span>${total.label}</span><b>${total.count}</b></li>` : nothing}</ul></section>`;
  }

  render() {
    if (!state.catalogue || state.left) return nothing;
    return html`<h2>${state.profile?.nama || ""}</h2>${legendBlocks().map((block) => this.block(block))}`;
  }
}

customElements.define("k-kunci", Key);
