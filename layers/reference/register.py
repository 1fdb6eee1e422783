"""The shipped register of wilayah: codes in both systems, names, parents, areas, one open point per desa."""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parent
WILAYAH_CSV = ROOT / "wilayah.csv"

TINGKAT = {"provinsi": 1, "kabupaten": 2, "kota": 2, "kecamatan": 3, "desa": 4, "kelurahan": 4}


@dataclass(frozen=True)
class Wilayah:
    """One row; `lon`, `lat` in EPSG:4326 for desa and kelurahan only, `luas_km2` where decreed."""

    kode_dagri: str
    kode_bps: str | None
    nama: str
    jenis: str
    induk: str | None
    perkotaan: bool | None
    luas_km2: float | None
    lon: float | None
    lat: float | None

    @property
    def id(self) -> int:
        """The stable number of this wilayah: its Kemendagri code without dots."""
        return int(self.kode_dagri.replace(".", ""))

    @property
    def induk_id(self) -> int | None:
        """The number of the parent, or None for the province."""
        return int(self.induk.replace(".", "")) if self.induk else None

    @property
    def tingkat(self) -> int:
        """1 province, 2 kabupaten or kota, 3 kecamatan, 4 desa or kelurahan."""
        return TINGKAT[self.jenis]

    @property
    def nama_lengkap(self) -> str:
        """The name with its kind: Kota Samarinda, Kecamatan Sepaku."""
        return f"{self.jenis.capitalize()} {self.nama}"


# Read once per process: the file ships with the code and cannot change under it.
@cache
def read_wilayah() -> tuple[Wilayah, ...]:
    """Return all 1,154 rows, province first, then by level and code."""
    with WILAYAH_CSV.open(encoding="utf-8", newline="") as file:
        return tuple(_wilayah(row) for row in csv.DictReader(file))


def read_desa() -> tuple[Wilayah, ...]:
    """Return the 1,038 desa and kelurahan, each with its point."""
    return tuple(row for row in read_wilayah() if row.tingkat == 4)


def _wilayah(row: dict[str, str]) -> Wilayah:
    return Wilayah(
        kode_dagri=row["kode_dagri"],
        kode_bps=row["kode_bps"] or None,
        nama=row["nama"],
        jenis=row["jenis"],
        induk=row["induk"] or None,
        perkotaan={"": None, "1": True, "0": False}[row["perkotaan"]],
        luas_km2=_number(row["luas_km2"]),
        lon=_number(row["lon"]),
        lat=_number(row["lat"]),
    )


def _number(text: str) -> float | None:
    return float(text) if text else None
