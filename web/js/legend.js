/** What the legend says, as values: the panel, the picture for export and the print show the same rows. */

import { number } from "./format.js";
import { readTheme, safeColor } from "./map/paint/theme.js";
import { indicatorLayer, isData } from "./map/scene.js";
import { state } from "./state.js";
import { breaksOf, classCounts, countOf, isMasked, ownCounts, wholeOf } from "./tally.js";
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
  const rows = [{ look: { color: theme.zero }, label: t("class.zero"), count: counts.zero }];
  rule.colors.forEach((color, i) =>
    rows.push({ look: { color: safeColor(color) }, label: classLabel(breaks, i), count: counts.classes[i] }),
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
  const counts = ownCounts(state.tally, state.place);
  const count = counts && countOf(state.tally, counts, `${layer.name}.${code}`);
  if (count !== undefined && count !== null) return count;
  if (counts && count === null) return null;
  return state.place === "64" ? (layer.legend.classes.find((one) => one.code === code)?.count ?? null) : null;
}

/** What the classes that are not filtered out add up to in the chosen place; -1 withheld, null unknown. */
export function shownTotal(layer, off) {
  const counts = ownCounts(state.tally, state.place);
  if (counts && !off.length) return wholeOf(state.tally, counts, { ...layer, choropleth: null });
  const parts = layer.legend.classes.filter((one) => !off.includes(one.code)).map((one) => classCount(layer, one.code));
  if (parts.includes(null)) return null;
  return parts.some((count) => count < 0) ? -1 : parts.reduce((sum, count) => sum + count, 0);
}

/** How a class looks in a legend row. */
export function lookOf(layer, one) {
  const ground = readTheme().halo;
  if (layer.group === "kumuh")
    return { color: safeColor(one.color), pattern: one.pattern || "none", background: ground, outline: one.color };
  return { color: safeColor(one.color) };
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
    const rows = byName(entry.name).legend.classes.filter((one) => !entry.off.includes(one.code));
    blocks.push({
      title: say(byName(entry.name).title),
      unit: t("cards.of", { wilayah: state.profile?.nama || "" }),
      rows: rows.map((one) => classRow(byName(entry.name), one)),
    });
  }
  return blocks;
}

function classRow(layer, one) {
  const count = classCount(layer, one.code);
  const text = count === null ? "" : count < 0 ? t("table.withheld") : number(count);
  return { look: lookOf(layer, one), label: say(one.label), count: text };
}
