/** From the page's state to what is drawn: which tiles, which colours, which names. */

import { short } from "../format.js";
import { breaksOf, classIndex, LEVEL_LAYER, measure, shownLevel } from "../tally.js";
import { fullCount } from "./paint/cells.js";
import { blend, dataColor } from "./paint/theme.js";

const CHOROPLETH_OPACITY = 0.85;
const LABEL_ZOOM = { kabkota: 0, kecamatan: 9, desa: 11 };
const BOUNDARY_ZOOM = { provinsi: 0, kabkota: 0, kecamatan: 7.5, desa: 9.5 };
const BANDS = ["celah", "lain", "tidak_diketahui", "baik"];

export const isFamily = (layer) => layer.group === "keluarga";
export const isData = (layer) => layer.group === "keluarga" || layer.group === "kumuh";

/** The layer that colours the areas, or null. */
export function indicatorLayer(state) {
  return state.catalogue?.layers.find((layer) => layer.name === state.indicator && layer.choropleth) || null;
}

function mixed(layer, theme) {
  return layer.choropleth.colors.map((color) => blend(dataColor(color, theme), theme.land, CHOROPLETH_OPACITY));
}

/** What fills a place, by the state of its measure. */
export function fillRule(layer, level, theme) {
  const colors = mixed(layer, theme);
  const breaks = breaksOf(layer, level);
  const special = {
    none: { color: theme.hatch, pattern: "hatch", background: theme.land },
    withheld: { color: theme.dots, pattern: "dots", background: theme.land },
    zero: { color: theme.zero },
  };
  return (result) => special[result.state] || { color: colors[classIndex(result.value, breaks)] };
}

/** How areas are filled, or null when no indicator is chosen or its numbers are not here yet. */
export function choroplethScene(state, theme) {
  const layer = indicatorLayer(state);
  const tally = state.tally;
  if (!layer || !tally) return null;
  const rule = fillRule(layer, tally.level, theme);
  const fills = new Map();
  for (const [code, row] of tally.rows) fills.set(code, rule(measure(tally, row.counts, layer)));
  return { layer: LEVEL_LAYER[tally.level], fillOf: (properties) => fills.get(properties.kode) || null };
}

/** Boundary layers to draw at this zoom, finest first. */
export function boundaryScene(state, zoom, unit, theme) {
  const level = shownLevel(state);
  const shown = [];
  for (const rank of [4, 3, 2, 1]) {
    const name = LEVEL_LAYER[rank];
    const layer = state.catalogue.layers.find((one) => one.name === name);
    const entry = state.layers.find((one) => one.name === name);
    if (!layer || !entry?.on || (deskZoom(zoom, unit) < BOUNDARY_ZOOM[name] && rank > level)) continue;
    const color = rank <= 2 ? theme["boundary-strong"] : theme.boundary;
    shown.push({ name, color, width: layer.style.width || 1, opacity: entry.opacity });
  }
  return shown;
}

/** Levels whose names are written, highest first. */
export function labelScene(state, zoom, unit, theme) {
  const wanted = [2, 3, 4].filter(
    (rank) => deskZoom(zoom, unit) >= LABEL_ZOOM[LEVEL_LAYER[rank]] && layerOn(state, LEVEL_LAYER[rank]),
  );
  return wanted.map((rank) => ({ rank, name: LEVEL_LAYER[rank], style: labelStyle(rank, unit, theme) }));
}

const layerOn = (state, name) => name === "kabkota" || state.layers.some((entry) => entry.name === name && entry.on);

function labelStyle(rank, unit, theme) {
  const size = { 2: 13, 3: 12, 4: 11 }[rank] * unit;
  const weight = { 2: 650, 3: 550, 4: 500 }[rank];
  return {
    font: `${weight} ${size}px Inter, sans-serif`,
    size,
    color: theme.ink,
    halo: 3 * unit,
    always: rank === 2,
    wrap: rank === 2 ? 12 : 16,
  };
}

/** Sum of a layer's counts in the whole service: the measure of its squares. */
export function totalOf(layer) {
  return layer.legend.classes.reduce((sum, one) => sum + Math.max(0, one.count || 0), 0);
}

/** The colour of a class: families over coloured areas in one ink, because a colour would then mean two things. */
export function classColor(layer, one, theme, state) {
  if (isFamily(layer) && indicatorLayer(state)) return theme.ink;
  if (layer.group === "kumuh" && one.role === "baik") return theme["line-strong"];
  return dataColor(one.color, theme);
}

/** The style of one data layer's canvas. */
export function dataStyle(layer, entry, theme, state) {
  const off = new Set(entry.off);
  const classes = layer.legend.classes.map((one) => ({ ...one, color: classColor(layer, one, theme, state) }));
  const rank = (one) => BANDS.indexOf(one.role);
  const bands = [...classes].reverse().sort((a, b) => rank(a) - rank(b));
  return {
    off,
    theme,
    bands,
    attribute: layer.legend.attribute || "kelas",
    colors: new Map(classes.map((one) => [one.code, one.color])),
    looks: new Map(classes.map((one) => [one.code, lookOf(one, theme)])),
    total: totalOf(layer),
    format: short,
  };
}

/** How a pocket is drawn: one that is no slum only as a thin line. */
function lookOf({ color, pattern, role }, theme) {
  return { color, pattern, ground: theme.halo, thin: role === "baik" };
}

/** The zoom that shows as much on a desk: a wall of twice the unit shows at 9 what a desk shows at 8. */
const deskZoom = (zoom, unit) => zoom - Math.log2(unit);

/** Tile zoom that a layer is drawn from at a map zoom. */
export function tileZoom(layer, zoom, unit) {
  const [low, high] = layer.native_zoom;
  // Families one zoom coarser: cells are then 8 to 16 pixels wide, large enough to read, and requests few.
  const wanted = isFamily(layer) ? Math.floor(deskZoom(zoom, unit)) - 1 : Math.floor(zoom + 0.3);
  return Math.max(low, Math.min(high, wanted));
}

/** How squares are sized at a map zoom: the count of a full cell and its side. */
export function familyScale(layer, zoom, unit, { density = 0, most = 0 } = {}) {
  const z = tileZoom(layer, zoom, unit);
  const cell_px = 4 * 2 ** (zoom - z);
  if (density) return { full: most, cell_px: Math.sqrt(most / density) };
  return { full: fullCount(totalOf(layer), z), cell_px };
}
