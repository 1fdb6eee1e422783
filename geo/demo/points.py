"""Points of families: around their settlement, along its bank, or inside its pocket, within their desa."""

from __future__ import annotations

import numpy as np
import shapely

from geo.demo.draw import Floats, Ints
from geo.demo.geography import Frame, Geography, Shapes
from geo.demo.settlements import Settlements

# What is left of the way at each pull, for riverside hamlets and for others. The last one leaves a house a
# few metres from the middle, so that no two share a coordinate.
_PULLS = ((0.96, 0.6), (0.93, 0.6), (0.88, 0.6), (0.8, 0.5), (0.6, 0.5), (0.4, 0.3), (0.02, 0.02))
_FARMHOUSES = 0.12


def scatter(
    rng: np.random.Generator, land: Geography, places: Settlements, counts: Ints, outlines: Shapes
) -> tuple[Floats, Floats]:
    """Longitude and latitude (EPSG:4326) of every family, settlement after settlement.

    `counts` says how many families each settlement has, `outlines` are the shapes of the pockets. All
    points lie in their desa, apart from those of a settlement whose own centre does not.
    """
    of = np.repeat(np.arange(len(places)), counts)
    east, north = _offsets(rng, places, of)
    _follow_banks(rng, places, counts, east, north)
    per_lon, per_lat = _scales(places.lat)[:, of]
    x, y = places.lon[of] + east / per_lon, places.lat[of] + north / per_lat
    _fill_pockets(rng, places, counts, outlines, x, y)
    return _pull_inside(land, places, of, (x, y))


def _offsets(rng: np.random.Generator, places: Settlements, of: Ints) -> tuple[Floats, Floats]:
    """Metres east and north of the settlement, a few farmhouses far out."""
    far = np.where(rng.random(len(of), dtype=np.float32) < _FARMHOUSES, 2.5, 1.0)
    along = rng.standard_normal(len(of)) * places.along_m[of] * far
    across = rng.standard_normal(len(of)) * places.across_m[of] * far
    cosine, sine = np.cos(places.bearing)[of], np.sin(places.bearing)[of]
    return along * cosine - across * sine, along * sine + across * cosine


def _scales(lat: Floats) -> Floats:
    return np.array([Frame(0.0, one).scale for one in lat]).reshape(-1, 2).T


def _follow_banks(
    rng: np.random.Generator, places: Settlements, counts: Ints, east: Floats, north: Floats
) -> None:
    """Move the families of riverside hamlets beside the line of their bank, on both sides of it."""
    ends = np.cumsum(counts)
    for one in np.flatnonzero([bank is not None for bank in places.bank]):
        number, bank = int(counts[one]), places.bank[one]
        rows = slice(ends[one] - number, ends[one])
        start = shapely.line_locate_point(bank, shapely.Point(0, 0))
        at = np.clip(start + rng.normal(0, places.along_m[one], number), 0, bank.length)
        x, y = shapely.get_coordinates(shapely.line_interpolate_point(bank, at)).T
        away, angle = 20 + rng.exponential(55, number), rng.uniform(0, 2 * np.pi, number)
        east[rows], north[rows] = x + away * np.cos(angle), y + away * np.sin(angle)


def _fill_pockets(
    rng: np.random.Generator, places: Settlements, counts: Ints, outlines: Shapes, x: Floats, y: Floats
) -> None:
    """Put the families of each pocket anywhere inside its outline."""
    ends = np.cumsum(counts)
    for one in np.flatnonzero(places.pocket >= 0):
        number = int(counts[one])
        rows = slice(ends[one] - number, ends[one])
        x[rows], y[rows] = _inside(rng, outlines[places.pocket[one]], number)


def _inside(rng: np.random.Generator, outline: shapely.Geometry, number: int) -> tuple[Floats, Floats]:
    """Uniform points inside a polygon."""
    west, south, east, north = outline.bounds
    shapely.prepare(outline)
    tries = max(8, int(1.3 * number * (east - west) * (north - south) / outline.area))
    found = np.empty((0, 2))
    while len(found) < number:
        thrown = rng.uniform((west, south), (east, north), (tries, 2))
        found = np.vstack([found, thrown[shapely.contains_xy(outline, thrown)]])
    return found[:number, 0], found[:number, 1]


def _pull_inside(
    land: Geography, places: Settlements, of: Ints, point: tuple[Floats, Floats]
) -> tuple[Floats, Floats]:
    """Pull what fell outside its desa back: inland from a bank, toward the middle of any other settlement."""
    x, y = point
    desa = places.desa
    banked = np.array([bank is not None for bank in places.bank], dtype=np.bool_)
    to_lon = np.where(banked, land.lon[desa], places.lon)
    to_lat = np.where(banked, land.lat[desa], places.lat)
    outside = np.arange(len(of))
    for keep_bank, keep in _PULLS:
        outside = outside[~shapely.contains_xy(land.shape[desa[of[outside]]], x[outside], y[outside])]
        place = of[outside]
        left = np.where(banked[place], keep_bank, keep)
        x[outside] = to_lon[place] + left * (x[outside] - to_lon[place])
        y[outside] = to_lat[place] + left * (y[outside] - to_lat[place])
    return x, y
