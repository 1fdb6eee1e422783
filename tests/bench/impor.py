"""Measure the import: `python tests/bench/impor.py N` prints rows/s, peak memory and the ratio to a plain COPY."""

import argparse
import csv
import random
import resource
import sys
import tempfile
import time
from pathlib import Path

import psycopg
from sqlalchemy import text

from api.core import cluster as clusters
from api.core import migrate
from api.core.cluster.places import temporary_folder
from api.core.db import Database
from api.core.keys import Keys
from api.imports import queries, service
from api.imports.reading import read_families
from layers.reference.register import read_desa, read_wilayah

HEADER = (
    "NIK;No KK;Nama Kepala Keluarga;Alamat;RT/RW;Kode Desa Kemendagri;Kabupaten/Kota;Kecamatan;Desa/Kelurahan;"
    "Lintang;Bujur;Sumber Koordinat;Desil;Sumber Desil;Status Miskin Ekstrem;Jumlah Anggota;Status Kepemilikan Rumah;"
    "Bukti Kepemilikan Tanah;Luas Lantai (m2);Jenis Lantai;Jenis Dinding;Jenis Atap;Kondisi Lantai;Kondisi Dinding;"
    "Kondisi Atap;Sumber Air Minum;Jarak Tinja;Air Mandi;Sumber Penerangan;Daya Listrik;Bahan Bakar Memasak;"
    "Fasilitas BAB;Kloset;Pembuangan Akhir Tinja;Cuci Tangan;Tanggal Pendataan"
).split(";")
CODED = "abcdefghij"


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
    nik = f"{desa.id // 10**4}{pick(1, 28):02d}{pick(1, 12):02d}{pick(50, 99)}{number % 9999 + 1:04d}"
    kk = f"{desa.id // 10**4}{pick(1, 28):02d}{pick(1, 12):02d}{pick(10, 24)}{number % 9999 + 1:04d}"
    lat, lon = desa.lat + chance.gauss(0, 0.01), desa.lon + chance.gauss(0, 0.01)
    if number % 50 == 0:
        nik, lat, lon = nik[:15], lon, lat
    toilet = pick(1, 6)
    return [
        nik, kk, f"Keluarga {number}", f"Jl. Contoh No. {pick(1, 200)}", f"{pick(1, 40):03d}/{pick(1, 9):03d}",
        desa.kode_dagri, names[desa.id // 10**6], names[desa.id // 10**4], desa.nama,
        f"{lat:.6f}", f"{lon:.6f}", 1, pick(1, 10), "DTSEN 2026-2", pick(0, 2), pick(1, 9), pick(1, 5), pick(1, 6),
        pick(12, 120), pick(1, 9), pick(1, 7), pick(1, 8), pick(1, 4), pick(1, 4), pick(1, 4), pick(4, 8), pick(1, 3),
        pick(3, 9), 1, pick(1, 5), pick(1, 12), toilet, pick(1, 4) if toilet < 5 else "", pick(1, 6) if toilet < 5 else "",
        pick(1, 3), f"{pick(1, 28):02d}/{pick(1, 12):02d}/2025",
    ]  # fmt: skip


def plain_copy(url: str, path: Path) -> float:
    """Seconds to COPY the same file into a table of the right types, with a primary key and one index."""
    kinds = {"Lintang": "float8", "Bujur": "float8", "Luas Lantai (m2)": "numeric"}
    coded = HEADER[11:13] + HEADER[14:18] + HEADER[19:35]
    kinds |= dict.fromkeys(coded, "smallint")
    columns = ", ".join(f'"{name}" {kinds.get(name, "text")}' for name in HEADER)
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


def load_register(database: Database) -> None:
    """Put the shipped register into the database."""
    rows = [
        {
            "id": row.id, "tingkat": row.tingkat, "dagri": row.kode_dagri, "bps": row.kode_bps, "nama": row.nama,
            "jenis": row.jenis, "induk": row.induk_id, "kota": row.perkotaan,
        }
        for row in read_wilayah()
    ]  # fmt: skip
    insert = text(
        "INSERT INTO data.wilayah (id, tingkat, kode_dagri, kode_bps, nama, jenis, induk_id, perkotaan, berlaku_dari)"
        " VALUES (:id, :tingkat, :dagri, :bps, :nama, :jenis, :induk, :kota, '2025-01-01') ON CONFLICT DO NOTHING"
    )
    with database.owner() as conn:
        conn.execute(insert, rows)


def main() -> None:
    """Make the file, copy it plainly, import it, and print what it took."""
    parser = argparse.ArgumentParser()
    parser.add_argument("rows", type=int, nargs="?", default=100_000)
    parser.add_argument("--folder", type=Path)
    args = parser.parse_args()
    folder = args.folder or Path(tempfile.mkdtemp(prefix="impor-"))
    path = folder / f"keluarga-{args.rows}.csv"
    if not path.exists():
        make_file(path, args.rows)
    cluster = clusters.ensure(temporary_folder(), fsync=False, remove_after=True, quiet=True)
    try:
        cluster.ensure_database("impor")
        url = cluster.url("impor")
        migrate.upgrade(url)
        database = Database(url)
        load_register(database)
        copied = plain_copy(url, path)
        before = _peak_mib()
        with database.owner() as conn:
            register = queries.read_register(conn)
        begun = time.monotonic()
        read_families(path, register, service.Options())
        checked = time.monotonic() - begun
        middle = _peak_mib()
        begun = time.monotonic()
        request = service.Request("keluarga", path)
        service.bring_in(database, Keys(bytes(32), bytes(range(32))), request, lambda line: print(line[:150]))  # noqa: T201
        whole = time.monotonic() - begun
        database.dispose()
    finally:
        cluster.stop()
    sys.stdout.write(
        f"rows {args.rows}, file {path.stat().st_size / 2**20:.0f} MiB\n"
        f"plain COPY {copied:.2f} s\n"
        f"reading and checking {checked:.2f} s, {args.rows / checked:,.0f} rows/s, {checked / copied:.2f} x COPY\n"
        f"whole import {whole:.2f} s, {args.rows / whole:,.0f} rows/s, {whole / copied:.2f} x COPY\n"
        f"memory before {before} MiB, peak after checking {middle} MiB, at the end {_peak_mib()} MiB\n"
    )


def _peak_mib() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


if __name__ == "__main__":
    main()
