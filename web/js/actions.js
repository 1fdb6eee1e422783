/** What a person can do to the page, each as one call; parts call these and nothing else. */

import { setLanguage } from "./text.js";
import { layerState, state, update, updateLayer } from "./state.js";

/** Open a place: profile, children, table and map follow. @param {string} code @param {number[]} [extent] known already */
export function openPlace(code) {
  if (code === state.place) return;
  update({ place: code, hover: null, sort: state.sort, wantsFit: true }, { push: true });
}

export const pointAt = (code) => code !== state.hover && update({ hover: code });

/** @param {0|2|3|4} level 0 follows the place */
export const setLevel = (level) => update({ level });

/**
 * Colour the areas by one layer. Families of that and other layers leave the map, because the same colours
 * would then mean two things; a switch brings them back. Without a colour the last layer's families return.
 */
export function setIndicator(name) {
  const isFamily = (entry) => state.catalogue.layers.find((layer) => layer.name === entry.name)?.group === "keluarga";
  const back = state.indicator;
  const layers = state.layers.map((entry) =>
    isFamily(entry) && (name || back) ? { ...entry, on: !name && entry.name === back } : entry,
  );
  update({ indicator: name, layers, sort: "", descending: false });
}

export function switchLanguage(code) {
  setLanguage(code);
  update({ language: code, notice: null });
}

export function switchTheme(name) {
  document.documentElement.dataset.tema = name;
  update({ theme: name });
}

/** Filter one class of a layer out, or back in. */
export function toggleClass(name, code) {
  const { off } = layerState(name);
  updateLayer(name, {
    off: off.includes(code) ? off.filter((one) => one !== code) : [...off, code].sort((a, b) => a - b),
  });
}

export const showLayer = (name, on) => updateLayer(name, { on });
export const setOpacity = (name, opacity) => updateLayer(name, { opacity });
export const setOff = (name, off) => updateLayer(name, { off });

/** Put a layer at another place among the layers named in `group` (top first). @returns {number} its new place, from 0 */
export function moveLayer(name, to, group) {
  const order = group.filter((one) => one !== name);
  const at = Math.max(0, Math.min(order.length, to));
  order.splice(at, 0, name);
  const members = new Set(group);
  const queue = order.map((one) => layerState(one));
  update({ layers: state.layers.map((entry) => (members.has(entry.name) ? queue.shift() : entry)) });
  return at;
}

export const togglePanel = (panel) => update({ [panel]: !state[panel] });

export function sortBy(column) {
  const descending = state.sort === column ? !state.descending : column !== "nama";
  update({ sort: column, descending });
}

export const openTab = (tab) => update({ tab, sheet: Math.max(1, state.sheet) });
export const setSheet = (sheet) => update({ sheet: Math.max(0, Math.min(2, sheet)) });
export const dismiss = () => update({ notice: null });
