/** The ground: the land around, land, choropleth, lakes, rivers and boundaries by rank, in that order. */

import { patternFill } from "./pattern.js";
import { eachShapes, strokeAll, traceFill } from "./shapes.js";

/** Class of a lake among the shapes of land and lakes. */
const LAKE = 2;

/** Group the features of one tile by what fills them, so that each fill is one path. */
function byFill(shapes, fillOf) {
  const groups = new Map();
  for (let i = 0; i < shapes.n; i++) {
    const fill = fillOf(shapes.properties[i], shapes.id[i]);
    if (!fill) continue;
    const key = fill.color + (fill.pattern || "") + (fill.background || "");
    if (!groups.has(key)) groups.set(key, { fill, members: [] });
    groups.get(key).members.push(i);
  }
  return groups.values();
}

function fillGroup(ctx, view, tile, shapes, { fill, members }) {
  view.enter(ctx, tile, shapes.extent);
  ctx.beginPath();
  for (const i of members) traceFill(ctx, shapes, i);
  view.leave(ctx);
  ctx.fillStyle = fill.pattern ? patternFill(ctx, view, fill.pattern, fill.color, fill.background) : fill.color;
  ctx.fill("evenodd");
  if (fill.pattern) return;
  // Neighbours meet on an anti-aliased edge: without this the ground shines through it.
  ctx.strokeStyle = fill.color;
  ctx.lineWidth = 0.8;
  ctx.stroke();
}

/** Fill the polygons of `tiles` as `fillOf(properties, id)` says; null leaves one empty. */
export function fillAll(ctx, view, tiles, fillOf) {
  eachShapes(ctx, view, tiles, (tile, shapes) => {
    for (const group of byFill(shapes, fillOf)) fillGroup(ctx, view, tile, shapes, group);
  });
}

/**
 * @param {CanvasRenderingContext2D} ctx
 * @param {import("../view.js").View} view
 * @param {object} scene around (land and lakes), land, choropleth {tiles, fillOf} | null, rivers, boundaries [{tiles, color, width}], theme
 */
export function paintBase(ctx, view, { around, land, choropleth, rivers, boundaries, theme }) {
  fillAll(ctx, view, around, ({ kelas }) => (kelas === LAKE ? null : { color: theme["land-beyond"] }));
  fillAll(ctx, view, land, () => ({ color: theme.land }));
  if (choropleth) fillAll(ctx, view, choropleth.tiles, choropleth.fillOf);
  fillAll(ctx, view, around, ({ kelas }) => (kelas === LAKE ? { color: theme.sea } : null));
  // Rivers end at the land that is drawn: beyond it lies no map, and a line there would float.
  ctx.globalCompositeOperation = "source-atop";
  for (const river of rivers) paintRiver(ctx, view, river);
  ctx.globalCompositeOperation = "source-over";
  for (const { tiles, color, width, opacity } of boundaries) {
    strokeAll(ctx, view, tiles, { strokeStyle: color, lineWidth: width * view.unit, globalAlpha: opacity });
  }
}

/** Rivers: the main one wider, so that the eye finds the Mahakam. */
function paintRiver(ctx, view, { tiles, color, width, opacity }) {
  const lineWidth = width * view.unit * Math.min(2, Math.max(0.8, 1 + (view.zoom - 8) / 5));
  strokeAll(ctx, view, tiles, { strokeStyle: color, lineWidth, globalAlpha: opacity });
}
