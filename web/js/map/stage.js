/** The map: Leaflet moves it, painters draw it, tiles feed it; the page only hands it the state. */

import { L } from "./leaflet.js";
import { Painting } from "./painting.js";
import { paintBase } from "./paint/base.js";
import { paintCells, scaleOf } from "./paint/cells.js";
import { layLabels, paintLabels } from "./paint/labels.js";
import { paintOutline, paintRing } from "./paint/marks.js";
import { paintPocketMarks, paintPockets } from "./paint/pockets.js";
import { paintPoints } from "./paint/points.js";
import { clipTo } from "./paint/shapes.js";
import { readTheme } from "./paint/theme.js";
import { boundaryScene, choroplethScene, dataStyle, isData, labelScene } from "./scene.js";
import { Sources } from "./sources.js";
import { farthest, standing } from "./view.js";
import { isMasked, levelOf, LEVEL_LAYER, shownLevel } from "../tally.js";

const FOOT_PX = 52;
/** Below this zoom squares would hide the small marks of slum pockets. */
const POCKETS_FIRST = 10;
const BELOW = "dasar";
const ABOVE = "atas";
const MAP_OPTIONS = {
  attributionControl: false,
  zoomControl: false,
  doubleClickZoom: false,
  zoomSnap: 0.1,
  zoomDelta: 1,
  wheelPxPerZoomLevel: 90,
  minZoom: 3,
  maxZoom: 18,
  boxZoom: true,
  keyboardPanDelta: 120,
  worldCopyJump: false,
};

const PAINTERS = {
  keluarga: { cells: paintCells, points: paintPoints },
  kumuh: { points: paintPocketMarks, polygons: paintPockets },
};

export class Stage {
  /**
   * @param {HTMLElement} element
   * @param {{moved: (view: object) => void, drawn: (kinds: object) => void, failed: (error: string|null) => void}} hears
   */
  constructor(element, hears) {
    this.hears = hears;
    this.sources = new Sources((layer, error) => this.arrived(layer, error));
    this.signatures = new Map();
    this.ring = null;
    this.theme = readTheme();
    this.map = L.map(element, MAP_OPTIONS);
    this.painting = new Painting(
      (name, ctx, view) => this.paint(name, ctx, view),
      () => this.plan(),
    );
    this.painting.loading = () => this.pending > 0;
    this.painting.drawn = () => hears.drawn({ kinds: this.kinds(), scales: this.scales() });
    this.map.on("moveend", () => hears.moved(this.viewState()));
  }

  viewState() {
    const { lat, lng } = this.map.getCenter();
    return { lat, lng, zoom: this.map.getZoom() };
  }

  /** Show a view {lat, lng, zoom}, or fit an extent [w, s, e, n]; the first call starts the map. */
  start({ view, extent }, insets) {
    if (view) this.map.setView([view.lat, view.lng], view.zoom, { animate: false });
    else this.fit(extent, insets, false);
    this.map.addLayer(this.painting);
    this.hears.moved(this.viewState());
  }

  /** No further out than one step beyond the whole extent, no further away than it is wide. */
  limit([west, south, east, north], insets) {
    this.map.setMinZoom(farthest(this.map, [west, south, east, north], FOOT_PX + insets.bottom));
    const [dx, dy] = [(east - west) * 1.2, (north - south) * 1.2];
    this.map.setMaxBounds([
      [south - dy, west - dx],
      [north + dy, east + dx],
    ]);
  }

  /** @param {number[]} extent [w, s, e, n] @param {{bottom: number}} insets CSS pixels that a sheet covers */
  fit([west, south, east, north], insets = { bottom: 0 }, animate = true) {
    const bounds = [
      [south, west],
      [north, east],
    ];
    const options = { paddingTopLeft: [16, 16], paddingBottomRight: [16, FOOT_PX + insets.bottom], maxZoom: 15 };
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    if (animate && !calm) this.map.flyToBounds(bounds, { ...options, duration: 0.4 });
    else this.map.fitBounds(bounds, { ...options, animate: false });
  }

  /** Ground resolution in the middle of the map. */
  metresPerPixel() {
    const { lat, zoom } = this.viewState();
    return (40075016.686 * Math.cos((lat * Math.PI) / 180)) / (256 * 2 ** zoom);
  }

  zoomBy(step) {
    this.map.setZoom(this.map.getZoom() + step);
  }

  /** The container changed its size: a panel was folded or the screen turned. */
  resized() {
    this.map.invalidateSize({ animate: false, pan: true });
  }

  /** Take over the page's state: fetch what it needs, draw again what it changes. */
  sync(state) {
    this.state = state;
    if (!state.catalogue) return;
    this.read(state.catalogue);
    this.theme = readTheme();
    this.painting.arrange(this.canvasList());
    this.plan();
    this.redrawChanged();
  }

  /** Take over a catalogue; a layer of a new version has a new address. */
  read(catalogue) {
    if (this.sources.read(catalogue)) this.signatures.clear();
  }

  /** Data layers that are on, top first as in the list of cards; from afar slum pockets before all families. */
  dataEntries() {
    const on = this.state.layers.filter((entry) => entry.on);
    const data = on.filter((entry) => this.sources.has(entry.name) && isData(this.sources.layer(entry.name)));
    if (!(this.painting.next?.zoom < POCKETS_FIRST)) return data;
    const isPocket = (entry) => this.sources.layer(entry.name).group === "kumuh";
    return [...data.filter(isPocket), ...data.filter((entry) => !isPocket(entry))];
  }

  canvasList() {
    const data = this.dataEntries().reverse();
    return [
      { name: BELOW, opacity: 1 },
      ...data.map(({ name, opacity }) => ({ name, opacity })),
      { name: ABOVE, opacity: 1 },
    ];
  }

  /** Names of the layers the ground and the marks are made of at this view. */
  groundLayers() {
    const names = new Set(["provinsi", LEVEL_LAYER[shownLevel(this.state)], LEVEL_LAYER[levelOf(this.state.place)]]);
    for (const { name } of this.boundaries()) names.add(name);
    for (const { name } of this.labels()) names.add(name);
    for (const { name } of [...this.rivers(), ...this.around()]) names.add(name);
    return [...names].filter((name) => this.sources.has(name));
  }

  boundaries() {
    return boundaryScene(this.state, this.zoom, this.unit, this.theme);
  }

  labels() {
    return labelScene(this.state, this.zoom, this.unit, this.theme);
  }

  rivers() {
    return this.baseLayers("line");
  }

  /** Land and lakes around the province. */
  around() {
    return this.baseLayers("polygon");
  }

  /** Layers of the base map of one geometry that are on. */
  baseLayers(geometry) {
    const base = this.state.catalogue.layers.filter((one) => one.group === "dasar" && one.geometry === geometry);
    return base.filter((layer) => this.state.layers.some((entry) => entry.name === layer.name && entry.on));
  }

  get zoom() {
    return this.painting.next.zoom;
  }

  get unit() {
    return this.painting.next.unit;
  }

  /** Ask for the tiles of the present view and let go of all others. */
  plan() {
    if (!this.state?.catalogue || !this.painting.next) return;
    const data = this.dataEntries().map((entry) => entry.name);
    this.sources.plan(new Set([...this.groundLayers(), ...data]), this.painting.next);
  }

  tiles(name, view) {
    return this.sources.tiles(name, view);
  }

  get pending() {
    return this.sources.pending;
  }

  retry() {
    this.sources.retry();
    this.plan();
  }

  arrived(layer, error) {
    this.hears.failed(error);
    this.painting.redraw(isData(layer) ? [layer.name] : [BELOW, ABOVE]);
  }

  /** Redraw the canvases whose part of the state is not what it was. */
  redrawChanged() {
    for (const [name, value] of this.signature()) {
      const old = this.signatures.get(name);
      if (old && old.length === value.length && old.every((item, i) => item === value[i])) continue;
      this.signatures.set(name, value);
      this.painting.redraw([name]);
    }
  }

  signature() {
    const { state } = this;
    const boundaries = state.layers.filter(
      (entry) => !this.sources.has(entry.name) || !isData(this.sources.layer(entry.name)),
    );
    const shared = [state.theme, state.place, shownLevel(state), JSON.stringify(boundaries)];
    const look = [state.theme, state.language, Boolean(state.indicator)];
    const data = this.dataEntries().map((entry) => [entry.name, [...look, entry.off.join()]]);
    return [[BELOW, [...shared, state.indicator, state.tally]], [ABOVE, [...shared, state.hover, this.ring]], ...data];
  }

  paint(name, ctx, view) {
    if (!this.state?.catalogue) return;
    if (name === BELOW) this.paintGround(ctx, view);
    else if (name === ABOVE) this.paintAbove(ctx, view);
    else this.paintData(name, ctx, view);
  }

  paintGround(ctx, view) {
    const choropleth = choroplethScene(this.state, this.theme);
    const opacityOf = (layer) => this.state.layers.find((entry) => entry.name === layer.name)?.opacity ?? 1;
    paintBase(ctx, view, {
      theme: this.theme,
      around: this.around().flatMap((layer) => this.tiles(layer.name, view)),
      land: this.tiles("provinsi", view),
      choropleth: choropleth && { tiles: this.tiles(choropleth.layer, view), fillOf: choropleth.fillOf },
      rivers: this.rivers().map((layer) => ({
        tiles: this.tiles(layer.name, view),
        color: this.theme.river,
        width: layer.style.width || 1,
        opacity: opacityOf(layer),
      })),
      boundaries: this.boundaries().map((one) => ({ ...one, tiles: this.tiles(one.name, view) })),
    });
  }

  styleOf(name) {
    const layer = this.sources.layer(name);
    const entry = this.state.layers.find((one) => one.name === name);
    const style = dataStyle(layer, entry, this.theme, this.state);
    return isMasked(layer) ? { ...style, ...this.scale(name, style.off) } : style;
  }

  /** The measure of a masked layer's squares in the view; it changes with the view and with what is filtered out. */
  scale(name, off = new Set(this.state.layers.find((one) => one.name === name).off)) {
    const { view } = this.painting;
    return scaleOf(view, this.tiles(name, view), off);
  }

  /** That measure of every masked layer on show, for the key of sizes. */
  scales() {
    const on = this.state?.catalogue ? this.dataEntries() : [];
    const masked = on.filter(({ name }) => isMasked(this.sources.layer(name)));
    return Object.fromEntries(masked.map(({ name }) => [name, this.scale(name)]));
  }

  paintData(name, ctx, view) {
    const style = this.styleOf(name);
    const painters = PAINTERS[this.sources.layer(name).group];
    for (const tile of this.tiles(name, view)) {
      ctx.save();
      if (tile.cut) clipTo(ctx, view, tile.cut);
      for (const part of tile.layers) painters[part.kind]?.(ctx, view, tile, part, style);
      ctx.restore();
    }
  }

  paintAbove(ctx, view) {
    const { state, theme } = this;
    const halo = [theme.halo, 6];
    if (levelOf(state.place) > 1) {
      const tiles = this.tiles(LEVEL_LAYER[levelOf(state.place)], view);
      paintOutline(ctx, view, tiles, (code) => code === state.place, [halo, [theme.accent, 3]]);
    }
    if (state.hover && state.hover !== state.place) {
      const tiles = this.tiles(LEVEL_LAYER[levelOf(state.hover)], view);
      paintOutline(ctx, view, tiles, (code) => code === state.hover, [
        [theme.halo, 4.5],
        [theme.ink, 2],
      ]);
    }
    const levels = this.labels().map((level) => ({ ...level, tiles: this.tiles(level.name, view) }));
    paintLabels(ctx, view, layLabels(ctx, view, levels, standing(this.map, view)), theme.halo);
    if (this.ring) paintRing(ctx, view, this.ringIn(view), theme);
  }

  /** A ring around what was clicked; null takes it away. */
  mark(found) {
    this.ring = found && { latlng: found.latlng, size: (found.size || 4) + 6 };
    this.redrawChanged();
  }

  ringIn(view) {
    const at = this.map.project(this.ring.latlng, view.zoom);
    return { x: at.x - view.left, y: at.y - view.top, size: this.ring.size };
  }

  /** What the families of each layer are drawn as: "cells", "points" or "both". */
  kinds() {
    const { view } = this.painting;
    const kinds = {};
    for (const { name } of this.state?.catalogue ? this.dataEntries() : []) {
      const found = new Set(this.tiles(name, view).flatMap((tile) => tile.layers.map((layer) => layer.kind)));
      if (found.size) kinds[name] = found.size > 1 ? "both" : [...found][0];
    }
    return kinds;
  }
}
