/** Leaflet 1.9.4 as a module: its own build is a script that sets a global. */

import "../../vendor/leaflet/leaflet.js";

export const L = globalThis.L;
