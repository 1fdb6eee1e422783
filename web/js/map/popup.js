/** A popup with content of our own: Leaflet places it, the page fills it. */

import { L } from "./leaflet.js";
import { t } from "../text.js";

/**
 * @param {L.Map} map @param {L.LatLng} latlng @param {() => void} closed
 * @returns {{element: HTMLElement, popup: L.Popup}}
 */
export function openPopup(map, latlng, closed) {
  const element = document.createElement("div");
  const size = { maxWidth: 320, minWidth: 220, autoPanPadding: [24, 24], closeButton: true, className: "gelembung" };
  const popup = L.popup(size).setLatLng(latlng).setContent(element).openOn(map);
  popup.on("remove", closed);
  popup.getElement()?.querySelector(".leaflet-popup-close-button")?.setAttribute("aria-label", t("popup.close"));
  return { element, popup };
}
