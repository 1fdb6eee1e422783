"""Coordinate reference systems by name, and the metric one that fits an area."""

from __future__ import annotations

from geo.errors import CoordinateError

WGS84 = 4326
WEB_MERCATOR = 3857

EARTH_RADIUS_M = 6_371_008.8
METRES_PER_DEGREE = 111_195.08
"""Length of one degree of latitude on the mean sphere, in metres."""


def metric_crs(lon: float, lat: float) -> int:
    """EPSG code of the UTM zone (metres, WGS 84) that holds a point of EPSG:4326.

    Kalimantan Timur lies on both sides of the equator, so its areas are 32650 in the north and 32750
    in the south. Raises CoordinateError beyond UTM's 84° N to 80° S.

    Examples
    --------
    >>> metric_crs(117.15, -0.5), metric_crs(117.6, 2.1), metric_crs(113.9, 0.4)
    (32750, 32650, 32649)
    """
    if not (-180 <= lon <= 180 and -80 <= lat <= 84):
        raise CoordinateError("koordinat_tidak_sah", field="lon, lat", value=(lon, lat), limit="UTM")
    zone = min(int((lon + 180) // 6) + 1, 60)
    return (32600 if lat >= 0 else 32700) + zone
