"""GeoPackage and GeoJSON: attributes as text, geometry as shapely in EPSG:4326, whatever CRS came in."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from geo.crs import WGS84
from geo.files.header import Vocabulary, make_header, score
from geo.files.source import Chunk, FileError, Header
from geo.files.workbook import number_text

CHUNK_ROWS = 20_000
OUTER_DEGREES = (90.0, -15.0, 145.0, 15.0)
"""A file without CRS counts as degrees only where all of it lies in and around Indonesia."""

Geometries = NDArray[np.object_]


@dataclass(frozen=True)
class Layer:
    """The chosen layer, its fields as header, and its CRS as `AUTHORITY:CODE` or WKT; None if unnamed."""

    name: str
    header: Header
    crs: str | None
    others: tuple[str, ...]


def choose_layer(path: Path, kind: str, vocabulary: Vocabulary, wanted: str | None = None) -> Layer:
    """Return the wanted layer, else the one whose fields cover the most.

    Raises
    ------
    FileError
        `lembar_tidak_ada`, `tanpa_kepala`, `crs_tidak_dikenal`, or `berkas_rusak`.
    """
    import pyogrio

    with _reading(path):
        names = [str(name) for name, _ in pyogrio.list_layers(_address(path, kind))]
        if wanted is not None and wanted not in names:
            raise FileError("lembar_tidak_ada", lembar=wanted, ada=", ".join(names))
        infos = {
            name: pyogrio.read_info(_address(path, kind), layer=name)
            for name in ([wanted] if wanted is not None else names)
        }
        best = max(infos, key=lambda name: score([*map(str, infos[name]["fields"])], vocabulary))
    header = make_header([str(name) for name in infos[best]["fields"]], vocabulary)
    if not header.recognised:
        raise FileError("tanpa_kepala", berkas=path.name)
    return Layer(best, header, infos[best]["crs"], tuple(name for name in infos if name != best))


@dataclass(frozen=True)
class VectorReader:
    """Reads the features of a layer; numbers count features from 1."""

    path: Path
    kind: str
    layer: Layer

    def read(self) -> Iterator[Chunk]:
        """Yield the features; a geometry that cannot be decoded or transformed is None."""
        import pyogrio

        number, transform = 1, _transformer(self.layer.crs)
        with _reading(self.path):
            address = _address(self.path, self.kind)
            with pyogrio.open_arrow(
                address, layer=self.layer.name, use_pyarrow=True, batch_size=CHUNK_ROWS
            ) as (meta, batches):
                for batch in batches:
                    columns, wkb = _columns(batch, self.layer.header, meta["geometry_name"] or "wkb_geometry")
                    baris = np.arange(number, number + batch.num_rows, dtype=np.int64)
                    number += batch.num_rows
                    yield Chunk(baris, columns, geom=_geometries(wkb, transform))


def _address(path: Path, kind: str) -> str:
    """Name the driver: other drivers would answer to the same bytes, and some follow links out."""
    return f"GeoJSON:{path.absolute()}" if kind == "geojson" else str(path.absolute())


@contextmanager
def _reading(path: Path) -> Iterator[None]:
    try:
        with warnings.catch_warnings():
            # What GDAL finds odd about a geometry is judged per row, by our own rules.
            warnings.simplefilter("ignore")
            yield
    except (RuntimeError, ValueError, OSError) as error:  # pyogrio's and Arrow's errors are kinds of these
        raise FileError("berkas_rusak", berkas=path.name) from error


def _columns(batch: Any, header: Header, geometry: str) -> tuple[tuple[Any, ...], Any]:
    columns = tuple(text_column(batch.column(batch.schema.get_field_index(name))) for name in header.names)
    at = batch.schema.get_field_index(geometry)
    return columns, batch.column(at) if at >= 0 else None


def text_column(column: Any) -> Any:
    """Return a typed column as text; blank where there is no value or none that is text, such as a list.

    Examples
    --------
    >>> text_column(pa.array([1.0, 6472014108900001.0, None])).to_pylist()
    ['1', '6472014108900001', '']
    """
    if isinstance(column, pa.ExtensionArray):
        column = column.storage
    kind = column.type
    if pa.types.is_floating(kind):
        return pa.array([_float_text(value) for value in column.to_pylist()], type=pa.string())
    if pa.types.is_boolean(kind):
        return pc.fill_null(pc.if_else(column, "Ya", "Tidak"), "")
    if pa.types.is_nested(kind) or pa.types.is_binary(kind) or pa.types.is_large_binary(kind):
        return pa.array([""] * len(column), type=pa.string())
    return pc.fill_null(column.cast(pa.string()), "")


def _float_text(value: float | None) -> str:
    """Return a double as text; a double holds every digit of a whole number below 2⁵³."""
    if value is None or value != value:
        return ""
    return str(int(value)) if abs(value) < 2**53 and value == int(value) else number_text_or_inf(value)


def number_text_or_inf(value: float) -> str:
    """Return a number as text, an infinite one as `inf`, which no field accepts."""
    return "inf" if value in (float("inf"), float("-inf")) else number_text(value)


def _transformer(crs: str | None) -> Any:
    if crs is None:
        return None
    import pyproj

    try:
        known = pyproj.CRS.from_user_input(crs)
        if known.to_epsg() == WGS84:
            return None
        return pyproj.Transformer.from_crs(known, WGS84, always_xy=True)
    except pyproj.exceptions.ProjError as error:
        raise FileError("crs_tidak_dikenal", crs=crs[:80]) from error


def _geometries(wkb: Any, transform: Any) -> Geometries:
    import shapely

    if wkb is None:
        return np.empty(0, dtype=object)
    with np.errstate(all="ignore"):
        found: Geometries = shapely.from_wkb(np.array(wkb.to_pylist(), dtype=object), on_invalid="ignore")
        found = shapely.force_2d(found)
        if transform is not None:
            found = shapely.transform(found, lambda x, y: transform.transform(x, y), interleaved=False)
    return found


def outside_degrees(geometries: Geometries) -> NDArray[np.bool_]:
    """Say which geometries cannot be degrees around Indonesia: projected metres, or somewhere else."""
    import shapely

    west, south, east, north = OUTER_DEGREES
    bounds = shapely.bounds(geometries)
    known = ~shapely.is_missing(geometries) & ~shapely.is_empty(geometries)
    outside = (bounds[:, 0] < west) | (bounds[:, 1] < south) | (bounds[:, 2] > east) | (bounds[:, 3] > north)
    out: NDArray[np.bool_] = known & outside
    return out
