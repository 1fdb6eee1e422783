"""Families of a file: identity, point and answers judged chunk by chunk, then twins across the whole file."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from geo.files.convert import NO_CODE, Converted
from geo.files.fields import FAMILY, PLACE
from geo.files.findings import Finding, find
from geo.files.values import MISSING
from geo.rules.coordinates import Point, Points, judge_points, read_points, shared_points
from geo.rules.nik import LENGTH, Fault, check_kk, check_nik, excel_zeros, find_twins

Rows = NDArray[np.int64]
Mask = NDArray[np.bool_]

NO_NUMBER = sorted({*MISSING, "tidak ada", "tdk ada", "belum punya", "tidak punya", "belum ada nik"})
SEXES = {"1": 1, "l": 1, "lk": 1, "laki-laki": 1, "laki laki": 1, "pria": 1, "m": 1}
SEXES |= {"2": 2, "p": 2, "pr": 2, "perempuan": 2, "wanita": 2, "f": 2}
AREA_M2 = (4, 500)
AREA_PER_PERSON_M2 = (1, 100)
GROUND_WATER = (4, 8)
SHOWN_TWINS = 3

_DATED = r"(?i)^(?:\d{4}-\d{2}-\d{2}( 00:00:00)?|\d{1,2}-[a-z]{3}|[a-z]{3}-\d{2})$"

_NIK_CODES = {
    Fault.KOSONG: "tanpa_nik",
    Fault.PANJANG: "nik_panjang",
    Fault.BUKAN_ANGKA: "nik_bukan_angka",
    Fault.EXCEL: "nik_excel",
    Fault.POLA: "nik_pola",
    Fault.AKHIRAN_0000: "nik_akhiran",
    Fault.TANGGAL: "nik_tanggal",
    Fault.BULAN: "nik_bulan",
    Fault.PROVINSI: "nik_provinsi",
}
_KK_CODES = {
    Fault.PANJANG: "kk_panjang",
    Fault.BUKAN_ANGKA: "kk_bukan_angka",
    Fault.EXCEL: "kk_excel",
    Fault.POLA: "kk_pola",
}
_POINT_CODES = {
    Point.KOSONG: "titik_kosong",
    Point.NOL: "titik_nol",
    Point.SEPARUH: "titik_separuh",
    Point.TAK_TERBACA: "titik_tak_terbaca",
    Point.TERTUKAR: "titik_tertukar",
    Point.TANPA_KOMA: "titik_tanpa_koma",
    Point.UTM: "titik_utm",
    Point.LUAR_KOTAK: "titik_luar",
}
_NOT_STORED = frozenset({"nik", "no_kk", "jk", "tgl_lahir", "lat", "lon", "koordinat", "rt", "rw"})
MARKS = frozenset({"nik", "no_kk", "id_sumber", "desil", "status_miskin_ekstrem", "jml_anggota"})
"""Columns of which a list of families has at least one, or an answer about the house; a name is no mark."""
STORED = tuple(name for name in FAMILY if name not in _NOT_STORED and name not in PLACE)


@dataclass
class Families:
    """Collects the families of a file column-wise; text stays in Arrow, answers in small integers."""

    default_source: str | None = None
    findings: list[Finding] = field(default_factory=list)
    _baris: list[Rows] = field(default_factory=list)
    _columns: list[dict[str, Any]] = field(default_factory=list)

    def add(self, converted: Converted) -> None:
        """Judge one chunk and keep what will be stored."""
        values, baris = converted.values, converted.baris
        kept = {name: _small(name, values[name]) for name in STORED if name in values}
        kept |= self._identity(values, baris) | self._point(converted)
        if "rt_rw" not in kept and ("rt" in values or "rw" in values):
            kept["rt_rw"] = _rt_rw(values, len(baris))
        self._answers(values, baris, kept)
        self._baris.append(baris)
        self._columns.append(kept)
        self.findings += converted.findings

    @property
    def baris(self) -> Rows:
        """The row numbers of all families, in the order of the columns."""
        return np.concatenate([*self._baris, np.empty(0, dtype=np.int64)])

    def finish(self) -> tuple[dict[str, Any], list[Finding]]:
        """Return all columns and all findings, those that only the whole file shows included."""
        columns = self._joined()
        baris = self.baris
        if len(baris):
            for field_, prefix in (("nik", "nik"), ("no_kk", "kk")):
                number = columns[field_]
                self.findings += find(f"{prefix}_nol_excel", field_, baris, excel_zeros(number))
                self.findings += _twins(f"{prefix}_ganda", field_, baris, number)
            shared = shared_points(columns["lon"], columns["lat"])
            self.findings += find("titik_bersama", "lat", baris, shared)
        return columns, self.findings

    def _joined(self) -> dict[str, Any]:
        names = dict.fromkeys(name for columns in self._columns for name in columns)
        joined: dict[str, Any] = {}
        for name in names:
            parts = [columns.pop(name) for columns in self._columns]
            text = isinstance(parts[0], (pa.Array, pa.ChunkedArray))
            joined[name] = pa.chunked_array(parts) if text else np.concatenate(parts)
        return joined

    def _identity(self, values: Mapping[str, Any], baris: Rows) -> dict[str, Any]:
        count = len(baris)
        nik = check_nik(
            _number_text(values, "nik", count), tgl_lahir=values.get("tgl_lahir"), jk=_sexes(values)
        )
        kk = check_kk(_number_text(values, "no_kk", count))
        for code, name in _NIK_CODES.items():
            self.findings += find(name, "nik", baris, nik.kode == code, nilai=nik.panjang)
        for code, name in _KK_CODES.items():
            self.findings += find(name, "no_kk", baris, kk.kode == code, nilai=kk.panjang)
        self.findings += find("nik_tgl_beda", "nik", baris, nik.tgl_beda)
        self.findings += find("nik_jk_beda", "nik", baris, nik.jk_beda)
        nobody = (
            (nik.kode == Fault.KOSONG)
            & _null(values, "nama_kepala", count)
            & _null(values, "id_sumber", count)
        )
        self.findings += find("tanpa_identitas", "nama_kepala", baris, nobody)
        return {"nik": nik.angka, "no_kk": kk.angka}

    def _point(self, converted: Converted) -> dict[str, Any]:
        points = self._read_points(converted)
        proposals = _written(points)
        for code, name in _POINT_CODES.items():
            found = points.kode == code
            self.findings += find(name, "lat", converted.baris, found, usulan=proposals)
        self.findings += find("titik_kasar", "lat", converted.baris, points.kasar)
        return {"lon": points.lon, "lat": points.lat}

    def _read_points(self, converted: Converted) -> Points:
        values, geom, count = converted.values, converted.geom, len(converted.baris)
        if geom is not None and len(geom):
            import shapely

            present = ~(shapely.is_missing(geom) | shapely.is_empty(geom))
            other = present & (shapely.get_type_id(geom) != shapely.GeometryType.POINT)
            names = [one.geom_type if wrong else "" for one, wrong in zip(geom, other, strict=True)]
            self.findings += find("bukan_titik", None, converted.baris, other, nilai=names)
            if present.any():
                return judge_points(shapely.get_x(geom), shapely.get_y(geom))
        columns = [_bare(values.get(name)) for name in ("lat", "lon", "koordinat")]
        if not any(column is not None for column in columns):
            return judge_points(np.full(count, np.nan), np.full(count, np.nan))
        return read_points(*columns)

    def _answers(self, values: Mapping[str, Any], baris: Rows, kept: dict[str, Any]) -> None:
        if "rt_rw" in kept:
            dated = pc.match_substring_regex(pc.fill_null(kept["rt_rw"], ""), _DATED).to_numpy(
                zero_copy_only=False
            )
            self.findings += find("rt_rw_tanggal", "rt_rw", baris, dated)
        for name, wrong in _skips(values):
            self.findings += find("lompatan", name, baris, wrong)
        area, members = values.get("luas_lantai_m2"), values.get("jml_anggota")
        if area is not None:
            self.findings += find("luas_janggal", "luas_lantai_m2", baris, _outside(area, AREA_M2))
            if members is not None:
                crowded = _outside(area / members, AREA_PER_PERSON_M2)
                self.findings += find("luas_per_orang", "luas_lantai_m2", baris, crowded)
        if "desil" in values:
            self._source_of_decile(values, baris, kept)

    def _source_of_decile(self, values: Mapping[str, Any], baris: Rows, kept: dict[str, Any]) -> None:
        graded = ~np.isnan(values["desil"])
        bare = graded & _null(values, "desil_sumber", len(baris))
        if self.default_source is None:
            self.findings += find("desil_tanpa_sumber", "desil", baris, bare)
            return
        known = values.get("desil_sumber", pa.nulls(len(baris), pa.string()))
        self.findings += find("desil_sumber_diisi", "desil", baris, bare)
        kept["desil_sumber"] = pc.if_else(pa.array(bare), self.default_source, known)


def is_family_list(fields: Collection[str]) -> bool:
    """Say whether recognised columns are those of families, not of places or persons of any other list."""
    return any(name in MARKS or FAMILY[name].kind == "kode" for name in fields)


def to_frame(columns: Mapping[str, Any], desa: Rows, rows: NDArray[np.intp]) -> pd.DataFrame:
    """Return the given rows as the frame that publishing takes: codes nullable, numbers with NaN."""
    made: dict[str, Any] = {"desa_id": desa[rows]}
    for name, column in columns.items():
        if name in ("nik", "no_kk"):
            made[name] = _sixteen(column[rows])
        elif isinstance(column, pa.ChunkedArray):
            made[name] = column.take(pa.array(rows)).to_pandas()
        elif column.dtype == np.int16:
            made[name] = pd.arrays.IntegerArray(column[rows], column[rows] == NO_CODE)
        else:
            made[name] = column[rows]
    return pd.DataFrame(made)


def _small(name: str, column: Any) -> Any:
    """Keep whole numbers in two bytes, `NO_CODE` where there is none: a million families stay in memory."""
    if FAMILY[name].kind != "bulat":
        return column
    return np.where(np.isnan(column), NO_CODE, column).astype(np.int16)


def _sixteen(numbers: Rows) -> pd.Series:
    """Write identity numbers as text again; a family card may begin with 0."""
    text = pc.utf8_lpad(pa.array(numbers).cast(pa.string()), LENGTH, "0")
    return pc.if_else(pa.array(numbers > 0), text, None).to_pandas()


def _number_text(values: Mapping[str, Any], name: str, count: int) -> Any:
    if name not in values:
        return pa.array([""] * count)
    text = values[name]
    lower = pc.utf8_lower(pc.utf8_trim_whitespace(text))
    return pc.if_else(pc.is_in(lower, value_set=pa.array(NO_NUMBER)), "", text)


def _sexes(values: Mapping[str, Any]) -> NDArray[np.int8] | None:
    if "jk" not in values:
        return None
    encoded = pc.utf8_lower(pc.utf8_trim_whitespace(values["jk"])).dictionary_encode()
    known = np.array([SEXES.get(text, 0) for text in encoded.dictionary.to_pylist()], dtype=np.int8)
    sexes: NDArray[np.int8] = known[encoded.indices.to_numpy(zero_copy_only=False)]
    return sexes


def _null(values: Mapping[str, Any], name: str, count: int) -> Mask:
    if name not in values:
        return np.ones(count, dtype=np.bool_)
    null: Mask = values[name].is_null().to_numpy(zero_copy_only=False)
    return null


def _bare(column: Any) -> Any:
    """Blank the tokens for nothing known, so that they are no unreadable coordinates."""
    if column is None:
        return None
    trimmed = pc.utf8_trim_whitespace(column)
    nothing = pc.is_in(pc.utf8_lower(trimmed), value_set=pa.array(sorted(MISSING)))
    return pc.if_else(nothing, "", trimmed)


def _written(points: Points) -> NDArray[np.object_]:
    """Write the proposals as people paste them: latitude, longitude, six decimals; `?` without one."""
    texts = np.full(len(points.kode), "?", dtype=object)
    for at in np.flatnonzero(~np.isnan(points.usul_lon)):
        texts[at] = f"{points.usul_lat[at]:.6f}, {points.usul_lon[at]:.6f}"
    return texts


def _rt_rw(values: Mapping[str, Any], count: int) -> Any:
    blank = pa.nulls(count, pa.string())
    rt, rw = values.get("rt", blank), values.get("rw", blank)
    return pc.binary_join_element_wise(rt, rw, "/", null_handling="skip")


def _skips(values: Mapping[str, Any]) -> list[tuple[str, Mask]]:
    """Return the answers that the questionnaire would have skipped, as (field, rows)."""
    found = []
    toilet, light, water = (values.get(name) for name in ("fas_bab", "penerangan", "air_minum"))
    for name, gate, allowed in (
        ("kloset", toilet, (1, 4)),
        ("tpa_tinja", toilet, (1, 4)),
        ("daya_listrik", light, (1, 1)),
        ("jarak_tinja", water, GROUND_WATER),
    ):
        if name in values and gate is not None:
            closed = (gate != NO_CODE) & ((gate < allowed[0]) | (gate > allowed[1]))
            found.append((name, closed & (values[name] != NO_CODE)))
    return found


def _outside(numbers: NDArray[np.float64], limits: tuple[float, float]) -> Mask:
    outside: Mask = (numbers < limits[0]) | (numbers > limits[1])
    return outside


def _twins(kode: str, field_: str, baris: Rows, numbers: Rows) -> list[Finding]:
    """Find rows that share a number; each is told the rows of the others."""
    groups = find_twins(numbers)
    rows = np.flatnonzero(groups)
    order = rows[np.argsort(groups[rows], kind="stable")]
    members = np.split(order, np.flatnonzero(np.diff(groups[order])) + 1) if len(order) else []
    others = np.full(len(baris), "", dtype=object)
    for member in members:
        for at in member:
            shown = [str(baris[other]) for other in member[: SHOWN_TWINS + 1] if other != at][:SHOWN_TWINS]
            others[at] = ", ".join(shown) + (" …" if len(member) > SHOWN_TWINS + 1 else "")
    return find(kode, field_, baris, groups > 0, nilai=others)
