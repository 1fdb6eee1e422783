"""Parameter sets: named, dated, cited thresholds that every rule takes and none keeps as a constant."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from types import MappingProxyType
from typing import Any

from geo.errors import ParameterError

_REQUIRED = ("nama", "berlaku_dari", "dasar_hukum", "nilai")


@dataclass(frozen=True)
class ParameterSet:
    """The thresholds of one rule, in force from `berlaku_dari` until the day before `berlaku_sampai`.

    `nama` is the rule it feeds (wash, hunian, kumuh), `dasar_hukum` what it rests on, `catatan` the remark
    beside a value (why it is so, or how sure we are).
    """

    nama: str
    berlaku_dari: date
    berlaku_sampai: date | None
    dasar_hukum: str
    nilai: Mapping[str, Any]
    catatan: Mapping[str, str] = field(default_factory=dict)

    @property
    def kode(self) -> str:
        """The name that an answer carries: rule and first day, as in `kumuh@2018-01-01`."""
        return f"{self.nama}@{self.berlaku_dari.isoformat()}"

    def value(self, key: str) -> Any:
        """One threshold; raises ParameterError when the set does not hold it."""
        if key not in self.nilai:
            raise ParameterError("parameter_hilang", set=self.kode, field=key)
        return self.nilai[key]

    def number(self, key: str) -> float:
        """One threshold that must be a number; raises ParameterError."""
        found = self.value(key)
        if isinstance(found, bool) or not isinstance(found, int | float):
            raise ParameterError("parameter_bukan_angka", set=self.kode, field=key, value=found)
        return float(found)

    def codes(self, key: str) -> frozenset[int]:
        """A list of answer codes; raises ParameterError."""
        found = self.value(key)
        if not isinstance(found, Sequence) or not all(type(code) is int for code in found):
            raise ParameterError("parameter_bukan_daftar_kode", set=self.kode, field=key, value=found)
        return frozenset(found)

    def covers(self, day: date) -> bool:
        """Whether the set is in force on a day."""
        return self.berlaku_dari <= day and (self.berlaku_sampai is None or day < self.berlaku_sampai)


def parse(document: Mapping[str, Any]) -> ParameterSet:
    """A parameter set from a parsed TOML or JSON document; raises ParameterError naming what is wrong.

    Dates may be `date` values or ISO text (JSON has no dates).
    """
    missing = [key for key in _REQUIRED if key not in document]
    if missing:
        raise ParameterError("parameter_tidak_lengkap", field=missing[0], set=str(document.get("nama", "?")))
    start, end = _day(document["berlaku_dari"]), _day(document.get("berlaku_sampai"))
    if start is None or (end is not None and end <= start):
        raise ParameterError("parameter_masa_berlaku", set=str(document["nama"]), dari=start, sampai=end)
    return ParameterSet(
        nama=str(document["nama"]),
        berlaku_dari=start,
        berlaku_sampai=end,
        dasar_hukum=str(document["dasar_hukum"]),
        nilai=MappingProxyType(dict(document["nilai"])),
        catatan=MappingProxyType(dict(document.get("catatan", {}))),
    )


def in_force(sets: Iterable[ParameterSet], nama: str, day: date) -> ParameterSet:
    """The set of a rule in force on a day; raises ParameterError when none or more than one is."""
    found = [one for one in sets if one.nama == nama and one.covers(day)]
    if len(found) != 1:
        code = "parameter_tumpang_tindih" if found else "parameter_tidak_ada"
        raise ParameterError(code, nama=nama, tanggal=day, sets=[one.kode for one in found])
    return found[0]


def check_timeline(sets: Iterable[ParameterSet]) -> None:
    """Raise ParameterError when two sets of one rule overlap in time or leave a gap between them."""
    by_rule: dict[str, list[ParameterSet]] = {}
    for one in sets:
        by_rule.setdefault(one.nama, []).append(one)
    for rule in by_rule.values():
        for earlier, later in pairwise(sorted(rule, key=lambda one: one.berlaku_dari)):
            _check_neighbours(earlier, later)


def _check_neighbours(earlier: ParameterSet, later: ParameterSet) -> None:
    end = earlier.berlaku_sampai
    if end is None or end > later.berlaku_dari:
        raise ParameterError("parameter_tumpang_tindih", nama=later.nama, tanggal=later.berlaku_dari)
    if end < later.berlaku_dari:
        raise ParameterError("parameter_bersela", nama=later.nama, dari=end, sampai=later.berlaku_dari)


def _day(value: object) -> date | None:
    if value is None or isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value))
    except ValueError as reason:
        raise ParameterError("parameter_tanggal", value=value) from reason
