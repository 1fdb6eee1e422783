"""`python tests/bench/impor.py N`: rows/s and peak memory of the import, and its ratio to a plain COPY."""

import argparse
import csv
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psycopg

from api.core import cluster as clusters
from api.core import migrate
from api.core.cluster.places import temporary_folder
from layers.reference.register import read_desa, read_wilayah

PERSON = ["NIK", "No KK", "Nama Kepala Keluarga", "Alamat", "RT/RW"]
PLACE = ["Kode Desa Kemendagri", "Kabupaten/Kota", "Kecamatan", "Desa/Kelurahan", "Lintang", "Bujur"]
STATUS = ["Sumber Koordinat", "Desil", "Sumber Desil", "Status Miskin Ekstrem", "Jumlah Anggota"]
HOUSE = [
    "Status Rumah",
    "Bukti Kepemilikan Tanah",
    "Luas Lantai (m2)",
    "Jenis Lantai",
    "Jenis Dinding",
    "Jenis Atap",
]
HOUSE += ["Kondisi Lantai", "Kondisi Dinding", "Kondisi Atap"]
WATER = [
    "Sumber Air Minum",
    "Jarak Tinja",
    "Air Mandi",
    "Sumber Penerangan",
    "Daya Listrik",
    "Bahan Bakar Memasak",
]
TOILET = ["Fasilitas BAB", "Kloset", "Pembuangan Akhir Tinja", "Cuci Tangan", "Tanggal Pendataan"]
HEADER = PERSON + PLACE + STATUS + HOUSE + WATER + TOILET
TYPES = {"Lintang": "float8", "Bujur": "float8", "Luas Lantai (m2)": "numeric", "Sumber Desil": "text"}
TYPES |= dict.fromkeys([*STATUS, *HOUSE, *WATER, *TOILET[:-1]], "smallint") | TYPES


def make_file(path: Path, count: int, seed: int = 1) -> None:
    """Write a CSV of families over all desa, coordinates near each desa's point, one row in fifty damaged."""
    chance = random.Random(seed)
    names = {row.id: row.nama for row in read_wilayah()}
    desa = read_desa()
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(HEADER)
        for number in range(count):
            writer.writerow(_family(desa[number % len(desa)], names, number, chance))


def _family(desa, names, number, chance):
    pick = chance.randint
    card = f"{desa.id // 10**4}{pick(1, 28):02d}{pick(1, 12):02d}"
    nik, kk = f"{card}{pick(50, 99)}{number % 9999 + 1:04d}", f"{card}{pick(10, 24)}{number % 9999 + 1:04d}"
    lat, lon = desa.lat + chance.gauss(0, 0.01), desa.lon + chance.gauss(0, 0.01)
    if number % 50 == 0:
        nik, lat, lon = nik[:15], lon, lat
    toilet = pick(1, 6)
    inside = [pick(1, 4), pick(1, 6)] if toilet < 5 else ["", ""]
    return [
        *(
            nik,
            kk,
            f"Keluarga {number}",
            f"Jl. Contoh No. {pick(1, 200)}",
            f"{pick(1, 40):03d}/{pick(1, 9):03d}",
        ),
        *(
            desa.kode_dagri,
            names[desa.id // 10**6],
            names[desa.id // 10**4],
            desa.nama,
            f"{lat:.6f}",
            f"{lon:.6f}",
        ),
        *(1, pick(1, 10), "DTSEN 2026-2", pick(0, 2), pick(1, 9)),
        *(pick(1, 5), pick(1, 6), pick(12, 120), pick(1, 9), pick(1, 7), pick(1, 8)),
        *(pick(1, 4), pick(1, 4), pick(1, 4)),
        *(pick(4, 8), pick(1, 3), pick(3, 9), 1, pick(1, 5), pick(1, 12)),
        *(toilet, *inside, pick(1, 3), f"{pick(1, 28):02d}/{pick(1, 12):02d}/2025"),
    ]


def plain_copy(url: str, path: Path) -> float:
    """Seconds to COPY the same file into a table of the right types, with a primary key and one index."""
    columns = ", ".join(f'"{name}" {TYPES.get(name, "text")}' for name in HEADER)
    with psycopg.connect(url.replace("+psycopg", "")) as conn:
        conn.execute("SET datestyle = 'ISO, DMY'")
        conn.execute(f"CREATE TABLE polos (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, {columns})")
        begun = time.monotonic()
        names = ", ".join(f'"{name}"' for name in HEADER)
        command = f"COPY polos ({names}) FROM STDIN (FORMAT csv, HEADER, DELIMITER ';')"
        with conn.cursor().copy(command) as copy, path.open("rb") as file:
            while block := file.read(1 << 20):
                copy.write(block)
        conn.execute('CREATE INDEX ON polos ("Kode Desa Kemendagri")')
        conn.commit()
    return time.monotonic() - begun


def load_register(url: str) -> None:
    """Put the shipped register into the database."""
    insert = (
        "INSERT INTO data.wilayah (id, tingkat, kode_dagri, kode_bps, nama, jenis, induk_id, perkotaan,"
        " berlaku_dari) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, '2025-01-01') ON CONFLICT DO NOTHING"
    )
    with psycopg.connect(url.replace("+psycopg", "")) as conn:
        for row in read_wilayah():
            place = (row.nama, row.jenis, row.induk_id, row.perkotaan)
            conn.execute(insert, (row.id, row.tingkat, row.kode_dagri, row.kode_bps, *place))


def run_import(url: str, path: Path, folder: Path, *wishes: str) -> tuple[float, int]:
    """Seconds and peak MiB of `kantong import keluarga` in a process of its own, its start included."""
    environment = {
        **os.environ,
        "DATABASE_URL": url,
        "KANTONG_DATA": str(folder / "data"),
        "KANTONG_BAHASA": "id",
    }
    command = [
        sys.executable,
        "-m",
        "api.cli",
        "import",
        "keluarga",
        str(path),
        "--keluar",
        str(folder),
        *wishes,
    ]
    begun = time.monotonic()
    subprocess.run(command, env=environment, check=True, stdout=subprocess.DEVNULL)
    return time.monotonic() - begun, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024


def main() -> None:
    """Make the file, copy it plainly, check it, import it, and print what each took."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("rows", type=int, nargs="?", default=100_000)
    rows = parser.parse_args().rows
    with tempfile.TemporaryDirectory(prefix="impor-") as name:
        folder = Path(name)
        path = folder / "keluarga.csv"
        make_file(path, rows)
        cluster = clusters.ensure(temporary_folder(), fsync=False, remove_after=True, quiet=True)
        try:
            cluster.ensure_database("impor")
            url = cluster.url("impor")
            migrate.upgrade(url)
            load_register(url)
            copied = plain_copy(url, path)
            checked = run_import(url, path, folder, "--uji")
            whole = run_import(url, path, folder)
        finally:
            cluster.stop()
        sys.stdout.write(
            f"{rows} rows, {path.stat().st_size / 2**20:.0f} MiB\nplain COPY           {copied:7.2f} s\n"
        )
        for what, (seconds, peak) in {"read and check": checked, "whole import": whole}.items():
            rate, ratio = rows / seconds, seconds / copied
            sys.stdout.write(
                f"{what:20} {seconds:7.2f} s {rate:9,.0f} rows/s {ratio:6.2f} x COPY {peak:6} MiB peak\n"
            )


if __name__ == "__main__":
    main()
