/** The measuring tool: a path on the map with its length, and its area once it has three corners. */

import { L } from "./leaflet.js";
import { areaOf, lengthOf } from "./geodesy.js";

export class Measure {
  /** @param {L.Map} map @param {(result: {points: number, length_m: number, area_m2: number}) => void} changed */
  constructor(map, changed) {
    this.map = map;
    this.changed = changed;
    this.points = [];
  }

  start() {
    this.shape = L.polygon([], { className: "ukur-bidang", interactive: false }).addTo(this.map);
    this.line = L.polyline([], { className: "ukur-garis", interactive: false }).addTo(this.map);
    this.dots = L.layerGroup().addTo(this.map);
    this.map.getContainer().classList.add("mengukur");
  }

  add(latlng) {
    this.points.push(latlng);
    const icon = L.divIcon({ className: "ukur-titik", iconSize: [12, 12] });
    L.marker(latlng, { icon, interactive: false, keyboard: false }).addTo(this.dots);
    this.show();
  }

  /** Take the last corner away. */
  undo() {
    this.points.pop();
    const last = this.dots.getLayers().at(-1);
    if (last) this.dots.removeLayer(last);
    this.show();
  }

  show() {
    this.line.setLatLngs(this.points);
    this.shape.setLatLngs(this.points.length > 2 ? this.points : []);
    this.changed({ points: this.points.length, length_m: lengthOf(this.points), area_m2: areaOf(this.points) });
  }

  stop() {
    for (const layer of [this.shape, this.line, this.dots]) layer?.remove();
    this.points = [];
    this.map.getContainer().classList.remove("mengukur");
  }
}
