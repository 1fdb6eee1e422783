/** Lengths and areas on the WGS 84 ellipsoid, for shapes up to a few hundred kilometres. */

const A = 6378137;
const E2 = 0.00669437999014;
const RADIANS = Math.PI / 180;

/** Metres per radian eastward and northward at a latitude in degrees. */
function radii(lat) {
  const sin2 = Math.sin(lat * RADIANS) ** 2;
  const prime = A / Math.sqrt(1 - E2 * sin2);
  return [prime * Math.cos(lat * RADIANS), (prime * (1 - E2)) / (1 - E2 * sin2)];
}

/** @param {{lat: number, lng: number}[]} path degrees @returns {number} metres */
export function lengthOf(path) {
  let length_m = 0;
  for (let i = 1; i < path.length; i++) {
    const [east, north] = radii((path[i].lat + path[i - 1].lat) / 2);
    length_m += Math.hypot(
      (path[i].lng - path[i - 1].lng) * RADIANS * east,
      (path[i].lat - path[i - 1].lat) * RADIANS * north,
    );
  }
  return length_m;
}

/** @param {{lat: number, lng: number}[]} ring degrees, open or closed @returns {number} square metres */
export function areaOf(ring) {
  if (ring.length < 3) return 0;
  const middle = ring.reduce((sum, { lat }) => sum + lat, 0) / ring.length;
  const [east, north] = radii(middle);
  let twice = 0;
  ring.forEach((a, i) => {
    const b = ring[(i + 1) % ring.length];
    twice += (a.lng - ring[0].lng) * (b.lat - ring[0].lat) - (b.lng - ring[0].lng) * (a.lat - ring[0].lat);
  });
  return Math.abs((twice / 2) * RADIANS * RADIANS * east * north);
}
