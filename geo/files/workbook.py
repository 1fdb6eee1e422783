"""XLSX workbooks: the sheet that holds the table, cells as the text a person sees, formulas as such."""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from geo.files.header import SEARCHED_ROWS, Vocabulary, find_header, score
from geo.files.source import Chunk, FileError, Header, drop_blank

CHUNK_ROWS = 20_000
COLUMNS = 512
EXACT = 10**15
"""From here on Excel no longer keeps every digit."""


@dataclass(frozen=True)
class Sheet:
    """The chosen sheet, its header, and the other sheets that also look like tables."""

    name: str
    header: Header
    others: tuple[str, ...]


def choose_sheet(path: Path, vocabulary: Vocabulary, wanted: str | None = None) -> Sheet:
    """Return the wanted sheet, else the one whose header covers the most fields.

    Raises
    ------
    FileError
        `lembar_tidak_ada`, or `tanpa_kepala` when no row of it holds known column names.
    """
    with _opened(path) as book:
        names = [sheet.title for sheet in book.worksheets if sheet.sheet_state == "visible" or wanted]
        if wanted is not None and wanted not in names:
            raise FileError("lembar_tidak_ada", lembar=wanted, ada=", ".join(names))
        heads = {name: _head(book[name]) for name in ([wanted] if wanted else names)}
    found = {name: header for name, rows in heads.items() if (header := find_header(rows, vocabulary))}
    if not found:
        raise FileError("tanpa_kepala", berkas=path.name)
    best = max(found, key=lambda name: score(found[name].names, vocabulary))
    return Sheet(best, found[best], tuple(name for name in found if name != best))


@dataclass(frozen=True)
class XlsxReader:
    """Reads the data rows of a chosen sheet; numbers are the sheet's own row numbers."""

    path: Path
    sheet: Sheet

    def read(self) -> Iterator[Chunk]:
        """Yield the data rows; cells right of the header's last column have no meaning and are left."""
        header = self.sheet.header
        skipped, width = header.first + header.depth, len(header.names)
        with _opened(self.path) as book:
            rows = islice(_rows(book[self.sheet.name]), skipped, None)
            number = skipped + 1
            while block := list(islice(rows, CHUNK_ROWS)):
                yield _chunk(block, number, width)
                number += len(block)


@contextmanager
def _opened(path: Path) -> Iterator[Any]:
    from openpyxl import load_workbook

    try:
        # Our own handle: openpyxl leaves a file of its own open when a part of it cannot be parsed.
        with warnings.catch_warnings(), path.open("rb") as file:
            # Styles and extensions that openpyxl does not know say nothing about the cells.
            warnings.simplefilter("ignore")
            book = load_workbook(file, read_only=True, data_only=False, keep_links=False)
            yield book
            book.close()
    except FileError:
        raise
    except Exception as error:  # openpyxl raises KeyError, ValueError, ParseError, BadZipFile and more
        raise FileError("berkas_rusak", berkas=path.name) from error


def _head(sheet: Any) -> list[list[str]]:
    return list(islice(_rows(sheet), SEARCHED_ROWS + 2))


def _rows(sheet: Any) -> Iterator[list[str]]:
    """Yield the rows as text; the sheet's stated dimension may lie, so it is forgotten first."""
    sheet.reset_dimensions()
    for row in sheet.iter_rows(values_only=True):
        cells = [cell_text(value) for value in row[:COLUMNS]]
        while cells and not cells[-1]:
            cells.pop()
        yield cells


def cell_text(value: object) -> str:
    """Return a cell as text: dates in ISO, whole numbers without a point, lost digits as `E+`.

    Examples
    --------
    >>> [cell_text(value) for value in (3.0, 0.5, 6472010108900000, None, True, datetime(2025, 3, 1))]
    ['3', '0.5', '6.47201E+15', '', 'Ya', '2025-03-01']
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "Ya" if value else "Tidak"
    if isinstance(value, (int, float)):
        return number_text(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
    if isinstance(value, (date, time)):
        return value.isoformat()
    return str(getattr(value, "text", value) or "").strip("\r\n")


def number_text(value: float) -> str:
    """Return a number as text; from 16 digits on as Excel shows it, because the last ones are not true."""
    if abs(value) >= EXACT:
        return f"{value:.5E}"
    return str(int(value)) if value == int(value) else repr(float(value))


def _chunk(rows: Sequence[Sequence[str]], number: int, width: int) -> Chunk:
    padded = [[*row[:width], *[""] * (width - len(row))] for row in rows]
    columns = tuple(pa.array(column, type=pa.string()) for column in zip(*padded, strict=True))
    baris, columns, blank = drop_blank(np.arange(number, number + len(rows), dtype=np.int64), columns)
    return Chunk(baris, columns, blank=blank)
