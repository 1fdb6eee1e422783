"""Families: who, where, and what they answered, one kab/kota at a time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

import numpy as np
import pandas as pd

from geo.demo.draw import NONE, Bits, Codes, Floats, Ints, choose, spread, stream
from geo.demo.figures import DEFAULT_FAMILIES, families_per_kabkota
from geo.demo.geography import Geography
from geo.demo.houses import houses
from geo.demo.people import PARTIAL, people, unanswered
from geo.demo.points import scatter
from geo.demo.settlements import Settlements, settle
from geo.demo.surroundings import Surroundings, describe
from geo.demo.toilets import toilets
from geo.demo.water import water

GPS, DIGITISED, RT_POINT, OFFICE = 1, 2, 4, 5
_NO_PLACE, _AT_OFFICE = 0.03, 0.05
_ACCURACY_M = {GPS: (3.0, 12.0), DIGITISED: (5.0, 20.0), RT_POINT: (80.0, 250.0), OFFICE: (500.0, 2_000.0)}
_KNOWN_WITHOUT_INTERVIEW = frozenset({"jml_anggota"})
_LOST_IN_PARTIAL = 0.4


def families(
    land: Geography, pockets: pd.DataFrame, number: int, seed: int
) -> Iterator[tuple[int, pd.DataFrame]]:
    """Synthetic families of each kab/kota, in the columns of `keluarga`; points in EPSG:4326, NaN without.

    The same number, seed, land and pockets give the same families. `number` is of the whole province;
    a kab/kota that `land` lacks is left out. Memory holds one kab/kota.
    """
    there = set(land.kabkota_id.tolist())
    usual = families_per_kabkota(DEFAULT_FAMILIES)
    first = 0
    for kabkota, count in families_per_kabkota(number).items():
        if kabkota in there:
            yield (
                kabkota,
                _of_kabkota(stream(seed, 2, kabkota), land, pockets, (kabkota, count, first), usual[kabkota]),
            )
        first += count


def _of_kabkota(
    rng: np.random.Generator, land: Geography, pockets: pd.DataFrame, which: tuple[int, int, int], usual: int
) -> pd.DataFrame:
    kabkota, count, first = which
    places = settle(rng, land, pockets, kabkota, usual)
    counts = spread(rng, count, places.weight)
    around = describe(land, places, counts, kabkota)
    who = people(rng, around, first)
    interview = cast(Codes, who["status_pendataan"])
    answers = {**houses(rng, around), **water(rng, around), **toilets(rng, around)}
    columns = {
        "desa_id": land.desa_id[places.desa[around.of]],
        **who,
        **_places(rng, land, places, around, pockets),
        **_lost(rng, answers, interview),
    }
    return pd.DataFrame({name: _nullable(values) for name, values in columns.items()})


def _places(
    rng: np.random.Generator,
    land: Geography,
    places: Settlements,
    around: Surroundings,
    pockets: pd.DataFrame,
) -> dict[str, Codes | Floats]:
    """Coordinates as they come: most from the house, some from the village office, some not at all."""
    lon, lat = scatter(rng, land, places, around.counts, pockets["geom"].to_numpy(dtype=object))
    desa: Ints = places.desa[around.of]
    shares = {NONE: _NO_PLACE, OFFICE: _AT_OFFICE, RT_POINT: 0.03, DIGITISED: 0.11, GPS: 0.78}
    far = {**shares, NONE: 2 * _NO_PLACE, OFFICE: 2 * _AT_OFFICE}
    source = choose(rng, (around.remote > 0.5).astype(np.int8)[around.of], (shares, far))
    office, none = source == OFFICE, source == NONE
    accuracy = np.full(len(source), np.nan)
    for code, (low, high) in _ACCURACY_M.items():
        here = source == code
        accuracy[here] = np.round(rng.uniform(low, high, int(here.sum())))
    return {
        "lon": np.where(none, np.nan, np.round(np.where(office, land.lon[desa], lon), 6)),
        "lat": np.where(none, np.nan, np.round(np.where(office, land.lat[desa], lat), 6)),
        "sumber_koordinat": source,
        "akurasi_m": accuracy,
    }


def _lost(
    rng: np.random.Generator, answers: dict[str, Codes | Floats], interview: Codes
) -> dict[str, Codes | Floats]:
    """The answers without those of families nobody spoke to, and with gaps where the interview broke off."""
    nobody, partial = unanswered(interview), np.flatnonzero(interview == PARTIAL)
    kept = {}
    for name, values in answers.items():
        if name not in _KNOWN_WITHOUT_INTERVIEW:
            gone: Bits = nobody.copy()
            gone[partial] = rng.random(len(partial)) < _LOST_IN_PARTIAL
            values = np.where(gone, np.nan if values.dtype.kind == "f" else np.int8(NONE), values)
        kept[name] = values
    return kept


def _nullable(values: object) -> object:
    """Small codes as nullable Int16, everything else as it is."""
    if isinstance(values, np.ndarray) and values.dtype == np.int8:
        return pd.arrays.IntegerArray(values.astype(np.int16), values == NONE)
    return values
