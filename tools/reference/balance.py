"""A power diagram whose cells have the published centres of desa and kecamatan and areas of kab/kota.

Plain Voronoi cells are drawn around points that are not the centres of the cells that come out. Here each
desa i charges a place p the cost |p - c|^2 - L.(p - c) - o and every place goes to the cheapest desa; L (2
numbers per desa) moves the cell until its centre of mass is c, and o lets the areas of kab/kota and the
centres of kecamatan come out as published. Minimising the total moment of inertia under those conditions has
exactly this dual, so a few steps of gradient ascent suffice; stopping early is the regularisation.
"""

from dataclasses import dataclass

import numpy as np
from scipy.spatial import cKDTree

from tools.reference.sites import Sites

STEPS = 8
STEP_SIZE = 0.3
KECAMATAN_STEP = 0.3
# A cell never reaches the centre of another: |L| stays below this part of the nearest neighbour's distance,
REACH = 0.8
# and a desa's o is raised until its own centre is its own by this part of the squared distance.
MARGIN = 0.3
NEIGHBOURS = 30


@dataclass(frozen=True)
class Diagram:
    """A power diagram: a place belongs to the site with the least |p - site|^2 - weight."""

    sites: np.ndarray
    weights: np.ndarray

    def owner(self, places: np.ndarray) -> np.ndarray:
        """Return the index of the owning site of each (lon, lat)."""
        # Lifted by sqrt(max - weight), the power distance becomes a plain one that a k-d tree can search.
        lift = np.sqrt(self.weights.max() - self.weights)
        tree = cKDTree(np.column_stack([self.sites, lift]))
        return tree.query(np.column_stack([places, np.zeros(len(places))]))[1]


@dataclass(frozen=True)
class Multipliers:
    """The dual variables: vectors (degrees) of desa and kecamatan, numbers (deg^2) of kab/kota."""

    desa: np.ndarray
    kecamatan: np.ndarray
    kabkota: np.ndarray


def balance(sites: Sites, places: np.ndarray, weights: np.ndarray) -> Diagram:
    """Return the diagram; `places` sample the land, `weights` are their areas in square degrees."""
    found = Multipliers(
        np.zeros_like(sites.centres),
        np.zeros_like(sites.kecamatan_centres),
        np.zeros(len(sites.kabkota_deg2)),
    )
    for _ in range(STEPS):
        owner = diagram(sites, found).owner(places)
        found = _improve(sites, found, *_moments(owner, places, weights, len(sites.codes)))
    return diagram(sites, found)


def diagram(sites: Sites, found: Multipliers) -> Diagram:
    """Return the power diagram that the multipliers describe, with every desa owning its own centre."""
    nearest, neighbours = sites.tree.query(sites.centres, k=NEIGHBOURS)
    vector = _shorten(found.desa + found.kecamatan[sites.kecamatan], REACH * nearest[:, 1])
    pull = found.kecamatan[sites.kecamatan] * (sites.centres - _kecamatan_centres(sites)[sites.kecamatan])
    offset = pull.sum(axis=1) + found.kabkota[sites.kabkota]
    for _ in range(4):
        rival = offset[neighbours[:, 1:]] - MARGIN * nearest[:, 1:] ** 2
        offset = np.maximum(offset, rival.max(axis=1))
    return Diagram(sites.centres + vector / 2, (vector**2).sum(axis=1) / 4 + offset)


def _moments(
    owner: np.ndarray, places: np.ndarray, weights: np.ndarray, count: int
) -> tuple[np.ndarray, np.ndarray]:
    area = np.bincount(owner, weights, count)
    first = [np.bincount(owner, weights * places[:, axis], count) for axis in (0, 1)]
    return area, np.column_stack(first)


def _improve(sites: Sites, found: Multipliers, area: np.ndarray, first: np.ndarray) -> Multipliers:
    excess = first - area[:, None] * sites.centres
    desa = found.desa - STEP_SIZE * excess / np.maximum(area, 1e-5)[:, None]
    nearest = sites.tree.query(sites.centres, k=2)[0][:, 1]
    return Multipliers(
        _shorten(desa, REACH * nearest),
        _improve_kecamatan(sites, found.kecamatan, area, first, nearest),
        found.kabkota + STEP_SIZE * _missing_area(sites, area),
    )


def _improve_kecamatan(
    sites: Sites, vector: np.ndarray, area: np.ndarray, first: np.ndarray, nearest: np.ndarray
) -> np.ndarray:
    index, count = sites.kecamatan, len(vector)
    total = np.bincount(index, area, count)
    moment = np.column_stack([np.bincount(index, first[:, axis], count) for axis in (0, 1)])
    members = np.bincount(index, minlength=count)
    error = (moment - total[:, None] * sites.kecamatan_centres) / np.maximum(total, 1e-5)[:, None]
    step = KECAMATAN_STEP * STEP_SIZE * error / np.sqrt(members)[:, None]
    limit = np.full(count, np.inf)
    np.minimum.at(limit, index, nearest)
    return _shorten(vector - np.nan_to_num(step), limit)


def _missing_area(sites: Sites, area: np.ndarray) -> np.ndarray:
    count = len(sites.kabkota_deg2)
    total, members = np.bincount(sites.kabkota, area, count), np.bincount(sites.kabkota, minlength=count)
    # A border of length 4 sqrt(A) moves by offset / (2 spacing), and the spacing is sqrt(A / members).
    return np.nan_to_num((sites.kabkota_deg2 - total) / (2 * np.sqrt(members)))


def _kecamatan_centres(sites: Sites) -> np.ndarray:
    return np.nan_to_num(sites.kecamatan_centres)


def _shorten(vectors: np.ndarray, limit: np.ndarray) -> np.ndarray:
    length = np.maximum(np.hypot(*vectors.T), 1e-12)
    return vectors * np.minimum(1, limit / length)[:, None]
