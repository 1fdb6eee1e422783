"""Areas that share their borders: gaps and overlaps found, slivers mended, levels dissolved upward."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from geo.crs import METRES_PER_DEGREE

if TYPE_CHECKING:
    import shapely

Geometries = NDArray[np.object_]

HECTARE_M2 = 10_000.0
SLIVER_M = 50.0
"""Greatest width of a gap or overlap that comes from drawing the same border twice."""


@dataclass(frozen=True)
class Flaw:
    """A gap (`first` and `second` are -1) or an overlap of two areas; widest inner circle and size."""

    first: int
    second: int
    geometry: shapely.Geometry
    width_m: float
    area_ha: float

    @property
    def is_sliver(self) -> bool:
        """Whether it is narrow enough to be mended."""
        return self.width_m <= SLIVER_M


def area_ha(geometries: Geometries) -> NDArray[np.float64]:
    """Return geodesic areas in hectares of polygons in EPSG:4326, on the WGS 84 ellipsoid.

    Examples
    --------
    >>> import shapely
    >>> float(area_ha(np.array([shapely.box(117, 0, 117.01, 0.01)]))[0].round(1))
    123.1
    """
    import shapely

    found = np.zeros(len(geometries))
    parts, owner = shapely.get_parts(geometries, return_index=True)
    for part, position in zip(parts, owner, strict=True):
        outer, *holes = (_ring_m2(ring) for ring in shapely.get_rings(part)) if not part.is_empty else (0.0,)
        found[position] += outer - sum(holes)
    return found / HECTARE_M2


def _ring_m2(ring: Any) -> float:
    import pyproj
    import shapely

    x, y = shapely.get_coordinates(ring).T
    return abs(float(pyproj.Geod(ellps="WGS84").polygon_area_perimeter(x, y)[0]))


def polygons_of(geometry: shapely.Geometry) -> shapely.Geometry:
    """Return all polygons in a geometry of any type as one MultiPolygon, empty when it holds none.

    Examples
    --------
    >>> import shapely
    >>> mixed = shapely.GeometryCollection([shapely.Point(0, 0), shapely.box(0, 0, 1, 1)])
    >>> polygons_of(mixed).geom_type, polygons_of(shapely.Point(0, 0)).is_empty
    ('MultiPolygon', True)
    """
    import shapely

    parts = [geometry]
    while any(part.geom_type not in ("Polygon", "Point", "LineString", "LinearRing") for part in parts):
        parts = [piece for part in parts for piece in shapely.get_parts(part)]
    return shapely.MultiPolygon([part for part in parts if part.geom_type == "Polygon" and not part.is_empty])


def dissolve(geometries: Geometries, groups: Sequence[Hashable]) -> Mapping[Any, shapely.Geometry]:
    """Return the union of each group as a MultiPolygon; borders between groups stay the same line.

    Raises shapely.GEOSException when the areas of a group do not share their borders exactly.

    Examples
    --------
    >>> import shapely
    >>> cells = np.array([shapely.box(x, 0, x + 1, 1) for x in range(4)])
    >>> {key: union.area for key, union in dissolve(cells, ["a", "a", "b", "b"]).items()}
    {'a': 2.0, 'b': 2.0}
    """
    import shapely

    members: dict[Hashable, list[Any]] = {}
    for geometry, group in zip(geometries, groups, strict=True):
        members.setdefault(group, []).append(geometry)
    return {
        group: polygons_of(shapely.coverage_union_all(parts) if len(parts) > 1 else parts[0])
        for group, parts in members.items()
    }


def find_gaps(geometries: Geometries) -> list[Flaw]:
    """Return the holes that no area fills, widest first."""
    import shapely

    union = shapely.union_all(geometries)
    rings = [ring for part in shapely.get_parts(union) for ring in part.interiors]
    holes = shapely.polygons(rings) if rings else np.empty(0, dtype=object)
    return _flaws([(-1, -1)] * len(holes), holes)


def find_overlaps(geometries: Geometries) -> list[Flaw]:
    """Return the places that two areas claim, widest first; `first` < `second` are positions."""
    import shapely

    left, right = shapely.STRtree(geometries).query(geometries, predicate="intersects")
    once = left < right
    left, right = left[once], right[once]
    shared = shapely.intersection(geometries[left], geometries[right])
    polygons = np.array([polygons_of(part) for part in shared], dtype=object)
    dry = ~shapely.is_empty(polygons) if len(polygons) else np.zeros(0, dtype=bool)
    return _flaws(list(zip(left[dry].tolist(), right[dry].tolist(), strict=True)), polygons[dry])


def _flaws(pairs: Sequence[tuple[int, int]], geometries: Geometries) -> list[Flaw]:
    flaws = [
        Flaw(*pair, geometry, width, size)
        for pair, geometry, width, size in zip(
            pairs, geometries, widths_m(geometries), area_ha(geometries), strict=True
        )
        if size > 0
    ]
    return sorted(flaws, key=lambda flaw: -flaw.width_m)


def widths_m(geometries: Geometries) -> NDArray[np.float64]:
    """Return the diameter of the widest circle inside each polygon, in metres near the equator.

    Examples
    --------
    >>> import shapely
    >>> float(widths_m(np.array([shapely.box(117, 0, 118, 0.001)]))[0].round())
    111.0
    """
    import shapely

    widest = np.zeros(len(geometries))
    for position, geometry in enumerate(geometries):
        parts = [part for part in shapely.get_parts(geometry) if part.area > 0]
        circles = [shapely.length(shapely.maximum_inscribed_circle(part)) for part in parts]
        widest[position] = 2 * METRES_PER_DEGREE * max(circles, default=0.0)
    return widest


def mend(geometries: Geometries) -> Geometries:
    """Return the areas as one exact coverage, slivers given to the neighbour with the longest border.

    Areas in EPSG:4326; call only when every gap and overlap is a sliver. The order is kept. Borders may
    move by the noding distance even where nothing is wrong, so leave a clean coverage alone.
    """
    import shapely

    cleaned = shapely.coverage_clean(geometries, gap_width=SLIVER_M / METRES_PER_DEGREE)
    return np.array([polygons_of(geometry) for geometry in cleaned], dtype=object)
