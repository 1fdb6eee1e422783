/** Names of places where they have most room in the view, without collisions, higher ranks first. */

const STEP = 12;
const MARGIN = 6;
/** Scale bar and source stand below this many pixels. */
const FOOT = 26;
/** A place that fills more of the view than this needs no name on it: the panels say where one is. */
const COVERS = 0.45;

/** Crossings of a ring with the horizontal lines y = k · step, in view pixels. */
function crossRing(xy, from, to, frame, top, step, lines) {
  let px = frame.x + xy[from] * frame.scale;
  let py = frame.y + xy[from + 1] * frame.scale + top;
  for (let i = from + 2; i < to; i += 2) {
    const x = frame.x + xy[i] * frame.scale;
    const y = frame.y + xy[i + 1] * frame.scale + top;
    const [low, high] = py < y ? [py, y] : [y, py];
    for (let k = Math.floor(low / step) + 1; k <= Math.floor(high / step); k++) {
      if (!lines.has(k)) lines.set(k, []);
      lines.get(k).push(px + ((k * step - py) / (y - py)) * (x - px));
    }
    px = x;
    py = y;
  }
}

/** Add feature i's horizontal spans inside the tile and the view to `place.lines` (k → [[x0, x1]…]). */
function collect(place, view, shapes, i, frame, square, step) {
  const lines = new Map();
  for (let part = shapes.features[i]; part < shapes.features[i + 1]; part++) {
    crossRing(shapes.xy, shapes.parts[part], shapes.parts[part + 1], frame, view.top, step, lines);
  }
  const [left, top, right, foot] = view.visible(MARGIN);
  const bottom = foot - FOOT * view.unit;
  const [west, east] = [Math.max(left, square.x), Math.min(right, square.x + square.size)];
  for (const [k, xs] of lines) {
    const y = k * step - view.top;
    if (y < top || y > bottom || y < square.y || y >= square.y + square.size) continue;
    xs.sort((a, b) => a - b);
    for (let j = 0; j + 1 < xs.length; j += 2) {
      const span = [Math.max(west, xs[j]), Math.min(east, xs[j + 1])];
      if (span[1] > span[0]) place.add(k, span);
    }
  }
}

class Place {
  constructor(id, name, rank) {
    Object.assign(this, { id, name, rank, lines: new Map(), area: 0 });
  }

  add(k, span) {
    if (!this.lines.has(k)) this.lines.set(k, []);
    this.lines.get(k).push(span);
    this.area += span[1] - span[0];
  }

  /** Spans of one line with the seams between tiles closed. */
  merged(k) {
    const spans = this.lines.get(k).sort((a, b) => a[0] - b[0]);
    const out = [spans[0].slice()];
    for (const [from, to] of spans.slice(1)) {
      const last = out[out.length - 1];
      if (from - last[1] < 2) last[1] = Math.max(last[1], to);
      else out.push([from, to]);
    }
    return out;
  }

  /** Candidate middles, best first: wide enough for the text and near the middle of the place. */
  candidates(width, view, step) {
    const ks = [...this.lines.keys()];
    const middle = ks.reduce((sum, k) => sum + k, 0) / ks.length;
    const found = [];
    for (const k of ks) {
      for (const [from, to] of this.merged(k)) {
        const score = Math.min(to - from, width * 1.6) - Math.abs(k - middle) * step * 0.5;
        found.push({ x: (from + to) / 2, y: k * step - view.top, room: to - from, score });
      }
    }
    return found.sort((a, b) => b.score - a.score).slice(0, 6);
  }
}

/** Names as maps write them: a regency without its rank, a city with it. */
const shortName = (name) => String(name ?? "").replace(/^(Kabupaten|Kab\.) /, "");

function placesOf(view, level, step) {
  const places = new Map();
  for (const tile of level.tiles) {
    for (const shapes of tile.layers) {
      if (shapes.kind !== "polygons") continue;
      const frame = view.frame(tile, shapes.extent);
      const square = view.frame(tile.cut || tile, 1);
      for (let i = 0; i < shapes.n; i++) {
        const id = shapes.id[i];
        if (!places.has(id)) places.set(id, new Place(id, shortName(shapes.properties[i].nama), level.rank));
        collect(places.get(id), view, shapes, i, frame, square, step);
      }
    }
  }
  return [...places.values()].filter((place) => place.area > 0);
}

/** Text in one or two lines, as even as its words allow. */
function wrap(name, limit) {
  const words = name.split(" ");
  if (name.length <= limit || words.length < 2) return [name];
  let best = [name];
  let least = Infinity;
  for (let i = 1; i < words.length; i++) {
    const pair = [words.slice(0, i).join(" "), words.slice(i).join(" ")];
    const longest = Math.max(pair[0].length, pair[1].length);
    if (longest < least) [least, best] = [longest, pair];
  }
  return best;
}

const free = (box, taken) => taken.every((b) => box[0] > b[2] || box[2] < b[0] || box[1] > b[3] || box[3] < b[1]);

function fit(place, lines, width, style, context) {
  const { view, step, taken } = context;
  const height = lines.length * style.size * 1.15;
  for (const { x, y, room } of place.candidates(width, view, step)) {
    if (!style.always && room < width * 0.9) continue;
    const [left, , right] = view.visible(MARGIN);
    const cx = Math.max(left + width / 2, Math.min(right - width / 2, x));
    const box = [cx - width / 2 - 3, y - height / 2 - 2, cx + width / 2 + 3, y + height / 2 + 2];
    if (!free(box, taken)) continue;
    taken.push(box);
    return { x: cx, y, lines, style };
  }
  return null;
}

/**
 * Choose where names go.
 * @param {CanvasRenderingContext2D} ctx for measuring
 * @param {object[]} levels highest first, each with rank, tiles and style {font, size, color, always, wrap}
 * @returns {object[]} labels to hand to paintLabels
 */
export function layLabels(ctx, view, levels, taken = []) {
  const step = STEP * view.unit;
  const labels = [];
  for (const level of levels) {
    ctx.font = level.style.font;
    const places = placesOf(view, level, step).sort((a, b) => b.area - a.area || a.id - b.id);
    for (const place of places) {
      if (level.rank < 4 && place.area * step > COVERS * view.width * view.height) continue;
      const lines = wrap(place.name, level.style.wrap);
      const width = Math.max(...lines.map((line) => ctx.measureText(line).width));
      const label = fit(place, lines, width, level.style, { view, step, taken });
      if (label) labels.push(label);
    }
  }
  return labels;
}

export function paintLabels(ctx, view, labels, halo) {
  view.leave(ctx);
  Object.assign(ctx, { textAlign: "center", textBaseline: "middle", lineJoin: "round", strokeStyle: halo });
  for (const { x, y, lines, style } of labels) {
    ctx.font = style.font;
    ctx.fillStyle = style.color;
    ctx.lineWidth = style.halo;
    lines.forEach((line, i) => {
      const at = y + (i - (lines.length - 1) / 2) * style.size * 1.15;
      ctx.strokeText(line, x, at);
      ctx.fillText(line, x, at);
    });
  }
}
