"""Outlines of slum pockets: strips along a bank, blocks between streets; valid and never overlapping."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
import shapely

from geo.demo.draw import Floats
from geo.demo.geography import Frame, Geography

STRIP_TYPES = (1, 2)
"""Typologies drawn as strips along water: over water, waterside."""

_STEP_M = 18.0
_GAP_M = 12.0
_MIN_WIDTH_M = 18.0


@dataclass
class Ground:
    """The land a pocket may still take: the desa minus what is taken already."""

    geography: Geography
    rng: np.random.Generator
    taken: list[shapely.Geometry] = field(default_factory=list)

    def settle(self, desa: int, luas_ha: float, tipologi: int) -> shapely.Geometry | None:
        """An outline of exactly `luas_ha` inside a desa (index) and apart from all others, or None."""
        for outline in self._attempts(desa, luas_ha, tipologi):
            if outline.is_valid and self._free(desa, outline):
                self.taken.append(outline)
                return outline
        return None

    def _free(self, desa: int, outline: shapely.Geometry) -> bool:
        if not shapely.contains_properly(self.geography.shape[desa], outline):
            return False
        gap = _GAP_M / 110_000
        return not self.taken or bool((shapely.distance(np.array(self.taken), outline) > gap).all())

    def _attempts(self, desa: int, luas_ha: float, tipologi: int) -> Iterator[shapely.Geometry]:
        for _ in range(12):
            place, line = self._anchor(desa, tipologi)
            area = luas_ha * 10_000
            wet = tipologi in STRIP_TYPES
            outline = strip(self.rng, line, area) if wet else block(self.rng, area)
            yield place.to_degrees(_sized(outline, area))

    def _anchor(self, desa: int, tipologi: int) -> tuple[Frame, shapely.Geometry | None]:
        """A place in the desa and, for a strip, the bank that runs through it (metres around the place)."""
        land = self.geography
        water = land.river[desa] if land.river[desa] is not None else land.coast[desa]
        if tipologi not in STRIP_TYPES or water is None:
            return self._near_centre(desa), None
        centre = Frame(float(land.lon[desa]), float(land.lat[desa]))
        bank = max(shapely.get_parts(centre.to_metres(shapely.line_merge(water))), key=shapely.length)
        near = shapely.line_locate_point(bank, shapely.Point(0, 0))
        at = shapely.line_interpolate_point(bank, near + self.rng.normal(0, 900))
        lon, lat = centre.to_degrees(at).coords[0]
        place = Frame(lon, lat)
        return place, place.to_metres(centre.to_degrees(bank))

    def _near_centre(self, desa: int) -> Frame:
        reach = 0.12 * np.sqrt(self.geography.luas_km2[desa]) * 1000
        east, north = self.rng.normal(0, min(reach, 900.0), 2)
        centre = Frame(float(self.geography.lon[desa]), float(self.geography.lat[desa]))
        lon, lat = centre.to_degrees(shapely.Point(east, north)).coords[0]
        return Frame(lon, lat)


def strip(rng: np.random.Generator, line: shapely.Geometry | None, area_m2: float) -> shapely.Geometry:
    """A strip beside a line near the origin, or along a winding path of its own (metres)."""
    length = np.sqrt(area_m2 * rng.uniform(4, 9))
    length = min(length, area_m2 / _MIN_WIDTH_M)
    path = _winding(rng, length) if line is None else _stretch(line, length)
    steps = max(int(path.length / _STEP_M), 4)
    along = np.linspace(0, path.length, steps + 1)
    spine = shapely.get_coordinates(shapely.line_interpolate_point(path, along))
    tangent = np.gradient(spine, axis=0)
    normal = np.column_stack([-tangent[:, 1], tangent[:, 0]]) / np.hypot(*tangent.T)[:, None]
    side = rng.choice((-1.0, 1.0))
    width = area_m2 / path.length
    inner = 6 + 5 * _wander(rng, steps + 1)
    ends = np.minimum(np.sin(np.linspace(0, np.pi, steps + 1)) * 3 + 0.35, 1)
    outer = inner + width * (1 + 0.28 * _wander(rng, steps + 1)) * ends
    bank, back = spine + normal * (side * inner)[:, None], spine + normal * (side * outer)[:, None]
    return shapely.Polygon(np.vstack([bank, back[::-1]]))


def block(rng: np.random.Generator, area_m2: float) -> shapely.Geometry:
    """A rounded, slightly crooked block around the origin (metres)."""
    corners = int(rng.integers(18, 28))
    angle = np.linspace(0, 2 * np.pi, corners, endpoint=False)
    aspect, power = rng.uniform(1.1, 1.9), rng.uniform(2.4, 4.5)
    radius = (np.abs(np.cos(angle) / aspect) ** power + np.abs(np.sin(angle)) ** power) ** (-1 / power)
    for wave in range(2, 6):
        radius *= 1 + rng.normal(0, 0.16 / wave) * np.cos(wave * angle + rng.uniform(0, 2 * np.pi))
    turn = angle + rng.uniform(0, np.pi)
    ring = np.column_stack([np.cos(turn), np.sin(turn)]) * (radius * np.sqrt(area_m2 / 4))[:, None]
    return shapely.Polygon(ring)


def _sized(outline: shapely.Geometry, area_m2: float) -> shapely.Geometry:
    factor = np.sqrt(area_m2 / outline.area) if outline.area else 1.0
    middle = np.array(outline.centroid.coords[0]) if outline.area else np.zeros(2)
    return shapely.transform(outline, lambda xy: (xy - middle) * factor + middle)


def _stretch(line: shapely.Geometry, length: float) -> shapely.Geometry:
    """The part of a line of a given length around its point nearest to the origin."""
    at = float(shapely.line_locate_point(line, shapely.Point(0, 0)))
    start = max(0.0, min(at - length / 2, line.length - length))
    ends = np.linspace(start, min(start + length, line.length), 24)
    return shapely.LineString(shapely.get_coordinates(shapely.line_interpolate_point(line, ends)))


def _winding(rng: np.random.Generator, length: float) -> shapely.Geometry:
    """A path of a given length through the origin that turns as a creek does."""
    steps = max(int(length / _STEP_M), 6)
    turn = rng.uniform(0, 2 * np.pi) + np.cumsum(rng.normal(0, 0.11, steps))
    path = np.cumsum(np.column_stack([np.cos(turn), np.sin(turn)]) * (length / steps), axis=0)
    return shapely.LineString(path - path[steps // 2])


def _wander(rng: np.random.Generator, steps: int) -> Floats:
    """A smooth random series in about −1…1."""
    window = np.hanning(7)
    rough = rng.normal(0, 1, steps + 6)
    return np.clip(np.convolve(rough, window / np.sqrt((window**2).sum()), "valid") * 0.6, -1, 1)
