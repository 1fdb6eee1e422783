/** A Leaflet layer of stacked canvases that cover the view; they move with the map and are redrawn when it rests. */

import { L } from "./leaflet.js";
import { pixelRatio, pixelUnit, View } from "./view.js";

const PADDING = 0.08;
const PACE_MS = 110;

export class Painting extends L.Layer {
  /** @param {(name: string, ctx: CanvasRenderingContext2D, view: View) => void} paint @param {() => void} moved */
  constructor(paint, moved) {
    super();
    this.paint = paint;
    this.moved = moved;
    this.canvases = new Map();
    this.dirty = new Set();
    this.frame = 0;
    this.last = 0;
    this.stale = true;
    this.covered = 0;
  }

  onAdd(map) {
    this.map = map;
    this.box = L.DomUtil.create("div", "lukisan leaflet-zoom-animated", map.getPane("overlayPane"));
    this.aim();
  }

  onRemove() {
    cancelAnimationFrame(this.frame);
    this.box.remove();
  }

  getEvents() {
    return {
      viewreset: this.aim,
      moveend: this.aim,
      resize: this.aim,
      move: this.follow,
      zoom: this.zoomed,
      zoomanim: this.animate,
    };
  }

  /** Take the map's present view as the next one to draw. */
  aim() {
    const size = this.map.getSize();
    const pad = size.multiplyBy(PADDING).round();
    const corner = this.map.containerPointToLayerPoint(pad.multiplyBy(-1)).round();
    const origin = this.map.getPixelOrigin();
    this.next = new View({
      zoom: this.map.getZoom(),
      left: origin.x + corner.x,
      top: origin.y + corner.y,
      width: size.x + 2 * pad.x,
      height: size.y + 2 * pad.y,
      ratio: pixelRatio(),
      unit: pixelUnit(),
      pad,
      covered: this.covered,
    });
    this.corner = corner;
    this.pad = pad;
    this.stale = true;
    this.moved(this.next);
    this.redraw();
  }

  /** While the map is dragged: draw again before its edge shows. */
  follow() {
    if (!this.view || this.map.getZoom() !== this.view.zoom) return;
    const offset = this.map.containerPointToLayerPoint([0, 0]).subtract(this.corner.add(this.pad));
    if (Math.abs(offset.x) > this.pad.x * 0.6 || Math.abs(offset.y) > this.pad.y * 0.6) this.aim();
  }

  animate(event) {
    this.transform(event.center, event.zoom);
  }

  zoomed() {
    this.transform(this.map.getCenter(), this.map.getZoom());
  }

  /** Stretch the old picture to where it belongs until the new one is drawn. */
  transform(center, zoom) {
    if (!this.view) return;
    const scale = this.map.getZoomScale(zoom, this.view.zoom);
    const corner = L.point(this.view.left, this.view.top).multiplyBy(scale);
    L.DomUtil.setTransform(this.box, corner.subtract(this.map._getNewPixelOrigin(center, zoom)), scale);
  }

  /** Keep exactly these canvases, in this order from below; each has an opacity. @param {{name: string, opacity: number}[]} entries */
  arrange(entries) {
    const names = new Set(entries.map((entry) => entry.name));
    for (const [name, canvas] of this.canvases) {
      if (!names.has(name)) {
        canvas.remove();
        this.canvases.delete(name);
        this.dirty.delete(name);
      }
    }
    entries.forEach(({ name, opacity }, i) => {
      const canvas = this.canvas(name);
      canvas.style.zIndex = i + 1;
      canvas.style.opacity = opacity;
    });
  }

  canvas(name) {
    if (!this.canvases.has(name)) {
      const canvas = L.DomUtil.create("canvas", "", this.box);
      canvas.dataset.kanvas = name;
      canvas.setAttribute("aria-hidden", "true");
      this.canvases.set(name, canvas);
      this.dirty.add(name);
      this.redraw();
    }
    return this.canvases.get(name);
  }

  /** Draw these canvases again soon; all of them when nothing is named. */
  redraw(names = this.canvases.keys()) {
    for (const name of names) if (this.canvases.has(name)) this.dirty.add(name);
    if (!this.frame) this.frame = requestAnimationFrame((now) => this.tick(now));
  }

  get busy() {
    return this.frame !== 0;
  }

  /** Without waiting for the next frame: a picture for print or export must be whole. */
  tick(now) {
    this.frame = 0;
    if (!this.stale && now - this.last < PACE_MS && this.loading?.()) {
      this.frame = requestAnimationFrame((later) => this.tick(later));
      return;
    }
    this.draw();
    this.last = performance.now();
    this.drawn?.();
  }

  draw() {
    if (!this.next) return;
    this.view = this.next;
    if (this.stale) {
      L.DomUtil.setTransform(this.box, this.corner, 1);
      this.dirty = new Set(this.canvases.keys());
      this.stale = false;
    }
    for (const name of this.dirty) this.drawOne(name, this.canvases.get(name));
    this.dirty.clear();
  }

  drawOne(name, canvas) {
    const [width, height] = [
      Math.round(this.view.width * this.view.ratio),
      Math.round(this.view.height * this.view.ratio),
    ];
    if (canvas.width !== width || canvas.height !== height) {
      Object.assign(canvas, { width, height });
      canvas.style.width = `${this.view.width}px`;
      canvas.style.height = `${this.view.height}px`;
    }
    const ctx = canvas.getContext("2d");
    ctx.setTransform(1, 0, 0, 1, 0, 0);
    ctx.clearRect(0, 0, width, height);
    this.paint(name, ctx, this.view);
  }
}
