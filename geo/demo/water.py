"""Invented answers on drinking water, as they go together: source, bath, place, time, quality."""

from __future__ import annotations

from typing import cast

import numpy as np

from geo.demo.draw import NONE, Bits, Codes, Floats, choose, forget, happens, only
from geo.demo.figures import ACCESS
from geo.demo.surroundings import Surroundings

POOR_ODDS = 1.6
"""Odds of having no improved water among poor families against all households (ours)."""

BOTTLED = (1, 2)
GROUND = (4, 5, 6, 7, 8)

# Drinking water by zone: town, village, remote; then the same for families without an improved source,
# first away from water, then on it. Refill water with a poor bath is not improved for BPS.
_GOOD = (
    {1: 0.02, 2: 0.40, 3: 0.42, 4: 0.12, 5: 0.03, 10: 0.01},
    {2: 0.24, 3: 0.20, 4: 0.26, 5: 0.16, 7: 0.06, 10: 0.08},
    {2: 0.08, 3: 0.07, 4: 0.08, 5: 0.25, 7: 0.32, 10: 0.20},
)
_POOR = (
    {2: 0.45, 6: 0.35, 8: 0.05, 9: 0.15},
    {2: 0.15, 6: 0.45, 8: 0.22, 9: 0.18},
    {2: 0.02, 6: 0.33, 8: 0.35, 9: 0.30},
    {2: 0.40, 6: 0.10, 9: 0.50},
    {2: 0.12, 6: 0.20, 8: 0.03, 9: 0.65},
    {2: 0.01, 6: 0.12, 8: 0.09, 9: 0.78},
)
_BATH_GOOD = (
    {3: 0.6, 4: 0.25, 5: 0.1, 10: 0.05},
    {3: 0.3, 4: 0.35, 5: 0.25, 10: 0.1},
    {4: 0.2, 5: 0.3, 7: 0.4, 10: 0.1},
)
_BATH_POOR = ({6: 0.7, 8: 0.05, 9: 0.25}, {6: 0.15, 9: 0.85})
_AT_HOME = (0.94, 0.80, 0.58)
_STEADY = (0.82, 0.74, 0.62)
_TYPICAL_MINUTES = (8.0, 12.0, 17.0)


def water(rng: np.random.Generator, around: Surroundings) -> dict[str, Codes | Floats]:
    """Answers on water per family, in the codes of Regsosek and Susenas; −1 or NaN without an answer."""
    zone = cast(Codes, around.per_family(around.zone))
    wet = cast(Bits, around.per_family(around.riverside))
    poor = happens(rng, cast(Floats, around.per_family(_poor_shares(around))))
    source = np.where(poor, choose(rng, zone + 3 * wet, _POOR), choose(rng, zone, _GOOD))
    place, minutes = _fetching(rng, zone, source)
    ground = np.isin(source, GROUND)
    near = choose(
        rng, zone, ({1: 0.5, 2: 0.4, 3: 0.1}, {1: 0.27, 2: 0.65, 3: 0.08}, {1: 0.2, 2: 0.7, 3: 0.1})
    )
    steady = choose(rng, zone, [{1: share, 2: 1 - share} for share in _STEADY])
    return {
        "air_minum": forget(rng, source, 0.006),
        "air_mandi": _bath(rng, zone, wet, poor, source),
        "jarak_tinja": forget(rng, only(near, ground), 0.02),
        "lokasi_air": place,
        "waktu_ambil_menit": minutes,
        "air_tersedia": forget(rng, steady, 0.3),
        "kualitas_air": choose(rng, zone, [{NONE: 0.25, 4: 0.61, 1: 0.05, 2: 0.06, 3: 0.03}] * 3),
    }


def _poor_shares(around: Surroundings) -> Floats:
    without = 1 - ACCESS[around.kabkota].air_persen / 100
    odds = without / (1 - without) * POOR_ODDS
    score = 1.6 * around.remote - 1.6 * around.urban + 0.7 * around.riverside + 0.6 * around.pocket
    return around.shares(score, odds / (1 + odds))


def _bath(rng: np.random.Generator, zone: Codes, wet: Bits, poor: Bits, source: Codes) -> Codes:
    """Bathing water: of its own where people drink bottled water, otherwise mostly the same source."""
    own = np.where(poor, choose(rng, wet.astype(np.int8), _BATH_POOR), choose(rng, zone, _BATH_GOOD))
    bath = np.where(np.isin(source, BOTTLED), own, source)
    return forget(rng, bath, 0.12)


def _fetching(rng: np.random.Generator, zone: Codes, source: Codes) -> tuple[Codes, Floats]:
    """Where the water is, and minutes there and back: nought at home, rounded as people round."""
    outside = np.where(source == 9, 0.45, 1.0) * np.array(_AT_HOME)[zone]
    home = happens(rng, outside)
    away = np.array(_TYPICAL_MINUTES)[zone] * rng.lognormal(0, 0.7, len(zone))
    minutes = np.where(home, 0.0, np.clip(5 * np.round(away / 5), 5, 180))
    asked = rng.random(len(zone), dtype=np.float32) < 0.85
    place = only(np.where(home, 1, 2).astype(np.int8), asked)
    timed = asked & (home | (rng.random(len(zone), dtype=np.float32) < 0.9))
    return place, np.where(timed, minutes, np.nan)
