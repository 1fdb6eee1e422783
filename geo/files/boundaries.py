"""Boundary files: GeoPackage, Shapefile (bare or zipped), GeoJSON become layers of polygons in EPSG:4326."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
import warnings
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from geo.crs import WGS84
from geo.files.kinds import detect_kind
from geo.files.source import FileError

Geometries = NDArray[np.object_]

SHAPEFILE_MAGIC = b"\x00\x00\x27\x0a"
SHAPEFILE_PARTS = {".shp", ".shx", ".dbf", ".prj", ".cpg"}
UNZIPPED_BYTES = 2 * 2**30
LIMIT_BYTES = 2 * 2**30


@dataclass(frozen=True)
class BoundaryLayer:
    """One layer: its columns as text and its geometry, 2D in EPSG:4326, None where it cannot be decoded.

    `crs` is what the file named; `with_z` counts the geometries whose height was dropped.
    """

    name: str
    crs: str
    columns: Mapping[str, tuple[str, ...]]
    geom: Geometries
    with_z: int


@dataclass(frozen=True)
class BoundaryFile:
    """A boundary file: its kind (gpkg, shp or geojson), the checksum of its bytes, and its layers."""

    kind: str
    sha256: str
    layers: tuple[BoundaryLayer, ...]


def read_boundaries(path: Path) -> BoundaryFile:
    """Read every layer with geometry.

    Raises
    ------
    FileError
        The file is missing, empty, damaged, no vector file (`batas_bukan_vektor`), without layers
        (`tanpa_lapisan`), or names no CRS (`batas_tanpa_crs`) or an unknown one (`crs_tidak_dikenal`).
    """
    kind = boundary_kind(path)
    with _sources(path, kind) as sources, _reading(path):
        layers = tuple(layer for source in sources for layer in _read(source, path))
    if not layers:
        raise FileError("tanpa_lapisan", berkas=path.name)
    return BoundaryFile(kind.removesuffix("zip") or "shp", _checksum(path), layers)


def boundary_kind(path: Path) -> str:
    """Return gpkg, geojson, shp or shpzip by the first bytes of a file; raises FileError otherwise."""
    if path.is_file():
        with path.open("rb") as file:
            head = file.read(4)
        if path.stat().st_size > LIMIT_BYTES:
            raise FileError("berkas_terlalu_besar", ukuran=path.stat().st_size >> 20, batas=LIMIT_BYTES >> 20)
        if head == SHAPEFILE_MAGIC:
            return "shp"
        if head.startswith(b"PK") and _shapes_in(path):
            return "shpzip"
    kind = detect_kind(path)
    if kind not in ("gpkg", "geojson"):
        raise FileError("batas_bukan_vektor", berkas=path.name)
    return kind


def _shapes_in(path: Path) -> list[zipfile.ZipInfo]:
    try:
        with zipfile.ZipFile(path) as archive:
            members = [one for one in archive.infolist() if not one.is_dir()]
    except (zipfile.BadZipFile, OSError) as error:
        raise FileError("berkas_rusak", berkas=path.name) from error
    parts = [one for one in members if Path(one.filename).suffix.lower() in SHAPEFILE_PARTS]
    return parts if any(one.filename.lower().endswith(".shp") for one in parts) else []


@contextmanager
def _sources(path: Path, kind: str) -> Iterator[list[str]]:
    """Give the addresses to read; a zipped Shapefile is unpacked into a folder that is gone afterwards."""
    if kind != "shpzip":
        # The driver is named for GeoJSON: others would answer to the same bytes, and some follow links out.
        yield [f"GeoJSON:{path.absolute()}" if kind == "geojson" else str(path.absolute())]
        return
    with tempfile.TemporaryDirectory(prefix="kantong-batas-") as folder:
        with _reading(path):
            _unpack(path, Path(folder))
        yield [str(found) for found in sorted(Path(folder).glob("*/*.shp"))]


def _unpack(path: Path, folder: Path) -> None:
    parts = _shapes_in(path)
    if sum(part.file_size for part in parts) > UNZIPPED_BYTES:
        raise FileError("berkas_bom_zip", ukuran="> 2048", batas=UNZIPPED_BYTES >> 20)
    places: dict[str, Path] = {}
    with zipfile.ZipFile(path) as archive:
        for part in parts:
            inside = Path(part.filename)
            # Folders of the archive become numbers: a member's name never leads out of our folder.
            place = places.setdefault(str(inside.parent), folder / str(len(places)))
            place.mkdir(exist_ok=True)
            with archive.open(part) as source, (place / _file_name(inside)).open("wb") as target:
                shutil.copyfileobj(source, target)


def _file_name(inside: Path) -> str:
    stem = "".join(sign for sign in inside.stem if sign.isalnum() or sign in " _-.") or "batas"
    return stem[:80] + inside.suffix.lower()


def _read(source: str, path: Path) -> Iterator[BoundaryLayer]:
    import pyogrio

    for name, geometry_type in pyogrio.list_layers(source):
        if geometry_type is not None:
            meta, table = pyogrio.read_arrow(source, layer=str(name))
            yield _layer(str(name), meta, table, path)


def _layer(name: str, meta: Mapping[str, Any], table: Any, path: Path) -> BoundaryLayer:
    import shapely

    from geo.files.vector import text_column

    geometry_name = meta["geometry_name"] or "wkb_geometry"
    columns = {
        str(field): tuple(text_column(table.column(field).combine_chunks()).to_pylist())
        for field in meta["fields"]
    }
    if meta["crs"] is None:
        raise FileError("batas_tanpa_crs", berkas=path.name, lapisan=name)
    found = shapely.from_wkb(_bytes(table, geometry_name), on_invalid="ignore")
    with_z = int(shapely.has_z(found).sum())
    return BoundaryLayer(
        name, str(meta["crs"])[:80], columns, _to_degrees(shapely.force_2d(found), meta["crs"]), with_z
    )


def _bytes(table: Any, name: str) -> Geometries:
    values = table.column(name).to_pylist()
    found = np.empty(len(values), dtype=object)
    found[:] = values
    return found


def _to_degrees(geometries: Geometries, crs: str) -> Geometries:
    import pyproj
    import shapely

    try:
        known = pyproj.CRS.from_user_input(crs)
        transformer = pyproj.Transformer.from_crs(known, WGS84, always_xy=True)
    except pyproj.exceptions.ProjError as error:
        raise FileError("crs_tidak_dikenal", crs=crs[:80]) from error
    if known.to_epsg() == WGS84 or known.to_string() == "OGC:CRS84":
        return geometries
    with np.errstate(all="ignore"):
        moved: Geometries = shapely.transform(
            geometries, lambda x, y: transformer.transform(x, y), interleaved=False
        )
    return moved


@contextmanager
def _reading(path: Path) -> Iterator[None]:
    import pyarrow as pa
    import pyogrio

    try:
        with warnings.catch_warnings():
            # What GDAL finds odd about a geometry is judged per feature, by our own rules.
            warnings.simplefilter("ignore")
            yield
    except FileError:
        raise
    except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError, pa.ArrowInvalid) as error:
        raise FileError("berkas_rusak", berkas=path.name) from error
    except (RuntimeError, ValueError, OSError, zipfile.BadZipFile) as error:
        raise FileError("berkas_rusak", berkas=path.name) from error


def _checksum(path: Path) -> str:
    digest = hashlib.sha256()
    siblings = [path.with_suffix(suffix) for suffix in (".dbf", ".prj")] if path.suffix == ".shp" else []
    for part in (path, *(one for one in siblings if one.is_file())):
        with part.open("rb") as file:
            while block := file.read(2**20):
                digest.update(block)
    return digest.hexdigest()
