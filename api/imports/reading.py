"""From a path to checked rows: open, convert, judge, place; nothing here touches the database."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from api.imports import people, pockets
from api.imports.ledger import Ledger, make_ledger
from api.imports.places import Places
from geo.files.convert import Converter
from geo.files.fields import FAMILY, POCKET, FieldSpec, names_of
from geo.files.findings import Finding
from geo.files.header import make_vocabulary
from geo.files.source import FileError, Header, Rows, Source
from geo.files.table import read_table
from geo.files.vector import outside_degrees
from geo.rules.area_codes import Detection, Register, System

if TYPE_CHECKING:
    import pandas as pd

WITA = timezone(timedelta(hours=8), "WITA")
"""The province's time: a family interviewed this morning is not in the future."""

Frame = Callable[[Mapping[str, Any], Rows, Any], "pd.DataFrame"]


@dataclass(frozen=True)
class Options:
    """How a person wants a file to be read."""

    sheet: str | None = None
    system: System | None = None
    sumber: str | None = None


@dataclass(frozen=True)
class Checked:
    """A file that was read: its source, the account of its rows, and the values of all of them."""

    source: Source
    ledger: Ledger
    columns: Mapping[str, Any]
    desa: Rows
    detection: Detection | None
    blank: int
    frame: Frame

    def rows_of(self, kabkota: int) -> Any:
        """Return the positions of the publishable rows of a kab/kota."""
        kept = self.ledger.kept
        return kept[self.desa[kept] // 10**6 == kabkota]

    @property
    def kabkota(self) -> list[int]:
        """The kab/kota that have publishable rows, by number."""
        return [int(one) for one in np.unique(self.desa[self.ledger.kept] // 10**6)]


@dataclass(frozen=True)
class _Told:
    """What was counted beside the values while reading."""

    broken: list[int]
    cells: list[str]
    blank: int


def read_families(path: Path, register: Register, options: Options) -> Checked:
    """Read and judge a file of families; raises FileError or AreaCodeError where all of it is refused."""
    source = read_table(path, make_vocabulary(names_of(FAMILY)), options.sheet)
    places = Places(source.header, register, options.system)
    if not people.is_family_list(source.header.recognised):
        raise FileError("bukan_keluarga", berkas=path.name)
    places.require_columns()
    families = people.Families(options.sumber)
    told = _run(source, FAMILY, places, families.add)
    placed = places.finish(families.baris)
    columns, findings = families.finish()
    ledger = _close(families.baris, told, [*findings, *placed.findings], source.header)
    return Checked(source, ledger, columns, placed.desa, placed.detection, told.blank, people.to_frame)


def read_pockets(path: Path, register: Register, options: Options) -> Checked:
    """Read and judge a file of slum pockets; raises FileError or AreaCodeError likewise."""
    source = read_table(path, make_vocabulary(names_of(POCKET)), options.sheet)
    places = Places(source.header, register, options.system)
    collected = pockets.Pockets()
    told = _run(source, POCKET, places, collected.add)
    placed = places.finish(collected.baris)
    columns, findings = collected.finish(placed.desa)
    ledger = _close(collected.baris, told, [*findings, *placed.findings], source.header)
    return Checked(source, ledger, columns, placed.desa, placed.detection, told.blank, pockets.to_frame)


def _run(source: Source, specs: Mapping[str, FieldSpec], places: Places, add: Callable[[Any], None]) -> _Told:
    converter = Converter(specs, source.header, datetime.now(WITA).date())
    broken: list[int] = []
    cells: list[str] = []
    blank = 0
    for chunk in source.chunks():
        if source.facts.get("crs", "") is None:
            _require_degrees(chunk.geom)
        broken += [row.baris for row in chunk.broken]
        cells += [str(len(row.cells)) for row in chunk.broken]
        blank += chunk.blank
        converted = converter.convert(chunk)
        places.add(converted.values, len(chunk))
        add(converted)
    # What the last chunks used goes back to the machine before publishing asks for its own.
    pa.default_memory_pool().release_unused()
    return _Told(broken, cells, blank)


def _require_degrees(geometries: Any) -> None:
    """Refuse a file without CRS unless all of it can only be degrees."""
    if geometries is not None and len(geometries) and outside_degrees(geometries).any():
        raise FileError("tanpa_crs")


def _close(baris: Rows, told: _Told, findings: list[Finding], header: Header) -> Ledger:
    broken = np.array(told.broken, dtype=np.int64)
    if len(broken):
        cells = np.array(told.cells, dtype=object)
        findings = [*findings, Finding("kolom_tidak_cocok", None, broken, cells)]
    return make_ledger(baris, broken, findings, header.recognised)
