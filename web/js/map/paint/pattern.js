/** Hatch, dots and line densities: fills that say something without a hue. */

const cache = new Map();

function line(ctx, x0, y0, x1, y1) {
  ctx.moveTo(x0, y0);
  ctx.lineTo(x1, y1);
}

function diagonals(ctx, size) {
  ctx.beginPath();
  for (const shift of [-size, 0, size]) line(ctx, shift - 1, size + 1, shift + size + 1, -1);
  ctx.stroke();
}

function crossed(ctx, size) {
  diagonals(ctx, size);
  ctx.save();
  ctx.translate(size, 0);
  ctx.scale(-1, 1);
  diagonals(ctx, size);
  ctx.restore();
}

function dots(ctx, size) {
  for (const [x, y] of [
    [0.25, 0.25],
    [0.75, 0.75],
  ]) {
    ctx.beginPath();
    ctx.arc(x * size, y * size, size / 9, 0, 7);
    ctx.fill();
  }
}

const KINDS = {
  hatch: { size: 7, width: 1, draw: diagonals },
  dots: { size: 9, width: 1, draw: dots },
  density1: { size: 9, width: 1, draw: diagonals },
  density2: { size: 5, width: 1.1, draw: diagonals },
  density3: { size: 4, width: 1.2, draw: crossed },
};

/** One period of the pattern on its own canvas, `scale` canvas pixels per unit. */
export function swatch(kind, color, background, scale) {
  const { size, width, draw } = KINDS[kind];
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = Math.round(size * scale);
  const ctx = canvas.getContext("2d");
  if (background) {
    ctx.fillStyle = background;
    ctx.fillRect(0, 0, canvas.width, canvas.height);
  }
  ctx.scale(canvas.width / size, canvas.height / size);
  ctx.strokeStyle = ctx.fillStyle = color;
  ctx.lineWidth = width;
  draw(ctx, size);
  return canvas;
}

/** A fill style that stays put on the ground while the map is dragged. */
export function patternFill(ctx, view, kind, color, background = null) {
  const scale = view.ratio * view.unit;
  const key = [kind, color, background, scale].join();
  if (!cache.has(key)) cache.set(key, swatch(kind, color, background, scale));
  const tile = cache.get(key);
  const fill = ctx.createPattern(tile, "repeat");
  const period = tile.width / view.ratio;
  const shift = [-(view.left % period), -(view.top % period)];
  fill.setTransform(new DOMMatrix([1 / view.ratio, 0, 0, 1 / view.ratio, ...shift]));
  return fill;
}

export const isPattern = (kind) => kind in KINDS;
