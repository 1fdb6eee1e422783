/** The tile sources of all layers: what a view needs of them, and what is here to draw. */

import { isData, tileZoom } from "./scene.js";
import { TileSource } from "./tiles.js";

export class Sources {
  /** @param {(layer: object, error: string|null) => void} arrived called when a tile came or failed */
  constructor(arrived) {
    this.arrived = arrived;
    this.byName = new Map();
    this.extent = null;
  }

  /** Take over a catalogue. @returns {boolean} whether any layer is new or has a new address */
  read({ layers, extent }) {
    this.extent = extent;
    let changed = false;
    for (const layer of layers) {
      const known = this.byName.get(layer.name);
      if (known?.layer.tiles === layer.tiles) continue;
      known?.want([]);
      this.byName.set(layer.name, new TileSource(layer, (error) => this.arrived(layer, error), known));
      changed = true;
    }
    return changed;
  }

  has(name) {
    return this.byName.has(name);
  }

  layer(name) {
    return this.byName.get(name).layer;
  }

  /** Ask for the tiles of these layers that `view` needs and let go of all others. */
  plan(names, view) {
    for (const [name, source] of this.byName) source.want(names.has(name) ? this.wanted(source, view) : []);
  }

  wanted({ layer }, view) {
    if (isData(layer) && view.zoom < layer.zoom[0] - 0.5) return [];
    return cover(view, tileZoom(layer, view.zoom, view.unit), layer.extent || this.extent);
  }

  /** What is here to draw of a layer in a view. */
  tiles(name, view) {
    const source = this.byName.get(name);
    if (!source) return [];
    // Always in reading order: neighbours overlap by a few pixels, and the same view must give the same picture.
    const tiles = this.wanted(source, view).sort((a, b) => a.y - b.y || a.x - b.x);
    return tiles.flatMap((tile) => source.resolve(tile));
  }

  get pending() {
    let sum = 0;
    for (const source of this.byName.values()) sum += source.pending;
    return sum;
  }

  /** Let tiles that failed be asked for again. */
  retry() {
    for (const source of this.byName.values()) source.retry();
  }
}

/** The tiles of zoom `z` that cover a view and the layer's extent [w, s, e, n], nearest the middle first. */
export function cover(view, z, extent) {
  const size = view.tileSize(z);
  const limit = 2 ** z;
  const [x0, y0, x1, y1] = tileRange(z, extent);
  const west = Math.max(x0, Math.floor(view.left / size));
  const north = Math.max(y0, Math.floor(view.top / size));
  const east = Math.min(x1, limit - 1, Math.floor((view.left + view.width) / size));
  const south = Math.min(y1, limit - 1, Math.floor((view.top + view.height) / size));
  const tiles = [];
  for (let y = north; y <= south; y++) for (let x = west; x <= east; x++) tiles.push({ z, x, y });
  const [cx, cy] = [(view.left + view.width / 2) / size - 0.5, (view.top + view.height / 2) / size - 0.5];
  const far = (tile) => (tile.x - cx) ** 2 + (tile.y - cy) ** 2;
  return tiles.sort((a, b) => far(a) - far(b));
}

function tileRange(z, [west, south, east, north]) {
  const n = 2 ** z;
  const column = (lng) => Math.floor(((lng + 180) / 360) * n);
  const row = (lat) => Math.floor((0.5 - Math.asinh(Math.tan((lat * Math.PI) / 180)) / (2 * Math.PI)) * n);
  return [column(west), row(north), column(east), row(south)];
}
