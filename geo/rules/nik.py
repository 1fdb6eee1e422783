"""NIK and KK numbers: what is wrong with each, judged column-wise; no digit is ever repaired or guessed.

A NIK is `PP KK CC DDMMYY NNNN`: province, regency and kecamatan of *first registration*, birth date
(day + 40 for women), sequence. A KK number has the same shape with its date of issue.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

LENGTH = 16
PROVINCES = frozenset(
    [
        *range(11, 20),
        21,
        *range(31, 37),
        *range(51, 54),
        *range(61, 66),
        *range(71, 77),
        81,
        82,
        *range(91, 97),
    ]
)
KALTIM = 64
WOMEN_DAY_OFFSET = 40
# Excel keeps 15 digits, so a destroyed column ends in 0 nearly everywhere; by chance one number in ten does.
ZERO_SHARE = 0.6
ZERO_LEAST = 10

_NOISE = "[\\s\u00a0\u2007\u202f.'\u2018\u2019`\u00b4-]"
_SOUND = rf"^[0-9]{{{LENGTH}}}$"
_SCIENTIFIC = r"^\s*\d+(?:[.,]\d*)?[eE]\+?\d+\s*$"


class Fault(IntEnum):
    """What is wrong with a number; 0 is nothing, KOSONG is no number at all."""

    BAIK = 0
    KOSONG = 1
    PANJANG = 2
    BUKAN_ANGKA = 3
    EXCEL = 4
    POLA = 5
    AKHIRAN_0000 = 6
    TANGGAL = 7
    BULAN = 8
    PROVINSI = 9


@dataclass(frozen=True)
class NikCheck:
    """The verdict on a column of NIK, one entry a row.

    `kode` holds `Fault` codes; `teks` the 16 digits where `kode` is BAIK, else null; `angka` the same as
    integer, else 0; `panjang` the digits found; `jk` 1 male, 2 female, 0 unknown, as the number says.
    The boolean columns are true only where the comparison could be made.
    """

    kode: NDArray[np.int8]
    teks: pa.Array
    angka: NDArray[np.int64]
    panjang: NDArray[np.int16]
    jk: NDArray[np.int8]
    tgl_beda: NDArray[np.bool_]
    jk_beda: NDArray[np.bool_]
    luar_kaltim: NDArray[np.bool_]
    luar_kecamatan: NDArray[np.bool_]


@dataclass(frozen=True)
class _Digits:
    kode: NDArray[np.int8]
    teks: pa.Array
    matrix: NDArray[np.uint8]
    angka: NDArray[np.int64]
    panjang: NDArray[np.int16]


def check_nik(
    values: Sequence[str | None] | Any,
    *,
    tgl_lahir: NDArray[np.datetime64] | None = None,
    jk: NDArray[np.int8] | None = None,
    kecamatan: NDArray[np.int64] | None = None,
) -> NikCheck:
    """Judge a column of NIK by its own digits and, where given, by birth date, sex and kecamatan.

    Parameters
    ----------
    values : column of text
        As typed; spaces, dots, hyphens, apostrophes are ignored. None, "" and "0" mean *no NIK*.
    tgl_lahir : datetime64[D], NaT where unknown
    jk : 1 male, 2 female, 0 unknown
    kecamatan : six-digit Kemendagri code as a number, 0 where unknown

    Examples
    --------
    >>> check = check_nik(["6472014108900001", "6472010113900001", "6.47201E+15", "0"])
    >>> [Fault(code).name for code in check.kode]
    ['BAIK', 'BULAN', 'EXCEL', 'KOSONG']
    >>> check.jk.tolist()
    [2, 0, 0, 0]
    """
    found = _digits(values)
    day, month, year = _date_parts(found.matrix)
    kode = _first_fault(found.kode, _nik_faults(found.matrix, day, month))
    good = kode == Fault.BAIK
    female = day > WOMEN_DAY_OFFSET
    birth = np.where(female, day - WOMEN_DAY_OFFSET, day)
    sex = np.where(good, np.where(female, 2, 1), 0).astype(np.int8)
    angka = np.where(good, found.angka, 0)
    return NikCheck(
        kode=kode,
        teks=_keep(found.teks, good),
        angka=angka,
        panjang=found.panjang,
        jk=sex,
        tgl_beda=good & _other_date(tgl_lahir, birth, month, year),
        jk_beda=good & _differs(jk, sex),
        luar_kaltim=good & (angka // 10**14 != KALTIM),
        luar_kecamatan=good & _differs(kecamatan, angka // 10**10),
    )


@dataclass(frozen=True)
class KkCheck:
    """The verdict on a column of KK numbers: `kode`, `teks`, `angka`, `panjang` as in `NikCheck`."""

    kode: NDArray[np.int8]
    teks: pa.Array
    angka: NDArray[np.int64]
    panjang: NDArray[np.int16]


def check_kk(values: Sequence[str | None] | Any) -> KkCheck:
    """Judge a column of KK numbers; blank and "0" mean *no number* and never join two families.

    Examples
    --------
    >>> check = check_kk(["6472012005100003", "0", "647201200510000"])
    >>> [Fault(code).name for code in check.kode]
    ['BAIK', 'KOSONG', 'PANJANG']
    """
    found = _digits(values)
    kode = _first_fault(found.kode, ((_patterned(found.matrix), Fault.POLA),))
    good = kode == Fault.BAIK
    angka = np.where(good, found.angka, 0)
    return KkCheck(kode=kode, teks=_keep(found.teks, good), angka=angka, panjang=found.panjang)


def excel_zeros(numbers: NDArray[np.int64]) -> NDArray[np.bool_]:
    """True for the numbers ending in 0 of a column in which so many do that Excel must have written them.

    `numbers` are the sound NIK or KK of the whole file; 0 means none and is not counted.

    Examples
    --------
    >>> import numpy as np
    >>> bool(excel_zeros(np.arange(1, 21) * 10 + 6472010108900000).all())
    True
    >>> bool(excel_zeros(np.arange(20) + 6472010108900001).any())
    False
    """
    present = numbers > 0
    zero = present & (numbers % 10 == 0)
    count = int(present.sum())
    suspicious = count >= ZERO_LEAST and zero.sum() >= ZERO_SHARE * count
    return zero if suspicious else np.zeros(len(numbers), dtype=np.bool_)


def find_twins(numbers: NDArray[np.int64]) -> NDArray[np.int64]:
    """Group number (from 1) of each entry that occurs more than once; 0 for single ones and for 0.

    Examples
    --------
    >>> import numpy as np
    >>> find_twins(np.array([7, 0, 9, 7, 0])).tolist()
    [1, 0, 0, 1, 0]
    """
    values, inverse, counts = np.unique(numbers, return_inverse=True, return_counts=True)
    repeated = (counts > 1) & (values != 0)
    return np.where(repeated, np.cumsum(repeated), 0)[inverse].astype(np.int64)


_RISING = np.array([1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 1, 2, 3, 4, 5, 6])
_PROVINCE_OK = np.isin(np.arange(100), list(PROVINCES))


def _digits(values: Sequence[str | None] | Any) -> _Digits:
    text = pc.fill_null(_as_text(values), "")
    sound = _matches(text, _SOUND)
    kode = np.zeros(len(text), dtype=np.int8)
    panjang = np.full(len(text), LENGTH, dtype=np.int16)
    if not sound.all():
        text, sound = _judge_odd(text, kode, panjang)
    fixed = pc.if_else(pa.array(sound), text, "1" * LENGTH)
    return _Digits(kode, fixed, _matrix(fixed), pc.cast(fixed, pa.int64()).to_numpy(), panjang)


def _judge_odd(
    text: pa.Array, kode: NDArray[np.int8], panjang: NDArray[np.int16]
) -> tuple[pa.Array, NDArray[np.bool_]]:
    """Strip what is no part of a number, fill `kode` and `panjang`; return clean text and what is sound."""
    clean = pc.replace_substring_regex(pc.replace_substring_regex(text, r"\.0+$", ""), _NOISE, "")
    sound = _matches(clean, _SOUND)
    panjang[:] = pc.utf8_length(clean).to_numpy(zero_copy_only=False)
    kode[~sound] = Fault.PANJANG
    kode[~sound & _matches(clean, "[^0-9]")] = Fault.BUKAN_ANGKA
    kode[_matches(text, _SCIENTIFIC)] = Fault.EXCEL
    kode[_matches(clean, rf"^0{{0,{LENGTH - 1}}}$")] = Fault.KOSONG
    return clean, sound


def _as_text(values: Sequence[str | None] | Any) -> Any:
    if isinstance(values, pa.ChunkedArray):
        return values.combine_chunks()
    return values if isinstance(values, pa.Array) else pa.array(values, type=pa.string(), from_pandas=True)


def _matches(text: pa.Array, pattern: str) -> NDArray[np.bool_]:
    found: NDArray[np.bool_] = pc.match_substring_regex(text, pattern).to_numpy(zero_copy_only=False)
    return found


def _matrix(fixed: pa.Array) -> NDArray[np.uint8]:
    """Return texts of 16 digits each as rows of 16 small integers."""
    joined = "".join(fixed.to_pylist()).encode("ascii")
    return np.frombuffer(joined, dtype=np.uint8).reshape(-1, LENGTH) - np.uint8(ord("0"))


def _pair(matrix: NDArray[np.uint8], at: int) -> NDArray[np.int64]:
    return matrix[:, at].astype(np.int64) * 10 + matrix[:, at + 1]


def _date_parts(matrix: NDArray[np.uint8]) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    return _pair(matrix, 6), _pair(matrix, 8), _pair(matrix, 10)


def _patterned(matrix: NDArray[np.uint8]) -> NDArray[np.bool_]:
    same = (matrix == matrix[:, :1]).all(axis=1)
    found: NDArray[np.bool_] = same | (matrix == _RISING).all(axis=1) | (matrix[:, :4] == 0).all(axis=1)
    return found


def _nik_faults(
    matrix: NDArray[np.uint8], day: NDArray[np.int64], month: NDArray[np.int64]
) -> tuple[tuple[NDArray[np.bool_], Fault], ...]:
    day_ok = ((day >= 1) & (day <= 31)) | ((day >= 41) & (day <= 71))
    return (
        (_patterned(matrix), Fault.POLA),
        (~_PROVINCE_OK[_pair(matrix, 0)], Fault.PROVINSI),
        (~day_ok, Fault.TANGGAL),
        ((month < 1) | (month > 12), Fault.BULAN),
        ((matrix[:, 12:] == 0).all(axis=1), Fault.AKHIRAN_0000),
    )


def _first_fault(
    kode: NDArray[np.int8], faults: tuple[tuple[NDArray[np.bool_], Fault], ...]
) -> NDArray[np.int8]:
    kode = kode.copy()
    for wrong, fault in faults:
        kode[wrong & (kode == Fault.BAIK)] = fault
    return kode


def _keep(clean: pa.Array, good: NDArray[np.bool_]) -> pa.Array:
    return pc.if_else(pa.array(good), clean, pa.scalar(None, pa.string()))


def _differs(given: NDArray[Any] | None, own: NDArray[Any]) -> NDArray[np.bool_]:
    if given is None:
        return np.zeros(len(own), dtype=np.bool_)
    other: NDArray[np.bool_] = (given != 0) & (given != own)
    return other


def _other_date(
    born: NDArray[np.datetime64] | None,
    day: NDArray[np.int64],
    month: NDArray[np.int64],
    year: NDArray[np.int64],
) -> NDArray[np.bool_]:
    if born is None:
        return np.zeros(len(day), dtype=np.bool_)
    dates = born.astype("datetime64[D]")
    months = dates.astype("datetime64[M]")
    own_day = (dates - months).astype(np.int64) + 1
    own_month = months.astype(np.int64) % 12 + 1
    own_year = (months.astype("datetime64[Y]").astype(np.int64) + 1970) % 100
    other: NDArray[np.bool_] = (own_day != day) | (own_month != month) | (own_year != year)
    known: NDArray[np.bool_] = ~np.isnat(dates)
    return other & known
