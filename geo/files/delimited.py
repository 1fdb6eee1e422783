"""CSV of any delimiter and encoding, streamed column-wise; rows that do not fit are kept apart by number."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pa_csv

from geo.files.encoding import Encoding, detect_encoding
from geo.files.header import SEARCHED_ROWS, Vocabulary, find_header, score
from geo.files.source import Broken, Chunk, FileError, Header, Rows, drop_blank

DELIMITERS = (",", ";", "\t", "|")
HEAD_CHARS = 512 * 1024
BLOCK_BYTES = 2**20
"""Bytes parsed at a time; a file with a longer row, such as a polygon as text, gets larger blocks."""
PIECE_BYTES = 2**18


@dataclass(frozen=True)
class Sniffed:
    """How a CSV is written: encoding, delimiter, header, the byte where its data rows begin, block size."""

    encoding: Encoding
    delimiter: str
    header: Header
    data_byte: int
    quoted: bool
    block_bytes: int


def sniff(path: Path, vocabulary: Vocabulary) -> Sniffed:
    """Find encoding, delimiter and header of a CSV file.

    Raises
    ------
    FileError
        `tanpa_kepala` when no row holds known column names, `kutip_terbuka` for a quote that is not closed.
    """
    encoding = detect_encoding(path)
    text = _head(path, encoding)
    best: tuple[int, Header, str, int] | None = None
    for delimiter in DELIMITERS:
        rows, ends = _split(text, delimiter)
        header = find_header(rows, vocabulary)
        found = score(header.names, vocabulary) if header else 0
        if header and (best is None or found > best[0]):
            best = found, header, delimiter, ends[min(header.first + header.depth, len(ends)) - 1]
    if best is None:
        raise FileError("tanpa_kepala", berkas=path.name)
    _, header, delimiter, chars = best
    data_byte = encoding.bom + len(text[:chars].encode(encoding.name))
    quoted, longest = _survey(path)
    return Sniffed(encoding, delimiter, header, data_byte, quoted, max(BLOCK_BYTES, 2 * longest))


def _survey(path: Path) -> tuple[bool, int]:
    """Say whether a file has quotes at all, and how long its longest line may be in bytes."""
    quoted, longest, run = False, PIECE_BYTES, 0
    with path.open("rb") as file:
        while piece := file.read(PIECE_BYTES):
            quoted = quoted or b'"' in piece
            piece = piece.replace(b"\r", b"\n")
            first = piece.find(b"\n")
            longest = max(longest, run + (first if first >= 0 else len(piece)))
            run = run + len(piece) if first < 0 else len(piece) - piece.rfind(b"\n")
    return quoted, longest


def _head(path: Path, encoding: Encoding) -> str:
    with path.open("rb") as file:
        file.seek(encoding.bom)
        raw = file.read(HEAD_CHARS)
    return codecs.getincrementaldecoder(encoding.name)().decode(raw)


def _split(text: str, delimiter: str) -> tuple[list[list[str]], list[int]]:
    """Return the first records and the character where each ends."""
    consumed = 0

    def lines() -> Iterator[str]:
        nonlocal consumed
        for line in io.StringIO(text, newline=""):
            consumed += len(line)
            yield line

    rows: list[list[str]] = []
    ends: list[int] = []
    try:
        for row in csv.reader(lines(), delimiter=delimiter):
            rows.append(row)
            ends.append(consumed)
            if len(rows) > SEARCHED_ROWS + 2:
                break
    except csv.Error:
        return rows, ends
    return rows, ends


@dataclass(frozen=True)
class CsvReader:
    """Reads the data rows of a sniffed CSV; numbers count records, as a spreadsheet shows them."""

    path: Path
    sniffed: Sniffed

    def read(self) -> Iterator[Chunk]:
        """Yield the data rows; raises FileError `kutip_terbuka` where a quote is never closed."""
        header = self.sniffed.header
        width, before = len(header.names), header.first + header.depth
        misfits = Misfits(width, before, self.sniffed.delimiter)
        for batch in self._batches(width, misfits):
            numbers = misfits.number(batch.num_rows)
            chunk = _chunk(numbers, batch.columns, misfits.take())
            if self.sniffed.quoted:
                _refuse_swallowed(chunk, self.sniffed.delimiter)
            yield chunk
        rest = misfits.take()
        if rest.broken or rest.fitted or rest.blank:
            yield _chunk(misfits.number(0), [pa.array([], type=pa.string())] * width, rest)

    def _batches(self, width: int, misfits: Misfits) -> Iterator[Any]:
        names = [str(at) for at in range(width)]
        with self.path.open("rb") as file:
            if file.seek(0, 2) <= self.sniffed.data_byte:
                return
            file.seek(self.sniffed.data_byte)
            stream: Any = pa.PythonFile(file, mode="r")
            if self.sniffed.encoding.name != "utf-8":
                stream = pa.transcoding_input_stream(stream, self.sniffed.encoding.name, "utf-8")
            try:
                yield from pa_csv.open_csv(stream, *_options(names, self.sniffed, misfits))
            except pa.ArrowInvalid as error:
                raise FileError("kutip_terbuka", baris=misfits.next_row) from error


def _options(names: list[str], sniffed: Sniffed, misfits: Misfits) -> tuple[Any, Any, Any]:
    read = pa_csv.ReadOptions(use_threads=False, column_names=names, block_size=sniffed.block_bytes)
    parse = pa_csv.ParseOptions(
        delimiter=sniffed.delimiter,
        newlines_in_values=True,
        ignore_empty_lines=False,
        invalid_row_handler=misfits.add,
    )
    # The whole file was decoded once to find its encoding, so its text is known to be sound.
    convert = pa_csv.ConvertOptions(
        column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=False, check_utf8=False
    )
    return read, parse, convert


@dataclass(frozen=True)
class Taken:
    """Misfits of one chunk: broken rows, rows that fit after all, and blank ones."""

    broken: tuple[Broken, ...]
    fitted: tuple[Broken, ...]
    blank: int


class Misfits:
    """Collects the rows that do not have the header's number of columns, and numbers the others.

    `before` is the count of records above the data, so that numbers are those of the whole file.
    """

    def __init__(self, width: int, before: int, delimiter: str) -> None:
        self._width, self._before, self._delimiter = width, before, delimiter
        self._next = 1
        self._rows: list[tuple[int, str]] = []
        self._ahead = np.empty(0, dtype=np.int64)

    @property
    def next_row(self) -> int:
        """The record at which reading goes on."""
        return self._next + self._before

    def add(self, row: Any) -> str:
        """Keep a row that could not be split into the header's columns; the reader calls it."""
        self._rows.append((row.number, row.text))
        return "skip"

    def number(self, count: int) -> Rows:
        """Return the record numbers of the next `count` good rows."""
        fresh = np.array([number for number, _ in self._rows], dtype=np.int64)
        self._ahead = np.concatenate([self._ahead[self._ahead >= self._next], fresh])
        span = np.arange(self._next, self._next + count + len(self._ahead), dtype=np.int64)
        numbers = span[~np.isin(span, self._ahead)][:count]
        self._next = int(numbers[-1]) + 1 if count else self._next
        return numbers + self._before

    def take(self) -> Taken:
        """Hand over and forget what was collected; trailing blank cells do not make a row broken."""
        rows = [(number + self._before, self._split(number, text)) for number, text in self._rows]
        self._rows.clear()
        width = self._width
        filled = [Broken(number, cells) for number, cells in rows if any(cell.strip() for cell in cells)]
        fits = [len(row.cells) > width and not any(map(str.strip, row.cells[width:])) for row in filled]
        return Taken(
            tuple(row for row, fit in zip(filled, fits, strict=True) if not fit),
            tuple(Broken(row.baris, row.cells[:width]) for row, fit in zip(filled, fits, strict=True) if fit),
            len(rows) - len(filled),
        )

    def _split(self, number: int, text: str) -> tuple[str, ...]:
        if text.count('"') % 2 and "\n" in text.strip():
            raise FileError("kutip_terbuka", baris=number + self._before)
        try:
            return tuple(next(csv.reader(io.StringIO(text, newline=""), delimiter=self._delimiter), []))
        except csv.Error as error:
            raise FileError("kutip_terbuka", baris=number + self._before) from error


def _chunk(baris: Rows, columns: Sequence[Any], taken: Taken) -> Chunk:
    if taken.fitted:
        baris = np.concatenate([baris, np.array([row.baris for row in taken.fitted], dtype=np.int64)])
        cells = zip(*(row.cells for row in taken.fitted), strict=True)
        columns = [
            pa.concat_arrays([column, pa.array(extra, type=pa.string())])
            for column, extra in zip(columns, cells, strict=True)
        ]
    baris, columns, blank = drop_blank(baris, tuple(columns))
    return Chunk(baris, tuple(columns), taken.broken, blank=blank + taken.blank)


def _refuse_swallowed(chunk: Chunk, delimiter: str) -> None:
    """Refuse a cell that holds whole rows of the table: a quote was opened there and closed too late."""
    delimiters = len(chunk.columns) - 1
    for column in chunk.columns:
        for at in np.flatnonzero(pc.match_substring(column, "\n").to_numpy(zero_copy_only=False)):
            lines = column[int(at)].as_py().splitlines()
            if delimiters and any(line.count(delimiter) >= delimiters for line in lines):
                raise FileError("kutip_terbuka", baris=int(chunk.baris[at]))
