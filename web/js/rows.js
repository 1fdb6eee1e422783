/** The table's content as values: what is seen is what is sorted, summed and written to CSV. */

import { indicatorLayer } from "./map/scene.js";
import { layerState, state } from "./state.js";
import { columnOf, countOf, measure, wholeOf } from "./tally.js";
import { say, t } from "./text.js";

/** The layer the table is about: the indicator, else the first family layer that is on. */
export function tableLayer() {
  const byName = (name) => state.catalogue.layers.find((layer) => layer.name === name);
  const on = state.layers.filter((entry) => entry.on).map((entry) => byName(entry.name));
  return (
    indicatorLayer(state) ||
    on.find((layer) => layer?.choropleth) ||
    state.catalogue.layers.find((layer) => layer.choropleth) ||
    null
  );
}

/** Classes in the table and classes that the legend has filtered out of it. */
export function tableClasses(layer) {
  const off = new Set(layerState(layer.name)?.off || []);
  return {
    shown: layer.legend.classes.filter((one) => !off.has(one.code)),
    hidden: layer.legend.classes.filter((one) => off.has(one.code)),
  };
}

function sumOf(counts) {
  if (counts.some((count) => count === null || count === undefined)) return null;
  return counts.some((count) => count < 0) ? -1 : counts.reduce((sum, count) => sum + count, 0);
}

function rowOf(layer, classes, code, name, counts) {
  const cells = classes.map((one) => countOf(state.tally, counts, columnOf(layer, one.code)) ?? null);
  const whole = classes.length === layer.legend.classes.length && layer.choropleth.kind !== "ukuran";
  return {
    code,
    name,
    cells,
    sum: whole ? wholeOf(state.tally, counts, layer) : sumOf(cells),
    result: measure(state.tally, counts, layer),
  };
}

const KEYS = {
  nama: (row) => row.name,
  jumlah: (row) => row.sum ?? -2,
  celah: (row) => ({ value: row.result.value, zero: 0, withheld: -1, none: -2 })[row.result.state],
};

function keyOf(column, classes) {
  const at = classes.findIndex((one) => String(one.code) === column);
  return KEYS[column] || ((row) => row.cells[at] ?? -2);
}

/** Rows in the order of the heading that was pressed; without one, as the register lists them. */
function sorted(rows, classes) {
  if (!state.sort) return rows;
  const key = keyOf(state.sort, classes);
  const sign = state.descending ? -1 : 1;
  const compare = (a, b) => (typeof a === "string" ? a.localeCompare(b, "id") : a - b);
  return [...rows].sort((a, b) => sign * compare(key(a), key(b)) || a.code.localeCompare(b.code));
}

/** @returns {{layer: object, classes: object[], hidden: object[], rows: object[], total: object}|null} */
export function tableContent() {
  const layer = state.catalogue && tableLayer();
  if (!layer || !state.tally) return null;
  const { shown, hidden } = tableClasses(layer);
  const rows = [...state.tally.rows.values()].map((row) => rowOf(layer, shown, row.code, row.name, row.counts));
  const total = rowOf(layer, shown, "", t("table.total"), state.tally.total);
  return { layer, classes: shown, hidden, rows: sorted(rows, shown), total };
}

/** Whether the indicator says more than the sum of the classes. */
export const hasGap = (layer) => layer.choropleth.kind !== "jumlah";

const gapHeading = (layer) =>
  layer.choropleth.kind === "persen" ? `${t("table.share")} %` : `${t("table.slum")} (ha)`;

const isMeasured = (layer) => layer.choropleth.kind === "ukuran";

/** Whether the classes add up to something: the hectares of slums and of what is no slum do not. */
export const hasSum = (layer) => !isMeasured(layer);

/** Column headings after the name: the share where the layer has one, classes, sum. */
export function headings({ layer, classes }) {
  const unit = isMeasured(layer) ? " (ha)" : "";
  const heads = hasGap(layer) ? [{ column: "celah", label: gapHeading(layer) }] : [];
  heads.push(...classes.map((one) => ({ column: String(one.code), label: say(one.label) + unit })));
  if (hasSum(layer)) heads.push({ column: "jumlah", label: t("table.sum") });
  return heads;
}
