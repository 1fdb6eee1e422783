/** The little picture of a legend row: a colour, or a pattern drawn as on the map. */

import { isPattern, swatch } from "../map/paint/pattern.js";
import { readTheme, safeColor } from "../map/paint/theme.js";
import { lookOf } from "../legend.js";
import { isFamily } from "../map/scene.js";
import { html } from "./part.js";

const pictures = new Map();

/** A data URL of the pattern; images of our own making are allowed by the policy. */
function picture(pattern, color, ground) {
  const key = [pattern, color, ground].join();
  if (!pictures.has(key)) pictures.set(key, swatch(pattern, color, ground, 2).toDataURL());
  return pictures.get(key);
}

function background({ pattern, color, background: ground }) {
  if (!isPattern(pattern)) return `background:${color}`;
  const size = { hatch: 7, dots: 9, density1: 9, density2: 5, density3: 4 }[pattern];
  return `background:url(${picture(pattern, color, ground)}) 0 0/${size}px ${size}px`;
}

/** @param {{color: string, pattern?: string, background?: string, outline?: string}} look */
export function swatchOf(look, shape = "") {
  const theme = readTheme();
  const ground = look.background || theme.halo;
  // An outlined class without a pattern is empty inside, as it is on the map.
  const color = look.outline && look.pattern === "none" ? ground : safeColor(look.color);
  const safe = { ...look, color, background: ground };
  const edge = look.outline ? `;outline:${look.thin ? 1 : 2}px solid ${safeColor(look.outline)};outline-offset:-2px` : "";
  return html`<span class="contoh ${shape}" aria-hidden="true" .style=${background(safe) + edge}></span>`;
}

/** The picture of one class in a legend. */
export function classSwatch(layer, one) {
  return swatchOf(lookOf(layer, one), isFamily(layer) ? "contoh-titik" : "");
}
