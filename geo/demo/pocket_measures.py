"""What was measured in each slum pocket: sizes, sixteen numerators, and what was left unmeasured."""

from __future__ import annotations

import numpy as np
import pandas as pd

from geo.demo.draw import Floats, Ints
from geo.rules.slum import CRITERIA, Criterion

# Share of a band of the score (0, 1, 3, 5) in per cent of the problem, kept clear of the bands' edges.
_BANDS = {0: (0.0, 23.0), 1: (27.0, 49.0), 3: (53.0, 74.0), 5: (78.0, 100.0)}
_STEPS = {0: 1, 1: 3, 3: 5, 5: 5}

# How readily each of the sixteen criteria fails, by typology (1a … 7b).
_LIKELY = {
    1: (9, 6, 6, 5, 6, 5, 4, 2, 7, 4, 10, 10, 8, 8, 6, 8),
    2: (7, 5, 5, 4, 5, 4, 3, 7, 6, 6, 8, 8, 7, 7, 5, 8),
    3: (4, 6, 4, 3, 5, 3, 3, 8, 5, 7, 5, 5, 6, 6, 5, 8),
    4: (6, 3, 5, 7, 6, 7, 6, 1, 6, 5, 5, 5, 7, 7, 8, 8),
    5: (6, 3, 6, 5, 6, 5, 4, 6, 6, 6, 6, 6, 6, 6, 6, 8),
}
_PARTLY = {"indikasi": 0.8, "usulan": 0.35, "terverifikasi": 0.1, "ditetapkan": 0.05}
_TOTALS = {"tertangani": ((3, 15, 1.0),), "dicabut": ((3, 15, 1.0),)}
_TOTALS_ELSE = ((16, 38, 0.55), (38, 60, 0.38), (60, 72, 0.07))


def measure(rng: np.random.Generator, pockets: pd.DataFrame) -> pd.DataFrame:
    """Denominators, numerators (NaN where not measured) and method of each pocket.

    Needs `luas_ha`, `tipologi`, `status_hukum`; the answer has the same rows.
    """
    hectares = pockets["luas_ha"].to_numpy(float)
    sizes = _sizes(rng, hectares)
    kinds = zip(pockets["status_hukum"], pockets["tipologi"], strict=True)
    percent = np.array([_percent(rng, *one) for one in kinds]).reshape(-1, len(CRITERIA))
    percent[~_measured(rng, pockets["status_hukum"].to_numpy())] = np.nan
    values = {
        one.pembilang: _numerator(percent[:, i], one, sizes | {"luas_ha": hectares})
        for i, one in enumerate(CRITERIA)
    }
    # A few old decrees still stand on the nineteen criteria of 2016 and are not scored by those of 2018.
    decreed = np.flatnonzero(pockets["status_hukum"] == "ditetapkan")
    old = np.isin(np.arange(len(pockets)), rng.permutation(decreed)[:3])
    return pd.DataFrame({**sizes, **values, "metode": np.where(old, "2016", "2018")})


def _sizes(rng: np.random.Generator, luas_ha: Floats) -> dict[str, Floats]:
    buildings = np.maximum(np.round(luas_ha * rng.uniform(45, 170, len(luas_ha))), 30)
    families = np.round(buildings * rng.uniform(1.05, 1.3, len(luas_ha)))
    roads = np.round(luas_ha * rng.uniform(150, 300, len(luas_ha)))
    return {
        "jml_bangunan": buildings,
        "jml_kk": families,
        "jml_jiwa": np.round(families * rng.uniform(3.6, 4.6, len(luas_ha))),
        "jml_mbr_kk": np.round(families * rng.uniform(0.5, 0.85, len(luas_ha))),
        "panjang_jalan_ideal_m": roads,
        "panjang_drainase_ideal_m": np.round(roads * rng.uniform(1.0, 1.8, len(luas_ha))),
    }


def _percent(rng: np.random.Generator, status: str, tipologi: int) -> Floats:
    """Per cent of the problem of each criterion, of a pocket whose scores sum to a drawn total."""
    ranges = _TOTALS.get(status, _TOTALS_ELSE)
    low, high, _ = ranges[int(rng.choice(len(ranges), p=[share for *_, share in ranges]))]
    scores = _scores(rng, int(rng.integers(low, high)), np.array(_LIKELY[tipologi], dtype=np.float64))
    return np.array([rng.uniform(*_BANDS[int(score)]) for score in scores])


def _scores(rng: np.random.Generator, total: int, likely: Floats) -> Ints:
    """Sixteen scores that sum to `total` or one more, the likely criteria failing first and worst."""
    scores = np.zeros(16, dtype=np.int64)
    while scores.sum() < total:
        weights = np.where(scores < 5, likely**1.6, 0.0)
        one = int(rng.choice(16, p=weights / weights.sum()))
        scores[one] = _STEPS[int(scores[one])]
    return scores


def _measured(rng: np.random.Generator, status: np.ndarray) -> np.ndarray:
    """Which criteria were surveyed: pockets known only from the desk lack several."""
    partly = np.array([_PARTLY.get(one, 0.0) for one in status])
    desk = rng.random(len(status)) < partly
    chances = np.where(desk, 0.68, 1.0)[:, None]
    return np.asarray(rng.random((len(status), 16)) < chances)


def _numerator(percent: Floats, one: Criterion, sizes: dict[str, Floats]) -> Floats:
    whole = sizes[one.penyebut]
    return np.minimum(np.round(percent / 100 * whole, 2 if one.penyebut == "luas_ha" else 0), whole)
