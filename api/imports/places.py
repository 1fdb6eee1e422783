"""Which desa each row belongs to: by its declared or proven code system, else by three unambiguous names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pyarrow.compute as pc
from numpy.typing import NDArray

from geo.files.findings import Finding
from geo.files.source import FileError, Header
from geo.rules.area_codes import (
    UNREADABLE,
    Detection,
    Register,
    System,
    compose_code,
    contradicts,
    detect_system,
    dotted,
    find_by_names,
    other_village_name,
    parse_code,
)

Rows = NDArray[np.int64]
NAMES = ("nama_kab", "nama_kec", "nama_desa")
PARTS = ("kode_prov", "kode_kab", "kode_kec", "kode_desa")
COLUMNS = ("kode_desa_dagri", "kode_desa_bps", *PARTS, *NAMES)
_SEPARATOR = "\x1f"
DECLARING: Mapping[str, System] = {"kode_desa_dagri": "dagri", "kode_desa_bps": "bps"}


@dataclass(frozen=True)
class Key:
    """The place columns of a row as they stand; rows alike share one."""

    cells: Mapping[str, str]

    def cell(self, name: str) -> str:
        """Return a cell, blank where the file has no such column."""
        return self.cells.get(name, "")

    @property
    def names(self) -> tuple[str, str, str]:
        """The names of regency, kecamatan, village."""
        return self.cell("nama_kab"), self.cell("nama_kec"), self.cell("nama_desa")


@dataclass(frozen=True)
class Placed:
    """What became of a key: its desa id (0 for none) and the troubles as (code, shown value, proposal)."""

    desa: int
    troubles: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True)
class Result:
    """Desa id of each row, the findings, and how the code system was proven (None without codes)."""

    desa: Rows
    findings: tuple[Finding, ...]
    detection: Detection | None


@dataclass
class Places:
    """Collects the place columns of a file chunk by chunk; memory grows with distinct places, not rows."""

    header: Header
    register: Register
    declared: System | None = None
    _keys: dict[str, int] = field(default_factory=dict)
    _own: list[NDArray[np.int32]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._columns = tuple(name for name in COLUMNS if name in self.header.recognised)
        self._code_column = next((name for name in (*DECLARING, "kode_desa") if name in self._columns), None)

    def require_columns(self) -> None:
        """Raise FileError `tanpa_kolom_wilayah` where neither codes nor all three names are columns."""
        if self._code_column is None and not set(NAMES) <= set(self._columns):
            raise FileError("tanpa_kolom_wilayah", kolom=", ".join(self.header.names)[:300])

    def add(self, values: Mapping[str, Any], count: int) -> None:
        """Take the place columns of one chunk of `count` rows."""
        if not self._columns:
            self._own.append(np.full(count, self._keys.setdefault("", 0), dtype=np.int32))
            return
        columns = [pc.utf8_trim_whitespace(values[name]) for name in self._columns]
        joined = pc.binary_join_element_wise(*columns, _SEPARATOR) if len(columns) > 1 else columns[0]
        encoded = joined.dictionary_encode()
        known = [self._keys.setdefault(text, len(self._keys)) for text in encoded.dictionary.to_pylist()]
        own = encoded.indices.to_numpy(zero_copy_only=False)
        self._own.append(np.array(known, dtype=np.int32)[own])

    def finish(self, baris: Rows) -> Result:
        """Prove the code system and place every row; raises AreaCodeError where it cannot be proven."""
        own = np.concatenate([*self._own, np.empty(0, dtype=np.int32)])
        keys = [Key(dict(zip(self._columns, text.split(_SEPARATOR), strict=False))) for text in self._keys]
        counts = np.bincount(own, minlength=len(keys))
        codes = [self._code(key) for key in keys]
        detection = self._detect(keys, codes, counts)
        system = detection.system if detection else "dagri"
        placed = [self._place(key, code, system) for key, code in zip(keys, codes, strict=True)]
        desa = np.array([one.desa for one in placed], dtype=np.int64)
        return Result(desa[own], tuple(_findings(placed, own, baris, self._shown())), detection)

    def _detect(self, keys: list[Key], codes: list[int], counts: NDArray[np.int64]) -> Detection | None:
        if not any(code > 0 for code in codes):
            return None
        declared = self.declared or DECLARING.get(self._code_column or "")
        names = [key.cell("nama_kab") for key in keys]
        return detect_system(codes, names, [int(count) for count in counts], self.register, declared)

    def _code(self, key: Key) -> int:
        """Read the village code of a row: from one column, or joined from the parts of several."""
        column = self._code_column
        text = key.cell(column) if column else ""
        code = parse_code(text)
        if column == "kode_desa" and (code == UNREADABLE or 0 < code < 10**6) and key.cell("kode_kab"):
            return _joined(key, text)
        return code

    def _place(self, key: Key, code: int, system: System) -> Placed:
        if code == 0:
            return self._by_names(key)
        text = key.cell(self._code_column or "")
        found = self.register.locate(code, system) if code > 0 else 0
        if found and self.register.tingkat[found] != 4:
            named = self._by_names(key)
            return named if named.desa else Placed(0, (("kode_bukan_desa", text, ""),))
        if not found:
            return Placed(0, (("desa_tidak_dikenal", text, self._proposal(key, code)),))
        return self._checked(key, found)

    def _checked(self, key: Key, desa: int) -> Placed:
        kab, _, name = key.names
        if contradicts(desa, kab, self.register):
            shown = f"{dotted(desa)}, {kab}"
            return Placed(0, (("kab_beda", shown, self._by_names_text(key)),))
        other = key.cell("kode_desa_bps") if self._code_column == "kode_desa_dagri" else ""
        if other and self.register.locate(parse_code(other), "bps") not in (0, desa):
            return Placed(0, (("dua_kode_beda", f"{dotted(desa)}, {other}", ""),))
        if other_village_name(desa, name, self.register):
            return Placed(desa, (("nama_desa_beda", name, self.register.nama[desa]),))
        return Placed(desa)

    def _by_names(self, key: Key) -> Placed:
        shown = ", ".join(name for name in reversed(key.names) if name)
        if not all(key.names):
            return Placed(0, (("desa_kosong", shown, ""),))
        found = find_by_names(*key.names, self.register)
        code = "desa_dari_nama" if found else "nama_tidak_dikenal"
        return Placed(found, ((code, shown, ""),))

    def _by_names_text(self, key: Key) -> str:
        found = find_by_names(*key.names, self.register) if all(key.names) else 0
        return f"{dotted(found)} ({self.register.nama[found]})" if found else "?"

    def _proposal(self, key: Key, code: int) -> str:
        """Name the desa that came of a retired one, else the one that the names single out."""
        heirs = self.register.successors.get(code, ())
        if heirs:
            listed = (f"{dotted(heir)} ({self.register.nama.get(heir, '?')})" for heir in heirs)
            return f"→ {', '.join(listed)}"
        named = self._by_names_text(key)
        return "" if named == "?" else f"→ {named}"

    def _shown(self) -> str | None:
        return self._code_column or next((name for name in reversed(NAMES) if name in self._columns), None)


def _joined(key: Key, desa: str) -> int:
    """Join code parts; each column may hold only its part or the whole code down to its level."""
    kab = parse_code(key.cell("kode_kab"))
    if kab > 99:
        prov, part = str(kab)[:2], str(kab)[2:4]
    else:
        prov, part = key.cell("kode_prov") or "64", key.cell("kode_kab")
    kec = key.cell("kode_kec")
    kec = str(parse_code(kec))[4:] if parse_code(kec) > 10**5 else kec
    parts = [text.strip() for text in (prov, part, kec, desa)]
    return compose_code(*parts) if all(text.isascii() and text.isdigit() for text in parts) else UNREADABLE


def _findings(
    placed: list[Placed], own: NDArray[np.int32], baris: Rows, shown: str | None
) -> Iterator[Finding]:
    """Gather the rows of each kind of trouble; every row of a key shares its words."""
    kinds = {trouble[0] for one in placed for trouble in one.troubles}
    for kind in sorted(kinds):
        words = {at: t for at, one in enumerate(placed) for t in one.troubles if t[0] == kind}
        rows = np.flatnonzero(np.isin(own, list(words)))
        texts = np.empty((2, len(rows)), dtype=object)
        for part in (1, 2):
            texts[part - 1] = [words[int(at)][part] for at in own[rows]]
        yield Finding(kind, shown, baris[rows], texts[0], texts[1])
