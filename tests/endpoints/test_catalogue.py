"""The catalogue, single features and lists, as the web reads them."""

import pytest

from layers.kit.catalogue import catalogue
from layers.kit.roles import Role
from tests import world

KEYS = {
    "name", "title", "description", "group", "geometry", "dataset", "fields", "zoom", "native_zoom", "cells",
    "symbols_until", "features", "style", "visible", "order", "legend", "popup", "choropleth", "source",
    "license", "note", "tiles", "extent", "empty",
}  # fmt: skip
PROVINCE_BOX = (113.5, -2.8, 119.3, 2.7)


def layer_of(client, name):
    return {one["name"]: one for one in client.get("/layers").json()["layers"]}[name]


def test_the_catalogue_says_what_is_shown_and_to_whom(public):
    body = public.get("/layers").json()
    assert set(body) == {"versi", "aktor", "extent", "layers"}
    assert body["aktor"] == {"peran": "PUBLIK", "masuk": False, "wilayah": None}
    about = body["versi"]
    assert (about["nomor"], about["periode"], about["contoh"], about["skematik"]) == (
        2,
        "2026-T1",
        False,
        True,
    )
    assert about["sumber"] == ["Uji"]
    assert about["kabkota"] == [world.KUKAR, world.PPU, world.BALIKPAPAN, world.SAMARINDA]
    assert inside(body["extent"])


def inside(extent):
    west, south, east, north = extent
    return (
        PROVINCE_BOX[0] <= west < east <= PROVINCE_BOX[2]
        and PROVINCE_BOX[1] <= south < north <= PROVINCE_BOX[3]
    )


@pytest.mark.parametrize(
    "role", [Role.PUBLIK, Role.ADM_PROV, Role.OP_KAB, Role.OP_DESA, Role.PIMPINAN, Role.SYS]
)
def test_every_descriptor_has_every_key_and_a_tile_address_with_a_version(visit, role):
    layers = visit(role, world.SAMARINDA).get("/layers").json()["layers"]
    assert [one["order"] for one in layers] == sorted(one["order"] for one in layers)
    for one in layers:
        assert set(one) == KEYS
        assert one["tiles"].startswith(f"/tiles/{one['name']}/{{z}}/{{x}}/{{y}}.mvt?v=")
        assert one["native_zoom"][0] >= one["zoom"][0]
        assert inside(one["extent"]) or one["name"] == "daratan"
        assert set(one["title"]) == {"id", "en"}
        assert not one["empty"]


def test_the_legend_counts_every_class_exactly_for_staff(staff):
    families = [world.families(k) for k in (world.KUKAR, world.PPU, world.BALIKPAPAN, world.SAMARINDA)]
    desil = [value for frame in families for value in frame["desil"].clip(upper=5)]
    counts = {c["code"]: c["count"] for c in layer_of(staff, "keluarga_miskin")["legend"]["classes"]}
    assert counts == {code: desil.count(code) for code in range(6)}
    for name in ("celah_air", "celah_sanitasi", "rtlh"):
        assert sum(c["count"] for c in layer_of(staff, name)["legend"]["classes"]) == 421


def test_one_feature_comes_with_its_geometry_and_the_labels_of_its_codes(staff):
    row = staff.get("/layers/celah_air/features?wilayah=64.72.01.1001&limit=1").json()["items"][0]
    one = staff.get(f"/layers/celah_air/features/{row['id']}").json()
    assert set(one) == {"id", "geometry", "properties", "labels"}
    assert one["id"] == row["id"]
    assert one["geometry"]["type"] == "Point"
    assert one["geometry"]["coordinates"] == pytest.approx([row["lon"], row["lat"]], abs=1e-6)
    codes = {f.name: f.codes for f in catalogue()["celah_air"].dataset.fields if f.codes}
    for name, label in one["labels"].items():
        assert label == codes[name][one["properties"][name]].as_dict()
    assert {"bps_air", "air_minum"} <= set(one["labels"])
    assert one["properties"]["tgl_pendataan"] == "2026-03-01"
    assert isinstance(one["properties"]["luas_lantai_m2"], float)


def test_a_feature_of_another_layer_of_the_same_set_is_the_same_family(staff):
    number = staff.get("/layers/celah_air/features?limit=1").json()["items"][0]["id"]
    first, second = (staff.get(f"/layers/{name}/features/{number}").json() for name in ("celah_air", "rtlh"))
    assert first["properties"] == second["properties"]


def test_a_boundary_is_found_only_in_its_own_level(public):
    found = public.get("/layers/desa/features/6472011001").json()
    assert found["properties"]["nama"] == "Rawa Makmur"
    assert found["geometry"]["type"] == "MultiPolygon"
    assert public.get("/layers/kabkota/features/6472011001").status_code == 404
    assert public.get("/layers/kabkota/features/6472").json()["properties"]["kode"] == "64.72"


def test_a_list_is_walked_page_by_page_without_loss(staff):
    seen, after = [], 0
    for _ in range(20):
        page = staff.get(f"/layers/rtlh/features?limit=60&after={after}").json()
        seen += [row["id"] for row in page["items"]]
        after = page["next"]
        if after is None:
            break
    assert len(seen) == len(set(seen)) == 421
    assert seen == sorted(seen)


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("wilayah=64", 421), ("wilayah=64.72", 230), ("wilayah=64.72.01", 150), ("wilayah=64.02", 64),
        ("wilayah=64.72.01.1001", 150), ("wilayah=64.72.02.1001", 80), ("wilayah=64.01", 0),
        ("wilayah=64.7", None), ("wilayah=64.99", None), ("bbox=116.9,-1.3,117.0,-1.1", 114),
        ("bbox=0,0,1,1", 0),
    ],
)  # fmt: skip
def test_a_list_keeps_to_its_wilayah_and_box(staff, question, expected):
    answer = staff.get(f"/layers/rtlh/features?limit=1000&{question}")
    if expected is None:
        assert answer.status_code == 404
        assert answer.json()["type"] == "urn:kantong:galat:wilayah_tidak_dikenal"
    else:
        assert len(answer.json()["items"]) == expected


def test_boundaries_are_listed_by_wilayah_too(public):
    """They have no desa of their own; their code says where they lie."""
    found = public.get("/layers/desa/features?wilayah=64.72.01&limit=1000").json()["items"]
    assert {row["kode"] for row in found} == {f"64.72.01.100{n}" for n in range(1, 6)}
    assert {row["kode"] for row in public.get("/layers/kabkota/features?wilayah=64.72").json()["items"]} == {
        "64.72"
    }


def test_a_list_keeps_to_its_classes(staff):
    everybody = staff.get("/layers/celah_air/features?limit=1000").json()["items"]
    for kelas in ("4", "4,5", "0,1,2,3,4,5"):
        found = staff.get(f"/layers/celah_air/features?limit=1000&kelas={kelas}").json()["items"]
        wanted = [row["id"] for row in everybody if row["bps_air"] in map(int, kelas.split(","))]
        assert [row["id"] for row in found] == wanted
    assert staff.get("/layers/celah_air/features?kelas=9").json() == {"items": [], "next": None}


def test_a_row_of_a_list_says_where_it_is(staff):
    rows = staff.get("/layers/rtlh/features?limit=1000").json()["items"]
    without = [row for row in rows if row["lon"] is None]
    assert len(without) == sum(1 for row in rows if row["lat"] is None) == 421 - len(placed())
    (pocket, *_) = staff.get("/layers/kawasan_kumuh/features").json()["items"]
    assert 116 < pocket["lon"] < 118
    assert -2 < pocket["lat"] < 0


def placed():
    frames = [world.families(k) for k in (world.KUKAR, world.PPU, world.BALIKPAPAN, world.SAMARINDA)]
    return [lon for frame in frames for lon in frame["lon"].dropna()]
