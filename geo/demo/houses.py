"""Invented answers on the house and the household: materials, damage, space, tenure, light and fuel."""

from __future__ import annotations

from typing import cast

import numpy as np

from geo.demo.draw import Bits, Codes, Floats, Ints, chance, choose, forget, only
from geo.demo.figures import PERSONS_PER_HOUSEHOLD
from geo.demo.surroundings import Surroundings

FAILING = 0.24
"""Share of listed families whose house has at least one failing component, province-wide (ours)."""

TYPICAL_AREA_PER_PERSON_M2 = 9.6

# Town, village, remote place, over water; and the materials of a component that fails.
_ROOF = (
    {3: 0.80, 2: 0.08, 1: 0.08, 5: 0.04},
    {3: 0.88, 2: 0.06, 5: 0.05, 1: 0.01},
    {3: 0.80, 5: 0.19, 1: 0.01},
    {3: 0.92, 5: 0.08},
)
_WALL = (
    {1: 0.50, 3: 0.44, 2: 0.06},
    {3: 0.66, 1: 0.26, 2: 0.06, 5: 0.02},
    {3: 0.84, 1: 0.08, 5: 0.08},
    {3: 0.97, 1: 0.03},
)
_FLOOR = (
    {2: 0.30, 6: 0.36, 5: 0.24, 4: 0.10},
    {5: 0.44, 6: 0.38, 2: 0.13, 4: 0.05},
    {5: 0.72, 6: 0.24, 2: 0.04},
    {5: 0.97, 6: 0.03},
)
_FAILED = {
    "atap": ({4: 0.45, 7: 0.30, 6: 0.05, 8: 0.20},) * 4,
    "dinding": ({4: 0.30, 6: 0.25, 7: 0.45},) * 4,
    "lantai": ({8: 0.5, 7: 0.2, 9: 0.3},) * 3 + ({7: 0.4, 9: 0.6},),
}
_GOOD = {"atap": _ROOF, "dinding": _WALL, "lantai": _FLOOR}
_COMPONENT_SHARE = {"atap": 0.62, "dinding": 0.5, "lantai": 0.55}
_OVER_WATER = 3


def houses(rng: np.random.Generator, around: Surroundings) -> dict[str, Codes | Floats]:
    """Answers on house and household per family, in the codes of Regsosek and e-RTLH."""
    kind = np.where(around.over_water, _OVER_WATER, around.zone)[around.of]
    failing = _failing(rng, around)
    persons = 1 + np.minimum(rng.poisson(PERSONS_PER_HOUSEHOLD - 1, len(around)), 13)
    return {
        "jml_anggota": persons.astype(np.float64),
        "jml_kk_serumah": choose(rng, np.zeros(len(around), dtype=np.int8), ({1: 0.86, 2: 0.115, 3: 0.025},)),
        **_space(rng, around, persons),
        **_materials(rng, kind, failing),
        **_tenure(rng, around),
        **_energy(rng, around),
    }


def _failing(rng: np.random.Generator, around: Surroundings) -> Bits:
    """Whether a house is in bad repair: more often far away, in pockets, over water; and by its own luck."""
    score = 1.0 * around.remote - 0.4 * around.urban + 0.5 * around.pocket + 0.6 * around.over_water
    base = cast(Floats, around.per_family(np.log(FAILING / (1 - FAILING)) + score - 0.25))
    return rng.random(len(around)) < chance(base + 0.8 * rng.standard_normal(len(around)))


def _materials(rng: np.random.Generator, kind: Ints, failing: Bits) -> dict[str, Codes]:
    found = {}
    for name, good in _GOOD.items():
        fails = failing & (rng.random(len(kind), dtype=np.float32) < _COMPONENT_SHARE[name])
        material = np.where(fails, choose(rng, kind, _FAILED[name]), choose(rng, kind, good))
        found[name] = forget(rng, material, 0.008)
        damage = choose(
            rng, fails + 0, ({1: 0.50, 2: 0.35, 3: 0.135, 4: 0.015}, {1: 0.1, 2: 0.3, 3: 0.35, 4: 0.25})
        )
        found[f"kondisi_{name}"] = forget(rng, damage, 0.38)
    return found


def _space(rng: np.random.Generator, around: Surroundings, persons: Ints) -> dict[str, Codes | Floats]:
    tight = cast(Floats, around.per_family(np.where(around.pocket, 0.76, 1.0) * (1 - 0.06 * around.urban)))
    each = TYPICAL_AREA_PER_PERSON_M2 * tight * rng.lognormal(0, 0.4, len(persons))
    area = np.clip(np.round(each * persons), 6, 240)
    rooms = np.clip(np.round(area / 16 + rng.normal(0, 0.6, len(persons))), 0, 6).astype(np.int8)
    lost = rng.random(len(persons), dtype=np.float32) < 0.012
    return {"luas_lantai_m2": np.where(lost, np.nan, area), "jml_kamar_tidur": forget(rng, rooms, 0.2)}


def _tenure(rng: np.random.Generator, around: Surroundings) -> dict[str, Codes]:
    zone = around.zone[around.of]
    building = choose(
        rng,
        zone,
        (
            {1: 0.55, 2: 0.27, 3: 0.16, 4: 0.01, 5: 0.01},
            {1: 0.82, 2: 0.04, 3: 0.12, 4: 0.02},
            {1: 0.88, 3: 0.09, 4: 0.03},
        ),
    )
    pocket = cast(Bits, around.per_family(around.pocket)).astype(np.int8)
    title = choose(
        rng, pocket, ({1: 0.34, 2: 0.05, 3: 0.07, 5: 0.28, 6: 0.26}, {1: 0.14, 3: 0.06, 5: 0.25, 6: 0.55})
    )
    return {
        "status_bangunan": forget(rng, building, 0.01),
        "bukti_tanah": forget(rng, only(title, building == 1), 0.03),
    }


def _energy(rng: np.random.Generator, around: Surroundings) -> dict[str, Codes]:
    zone = around.zone[around.of]
    light = choose(
        rng,
        zone,
        (
            {1: 0.93, 2: 0.06, 3: 0.01},
            {1: 0.86, 2: 0.07, 3: 0.05, 4: 0.02},
            {1: 0.55, 2: 0.06, 3: 0.29, 4: 0.10},
        ),
    )
    power = choose(
        rng, zone, ({1: 0.38, 2: 0.56, 3: 0.06}, {1: 0.52, 2: 0.45, 3: 0.03}, {1: 0.62, 2: 0.37, 3: 0.01})
    )
    fuel = choose(
        rng,
        zone,
        (
            {4: 0.93, 1: 0.01, 7: 0.02, 10: 0.03, 12: 0.01},
            {4: 0.78, 10: 0.19, 7: 0.02, 12: 0.01},
            {4: 0.36, 10: 0.58, 7: 0.05, 12: 0.01},
        ),
    )
    return {
        "penerangan": forget(rng, light, 0.008),
        "daya_listrik": forget(rng, only(power, light == 1), 0.04),
        "bahan_bakar": forget(rng, fuel, 0.008),
    }
