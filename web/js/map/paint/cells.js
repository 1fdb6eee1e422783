/** Families at low zoom: squares whose area follows the count, banded by class in the order of the legend. */

const COUNTS = 10;
/** Side of an ordinary cell in tile units: 64 cells along a tile of 4,096. */
const CELL = 64;
const MIN_SIDE = 2.2;

/** Sum of the counts of cell i that are not filtered out. */
export function shownCount(cells, i, off) {
  let sum = 0;
  for (let code = 0; code < COUNTS; code++) if (!off.has(code)) sum += cells.counts[i * COUNTS + code];
  return sum;
}

/** A round number (1, 2 or 5 times a power of ten) near `value`. */
export function nice(value) {
  const power = 10 ** Math.floor(Math.log10(Math.max(1, value)));
  const lead = value / power;
  return Math.max(1, (lead < 1.5 ? 1 : lead < 3.5 ? 2 : lead < 7.5 ? 5 : 10) * power);
}

/**
 * The count that fills a whole cell at a tile zoom. It depends on the layer's total only, so that
 * the same count has the same size everywhere at one zoom.
 */
export function fullCount(total, z) {
  return nice((total / 100) * 1.9 ** (6 - z));
}

/** No square is drawn wider than this, CSS pixels. */
const WIDEST = 48;

/** A square of the densest cell covers this many times the cell: squares of other places would be specks. */
const OVERLAP = 3;

/**
 * One scale for cells of varying width, from the cells in view: `density` families per square pixel of a square, so
 * that area follows count everywhere, and `most`, the largest count. `tiles` as Sources.tiles gives them.
 */
export function scaleOf(view, tiles, off) {
  let [density, most] = [0, 0];
  for (const tile of tiles) {
    for (const cells of tile.layers) {
      if (cells.kind !== "cells") continue;
      const { scale } = view.frame(tile, cells.extent);
      for (let i = 0; i < cells.n; i++) {
        const count = shownCount(cells, i, off);
        density = Math.max(density, count / (cells.side[i] * scale) ** 2 / OVERLAP);
        most = Math.max(most, count);
      }
    }
  }
  return { density: Math.max(density, most / (WIDEST * view.unit) ** 2), most };
}

/**
 * Side of the square for a count, CSS pixels: `cell` is the side of an ordinary cell, in which `full` families
 * fill the square; a larger cell (`limit`) may hold a larger square, so that equal counts look equal.
 */
export function sideOf(count, full, cell, unit, limit = cell) {
  return Math.max(MIN_SIDE * unit, Math.min(Math.sqrt(count / full) * cell, limit) * 0.94);
}

/** Bands from the bottom up, one per class that is shown. */
function paintBands(ctx, cells, i, box, style) {
  let y = box.y + box.side;
  for (const { code, color } of style.bands) {
    const count = cells.counts[i * COUNTS + code];
    if (!count || style.off.has(code)) continue;
    const height = (box.side * count) / box.total;
    ctx.fillStyle = color;
    ctx.fillRect(box.x, y - height, box.side, height);
    y -= height;
  }
}

function paintWithheld(ctx, x, y, style, unit) {
  ctx.fillStyle = style.theme.dots;
  ctx.beginPath();
  ctx.arc(x, y, 1.4 * unit, 0, 7);
  ctx.fill();
}

/** Where square i lies in the view, or null when nothing of it is shown. */
export function boxOf(cells, i, frame, style, unit) {
  const total = shownCount(cells, i, style.off);
  if (!total) return null;
  const limit = style.density ? WIDEST * unit : cells.side[i] * frame.scale;
  const side = sideOf(total, style.full, CELL * frame.scale, unit, limit);
  return {
    x: frame.x + cells.x[i] * frame.scale - side / 2,
    y: frame.y + cells.y[i] * frame.scale - side / 2,
    side,
    total,
  };
}

function paintNumber(ctx, box, style, unit) {
  ctx.font = `600 ${Math.min(13 * unit, box.side / 2.6)}px Inter, sans-serif`;
  ctx.lineWidth = 3 * unit;
  ctx.strokeStyle = style.theme.halo;
  ctx.fillStyle = style.theme.ink;
  const text = style.format(box.total);
  ctx.strokeText(text, box.x + box.side / 2, box.y + box.side / 2);
  ctx.fillText(text, box.x + box.side / 2, box.y + box.side / 2);
}

function paintCell(ctx, view, cells, i, frame, style) {
  const box = boxOf(cells, i, frame, style, view.unit);
  if (!box) {
    if (cells.withheld[i])
      paintWithheld(ctx, frame.x + cells.x[i] * frame.scale, frame.y + cells.y[i] * frame.scale, style, view.unit);
    return;
  }
  const rim = box.side > 5 * view.unit ? 0.75 * view.unit : 0.5;
  ctx.fillStyle = style.theme.halo;
  ctx.fillRect(box.x - rim, box.y - rim, box.side + 2 * rim, box.side + 2 * rim);
  paintBands(ctx, cells, i, box, style);
  if (style.numbers && box.side > 34 * view.unit) paintNumber(ctx, box, style, view.unit);
}

/** The style at the zoom of the tile itself: one that stands in for a finer one is the old picture, stretched. */
export function styleAt(style, view, tile, extent) {
  const full = style.density ? style.density * (CELL * view.frame(tile, extent).scale) ** 2 : 0;
  return { ...style, full: full || fullCount(style.total, tile.z), numbers: !tile.cut };
}

/** @param {object} base bands [{code, color}] bottom first, off Set of codes, total, theme, format */
export function paintCells(ctx, view, tile, cells, base) {
  const frame = view.frame(tile, cells.extent);
  const style = styleAt(base, view, tile, cells.extent);
  view.leave(ctx);
  ctx.textAlign = "center";
  ctx.textBaseline = "middle";
  ctx.lineJoin = "round";
  for (let i = 0; i < cells.n; i++) paintCell(ctx, view, cells, i, frame, style);
}
