/** The chosen place: who it is, its key figures with definition and source, its make-up by class. */

import { openPlace, setIndicator } from "../actions.js";
import { area, date, number, percent } from "../format.js";
import { classCount } from "../legend.js";
import { dataColor } from "../map/paint/theme.js";
import { indicatorLayer } from "../map/scene.js";
import { tableLayer } from "../rows.js";
import { state } from "../state.js";
import { isMasked, measure, ownCounts, tooFew } from "../tally.js";
import { say, t } from "../text.js";
import { versionWords } from "./furniture.js";
import { html, nothing, Part, vars } from "./part.js";
import { swatchOf } from "./swatch.js";

/** The number of a measure as it is shown: 38,2 % · 1.204 · Ditahan · –. */
export function measureText(result, layer) {
  if (result.state === "none") return t("table.none");
  if (result.state === "withheld") return t("profile.withheld");
  const value = result.value ?? 0;
  if (layer.choropleth.kind === "persen") return shareText(result, layer);
  return number(value, layer.choropleth.kind === "ukuran" && value ? 1 : 0);
}

/** A share as people may read it: in percent, or as "1 dari 8" where it stands on fewer than 30 families. */
export function shareText(result, layer) {
  if (tooFew(result)) return t("share.count", { n: number(result.numerator), dari: number(result.denominator) });
  // Counts rounded to tens: a digit after the comma would claim too much.
  return percent(result.value ?? 0, isMasked(layer) ? 0 : 1);
}

/** The unit beside the number: a percentage says it already. */
function unitText(layer) {
  return say(layer.choropleth.unit).replace(/^%\s*/, "");
}

function explain(result, layer) {
  if (result.state === "none") return t("profile.noData");
  const values = {
    n: number(Math.max(0, (result.reason === "unknown" ? result.unknown : result.numerator) || 0)),
    dari: number((result.reason === "unknown" ? result.all : result.denominator) || 0),
  };
  if (result.state === "withheld") return t(`profile.withheld.${result.reason}`, values);
  if (layer.choropleth.kind === "persen") return t("profile.ofKnown", values);
  return "";
}

class Profile extends Part {
  static watches = ["catalogue", "profile", "tally", "indicator", "layers", "theme"];
  static properties = { opened: { state: true } };

  constructor() {
    super();
    this.opened = "";
  }

  head(profile) {
    const chain = profile.rantai || [];
    const parent = chain[chain.length - 2];
    const facts = [
      t("profile.codes", { kode: profile.kode }),
      profile.kode_bps ? t("profile.bps", { kode: profile.kode_bps }) : "",
      profile.luas_km2 ? t("profile.area", { luas: area(profile.luas_km2 * 1e6) }) : "",
      profile.perkotaan === true ? t("profile.urban") : profile.perkotaan === false ? t("profile.rural") : "",
    ];
    return html`<header class="profil-kepala">
      <p class="catatan">${this.kind(profile)}${parent ? ` ${t("profile.of", { induk: parent.nama })}` : ""}</p>
      <h2>${profile.nama}</h2>
      <p class="catatan">${facts.filter(Boolean).join(" · ")}</p>
      ${parent ? this.up(parent) : nothing}
    </header>`;
  }

  up({ kode, nama }) {
    return html`<button type="button" class="tautan" @click=${() => openPlace(kode)}>${t("profile.up", { wilayah: nama })}</button>`;
  }

  kind(profile) {
    if (state.language === "en") return t(`level.${profile.tingkat}`);
    return profile.jenis ? profile.jenis[0].toUpperCase() + profile.jenis.slice(1) : t(`level.${profile.tingkat}`);
  }

  details(result, layer) {
    const rows = [
      [t("profile.definition"), [say(layer.description), say(layer.note)].filter(Boolean).join(" ")],
      [t("profile.numerator"), result.numerator >= 0 ? number(result.numerator) : null],
      [
        t("profile.denominator"),
        layer.choropleth.kind === "persen" && result.denominator >= 0 ? number(result.denominator) : null,
      ],
      [t("profile.unknown"), layer.choropleth.kind === "persen" && result.unknown >= 0 ? number(result.unknown) : null],
      [
        t("profile.source"),
        [
          say(layer.source),
          versionWords(),
          state.catalogue.versi?.terbit ? t("map.published", { tanggal: date(state.catalogue.versi.terbit) }) : "",
        ]
          .filter(Boolean)
          .join(" · "),
      ],
    ];
    const told = rows.filter(([, value]) => value);
    return html`<dl class="rinci">${told.map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl>`;
  }

  chip(layer) {
    const open = this.opened === layer.name;
    return html`<button type="button" class="cip" aria-expanded=${open ? "true" : "false"}
      aria-label="${t("profile.source")}, ${say(layer.title)}: ${versionWords()}"
      @click=${() => (this.opened = open ? "" : layer.name)}>${versionWords()}</button>`;
  }

  figure(layer, main) {
    const result = measure(state.tally, this.counts, layer);
    const note = explain(result, layer);
    return html`<li class="angka-kunci ${main ? "utama" : ""} ${result.state}" data-lapisan=${layer.name}>
      <h3>${say(layer.title)}</h3>
      <p class="nilai">${measureText(result, layer)}
        <span class="satuan-nilai">${result.state === "withheld" ? "" : unitText(layer)}</span></p>
      ${note ? html`<p class="catatan">${note}</p>` : nothing}
      ${layer.note ? html`<p class="catatan">${say(layer.note)}</p>` : nothing}
      <div class="cip-baris">${this.chip(layer)}
        ${
          layer === indicatorLayer(state)
            ? html`<span class="cip polos">${t("profile.onMap")}</span>`
            : html`<button type="button" class="tautan" @click=${() => setIndicator(layer.name)}
          aria-label="${t("profile.mapThis")}: ${say(layer.title)}">${t("profile.mapThis")}</button>`
        }</div>
      ${this.opened === layer.name ? this.details(result, layer) : nothing}
    </li>`;
  }

  slice({ color, count }) {
    return html`<span .style=${vars({ bagian: count, warna: dataColor(color) })}></span>`;
  }

  makeup(layer) {
    const parts = layer.legend.classes.map((one) => ({ ...one, count: classCount(layer, one.code) }));
    if (parts.some(({ count }) => count === null || count < 0)) return nothing;
    const sum = parts.reduce((total, { count }) => total + count, 0);
    if (!sum) return nothing;
    const words = parts.map(({ label, count }) => `${say(label)} ${number(count)}`).join(", ");
    return html`<section class="susunan"><h3>${t("profile.composition")}</h3>
      <div class="pita" role="img" aria-label=${t("profile.compositionBar", { lapisan: say(layer.title), isi: words })}>
        ${parts.filter(({ count }) => count).map((part) => this.slice(part))}</div>
      <ul class="legenda">${parts.map(
        (one) => html`<li>${swatchOf({ color: dataColor(one.color) })}<span>${say(one.label)}</span>
        <span class="angka">${percent((one.count * 100) / sum)}</span></li>`,
      )}</ul>
    </section>`;
  }

  figures() {
    const main = tableLayer();
    const layers = state.catalogue.layers.filter((layer) => layer.choropleth);
    const order = main ? [main, ...layers.filter((layer) => layer !== main)] : layers;
    return html`<ul class="angka-daftar">${order.map((layer) => this.figure(layer, layer === main))}</ul>
      ${main && main.group === "keluarga" ? this.makeup(main) : nothing}`;
  }

  render() {
    const { profile, tally, catalogue } = state;
    if (!profile || !catalogue) return nothing;
    this.counts = ownCounts(tally, profile.kode);
    return html`<article class="profil" aria-label=${profile.nama}>${this.head(profile)}
      ${this.counts ? this.figures() : html`<p class="catatan">${t("profile.noData")}</p>`}</article>`;
  }
}

customElements.define("k-profil", Profile);
