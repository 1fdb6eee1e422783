"""Settlements: a main one and hamlets in every desa, along rivers where there are, and the slum pockets."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

import numpy as np
import pandas as pd
import shapely

from geo.demo.draw import Bits, Floats, Ints
from geo.demo.geography import Frame, Geography, Shapes, bearing_of_river

POOR_IN_POCKET = {"ditetapkan": 0.12, "tertangani": 0.05, "dicabut": 0.04}
POOR_IN_OTHER_POCKET = 0.10
"""Listed poor families per family of a pocket, at the default size of the demo (ours)."""

_MOST_HAMLETS = 4


@dataclass(frozen=True)
class Settlements:
    """Places where families cluster; one entry a settlement, ordered by desa.

    `desa` and `pocket` are indices (pocket −1 where it is none), `weight` its share of the kab/kota's
    families, `along_m` and `across_m` its standard deviations, `bearing` its axis in radians from east.
    """

    desa: Ints
    lon: Floats
    lat: Floats
    weight: Floats
    along_m: Floats
    across_m: Floats
    bearing: Floats
    riverside: Bits
    over_water: Bits
    pocket: Ints
    bank: Shapes

    def __len__(self) -> int:
        return len(self.desa)


@dataclass
class _One:
    desa: int
    lon: float
    lat: float
    weight: float
    along_m: float
    across_m: float
    bearing: float
    riverside: bool = False
    over_water: bool = False
    pocket: int = -1
    bank: shapely.Geometry | None = None


_NAMES = tuple(one.name for one in fields(_One))
_KINDS = {"desa": np.int64, "pocket": np.int64, "riverside": np.bool_, "over_water": np.bool_, "bank": object}


def settle(
    rng: np.random.Generator, geography: Geography, pockets: pd.DataFrame, kabkota: int, families: int
) -> Settlements:
    """The settlements of one kab/kota.

    `families` is how many it has at the default size of the demo: the measure by which pockets weigh.
    """
    found: list[_One] = []
    for desa in np.flatnonzero(geography.kabkota_id == kabkota):
        found += _of_desa(rng, geography, int(desa))
    total = sum(one.weight for one in found)
    inside = pockets[pockets["desa_id"] // 1_000_000 == kabkota]
    for index, pocket in inside.iterrows():
        found.append(_of_pocket(geography, pocket, int(str(index)), total / families))
    found.sort(key=lambda one: one.desa)
    return _table(found)


def _table(found: list[_One]) -> Settlements:
    def column(name: str, kind: type) -> Any:
        values: Any = np.empty(len(found), dtype=kind)
        values[:] = [getattr(one, name) for one in found]
        return values

    return Settlements(**{name: column(name, _KINDS.get(name, np.float64)) for name in _NAMES})


def _of_desa(rng: np.random.Generator, land: Geography, desa: int) -> list[_One]:
    """The main settlement of a desa and its hamlets, sharing the desa's weight."""
    urban, area = float(land.urban[desa]), float(land.luas_km2[desa])
    weight = (1.0 + 2.5 * land.kelurahan[desa] + 1.5 * urban) * rng.lognormal(0, 0.5)
    hamlets = min(int(rng.poisson(1.2 + 1.3 * min(area / 60, 1.0) + urban)), _MOST_HAMLETS)
    main = _main(rng, land, desa)
    main.weight = weight * (rng.uniform(0.45, 0.7) if hamlets else 1.0)
    found = [main]
    for share in rng.dirichlet(np.full(hamlets, 2.0)) if hamlets else ():
        found.append(_hamlet(rng, land, desa, float(weight - main.weight) * float(share)))
    return found


def _main(rng: np.random.Generator, land: Geography, desa: int) -> _One:
    lon, lat = float(land.lon[desa]), float(land.lat[desa])
    bearing = bearing_of_river(land.river[desa], lon, lat)
    along, across = _extent(rng, land, desa)
    axis = rng.uniform(0, np.pi) if bearing is None else bearing
    return _One(desa, lon, lat, 0.0, along, across, float(axis), riverside=bearing is not None)


def _extent(rng: np.random.Generator, land: Geography, desa: int) -> tuple[float, float]:
    """Standard deviations in metres: towns are round and fill their kelurahan, villages are strips."""
    urban, side_m = float(land.urban[desa]), 1000 * float(np.sqrt(land.luas_km2[desa]))
    town = min(0.17 * side_m, 900.0)
    along = urban * town + (1 - urban) * rng.uniform(220, 520)
    return min(along, 0.25 * side_m), min(urban * town + (1 - urban) * rng.uniform(60, 150), 0.2 * side_m)


def _hamlet(rng: np.random.Generator, land: Geography, desa: int, weight: float) -> _One:
    """A hamlet on the desa's river, its coast, or somewhere around its main settlement."""
    river = land.river[desa]
    water = river if river is not None else land.coast[desa]
    along, across = _extent(rng, land, desa)
    if water is not None and rng.random() < (0.75 if river is not None else 0.35):
        return _on_bank(rng, land, desa, water, weight)
    lon, lat = _around(rng, land, desa)
    size = rng.uniform(0.4, 0.8)
    return _One(desa, lon, lat, weight, along * size, across * size, float(rng.uniform(0, np.pi)))


def _on_bank(
    rng: np.random.Generator, land: Geography, desa: int, water: shapely.Geometry, weight: float
) -> _One:
    centre = Frame(float(land.lon[desa]), float(land.lat[desa]))
    parts = shapely.get_parts(centre.to_metres(shapely.line_merge(water)))
    bank = parts[int(np.argmax(shapely.length(parts)))]
    near = shapely.line_locate_point(bank, shapely.Point(0, 0)) + rng.normal(0, 3_000)
    at = shapely.line_interpolate_point(bank, min(max(near, 0.0), bank.length))
    lon, lat = centre.to_degrees(at).coords[0]
    here = Frame(lon, lat).to_metres(centre.to_degrees(bank))
    return _One(desa, lon, lat, weight, rng.uniform(250, 700), 60.0, 0.0, riverside=True, bank=here)


def _around(rng: np.random.Generator, land: Geography, desa: int) -> tuple[float, float]:
    """A place in the desa, up to some kilometres from its main settlement, pulled back until inside."""
    centre = Frame(float(land.lon[desa]), float(land.lat[desa]))
    reach = min(0.35 * np.sqrt(land.luas_km2[desa]) * 1000, 5_000.0)
    offset = rng.normal(0, reach, 2)
    tried = (
        centre.to_degrees(shapely.Point(*(keep * offset))).coords[0] for keep in (1.0, 0.6, 0.36, 0.2, 0.1)
    )
    inside = (place for place in tried if shapely.contains_xy(land.shape[desa], *place))
    return next(inside, (centre.lon, centre.lat))


def _of_pocket(land: Geography, pocket: pd.Series, index: int, weight_of_family: float) -> _One:
    desa = int(np.searchsorted(land.desa_id, pocket["desa_id"]))
    share = POOR_IN_POCKET.get(pocket["status_hukum"], POOR_IN_OTHER_POCKET)
    weight = float(pocket["jml_kk"]) * share * weight_of_family
    middle = shapely.point_on_surface(pocket["geom"])
    wet = pocket["tipologi"]
    return _One(
        desa,
        middle.x,
        middle.y,
        weight,
        0.0,
        0.0,
        0.0,
        riverside=wet in (1, 2),
        over_water=wet == 1,
        pocket=index,
    )
