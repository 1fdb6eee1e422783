"""Where people can be: the shapes of desa, and what they tell of town, river, coast and distance."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from geo.demo.draw import Bits, Floats, Ints

Shapes = NDArray[np.object_]

_SHORTEST_COAST_DEG = 0.002
_ALONG_RIVER_M = 2_500.0
"""A settlement this near to a river is strung along it."""


@dataclass(frozen=True)
class Geography:
    """Desa in the order of their codes; every array has one entry a desa. Degrees of EPSG:4326."""

    desa_id: Ints
    kelurahan: Bits
    shape: Shapes
    lon: Floats
    lat: Floats
    river: Shapes
    coast: Shapes
    luas_km2: Floats
    urban: Floats
    remote: Floats

    @property
    def kabkota_id(self) -> Ints:
        """The kab/kota of each desa: the first four digits of its code."""
        return self.desa_id // 1_000_000

    @property
    def kecamatan_id(self) -> Ints:
        """The kecamatan of each desa: the first six digits of its code."""
        return self.desa_id // 10_000


@dataclass(frozen=True)
class Frame:
    """Metres around a place: sizes of a degree on the WGS 84 ellipsoid at its latitude."""

    lon: float
    lat: float

    @property
    def scale(self) -> tuple[float, float]:
        """Metres a degree of longitude and of latitude."""
        return metres_per_degree(self.lat)

    def to_metres(self, shape: object) -> shapely.Geometry:
        """A shape of EPSG:4326 as metres east and north of the place."""
        return shapely.transform(shape, lambda xy: (xy - (self.lon, self.lat)) * self.scale)

    def to_degrees(self, shape: object) -> shapely.Geometry:
        """A shape in metres east and north of the place, in EPSG:4326."""
        return shapely.transform(shape, lambda xy: xy / self.scale + (self.lon, self.lat))


def metres_per_degree(lat: float) -> tuple[float, float]:
    """Metres a degree of longitude and of latitude on the WGS 84 ellipsoid.

    Examples
    --------
    >>> [round(v) for v in metres_per_degree(0.0)]
    [111319, 110574]
    """
    sine = np.sin(np.radians(lat))
    bulge = 1 - 0.00669437999014 * sine**2
    east = np.pi / 180 * 6_378_137.0 / np.sqrt(bulge) * np.cos(np.radians(lat))
    north = np.pi / 180 * 6_378_137.0 * (1 - 0.00669437999014) / bulge**1.5
    return float(east), float(north)


def survey(desa: pd.DataFrame, rivers: Shapes) -> Geography:
    """Read the land: what is town, what is far, where water runs past.

    Parameters
    ----------
    desa : DataFrame
        `desa_id`, `kelurahan` (bool), `lon`, `lat` (a point in or near it) and `geom` (polygon, EPSG:4326).
    rivers : array of shapely lines in EPSG:4326
    """
    desa = desa.sort_values("desa_id", ignore_index=True)
    shape = np.asarray(desa["geom"], dtype=object)
    shapely.prepare(shape)
    lon, lat = _inside(desa["lon"].to_numpy(float), desa["lat"].to_numpy(float), shape)
    area = _area_km2(shape)
    kelurahan = desa["kelurahan"].to_numpy(bool)
    return Geography(
        desa_id=desa["desa_id"].to_numpy(np.int64),
        kelurahan=kelurahan,
        shape=shape,
        lon=lon,
        lat=lat,
        river=_rivers(shape, rivers),
        coast=_coast(shape),
        luas_km2=area,
        urban=_urban(area, kelurahan, desa["desa_id"].to_numpy(np.int64)),
        remote=_remote(lon, lat, kelurahan),
    )


def bearing_of_river(lines: object, lon: float, lat: float) -> float | None:
    """Direction (radians, from east) of the river where it passes nearest, None where none is near."""
    if not isinstance(lines, shapely.Geometry) or lines.is_empty:
        return None
    place = Frame(lon, lat)
    line = shapely.line_merge(place.to_metres(lines))
    here = shapely.Point(0, 0)
    if shapely.distance(line, here) > _ALONG_RIVER_M:
        return None
    part = min(shapely.get_parts(line), key=lambda one: shapely.distance(one, here))
    at = shapely.line_locate_point(part, here)
    (x0, y0), (x1, y1) = (shapely.line_interpolate_point(part, at + d).coords[0] for d in (-200, 200))
    return float(np.arctan2(y1 - y0, x1 - x0)) if (x0, y0) != (x1, y1) else None


def _inside(lon: Floats, lat: Floats, shape: Shapes) -> tuple[Floats, Floats]:
    """The given points, or where one lies outside its desa, a point on the desa's surface."""
    outside = ~shapely.contains_xy(shape, lon, lat)
    points = shapely.point_on_surface(shape[outside])
    lon, lat = lon.copy(), lat.copy()
    lon[outside], lat[outside] = shapely.get_x(points), shapely.get_y(points)
    return lon, lat


def _area_km2(shape: Shapes) -> Floats:
    middle = shapely.get_y(shapely.centroid(shape))
    east, north = np.array([metres_per_degree(lat) for lat in middle]).T
    return np.asarray(shapely.area(shape) * east * north / 1e6, dtype=np.float64)


def _rivers(shape: Shapes, rivers: Shapes) -> Shapes:
    """The stretch of river inside each desa, None where there is none."""
    found = np.full(len(shape), None, dtype=object)
    if not len(rivers):
        return found
    water = shapely.union_all(rivers)
    touched = shapely.intersects(shape, water)
    found[touched] = shapely.intersection(shape[touched], water)
    return found


def _coast(shape: Shapes) -> Shapes:
    """The stretch of the common outline inside each desa's own, None where it has none.

    Borders with the neighbouring provinces are outline too: a riverside or a lake is as good for a pocket.
    """
    land = shapely.get_parts(shapely.union_all(shape))
    # Exterior rings only: official outlines leave slivers between neighbours, which are no shore.
    outline = shapely.union_all(shapely.get_exterior_ring(land))
    edges = shapely.intersection(shapely.boundary(shape), outline)
    long = shapely.length(edges) > _SHORTEST_COAST_DEG
    found = np.full(len(shape), None, dtype=object)
    found[long] = [_lines(edge) for edge in edges[long]]
    return found


def _lines(shape: shapely.Geometry) -> shapely.Geometry:
    parts = shapely.get_parts(shape)
    return shapely.union_all(parts[(shapely.get_dimensions(parts) == 1) & ~shapely.is_empty(parts)])


def _urban(area_km2: Floats, kelurahan: Bits, desa_id: Ints) -> Floats:
    """How much of a town each desa is, 0–1: small, a kelurahan, in a kota."""
    kota = desa_id // 1_000_000 % 100 >= 70
    score = 1.2 - 0.8 * np.log10(np.maximum(area_km2, 0.1)) + 1.2 * kelurahan + 1.0 * kota
    return np.asarray(np.clip(score / 2.5, 0.0, 1.0), dtype=np.float64)


def _remote(lon: Floats, lat: Floats, kelurahan: Bits) -> Floats:
    """How far each desa is from the nearest kelurahan, 0–1 (1 from about 130 km)."""
    towns = shapely.points(lon[kelurahan], lat[kelurahan])
    if not len(towns):
        return np.full(len(lon), 0.5)
    tree = shapely.STRtree(towns)
    _, degrees = tree.query_nearest(shapely.points(lon, lat), return_distance=True, all_matches=False)
    return np.asarray(np.clip(degrees / 1.2, 0.0, 1.0) ** 0.7, dtype=np.float64)
