/** Counts per place to measures: value, zero, withheld or no data, never one mistaken for another. */

export const LEVEL_LAYER = { 1: "provinsi", 2: "kabkota", 3: "kecamatan", 4: "desa" };

/** Whether the role sees a layer of families only as rounded counts of cells. */
export const isMasked = (layer) => Boolean(layer.cells && layer.native_zoom[1] <= layer.cells.until);

/** Level of a dotted code: 64 → 1, 64.02.01.2001 → 4. */
export const levelOf = (code) => code.split(".").length;

/** @returns {string|null} the code above, null for the province */
export const parentOf = (code) => (code.includes(".") ? code.slice(0, code.lastIndexOf(".")) : null);

/** The level whose places are listed and coloured: what was chosen by hand, else one below the place. */
export function shownLevel(state) {
  const below = Math.min(4, levelOf(state.place) + 1);
  return Math.max(state.level, below);
}

/** The place whose children are listed: a desa has none, so its kecamatan's are shown. */
export function listedPlace(state) {
  return levelOf(state.place) === 4 ? parentOf(state.place) : state.place;
}

/** The place whose profile and counts are on show: while another is on its way, or did not come, the one before. */
export const placeShown = (state) => state.profile?.kode ?? state.place;

/** @param {object} answer of GET /rekap */
export function indexTally(answer, place) {
  const columns = new Map(answer.kolom.map((name, i) => [name, i]));
  const rows = new Map(answer.baris.map(([code, name, counts]) => [code, { code, name, counts }]));
  return { place, level: answer.tingkat, columns, rows, total: answer.total };
}

/** The column of one class: hectares where the layer is measured so, else the number. */
export function columnOf(layer, code) {
  return layer.choropleth?.kind === "ukuran" ? `${layer.name}.ukuran.${code}` : `${layer.name}.${code}`;
}

/** One count; undefined when the layer is not in the tally at all. */
export function countOf(tally, counts, column) {
  const at = tally.columns.get(column);
  return at === undefined ? undefined : counts[at];
}

/** Sum of some classes: null where a count is missing, -1 where one is withheld. */
function sum(tally, counts, layer, codes) {
  let total = 0;
  for (const code of codes) {
    const count = countOf(tally, counts, columnOf(layer, code));
    if (count === null || count === undefined) return null;
    if (count < 0) total = -1;
    else if (total >= 0) total += count;
  }
  return total;
}

const codesOf = (layer) => layer.legend.classes.map((one) => one.code);

/** All that a layer counts in a place: its own total where the service gives one, since public counts are rounded. */
export function wholeOf(tally, counts, layer) {
  const total = countOf(tally, counts, `${layer.name}.jumlah`);
  return total === undefined || total === null ? sum(tally, counts, layer, codesOf(layer)) : total;
}

/** The gap of a place: the service's own sum of its classes, since public counts are rounded one by one. */
function gapOf(tally, counts, layer) {
  const { kind, gap } = layer.choropleth;
  const total = kind === "persen" ? countOf(tally, counts, `${layer.name}.celah`) : undefined;
  return total === undefined || total === null ? sum(tally, counts, layer, gap) : total;
}

/** Families whose answer is known: the whole less the unknown, or the classes that are known. */
function knownOf(tally, counts, layer, whole) {
  const { unknown } = layer.choropleth;
  const unclear = countOf(tally, counts, `${layer.name}.tak_diketahui`);
  if (whole >= 0 && unclear >= 0) return whole - unclear;
  const known = sum(
    tally,
    counts,
    layer,
    codesOf(layer).filter((code) => !unknown.includes(code)),
  );
  if (known !== -1 || whole < 0) return known;
  const rest = sum(tally, counts, layer, unknown);
  return rest < 0 ? -1 : whole - rest;
}

function rate(layer, gap, all, known) {
  const rule = layer.choropleth;
  const unknown = all - known;
  const base = { numerator: gap, denominator: known, unknown, all };
  if (known === 0) return { ...base, state: "withheld", reason: "empty" };
  if ((unknown * 100) / all > rule.max_unknown_pct) return { ...base, state: "withheld", reason: "unknown" };
  if (known < rule.min_denominator) return { ...base, state: "withheld", reason: "denominator" };
  return { ...base, state: gap === 0 ? "zero" : "value", value: Math.min(100, (gap * 100) / known) };
}

/**
 * The indicator of one place.
 * @typedef {object} Measure
 * @property {"value"|"zero"|"withheld"|"none"} state
 * @property {number} [value] percent, count or hectares
 * @property {number} [numerator]
 * @property {number} [denominator]
 * @property {number} [unknown]
 * @property {number} [all]
 * @property {"privacy"|"unknown"|"denominator"|"empty"} [reason] why it is withheld
 *
 * @returns {Measure}
 */
export function measure(tally, counts, layer) {
  const { kind } = layer.choropleth;
  const gap = kind === "jumlah" ? wholeOf(tally, counts, layer) : gapOf(tally, counts, layer);
  if (gap === null) return { state: "none" };
  if (gap < 0) return { state: "withheld", reason: "privacy" };
  if (kind !== "persen") return { state: gap === 0 ? "zero" : "value", value: gap, numerator: gap };
  const whole = wholeOf(tally, counts, layer);
  const known = knownOf(tally, counts, layer, whole);
  if (known < 0 || whole < 0) return { state: "withheld", reason: "privacy" };
  return rate(layer, gap, Math.max(whole, known), known);
}

const FEWEST_FOR_PERCENT = 30;

/** Whether a share stands on so few families that it is said as a count: 1 of 8, not 12,5 %. */
export const tooFew = (result) => result.denominator !== undefined && result.denominator < FEWEST_FOR_PERCENT;

/** Index of the class of `value`: a value on a break belongs to the class above it. */
export function classIndex(value, breaks) {
  let i = 0;
  while (i < breaks.length && value >= breaks[i]) i++;
  return i;
}

const LEVEL_FACTOR = { 2: 20, 3: 5, 4: 1 };

/**
 * Thresholds at a level. Rates have the same ones everywhere; amounts grow with the size of the
 * areas, so their thresholds, declared for a desa, are five and twenty times as high above.
 */
export function breaksOf(layer, level) {
  const { breaks, kind } = layer.choropleth;
  return kind === "persen" ? breaks : breaks.map((value) => value * LEVEL_FACTOR[level]);
}

/** The counts of the place itself: its own row, or the total of the rows listed for it. */
export function ownCounts(tally, place) {
  if (!tally) return null;
  return tally.rows.get(place)?.counts || (tally.place === place ? tally.total : null);
}

/** How many of the listed places fall in each class of the indicator. */
export function classCounts(tally, layer) {
  const breaks = breaksOf(layer, tally.level);
  const counts = { classes: layer.choropleth.colors.map(() => 0), zero: 0, withheld: 0, none: 0 };
  for (const row of tally.rows.values()) {
    const result = measure(tally, row.counts, layer);
    if (result.state === "value") counts.classes[classIndex(result.value, breaks)]++;
    else counts[result.state]++;
  }
  return counts;
}
