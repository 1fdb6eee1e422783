"""What the person at the keyboard reads about a file: how it was read, its columns, codes, rows, troubles."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from api.core.texts import LANGUAGES, say
from api.imports.ledger import ACCEPTED, REJECTED, WARNED, Ledger, first_sentences, summarise
from api.imports.messages import Message
from api.imports.reading import Checked
from api.imports.texts import TEXTS
from geo.files.source import Source

EXAMPLES = 10
KINDS = {"csv": "CSV", "xlsx": "XLSX", "gpkg": "GeoPackage", "geojson": "GeoJSON"}
ENCODINGS = {"utf-8": "UTF-8", "cp1252": "Windows-1252", "utf-16-le": "UTF-16", "utf-16-be": "UTF-16"}
SYSTEMS = {"dagri": "Kemendagri", "bps": "BPS"}
TAB = "\t"


def number(count: int) -> str:
    """Write a count as Indonesians do: 1.234.567."""
    return f"{count:,}".replace(",", ".")


def lines(checked: Checked, language: str) -> Iterator[str]:
    """Yield the report line by line."""
    yield from _file(checked.source, language)
    yield from _columns(checked.source, language)
    if checked.detection:
        found = checked.detection
        because = say(f"because_{found.reason}", language, {"dagri": found.dagri, "bps": found.bps}, TEXTS)
        yield say("rpt_code", language, {"sistem": SYSTEMS[found.system], "alasan": because}, TEXTS)
    yield from _rows(checked, language)
    for code, state in (("rpt_rejected", REJECTED), ("rpt_warned", WARNED), ("rpt_noted", ACCEPTED)):
        yield from _troubles(code, checked.ledger, state, language)


def _file(source: Source, language: str) -> Iterator[str]:
    kind = [KINDS[source.kind]]
    if "sandi" in source.facts:
        delimiter = str(source.facts["pemisah"])
        kind += [ENCODINGS[str(source.facts["sandi"])], "tab" if delimiter == TAB else f"“{delimiter}”"]
    if "lembar" in source.facts:
        kind.append(f"“{source.facts['lembar']}”")
    if source.has_geometry:
        kind.append(str(source.facts.get("crs") or "tanpa CRS")[:40])
    values = {
        "berkas": Path(source.path).name,
        "jenis": " · ".join(kind),
        "kepala": source.header.first + 1,
    }
    yield say("rpt_layer" if source.has_geometry else "rpt_file", language, values, TEXTS)
    others = source.facts.get("lembar_lain")
    if isinstance(others, tuple) and others:
        yield say("rpt_other_sheets", language, {"lembar": ", ".join(others)}, TEXTS)


def _columns(source: Source, language: str) -> Iterator[str]:
    known, ignored = source.header.recognised, source.header.ignored
    yield say("rpt_columns", language, {"dikenal": len(known), "lain": len(ignored)}, TEXTS)
    if ignored:
        listed = ", ".join(f"“{' '.join(name.split())}”" for name in ignored)
        yield say("rpt_ignored", language, {"kolom": listed}, TEXTS)


def _rows(checked: Checked, language: str) -> Iterator[str]:
    accepted, warned, rejected = (number(count) for count in checked.ledger.counts)
    values = {
        "baris": number(checked.ledger.total),
        "diterima": accepted,
        "peringatan": warned,
        "ditolak": rejected,
    }
    yield say("rpt_rows", language, values, TEXTS)
    if checked.blank:
        yield say("rpt_blank", language, {"kosong": number(checked.blank)}, TEXTS)


def _troubles(code: str, ledger: Ledger, state: int, language: str) -> Iterator[str]:
    found = ledger.of(state)
    if not found:
        return
    yield say(code, language, {}, TEXTS)
    for count, message, column in summarise(found, ledger):
        yield _trouble(count, message, column, language)
    if state == REJECTED:
        yield from (f"  {said}" for said in first_sentences(found, ledger, language, EXAMPLES))


def _trouble(count: int, message: Message, column: str, language: str) -> str:
    said = message.text[LANGUAGES.index(language)].format(nilai="…", usulan="…", kolom=column)
    values = {
        "jumlah": number(count),
        "kode": message.kode,
        "kolom": f"{column}: " if column else "",
        "kalimat": said,
    }
    return say("rpt_trouble", language, values, TEXTS)
