/** Vector tile bytes (MVT 2.1) to flat typed arrays that can be drawn and handed between threads. */

// pbf's own build is a script that sets a global.
import "../../vendor/pbf/pbf.js";

const { PbfReader } = globalThis.Pbf;

const MOVE = 1;
const CLOSE = 7;
const COUNTS = 10;

/** Spread ids so that drawing in this order favours no class and never changes. */
export function scatter(id) {
  let h = Math.imul(id ^ (id / 4294967296), 0x9e3779b1);
  h = Math.imul(h ^ (h >>> 15), 0x85ebca6b);
  return (h ^ (h >>> 13)) >>> 0;
}

function readValue(pbf) {
  let value = null;
  const end = pbf.readVarint() + pbf.pos;
  while (pbf.pos < end) {
    const tag = pbf.readVarint() >> 3;
    if (tag === 1) value = pbf.readString();
    else if (tag === 2) value = pbf.readFloat();
    else if (tag === 3) value = pbf.readDouble();
    else if (tag === 4) value = pbf.readVarint(true);
    else if (tag === 5) value = pbf.readVarint();
    else if (tag === 6) value = pbf.readSVarint();
    else value = pbf.readBoolean();
  }
  return value;
}

/** Names, values and the places of the features of one MVT layer; geometry is read later. */
function readLayer(pbf) {
  const layer = { name: "", extent: 4096, keys: [], values: [], starts: [] };
  const end = pbf.readVarint() + pbf.pos;
  while (pbf.pos < end) {
    const tag = pbf.readVarint();
    const field = tag >> 3;
    if (field === 1) layer.name = pbf.readString();
    else if (field === 2) {
      layer.starts.push(pbf.pos);
      pbf.skip(tag);
    } else if (field === 3) layer.keys.push(pbf.readString());
    else if (field === 4) layer.values.push(readValue(pbf));
    else if (field === 5) layer.extent = pbf.readVarint();
    else pbf.skip(tag);
  }
  return layer;
}

/** Id, type, tags and geometry position of the feature that starts at `pos`. */
function readFeature(pbf, pos, feature) {
  pbf.pos = pos;
  const end = pbf.readVarint() + pbf.pos;
  feature.id = feature.type = feature.geometry = feature.tags = 0;
  while (pbf.pos < end) {
    const tag = pbf.readVarint();
    if (tag === 8) feature.id = pbf.readVarint();
    else if (tag === 24) feature.type = pbf.readVarint();
    else {
      if (tag === 18) feature.tags = pbf.pos;
      if (tag === 34) feature.geometry = pbf.pos;
      pbf.skip(tag);
    }
  }
  return feature;
}

function eachTag(pbf, layer, feature, take) {
  if (!feature.tags) return;
  pbf.pos = feature.tags;
  const end = pbf.readVarint() + pbf.pos;
  while (pbf.pos < end) take(layer.keys[pbf.readVarint()], layer.values[pbf.readVarint()]);
}

function readProperties(pbf, layer, feature) {
  const properties = {};
  eachTag(pbf, layer, feature, (key, value) => (properties[key] = value));
  return properties;
}

function readCode(pbf, layer, feature) {
  let code;
  eachTag(pbf, layer, feature, (key, value) => {
    if (key === "kelas") code = value;
  });
  return code;
}

function readPoint(pbf, feature) {
  pbf.pos = feature.geometry;
  pbf.readVarint();
  pbf.readVarint();
  return [pbf.readSVarint(), pbf.readSVarint()];
}

/** Squares: centre, side and the counts n0..n9 of each. */
function decodeCells(pbf, layer) {
  const n = layer.starts.length;
  const cells = {
    kind: "cells",
    extent: layer.extent,
    n,
    x: new Int16Array(n),
    y: new Int16Array(n),
    side: new Int16Array(n).fill(64),
    counts: new Uint32Array(n * COUNTS),
    withheld: new Uint8Array(n),
  };
  const feature = {};
  layer.starts.forEach((start, i) => {
    readFeature(pbf, start, feature);
    [cells.x[i], cells.y[i]] = readPoint(pbf, feature);
    eachTag(pbf, layer, feature, (key, value) => {
      if (key === "s") cells.side[i] = value;
      else if (key === "t") cells.withheld[i] = value;
      else if (key[0] === "n") cells.counts[i * COUNTS + Number(key[1])] = value;
    });
  });
  return cells;
}

/** Points in scattered order, each once: a tile may repeat one that lies on its edge. */
function decodePoints(pbf, layer) {
  const seen = new Map();
  const plain = layer.keys.every((key) => key === "kelas");
  for (const start of layer.starts) {
    const feature = readFeature(pbf, start, {});
    const [x, y] = readPoint(pbf, feature);
    const properties = plain ? null : readProperties(pbf, layer, feature);
    const code = (plain ? readCode(pbf, layer, feature) : properties.kelas) ?? 0;
    seen.set(feature.id, { id: feature.id, x, y, code, properties, order: scatter(feature.id) });
  }
  const rows = [...seen.values()].sort((a, b) => a.order - b.order || a.id - b.id);
  const column = (Type, key) => Type.from(rows, (row) => row[key]);
  return {
    kind: "points",
    extent: layer.extent,
    n: rows.length,
    x: column(Int16Array, "x"),
    y: column(Int16Array, "y"),
    code: column(Uint8Array, "code"),
    id: column(Float64Array, "id"),
    properties: plain ? null : rows.map((row) => row.properties),
  };
}

/** Append one feature's rings or lines: coordinates to `xy`, where each part starts to `parts`. */
function readParts(pbf, feature, xy, parts) {
  pbf.pos = feature.geometry;
  const end = pbf.readVarint() + pbf.pos;
  let x = 0;
  let y = 0;
  let first = 0;
  while (pbf.pos < end) {
    const command = pbf.readVarint();
    const kind = command & 7;
    if (kind === CLOSE) {
      xy.push(xy[first], xy[first + 1]);
      continue;
    }
    for (let i = command >> 3; i > 0; i--) {
      if (kind === MOVE) {
        first = xy.length;
        parts.push(first);
      }
      x += pbf.readSVarint();
      y += pbf.readSVarint();
      xy.push(x, y);
    }
  }
}

function boundsOf(xy, from, to) {
  let [w, n, e, s] = [32767, 32767, -32768, -32768];
  for (let i = from; i < to; i += 2) {
    if (xy[i] < w) w = xy[i];
    if (xy[i] > e) e = xy[i];
    if (xy[i + 1] < n) n = xy[i + 1];
    if (xy[i + 1] > s) s = xy[i + 1];
  }
  return [w, n, e, s];
}

/** Polygons and lines: `features[i]` is the first part of feature i, `parts[j]` its first number in `xy`. */
function decodeShapes(pbf, layer) {
  const xy = [];
  const parts = [];
  const features = [];
  const bounds = [];
  const ids = [];
  const properties = [];
  let type = 3;
  for (const start of layer.starts) {
    const feature = readFeature(pbf, start, {});
    type = feature.type;
    features.push(parts.length);
    const from = xy.length;
    readParts(pbf, feature, xy, parts);
    bounds.push(...boundsOf(xy, from, xy.length));
    ids.push(feature.id);
    properties.push(readProperties(pbf, layer, feature));
  }
  features.push(parts.length);
  parts.push(xy.length);
  return {
    kind: type === 2 ? "lines" : "polygons",
    extent: layer.extent,
    n: ids.length,
    xy: Int16Array.from(xy),
    parts: Uint32Array.from(parts),
    features: Uint32Array.from(features),
    bounds: Int16Array.from(bounds),
    id: Float64Array.from(ids),
    properties,
  };
}

function decodeLayer(pbf, layer) {
  if (layer.name === "sel") return decodeCells(pbf, layer);
  const type = readFeature(pbf, layer.starts[0], {}).type;
  return type === 1 ? decodePoints(pbf, layer) : decodeShapes(pbf, layer);
}

/**
 * @param {ArrayBuffer} bytes an uncompressed tile
 * @returns {object[]} its layers that hold anything, each with kind, extent and n
 */
export function decode(bytes) {
  const pbf = new PbfReader(new Uint8Array(bytes));
  const layers = [];
  while (pbf.pos < pbf.length) {
    const tag = pbf.readVarint();
    if (tag >> 3 === 3) layers.push(readLayer(pbf));
    else pbf.skip(tag);
  }
  return layers.filter((layer) => layer.starts.length).map((layer) => decodeLayer(pbf, layer));
}

/** The buffers behind decoded layers, to hand them over without copying. */
export function buffersOf(layers) {
  return layers.flatMap((layer) =>
    Object.values(layer)
      .filter(ArrayBuffer.isView)
      .map((view) => view.buffer),
  );
}
