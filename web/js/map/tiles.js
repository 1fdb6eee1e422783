/** The tiles of one layer: which ones a view needs, which are here, which are on their way. */

const KEEP = 160;
let sequence = 0;
/** @type {Map<number, {take: (message: object) => void}>} */
const waiting = new Map();
/** @type {Worker[]} */
const workers = [];

function answer({ data }) {
  const request = waiting.get(data.id);
  waiting.delete(data.id);
  request?.take(data);
}

function startWorkers() {
  const count = navigator.hardwareConcurrency >= 4 ? 2 : 1;
  for (let i = 0; i < count; i++) {
    const worker = new Worker(new URL("./worker.js", import.meta.url), { type: "module" });
    worker.onmessage = answer;
    workers.push(worker);
  }
}

function ask(url, take) {
  if (!workers.length) startWorkers();
  const id = ++sequence;
  waiting.set(id, { take });
  workers[id % workers.length].postMessage({ id, url });
  return id;
}

function abort(id) {
  waiting.delete(id);
  workers[id % workers.length].postMessage({ id, abort: true });
}

/** Start fetching before anything else is ready: a worker takes longer to start than a tile to come. */
export function warmUp() {
  if (!workers.length) startWorkers();
}

export const keyOf = (z, x, y) => `${z}/${x}/${y}`;

export class TileSource {
  /**
   * @param {{name: string, tiles: string, native_zoom: number[], extent?: number[]}} layer descriptor
   * @param {(error: string|null) => void} changed called when a tile came or failed
   * @param {TileSource} [former] the same layer in the version before: drawn until the new tiles are here
   */
  constructor(layer, changed, former = null) {
    this.layer = layer;
    this.changed = changed;
    this.former = former;
    this.here = new Map();
    this.coming = new Map();
    this.failed = new Set();
  }

  url(z, x, y) {
    const values = { z, x, y };
    return this.layer.tiles.replace(/\{([zxy])\}/g, (_, name) => values[name]);
  }

  /** Fetch what `wanted` names and is not here; abort what it no longer names. */
  want(wanted) {
    const keys = new Set(wanted.map((tile) => keyOf(tile.z, tile.x, tile.y)));
    for (const [key, id] of this.coming) {
      if (!keys.has(key)) {
        abort(id);
        this.coming.delete(key);
      }
    }
    for (const tile of wanted) this.fetch(tile, keyOf(tile.z, tile.x, tile.y));
    this.forget(keys);
  }

  fetch({ z, x, y }, key) {
    if (this.coming.has(key) || this.failed.has(key)) return;
    if (this.here.has(key)) {
      this.touch(key);
      return;
    }
    this.coming.set(
      key,
      ask(this.url(z, x, y), (message) => this.take(key, message)),
    );
  }

  /** Keep what was used last at the end, so that the front may be forgotten. */
  touch(key) {
    const tile = this.here.get(key);
    this.here.delete(key);
    this.here.set(key, tile);
  }

  take(key, { layers, error }) {
    this.coming.delete(key);
    if (error) this.failed.add(key);
    else this.here.set(key, layers);
    if (!this.coming.size) this.former = null;
    this.changed(error || null);
  }

  forget(keys) {
    for (const key of this.here.keys()) {
      if (this.here.size <= KEEP) return;
      if (!keys.has(key)) this.here.delete(key);
    }
  }

  get pending() {
    return this.coming.size;
  }

  /** Let failed tiles be asked for again. */
  retry() {
    this.failed.clear();
  }

  /**
   * What to draw for a wanted tile: itself, else its nearest loaded ancestor cut to its square,
   * else its loaded children. The old picture stays until the new one is here.
   * @returns {{layers: object[], z: number, x: number, y: number, cut: object|null}[]}
   */
  resolve({ z, x, y }) {
    const layers = this.here.get(keyOf(z, x, y));
    if (layers) return [{ layers, z, x, y, cut: null }];
    const found = this.ancestor(z, x, y) || this.children(z, x, y);
    return found.length || !this.former ? found : this.former.resolve({ z, x, y });
  }

  ancestor(z, x, y) {
    for (let up = 1; up <= 6 && z - up >= this.layer.native_zoom[0]; up++) {
      const layers = this.here.get(keyOf(z - up, x >> up, y >> up));
      if (layers) return [{ layers, z: z - up, x: x >> up, y: y >> up, cut: { z, x, y } }];
    }
    return null;
  }

  children(z, x, y) {
    const found = [];
    for (let i = 0; i < 4; i++) {
      const child = { z: z + 1, x: 2 * x + (i & 1), y: 2 * y + (i >> 1) };
      const layers = this.here.get(keyOf(child.z, child.x, child.y));
      if (layers) found.push({ layers, ...child, cut: null });
    }
    return found;
  }
}
