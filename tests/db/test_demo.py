from dataclasses import replace

import pandas as pd
import pytest
import shapely
from sqlalchemy import text

from api.cli import execute
from api.core.db import Database
from api.core.keys import Keys
from api.core.settings import Settings
from api.demo import queries, service
from api.demo.service import DemoRefusal, Order
from api.versions.service import Snapshot, current, publish
from geo.demo.figures import families_per_kabkota
from layers.reference import read_desa, read_wilayah

KEYS = Keys(bytes(32), bytes(range(32)))
COLUMNS = "id, tingkat, kode_dagri, nama, jenis, induk_id, berlaku_dari"


def outlines():
    """Voronoi cells of the register's points: a coverage in which every desa has its place."""
    rows = read_desa()
    points = shapely.points([row.lon for row in rows], [row.lat for row in rows])
    box = shapely.box(113.7, -2.7, 119.2, 2.7)
    cells = shapely.voronoi_polygons(shapely.multipoints(points), extend_to=box, ordered=True)
    return rows, shapely.intersection(shapely.get_parts(cells), box)


def register(conn):
    rows = [
        {
            "id": row.id,
            "tingkat": row.tingkat,
            "kode_dagri": row.kode_dagri,
            "nama": row.nama,
            "jenis": row.jenis,
            "induk_id": row.induk_id,
            "berlaku_dari": "2025-01-01",
        }
        for row in read_wilayah()
    ]
    values = ", ".join(f":{name}" for name in COLUMNS.split(", "))
    conn.execute(text(f"INSERT INTO data.wilayah ({COLUMNS}) VALUES ({values})"), rows)


def boundaries():
    rows, cells = outlines()
    frame = pd.DataFrame(
        {
            "wilayah_id": [row.id for row in rows],
            "tingkat": 4,
            "kode": [row.kode_dagri for row in rows],
            "nama": [row.nama for row in rows],
            "geom": cells,
            "skematik": True,
        }
    )
    return Snapshot("batas", 64, frame, sumber="uji")


@pytest.fixture
def bare(database):
    opened = Database(database)
    yield opened
    opened.dispose()


@pytest.fixture
def land(bare):
    with bare.owner() as conn:
        register(conn)
        publish(conn, [boundaries()], keterangan="batas", keys=KEYS)
    return bare


@pytest.fixture
def settings(database, tmp_path):
    return Settings.from_environ({"DATABASE_URL": database, "KANTONG_DATA": str(tmp_path)})


def real_families():
    frame = pd.DataFrame({"desa_id": [6472011001], "id_sumber": ["A"], "lon": [117.1], "lat": [-0.5]})
    return Snapshot("keluarga", 6472, frame, sumber="uji")


def counts(conn):
    query = text("SELECT kabkota_id, count(*) FROM data.keluarga GROUP BY 1")
    return {row[0]: row[1] for row in conn.execute(query)}


def silent(code, **values):
    pass


def test_the_demo_is_published_marked_and_counted_as_ordered(land):
    said = []
    version = service.create(
        land, KEYS, Order(1_000, 7), tell=lambda code, **values: said.append((code, values))
    )
    with land.owner() as conn:
        assert counts(conn) == families_per_kabkota(1_000)
        published = queries.read_published(conn).set_index("himpunan")
        assert published.loc["keluarga", "contoh"].all()
        assert published.loc["kawasan_kumuh", "contoh"].all()
        assert not published.loc["batas", "contoh"]
        assert current(conn).nomor == version.nomor
        found = conn.execute(text("SELECT count(*), sum(luas_ha) FROM data.kawasan_kumuh")).one()
        assert 115 <= found[0] <= 120
        assert float(found[1]) == pytest.approx(394.95, abs=3)
        inside = conn.scalar(
            text("SELECT avg((titik_di_desa = 1)::int) FROM data.keluarga WHERE k IS NOT NULL")
        )
        assert inside > 0.99
        assert conn.scalar(text("SELECT count(*) FROM data.keluarga WHERE nik_sandi IS NULL")) == 0
        assert 900 < conn.scalar(text("SELECT count(k) FROM data.keluarga")) < 1_000
    assert [code for code, _ in said[:3]] == ["menyiapkan", "menulis_kumuh", "menulis_keluarga"]
    assert said[-1] == (
        "terbit",
        {"version": version.nomor, "families": 1_000, "pockets": found[0], "seed": "7"},
    )


def test_another_demo_replaces_the_first_and_its_rows_are_gone(land):
    first = service.create(land, KEYS, Order(1_000, 1), tell=silent)
    second = service.create(land, KEYS, Order(2_000, 1), tell=silent)
    with land.owner() as conn:
        assert sum(counts(conn).values()) == 2_000
        status = {row.id: row.status for row in conn.execute(text("SELECT id, status FROM service.versi"))}
        assert (status[first.nomor], status[second.nomor]) == ("arsip", "terbit")


def test_the_command_line_makes_it_and_removes_it_for_good(
    land, settings, database, tmp_path, monkeypatch, capfd
):
    for name, value in {
        "DATABASE_URL": database,
        "KANTONG_DATA": str(tmp_path),
        "KANTONG_BAHASA": "en",
    }.items():
        monkeypatch.setenv(name, value)
    assert execute(["demo", "--keluarga", "1000", "--benih", "3"]) == 0
    assert "1,000 families" in capfd.readouterr().out
    assert execute(["demo", "--hapus"]) == 0
    assert "are removed" in capfd.readouterr().out
    service.ensure_demo(settings, database)
    with land.owner() as conn:
        assert counts(conn) == {}
        assert set(queries.read_published(conn)["himpunan"]) == {"batas"}
        assert queries.get_state(conn) == "dihapus"
    assert execute(["demo", "--hapus"]) == 0
    assert "no demo data" in capfd.readouterr().out
    service.create(land, KEYS, Order(1_000, 1), tell=silent)
    with land.owner() as conn:
        assert queries.get_state(conn) == "ada"


def test_the_first_start_makes_the_default_demo_once(land, settings, database, capfd):
    service.ensure_demo(replace(settings, demo=False), database)
    with land.owner() as conn:
        assert counts(conn) == {}
    service.ensure_demo(settings, database)
    with land.owner() as conn:
        made = current(conn).nomor
        assert sum(counts(conn).values()) == 40_000
    service.ensure_demo(settings, database)
    with land.owner() as conn:
        assert current(conn).nomor == made
    assert "40.000 keluarga" in capfd.readouterr().out


def test_demo_and_real_data_never_share_a_database(land, settings, database):
    with land.owner() as conn:
        before = publish(conn, [real_families()], keterangan="asli", keys=KEYS)
    with pytest.raises(DemoRefusal, match=r"data asli .*keluarga"):
        service.create(land, KEYS, Order(1_000, 1), tell=silent)
    service.ensure_demo(settings, database)
    assert not service.remove(land, KEYS, tell=silent)
    with land.owner() as conn:
        assert current(conn).nomor == before.nomor
        assert sum(counts(conn).values()) == 1


def test_without_boundaries_there_is_no_demo(bare, settings, database):
    with pytest.raises(DemoRefusal, match="belum dimuat"):
        service.create(bare, KEYS, Order(1_000, 1), tell=silent)
    service.ensure_demo(settings, database)
    with bare.owner() as conn:
        assert current(conn) is None


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--keluarga", "0"], "--keluarga harus bilangan bulat antara 1.000 dan 5.000.000, bukan “0”."),
        (["--keluarga", "-5"], "bukan “-5”"),
        (["--keluarga", "1000000000"], "antara 1.000 dan 5.000.000"),
        (["--keluarga", "9" * 5000], "antara 1.000 dan 5.000.000"),
        (["--keluarga", "banyak"], "bukan “banyak”"),
        (["--keluarga", "1e6"], "bukan “1e6”"),
        (["--keluarga", "٤٠٠٠٠"], "--keluarga harus bilangan bulat"),
        (["--keluarga", ""], "--keluarga harus bilangan bulat"),
        (["--benih", "acak"], "--benih harus bilangan bulat antara 0 dan"),
        (["--benih", "9223372036854775808"], "--benih harus bilangan bulat antara 0 dan"),
        (["--hapus", "--keluarga", "2000"], "tidak dapat digabung"),
    ],
)
def test_bad_orders_are_refused_in_one_sentence_before_any_work(
    tmp_path, monkeypatch, capfd, arguments, sentence
):
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setenv("KANTONG_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("KANTONG_BAHASA", "id")
    assert execute(["demo", *arguments]) == 1
    said = capfd.readouterr().err
    assert sentence in said
    assert said.count("\n") == 1
    assert not (tmp_path / "data").exists()
