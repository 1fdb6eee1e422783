"""Cells become values: numbers, dates, texts, whatever the habit of writing; blank stays blank."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, TypeVar

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

T = TypeVar("T")
Mask = NDArray[np.bool_]

MISSING = frozenset(
    [
        *(
            "",
            "-",
            "--",
            "---",
            ".",
            "..",
            "...",
            "…",
            "?",
            "n/a",
            "na",
            "n.a.",
            "#n/a",
            "null",
            "none",
            "nan",
        ),
        *("nil", "kosong", "tidak tahu", "tdk tahu", "tt", "tidak diketahui", "tidak ada data", "unknown"),
        *("belum ada data", "belum diisi", "belum ada"),
    ]
)
EXCEL_EPOCH = date(1899, 12, 30)
EXCEL_DAYS = (7_306, 73_050)
"""Serial numbers read as dates: 1920 to 2099."""
TEXT_CHARS = 500

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan januari january",
            "feb peb februari pebruari february",
            "mar maret march",
            "apr april",
            "mei may",
            "jun juni june",
            "jul juli july",
            "agu ags agt agus agst agustus aug august",
            "sep sept september",
            "okt oktober oct october",
            "nov nop november nopember",
            "des desember dec december",
        ),
        1,
    )
    for name in names.split()
}
_UNIT = re.compile(
    r"\s*(?:m2|m²|m(?:eter)?(?: persegi)?|hektare?|ha|kk|jiwa|orang|unit|menit|mnt|%|va|watt|thn|tahun)\.?$",
    re.IGNORECASE,
)
_GROUPED = re.compile(r"(?a)[+-]?\d{1,3}(?:([.,' ])\d{3})(?:\1\d{3})+")
_MAYBE_GROUPED = re.compile(r"(?a)[+-]?[1-9]\d{0,2}([.,])\d{3}")
_PLAIN = re.compile(r"(?a)[+-]?\d+(?:([.,])\d+)?")
_BOTH = re.compile(r"(?a)[+-]?\d{1,3}(?:([.,])\d{3})+(?!\1)[.,]\d+")
_DMY = re.compile(
    r"(?a)(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4}|\d{2})(?:[ t]+\d{1,2}[:.]\d{2}(?:[:.]\d{2})?)?"
)
_YMD = re.compile(r"(?a)(\d{4})[/.\-](\d{1,2})[/.\-](\d{1,2})(?:[ t].*)?")
_NAMED = re.compile(r"(?a)(\d{1,2})[\s./\-]+([a-z]+)\.?[\s./,\-]+(\d{4}|\d{2})")
CONTROL = "[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f]"


class AmbiguousNumberError(ValueError):
    """A number such as `1.234` that may be a thousand or a fraction."""


@dataclass
class Habit:
    """What a column has shown so far of its decimal mark: point, comma, or None yet.

    Only numbers that can be read one way decide; the first chunk's habit holds for the file.
    """

    decimal: str | None = None


@dataclass(frozen=True)
class Column:
    """A column of values with the rows whose cell could not be read, and those read two ways."""

    values: Any
    bad: Mask
    unsure: Mask = field(default_factory=lambda: np.zeros(0, dtype=np.bool_))


def is_missing(text: str) -> bool:
    """Say whether a cell means that nothing is known; never *no*.

    Examples
    --------
    >>> is_missing(" - "), is_missing("Tidak tahu"), is_missing("Tidak"), is_missing("0")
    (True, True, False, False)
    """
    return text.strip().casefold() in MISSING


def by_value(array: pa.Array, read: Callable[[str], T]) -> tuple[NDArray[np.object_], NDArray[np.int64]]:
    """Read each distinct cell once; return the readings and, per row, which reading is its own."""
    encoded = pc.utf8_trim_whitespace(array).dictionary_encode()
    readings = np.empty(len(encoded.dictionary), dtype=object)
    readings[:] = [read(text) for text in encoded.dictionary.to_pylist()]
    return readings, encoded.indices.to_numpy(zero_copy_only=False).astype(np.int64)


def parse_number(text: str, habit: Habit | None = None) -> float:
    """Read one number: point or comma, grouped thousands, a unit behind it; ValueError where it is none.

    Examples
    --------
    >>> parse_number("1.234,5"), parse_number("36 m2"), parse_number("18,98"), parse_number("1.250.000")
    (1234.5, 36.0, 18.98, 1250000.0)
    """
    bare = _UNIT.sub("", text.replace("\u00a0", " ").replace("\u2212", "-").strip()).strip()
    if _GROUPED.fullmatch(bare):
        return float(re.sub("[., ']", "", bare))
    if _BOTH.fullmatch(bare):
        decimal = max(bare.rfind("."), bare.rfind(","))
        return float(re.sub("[.,]", "", bare[:decimal]) + "." + bare[decimal + 1 :])
    plain = _PLAIN.fullmatch(bare)
    if not plain or len(bare) > 40:
        raise ValueError(text)
    if _MAYBE_GROUPED.fullmatch(bare):
        return _grouped_or_not(bare, plain[1], habit)
    return float(bare.replace(",", "."))


def _grouped_or_not(bare: str, mark: str, habit: Habit | None) -> float:
    if habit is None or habit.decimal is None:
        raise AmbiguousNumberError(bare)
    return float(bare.replace(mark, "." if mark == habit.decimal else ""))


def _decimal_mark(texts: list[str]) -> str | None:
    """Return the mark that numbers with another count than three decimals use, if they agree."""
    marks = {
        found[1]
        for text in texts
        if (found := _PLAIN.fullmatch(_UNIT.sub("", text.strip())))
        and found[1]
        and not _MAYBE_GROUPED.fullmatch(found[0])
    }
    return marks.pop() if len(marks) == 1 else None


def numbers(array: pa.Array, habit: Habit) -> Column:
    """Read a column of numbers as float64, NaN where blank, bad or unsure."""
    if habit.decimal is None:
        habit.decimal = _decimal_mark(pc.unique(pc.utf8_trim_whitespace(array)).to_pylist())
    readings, own = by_value(array, lambda text: _number_or_state(text, habit))
    bad = np.array([reading == "bad" for reading in readings], dtype=np.bool_)
    unsure = np.array([reading == "unsure" for reading in readings], dtype=np.bool_)
    values = np.array(
        [np.nan if isinstance(reading, str) else reading for reading in readings], dtype=np.float64
    )
    return Column(values[own], bad[own], unsure[own])


def _number_or_state(text: str, habit: Habit) -> float | str:
    if is_missing(text):
        return float("nan")
    try:
        return parse_number(text, habit)
    except AmbiguousNumberError:
        return "unsure"
    except ValueError:
        return "bad"


def parse_date(text: str) -> date:
    """Read one date: ISO, day first, Indonesian month names, or Excel's day number; ValueError otherwise.

    Examples
    --------
    >>> [parse_date(text).isoformat() for text in ("01/02/2025", "2025-02-01", "1 Peb 2025", "45689")]
    ['2025-02-01', '2025-02-01', '2025-02-01', '2025-02-01']
    """
    bare = " ".join(text.casefold().replace("\u00a0", " ").split())
    if bare.isascii() and bare.isdigit() and EXCEL_DAYS[0] <= int(bare) <= EXCEL_DAYS[1]:
        return EXCEL_EPOCH + timedelta(days=int(bare))
    if found := _YMD.fullmatch(bare):
        return date(int(found[1]), int(found[2]), int(found[3]))
    if found := _DMY.fullmatch(bare):
        return date(_year(found[3]), int(found[2]), int(found[1]))
    if (found := _NAMED.fullmatch(bare)) and found[2] in _MONTHS:
        return date(_year(found[3]), _MONTHS[found[2]], int(found[1]))
    raise ValueError(text)


def _year(text: str) -> int:
    """Read a year; two digits are this century up to 40, else the last."""
    year = int(text)
    if len(text) == 4:
        return year
    return year + (2000 if year <= 40 else 1900)


def dates(array: pa.Array) -> Column:
    """Read a column of dates as datetime64[D], NaT where blank or bad; a blank never becomes a date."""
    readings, own = by_value(array, _date_or_state)
    bad = np.array([reading == "bad" for reading in readings], dtype=np.bool_)
    values = np.array(
        [None if isinstance(reading, str) else reading for reading in readings], dtype="datetime64[D]"
    )
    return Column(values[own], bad[own])


def _date_or_state(text: str) -> date | str:
    if is_missing(text):
        return ""
    try:
        return parse_date(text)
    except ValueError:
        return "bad"


def texts(array: pa.Array) -> Column:
    """Trim a column of text, null where blank or a token for it; bad where it cannot be stored as text."""
    trimmed = pc.utf8_trim_whitespace(array)
    tokens = pc.is_in(pc.utf8_lower(trimmed), value_set=pa.array(sorted(MISSING)))
    long = pc.greater(pc.utf8_length(trimmed), TEXT_CHARS)
    bad = pc.or_(pc.match_substring_regex(trimmed, CONTROL), long)
    kept = pc.if_else(pc.or_(tokens, bad), pa.scalar(None, pa.string()), trimmed)
    return Column(kept, bad.to_numpy(zero_copy_only=False))
