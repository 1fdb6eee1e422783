"""What a file is once opened: a header that was understood, and rows in chunks, each with its number."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from geo.errors import GeoError

Rows = NDArray[np.int64]


class FileError(GeoError):
    """A file that is refused as a whole; nothing of it is read further."""


@dataclass(frozen=True)
class Header:
    """The header of a table, flattened to one name a column.

    `fields` holds the recognised field of each column or None; `first` is the 0-based record in which
    the header starts, `depth` how many records it takes, a row of column numbers included.
    """

    names: tuple[str, ...]
    fields: tuple[str | None, ...]
    first: int = 0
    depth: int = 1

    @property
    def recognised(self) -> Mapping[str, str]:
        """Column name in the file by field."""
        return {known: name for known, name in zip(self.fields, self.names, strict=True) if known}

    @property
    def ignored(self) -> tuple[str, ...]:
        """Names of the columns that no field takes, in file order."""
        return tuple(
            name
            for known, name in zip(self.fields, self.names, strict=True)
            if known is None and name.strip()
        )


@dataclass(frozen=True)
class Broken:
    """A row whose number of columns is not the header's."""

    baris: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Chunk:
    """Some rows of a file, column-wise.

    `baris` is the number a person sees (record 1 is the first of the file; a feature counts from 1),
    `columns` the text of every column in header order, `geom` shapely geometries in EPSG:4326 or None.
    Rows without any value are left out and counted in `blank`.
    """

    baris: Rows
    columns: tuple[pa.Array, ...]
    broken: tuple[Broken, ...] = ()
    geom: NDArray[np.object_] | None = None
    blank: int = 0

    def __len__(self) -> int:
        return len(self.baris)


class Reader(Protocol):
    """One format: gives its rows again and again, in the same order with the same numbers."""

    def read(self) -> Iterator[Chunk]:
        """Yield the data rows from the first to the last."""
        ...


@dataclass(frozen=True)
class Source:
    """An opened file: its kind, header, how it was read (`facts`, for the report), and its rows.

    `kind` is csv, xlsx, gpkg or geojson; `sha256` the checksum of its bytes.
    """

    path: str
    kind: str
    sha256: str
    header: Header
    reader: Reader
    facts: Mapping[str, object] = field(default_factory=dict)

    @property
    def has_geometry(self) -> bool:
        """Whether rows carry a geometry of their own."""
        return self.kind in ("gpkg", "geojson")

    def chunks(self) -> Iterator[Chunk]:
        """Yield the rows, column-wise."""
        return self.reader.read()

    def read_rows(self, wanted: Rows) -> Iterator[tuple[int, tuple[str, ...]]]:
        """Yield (number, cells) of the wanted rows, read again from the file in its order."""
        numbers = set(wanted.tolist())
        for chunk in self.chunks():
            found = np.flatnonzero(np.isin(chunk.baris, wanted))
            cells = [column.take(pa.array(found)).to_pylist() for column in chunk.columns]
            rows: list[tuple[int, tuple[Any, ...]]] = [
                (int(number), values)
                for number, values in zip(chunk.baris[found], zip(*cells, strict=True), strict=True)
            ]
            rows += [(row.baris, row.cells) for row in chunk.broken if row.baris in numbers]
            yield from sorted(rows)


def drop_blank(baris: Rows, columns: tuple[pa.Array, ...]) -> tuple[Rows, tuple[pa.Array, ...], int]:
    """Leave out the rows in which every column is blank; return how many there were."""
    import pyarrow.compute as pc

    filled = np.zeros(len(baris), dtype=np.bool_)
    for column in columns:
        if filled.all():
            break
        filled |= pc.not_equal(pc.utf8_trim_whitespace(column), "").to_numpy(zero_copy_only=False)
    if filled.all():
        return baris, columns, 0
    keep = pa.array(filled)
    return baris[filled], tuple(column.filter(keep) for column in columns), int((~filled).sum())
