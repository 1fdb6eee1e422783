/** A scale bar of a round length, in metres or kilometres. */

const WIDEST = 120;

/** @param {number} metresPerPixel @param {number} [widest] CSS pixels @returns {{length_m: number, width_px: number}} */
export function scaleBar(metresPerPixel, widest = WIDEST) {
  const longest = metresPerPixel * widest;
  const power = 10 ** Math.floor(Math.log10(longest));
  const lead = [5, 2, 1].find((one) => one * power <= longest);
  return { length_m: lead * power, width_px: (lead * power) / metresPerPixel };
}
