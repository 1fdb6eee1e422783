/** The colours of the map, read from the style sheet so that there is one place for them. */

const NAMES = [
  "ink",
  "ink-2",
  "surface",
  "land",
  "land-beyond",
  "sea",
  "accent",
  "river",
  "boundary",
  "boundary-strong",
  "coast",
  "halo",
  "hatch",
  "dots",
  "zero",
  "line",
  "line-strong",
  "data-1",
  "data-2",
  "data-3",
  "data-4",
  "data-5",
  "slum",
];

/** Colours that the service names, by the token that stands for them: on dark ground the worst class is the lightest. */
const PAIRS = {
  "#fff7bc": "data-1",
  "#fec44f": "data-2",
  "#ec7014": "data-3",
  "#a63603": "data-4",
  "#4d1a00": "data-5",
  "#7a1f5c": "slum",
};

/** @returns {Record<string, string>} token name without dashes in front → colour */
export function readTheme() {
  const style = getComputedStyle(document.documentElement);
  return Object.fromEntries(NAMES.map((name) => [name, style.getPropertyValue(`--${name}`).trim()]));
}

function channels(color) {
  return [1, 3, 5].map((at) => parseInt(color.slice(at, at + 2), 16));
}

/** `share` of `color` over `below`, both #rrggbb: opacity without the double edges of overlapping tiles. */
export function blend(color, below, share) {
  const [a, b] = [channels(color), channels(below)];
  const mixed = a.map((value, i) => Math.round(value * share + b[i] * (1 - share)));
  return `#${mixed.map((value) => value.toString(16).padStart(2, "0")).join("")}`;
}

/** The colour of a class or range on the present ground. */
export function dataColor(color, theme = readTheme()) {
  return theme[PAIRS[String(color).toLowerCase()]] || safeColor(color);
}

/** A colour that the service sent, or a neutral grey when it is not #rrggbb. */
export function safeColor(color) {
  return /^#[0-9a-f]{6}$/i.test(color || "") ? color : "#8b97a3";
}
