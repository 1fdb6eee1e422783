"""Slum scoring: 7 aspects, 16 criteria, one class, or a range of classes where not all was measured."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.errors import RuleError
from geo.rules.answers import Numbers, measures
from geo.rules.parameters import ParameterSet


class Slum(IntEnum):
    """Class of a pocket by its total score."""

    BUKAN, RINGAN, SEDANG, BERAT = range(4)


@dataclass(frozen=True)
class Criterion:
    """One of the sixteen: its code in the annex, its numerator and its denominator, in the same unit."""

    kode: str
    pembilang: str
    penyebut: str

    @property
    def aspek(self) -> str:
        """The aspect it belongs to: the digit of its code."""
        return self.kode[0]


CRITERIA = (
    Criterion("1a", "bgn_tidak_teratur", "jml_bangunan"),
    Criterion("1b", "bgn_padat_ha", "luas_ha"),
    Criterion("1c", "bgn_tidak_teknis", "jml_bangunan"),
    Criterion("2a", "jalan_tak_terlayani_m", "panjang_jalan_ideal_m"),
    Criterion("2b", "jalan_rusak_m", "panjang_jalan_ideal_m"),
    Criterion("3a", "kk_tanpa_air_aman", "jml_kk"),
    Criterion("3b", "kk_air_kurang", "jml_kk"),
    Criterion("4a", "genangan_ha", "luas_ha"),
    Criterion("4b", "drainase_tak_ada_m", "panjang_drainase_ideal_m"),
    Criterion("4c", "drainase_buruk_m", "panjang_drainase_ideal_m"),
    Criterion("5a", "kk_limbah_sistem", "jml_kk"),
    Criterion("5b", "kk_limbah_prasarana", "jml_kk"),
    Criterion("6a", "kk_sampah_prasarana", "jml_kk"),
    Criterion("6b", "kk_sampah_sistem", "jml_kk"),
    Criterion("7a", "bgn_kebakaran_prasarana", "jml_bangunan"),
    Criterion("7b", "bgn_kebakaran_sarana", "jml_bangunan"),
)
"""The sixteen criteria of Permen PUPR 14/2018 in their order."""


def compute(frame: pd.DataFrame, parameters: ParameterSet) -> pd.DataFrame:
    """Score range and class range of each pocket.

    Basis: Permen PUPR 14/PRT/M/2018. A criterion without numerator, or whose denominator is missing or 0,
    is not measured: the lowest score assumes none of the problem, the highest assumes all of it. A pocket
    surveyed by another method than the set's counts as unmeasured.

    Parameters
    ----------
    frame : DataFrame
        One row a pocket: the sixteen numerators and five denominators of `CRITERIA` (buildings, ha,
        metres, families), and `metode` where it is not the set's.
    parameters : ParameterSet
        The set named `kumuh`.

    Returns
    -------
    DataFrame
        `skor_min`, `skor_maks` (0–80), `terukur` (0–16), `kelas_min`, `kelas_maks` (0–3), all int8.

    Raises
    ------
    RuleError
        A numerator above its denominator, or a negative number; field, value and row are named.

    Examples
    --------
    >>> from geo.rules.parameters import parse
    >>> bands = {"metode": "2018", "batas_persen": [25, 51, 76]}
    >>> bands |= {"nilai_kriteria": [0, 1, 3, 5], "batas_kelas": [16, 38, 60]}
    >>> rules = parse({"nama": "kumuh", "berlaku_dari": "2018-01-01", "dasar_hukum": "-", "nilai": bands})
    >>> compute(pd.DataFrame({"jml_kk": [100], "kk_air_kurang": [51]}), rules).iloc[0].to_dict()
    {'skor_min': 3, 'skor_maks': 78, 'terukur': 1, 'kelas_min': 0, 'kelas_maks': 3}
    """
    percent = percentages(frame, parameters).to_numpy()
    scores = _scores(percent, parameters)
    measured = ~np.isnan(percent)
    worst = max(parameters.value("nilai_kriteria"))
    low = np.where(measured, scores, 0).sum(axis=1)
    high = np.where(measured, scores, worst).sum(axis=1)
    columns = {
        "skor_min": low,
        "skor_maks": high,
        "terukur": measured.sum(axis=1),
        "kelas_min": _classes(low, parameters),
        "kelas_maks": _classes(high, parameters),
    }
    return pd.DataFrame(columns, index=frame.index, dtype=np.int8)


def percentages(frame: pd.DataFrame, parameters: ParameterSet) -> pd.DataFrame:
    """Per cent of the problem per criterion (columns 1a … 7b), NaN where it is not measured; RuleError."""
    foreign = _foreign(frame, str(parameters.value("metode")))
    columns = {one.kode: np.where(foreign, np.nan, _percent(frame, one)) for one in CRITERIA}
    return pd.DataFrame(columns, index=frame.index, dtype=np.float64)


def scores(frame: pd.DataFrame, parameters: ParameterSet) -> pd.DataFrame:
    """Score per criterion (0, 1, 3, 5) as nullable Int8, NA where it is not measured; RuleError."""
    percent = percentages(frame, parameters)
    table = pd.DataFrame(
        _scores(percent.to_numpy(), parameters), percent.index, percent.columns, dtype="Int8"
    )
    return table.mask(percent.isna())


def aspects(percent: pd.DataFrame) -> pd.DataFrame:
    """Mean per cent per aspect (columns 1 … 7) over its criteria, NaN where one of them is not measured."""
    members: dict[str, list[str]] = {}
    for one in CRITERIA:
        members.setdefault(one.aspek, []).append(one.kode)
    return pd.DataFrame(
        {aspek: percent[codes].mean(axis=1, skipna=False) for aspek, codes in members.items()}
    )


def sectoral_mean(percent: pd.DataFrame) -> pd.Series:
    """Rata-rata kekumuhan sektoral: the mean of the seven aspects in per cent, NaN where incomplete."""
    return aspects(percent).mean(axis=1, skipna=False)


def _foreign(frame: pd.DataFrame, method: str) -> NDArray[np.bool_]:
    if "metode" not in frame.columns:
        return np.zeros(len(frame), dtype=np.bool_)
    other: NDArray[np.bool_] = (frame["metode"].fillna(method).astype(str) != method).to_numpy(dtype=np.bool_)
    return other


def _percent(frame: pd.DataFrame, one: Criterion) -> Numbers:
    top, bottom = measures(frame, one.pembilang, 0), measures(frame, one.penyebut, 0)
    above = top > bottom
    if above.any():
        row = int(above.argmax())
        raise RuleError(
            "pembilang_melebihi_penyebut",
            field=one.pembilang,
            value=float(top[row]),
            penyebut=one.penyebut,
            limit=float(bottom[row]),
            row=row,
        )
    # Rounded so that a quarter written in hectares is 25, not 24.999999999999996.
    return np.round(100 * top / np.where(bottom > 0, bottom, np.nan), 9)


def _scores(percent: Numbers, parameters: ParameterSet) -> NDArray[np.int8]:
    values = np.asarray(parameters.value("nilai_kriteria"), dtype=np.int8)
    known = np.nan_to_num(percent, nan=0.0)
    found: NDArray[np.int8] = values[np.searchsorted(parameters.value("batas_persen"), known, side="right")]
    return found


def _classes(total: NDArray[np.int64], parameters: ParameterSet) -> NDArray[np.int64]:
    return np.searchsorted(parameters.value("batas_kelas"), total, side="right").astype(np.int64)
