"""Invented answers on sanitation, as they go together: facility, closet, disposal, emptying, handwashing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

import numpy as np

from geo.demo.draw import Codes, Floats, Ints, choose, forget, happens, only
from geo.demo.figures import ACCESS
from geo.demo.surroundings import Surroundings

POOR_ODDS = 2.0
"""Odds of having no improved toilet among poor families against all households (ours)."""

NEWEST_YEAR = 2026

# Facility, closet, disposal (0 = not asked) and how common they are: improved ones in town, village and
# remote places; poor ones in town, village and remote places, on a river, over it.
Kinds = Mapping[tuple[int, int, int], float]
_GOOD: tuple[Kinds, ...] = (
    {(1, 1, 1): 0.80, (1, 1, 2): 0.05, (2, 1, 1): 0.12, (3, 1, 2): 0.03},
    {(1, 1, 1): 0.74, (1, 1, 4): 0.12, (2, 1, 1): 0.11, (3, 1, 1): 0.03},
    {(1, 1, 1): 0.64, (1, 1, 4): 0.19, (2, 1, 1): 0.09, (2, 1, 4): 0.04, (3, 1, 1): 0.04},
)
_POOR: tuple[Kinds, ...] = (
    {
        (4, 1, 1): 0.28,
        (1, 1, 3): 0.22,
        (1, 2, 1): 0.20,
        (1, 3, 1): 0.08,
        (1, 1, 5): 0.05,
        (1, 4, 4): 0.08,
        (6, 0, 0): 0.05,
        (5, 1, 1): 0.01,
        (1, 1, 6): 0.03,
    },
    {
        (1, 4, 4): 0.34,
        (1, 2, 4): 0.15,
        (1, 3, 4): 0.09,
        (6, 0, 0): 0.14,
        (1, 1, 5): 0.06,
        (4, 1, 1): 0.10,
        (5, 1, 1): 0.02,
        (5, 4, 4): 0.02,
        (1, 1, 6): 0.03,
        (2, 4, 4): 0.05,
    },
    {
        (1, 4, 4): 0.38,
        (2, 4, 4): 0.10,
        (1, 3, 4): 0.10,
        (6, 0, 0): 0.24,
        (1, 4, 5): 0.08,
        (4, 4, 4): 0.05,
        (5, 4, 4): 0.03,
        (1, 4, 6): 0.02,
    },
    {
        (1, 4, 3): 0.30,
        (1, 1, 3): 0.17,
        (4, 4, 3): 0.12,
        (6, 0, 0): 0.11,
        (1, 4, 4): 0.15,
        (1, 2, 1): 0.06,
        (4, 1, 1): 0.07,
        (5, 1, 1): 0.02,
    },
    {(1, 4, 3): 0.47, (1, 1, 3): 0.20, (1, 3, 3): 0.08, (4, 4, 3): 0.13, (6, 0, 0): 0.10, (5, 1, 1): 0.02},
)
_ON_RIVER, _OVER_WATER = 3, 4


def toilets(rng: np.random.Generator, around: Surroundings) -> dict[str, Codes | Floats]:
    """Answers on sanitation per family, in the codes of Regsosek, Susenas and STBM."""
    poor = happens(rng, cast(Floats, around.per_family(_poor_shares(around))))
    facility, closet, disposal = _kinds(rng, around, poor)
    asked = np.isin(facility, (1, 2, 3, 4))
    return {
        "fas_bab": forget(rng, facility, 0.006),
        "kloset": forget(rng, only(closet, asked), 0.012),
        "tpa_tinja": forget(rng, only(disposal, asked), 0.015),
        "tahun_sedot": _emptied(rng, asked & (disposal == 1)),
        "ctps": choose(
            rng,
            poor.astype(np.int8),
            ({-1: 0.1, 1: 0.6, 2: 0.2, 3: 0.1}, {-1: 0.1, 1: 0.3, 2: 0.35, 3: 0.25}),
        ),
    }


def _poor_shares(around: Surroundings) -> Floats:
    without = 1 - ACCESS[around.kabkota].sanitasi_persen / 100
    odds = without / (1 - without) * POOR_ODDS
    score = 1.1 * around.remote - 0.5 * around.urban + 1.0 * around.riverside + 1.2 * around.pocket
    # Over the water a septic tank is the exception.
    return around.shares(score + 3.0 * around.over_water, odds / (1 + odds))


def _kinds(rng: np.random.Generator, around: Surroundings, poor: np.ndarray) -> tuple[Codes, Codes, Codes]:
    dry = np.where(around.riverside, _ON_RIVER, around.zone)
    wet = np.where(around.over_water, _OVER_WATER, dry)
    good, bad = around.per_family(around.zone), around.per_family(wet)
    table, kinds = _numbered(_GOOD + _POOR)
    chosen = choose(rng, np.where(poor, bad + len(_GOOD), good), table)
    facility, closet, disposal = kinds[chosen].T.astype(np.int8)
    return facility, closet, disposal


def _numbered(tables: tuple[Kinds, ...]) -> tuple[list[dict[int, float]], Ints]:
    """The tables with each kind of toilet replaced by its number, and the kinds by number."""
    kinds = sorted({kind for table in tables for kind in table})
    number = {kind: n for n, kind in enumerate(kinds)}
    return [{number[kind]: share for kind, share in table.items()} for table in tables], np.array(kinds)


def _emptied(rng: np.random.Generator, septic: np.ndarray) -> Floats:
    """Year in which the tank was last emptied: few know, most of those long ago."""
    years = np.minimum(np.floor(rng.exponential(7.0, len(septic))), 30)
    known = septic & (rng.random(len(septic), dtype=np.float32) < 0.4)
    return np.where(known, NEWEST_YEAR - years, np.nan)
