"""Schematic boundaries: balanced cells of desa cut by the coast, one coverage without gaps or overlaps."""

from pathlib import Path

import numpy as np
import shapely
from scipy.spatial import cKDTree

from tools.reference.balance import Diagram, balance
from tools.reference.gshhg import LAND, read_polygons
from tools.reference.natural_earth import read_countries
from tools.reference.sites import BOX, Sites, read_sites

GRID_DEG = 1e-6
# Half of the coast's vertices go, at 20 m, which no schematic boundary can promise.
TOLERANCE_DEG = 0.0002
RIVALS = 90
# A desa whose cell holds less land than this stands over water: it is given a round islet of its own.
LEAST_LAND_KM2 = 0.05
ISLET_DEG = 0.002


def build_desa(folder: Path) -> dict[str, shapely.Geometry]:
    """Return the MultiPolygon (EPSG:4326, 1e-6 degree) of each of our desa by undotted Kemendagri code."""
    sites = read_sites(folder)
    land = read_land(folder)
    cells = balance(sites, *sample(sites, land))
    land = shapely.union(land, _islets(sites, cells, land))
    faces = _faces(_power_cells(cells, sites.ours), land)
    return _simplified(_collect(faces, sites, cells, land))


def read_land(folder: Path) -> shapely.Geometry:
    """Return GSHHG land around the province without Malaysia and Brunei (Natural Earth), EPSG:4326."""
    abroad = read_countries(folder, {"Malaysia", "Brunei"})
    return shapely.difference(read_polygons(folder, LAND, BOX), abroad)


def sample(sites: Sites, land: shapely.Geometry) -> tuple[np.ndarray, np.ndarray]:
    """Return points on land and their areas in square degrees, denser where desa are small."""
    size, places, kept = 0.02, _lattice(0.02), []
    while len(places):
        spacing = sites.tree.query(places, k=3)[0]
        places, spacing = places[spacing[:, 0] < 1.2], spacing[spacing[:, 0] < 1.2]
        split = (size > spacing[:, 2] / 12) & (size > 0.0007)
        kept.append(np.column_stack([places[~split], np.full((~split).sum(), size)]))
        size /= 2
        corners = np.array([(-1, -1), (-1, 1), (1, -1), (1, 1)]) * size / 2
        places = (places[split][:, None, :] + corners).reshape(-1, 2)
    found = np.concatenate(kept)
    shapely.prepare(land)
    found = found[shapely.intersects_xy(land, found[:, 0], found[:, 1])]
    return found[:, :2], found[:, 2] ** 2 * np.cos(np.radians(found[:, 1]))


def _lattice(size: float) -> np.ndarray:
    x, y = np.arange(BOX[0], BOX[2], size), np.arange(BOX[1], BOX[3], size)
    return np.stack(np.meshgrid(x, y), axis=-1).reshape(-1, 2) + size / 2


def _islets(sites: Sites, cells: Diagram, land: shapely.Geometry) -> shapely.Geometry:
    polygons = shapely.polygons(_power_cells(cells, sites.ours))
    dry_km2 = shapely.area(shapely.intersection(polygons, land)) * 111.195**2
    return shapely.union_all(
        shapely.buffer(shapely.points(sites.centres[sites.ours][dry_km2 < LEAST_LAND_KM2]), ISLET_DEG)
    )


def _power_cells(cells: Diagram, chosen: np.ndarray) -> list[shapely.Geometry]:
    _, rivals = cKDTree(cells.sites).query(cells.sites[chosen], k=RIVALS)
    numbers = np.flatnonzero(chosen)
    return [_cell(cells, number, near) for number, near in zip(numbers, rivals, strict=True)]


def _cell(cells: Diagram, number: int, rivals: np.ndarray) -> shapely.Geometry:
    west, south, east, north = BOX
    ring = np.array([(west, south), (east, south), (east, north), (west, north)])
    for rival in rivals[rivals != number]:
        normal = 2 * (cells.sites[rival] - cells.sites[number])
        squares = (cells.sites[[rival, number]] ** 2).sum(axis=1) - cells.weights[[rival, number]]
        ring = _keep_below(ring, ring @ normal - (squares[0] - squares[1]))
    return shapely.linearrings(ring)


def _keep_below(ring: np.ndarray, value: np.ndarray) -> np.ndarray:
    """Cut a convex ring where `value`, linear over the plane, is positive."""
    if (value <= 0).all():
        return ring
    after, value_after = np.roll(ring, -1, axis=0), np.roll(value, -1)
    kept: list[np.ndarray] = []
    for point, here, following, there in zip(ring, value, after, value_after, strict=True):
        if here <= 0:
            kept.append(point)
        if (here <= 0) != (there <= 0):
            kept.append(point + (following - point) * here / (here - there))
    return np.array(kept)


def _faces(rings: list[shapely.Geometry], land: shapely.Geometry) -> np.ndarray:
    lines = shapely.union_all([*rings, shapely.boundary(land)], grid_size=GRID_DEG)
    return shapely.get_parts(shapely.polygonize(shapely.get_parts(lines)))


def _collect(
    faces: np.ndarray, sites: Sites, cells: Diagram, land: shapely.Geometry
) -> dict[str, shapely.Geometry]:
    inside = shapely.get_coordinates(shapely.point_on_surface(faces))
    shapely.prepare(land)
    dry = shapely.intersects_xy(land, inside[:, 0], inside[:, 1])
    owner = cells.owner(inside)
    keep = dry & sites.ours[owner]
    by_code: dict[str, list[shapely.Geometry]] = {code: [] for code in sites.codes[sites.ours]}
    for face, code in zip(faces[keep], sites.codes[owner[keep]], strict=True):
        by_code[code].append(face)
    return {code: shapely.coverage_union_all(parts) for code, parts in sorted(by_code.items())}


def _simplified(desa: dict[str, shapely.Geometry]) -> dict[str, shapely.Geometry]:
    shapes = shapely.coverage_simplify(np.array(list(desa.values())), TOLERANCE_DEG)
    return {code: _multi(shape) for code, shape in zip(desa, shapes, strict=True)}


def _multi(shape: shapely.Geometry) -> shapely.Geometry:
    parts = shapely.get_parts(shape)
    return shapely.normalize(shapely.multipolygons(parts[shapely.area(parts) > 0]))
