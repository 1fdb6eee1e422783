/** CSV that opens in a spreadsheet as it was seen, and in which no cell can become a formula. */

import { language } from "./text.js";

const RISKY = /^[=+\-@\t\r]/;

/** One cell: numbers stay numbers; text that a spreadsheet would run gets an apostrophe in front. */
export function cell(value, comma) {
  if (value === null || value === undefined) return "";
  if (typeof value === "number") return comma ? String(value).replace(".", ",") : String(value);
  const safe = RISKY.test(value) ? `'${value}` : value;
  return /[",;\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/**
 * Rows of cells as CSV (RFC 4180, UTF-8 with a byte order mark so that spreadsheets read accents).
 * Spreadsheets set to Indonesian read 37,5 and expect semicolons between cells; English ones 37.5 and commas.
 */
export function csv(rows) {
  const comma = language() === "id";
  const lines = rows.map((row) => row.map((value) => cell(value, comma)).join(comma ? ";" : ","));
  return `\ufeff${lines.join("\r\n")}\r\n`;
}

/** Hand a file to the browser's downloads. @param {Blob} blob */
export function download(blob, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}
