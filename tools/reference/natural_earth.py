"""Countries of Natural Earth 1:10m, decoded from the TopoJSON of the npm package world-atlas."""

import json
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import shapely

from tools.reference.packages import ATLAS, read_member


def read_countries(folder: Path, names: Collection[str]) -> shapely.Geometry:
    """Return the union of the named countries, EPSG:4326."""
    topology = json.loads(read_member(folder, ATLAS, "package/countries-10m.json"))
    arcs = _arcs(topology)
    rings = [
        polygon
        for country in topology["objects"]["countries"]["geometries"]
        if country["properties"]["name"] in names
        for polygon in _polygons(country, arcs)
    ]
    return shapely.union_all(rings)


def _arcs(topology: dict[str, Any]) -> list[np.ndarray]:
    scale, translate = topology["transform"]["scale"], topology["transform"]["translate"]
    return [np.cumsum(np.array(arc), axis=0) * scale + translate for arc in topology["arcs"]]


def _polygons(country: dict[str, Any], arcs: list[np.ndarray]) -> Iterator[shapely.Geometry]:
    single = country["type"] == "Polygon"
    for rings in [country["arcs"]] if single else country["arcs"]:
        outer, *holes = (_ring(ring, arcs) for ring in rings)
        yield shapely.make_valid(shapely.Polygon(outer, holes))


def _ring(indices: list[int], arcs: list[np.ndarray]) -> np.ndarray:
    # A negative index is the arc ~index read backwards; consecutive arcs repeat their shared point.
    parts = [arcs[index] if index >= 0 else arcs[~index][::-1] for index in indices]
    return np.concatenate([parts[0], *(part[1:] for part in parts[1:])])
