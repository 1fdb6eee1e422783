/** What the legend says, as values: the panel, the picture for export and the print show the same rows. */

import { number } from "./format.js";
import { dataColor, readTheme } from "./map/paint/theme.js";
import { classColor, indicatorLayer, isData } from "./map/scene.js";
import { state } from "./state.js";
import { breaksOf, classCounts, countOf, isMasked, ownCounts, placeShown, wholeOf } from "./tally.js";
import { say, t } from "./text.js";

/** The words of class i: below the first break, between two, from the last on. */
export function classLabel(breaks, i) {
  const digits = (value) => number(value, Number.isInteger(value) ? 0 : 1);
  if (i === 0) return t("class.under", { nilai: digits(breaks[0]) });
  if (i === breaks.length) return t("class.over", { nilai: digits(breaks[i - 1]) });
  return t("class.range", { dari: digits(breaks[i - 1]), ke: digits(breaks[i]) });
}

/** The rows of the area legend: {look, label, count, why}; every listed area is in exactly one. */
export function areaLegend(layer, tally) {
  const theme = readTheme();
  const counts = classCounts(tally, layer);
  const rule = layer.choropleth;
  const breaks = breaksOf(layer, tally.level);
  const rows = [{ look: { color: theme.zero }, label: t(layer.note && rule.kind === "ukuran" ? "class.zeroNoted" : "class.zero"), count: counts.zero }];
  rule.colors.forEach((color, i) =>
    rows.push({ look: { color: dataColor(color, theme) }, label: classLabel(breaks, i), count: counts.classes[i] }),
  );
  rows.push({
    look: { color: theme.dots, pattern: "dots", background: theme.land },
    label: t("class.withheld"),
    count: counts.withheld,
  });
  rows.push({
    look: { color: theme.hatch, pattern: "hatch", background: theme.land },
    label: t("class.none"),
    count: counts.none,
  });
  return rows;
}

/** Why areas are withheld, in words, for the layer and the role. */
export function withheldWhy(layer) {
  const rule = layer.choropleth;
  const words = rule.min_denominator ? "class.withheldWhy" : "class.withheldUnknown";
  const byRule =
    rule.kind === "persen" ? t(words, { penyebut: rule.min_denominator, persen: rule.max_unknown_pct }) : "";
  const byRole = isMasked(layer) ? t("class.withheldPublic") : "";
  return [byRule, byRole].filter(Boolean).join(" ");
}

/** The number of features of a class in the chosen place: a count, -1 withheld, null unknown. */
export function classCount(layer, code) {
  const counts = ownCounts(state.tally, placeShown(state));
  const count = counts && countOf(state.tally, counts, `${layer.name}.${code}`);
  if (count !== undefined && count !== null) return count;
  if (counts && count === null) return null;
  return placeShown(state) === "64" ? (layer.legend.classes.find((one) => one.code === code)?.count ?? null) : null;
}

/** What the classes that are not filtered out add up to in the chosen place; -1 withheld, null unknown. */
export function shownTotal(layer, off) {
  const counts = ownCounts(state.tally, placeShown(state));
  if (counts && !off.length && layer.group !== "kumuh") return wholeOf(state.tally, counts, { ...layer, choropleth: null });
  const parts = shownOf(totalled(layer), off).map((one) => classCount(layer, one.code));
  if (parts.includes(null)) return null;
  return parts.some((count) => count < 0) ? -1 : parts.reduce((sum, count) => sum + count, 0);
}

/** The classes a layer's total counts: of slums only what is slum. */
export function totalled(layer) {
  return layer.group === "kumuh" ? layer.legend.classes.filter((one) => one.role === "celah") : layer.legend.classes;
}

const shownOf = (classes, off) => classes.filter((one) => !off.includes(one.code));

/** The total of a legend in words; empty where it is not known or withheld. */
export function totalText(layer, off) {
  const total = shownTotal(layer, off);
  return total === null || total < 0 ? "" : number(total);
}

export const totalLabel = (layer) => t(layer.group === "kumuh" ? "card.totalSlum" : "card.total");

/** What stands beside the total, not in it: "32 bukan kumuh, 5 rentang, belum pasti". */
export function asideText(layer, off) {
  const inside = new Set(totalled(layer));
  const rest = shownOf(layer.legend.classes, off).filter((one) => !inside.has(one));
  const words = rest.map((one) => [classCount(layer, one.code), say(one.label).toLowerCase()]);
  const told = words.filter(([count]) => count !== null && count >= 0).map(([count, label]) => `${number(count)} ${label}`);
  return told.length ? t("card.aside", { isi: told.join("; ") }) : "";
}

/** "Disaring: Keluarga prioritas penanganan tanpa Desil 1, Desil 2" for every layer of `layers` that hides classes. */
export function filterWords(layers = shownLayers()) {
  const told = layers.map((layer) => {
    const off = state.layers.find((entry) => entry.name === layer.name)?.off || [];
    const hidden = layer.legend?.classes.filter((one) => off.includes(one.code)) || [];
    const kelas = hidden.map((one) => say(one.label)).join(", ");
    return hidden.length ? t("export.without", { lapisan: say(layer.title), kelas }) : "";
  });
  const words = told.filter(Boolean).join("; ");
  return words ? t("export.filtered", { isi: words }) : "";
}

/** Data layers that are on, and the one that colours the areas. */
export function shownLayers() {
  const isOn = (layer) => state.layers.find((entry) => entry.name === layer.name)?.on;
  const main = indicatorLayer(state);
  return state.catalogue.layers.filter((layer) => layer === main || (isData(layer) && isOn(layer)));
}

/** What must be read with the numbers on show: notes of the layers, rounding of public counts. */
export function notesOf(layers = shownLayers()) {
  const notes = layers.map((layer) => say(layer.note));
  if (layers.some(isMasked)) notes.push(t("class.withheldPublic"));
  return [...new Set(notes.filter(Boolean))];
}

/** How a class looks in a legend row. */
export function lookOf(layer, one) {
  const theme = readTheme();
  const color = classColor(layer, one, theme, state);
  if (layer.group === "kumuh")
    return { color, pattern: one.pattern || "none", background: theme.halo, outline: color, thin: one.role === "baik" };
  return { color };
}

/** Every legend on show, for a picture: {title, unit, rows: [{look, label, count}]}. */
export function legendBlocks() {
  const blocks = [];
  const layer = indicatorLayer(state);
  if (layer && state.tally) {
    const rows = areaLegend(layer, state.tally).map((row) => ({ ...row, count: number(row.count) }));
    blocks.push({ title: say(layer.title), unit: say(layer.choropleth.unit), rows });
  }
  const byName = (name) => state.catalogue.layers.find((one) => one.name === name);
  for (const entry of state.layers.filter((one) => one.on && byName(one.name) && isData(byName(one.name)))) {
    blocks.push(layerBlock(byName(entry.name), entry.off));
  }
  return blocks;
}

function layerBlock(layer, off) {
  const rows = layer.legend.classes.map((one) => ({ ...classRow(layer, one), off: off.includes(one.code) }));
  const total = totalText(layer, off);
  const words = layer.group === "kumuh" ? "cards.ofPockets" : "cards.of";
  return {
    title: say(layer.title),
    unit: t(words, { wilayah: state.profile?.nama || "" }),
    rows,
    total: total && { label: totalLabel(layer), count: total },
    aside: layer.group === "kumuh" ? asideText(layer, off) : "",
  };
}

function classRow(layer, one) {
  const count = classCount(layer, one.code);
  const text = count === null ? "" : count < 0 ? t("table.withheld") : number(count);
  return { look: lookOf(layer, one), label: say(one.label), count: text };
}
