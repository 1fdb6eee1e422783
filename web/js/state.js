/** What the page shows, in one value: parts listen to it, the address bar keeps it. */

import { decode, encode } from "./permalink.js";

const START = {
  language: "id",
  theme: "terang",
  view: null,
  place: "64",
  level: 0,
  indicator: null,
  layers: [],
  left: true,
  right: true,
  table: true,
  tab: "legenda",
  sheet: 0,
  sort: "",
  descending: false,
  // Below: fetched or passing; never in the permalink.
  catalogue: null,
  profile: null,
  tally: null,
  childTally: null,
  hover: null,
  kinds: {},
  scales: {},
  notice: null,
  measuring: false,
  loading: 0,
};

export const state = { ...START };
const listeners = new Set();
let queued = false;

function tell() {
  queued = false;
  for (const listener of listeners) listener(state);
}

/** Merge `patch` into the state; listeners hear of it once, after the current task. */
export function update(patch, { push = false } = {}) {
  Object.assign(state, patch);
  if (push) history.pushState(null, "", address());
  if (!queued) {
    queued = true;
    queueMicrotask(tell);
  }
}

/** @param {(state: object) => void} listener @returns {() => void} a function that stops listening */
export function subscribe(listener) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The address that restores this picture. */
export function address() {
  return `${location.pathname}${location.search}#${encode(state)}`;
}

let timer = 0;

/** Keep the address bar in step, at most four times a second: browsers throttle more. */
export function keepAddress() {
  subscribe(() => {
    clearTimeout(timer);
    timer = setTimeout(() => history.replaceState(null, "", address()), 250);
  });
}

/** The state that the address bar asks for, on top of the defaults. */
export function fromAddress() {
  return decode(location.hash.slice(1));
}

/** The entry of a layer in the list of cards. */
export function layerState(name) {
  return state.layers.find((entry) => entry.name === name);
}

/** Change one layer's entry: on, opacity (0-1) or off (codes that are filtered out). */
export function updateLayer(name, patch) {
  update({ layers: state.layers.map((entry) => (entry.name === name ? { ...entry, ...patch } : entry)) });
}
