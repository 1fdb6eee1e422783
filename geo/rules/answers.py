"""Coded answers of the questionnaire: their code lists, and columns of a frame as checked integers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.errors import CodeError, RuleError

Codes = NDArray[np.int16]
Numbers = NDArray[np.float64]

CODES: Mapping[str, range] = MappingProxyType(
    {
        "sumber_koordinat": range(1, 7),
        "desil": range(1, 11),
        "status_miskin_ekstrem": range(5),
        "status_bangunan": range(1, 6),
        "bukti_tanah": range(1, 7),
        "lantai": range(1, 10),
        "dinding": range(1, 8),
        "atap": range(1, 9),
        "kondisi_lantai": range(1, 5),
        "kondisi_dinding": range(1, 5),
        "kondisi_atap": range(1, 5),
        "air_minum": range(1, 12),
        "jarak_tinja": range(1, 4),
        "air_mandi": range(1, 12),
        "lokasi_air": range(1, 3),
        "air_tersedia": range(1, 3),
        "kualitas_air": range(1, 5),
        "penerangan": range(1, 5),
        "daya_listrik": range(1, 6),
        "bahan_bakar": range(1, 13),
        "fas_bab": range(1, 7),
        "kloset": range(1, 5),
        "tpa_tinja": range(1, 7),
        "ctps": range(1, 4),
        "status_pendataan": range(1, 6),
    }
)
"""Allowed codes per field: Regsosek 2022-K, Susenas and STBM lists. No answer is null, never a code."""


def codes(frame: pd.DataFrame, field: str) -> Codes:
    """A coded column as int16, 0 where there is no answer (also where the frame lacks the column).

    Only for code lists that start at 1. Raises CodeError with field, value, allowed codes and row.
    """
    values = numbers(frame, field)
    allowed = CODES[field]
    answered = ~np.isnan(values)
    filled = np.where(answered, values, 0.0)
    wrong = answered & ((filled != np.floor(filled)) | (filled < allowed.start) | (filled >= allowed.stop))
    if wrong.any():
        row = int(wrong.argmax())
        raise CodeError(
            "kode_tidak_dikenal",
            field=field,
            value=float(values[row]),
            allowed=f"{allowed.start}–{allowed.stop - 1}",
            row=row,
        )
    coded: Codes = filled.astype(np.int16)
    return coded


def numbers(frame: pd.DataFrame, field: str) -> Numbers:
    """A numeric column as float64, NaN where there is no answer; raises CodeError where it is text."""
    if field not in frame.columns:
        return np.full(len(frame), np.nan)
    try:
        column: Numbers = frame[field].to_numpy(dtype=np.float64, na_value=np.nan)
    except (TypeError, ValueError) as reason:
        raise CodeError("bukan_angka", field=field) from reason
    return column


def measures(frame: pd.DataFrame, field: str, least: float, most: float = np.inf) -> Numbers:
    """A numeric column whose answers lie in `least`–`most`, NaN without answer; raises RuleError."""
    values = numbers(frame, field)
    wrong = (values < least) | (values > most)
    if wrong.any():
        row = int(wrong.argmax())
        raise RuleError(
            "angka_di_luar_rentang", field=field, value=float(values[row]), least=least, most=most, row=row
        )
    return values


def truths(values: Any, length: int) -> Codes:
    """A nullable yes/no column as int16: 1 yes, 0 no, -1 unknown; None means all unknown."""
    if values is None:
        return np.full(length, -1, dtype=np.int16)
    column: Codes = pd.array(values, dtype="boolean").astype("Int16").to_numpy(dtype=np.int16, na_value=-1)
    if len(column) != length:
        raise RuleError("panjang_tidak_sama", field="perkotaan", value=len(column), least=length, most=length)
    return column


def member(of: Iterable[int], field: str) -> NDArray[np.bool_]:
    """A table over the codes of a field (index 0 = no answer): whether each is one of `of`."""
    table = np.zeros(CODES[field].stop, dtype=np.bool_)
    table[list(of)] = True
    return table
