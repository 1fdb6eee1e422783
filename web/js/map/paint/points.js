/** Families at high zoom: small discs with a thin white rim, in an order that favours no class. */

const sprites = new Map();

/** Radius of a family, CSS pixels. */
export function radius(view) {
  return view.unit * Math.min(4.6, 2.1 + Math.max(0, view.zoom - 11.5) * 0.5);
}

function makeSprite(color, halo, r, rim) {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = Math.ceil(2 * (r + rim)) + 2;
  const ctx = canvas.getContext("2d");
  const middle = canvas.width / 2;
  for (const [fill, size] of [
    [halo, r + rim],
    [color, r],
  ]) {
    ctx.fillStyle = fill;
    ctx.beginPath();
    ctx.arc(middle, middle, size, 0, 7);
    ctx.fill();
  }
  return canvas;
}

function sprite(color, view, halo) {
  const r = radius(view) * view.ratio;
  const key = [color, halo, r.toFixed(2)].join();
  if (!sprites.has(key)) sprites.set(key, makeSprite(color, halo, r, 0.8 * view.unit * view.ratio));
  return sprites.get(key);
}

/** @param {object} style colors Map code → colour, off Set of codes, theme */
export function paintPoints(ctx, view, tile, points, style) {
  const frame = view.frame(tile, points.extent);
  const images = new Map();
  for (const [code, color] of style.colors)
    if (!style.off.has(code)) images.set(code, sprite(color, view, style.theme.halo));
  ctx.setTransform(1, 0, 0, 1, 0, 0);
  for (let i = 0; i < points.n; i++) {
    const image = images.get(points.code[i]);
    if (!image) continue;
    const x = (frame.x + points.x[i] * frame.scale) * view.ratio - image.width / 2;
    const y = (frame.y + points.y[i] * frame.scale) * view.ratio - image.height / 2;
    ctx.drawImage(image, Math.round(x), Math.round(y));
  }
}
