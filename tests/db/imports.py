"""Files and databases for the tests of imports: a register, a writer of CSV, and what came of an import."""

import csv
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import text

from api.core.db import Database
from api.core.keys import Keys
from api.imports import service
from api.imports.reading import Options
from layers.reference.register import read_desa, read_wilayah

KEYS = Keys(bytes(32), bytes(range(32)))
SAMARINDA, KUKAR = "64.72.01.1001", "64.02.01.2001"
COLUMNS = ("id", "tingkat", "kode_dagri", "kode_bps", "nama", "jenis", "induk_id", "perkotaan")
TABLES = (
    "service.versi",
    "service.versi_isi",
    "service.isi",
    "service.batch",
    "data.keluarga",
    "data.kawasan_kumuh",
)


def load_register(database: Database) -> None:
    """Put the shipped register into an empty database."""
    rows = [{name: getattr(one, name) for name in COLUMNS} for one in read_wilayah()]
    values = ", ".join(f":{name}" for name in COLUMNS)
    with database.owner() as conn:
        columns = f"{', '.join(COLUMNS)}, berlaku_dari"
        conn.execute(text(f"INSERT INTO data.wilayah ({columns}) VALUES ({values}, '2025-01-01')"), rows)


def nik(number: int, kec: str = "647201") -> str:
    """Return a sound NIK; each number another."""
    return f"{kec}0101{60 + number % 39:02d}{number + 1:04d}"


def family(number: int = 0, **cells: str) -> dict[str, str]:
    """Return one sound row of families in Samarinda."""
    row = {
        "NIK": nik(number),
        "No KK": f"647201200510{number + 1:04d}",
        "Nama Kepala Keluarga": f"Contoh {number}",
        "Kode Desa": SAMARINDA,
        "Kabupaten/Kota": "Kota Samarinda",
        "Desil": "1",
        "Desil Sumber": "DTSEN 2026",
        "Lintang": f"-0.5{number:04d}",
        "Bujur": "117.15",
        "Jumlah Anggota": "4",
        "Jenis Atap": "Seng",
    }
    return row | cells


def write_csv(path: Path, rows: list[dict[str, str]]) -> Path:
    """Write rows as CSV and return the path."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


@dataclass
class Importer:
    """Runs imports against one database and remembers what was said."""

    database: Database
    folder: Path
    said: list[str] = field(default_factory=list)

    def bring(self, path: Path, himpunan: str = "keluarga", **wish: object) -> int:
        """Bring a file in; keywords are those of Request and of Options."""
        options = Options(*(wish.pop(name, None) for name in ("sheet", "system", "sumber")))
        request = service.Request(himpunan, path, options, keluar=self.folder, **wish)
        self.said.clear()
        return service.bring_in(self.database, KEYS, request, self.said.append)

    def families(self, rows: list[dict[str, str]], name: str = "keluarga.csv", **wish: object) -> int:
        """Write rows as CSV and bring them in."""
        return self.bring(write_csv(self.folder / name, rows), **wish)

    def rejected(self, name: str = "keluarga.csv") -> list[dict[str, str]]:
        """Read the file of rejected rows."""
        return self._read(f"{name}.ditolak.csv")

    def warnings(self, name: str = "keluarga.csv") -> list[dict[str, str]]:
        """Read the file of warnings."""
        return self._read(f"{name}.peringatan.csv")

    def _read(self, name: str) -> list[dict[str, str]]:
        path = self.folder / name
        if not path.exists():
            return []
        with path.open(encoding="utf-8-sig", newline="") as file:
            return list(csv.DictReader(file))

    def one(self, query: str, **values: object) -> object:
        """Return the single value of a query."""
        with self.database.owner() as conn:
            return conn.execute(text(query), values).scalar()

    def all(self, query: str) -> list[tuple]:
        """Return the rows of a query."""
        with self.database.owner() as conn:
            return [tuple(row) for row in conn.execute(text(query))]

    def counts(self) -> dict[str, object]:
        """Count the rows of every table that an import writes."""
        return {name: self.one(f"SELECT count(*) FROM {name}") for name in TABLES}

    def line(self, start: str) -> str:
        """Return the first line said that begins so."""
        return next(line for line in self.said if line.startswith(start))


def desa_of(kabkota: int) -> list:
    """Return the register's desa of a kab/kota."""
    return [one for one in read_desa() if one.id // 10**6 == kabkota]
