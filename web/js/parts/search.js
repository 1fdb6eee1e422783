/** Search by name or code of a place: a combobox with a list, worked by keys or by hand. */

import { openPlace, openTab } from "../actions.js";
import { findPlaces, report } from "../data.js";
import { t } from "../text.js";
import { html, nothing, Part, repeat } from "./part.js";

const PAUSE_MS = 160;

class Search extends Part {
  static properties = {
    words: { state: true },
    items: { state: true },
    active: { state: true },
    open: { state: true },
  };

  constructor() {
    super();
    Object.assign(this, { words: "", items: null, active: -1, open: false });
  }

  typed(event) {
    this.words = event.target.value;
    clearTimeout(this.timer);
    this.request?.abort();
    if (this.words.trim().length < 2) {
      Object.assign(this, { items: null, open: false, active: -1 });
      return;
    }
    this.timer = setTimeout(() => this.ask(this.words.trim()), PAUSE_MS);
  }

  async ask(words) {
    this.request = new AbortController();
    try {
      const items = await findPlaces(words, this.request.signal);
      Object.assign(this, { items, open: true, active: items.length ? 0 : -1 });
    } catch (error) {
      report(error);
    }
  }

  pressed(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && this.items?.length) {
      event.preventDefault();
      this.open = true;
      this.active = (this.active + step + this.items.length) % this.items.length;
    } else if (event.key === "Enter" && this.open && this.items?.[this.active]) this.choose(this.items[this.active]);
    else if (event.key === "Escape") this.clear();
  }

  updated() {
    this.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: "nearest" });
  }

  choose(item) {
    this.clear();
    this.querySelector("input").blur();
    openPlace(item.kode);
    if (matchMedia("(max-width: 64rem)").matches) openTab("profil");
  }

  clear() {
    Object.assign(this, { words: "", items: null, open: false, active: -1 });
  }

  left(event) {
    if (!this.contains(event.relatedTarget)) this.open = false;
  }

  option(item, i) {
    return html`<li id="cari-${i}" role="option" aria-selected=${i === this.active ? "true" : "false"}
      @mousedown=${(event) => event.preventDefault()} @click=${() => this.choose(item)} @mousemove=${() => (this.active = i)}>
      <span class="cari-nama">${item.nama}</span>
      <span class="cari-letak">${t(`level.${item.tingkat}`)}${item.induk ? `, ${item.induk}` : ""}</span>
      <span class="cari-kode">${item.kode}</span>
    </li>`;
  }

  list() {
    if (!this.items.length) return html`<p class="cari-kosong">${t("search.none", { kata: this.words })}</p>`;
    return html`<ul id="cari-daftar" role="listbox" aria-label=${t("search.label")}>
      ${repeat(
        this.items,
        (item) => item.kode,
        (item, i) => this.option(item, i),
      )}
    </ul>`;
  }

  render() {
    const shown = this.open && this.items;
    return html`<div class="cari" @focusout=${this.left}>
      <label class="label" for="cari">${t("search.label")}</label>
      <input id="cari" type="text" role="combobox" autocomplete="off" spellcheck="false" aria-autocomplete="list" maxlength="80"
        aria-expanded=${shown && this.items.length ? "true" : "false"} aria-controls="cari-daftar"
        aria-activedescendant=${shown && this.active >= 0 ? `cari-${this.active}` : nothing}
        placeholder=${t("search.placeholder")} .value=${this.words}
        @input=${this.typed} @keydown=${this.pressed} @focus=${() => (this.open = true)}>
      <div class="cari-hasil" ?hidden=${!shown}>${shown ? this.list() : nothing}</div>
      <p class="tersembunyi" role="status">${shown ? t("search.count", { n: this.items.length }) : ""}</p>
    </div>`;
  }
}

customElements.define("k-cari", Search);
