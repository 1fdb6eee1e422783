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

  /** How many view pixels of this place lie under a box. */
  under([x0, y0, x1, y1], view, step) {
    let sum = 0;
    for (let k = Math.ceil((y0 + view.top) / step); k * step - view.top <= y1; k++)
      for (const [from, to] of this.lines.get(k) || []) sum += Math.max(0, Math.min(to, x1) - Math.max(from, x0)) * step;
    return sum;
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

/** Names as maps and officials write them: a regency without its rank, the longest by its letters. */
const SHORT = { "Penajam Paser Utara": "PPU" };

function shortName(name) {
  const plain = String(name ?? "").replace(/^(Kabupaten|Kab\.) /, "");
  return SHORT[plain] || plain;
}

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

const boxAt = (x, y, width, height) => [x - width / 2 - 3, y - height / 2 - 2, x + width / 2 + 3, y + height / 2 + 2];

function fit(place, lines, width, style, context) {
  const { view, step, taken } = context;
  const height = lines.length * style.size * 1.15;
  for (const { x, y, room } of place.candidates(width, view, step)) {
    if (room < width * 0.9) continue;
    const [left, , right] = view.visible(MARGIN);
    const cx = Math.max(left + width / 2, Math.min(right - width / 2, x));
    const box = boxAt(cx, y, width, height);
    if (!free(box, taken)) continue;
    taken.push(box);
    return { x: cx, y, lines, style };
  }
  return style.always ? beside(place, lines, [width, height], style, context) : null;
}

/** Directions in which a name may stand beside a place too small for it: towards the sea first. */
const BESIDE = [0, 0.5, -0.5, 1, -1, 1.5, -1.5, 2.2, -2.2, 3.1];

/** A name beside its place, on as little of other places as can be, with a line to where it belongs. */
function beside(place, lines, [width, height], style, { view, step, taken, others }) {
  const [from] = place.candidates(0, view, step);
  const [left, top, right, bottom] = view.visible(MARGIN);
  let best = null;
  for (const far of [1, 1.6, 2.4, 3.4]) {
    for (const turn of BESIDE) {
      const reach = far * 2 * style.size;
      const x = from.x + Math.cos(turn) * (reach + width / 2);
      const y = from.y + Math.sin(turn) * (reach + height / 2);
      const box = boxAt(x, y, width, height);
      if (box[0] < left || box[1] < top || box[2] > right || box[3] > bottom - FOOT * view.unit) continue;
      if (!free(box, taken)) continue;
      const cost = others.reduce((sum, other) => sum + other.under(box, view, step), 0) / (width * height) + far * 0.15;
      if (!best || cost < best.cost) best = { cost, box, label: { x, y, lines, style, from, width } };
    }
  }
  if (best) taken.push(best.box);
  return best?.label || null;
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
    const places = placesOf(view, level, step);
    // Names that must not be missing: the smallest first, because they have the least choice.
    const sign = level.style.always ? 1 : -1;
    places.sort((a, b) => sign * (a.area - b.area) || a.id - b.id);
    for (const place of places) {
      if (level.rank < 4 && place.area * step > COVERS * view.width * view.height) continue;
      const lines = wrap(place.name, level.style.wrap);
      const width = Math.max(...lines.map((line) => ctx.measureText(line).width));
      const label = fit(place, lines, width, level.style, { view, step, taken, others: places });
      if (label) labels.push(label);
    }
  }
  return labels;
}

/** From a name beside its place to the place. */
function paintLeader(ctx, { x, y, from, width, style }) {
  const edge = x + Math.sign(from.x - x) * Math.min(width / 2 + 2, Math.abs(from.x - x));
  ctx.beginPath();
  ctx.moveTo(edge, y);
  ctx.lineTo(from.x, from.y);
  ctx.lineWidth = style.halo;
  ctx.stroke();
  ctx.save();
  Object.assign(ctx, { strokeStyle: style.color, lineWidth: style.halo / 3 });
  ctx.stroke();
  ctx.restore();
}

export function paintLabels(ctx, view, labels, halo) {
  view.leave(ctx);
  Object.assign(ctx, { textAlign: "center", textBaseline: "middle", lineJoin: "round", strokeStyle: halo });
  for (const label of labels) if (label.from) paintLeader(ctx, label);
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
