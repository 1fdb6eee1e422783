"""Slum pockets of a file: polygon, sixteen measurements, legal status; refused when it cannot be drawn."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.files.convert import NO_CODE, Converted
from geo.files.fields import PLACE, POCKET
from geo.files.findings import Finding, find
from geo.rules.coordinates import OUTER_BOX
from geo.rules.slum import CRITERIA

Rows = NDArray[np.int64]
Mask = NDArray[np.bool_]

VERTICES = 2_000_000
AREA_TOLERANCE = 0.10
SQUARE_METRES_PER_HA = 10_000
STATUSES = ("indikasi", "usulan", "terverifikasi", "ditetapkan", "tertangani", "dicabut")
STATUS_WORDS = {"sk": "ditetapkan", "ditetapkan sk": "ditetapkan", "verifikasi": "terverifikasi"}
METHODS = ("2016", "2018")
_NOT_STORED = frozenset({"wkt", "rt_rw"})
STORED = tuple(name for name in POCKET if name not in PLACE and name not in _NOT_STORED)
_RT_RW = re.compile(r"\D*(\d{1,3})\D*(?:(\d{1,3})\D*)?")


@dataclass
class Pockets:
    """Collects the pockets of a file; there are thousands at most, so columns are plain arrays."""

    findings: list[Finding] = field(default_factory=list)
    _baris: list[Rows] = field(default_factory=list)
    _columns: list[dict[str, Any]] = field(default_factory=list)

    def add(self, converted: Converted) -> None:
        """Judge one chunk and keep what will be stored."""
        values, baris = converted.values, converted.baris
        count = len(baris)
        geom = _read_geometry(converted)
        kept: dict[str, Any] = {name: _column(values, name, count) for name in STORED}
        kept["geom"] = geom
        self._split_rt_rw(values, kept)
        self.findings += [*converted.findings, *_judge_geometry(geom, baris, _wkt_given(values, count))]
        self._areas(kept, geom, baris)
        self._status(kept, baris)
        self.findings += _judge_ratios(kept, baris)
        self._baris.append(baris)
        self._columns.append(kept)

    @property
    def baris(self) -> Rows:
        """The row numbers of all pockets."""
        return np.concatenate([*self._baris, np.empty(0, dtype=np.int64)])

    def finish(self, desa: Rows) -> tuple[dict[str, Any], list[Finding]]:
        """Return all columns and findings; a pocket without a code gets one from its desa, RW and RT."""
        names = self._columns[0] if self._columns else {}
        columns = {name: np.concatenate([part[name] for part in self._columns]) for name in names}
        if columns:
            columns["kode"] = _codes(columns, desa)
            columns["nama"] = _names(columns)
            keys = [f"{int(at) // 10**6} {kode}" for at, kode in zip(desa, columns["kode"], strict=True)]
            self.findings += _twins(
                self.baris[desa > 0], [key for key, at in zip(keys, desa, strict=True) if at]
            )
        return columns, self.findings

    def _split_rt_rw(self, values: Mapping[str, Any], kept: dict[str, Any]) -> None:
        if "rt_rw" not in values:
            return
        for at, text in enumerate(values["rt_rw"].to_pylist()):
            found = _RT_RW.fullmatch(text or "")
            if found:
                kept["rt"][at] = kept["rt"][at] or found[1]
                kept["rw"][at] = kept["rw"][at] or found[2]

    def _areas(self, kept: dict[str, Any], geom: NDArray[np.object_], baris: Rows) -> None:
        measured = _geodesic_ha(geom)
        stated = kept["luas_ha"]
        shown = [f"{area:.2f}" for area in measured]
        known = measured > 0
        differs = known & (np.abs(stated - measured) > AREA_TOLERANCE * measured)
        missing = known & ~(stated > 0)
        self.findings += find("luas_beda", "luas_ha", baris, differs & ~missing, nilai=shown)
        self.findings += find("luas_dihitung", "luas_ha", baris, missing, nilai=shown)
        # A pocket smaller than 50 m² would round to 0.00 ha in the table.
        kept["luas_ha"] = np.where(missing, np.maximum(np.round(measured, 2), 0.01), stated)

    def _status(self, kept: dict[str, Any], baris: Rows) -> None:
        given = kept["status_hukum"]
        words = [str(text or "indikasi").strip().casefold() for text in given]
        status = np.array([STATUS_WORDS.get(word, word) for word in words], dtype=object)
        self.findings += find(
            "status_tidak_dikenal", "status_hukum", baris, ~np.isin(status, STATUSES), nilai=given
        )
        kept["status_hukum"] = status
        self.findings += find("status_diisi", "status_hukum", baris, _blank(given))
        bare = (status == "ditetapkan") & _blank(kept["no_sk"])
        self.findings += find("tanpa_sk", "no_sk", baris, bare)
        method = np.array([str(text or "2018").removesuffix(".0") for text in kept["metode"]], dtype=object)
        self.findings += find(
            "metode_tidak_dikenal", "metode", baris, ~np.isin(method, METHODS), nilai=method
        )
        self.findings += find("metode_diisi", "metode", baris, _blank(kept["metode"]))
        kept["metode"] = method


def to_frame(columns: Mapping[str, Any], desa: Rows, rows: NDArray[np.intp]) -> pd.DataFrame:
    """Return the given rows as the frame that publishing takes."""
    made = {name: column[rows] for name, column in columns.items()}
    made["tipologi"] = pd.array(
        [None if code == NO_CODE else int(code) for code in made["tipologi"]], dtype="Int16"
    )
    return pd.DataFrame({"desa_id": desa[rows], **made})


def _column(values: Mapping[str, Any], name: str, count: int) -> NDArray[Any]:
    """Return a stored column as an array, filled with nothing where the file has no such column."""
    if name in values:
        column = values[name]
        if isinstance(column, np.ndarray):
            return column
        text = np.empty(count, dtype=object)
        text[:] = column.to_pylist()
        return text
    empty: Mapping[str, Any] = {"angka": np.nan, "kode": NO_CODE, "tanggal": np.datetime64("NaT", "D")}
    kind = POCKET[name].kind
    return np.full(count, empty[kind]) if kind in empty else np.full(count, None, dtype=object)


def _blank(column: NDArray[np.object_]) -> Mask:
    return np.array([one is None for one in column], dtype=np.bool_)


def _read_geometry(converted: Converted) -> NDArray[np.object_]:
    import shapely

    if converted.geom is not None and len(converted.geom):
        return converted.geom
    if "wkt" not in converted.values:
        return np.full(len(converted.baris), None, dtype=object)
    text = np.array([one or None for one in converted.values["wkt"].to_pylist()], dtype=object)
    with np.errstate(invalid="ignore"):
        found: NDArray[np.object_] = shapely.force_2d(shapely.from_wkt(text, on_invalid="ignore"))
    return found


def _wkt_given(values: Mapping[str, Any], count: int) -> Mask:
    if "wkt" not in values:
        return np.zeros(count, dtype=np.bool_)
    return np.array([bool(text.strip()) for text in values["wkt"].to_pylist()], dtype=np.bool_)


def _judge_geometry(geom: NDArray[np.object_], baris: Rows, given: Mask) -> list[Finding]:
    import shapely

    missing = shapely.is_missing(geom) | shapely.is_empty(geom)
    kinds = np.array([one.geom_type if one is not None else "" for one in geom], dtype=object)
    other = ~missing & ~np.isin(kinds, ("Polygon", "MultiPolygon"))
    vertices = shapely.get_num_coordinates(geom)
    rich = ~missing & (vertices > VERTICES)
    judged = ~missing & ~other & ~rich
    outside = judged & _outside(geom)
    invalid = judged & ~outside
    invalid[invalid] = ~shapely.is_valid(geom[invalid])
    reasons = [shapely.is_valid_reason(one) if bad else "" for one, bad in zip(geom, invalid, strict=True)]
    return [
        *find("tanpa_geometri", None, baris, missing & ~given),
        *find("geometri_rusak", "wkt", baris, missing & given),
        *find("bukan_poligon", None, baris, other, nilai=kinds),
        *find("poligon_terlalu_rinci", None, baris, rich, nilai=vertices),
        *find("poligon_luar", None, baris, outside),
        *find("poligon_tidak_sah", None, baris, invalid, nilai=reasons),
    ]


def _outside(geom: NDArray[np.object_]) -> Mask:
    """Say which are not wholly inside the outer box; unknown bounds (NaN) are outside too."""
    import shapely

    west, south, east, north = OUTER_BOX
    bounds = shapely.bounds(geom)
    inside = (
        (bounds[:, 0] >= west) & (bounds[:, 1] >= south) & (bounds[:, 2] <= east) & (bounds[:, 3] <= north)
    )
    outside: Mask = ~inside
    return outside


def _geodesic_ha(geom: NDArray[np.object_]) -> NDArray[np.float64]:
    """Return geodesic areas in hectares on WGS 84; NaN where there is no sound polygon in degrees."""
    import pyproj
    import shapely

    ellipsoid = pyproj.Geod(ellps="WGS84")
    areas = np.full(len(geom), np.nan)
    sound = ~shapely.is_missing(geom) & ~_outside(geom) & (shapely.get_num_coordinates(geom) <= VERTICES)
    for at in np.flatnonzero(sound & (shapely.get_dimensions(geom) == 2)):
        areas[at] = abs(ellipsoid.geometry_area_perimeter(shapely.orient_polygons(geom[at]))[0])
    return areas / SQUARE_METRES_PER_HA


def _judge_ratios(kept: Mapping[str, Any], baris: Rows) -> list[Finding]:
    """Compare each criterion with its denominator: more than all of it cannot be (V34)."""
    findings: list[Finding] = []
    for one in CRITERIA:
        top, bottom = kept[one.pembilang], kept[one.penyebut]
        above = (bottom > 0) & (top > bottom)
        limits = [f"{one.penyebut} {limit:g}" for limit in np.nan_to_num(bottom)]
        findings += find("pembilang_lebih", one.pembilang, baris, above, nilai=_plain(top), usulan=limits)
        undefined = (top > 0) & ~(bottom > 0)
        findings += find("penyebut_nol", one.pembilang, baris, undefined)
        # A denominator of 0 leaves the criterion undefined; the numerator alone would be above it.
        kept[one.pembilang][undefined & (bottom == 0)] = np.nan
    return findings


def _plain(numbers: NDArray[np.float64]) -> list[str]:
    return [f"{number:g}" for number in numbers]


def _codes(columns: Mapping[str, Any], desa: Rows) -> NDArray[np.object_]:
    """Return given codes, and for the others one that the next file of the same pockets will give again."""
    made = [
        kode or f"{int(at)}-{_padded(rw)}-{_padded(rt)}" if kode or rw or rt else f"{int(at)}-{_slug(nama)}"
        for kode, at, rt, rw, nama in zip(
            columns["kode"], desa, columns["rt"], columns["rw"], columns["nama"], strict=True
        )
    ]
    return np.array(made, dtype=object)


def _padded(text: str | None) -> str:
    return (text or "0").strip().zfill(3)


def _slug(text: str | None) -> str:
    return "-".join(re.findall("[a-z0-9]+", (text or "kawasan").casefold()))


def _names(columns: Mapping[str, Any]) -> NDArray[np.object_]:
    return np.array(
        [name or kode for name, kode in zip(columns["nama"], columns["kode"], strict=True)], dtype=object
    )


def _twins(baris: Rows, keys: Sequence[str]) -> list[Finding]:
    rows: dict[str, list[int]] = {}
    for number, key in zip(baris, keys, strict=True):
        rows.setdefault(key, []).append(int(number))
    others = [
        ", ".join(str(other) for other in rows[key] if other != number)
        for number, key in zip(baris, keys, strict=True)
    ]
    repeated = np.array([len(rows[key]) > 1 for key in keys], dtype=np.bool_)
    return find("kode_ganda", "kode", baris, repeated, nilai=others)
