/** A window on the web-mercator plane in CSS pixels: what painters, hit tests and labels calculate with. */

const TILE = 256;

export class View {
  /**
   * @param {object} box
   * @param {number} box.zoom map zoom, may be fractional
   * @param {number} box.left world pixel of the left edge at that zoom
   * @param {number} box.top world pixel of the top edge at that zoom
   * @param {number} box.width CSS pixels
   * @param {number} box.height CSS pixels
   * @param {number} box.ratio canvas pixels per CSS pixel
   * @param {{x: number, y: number}} [box.pad] CSS pixels beyond what is seen, on each side
   * @param {number} [box.covered] CSS pixels at the bottom that a sheet hides
   * @param {number} box.unit size of "one pixel" of line or type: 1 on a desk, more on a wall
   */
  constructor(box) {
    Object.assign(this, box);
  }

  /** The part that is seen, less a margin: [left, top, right, bottom] in CSS pixels. */
  visible(margin) {
    const { x, y } = this.pad || { x: 0, y: 0 };
    return [x + margin, y + margin, this.width - x - margin, this.height - y - margin - (this.covered || 0)];
  }

  /** Side of a tile of zoom z, in CSS pixels. */
  tileSize(z) {
    return TILE * 2 ** (this.zoom - z);
  }

  /** Canvas units become tile units of this tile. */
  enter(ctx, { z, x, y }, extent) {
    const size = this.tileSize(z);
    const scale = (size / extent) * this.ratio;
    ctx.setTransform(scale, 0, 0, scale, (x * size - this.left) * this.ratio, (y * size - this.top) * this.ratio);
  }

  /** Canvas units become CSS pixels of this view. */
  leave(ctx) {
    ctx.setTransform(this.ratio, 0, 0, this.ratio, 0, 0);
  }

  /** Where tile unit 0,0 of a tile lies and how many CSS pixels one unit is. */
  frame({ z, x, y }, extent) {
    const size = this.tileSize(z);
    return { x: x * size - this.left, y: y * size - this.top, scale: size / extent, size };
  }

  /** Ground resolution in the middle of the view, metres per CSS pixel. */
  metresPerPixel() {
    const world = TILE * 2 ** this.zoom;
    const y = Math.PI * (1 - (2 * (this.top + this.height / 2)) / world);
    return 40075016.686 / world / Math.cosh(y);
  }
}

/** Canvas pixels per CSS pixel: at most 2, and 1 where the screen itself has 4K pixels. */
export function pixelRatio() {
  const ratio = globalThis.devicePixelRatio || 1;
  return screen.width * ratio >= 3840 ? 1 : Math.min(2, ratio);
}

/** How much larger than on a desk lines and type are drawn. */
export function pixelUnit() {
  return parseFloat(getComputedStyle(document.documentElement).fontSize) / 16;
}

const FARTHEST = 3;
const ASIDE_PX = 32;
const ABOVE_PX = 16;

/** The zoom one step beyond the one that shows a whole extent [w, s, e, n]; `below` CSS pixels are covered. */
export function farthest(map, [west, south, east, north], below) {
  const size = map.getSize();
  const [from, to] = [map.project([north, west], 0), map.project([south, east], 0)];
  const scale = Math.min((size.x - ASIDE_PX) / (to.x - from.x), (size.y - ABOVE_PX - below) / (to.y - from.y));
  return scale > 1 ? Math.max(FARTHEST, Math.floor(Math.log2(scale)) - 1) : FARTHEST;
}

/** What stands on the map in a view of the screen, [left, top, right, bottom]: names keep clear of it. */
export function standing(map, view) {
  if (!view.pad) return [];
  const frame = map.getContainer().getBoundingClientRect();
  const [dx, dy] = [view.pad.x - frame.left, view.pad.y - frame.top];
  const boxes = [...document.querySelectorAll(".zum, k-kunci")].map((one) => one.getBoundingClientRect());
  return boxes.filter((box) => box.width).map((box) => [box.left + dx, box.top + dy, box.right + dx, box.bottom + dy]);
}
