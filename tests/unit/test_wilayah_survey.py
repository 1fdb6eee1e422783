import json
import zipfile

import geopandas as gpd
import numpy as np
import pytest
import shapely

from api.core.texts import LANGUAGES
from api.imports.wilayah_report import CATALOGUE, lines
from api.imports.wilayah_survey import Options, survey
from api.imports.wilayah_texts import TEXTS
from geo.errors import GeoError
from geo.rules.area_codes import Register

WEST, SOUTH, STEP = 116.0, -0.2, 0.1
KM2 = 123.6
# Two kab/kota side by side, two kecamatan each, two desa each: eight squares in a row of four, two deep.
KECAMATAN = {640201: "Hulu", 640202: "Hilir", 640701: "Darat", 640702: "Pulau"}
NAMES = {
    640201: ("Satu", "Dua"),
    640202: ("Tiga", "Empat"),
    640701: ("Lima", "Enam"),
    640702: ("Tujuh", "Delapan"),
}
BPS = {6402: 6403, 6407: 6402}


def desa_rows():
    for column, (kecamatan, names) in enumerate(NAMES.items()):
        for row, name in enumerate(names):
            code = kecamatan * 10_000 + 2001 + row
            bps = int(f"{BPS[kecamatan // 100]}{kecamatan % 100 * 10:03d}{row + 1:03d}")
            yield (
                code,
                bps,
                name,
                shapely.box(
                    WEST + column * STEP,
                    SOUTH + row * STEP,
                    WEST + (column + 1) * STEP,
                    SOUTH + (row + 1) * STEP,
                ),
            )


@pytest.fixture
def register():
    rows = [(64, 1, 64, "Kalimantan Timur", None)]
    rows += [(6402, 2, 6403, "Kutai Kartanegara", 64), (6407, 2, 6402, "Kutai Barat", 64)]
    rows += [
        (id_, 3, int(f"{BPS[id_ // 100]}{id_ % 100 * 10:03d}"), name, id_ // 100)
        for id_, name in KECAMATAN.items()
    ]
    rows += [(code, 4, bps, name, code // 10_000) for code, bps, name, _ in desa_rows()]
    return Register.from_rows(rows)


@pytest.fixture
def desa():
    rows = list(desa_rows())
    return gpd.GeoDataFrame(
        {
            "kode": [f"{str(c)[:2]}.{str(c)[2:4]}.{str(c)[4:6]}.{str(c)[6:]}" for c, _, _, _ in rows],
            "kode_bps": [str(bps) for _, bps, _, _ in rows],
            "nama": [name for _, _, name, _ in rows],
            "nama_kec": [KECAMATAN[c // 10_000] for c, _, _, _ in rows],
            "nama_kab": [{6402: "Kutai Kartanegara", 6407: "Kutai Barat"}[c // 10**6] for c, _, _, _ in rows],
        },
        geometry=[box for _, _, _, box in rows],
        crs=4326,
    )


AS_IS = Options()
AREAS = {6402: 4 * KM2, 6407: 4 * KM2}


@pytest.fixture
def judge(tmp_path, register):
    def judge(frame, name="batas.gpkg", options=AS_IS, **layers):
        path = tmp_path / name
        if layers:
            for layer, one in layers.items():
                one.to_file(path, layer=layer, engine="pyogrio")
        else:
            frame.to_file(path, engine="pyogrio")
        found = survey(path, register, AREAS, options)
        for language in LANGUAGES:
            assert all("{" not in line for line in lines(found, register, path.name, language))
        return found

    return judge


def codes(found):
    return {problem.code for problem in found.problems}


def refusal(judge, *args, **kwargs):
    with pytest.raises(GeoError) as caught:
        judge(*args, **kwargs)
    values = caught.value.values
    assert all(CATALOGUE[caught.value.code][at].format(**values) for at in (0, 1))
    return caught.value.code


def test_a_clean_file_becomes_all_levels(judge, desa):
    found = judge(desa)
    assert found.problems == ()
    assert found.rows.groupby("tingkat").size().to_dict() == {1: 1, 2: 2, 3: 4, 4: 8}
    for tingkat in (1, 2, 3, 4):
        shapes = found.rows.loc[found.rows["tingkat"] == tingkat, "geom"].to_numpy()
        assert shapely.coverage_is_valid(shapes)
    assert found.rows["luas_ha"].iloc[0] == pytest.approx(8 * KM2 * 100, rel=0.01)
    assert not found.rows["skematik"].any()


@pytest.mark.parametrize("name", ["b.gpkg", "b.geojson", "b.shp"])
@pytest.mark.parametrize("crs", [4326, 32650, 32750, 3857])
def test_every_format_and_crs_gives_the_same_boundaries(judge, desa, name, crs):
    found = judge(desa.to_crs(crs), name)
    expected = dict(zip(desa["kode"], desa.geometry, strict=True))
    drawn = found.rows[found.rows["tingkat"] == 4]
    assert found.problems == ()
    assert shapely.is_valid(drawn["geom"].to_numpy()).all()
    for code, shape in zip(drawn["kode"], drawn["geom"], strict=True):
        assert shapely.hausdorff_distance(shape, expected[code]) < 2e-6


def test_a_zipped_shapefile_is_read_wherever_it_lies_inside(judge, desa, tmp_path, register):
    desa.to_file(tmp_path / "batas desa.shp", engine="pyogrio")
    with zipfile.ZipFile(tmp_path / "kiriman.zip", "w") as archive:
        for part in tmp_path.glob("batas desa.*"):
            archive.write(part, f"../../Kiriman Juli/{part.name}")
    found = survey(tmp_path / "kiriman.zip", register, AREAS, Options())
    assert found.problems == ()
    assert len(found.rows) == 15


@pytest.mark.parametrize(
    "write",
    [
        lambda code: code,
        lambda code: code.replace(".", ""),
        lambda code: float(code.replace(".", "")),
        lambda code: "'" + code,
        lambda code: f" {code} ",
    ],
)
def test_codes_are_read_however_they_are_written(judge, desa, write):
    desa["kode"] = [write(code) for code in desa["kode"]]
    assert judge(desa.drop(columns="kode_bps")).problems == ()


def test_our_province_is_picked_out_of_a_national_file(judge, desa):
    import pandas as pd

    far = desa.assign(
        kode=[code.replace("64.", "73.", 1) for code in desa["kode"]],
        geometry=[shapely.transform(shape, lambda c: c + 4) for shape in desa.geometry],
    )
    found = judge(pd.concat([desa, far, far, far]).drop(columns="kode_bps"))
    assert found.problems == ()
    assert [(note.code, note.values["jumlah"]) for note in found.notes] == [("n_provinsi_lain", 24)]
    assert len(found.rows) == 15


def test_bps_codes_are_translated(judge, desa):
    found = judge(desa.drop(columns="kode"))
    assert found.matched.detection.system == "bps"
    assert found.problems == ()
    kab = found.rows[found.rows["tingkat"] == 2]
    assert dict(zip(kab["kode"], kab["nama"], strict=True)) == {
        "64.02": "Kutai Kartanegara",
        "64.07": "Kutai Barat",
    }
    first = found.rows[found.rows["kode"] == "64.02.01.2001"]["geom"].iloc[0]
    assert shapely.equals(first, desa.geometry.iloc[0])


def test_the_declared_system_chooses_the_column(judge, desa):
    assert judge(desa, options=Options(system="bps")).levels[4].column == "kode_bps"
    assert judge(desa, options=Options(system="dagri")).levels[4].column == "kode"
    assert judge(desa).levels[4].column == "kode"


def test_a_village_without_bps_code_is_matched_by_name(judge, desa, register):
    del register.from_bps[int(desa["kode_bps"][3])]
    found = judge(desa.drop(columns="kode"))
    assert found.problems == ()
    assert found.matched.by_name == 1
    desa.loc[3, "nama"] = "Entah"
    assert codes(judge(desa.drop(columns="kode"))) == {"p_kode_asing_bps", "p_hilang"}


def test_two_code_systems_in_one_file_are_refused(judge, desa):
    mixed = [*desa["kode"][:4], *desa["kode_bps"][4:]]
    assert refusal(judge, desa.drop(columns="kode_bps").assign(kode=mixed)) == "kode_campuran"


def test_a_declaration_that_the_codes_contradict_is_refused(judge, desa):
    bps_only = desa.drop(columns="kode")
    assert refusal(judge, bps_only, options=Options(system="dagri")) == "kode_bertentangan"


def test_a_code_used_twice_is_refused(judge, desa):
    desa.loc[1, "kode"] = desa["kode"][0]
    assert codes(judge(desa)) == {"p_kode_ganda", "p_hilang"}


def test_blank_and_unreadable_codes_are_refused_row_by_row(judge, desa):
    desa.loc[0, "kode"] = None
    found = judge(desa.drop(columns="kode_bps"))
    assert codes(found) == {"p_kode_kosong", "p_hilang"}
    desa.loc[0, "kode"] = "6,402E+09"
    assert codes(judge(desa.drop(columns="kode_bps"))) == {"p_kode_tak_terbaca", "p_hilang"}


def test_a_missing_village_is_refused_unless_it_retires(judge, desa):
    east = desa.drop(index=7)
    assert codes(judge(east)) == {"p_hilang"}
    # Its land must have gone to a neighbour: nothing may be left without a village.
    east.loc[6, "geometry"] = desa.geometry[6].union(desa.geometry[7])
    found = judge(east, options=Options(retire=True))
    assert found.problems == ()
    assert found.retired == (6407022002,)
    assert len(found.rows[found.rows["tingkat"] == 4]) == 7


def test_a_missing_regency_is_refused_even_so(judge, desa):
    assert codes(judge(desa[:4], options=Options(retire=True))) == {"p_kab_hilang"}


def test_a_new_village_joins_the_register(judge, desa, monkeypatch):
    monkeypatch.setattr("api.imports.wilayah_match.MOST_NEW", 0.2)
    old = desa.geometry[7]
    west, south, east, north = old.bounds
    half = (west + east) / 2
    desa.loc[7, "geometry"] = shapely.box(west, south, half, north)
    desa.loc[8] = [
        "64.07.03.1003",
        None,
        "SUNGAI BARU",
        "Seberang",
        "Kutai Barat",
        shapely.box(half, south, east, north),
    ]
    found = judge(desa)
    assert found.problems == ()
    assert found.matched.new == {640703: ("Seberang", "kecamatan"), 6407031003: ("Sungai Baru", "kelurahan")}
    assert found.rows.groupby("tingkat").size().to_dict() == {1: 1, 2: 2, 3: 5, 4: 9}


def test_a_file_of_another_vintage_is_refused(judge, desa):
    desa["kode"] = [code[:-2] + "77" for code in desa["kode"]]
    assert "p_kode_banyak_asing" in codes(judge(desa.drop(columns="kode_bps")))


def test_a_new_name_is_told_and_a_spelling_is_not(judge, desa):
    desa.loc[0, "nama"] = "SATU"
    desa.loc[1, "nama"] = "DUA SEJATI"
    found = judge(desa)
    assert found.matched.renamed == {6402012002: ("Dua", "Dua Sejati")}
    assert "Dua Sejati" in set(found.rows["nama"])
    desa["nama"] = [f"x{at}" for at in range(8)]
    assert codes(judge(desa)) == {"p_nama"}


def test_urban_villages_are_read_where_the_file_says(judge, desa):
    desa["perkotaan"] = ["Perkotaan", "Perdesaan", "1", "2", "", None, "?", "urban"]
    assert [judge(desa).matched.urban.get(int(code.replace(".", ""))) for code in desa["kode"]] == [
        True, False, True, False, None, None, None, True,
    ]  # fmt: skip


def test_slivers_are_mended_and_told(judge, desa):
    desa.loc[1, "geometry"] = shapely.box(116.0, -0.1, 116.1001, 0.0)
    found = judge(desa)
    assert found.problems == ()
    assert [note.code for note in found.notes] == ["n_tindih"]
    assert shapely.coverage_is_valid(found.rows.loc[found.rows["tingkat"] == 4, "geom"].to_numpy())


def test_an_overlap_is_refused_with_both_names_and_its_place(judge, desa):
    desa.loc[0, "geometry"] = shapely.box(116.0, -0.2, 116.12, -0.1)
    (problem,) = judge(desa).problems
    assert (problem.code, problem.values["satu"], problem.values["dua"]) == ("p_tindih", "Satu", "Tiga")
    assert (problem.values["lon"], problem.values["lat"]) == pytest.approx((116.11, -0.15), abs=0.02)


def test_a_gap_inside_is_refused(judge, desa):
    hole = shapely.box(116.04, -0.16, 116.06, -0.14)
    desa.loc[0, "geometry"] = desa.geometry[0].difference(hole)
    assert codes(judge(desa)) == {"p_celah"}


def test_heights_and_collections_are_taken_off_and_told(judge, desa):
    desa.loc[0, "geometry"] = shapely.force_3d(desa.geometry[0], 12.0)
    mixed = shapely.GeometryCollection([desa.geometry[1], shapely.Point(116, 0)])
    desa.loc[1, "geometry"] = mixed
    found = judge(desa, "b.geojson")
    assert found.problems == ()
    assert {note.code for note in found.notes} == {"n_z", "n_koleksi"}
    assert not shapely.has_z(found.rows["geom"].to_numpy()).any()


def test_a_bow_tie_is_repaired_and_told(judge, desa):
    ring = [(116.0, -0.2), (116.1, -0.2), (116.1, -0.1), (116.05, -0.2), (116.0, -0.1), (116.0, -0.2)]
    desa.loc[0, "geometry"] = shapely.Polygon(ring)
    found = judge(desa)
    assert "n_perbaiki" in {note.code for note in found.notes}


@pytest.mark.parametrize(
    ("geometry", "code"),
    [
        (None, "p_geom_kosong"),
        (shapely.Polygon(), "p_geom_kosong"),
        (shapely.Point(116.05, -0.15), "p_geom_jenis"),
        (shapely.LineString([(116, 0), (117, 0)]), "p_geom_jenis"),
        (shapely.GeometryCollection([shapely.Point(116, 0)]), "p_geom_jenis"),
        (shapely.Polygon([(116, 0), (116.1, 0), (116, 0), (116, 0)]), "p_geom_rusak"),
        (shapely.box(10, 10, 11, 11), "p_di_luar"),
    ],
)
def test_what_is_no_area_of_the_province_is_refused_by_feature(judge, desa, geometry, code):
    desa.loc[2, "geometry"] = geometry
    (problem,) = judge(desa, "b.geojson").problems
    assert problem.code == code
    assert problem.values["baris"] == 3


def test_a_coast_of_very_many_vertices_is_taken_as_it_is(judge, desa):
    west, south, east, north = desa.geometry[0].bounds
    x = np.linspace(west, east, 50_000, endpoint=False)
    coast = np.column_stack([x, south - 0.002 + 0.001 * (np.arange(len(x)) % 2)])
    desa.loc[0, "geometry"] = shapely.Polygon([*coast[1:], (east, south), (east, north), (west, north)])
    found = judge(desa)
    assert found.problems == ()
    assert shapely.get_num_coordinates(found.rows["geom"].to_numpy()).max() > 50_000


def dissolved(desa, by, code):
    frame = desa.assign(kode=[one[:code] for one in desa["kode"]]).dissolve("kode").reset_index()
    return frame[["kode", by, "geometry"]].rename(columns={by: "nama"})


def test_upper_layers_that_agree_are_accepted(judge, desa):
    kecamatan = dissolved(desa, "nama_kec", 8)
    kabkota = dissolved(desa, "nama_kab", 5)
    found = judge(None, desa=desa, kecamatan=kecamatan, kabkota=kabkota)
    assert found.problems == ()
    assert sorted(found.levels) == [2, 3, 4]


def test_an_upper_layer_that_is_not_the_union_of_its_desa_is_refused(judge, desa):
    kecamatan = dissolved(desa, "nama_kec", 8)
    kecamatan.loc[0, "geometry"] = shapely.box(116.0, -0.2, 116.1, -0.05)
    assert codes(judge(None, desa=desa, kecamatan=kecamatan)) == {"p_bersarang"}
    assert judge(None, options=Options(layer="desa"), desa=desa, kecamatan=kecamatan).problems == ()


def test_an_upper_layer_with_other_members_is_refused(judge, desa):
    kecamatan = dissolved(desa, "nama_kec", 8)
    kecamatan.loc[0, "kode"] = "64.02.09"
    assert codes(judge(None, desa=desa, kecamatan=kecamatan)) == {"p_induk_hilang", "p_induk_asing"}


def test_all_levels_in_one_layer_are_told_apart(judge, desa):
    import pandas as pd

    kabkota = dissolved(desa, "nama_kab", 5)
    found = judge(pd.concat([desa[["kode", "nama", "geometry"]], kabkota]), "b.geojson")
    assert found.problems == ()
    assert {tingkat: len(level) for tingkat, level in found.levels.items()} == {2: 2, 4: 8}


def test_an_area_far_from_the_decreed_one_is_refused_and_a_little_is_told(judge, desa, monkeypatch):
    monkeypatch.setitem(AREAS, 6407, 4 * KM2 * 1.05)
    assert [note.code for note in judge(desa).notes] == ["n_luas"]
    monkeypatch.setitem(AREAS, 6407, 4 * KM2 * 1.3)
    assert codes(judge(desa)) == {"p_luas"}


def test_files_that_cannot_be_trusted_are_refused_in_one_sentence(judge, desa, tmp_path):
    kab = dissolved(desa, "nama_kab", 5)
    assert refusal(judge, kab) == "batas_tanpa_desa"
    assert refusal(judge, desa.drop(columns=["kode", "kode_bps"])) == "batas_tanpa_kode"
    assert refusal(judge, None, "dua.gpkg", desa2024=desa, desa2025=desa) == "batas_dua_lapisan"
    assert refusal(judge, desa, options=Options(layer="tidak_ada")) == "lembar_tidak_ada"
    metres = desa.to_crs(32650).set_crs(4326, allow_override=True)
    assert refusal(judge, metres, "keliru.gpkg") == "batas_di_luar"
    wrong_zone = desa.to_crs(32650).set_crs(32651, allow_override=True)
    assert refusal(judge, wrong_zone, "zona.gpkg") == "batas_di_luar"


@pytest.mark.parametrize("name", ["tanpa.shp", "tanpa.gpkg"])
def test_a_file_without_crs_is_refused(judge, desa, name):
    with pytest.warns(UserWarning, match="crs"):
        assert refusal(judge, desa.set_crs(None, allow_override=True), name) == "batas_tanpa_crs"


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("tidak_ada.gpkg", None, "berkas_tidak_ada"),
        ("kosong.gpkg", b"", "berkas_kosong"),
        ("tabel.csv", b"kode,nama\n64.02.01.2001,Satu\n", "batas_bukan_vektor"),
        ("gambar.shp", b"\x89PNG\r\n\x1a\n" + b"0" * 50, "berkas_gambar"),
        ("rusak.shp", b"\x00\x00\x27\x0a" + b"0" * 50, "berkas_rusak"),
        ("rusak.gpkg", b"SQLite format 3\x00" + b"0" * 5000, "berkas_rusak"),
        ("rusak.geojson", b'{"type":"FeatureCollection","features":[{"type":', "berkas_rusak"),
        (
            "lain.geojson",
            json.dumps({"type": "FeatureCollection", "features": []}).encode(),
            "batas_tanpa_kode",
        ),
    ],
)
def test_files_that_cannot_be_read_are_refused_in_one_sentence(tmp_path, register, name, content, code):
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(GeoError) as caught:
        survey(tmp_path / name, register, AREAS, Options())
    assert caught.value.code == code
    assert CATALOGUE[code][0].format(**caught.value.values)


def test_a_folder_and_a_zip_without_shapes_are_refused(tmp_path, register):
    with zipfile.ZipFile(tmp_path / "foto.zip", "w") as archive:
        archive.writestr("foto.jpg", b"x")
    for path in (tmp_path, tmp_path / "foto.zip"):
        with pytest.raises(GeoError) as caught:
            survey(path, register, AREAS, Options())
        assert CATALOGUE[caught.value.code][1].format(**caught.value.values)


def test_every_text_is_there_in_both_languages_with_the_same_values():
    import string

    def fields(text):
        return {name for _, name, _, _ in string.Formatter().parse(text) if name}

    for code, (indonesian, english) in TEXTS.items():
        assert fields(indonesian) == fields(english), code
