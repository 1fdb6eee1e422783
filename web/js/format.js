/** Numbers, dates, lengths and areas as people write them, Indonesian (id-ID) or English. */

import { language } from "./text.js";

const LOCALE = { id: "id-ID", en: "en-GB" };

/** @type {Map<string, Intl.NumberFormat>} */
const formats = new Map();

function formatter(digits) {
  const key = language() + digits;
  if (!formats.has(key)) {
    const options = { minimumFractionDigits: digits, maximumFractionDigits: digits };
    formats.set(key, new Intl.NumberFormat(LOCALE[language()], options));
  }
  return formats.get(key);
}

/** @param {number} value @param {number} [digits] digits after the decimal sign */
export function number(value, digits = 0) {
  return formatter(digits).format(value);
}

/** A share in percent: 38,2 %. */
export function percent(value, digits = 1) {
  return `${number(value, digits)} %`;
}

/** A long number shortened for a map label: 1.234 stays, 12.345 becomes 12 rb. */
export function short(value) {
  if (value < 10000) return number(value);
  return `${number(value / 1000)} ${language() === "id" ? "rb" : "k"}`;
}

/** @param {string} iso */
export function date(iso) {
  const options = { day: "numeric", month: "short", year: "numeric", timeZone: "Asia/Makassar" };
  return new Intl.DateTimeFormat(LOCALE[language()], options).format(new Date(iso));
}

/** @param {number} length_m metres */
export function distance(length_m) {
  if (length_m < 1000) return `${number(length_m)} m`;
  return `${number(length_m / 1000, length_m < 100000 ? 2 : 0)} km`;
}

/** Hectares below 100 km², square kilometres above. @param {number} area_m2 */
export function area(area_m2) {
  if (area_m2 < 1e4) return `${number(area_m2)} m²`;
  if (area_m2 < 1e8) return `${number(area_m2 / 1e4, 2)} ha`;
  return `${number(area_m2 / 1e6)} km²`;
}
