"""Rivers, lakes and land for the map's ground, from GSHHG and WDBII."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import shapely

from tools.reference.gshhg import LAKE, LAND, read_polygons, read_shapes

Feature = tuple[dict[str, Any], shapely.Geometry]
# The outer box within which a coordinate of the province may lie.
PROVINCE_BOX = (113.5, -2.8, 119.3, 2.7)
FINE_BOX = (112.5, -4.0, 120.5, 4.5)
WIDE_BOX = (104.0, -9.0, 128.0, 9.0)
KM_PER_DEG = 111.195
# Islets of less than some 60 km2 far away are left out.
FAR_LEAST_DEG2 = 0.005

# The source has no names. A water is named by a town or a middle that everyone in the province knows.
RIVERS = {
    "Mahakam": [(117.15, -0.50)],
    "Barito": [(114.89, -0.95), (114.88, -2.29)],
    "Kayan": [(117.37, 2.84), (116.20, 2.27)],
    "Kapuas": [(112.93, 0.87)],
}
LAKES = {"Danau Jempang": [(116.19, -0.45)], "Danau Semayang dan Danau Melintang": [(116.40, -0.27)]}
NAME_REACH_DEG = 0.06
NAMED_RIVER_KM = 100.0


def rivers(folder: Path) -> Iterator[Feature]:
    """Yield rivers inside the province's box; `kelas` is 1 from 100 km, 2 from 25 km, else 3."""
    lines = [shapely.linestrings(shape.coords) for shape in read_shapes(folder, "rivers", FINE_BOX)]
    merged = shapely.get_parts(shapely.line_merge(shapely.union_all(lines)))
    for line in sorted(merged, key=lambda found: (-found.length, found.wkt)):
        clipped = shapely.intersection(line, shapely.box(*PROVINCE_BOX))
        if clipped.length * KM_PER_DEG >= 1:
            length_km = line.length * KM_PER_DEG
            name = _name(line, RIVERS) if length_km >= NAMED_RIVER_KM else None
            yield {"nama": name, "kelas": _river_class(length_km)}, _multi_line(clipped)


def lakes(folder: Path) -> Iterator[Feature]:
    """Yield lakes inside the province's box, largest first."""
    found = shapely.get_parts(read_polygons(folder, LAKE, PROVINCE_BOX))
    for lake in sorted(found, key=lambda shape: -shape.area):
        yield {"nama": _name(lake, LAKES)}, shapely.simplify(lake, 0.0002)


def land(folder: Path) -> Iterator[Feature]:
    """Yield the land around: to 100 m near the province, to 3 km across the wider sea."""
    near = shapely.simplify(read_polygons(folder, LAND, FINE_BOX), 0.001)
    far = shapely.simplify(read_polygons(folder, LAND, WIDE_BOX), 0.03)
    far = shapely.difference(shapely.make_valid(far), shapely.box(*FINE_BOX))
    for rinci, shape in ((True, near), (False, far)):
        parts = shapely.get_parts(shapely.set_precision(shape, 1e-4))
        large = [
            part for part in parts if part.geom_type == "Polygon" and (rinci or part.area > FAR_LEAST_DEG2)
        ]
        yield {"rinci": rinci}, shapely.multipolygons(large)


def _river_class(length_km: float) -> int:
    return 1 if length_km >= 100 else 2 if length_km >= 25 else 3


def _name(shape: shapely.Geometry, names: dict[str, list[tuple[float, float]]]) -> str | None:
    for name, places in names.items():
        if shapely.dwithin(shape, shapely.points(places), NAME_REACH_DEG).any():
            return name
    return None


def _multi_line(shape: shapely.Geometry) -> shapely.Geometry:
    return shapely.multilinestrings(list(shapely.get_parts(shape)))
