/** Paths of polygons and lines in tile units. Outlines leave out the edges that the tile's cut has made. */

function traceRing(ctx, xy, from, to) {
  ctx.moveTo(xy[from], xy[from + 1]);
  for (let i = from + 2; i < to; i += 2) ctx.lineTo(xy[i], xy[i + 1]);
}

/** The whole outline of feature i, for filling. */
export function traceFill(ctx, shapes, i) {
  for (let part = shapes.features[i]; part < shapes.features[i + 1]; part++) {
    traceRing(ctx, shapes.xy, shapes.parts[part], shapes.parts[part + 1]);
    ctx.closePath();
  }
}

/** True for an edge that lies on or beyond one side of the tile: the neighbour draws it, or nobody should. */
function cut(x0, y0, x1, y1, extent) {
  return (
    (x0 <= 0 && x1 <= 0) || (y0 <= 0 && y1 <= 0) || (x0 >= extent && x1 >= extent) || (y0 >= extent && y1 >= extent)
  );
}

function traceEdges(ctx, xy, from, to, extent) {
  let pen = false;
  for (let i = from + 2; i < to; i += 2) {
    if (cut(xy[i - 2], xy[i - 1], xy[i], xy[i + 1], extent)) {
      pen = false;
      continue;
    }
    if (!pen) ctx.moveTo(xy[i - 2], xy[i - 1]);
    ctx.lineTo(xy[i], xy[i + 1]);
    pen = true;
  }
}

/** The real edges of feature i, for stroking; works for polygons and lines. */
export function traceOutline(ctx, shapes, i) {
  for (let part = shapes.features[i]; part < shapes.features[i + 1]; part++) {
    traceEdges(ctx, shapes.xy, shapes.parts[part], shapes.parts[part + 1], shapes.extent);
  }
}

/** Call `paint(tile, shapes)` for every drawable polygon or line layer, cut to its square where it stands in for another tile. */
export function eachShapes(ctx, view, tiles, paint) {
  for (const tile of tiles) {
    for (const shapes of tile.layers) {
      if (shapes.kind !== "polygons" && shapes.kind !== "lines") continue;
      ctx.save();
      if (tile.cut) clipTo(ctx, view, tile.cut);
      paint(tile, shapes);
      ctx.restore();
    }
  }
}

/** Keep the pen inside one tile's square. */
export function clipTo(ctx, view, tile) {
  const { x, y, size } = view.frame(tile, 1);
  view.leave(ctx);
  ctx.beginPath();
  ctx.rect(x, y, size, size);
  ctx.clip();
}

/** Stroke all real edges of a layer with one style. */
export function strokeAll(ctx, view, tiles, style) {
  eachShapes(ctx, view, tiles, (tile, shapes) => {
    view.enter(ctx, tile, shapes.extent);
    ctx.beginPath();
    for (let i = 0; i < shapes.n; i++) traceOutline(ctx, shapes, i);
    view.leave(ctx);
    Object.assign(ctx, { lineJoin: "round", lineCap: "round", ...style });
    ctx.stroke();
  });
}
