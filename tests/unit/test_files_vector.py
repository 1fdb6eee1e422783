"""GeoPackage and GeoJSON: any CRS becomes degrees, odd geometry stays in its row, other drivers stay out."""

import json
import sqlite3

import geopandas as gpd
import numpy as np
import pyarrow as pa
import pytest
import shapely

from geo.files.header import make_vocabulary
from geo.files.source import FileError
from geo.files.table import read_table
from geo.files.vector import outside_degrees, text_column

WORDS = make_vocabulary({"nik": (), "nama": (), "desa": ()})
POINT = {"type": "Point", "coordinates": [117.153, -0.502]}


def collection(tmp_path, features, **members):
    path = tmp_path / "berkas.json"
    listed = [
        {"type": "Feature", "properties": properties, "geometry": geometry}
        for properties, geometry in features
    ]
    path.write_text(json.dumps({"type": "FeatureCollection", **members, "features": listed}))
    return path


def whole(source):
    chunks = list(source.chunks())
    geom = np.concatenate([chunk.geom for chunk in chunks])
    columns = [
        [cell for chunk in chunks for cell in chunk.columns[at].to_pylist()]
        for at in range(len(source.header.names))
    ]
    return np.concatenate([chunk.baris for chunk in chunks]).tolist(), columns, geom


def test_geojson(tmp_path):
    path = collection(tmp_path, [({"NIK": "0123", "Nama": "Siti"}, POINT), ({"NIK": 7, "Nama": None}, None)])
    source = read_table(path, WORDS)
    numbers, columns, geom = whole(source)
    assert (source.kind, source.has_geometry, source.facts["crs"]) == ("geojson", True, "EPSG:4326")
    assert (numbers, columns) == ([1, 2], [["0123", "7"], ["Siti", ""]])
    assert shapely.get_coordinates(geom).tolist() == [[117.153, -0.502]]
    assert geom[1] is None


def test_geojson_with_a_crs_member_in_metres(tmp_path):
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::32750"}}
    metres = {"type": "Point", "coordinates": [517027.0, 9944510.0]}
    path = collection(tmp_path, [({"nik": "1", "nama": "a"}, metres)], crs=crs)
    x, y = shapely.get_coordinates(whole(read_table(path, WORDS))[2])[0]
    assert (x, y) == pytest.approx((117.153, -0.502), abs=1e-3)


def test_hostile_geometries_stay_in_their_rows(tmp_path):
    hostile = [
        {"type": "GeometryCollection", "geometries": [POINT]},
        {"type": "Polygon", "coordinates": [[[1, 2], [3, 4]]]},
        {"type": "Polygon", "coordinates": [[[1, 2], ["a", 4], [1e400, 2]]]},
        {"type": "Point", "coordinates": []},
        {"type": "Polygon", "coordinates": []},
        {"type": "Kubus", "coordinates": [1]},
        POINT,
    ]
    path = tmp_path / "berkas.geojson"
    listed = [
        {"type": "Feature", "properties": {"nik": str(at), "nama": "x"}, "geometry": one}
        for at, one in enumerate(hostile)
    ]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": listed}))
    numbers, columns, geom = whole(read_table(path, WORDS))
    assert numbers == [1, 2, 3, 4, 5, 6, 7]
    assert columns[0] == ["0", "1", "2", "3", "4", "5", "6"]
    assert geom[0].geom_type == "GeometryCollection"
    assert shapely.get_coordinates(geom[6]).tolist() == [[117.153, -0.502]]


@pytest.mark.parametrize(
    "text",
    [
        "{",
        '{"type": "FeatureCollection"',
        '{"type":"Topology","objects":{}}',
        "{}",
        "[{}]",
        '{"type":"Point","coordinates":[1e400,0]}',
    ],
)
def test_json_that_is_no_geojson(tmp_path, text):
    path = tmp_path / "berkas.geojson"
    path.write_text(text)
    with pytest.raises(FileError) as refused:
        list(read_table(path, WORDS).chunks())
    assert refused.value.code in ("berkas_rusak", "tanpa_kepala")


def test_unknown_fields_are_no_table(tmp_path):
    with pytest.raises(FileError) as refused:
        read_table(collection(tmp_path, [({"a": 1}, POINT)]), WORDS)
    assert refused.value.code == "tanpa_kepala"


@pytest.fixture
def package(tmp_path):
    path = tmp_path / "berkas.gpkg"
    frame = gpd.GeoDataFrame(
        {"nik": ["1", "2"], "nama": ["a", "b"]}, geometry=gpd.points_from_xy([117.1, 117.2], [-0.5, 0.5])
    )
    frame.set_crs(4326).to_crs(32650).to_file(path, layer="keluarga", driver="GPKG")
    frame[["geometry"]].set_crs(4326).to_file(path, layer="lain", driver="GPKG")
    return path


def test_geopackage_in_utm(package):
    source = read_table(package, WORDS)
    assert (source.facts["lembar"], source.facts["lembar_lain"]) == ("keluarga", ("lain",))
    numbers, columns, geom = whole(source)
    assert (numbers, columns[0]) == ([1, 2], ["1", "2"])
    assert shapely.get_coordinates(geom) == pytest.approx(np.array([[117.1, -0.5], [117.2, 0.5]]), abs=1e-6)


def test_geopackage_layers_by_name(package):
    assert read_table(package, WORDS, "keluarga").header.fields == ("nik", "nama")
    for wanted, code in (("tidak ada", "lembar_tidak_ada"), ("lain", "tanpa_kepala")):
        with pytest.raises(FileError) as refused:
            read_table(package, WORDS, wanted)
        assert refused.value.code == code


def test_geopackage_without_geometry_and_without_crs(tmp_path):
    path = tmp_path / "tabel.gpkg"
    import pandas as pd
    import pyogrio

    pyogrio.write_dataframe(pd.DataFrame({"nik": ["1"], "nama": ["a"]}), path, layer="t", driver="GPKG")
    chunk = next(read_table(path, WORDS).chunks())
    assert (len(chunk), len(chunk.geom)) == (1, 0)


def test_a_broken_geopackage(tmp_path):
    path = tmp_path / "rusak.gpkg"
    path.write_bytes(b"SQLite format 3\x00" + bytes(4000))
    with pytest.raises(FileError) as refused:
        read_table(path, WORDS)
    assert refused.value.code == "berkas_rusak"


def test_a_crs_of_nowhere(tmp_path):
    path = tmp_path / "lokal.gpkg"
    local = (
        'ENGCRS["denah",EDATUM["denah"],CS[Cartesian,2],AXIS["x",east],AXIS["y",north],LENGTHUNIT["metre",1]]'
    )
    gpd.GeoDataFrame({"nik": ["1"]}, geometry=[shapely.Point(1, 2)], crs=local).to_file(path, driver="GPKG")
    with pytest.raises(FileError) as refused:
        list(read_table(path, WORDS).chunks())
    assert refused.value.code == "crs_tidak_dikenal"


def test_a_package_without_layers(tmp_path):
    path = tmp_path / "kosong.gpkg"
    gpd.GeoDataFrame({"nik": ["1"]}, geometry=[shapely.Point(1, 2)], crs=4326).to_file(
        path, layer="t", driver="GPKG", SPATIAL_INDEX="NO"
    )
    db = sqlite3.connect(path)
    for table in ("gpkg_contents", "gpkg_geometry_columns", "gpkg_ogr_contents"):
        db.execute(f"DELETE FROM {table}")
    db.execute("DROP TABLE t")
    db.commit()
    db.close()
    with pytest.raises(FileError) as refused:
        read_table(path, WORDS)
    assert refused.value.code == "berkas_rusak"


def test_typed_columns_as_text():
    import datetime

    assert text_column(pa.array([1, None])).to_pylist() == ["1", ""]
    assert text_column(pa.array([True, False, None])).to_pylist() == ["Ya", "Tidak", ""]
    assert text_column(pa.array([datetime.date(2025, 3, 1)])).to_pylist() == ["2025-03-01"]
    assert text_column(pa.array([[1, 2]])).to_pylist() == [""]
    assert text_column(pa.array([b"x"])).to_pylist() == [""]
    assert text_column(pa.array([0.5, float("nan"), float("inf"), 1e300])).to_pylist()[:3] == [
        "0.5",
        "",
        "inf",
    ]


def test_which_geometries_cannot_be_degrees():
    geometries = np.array(
        [shapely.Point(117, -0.5), shapely.Point(517000, 9944500), None, shapely.Point()], dtype=object
    )
    assert outside_degrees(geometries).tolist() == [False, True, False, False]
