/** The tools of the head: language, screen, measure, print, image, link. Words, no riddles. */

import { switchLanguage, switchTheme, togglePanel } from "../actions.js";
import { address, state, update } from "../state.js";
import { t } from "../text.js";
import { html, nothing, Part } from "./part.js";

class Tools extends Part {
  static watches = ["theme", "measuring", "catalogue", "left", "right", "table"];
  static properties = { copied: { state: true }, full: { state: true }, open: { state: true } };

  constructor() {
    super();
    Object.assign(this, { copied: "", full: false, open: false });
    document.addEventListener("keydown", (event) => event.key === "Escape" && (this.open = false));
    document.addEventListener("fullscreenchange", () => (this.full = Boolean(document.fullscreenElement)));
  }

  ask(name) {
    this.open = false;
    this.dispatchEvent(new CustomEvent(name, { bubbles: true }));
  }

  async copy() {
    try {
      await navigator.clipboard.writeText(new URL(address(), location.href).href);
      this.copied = "tool.copied";
    } catch {
      // Plain http or a refusal: the address bar holds the same link.
      this.copied = "tool.notCopied";
    }
    setTimeout(() => (this.copied = ""), 2500);
  }

  screen() {
    if (document.fullscreenElement) document.exitFullscreen();
    else document.documentElement.requestFullscreen?.();
  }

  button(label, action, extra = {}) {
    return html`<button type="button" class="tombol" aria-pressed=${extra.pressed ?? nothing} @click=${action}>${label}</button>`;
  }

  /** The panels around the map fold away: on a wall the map is all there is. */
  panels() {
    const one = (panel, words) =>
      html`<button type="button" aria-pressed=${state[panel] ? "true" : "false"} @click=${() => togglePanel(panel)}>${t(words)}</button>`;
    return html`<div class="pilah panel-pilih" role="group" aria-label=${t("panels")}>
      ${one("left", "sheet.legenda")}${one("table", "sheet.tabel")}${one("right", "sheet.profil")}</div>`;
  }

  languages() {
    const one = (
      code,
      label,
      short,
    ) => html`<button type="button" lang=${code} aria-pressed=${state.language === code ? "true" : "false"}
      title=${label} @click=${() => switchLanguage(code)}><span class="panjang">${label}</span><span class="pendek">${short}</span></button>`;
    return html`<div class="pilah bahasa" role="group" aria-label=${t("language")}>${one("id", "Indonesia", "ID")}${one("en", "English", "EN")}</div>`;
  }

  render() {
    const role = state.catalogue?.aktor?.peran;
    const dark = state.theme === "gelap";
    return html`${role ? html`<span class="peran">${t(`role.${role}`)}</span>` : nothing}
      <button type="button" class="tombol alat-buka" aria-expanded=${this.open ? "true" : "false"} aria-controls="alat"
        @click=${() => (this.open = !this.open)}>${t("tool.menu")}</button>
      <div class="alat ${this.open ? "buka" : ""}" id="alat" role="group" aria-label=${t("tool.menu")}>
        ${this.button(t("tool.measure"), () => update({ measuring: !state.measuring }), { pressed: state.measuring ? "true" : "false" })}
        ${this.button(t("tool.image"), () => this.ask("kantong-gambar"))}
        ${this.button(t("tool.print"), () => this.ask("kantong-cetak"))}
        ${this.button(t(this.copied || "tool.link"), () => this.copy())}
        ${this.button(t(this.full ? "tool.fullscreenExit" : "tool.fullscreen"), () => this.screen())}
        ${this.button(t(dark ? "theme.light" : "theme.dark"), () => switchTheme(dark ? "terang" : "gelap"))}
      </div>
      ${this.panels()}${this.languages()}<span class="tersembunyi" role="status">${this.copied ? t(this.copied) : ""}</span>`;
  }
}

customElements.define("k-alat", Tools);
