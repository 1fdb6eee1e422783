"""Rows of text become columns of values, each by its field's kind; what cannot be read is a finding."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from geo.files.fields import FieldSpec
from geo.files.findings import Finding, find
from geo.files.labels import PARTIAL, SEPTIC_BY_TOILET, TOO_LITTLE, parse_code, squeeze
from geo.files.neutral import has_formula, looks_like_formula, unwrap
from geo.files.source import Chunk, Header, Rows
from geo.files.values import Habit, by_value, dates, is_missing, numbers, texts

NO_CODE = -1
_BAD = -2


@dataclass(frozen=True)
class Converted:
    """A chunk as values by field: codes int16 (`NO_CODE` without answer), numbers float64, dates, texts.

    A field of kind `mentah` stays text. `findings` tell what could not be read and why.
    """

    baris: Rows
    values: Mapping[str, Any]
    findings: tuple[Finding, ...]
    geom: NDArray[np.object_] | None = None


@dataclass
class Converter:
    """Converts the chunks of one file; remembers each numeric column's decimal mark between chunks."""

    specs: Mapping[str, FieldSpec]
    header: Header
    today: date
    _habits: dict[str, Habit] = field(default_factory=dict)

    def convert(self, chunk: Chunk) -> Converted:
        """Return the values of the recognised columns and what was found in them."""
        values: dict[str, Any] = {}
        findings: list[Finding] = []
        for known, column in zip(self.header.fields, chunk.columns, strict=True):
            if known is None:
                continue
            bare = unwrap(column)
            formula = has_formula(bare)
            findings += find("rumus", known, chunk.baris, formula)
            if formula.any():
                bare = pa.compute.if_else(pa.array(formula), "", bare)
            values[known], found = self._read(known, bare, chunk.baris)
            findings += found
        if "fas_bab" in values:
            _read_septic(values, chunk, self.header)
        return Converted(chunk.baris, values, tuple(findings), chunk.geom)

    def _read(self, name: str, column: Any, baris: Rows) -> tuple[Any, list[Finding]]:
        readers: dict[str, Callable[..., tuple[Any, list[Finding]]]] = {
            "kode": self._codes,
            "bulat": self._whole,
            "angka": self._numbers,
            "tanggal": self._dates,
            "teks": self._texts,
            "mentah": lambda _name, column, _baris: (column, []),
        }
        return readers[self.specs[name].kind](name, column, baris)

    def _codes(self, name: str, column: Any, baris: Rows) -> tuple[Any, list[Finding]]:
        readings, own = by_value(column, lambda text: _code(text, name))
        found = readings.astype(np.int64)
        codes = np.where(found >= PARTIAL, found - PARTIAL, found)
        findings = [
            *find("kode_tidak_dikenal", name, baris, (found == _BAD)[own], nilai=column),
            *find("label_gabungan", name, baris, (found >= PARTIAL)[own], nilai=column),
            *find("label_kurang", name, baris, (found == TOO_LITTLE)[own], nilai=column),
        ]
        clean: NDArray[np.int16] = np.where(codes < 0, NO_CODE, codes).astype(np.int16)
        return clean[own], findings

    def _numbers(self, name: str, column: Any, baris: Rows) -> tuple[Any, list[Finding]]:
        spec = self.specs[name]
        if name == "desil":
            column = pa.compute.replace_substring_regex(column, r"(?i)^\s*desil\s*", "")
        read = numbers(column, self._habits.setdefault(name, Habit()))
        beyond = (read.values < spec.least) | (read.values > spec.most)
        findings = [
            *find("bukan_angka", name, baris, read.bad, nilai=column),
            *find("angka_ambigu", name, baris, read.unsure, nilai=column),
            *find("di_luar_batas", name, baris, beyond, nilai=column),
        ]
        return np.where(beyond, np.nan, read.values), findings

    def _whole(self, name: str, column: Any, baris: Rows) -> tuple[Any, list[Finding]]:
        values, findings = self._numbers(name, column, baris)
        broken = ~np.isnan(values) & (values != np.floor(values))
        return np.where(broken, np.nan, values), [
            *findings,
            *find("bukan_bulat", name, baris, broken, nilai=column),
        ]

    def _dates(self, name: str, column: Any, baris: Rows) -> tuple[Any, list[Finding]]:
        read = dates(column)
        future = read.values > np.datetime64(self.today)
        values = read.values.copy()
        values[future] = np.datetime64("NaT")
        return values, [
            *find("bukan_tanggal", name, baris, read.bad, nilai=column),
            *find("tanggal_depan", name, baris, future, nilai=column),
        ]

    def _texts(self, name: str, column: Any, baris: Rows) -> tuple[Any, list[Finding]]:
        read = texts(column)
        odd = looks_like_formula(column)
        return read.values, [
            *find("teks_rusak", name, baris, read.bad),
            *find("mirip_rumus", name, baris, odd & ~read.bad),
        ]


def _code(text: str, name: str) -> int:
    code = parse_code(text, name) if text else None
    if code is None:
        return NO_CODE if is_missing(text) else _BAD
    return code


def _read_septic(values: dict[str, Any], chunk: Chunk, header: Header) -> None:
    """Take the tank from P3KE's one answer on toilet and tank, where no column of its own gives it."""
    column = chunk.columns[header.fields.index("fas_bab")]
    readings, own = by_value(column, lambda text: SEPTIC_BY_TOILET.get(squeeze(text), NO_CODE))
    tank = readings.astype(np.int16)[own]
    known = values.get("tpa_tinja", np.full(len(tank), NO_CODE, dtype=np.int16))
    values["tpa_tinja"] = np.where(known == NO_CODE, tank, known)
