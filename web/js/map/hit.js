/** What lies under the pointer, asked of the same tiles that were drawn. */

import { boxOf, styleAt } from "./paint/cells.js";
import { markOf } from "./paint/pockets.js";

function insideRing(xy, from, to, x, y) {
  let inside = false;
  for (let i = from, j = to - 2; i < to; j = i, i += 2) {
    const [xi, yi, xj, yj] = [xy[i], xy[i + 1], xy[j], xy[j + 1]];
    if (yi > y !== yj > y && x < ((xj - xi) * (y - yi)) / (yj - yi) + xi) inside = !inside;
  }
  return inside;
}

function contains(shapes, i, x, y) {
  const [w, n, e, s] = shapes.bounds.subarray(i * 4, i * 4 + 4);
  if (x < w || x > e || y < n || y > s) return false;
  let inside = false;
  for (let part = shapes.features[i]; part < shapes.features[i + 1]; part++) {
    if (insideRing(shapes.xy, shapes.parts[part], shapes.parts[part + 1], x, y)) inside = !inside;
  }
  return inside;
}

function inSquare(view, tile, px, py) {
  const { x, y, size } = view.frame(tile.cut || tile, 1);
  return px >= x && py >= y && px < x + size && py < y + size;
}

/** The polygon under a view pixel: {id, properties} or null. */
export function hitPolygon(view, tiles, px, py, accept = () => true) {
  for (const tile of tiles) {
    if (!inSquare(view, tile, px, py)) continue;
    for (const shapes of tile.layers) {
      if (shapes.kind !== "polygons") continue;
      const frame = view.frame(tile, shapes.extent);
      const [x, y] = [(px - frame.x) / frame.scale, (py - frame.y) / frame.scale];
      for (let i = 0; i < shapes.n; i++) {
        if (accept(shapes.properties[i]) && contains(shapes, i, x, y))
          return { id: shapes.id[i], properties: shapes.properties[i] };
      }
    }
  }
  return null;
}

function nearestPoint(view, tile, points, px, py, reach, off) {
  const frame = view.frame(tile, points.extent);
  let best = null;
  let least = reach * reach;
  for (let i = 0; i < points.n; i++) {
    if (off.has(points.code[i])) continue;
    const [x, y] = [frame.x + points.x[i] * frame.scale, frame.y + points.y[i] * frame.scale];
    const far = (x - px) ** 2 + (y - py) ** 2;
    if (far <= least) [least, best] = [far, { kind: "point", id: points.id[i], code: points.code[i], x, y }];
  }
  return best;
}

function cellAt(view, tile, cells, px, py, style) {
  const frame = view.frame(tile, cells.extent);
  const slack = 2 * view.unit;
  for (let i = 0; i < cells.n; i++) {
    const box = boxOf(cells, i, frame, style, view.unit);
    if (
      !box ||
      px < box.x - slack ||
      py < box.y - slack ||
      px > box.x + box.side + slack ||
      py > box.y + box.side + slack
    )
      continue;
    const counts = Array.from(cells.counts.subarray(i * 10, i * 10 + 10));
    const middle = box.side / 2;
    return {
      kind: "cell",
      counts,
      withheld: cells.withheld[i] === 1,
      x: box.x + middle,
      y: box.y + middle,
      size: middle,
    };
  }
  return null;
}

/** The family or cell under a view pixel, or null. `style` is what the layer was painted with. */
export function hitFamily(view, tiles, px, py, style) {
  const reach = 7 * view.unit;
  for (const tile of tiles) {
    for (const part of tile.layers) {
      const found =
        part.kind === "points"
          ? nearestPoint(view, tile, part, px, py, reach, style.off)
          : part.kind === "cells"
            ? cellAt(view, tile, part, px, py, styleAt(style, view, tile, part.extent))
            : null;
      if (found) return found;
    }
  }
  return null;
}

function hitMark(view, tile, shapes, px, py, accept) {
  const frame = view.frame(tile, shapes.extent);
  for (let i = 0; i < shapes.n; i++) {
    const mark = accept(shapes.properties[i]) && markOf(view, frame, shapes, i);
    if (mark && Math.abs(px - mark.x) <= mark.half + 3 && Math.abs(py - mark.y) <= mark.half + 3) {
      return { id: shapes.id[i], properties: shapes.properties[i] };
    }
  }
  return null;
}

function pocketPoint(view, tile, points, px, py, style) {
  const found = nearestPoint(view, tile, points, px, py, 8 * view.unit, style.off);
  return (
    found && { id: found.id, properties: points.properties?.[points.id.indexOf(found.id)] || { kelas: found.code } }
  );
}

/** The slum pocket under a view pixel, as an outline or as its small mark. */
export function hitPocket(view, tiles, px, py, style) {
  const accept = (properties) => !style.off.has(Number(properties[style.attribute] ?? 0));
  const inside = hitPolygon(view, tiles, px, py, accept);
  if (inside) return { kind: "pocket", ...inside, x: px, y: py };
  for (const tile of tiles) {
    for (const shapes of tile.layers) {
      const found =
        shapes.kind === "points"
          ? pocketPoint(view, tile, shapes, px, py, style)
          : hitMark(view, tile, shapes, px, py, accept);
      if (found) return { kind: "pocket", ...found, x: px, y: py };
    }
  }
  return null;
}
