/** One picture of what is on show: title, map, legend, scale, source, version and date on a canvas. */

import { isPattern, swatch } from "./paint/pattern.js";
import { scaleBar } from "./scalebar.js";
import { View } from "./view.js";

const SIDE = 290;
const PAD = 24;
const HEAD = 82;
const FOOT = 64;

function text(ctx, words, x, y, { size = 13, weight = 400, color, align = "left" }) {
  ctx.font = `${weight} ${size}px Inter, sans-serif`;
  ctx.textAlign = align;
  ctx.textBaseline = "alphabetic";
  ctx.fillStyle = color;
  ctx.fillText(words, x, y);
}

/** Words broken into lines no wider than `width`. */
function lines(ctx, words, width, size) {
  ctx.font = `400 ${size}px Inter, sans-serif`;
  const out = [""];
  for (const word of words.split(" ")) {
    const longer = out.at(-1) ? `${out.at(-1)} ${word}` : word;
    if (ctx.measureText(longer).width > width && out.at(-1)) out.push(word);
    else out[out.length - 1] = longer;
  }
  return out;
}

function paintSwatch(ctx, look, x, y, theme) {
  ctx.save();
  ctx.translate(x, y);
  ctx.fillStyle = isPattern(look.pattern)
    ? ctx.createPattern(swatch(look.pattern, look.color, look.background || theme.surface, 1), "repeat")
    : look.outline
      ? theme.surface
      : look.color;
  ctx.fillRect(0, 0, 20, 14);
  ctx.strokeStyle = look.outline || theme["line"];
  ctx.lineWidth = look.outline ? 2 : 1;
  ctx.strokeRect(0.5, 0.5, 19, 13);
  ctx.restore();
}

function paintRow(ctx, row, x, y, theme) {
  paintSwatch(ctx, row.look, x, y - 11, theme);
  const color = row.off ? theme["ink-2"] : theme.ink;
  text(ctx, row.count, x + SIDE - PAD, y, { color, align: "right" });
  text(ctx, row.label, x + 30, y, { color });
  if (row.off) strike(ctx, x, y, color);
}

/** A class that is filtered out stays in the legend, struck. */
function strike(ctx, x, y, color) {
  ctx.strokeStyle = color;
  ctx.lineWidth = 1;
  ctx.beginPath();
  ctx.moveTo(x, y - 4.5);
  ctx.lineTo(x + SIDE - PAD, y - 4.5);
  ctx.stroke();
}

function paintTotal(ctx, total, x, y, theme) {
  text(ctx, total.label, x + 30, y, { weight: 600, color: theme.ink });
  text(ctx, total.count, x + SIDE - PAD, y, { weight: 600, color: theme.ink, align: "right" });
}

/** Small print in lines as wide as the legend. @returns {number} where the next line may start */
function paintSmall(ctx, words, x, y, theme) {
  for (const line of lines(ctx, words, SIDE - PAD, 12)) {
    text(ctx, line, x, y, { size: 12, color: theme["ink-2"] });
    y += 15;
  }
  return y;
}

function paintLegend(ctx, { blocks, notes }, x, top, theme) {
  let y = top;
  for (const { title, unit, rows, total, aside } of blocks) {
    text(ctx, title, x, y, { size: 15, weight: 650, color: theme.ink });
    if (unit) text(ctx, unit, x, (y += 18), { size: 12, color: theme["ink-2"] });
    y += 24;
    for (const row of rows) {
      paintRow(ctx, row, x, y, theme);
      y += 21;
    }
    if (total) paintTotal(ctx, total, x, y, theme);
    if (total) y += 18;
    if (aside) y = paintSmall(ctx, aside, x, y, theme);
    y += 18;
  }
  for (const note of notes) y = paintSmall(ctx, note, x, y, theme) + 6;
}

function paintScale(ctx, view, x, y, label, theme) {
  const { length_m, width_px } = scaleBar(view.metresPerPixel());
  ctx.strokeStyle = theme.ink;
  ctx.lineWidth = 1.5;
  ctx.beginPath();
  for (const [dx, dy] of [
    [0, -6],
    [0, 0],
    [width_px, 0],
    [width_px, -6],
  ])
    ctx.lineTo(x + dx, y + dy);
  ctx.stroke();
  text(ctx, label(length_m), x + width_px / 2, y - 8, { size: 12, color: theme.ink, align: "center" });
  return width_px;
}

function paintFoot(ctx, size, view, words, theme) {
  const y = HEAD + size.height + 30;
  const used = paintScale(ctx, view, PAD, y, words.length, theme) + PAD + 28;
  const width = size.width + SIDE + 2 * PAD - used - PAD;
  lines(ctx, words.badges, width, 13)
    .slice(0, 1)
    .forEach((line) => text(ctx, line, used, y - 8, { weight: 600, color: theme.ink }));
  lines(ctx, words.source, width, 12)
    .slice(0, 2)
    .forEach((line, i) => text(ctx, line, used, y + 9 + i * 15, { size: 12, color: theme["ink-2"] }));
}

function paintMap(ctx, stage, view, ratio) {
  ctx.save();
  ctx.fillStyle = stage.theme.sea;
  ctx.fillRect(PAD, HEAD, view.width, view.height);
  for (const { name, opacity } of stage.canvasList()) {
    const sheet = document.createElement("canvas");
    sheet.width = view.width * ratio;
    sheet.height = view.height * ratio;
    stage.paint(name, sheet.getContext("2d"), view);
    ctx.globalAlpha = opacity;
    ctx.drawImage(sheet, PAD, HEAD, view.width, view.height);
  }
  ctx.restore();
  ctx.strokeStyle = stage.theme.line;
  ctx.lineWidth = 1;
  ctx.strokeRect(PAD + 0.5, HEAD + 0.5, view.width - 1, view.height - 1);
}

/**
 * @param {import("./stage.js").Stage} stage
 * @param {{title: string, subtitle: string, filtered: string, notes: string[], blocks: object[], badges: string, source: string, length: (m: number) => string}} words
 * @returns {HTMLCanvasElement}
 */
export function compose(stage, words, ratio = 2) {
  const size = stage.map.getSize();
  const corner = stage.map.containerPointToLayerPoint([0, 0]).add(stage.map.getPixelOrigin());
  const view = new View({
    zoom: stage.map.getZoom(),
    left: corner.x,
    top: corner.y,
    width: size.x,
    height: size.y,
    ratio,
    unit: stage.painting.view.unit,
  });
  const canvas = document.createElement("canvas");
  canvas.width = (size.x + SIDE + 2 * PAD) * ratio;
  canvas.height = (HEAD + size.y + FOOT) * ratio;
  const ctx = canvas.getContext("2d");
  ctx.scale(ratio, ratio);
  ctx.fillStyle = stage.theme.surface;
  ctx.fillRect(0, 0, canvas.width, canvas.height);
  text(ctx, words.title, PAD, 36, { size: 22, weight: 650, color: stage.theme.ink });
  text(ctx, words.subtitle, PAD, 56, { size: 13, color: stage.theme["ink-2"] });
  text(ctx, words.filtered, PAD, 73, { size: 13, weight: 600, color: stage.theme.ink });
  paintMap(ctx, stage, view, ratio);
  paintLegend(ctx, words, size.x + PAD + 22, HEAD + 14, stage.theme);
  paintFoot(ctx, { width: size.x, height: size.y }, view, words, stage.theme);
  return canvas;
}
