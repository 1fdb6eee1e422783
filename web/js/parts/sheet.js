/** On a phone: the three panels in one sheet with three heights. On a desk this bar is hidden. */

import { openTab, setSheet } from "../actions.js";
import { state } from "../state.js";
import { t } from "../text.js";
import { html, Part } from "./part.js";

const TABS = ["legenda", "profil", "tabel"];
const FLICK_PX = 24;

class Sheet extends Part {
  static watches = ["tab", "sheet"];

  down(event) {
    this.from = event.clientY;
  }

  up(event) {
    const moved = event.clientY - this.from;
    if (Math.abs(moved) > FLICK_PX) setSheet(state.sheet + (moved < 0 ? 1 : -1));
  }

  tab(name) {
    const here = state.tab === name;
    return html`<button type="button" role="tab" id="tab-${name}" aria-selected=${here ? "true" : "false"} aria-controls="panel-${name}"
      tabindex=${here ? 0 : -1} @click=${() => openTab(name)} @keydown=${this.pressed}>${t(`sheet.${name}`)}</button>`;
  }

  pressed(event) {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    const next = TABS[(TABS.indexOf(state.tab) + step + TABS.length) % TABS.length];
    openTab(next);
    document.getElementById(`tab-${next}`).focus();
  }

  step(words, sign, by, disabled) {
    return html`<button type="button" class="tombol kecil" ?disabled=${disabled} aria-label=${t(words)}
      @click=${() => setSheet(state.sheet + by)}>${sign}</button>`;
  }

  render() {
    return html`<div class="lembar-kepala" @pointerdown=${this.down} @pointerup=${this.up}>
      <span class="lembar-tarik" aria-hidden="true"></span>
      <div role="tablist" aria-label=${t("panel.left")}>${TABS.map((name) => this.tab(name))}</div>
      ${this.step("sheet.raise", "↑", 1, state.sheet === 2)}${this.step("sheet.lower", "↓", -1, state.sheet === 0)}
    </div>`;
  }
}

customElements.define("k-lembar", Sheet);
