"""Adding a layer touches one file: `halte.py` is put into the folder, and everything else follows."""

import importlib
import sys
import textwrap

import mapbox_vector_tile
import pandas as pd
import pytest
import shapely
from sqlalchemy import create_engine, text
from sqlalchemy.exc import DBAPIError
from starlette.testclient import TestClient

import layers
from api.app import create_app
from api.core.actor import Actor
from api.core.db import Database
from api.core.migrate import upgrade
from api.versions.service import Snapshot, publish
from geo.tile import tile_of
from layers.kit import catalogue as kit
from layers.kit.roles import Role
from layers.kit.tables import data_metadata
from tests import world
from tests.endpoints.conftest import HERE, LOCAL, session_in, settings_for

HALTE = '''
    """Halte: bus stops, to prove that a layer is one file."""

    from sqlalchemy import SmallInteger, Text

    from layers.kit.model import Class, Field, Layer, Legend, Popup, Style, Window, Words
    from layers.kit.roles import STAFF, Role
    from layers.kit.windows import own_kabkota

    JENIS = {1: Words("Bus", "Bus"), 2: Words("Angkot", "Minibus")}
    LAYER = Layer(
        name="halte",
        title=Words("Halte", "Bus stops"),
        description=Words("Halte bus.", "Bus stops."),
        geometry="POINT",
        fields=(
            Field("nama", Text, Words("Nama", "Name")),
            Field("jenis", SmallInteger, Words("Jenis", "Kind"), codes=JENIS),
            Field("kontak", Text, Words("Kontak", "Contact"), sees=STAFF),
        ),
        windows={
            Role.PUBLIK: Window(),
            Role.ADM_PROV: Window(),
            Role.OP_KAB: Window(rows=own_kabkota, writable=True),
        },
        style=Style("point", "#123456"),
        legend=Legend("jenis", tuple(Class(code, label, "#111111") for code, label in JENIS.items())),
        popup=Popup(title="nama", rows=("jenis", "kontak")),
        zoom=(5, 18),
        source=Words("Uji", "Test"),
    )
'''  # fmt: skip
SIRINGS = '''
    """Siring: embankments with a width, a polygon layer with classes and hectares of its own."""

    from sqlalchemy import Numeric, SmallInteger, Text

    from layers.kit.model import Class, Dataset, Field, Layer, Legend, Style, Window, Words
    from layers.kit.roles import Role

    SIRING = Dataset(
        name="siring",
        geometry="MULTIPOLYGON",
        fields=(
            Field("nama", Text, Words("Nama", "Name"), tile=True),
            Field("mutu", SmallInteger, Words("Mutu", "Quality"), tile=True),
            Field("luas_ha", Numeric(10, 2), Words("Luas", "Area")),
        ),
        windows={Role.PUBLIK: Window(rows=lambda c: c.mutu > 1), Role.ADM_PROV: Window()},
        measure="luas_ha",
    )
    LAYER = Layer(
        name="siring",
        title=Words("Siring", "Embankments"),
        description=Words("Siring sungai.", "River embankments."),
        dataset=SIRING,
        style=Style("fill", "#123456"),
        legend=Legend("mutu", tuple(Class(n, Words(str(n), str(n)), "#111111") for n in (1, 2))),
        source=Words("Uji", "Test"),
    )
'''
STOPS = [
    ("Pasar", 1, "0811", 117.15, -0.52),
    ("Rumah Sakit", 2, "0812", 117.151, -0.521),
    ("Pelabuhan", 1, "0813", None, None),
]


@pytest.fixture
def grown(tmp_path, monkeypatch):
    """The folder of layers with two more files in it."""
    (tmp_path / "halte.py").write_text(textwrap.dedent(HALTE))
    (tmp_path / "siring.py").write_text(textwrap.dedent(SIRINGS))
    monkeypatch.setattr(layers, "__path__", [*layers.__path__, str(tmp_path)])
    importlib.invalidate_caches()
    kit.catalogue.cache_clear()
    yield kit.catalogue()
    for name in ("halte", "siring"):
        sys.modules.pop(f"layers.{name}", None)
        if hasattr(layers, name):
            delattr(layers, name)
    monkeypatch.undo()
    kit.catalogue.cache_clear()


@pytest.fixture
def url(grown, province):
    """A province with the toy tables, as a migration would make them, windows open, and rows published."""
    engine = create_engine(province)
    tables = data_metadata([grown["halte"].dataset, grown["siring"].dataset]).tables
    with engine.begin() as conn:
        for name in ("data.halte", "data.siring"):
            tables[name].create(conn)
    engine.dispose()
    upgrade(province)
    stops = pd.DataFrame(STOPS, columns=["nama", "jenis", "kontak", "lon", "lat"]).assign(desa_id=6472011001)
    banks = pd.DataFrame(
        {
            "desa_id": 6472011001, "nama": ["Hulu", "Hilir"], "mutu": [1, 2], "luas_ha": [1.5, 2.5],
            "geom": [shapely.box(lon, -0.52, lon + 0.002, -0.518) for lon in (117.15, 117.16)],
        }
    )  # fmt: skip
    database = Database(province)
    with database.owner() as conn:
        rows = [
            Snapshot(name, 6472, frame, sumber="uji") for name, frame in (("halte", stops), ("siring", banks))
        ]
        publish(conn, rows, keterangan="Halte", keys=world.KEYS)
    database.dispose()
    return province


@pytest.fixture
def visitors(url, tmp_path_factory):
    app = create_app(settings_for(url, tmp_path_factory.mktemp("data")))
    found = {}
    for role, wilayah in ((Role.PUBLIK, None), (Role.ADM_PROV, None), (Role.OP_KAB, 6472)):
        found[role] = TestClient(app, base_url=HERE, client=LOCAL)
        found[role].cookies.set("kantong_sesi", session_in(url, role, wilayah))
    yield found
    app.state.database.dispose()


def tile(client, layer, z, lon=117.15, lat=-0.52):
    x, y = (int(axis) for axis in tile_of(z, lon, lat))
    response = client.get(f"/tiles/{layer}/{z}/{x}/{y}.mvt")
    return mapbox_vector_tile.decode(response.content) if response.status_code == 200 else {}


def entry(client, name):
    return {one["name"]: one for one in client.get("/layers").json()["layers"]}[name]


def test_one_file_makes_table_windows_catalogue_tiles_features_and_counts(visitors):
    public, staff = visitors[Role.PUBLIK], visitors[Role.ADM_PROV]
    told = entry(public, "halte")
    assert (told["geometry"], told["native_zoom"], told["empty"]) == ("point", [5, 16], False)
    assert [f["name"] for f in told["fields"]] == ["nama", "jenis"]
    assert told["popup"] == {"title": "nama", "rows": ["jenis"]}
    assert entry(staff, "halte")["popup"] == {"title": "nama", "rows": ["jenis", "kontak"]}

    points = tile(public, "halte", 15)["halte"]["features"]
    assert sorted(point["properties"]["kelas"] for point in points) == [1, 2]
    assert (
        sum(
            sum(c["properties"].get(f"n{n}", 0) for n in (1, 2))
            for c in tile(staff, "halte", 8)["sel"]["features"]
        )
        == 2
    )

    rows = public.get("/layers/halte/features").json()["items"]
    assert [row["nama"] for row in rows] == ["Pasar", "Rumah Sakit", "Pelabuhan"]
    assert "kontak" not in rows[0]
    one = staff.get(f"/layers/halte/features/{rows[1]['id']}").json()
    assert one["properties"]["kontak"] == "0812"
    assert one["labels"] == {"jenis": {"id": "Angkot", "en": "Minibus"}}

    body = staff.get("/rekap?induk=64.72&tingkat=2").json()
    counts = dict(zip(body["kolom"], body["total"], strict=True))
    assert (counts["halte.jumlah"], counts["halte.1"], counts["halte.2"]) == (3, 2, 1)


def test_a_polygon_layer_counts_what_each_window_shows(visitors):
    public, staff = visitors[Role.PUBLIK], visitors[Role.ADM_PROV]
    assert {f["properties"]["nama"] for f in tile(staff, "siring", 10)["siring"]["features"]} == {
        "Hulu",
        "Hilir",
    }
    assert {f["properties"]["nama"] for f in tile(public, "siring", 10)["siring"]["features"]} == {"Hilir"}
    for client, expected in ((staff, (2, 1.5, 2.5)), (public, (1, 0, 2.5))):
        body = client.get("/rekap?induk=64.72&tingkat=2").json()
        told = dict(zip(body["kolom"], body["total"], strict=True))
        assert (told["siring.jumlah"], told["siring.ukuran.1"], told["siring.ukuran.2"]) == expected


def test_the_other_layers_are_as_they_were(visitors):
    assert tile(visitors[Role.ADM_PROV], "celah_air", 14)["celah_air"]["features"]
    assert visitors[Role.PUBLIK].get("/layers/celah_air/features").status_code == 404


def test_a_writable_window_lets_a_regency_write_its_own_rows_and_no_others(url, visitors):
    database = Database(url)
    operator = Actor(Role.OP_KAB, 6472)
    with database.reading(operator) as conn:
        isi, number = conn.execute(text("SELECT isi_id, max(id) FROM halte GROUP BY 1")).one()
    row = "INSERT INTO halte (isi_id, id, kabkota_id, desa_id, nama) VALUES (:isi, :id, :kab, :desa, 'Baru')"
    with database.writing(operator) as conn:
        conn.execute(text(row), {"isi": isi, "id": number + 1, "kab": 6472, "desa": 6472011001})
    assert "Baru" in {r["nama"] for r in visitors[Role.OP_KAB].get("/layers/halte/features").json()["items"]}
    with pytest.raises(DBAPIError, match="check option"), database.writing(operator) as conn:
        conn.execute(text(row), {"isi": isi, "id": number + 2, "kab": 6471, "desa": 6471011001})
    with pytest.raises(DBAPIError, match="check option"), database.writing(operator) as conn:
        conn.execute(text("UPDATE halte SET kabkota_id = 6471"))
    with pytest.raises(DBAPIError, match="read-only"), database.reading(operator) as conn:
        conn.execute(text("DELETE FROM halte"))
    with database.writing(Actor(Role.OP_KAB, 6471)) as conn:
        assert conn.execute(text("DELETE FROM halte")).rowcount == 0
    database.dispose()


def test_afterwards_the_folder_is_as_before():
    assert "halte" not in kit.catalogue()
    assert "siring" not in kit.catalogue()
