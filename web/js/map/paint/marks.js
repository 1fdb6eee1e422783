/** What is chosen or pointed at: outlines above the data and below the names. */

import { eachShapes, traceOutline } from "./shapes.js";

function traceMembers(ctx, shapes, isMember) {
  let any = false;
  for (let i = 0; i < shapes.n; i++) {
    if (!isMember(shapes.properties[i].kode)) continue;
    traceOutline(ctx, shapes, i);
    any = true;
  }
  return any;
}

/** Outline the polygons whose code passes `isMember`, each style in turn from below. */
export function paintOutline(ctx, view, tiles, isMember, styles) {
  for (const [color, width] of styles) {
    eachShapes(ctx, view, tiles, (tile, shapes) => {
      view.enter(ctx, tile, shapes.extent);
      ctx.beginPath();
      const any = traceMembers(ctx, shapes, isMember);
      view.leave(ctx);
      if (!any) return;
      Object.assign(ctx, { strokeStyle: color, lineWidth: width * view.unit, lineJoin: "round", lineCap: "round" });
      ctx.stroke();
    });
  }
}

/** A ring around one family or cell. */
export function paintRing(ctx, view, { x, y, size }, theme) {
  view.leave(ctx);
  for (const [color, width] of [
    [theme.halo, 5],
    [theme.accent, 2.5],
  ]) {
    ctx.beginPath();
    ctx.arc(x, y, size, 0, 7);
    ctx.strokeStyle = color;
    ctx.lineWidth = width * view.unit;
    ctx.stroke();
  }
}
