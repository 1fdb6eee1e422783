"""A small province for tests: the real register, Voronoi boundaries, 421 families and four slum pockets.

Every name, NIK and KK starts with a mark, so that a test can ask whether any of them shows where it must not.
"""

from collections.abc import Iterator
from datetime import date
from functools import cache

import numpy as np
import pandas as pd
import shapely
from sqlalchemy import Connection, text

from api.core.db import Database
from api.core.keys import Keys
from api.versions.service import Snapshot, publish
from layers.himpunan.kode import CODES
from layers.reference.register import read_desa, read_wilayah

KEYS = Keys(b"e" * 32, b"h" * 32)
PASER, KUKAR, PPU, BALIKPAPAN, SAMARINDA = 6401, 6402, 6409, 6471, 6472
SOURCE = "Uji"
MARK = "Warga Uji"
"""Every head of family and every address begins with it."""
NIK_MARK, KK_MARK = "649901", "649902"
SETTLEMENTS = (
    # desa, families, centre (lon, lat), spread in degrees
    (6472011001, 150, (117.150, -0.520), 0.004),
    (6472021001, 80, (117.118, -0.480), 0.003),
    (6471011001, 120, (116.940, -1.214), 0.006),
    (6402022004, 60, (117.100, -0.525), 0.004),
    (6402012001, 4, (116.457, -0.616), 0.001),
    (6409011003, 7, (116.638, -1.339), 0.001),
)
ANSWERS = ("air_minum", "air_mandi", "jarak_tinja", "lokasi_air", "fas_bab", "kloset", "tpa_tinja", "ctps",
           "lantai", "dinding", "atap", "kondisi_lantai", "kondisi_dinding", "kondisi_atap", "penerangan",
           "status_miskin_ekstrem", "sumber_koordinat")  # fmt: skip
POCKETS = (
    # kode, desa, status, hectares, corner (lon, lat)
    ("SMR-01", 6472011001, "ditetapkan", 3.2, (117.148, -0.522)),
    ("SMR-02", 6472021001, "indikasi", 1.1, (117.117, -0.481)),
    ("BPN-01", 6471011001, "tertangani", 5.5, (116.939, -1.215)),
    ("BPN-02", 6471011001, "usulan", 0.8, (116.951, -1.214)),
)


def register(conn: Connection) -> None:
    """Write the shipped register into `data.wilayah`."""
    rows = [
        {
            "id": one.id, "tingkat": one.tingkat, "dagri": one.kode_dagri, "bps": one.kode_bps,
            "nama": one.nama, "jenis": one.jenis, "induk": one.induk_id, "luas": one.luas_km2,
            "sejak": date(2025, 4, 25),
        }
        for one in read_wilayah()
    ]  # fmt: skip
    conn.execute(
        text(
            "INSERT INTO data.wilayah (id, tingkat, kode_dagri, kode_bps, nama, jenis, induk_id, luas_km2,"
            " berlaku_dari) VALUES (:id, :tingkat, :dagri, :bps, :nama, :jenis, :induk, :luas, :sejak)"
        ),
        rows,
    )


@cache
def boundaries() -> pd.DataFrame:
    """Voronoi cells of the register's points, dissolved upward: a valid coverage at every level."""
    desa = read_desa()
    box = shapely.box(113.8, -2.5, 119.0, 2.5)
    points = shapely.multipoints([(one.lon, one.lat) for one in desa])
    cells = shapely.intersection(
        shapely.get_parts(shapely.voronoi_polygons(points, extend_to=box, ordered=True)), box
    )
    shapes = {one.id: shapely.set_precision(cell, 1e-7) for one, cell in zip(desa, cells, strict=True)}
    for length in (6, 4, 2):
        parts: dict[int, list[object]] = {}
        for key, shape in list(shapes.items()):
            if len(str(key)) == 10:
                parts.setdefault(int(str(key)[:length]), []).append(shape)
        shapes.update({key: shapely.union_all(inside) for key, inside in parts.items()})
    known = {one.id: one for one in read_wilayah()}
    return pd.DataFrame(
        [
            {
                "wilayah_id": key, "tingkat": known[key].tingkat, "kode": known[key].kode_dagri,
                "nama": known[key].nama, "skematik": True, "geom": shape,
            }
            for key, shape in sorted(shapes.items())
        ]
    )  # fmt: skip


def rivers() -> pd.DataFrame:
    """Two rivers: a great one through Samarinda and a small one without a name."""
    lines = ["LINESTRING (116.9 -0.45, 117.15 -0.55, 117.5 -0.7)", "LINESTRING (116.8 -1.2, 116.9 -1.25)"]
    return pd.DataFrame({"nama": ["Mahakam", None], "kelas": [1, 3], "geom": shapely.from_wkt(lines)})


def land() -> pd.DataFrame:
    """The land around the province, which reaches beyond its box, and one lake."""
    shapes = [shapely.box(108.0, -4.5, 119.5, 5.0), shapely.box(116.3, -0.5, 116.4, -0.4)]
    return pd.DataFrame({"kelas": [1, 2], "nama": [None, "Danau Melintang"], "geom": shapes})


def families(kabkota: int, seed: int = 1) -> pd.DataFrame:
    """The families of one kab/kota; the same seed gives the same answers, names and numbers."""
    parts = [
        _settlement(number, *settlement, seed=seed)
        for number, settlement in enumerate(SETTLEMENTS)
        if settlement[0] // 10**6 == kabkota
    ]
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame({"desa_id": pd.array([], "int64")})


def _settlement(
    number: int, desa: int, size: int, centre: tuple[float, float], spread: float, *, seed: int
) -> pd.DataFrame:
    rng = np.random.default_rng([seed, number])
    serial = [f"{number}{one:04d}" for one in range(size)]
    frame = pd.DataFrame(
        {
            "desa_id": desa,
            "id_sumber": [f"uji-{one}" for one in serial],
            "nik": [f"{NIK_MARK}{one.zfill(10)}" for one in serial],
            "no_kk": [f"{KK_MARK}{one.zfill(10)}" for one in serial],
            "nama_kepala": [f"{MARK} {one}" for one in serial],
            "alamat": [f'{MARK}, Jl. "Sungai" No. {one}; RT 1' for one in serial],
            "rt_rw": "001/002",
            "desil": rng.choice([1, 2, 3, 4, 7], size, p=[0.4, 0.25, 0.2, 0.1, 0.05]),
            "desil_sumber": "DTSEN",
            "jml_anggota": rng.integers(1, 9, size),
            "jml_kk_serumah": 1,
            "luas_lantai_m2": rng.uniform(12, 90, size).round(1),
            "tgl_pendataan": date(2026, 3, 1),
            "lon": rng.normal(centre[0], spread, size).round(6),
            "lat": rng.normal(centre[1], spread, size).round(6),
        }
    )
    for name in ANSWERS:
        codes = list(CODES[name])
        share = rng.dirichlet(np.full(len(codes), 0.7))
        frame[name] = pd.array(rng.choice(codes, size, p=share), "Int16")
    frame.loc[frame.index % 20 == 7, ["lon", "lat"]] = np.nan
    return frame


def pockets(kabkota: int) -> pd.DataFrame:
    """The slum pockets of one kab/kota: small squares, fully measured."""
    rows = [
        {
            "desa_id": desa, "kode": kode, "nama": f"Kawasan {kode}", "rt": "3", "rw": "1",
            "luas_ha": hectares,
            "status_hukum": status, "no_sk": "SK-1" if status in {"ditetapkan", "tertangani"} else None,
            "metode": "2018", "jml_bangunan": 100, "jml_jiwa": 400, "jml_kk": 110, "tipologi": 2,
            "panjang_jalan_ideal_m": 500, "panjang_drainase_ideal_m": 400, "bgn_tidak_teratur": 80,
            "bgn_padat_ha": hectares / 2, "bgn_tidak_teknis": 90, "jalan_tak_terlayani_m": 300,
            "jalan_rusak_m": 400, "kk_tanpa_air_aman": 90, "kk_air_kurang": 100, "genangan_ha": hectares / 2,
            "drainase_tak_ada_m": 300, "drainase_buruk_m": 350, "kk_limbah_sistem": 100,
            "kk_limbah_prasarana": 100, "kk_sampah_prasarana": 100, "kk_sampah_sistem": 100,
            "bgn_kebakaran_prasarana": 100, "bgn_kebakaran_sarana": 100,
            "geom": shapely.box(lon, lat, lon + 0.002, lat + 0.002),
        }
        for kode, desa, status, hectares, (lon, lat) in POCKETS
        if desa // 10**6 == kabkota
    ]  # fmt: skip
    return pd.DataFrame(rows)


def reference_snapshots() -> list[Snapshot]:
    """Boundaries and rivers of the province, and the land around it."""
    return [
        Snapshot("daratan", 64, land(), sumber=SOURCE),
        Snapshot("batas", 64, boundaries(), sumber=SOURCE),
        Snapshot("sungai", 64, rivers(), sumber=SOURCE),
    ]


def people_snapshots() -> Iterator[Snapshot]:
    """Families and pockets of every kab/kota that has any."""
    for kabkota in (KUKAR, PPU, BALIKPAPAN, SAMARINDA):
        yield Snapshot("keluarga", kabkota, families(kabkota), sumber=SOURCE)
    for kabkota in (BALIKPAPAN, SAMARINDA):
        yield Snapshot("kawasan_kumuh", kabkota, pockets(kabkota), sumber=SOURCE)


def settle(url: str) -> None:
    """Fill a migrated database: register, one version with reference data, one with people."""
    database = Database(url)
    try:
        with database.owner() as conn:
            register(conn)
            publish(conn, reference_snapshots(), keterangan="Data rujukan", keys=KEYS, periode="2026-T1")
        with database.owner() as conn:
            publish(conn, people_snapshots(), keterangan="Keluarga dan kumuh", keys=KEYS, periode="2026-T1")
    finally:
        database.dispose()
