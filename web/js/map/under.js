/** What lies under a place on the map: a family, a cell, a pocket, or the area of the level on show. */

import { LEVEL_LAYER, shownLevel } from "../tally.js";
import { hitFamily, hitPocket, hitPolygon } from "./hit.js";
import { isFamily } from "./scene.js";

/** View pixel of a place on the map. */
function pixelOf({ map, painting }, latlng) {
  const { view } = painting;
  const at = map.project(latlng, view.zoom);
  return [at.x - view.left, at.y - view.top];
}

function latLngOf({ map, painting }, { x, y }) {
  const { view } = painting;
  return map.unproject([x + view.left, y + view.top], view.zoom);
}

const ready = (stage) => Boolean(stage.painting.view && stage.state?.catalogue);

/** The topmost datum: {layer, kind, latlng, …} or null. @param {import("./stage.js").Stage} stage */
export function datumAt(stage, latlng) {
  if (!ready(stage)) return null;
  const { view } = stage.painting;
  const [x, y] = pixelOf(stage, latlng);
  for (const { name } of stage.dataEntries()) {
    const layer = stage.sources.layer(name);
    const hit = isFamily(layer) ? hitFamily : hitPocket;
    const found = hit(view, stage.tiles(name, view), x, y, stage.styleOf(name));
    if (found) return { ...found, layer, latlng: latLngOf(stage, found) };
  }
  return null;
}

/** The area of the level on show: {kode, nama} or null. @param {import("./stage.js").Stage} stage */
export function areaAt(stage, latlng) {
  if (!ready(stage)) return null;
  const { view } = stage.painting;
  const [x, y] = pixelOf(stage, latlng);
  const tiles = stage.tiles(LEVEL_LAYER[shownLevel(stage.state)], view);
  return hitPolygon(view, tiles, x, y)?.properties || null;
}
