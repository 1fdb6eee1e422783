/** The page's state as a short address after #, and back; unknown or hostile parts are ignored. */

const FLAGS = { l: "left", r: "right", t: "table" };
const NAME = /^[a-z][a-z0-9_]{0,62}$/;
const CODE = /^\d{2}(\.\d{2}(\.\d{2}(\.\d{4})?)?)?$/;
const TABS = ["legenda", "profil", "tabel"];

function encodeLayer(entry) {
  const opacity = entry.opacity === 1 ? "" : `~${Math.round(entry.opacity * 100)}`;
  const off = entry.off.length ? `!${entry.off.join(".")}` : "";
  return `${entry.on ? "" : "-"}${entry.name}${opacity}${off}`;
}

function decodeLayer(text) {
  const match = /^(-?)([a-z][a-z0-9_]*)(?:~(\d{1,3}))?(?:!([\d.]+))?$/.exec(text);
  if (!match) return null;
  const opacity = match[3] === undefined ? 1 : Math.min(100, Number(match[3])) / 100;
  const off = (match[4] || "").split(".").filter(Boolean).map(Number);
  return { name: match[2], on: !match[1], opacity, off };
}

function encodeView(view) {
  const digits = Math.max(2, Math.ceil(view.zoom / 3));
  return [Number(view.zoom.toFixed(2)), view.lat.toFixed(digits), view.lng.toFixed(digits)].join(",");
}

function decodeView(text) {
  const [zoom, lat, lng] = (text || "").split(",").map(Number);
  const good = zoom >= 3 && zoom <= 19 && Math.abs(lat) <= 85 && Math.abs(lng) <= 180;
  return good ? { zoom, lat, lng } : null;
}

/** @param {object} state @returns {string} such as peta=8,-0.53,116.4&w=64.72&l=celah_air!1.2 */
export function encode(state) {
  const panels =
    Object.entries(FLAGS)
      .map(([letter, key]) => (state[key] ? letter : ""))
      .join("") || "-";
  const parts = {
    peta: state.view && encodeView(state.view),
    w: state.place,
    n: state.level || null,
    i: state.indicator === null ? null : state.indicator || "-",
    l: state.layers.map(encodeLayer).join(","),
    p: panels,
    s: `${TABS.indexOf(state.tab)}${state.sheet}`,
    u: state.sort && `${state.descending ? "-" : ""}${state.sort}`,
    b: state.language === "id" ? null : state.language,
    g: state.theme === "gelap" ? "1" : null,
  };
  return Object.entries(parts)
    .filter(([, value]) => value)
    .map(([key, value]) => `${key}=${value}`)
    .join("&");
}

const READERS = {
  peta: (text) => ({ view: decodeView(text) }),
  w: (text) => (CODE.test(text) ? { place: text } : {}),
  n: (text) => ([2, 3, 4].includes(Number(text)) ? { level: Number(text) } : {}),
  i: (text) => ({ indicator: NAME.test(text) ? text : "" }),
  l: (text) => ({ layers: text.split(",").map(decodeLayer).filter(Boolean) }),
  p: (text) => Object.fromEntries(Object.entries(FLAGS).map(([letter, key]) => [key, text.includes(letter)])),
  s: (text) => (/^[0-2][0-2]$/.test(text) ? { tab: TABS[text[0]], sheet: Number(text[1]) } : {}),
  u: (text) => ({ sort: text.replace(/^-/, ""), descending: text.startsWith("-") }),
  b: (text) => ({ language: text === "en" ? "en" : "id" }),
  g: () => ({ theme: "gelap" }),
};

/** @param {string} hash without # @returns {object} a patch for the state */
export function decode(hash) {
  let patch = {};
  for (const part of hash.split("&")) {
    const [key, value = ""] = part.split("=");
    if (READERS[key]) patch = { ...patch, ...READERS[key](value) };
  }
  return patch;
}
