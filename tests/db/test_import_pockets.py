"""Slum pockets come in: a polygon and a village each, or a reason; real files are accounted for whole."""

import json
import os
from contextlib import suppress
from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import shapely
from sqlalchemy import text

from api.core.db import Database
from api.imports import pockets
from api.imports.service import ImportRefusal
from geo.rules.slum import CRITERIA
from tests.db.imports import SAMARINDA, Importer, load_register, write_csv

SQUARE = shapely.box(117.15, -0.5, 117.1510, -0.4990)
REFERENCE = os.environ.get("KANTONG_REFERENSI")


@pytest.fixture
def importer(database, tmp_path, monkeypatch):
    monkeypatch.setenv("KANTONG_BAHASA", "id")
    opened = Database(database)
    load_register(opened)
    yield Importer(opened, tmp_path)
    opened.dispose()


def pocket(number=0, **cells):
    """One sound pocket: Kebunan's sheet with another place."""
    row = {
        "Kode": f"K-{number}",
        "Nama Kawasan": f"Kawasan {number}",
        "Kode Desa": SAMARINDA,
        "RT": "001",
        "RW": "002",
        "Luas (Ha)": "1.23",
        "Jumlah Bangunan": "50",
        "Jumlah Jiwa": "203",
        "Jumlah KK": "58",
        "Status": "indikasi",
        "Panjang Jalan Ideal": "824",
        "Panjang Drainase Ideal": "540.9",
        "bgn_tidak_teratur": "21",
        "WKT": SQUARE.wkt,
    }
    return row | cells


def bring(importer, rows, **wish):
    return importer.bring(write_csv(importer.folder / "kumuh.csv", rows), "kawasan_kumuh", **wish)


def why(importer):
    return [(row["baris"], row["kode_galat"]) for row in importer.rejected("kumuh.csv")]


def test_a_csv_with_wkt(importer):
    assert bring(importer, [pocket(0), pocket(1)]) == 0
    rows = importer.all(
        "SELECT kode, nama, rt, rw, desa_id, luas_ha, bgn_tidak_teratur, status_hukum, metode,"
        " GeometryType(geom) FROM data.kawasan_kumuh ORDER BY kode"
    )
    assert rows[0][:5] == ("K-0", "Kawasan 0", "001", "002", 6472011001)
    assert [float(value) for value in rows[0][5:7]] == [1.23, 21]
    assert rows[0][7:] == ("indikasi", "2018", "MULTIPOLYGON")


def test_a_geopackage_in_utm(importer):
    frame = gpd.GeoDataFrame([pocket(0), pocket(1)], geometry=[SQUARE, SQUARE], crs=4326).drop(columns="WKT")
    path = importer.folder / "kumuh.gpkg"
    frame.to_crs(32750).to_file(path, driver="GPKG")
    assert importer.bring(path, "kawasan_kumuh") == 0
    (west, south) = importer.all("SELECT ST_XMin(geom), ST_YMin(geom) FROM data.kawasan_kumuh")[0]
    assert (west, south) == pytest.approx((117.15, -0.5), abs=1e-6)


@pytest.mark.parametrize(
    ("wkt", "kode"),
    [
        ("", "V33"),
        ("POLYGON ((rusak", "V33"),
        ("GEOMETRYCOLLECTION (POINT (117 0))", "V33"),
        ("POINT (117 0)", "V33"),
        ("POLYGON EMPTY", "V33"),
        ("POLYGON ((117.1 0.1, 117.2 0.2, 117.1 0.2, 117.2 0.1, 117.1 0.1))", "V33"),
        ("POLYGON ((106 -6, 107 -6, 107 -5, 106 -6))", "V26"),
        ("POLYGON ((517000 9944500, 517100 9944500, 517100 9944600, 517000 9944500))", "V26"),
        ("POLYGON ((117 nan, 117.1 0, 117.1 0.1, 117 nan))", "V33"),
    ],
)
def test_what_cannot_be_drawn_is_rejected(importer, wkt, kode):
    assert bring(importer, [pocket(0), pocket(1, WKT=wkt)]) == 0
    assert why(importer) == [("3", kode)]


def test_more_than_all_of_it_cannot_be(importer):
    bring(importer, [pocket(0), pocket(1, bgn_tidak_teratur="51"), pocket(2, **{"Jumlah Bangunan": "0"})])
    assert why(importer) == [("3", "V34")]
    assert "jml_bangunan 50" in importer.rejected("kumuh.csv")[0]["usulan_perbaikan"]
    rows = importer.all("SELECT bgn_tidak_teratur IS NULL FROM data.kawasan_kumuh ORDER BY kode")
    assert rows == [(False,), (True,)]


def test_words_that_are_no_status_and_no_method(importer):
    rows = [
        pocket(0, Metode="2016"),
        pocket(1, Status="hampir"),
        pocket(2, Metode="1999"),
        pocket(3, Status="Ditetapkan"),
    ]
    bring(importer, rows)
    assert why(importer) == [("3", "V16"), ("4", "V16")]
    assert ["5", "V16"] in [[row["baris"], row["kode"]] for row in importer.warnings("kumuh.csv")]


def test_codes_must_differ_and_are_made_where_missing(importer):
    bring(
        importer,
        [
            pocket(0),
            pocket(0),
            pocket(2, Kode=""),
            pocket(3, Kode="", RT="", RW="", **{"Nama Kawasan": "Tepi Sungai"}),
        ],
    )
    assert why(importer) == [("2", "V13"), ("3", "V13")]
    codes = importer.all("SELECT kode FROM data.kawasan_kumuh ORDER BY kode")
    assert codes == [("6472011001-002-001",), ("6472011001-tepi-sungai",)]


def test_rt_and_rw_in_one_cell(importer):
    row = {name: cell for name, cell in pocket(0).items() if name not in ("RT", "RW")} | {
        "RT/RW": "RT006-RW002"
    }
    bring(importer, [row, row | {"Kode": "K-9", "RT/RW": "tepi sungai"}])
    assert importer.all("SELECT rt, rw FROM data.kawasan_kumuh ORDER BY kode") == [
        ("006", "002"),
        (None, None),
    ]


def test_areas_are_compared_with_the_polygon(importer):
    bring(importer, [pocket(0, **{"Luas (Ha)": "3"}), pocket(1, **{"Luas (Ha)": ""}), pocket(2)])
    areas = importer.all("SELECT luas_ha FROM data.kawasan_kumuh ORDER BY kode")
    assert [float(area) for (area,) in areas] == [3, 1.23, 1.23]
    assert [row["baris"] for row in importer.warnings("kumuh.csv")] == ["2", "3"]


def circle(vertices):
    turn = np.linspace(0, 2 * np.pi, vertices, endpoint=False)
    return shapely.Polygon(np.column_stack([117.15 + 0.01 * np.cos(turn), -0.5 + 0.01 * np.sin(turn)]))


def write_geojson(path, polygon):
    properties = {name: cell for name, cell in pocket(0).items() if name != "WKT"} | {"Luas (Ha)": ""}
    feature = {"type": "Feature", "properties": properties, "geometry": shapely.geometry.mapping(polygon)}
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}))
    return path


def test_a_million_vertices_are_taken_and_more_are_refused(importer, monkeypatch):
    path = write_geojson(importer.folder / "rinci.geojson", circle(1_000_000))
    assert importer.bring(path, "kawasan_kumuh", uji=True) == 0
    assert "1 = 0 diterima + 1 dengan peringatan + 0 ditolak" in importer.line("Baris ")
    monkeypatch.setattr(pockets, "VERTICES", 1000)
    path = write_geojson(importer.folder / "rinci.geojson", circle(1001))
    with pytest.raises(ImportRefusal) as error:
        importer.bring(path, "kawasan_kumuh")
    assert error.value.code == "semua_ditolak"
    assert "batas 2.000.000" in importer.rejected("rinci.geojson")[0]["pesan"]


def test_a_rich_polygon_as_text(importer):
    bring(importer, [pocket(0, WKT=circle(50_000).wkt, **{"Luas (Ha)": ""})])
    assert importer.one("SELECT ST_NPoints(geom) FROM data.kawasan_kumuh") == 50_001


def test_places_by_name_and_no_place(importer):
    named = {"Kode Desa": "", "Kabupaten": "Kutai Kartanegara", "Kecamatan": "Muara Muntai", "Desa": "Perian"}
    nowhere = named | {"Kabupaten": ""}
    bring(importer, [pocket(0, **named), pocket(1, **nowhere)])
    assert importer.all("SELECT desa_id FROM data.kawasan_kumuh") == [(6402012001,)]
    assert why(importer) == [("3", "V02")]


def test_every_criterion_has_its_column(importer):
    row = pocket(0)
    for one in CRITERIA:
        row[one.pembilang] = "0.5"
    bring(importer, [row])
    columns = ", ".join(one.pembilang for one in CRITERIA)
    with importer.database.owner() as conn:
        stored = conn.execute(text(f"SELECT {columns} FROM data.kawasan_kumuh")).one()
    assert {float(value) for value in stored} == {0.5}


def test_a_file_of_metres_without_crs(importer):
    frame = gpd.GeoDataFrame([pocket(0)], geometry=[shapely.box(517000, 9944500, 517100, 9944600)]).drop(
        columns="WKT"
    )
    path = importer.folder / "tanpa.gpkg"
    with pytest.warns(UserWarning, match="crs"):
        frame.to_file(path, driver="GPKG")
    with pytest.raises(ImportRefusal) as error:
        importer.bring(path, "kawasan_kumuh")
    assert error.value.code == "tanpa_crs"


reference = pytest.mark.skipif(not REFERENCE, reason="KANTONG_REFERENSI names no folder of real files")


@reference
def test_a_real_slum_list_without_places_is_refused_row_by_row(importer):
    path = Path(REFERENCE) / "messy" / "serang_kumuh_2026_602rt.csv"
    before = importer.counts()
    with pytest.raises(ImportRefusal) as error:
        importer.bring(path, "kawasan_kumuh")
    assert (error.value.code, importer.counts()) == ("semua_ditolak", before)
    rows = importer.rejected(path.name)
    assert [int(row["baris"]) for row in rows] == list(range(2, 604))
    assert all({"V33", "V02"} <= set(row["kode_galat"].split()) for row in rows)
    assert rows[0]["KAMPUNG"] == "KP. PANGARADAN"


@reference
@pytest.mark.parametrize("himpunan", ["keluarga", "kawasan_kumuh"])
def test_every_real_file_is_read_whole_or_refused_with_a_sentence(importer, himpunan):
    for path in sorted(Path(REFERENCE).rglob("*.*")):
        before = importer.counts()
        with suppress(ImportRefusal):
            importer.bring(path, himpunan, uji=True)
        counted = [line for line in importer.said if line.startswith("Baris  ")]
        if counted:
            total, *parts = [int(word.replace(".", "")) for word in counted[0].split() if word[0].isdigit()]
            assert total == sum(parts)
        assert importer.counts() == before
