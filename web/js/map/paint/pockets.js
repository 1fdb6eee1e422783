/** Slum pockets: class by the density of the fill, a small square mark where the outline is too small to see. */

import { patternFill } from "./pattern.js";
import { traceFill, traceOutline } from "./shapes.js";

const SMALL = 9;

/** Half the side of a mark, CSS pixels: smaller where the whole province is in view. */
export const markHalf = (view) => view.unit * Math.min(SMALL / 2, Math.max(3, 3 + (view.zoom - 7) * 0.75));

/** The mark that stands for pocket i while it is small: its middle and half its side, CSS pixels. */
export function markOf(view, frame, shapes, i) {
  const [w, n, e, s] = shapes.bounds.subarray(i * 4, i * 4 + 4);
  const size = Math.max(e - w, s - n) * frame.scale;
  if (size > SMALL * view.unit) return null;
  return { x: frame.x + ((w + e) / 2) * frame.scale, y: frame.y + ((n + s) / 2) * frame.scale, half: markHalf(view) };
}

/** True when the middle of pocket i lies in this tile: its mark is drawn once. */
function owns(shapes, i) {
  const [w, n, e, s] = shapes.bounds.subarray(i * 4, i * 4 + 4);
  const [x, y] = [(w + e) / 2, (n + s) / 2];
  return x >= 0 && y >= 0 && x < shapes.extent && y < shapes.extent;
}

function fillWith(ctx, view, look) {
  ctx.fillStyle = look.pattern ? patternFill(ctx, view, look.pattern, look.color, look.ground) : look.ground;
  ctx.fill("evenodd");
}

function paintMark(ctx, view, mark, look, theme) {
  const half = look.thin ? mark.half * 0.7 : mark.half;
  ctx.beginPath();
  ctx.rect(mark.x - half, mark.y - half, 2 * half, 2 * half);
  ctx.strokeStyle = theme.halo;
  ctx.lineWidth = (look.thin ? 2 : 3.4) * view.unit;
  ctx.stroke();
  fillWith(ctx, view, look);
  ctx.strokeStyle = look.color;
  ctx.lineWidth = (look.thin ? 0.8 : 1.4) * view.unit;
  ctx.stroke();
}

function paintShape(ctx, view, tile, shapes, i, look, theme) {
  view.enter(ctx, tile, shapes.extent);
  ctx.beginPath();
  traceFill(ctx, shapes, i);
  view.leave(ctx);
  if (!look.thin) fillWith(ctx, view, look);
  const strokes = look.thin ? [[look.color, 0.9]] : [[theme.halo, 4], [look.color, 2]];
  for (const [color, width] of strokes) {
    view.enter(ctx, tile, shapes.extent);
    ctx.beginPath();
    traceOutline(ctx, shapes, i);
    view.leave(ctx);
    ctx.strokeStyle = color;
    ctx.lineWidth = width * view.unit;
    ctx.lineJoin = "round";
    ctx.stroke();
  }
}

/** Pockets that the service sent as one point each: at low zoom an outline would be smaller than a pixel. */
export function paintPocketMarks(ctx, view, tile, points, style) {
  const frame = view.frame(tile, points.extent);
  view.leave(ctx);
  for (let i = 0; i < points.n; i++) {
    const look = style.looks.get(points.code[i]);
    if (!look || style.off.has(points.code[i])) continue;
    const at = { x: frame.x + points.x[i] * frame.scale, y: frame.y + points.y[i] * frame.scale };
    paintMark(ctx, view, { ...at, half: markHalf(view) }, look, style.theme);
  }
}

/** @param {object} style looks Map code → {color, pattern, ground}, off Set of codes, attribute, theme */
export function paintPockets(ctx, view, tile, shapes, style) {
  const frame = view.frame(tile, shapes.extent);
  view.leave(ctx);
  for (let i = 0; i < shapes.n; i++) {
    const code = Number(shapes.properties[i][style.attribute] ?? 0);
    const look = style.looks.get(code);
    if (!look || style.off.has(code)) continue;
    const mark = markOf(view, frame, shapes, i);
    if (!mark) paintShape(ctx, view, tile, shapes, i, look, style.theme);
    else if (owns(shapes, i)) paintMark(ctx, view, mark, look, style.theme);
  }
}
