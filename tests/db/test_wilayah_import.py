import os
from datetime import date
from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import shapely
from sqlalchemy import text

from api.cli import execute
from api.core.db import Database
from api.core.settings import Settings
from api.imports.reference import ensure_reference
from api.imports.wilayah_service import BoundaryRefusal, Request, bring_in
from api.imports.wilayah_survey import Options
from api.versions.service import current
from layers.reference import BATAS_SKEMATIK, read_features, read_wilayah

DAY = date(2026, 1, 31)
LEVELS = [(1, 1), (2, 10), (3, 105), (4, 1038)]


@pytest.fixture
def settings(database, tmp_path):
    return Settings.from_environ({"DATABASE_URL": database, "KANTONG_DATA": str(tmp_path)})


@pytest.fixture
def loaded(settings, database):
    ensure_reference(settings, database)
    opened = Database(database)
    with opened.owner() as conn:
        # The schematic cells, which play the official ones here, miss Bontang's decreed area by half.
        conn.execute(text("UPDATE data.wilayah SET luas_km2 = NULL WHERE id = 6474"))
    yield opened
    opened.dispose()


@pytest.fixture
def official():
    """The shipped cells under other names: a file like the official one, moved by a hundred metres."""
    names = {row.kode_dagri: row.nama for row in read_wilayah()}
    found = read_features(BATAS_SKEMATIK)
    moved = shapely.transform(
        np.array([shapely.geometry.shape(shape) for _, shape in found], dtype=object), lambda c: c + 0.001
    )
    kode = [about["kode"] for about, _ in found]
    return gpd.GeoDataFrame({"kode": kode, "nama": [names[one] for one in kode]}, geometry=moved, crs=4326)


@pytest.fixture
def bring(loaded, settings, tmp_path):
    told = []

    def bring(frame, name="resmi.gpkg", **changes):
        told.clear()
        frame.to_file(tmp_path / name, engine="pyogrio")
        request = Request(tmp_path / name, DAY, **changes)
        return bring_in(loaded, settings.keys(), request, told.append)

    bring.told = told
    return bring


def rows(database, query, **values):
    with database.owner() as conn:
        return [tuple(row) for row in conn.execute(text(query), values)]


def state(database):
    counted = [
        f"(SELECT count(*) FROM {table})" for table in ("service.versi", "service.batch", "data.batas")
    ]
    register = "(SELECT md5(string_agg(w::text, ',' ORDER BY w.id)) FROM data.wilayah w)"
    return rows(database, f"SELECT {', '.join([*counted, register])}")


def drawn(database):
    with database.owner() as conn:
        isi = current(conn).snapshots["batas", 64]
    counts = "SELECT tingkat, count(*), bool_or(skematik) FROM data.batas WHERE isi_id = :isi"
    return isi, rows(database, counts + " GROUP BY 1 ORDER BY 1", isi=isi)


def test_the_reference_fills_an_empty_database_once(settings, database, loaded):
    assert rows(loaded, "SELECT tingkat, count(*) FROM data.wilayah GROUP BY 1 ORDER BY 1") == LEVELS
    assert drawn(loaded)[1] == [(tingkat, count, True) for tingkat, count in LEVELS]
    assert rows(loaded, "SELECT count(*) FROM data.sungai")[0][0] > 10
    before = state(loaded)

    ensure_reference(settings, database)

    assert state(loaded) == before
    with loaded.owner() as conn:
        assert set(current(conn).snapshots) == {("batas", 64), ("daratan", 64), ("sungai", 64)}


def test_official_boundaries_replace_the_schematic_ones_and_keep_the_old_version(
    loaded, bring, official, settings, tmp_path
):
    schematic, _ = drawn(loaded)
    assert bring(official.to_crs(32650), sumber="Badan uji", lisensi="CC BY 4.0") == 0
    isi, found = drawn(loaded)
    assert found == [(tingkat, count, False) for tingkat, count in LEVELS]
    assert rows(loaded, "SELECT count(*) FROM data.batas WHERE isi_id = :isi", isi=schematic) == [(1154,)]
    source = rows(loaded, "SELECT sumber, lisensi, contoh FROM service.isi WHERE id = :isi", isi=isi)
    assert source == [("Badan uji", "CC BY 4.0", False)]
    valid = "SELECT bool_and(ST_IsValid(geom) AND luas_ha > 0) FROM data.batas WHERE isi_id = :isi"
    assert rows(loaded, valid, isi=isi) == [(True,)]

    before = state(loaded)
    assert bring_in(loaded, settings.keys(), Request(tmp_path / "resmi.gpkg", DAY), bring.told.append) == 0
    assert state(loaded) == before


def test_a_check_and_a_refusal_leave_nothing_behind(loaded, bring, official, tmp_path):
    before = state(loaded)
    assert bring(official, uji=True) == 0
    assert state(loaded) == before
    with pytest.raises(BoundaryRefusal, match=r"ditolak: 1 masalah|refused: 1 problems"):
        bring(official.drop(index=5))
    assert any("--pensiun" in line for line in bring.told)
    with pytest.raises(BoundaryRefusal, match=r"koordinat|coordinate"):
        bring(official.to_crs(32650).set_crs(4326, allow_override=True), "keliru.gpkg")
    assert state(loaded) == before


def test_a_new_vintage_renames_retires_and_adds(loaded, bring, official):
    official.loc[0, "nama"] = "Nama Baru"
    official["perkotaan"] = ["1"] * 10 + [None] * 1028
    gone, neighbour = _neighbours(official)
    code = official["kode"][gone]
    kept = official.geometry[neighbour].union(official.geometry[gone])
    split = official.geometry[20].bounds
    half = shapely.box(split[0], split[1], (split[0] + split[2]) / 2, split[3])
    new = f"{official['kode'][20][:9]}2999"
    official.loc[len(official)] = [new, "DESA PEMEKARAN", official.geometry[20].intersection(half), None]
    official.loc[20, "geometry"] = official.geometry[20].difference(half)
    official.loc[neighbour, "geometry"] = kept

    assert bring(official.drop(index=gone), options=Options(retire=True), sk="SK 1/2026") == 0

    first = int(official["kode"][0].replace(".", ""))
    assert rows(loaded, "SELECT nama, perkotaan FROM data.wilayah WHERE id = :id", id=first) == [
        ("Nama Baru", True)
    ]
    lineage = "SELECT dari_id, ke_id, jenis, tanggal, sk FROM data.wilayah_silsilah"
    assert rows(loaded, lineage) == [(first, first, "ganti_nama", DAY, "SK 1/2026")]
    ended = "SELECT berlaku_sampai FROM data.wilayah WHERE kode_dagri = :kode"
    assert rows(loaded, ended, kode=code) == [(date(2026, 1, 30),)]
    born = "SELECT nama, jenis, tingkat, kode_bps, berlaku_dari FROM data.wilayah WHERE kode_dagri = :kode"
    assert rows(loaded, born, kode=new) == [("Desa Pemekaran", "desa", 4, None, DAY)]
    isi, found = drawn(loaded)
    assert found == [(tingkat, count, False) for tingkat, count in LEVELS]
    names = "SELECT nama FROM data.batas WHERE isi_id = :isi AND id = :id"
    assert rows(loaded, names, isi=isi, id=first) == [("Nama Baru",)]


def _neighbours(frame):
    """Two desa of one kecamatan with a common border, whose union is one area; not the first thirty."""
    for left in range(100, len(frame)):
        for right in range(left + 1, len(frame)):
            one, two = frame.geometry[left], frame.geometry[right]
            if frame["kode"][left][:8] == frame["kode"][right][:8] and one.intersection(two).length > 0.01:
                return left, right
    raise AssertionError


def test_the_command_line_says_one_sentence_for_a_file_it_cannot_use(
    loaded, database, tmp_path, monkeypatch, capsys
):
    monkeypatch.setenv("DATABASE_URL", database)
    monkeypatch.setenv("KANTONG_DATA", str(tmp_path))
    monkeypatch.setenv("KANTONG_BAHASA", "en")
    (tmp_path / "kosong.gpkg").write_bytes(b"")
    before = state(loaded)
    assert execute(["import", "wilayah", str(tmp_path / "kosong.gpkg")]) == 1
    assert capsys.readouterr().err == "The file kosong.gpkg is empty.\n"
    with pytest.raises(SystemExit, match="2"):
        execute(["import", "wilayah", "x.gpkg", "--tanggal", "kemarin"])
    assert state(loaded) == before


def test_the_reference_file_goes_through_whole(loaded, settings):
    folder = os.environ.get("KANTONG_REFERENSI")
    found = sorted(Path(folder).rglob("kaltim_kemendagri_2025.gpkg")) if folder else []
    if not found:
        pytest.skip("KANTONG_REFERENSI names no folder with kaltim_kemendagri_2025.gpkg")
    told = []
    assert bring_in(loaded, settings.keys(), Request(found[0], DAY), told.append) == 0
    assert drawn(loaded)[1] == [(tingkat, count, False) for tingkat, count in LEVELS]
    area = rows(loaded, "SELECT luas_ha FROM data.batas WHERE id = 64 AND NOT skematik")[0][0]
    assert float(area) / 100 == pytest.approx(126_984, rel=0.001)
