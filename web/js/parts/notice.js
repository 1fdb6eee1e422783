/** One sentence about what went wrong, one button; and the page of a map that is still empty. */

import { dismiss } from "../actions.js";
import { state } from "../state.js";
import { t } from "../text.js";
import { html, nothing, Part } from "./part.js";

class Notice extends Part {
  static watches = ["notice"];

  retry() {
    const { wish } = state.notice;
    dismiss();
    this.dispatchEvent(new CustomEvent("kantong-ulang", { bubbles: true, detail: wish }));
  }

  render() {
    const { notice } = state;
    return html`<div role="alert" class="pesan" ?hidden=${!notice}>${
      notice
        ? html`
      <p>${notice.kind === "unreachable" ? t("notice.unreachable") : notice.sentence}</p>
      ${notice.retry ? html`<button type="button" class="tombol utama" @click=${this.retry}>${t("notice.retry")}</button>` : nothing}
      <button type="button" class="tautan" @click=${dismiss}>${t("notice.close")}</button>`
        : nothing
    }</div>`;
  }
}

/** True when boundaries are here but not one family. */
function noFamilies({ layers }) {
  const families = layers.filter((layer) => layer.group === "keluarga");
  return families.every((layer) => layer.legend.classes.every((one) => !one.count));
}

class Empty extends Part {
  static watches = ["catalogue"];

  render() {
    const { catalogue } = state;
    if (!catalogue) return nothing;
    if (!catalogue.versi || !catalogue.layers.length) return this.card("empty.title", "empty.what", "");
    return noFamilies(catalogue) ? this.card("empty.families", "empty.familiesWhat", "kosong-kecil") : nothing;
  }

  card(title, what, size) {
    return html`<section class="kosong-halaman ${size}"><h2>${t(title)}</h2><p>${t(what)}</p>
      <p>${t("empty.how")}</p><p><code>./run demo</code></p>
      <button type="button" class="tombol utama" @click=${() => location.reload()}>${t("empty.reload")}</button></section>`;
  }
}

customElements.define("k-pesan", Notice);
customElements.define("k-kosong", Empty);
