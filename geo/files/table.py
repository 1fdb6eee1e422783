"""Open any accepted file as one kind of thing: a header that was understood and rows in chunks."""

from __future__ import annotations

from pathlib import Path

from geo.files.delimited import CsvReader, sniff
from geo.files.encoding import checksum
from geo.files.header import Vocabulary
from geo.files.kinds import detect_kind
from geo.files.source import Source
from geo.files.vector import VectorReader, choose_layer
from geo.files.workbook import XlsxReader, choose_sheet


def read_table(path: Path, vocabulary: Vocabulary, sheet: str | None = None) -> Source:
    """Open a CSV, XLSX, GeoPackage or GeoJSON file by its content, whatever its name.

    Parameters
    ----------
    path : the file
    vocabulary : normalised column name → field, from `header.make_vocabulary`
    sheet : sheet or layer to read; the one that fits best when absent

    Raises
    ------
    FileError
        When the file as a whole cannot be read: wrong kind, encoding, no header, no such sheet.
    """
    kind = detect_kind(path)
    openers = {"csv": _open_csv, "xlsx": _open_xlsx, "gpkg": _open_vector, "geojson": _open_vector}
    return openers[kind](path, kind, vocabulary, sheet)


def _open_csv(path: Path, kind: str, vocabulary: Vocabulary, _sheet: str | None) -> Source:
    sniffed = sniff(path, vocabulary)
    facts = {"sandi": sniffed.encoding.name, "pemisah": sniffed.delimiter}
    return Source(str(path), kind, checksum(path), sniffed.header, CsvReader(path, sniffed), facts)


def _open_xlsx(path: Path, kind: str, vocabulary: Vocabulary, sheet: str | None) -> Source:
    chosen = choose_sheet(path, vocabulary, sheet)
    facts = {"lembar": chosen.name, "lembar_lain": chosen.others}
    return Source(str(path), kind, checksum(path), chosen.header, XlsxReader(path, chosen), facts)


def _open_vector(path: Path, kind: str, vocabulary: Vocabulary, sheet: str | None) -> Source:
    chosen = choose_layer(path, kind, vocabulary, sheet)
    facts = {"lembar": chosen.name, "lembar_lain": chosen.others, "crs": chosen.crs}
    return Source(str(path), kind, checksum(path), chosen.header, VectorReader(path, kind, chosen), facts)
