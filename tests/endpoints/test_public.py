"""What somebody may learn who did not sign in: no family, no count below ten, no hidden place."""

import itertools
import json
from functools import cache

import mapbox_vector_tile
import pytest

from geo.tile import lonlat_to_grid, tile_of
from layers.kit.catalogue import catalogue
from layers.kit.roles import Role
from tests import world
from tests.endpoints.test_tiles import address, decode, family_points

FAMILY_LAYERS = ("keluarga_miskin", "celah_air", "celah_sanitasi", "rtlh")
BLIND = [Role.PUBLIK, Role.PPDP, Role.SYS]
NO_FAMILIES = [*BLIND, Role.OPD, Role.PIMPINAN, Role.PU_PROV, Role.PU_KAB]
CELL_READERS = [Role.PUBLIK, Role.PU_KAB]
"""Two of them, whose tiles are looked at one by one; that all share one window is proved beside it."""
KABKOTA = (world.KUKAR, world.PPU, world.BALIKPAPAN, world.SAMARINDA)


def tiles_of(client, layer, zooms):
    """Every tile that holds a family, decoded, at some zooms."""
    for z in zooms:
        for decoded in tiles_at(client, layer, z):
            yield z, decoded


# Several tests look at the same tiles; nothing changes them while this module runs.
@cache
def tiles_at(client, layer, z):
    template, found = address(client, layer), []
    for x, y in {tuple(map(int, tile_of(z, lon, lat))) for lon, lat in family_points()}:
        url = template.replace("{z}", str(z)).replace("{x}", str(x)).replace("{y}", str(y))
        response = client.get(url)
        assert response.status_code in {200, 204}
        found.append(decode(response))
    return found


@pytest.mark.parametrize("role", CELL_READERS)
@pytest.mark.parametrize("layer", FAMILY_LAYERS)
def test_no_tile_ever_holds_a_point_or_a_cell_below_half_a_kilometre(visit, role, layer):
    client = visit(role, world.SAMARINDA)
    seen = 0
    for z, decoded in tiles_of(client, layer, [5, 7, 9, 10, 11, 12, 14, 16]):
        assert set(decoded) <= {"sel"}
        for cell in decoded.get("sel", {"features": ()})["features"]:
            seen += 1
            assert z <= 10
            side_m = cell["properties"].get("s", 64) / 4096 * 40_075_016 / 2**z
            assert side_m >= 500
            assert "id" not in cell or not cell["id"]
            assert set(cell["properties"]) <= {*(f"n{code}" for code in range(10)), "s", "t"}
    assert seen


@pytest.mark.parametrize("role", CELL_READERS)
def test_every_count_in_a_tile_is_at_least_ten(visit, role):
    counts = [
        value
        for layer in FAMILY_LAYERS
        for _, decoded in tiles_of(visit(role, world.SAMARINDA), layer, range(5, 11))
        for cell in decoded.get("sel", {"features": ()})["features"]
        for key, value in cell["properties"].items()
        if key[0] == "n"
    ]
    assert counts
    assert min(counts) >= 10
    assert not any(count % 10 for count in counts), "rounded, so that differences tell nothing"


@pytest.mark.parametrize("role", NO_FAMILIES)
@pytest.mark.parametrize("layer", FAMILY_LAYERS)
def test_no_list_and_no_single_family(visit, staff, role, layer):
    number = staff.get("/layers/celah_air/features?limit=1").json()["items"][0]["id"]
    client = visit(role, world.SAMARINDA)
    for path in ("features", "features?wilayah=64.72", f"features/{number}", "features?bbox=116,-2,118,0"):
        refused = client.get(f"/layers/{layer}/{path}")
        assert refused.status_code == 404
        assert refused.json()["type"] == "urn:kantong:galat:layer_tidak_dikenal"
        assert staff.get(f"/layers/{layer}/{path}").status_code == 200, "allowed to staff, refused here"


def family_columns(body):
    return [i for i, name in enumerate(body["kolom"]) if name.split(".")[0] in FAMILY_LAYERS]


@pytest.mark.parametrize("role", BLIND)
@pytest.mark.parametrize(("induk", "tingkat"), [("64", 1), ("64", 2), ("64", 3), ("64", 4), ("64.72.01", 4)])
def test_no_count_of_families_is_below_ten_at_any_level(visit, role, induk, tingkat):
    body = visit(role).get("/rekap", params={"induk": induk, "tingkat": tingkat}).json()
    rows = [values for _, _, values in body["baris"]] + [body["total"]]
    told = [values[i] for values in rows for i in family_columns(body)]
    assert any(value == -1 for value in told) or induk == "64"
    assert all(value in (None, -1, 0) or value >= 10 for value in told)


def test_small_places_are_withheld_and_empty_ones_are_not_called_empty(public, staff):
    asked = {"induk": "64.09", "tingkat": 4}
    masked, exact = (client.get("/rekap", params=asked).json() for client in (public, staff))
    column = masked["kolom"].index("keluarga_miskin.jumlah")
    told = {kode: values[column] for kode, _, values in masked["baris"]}
    true = {kode: values[column] for kode, _, values in exact["baris"]}
    assert true["64.09.01.1003"] == 7
    assert told["64.09.01.1003"] == -1
    unmeasured = public.get("/rekap", params={"induk": "64.01", "tingkat": 2}).json()
    assert unmeasured["total"][column] is None, "no data is not zero"


def test_the_legend_counts_what_may_be_told(public, staff):
    for layer, true in zip(family_legends(public), family_legends(staff), strict=True):
        for told, exact in zip(layer, true, strict=True):
            assert told is None or told == 0 or (told >= 10 and told % 10 == 0)
            assert told is None or abs(told - exact) <= 5
            assert told is not None or 0 < exact < 10 or exact >= 10


def family_legends(client):
    layers = {one["name"]: one for one in client.get("/layers").json()["layers"]}
    return [[c["count"] for c in layers[name]["legend"]["classes"]] for name in FAMILY_LAYERS]


@pytest.mark.parametrize("role", NO_FAMILIES)
def test_a_descriptor_does_not_tell_where_the_outermost_family_lives(visit, role):
    """An extent drawn around points gives four of them away."""
    points = family_points()
    edges = {
        "west": min(lon for lon, _ in points), "east": max(lon for lon, _ in points),
        "south": min(lat for _, lat in points), "north": max(lat for _, lat in points),
    }  # fmt: skip
    for layer in visit(role, world.SAMARINDA).get("/layers").json()["layers"]:
        if layer["name"] in FAMILY_LAYERS:
            for told, true in zip(
                layer["extent"], (edges[k] for k in ("west", "south", "east", "north")), strict=True
            ):
                assert abs(told - true) > 0.01


def test_an_extent_does_not_tell_of_pockets_one_may_not_see(public, staff):
    """BPN-02 is only proposed; nobody outside may learn that there is a pocket at all."""
    hidden = [p for p in world.POCKETS if p[2] not in {"ditetapkan", "tertangani"}]
    assert hidden
    for client, expected in ((public, False), (staff, True)):
        layers = {one["name"]: one for one in client.get("/layers").json()["layers"]}
        west, _, east, _ = layers["kawasan_kumuh"]["extent"]
        tight = abs(east - 117.150) < 0.001 or abs(west - 116.939) < 0.001
        assert tight == expected


def test_only_decreed_pockets_are_public(public, staff):
    names = {row["kode"] for row in public.get("/layers/kawasan_kumuh/features").json()["items"]}
    assert names == {"SMR-01", "BPN-01"}
    everything = {
        row["kode"]: row["id"] for row in staff.get("/layers/kawasan_kumuh/features").json()["items"]
    }
    for kode in ("SMR-02", "BPN-02"):
        assert public.get(f"/layers/kawasan_kumuh/features/{everything[kode]}").status_code == 404
        assert staff.get(f"/layers/kawasan_kumuh/features/{everything[kode]}").status_code == 200
    total = public.get("/rekap?tingkat=1").json()
    at = {name: total["total"][i] for i, name in enumerate(total["kolom"])}
    assert (at["kawasan_kumuh.jumlah"], at["kawasan_kumuh.ukuran.3"]) == (2, 8.7)


def test_a_pocket_shows_the_public_nothing_of_its_survey(public, staff):
    number = public.get("/layers/kawasan_kumuh/features").json()["items"][0]["id"]
    told = public.get(f"/layers/kawasan_kumuh/features/{number}").json()["properties"]
    assert {"kode", "nama", "luas_ha", "status_hukum", "no_sk", "kelas"} <= set(told)
    survey = {
        "jml_jiwa",
        "jml_kk",
        "skor_min",
        "skor_maks",
        "kk_tanpa_air_aman",
        "rt",
        "rw",
        "sumber_baseline",
    }
    assert not survey & set(told)
    assert survey <= set(staff.get(f"/layers/kawasan_kumuh/features/{number}").json()["properties"])


def test_nothing_that_anybody_sees_names_a_person_or_a_number(visit, app):
    """Every answer for readers without families, searched for the marks that every family carries."""
    marks = (world.MARK, world.NIK_MARK, world.KK_MARK, "uji-0")
    for role in NO_FAMILIES:
        client = visit(role, world.SAMARINDA)
        paths = [
            "/layers",
            "/rekap?tingkat=4",
            "/metrics",
            "/layers/kawasan_kumuh/features",
            "/wilayah?q=sama",
        ]
        paths += ["/layers/desa/features?limit=1000", "/readyz", "/wilayah/64.72.01.1001"]
        for path in paths:
            said = client.get(path).text
            assert not any(mark in said for mark in marks), (role, path)


@pytest.mark.parametrize(
    "role", [Role.ADM_PROV, Role.VER_PROV, Role.AUDITOR, Role.OP_KAB, Role.VER_KAB, Role.OP_DESA]
)
def test_who_reads_families_reads_names_but_never_identity_numbers(visit, role):
    client = visit(role, 6472011001 if role is Role.OP_DESA else world.SAMARINDA)
    rows = client.get("/layers/celah_air/features?limit=1000").json()["items"]
    assert rows
    said = json.dumps(rows)
    assert world.MARK in said
    assert world.NIK_MARK not in said
    assert world.KK_MARK not in said
    assert not {"nik_sandi", "nik_hash", "kk_sandi", "kk_hash", "nik", "no_kk"} & set(rows[0])


@pytest.mark.parametrize("role", [Role.OP_KAB, Role.VER_KAB])
def test_a_regency_reads_its_own_families_by_whatever_it_asks(visit, staff, role):
    own = visit(role, world.SAMARINDA)
    everybody = staff.get("/layers/celah_air/features?limit=1000").json()["items"]
    mine = {row["id"] for row in everybody if row["desa_id"] // 10**6 == world.SAMARINDA}
    for question in ("", "&wilayah=64.71", "&wilayah=64", "&bbox=113,-3,120,3", "&kelas=0,1,2,3,4,5"):
        found = {
            row["id"] for row in own.get(f"/layers/celah_air/features?limit=1000{question}").json()["items"]
        }
        assert found <= mine
        assert bool(found) == (question != "&wilayah=64.71")
    for row in everybody:
        if row["id"] not in mine:
            assert own.get(f"/layers/rtlh/features/{row['id']}").status_code == 404
            break
    else:
        pytest.fail("there is nobody elsewhere")


def test_counts_of_a_regency_are_its_own(visit):
    body = visit(Role.OP_KAB, world.SAMARINDA).get("/rekap?tingkat=2").json()
    column = body["kolom"].index("celah_air.jumlah")
    told = {kode: values[column] for kode, _, values in body["baris"]}
    assert told["64.72"] == 230
    assert {value for kode, value in told.items() if kode != "64.72"} == {None}


def test_two_versions_do_not_tell_one_family_apart():
    """Rounded counts of a place with and without one family are the same, or differ by ten."""
    import numpy as np

    from geo.spatial.rounding import publish_counts

    for count in range(200):
        (before, after), withheld = publish_counts(np.array([count, count + 1]))
        assert withheld.any() or after - before in (0, 10)


def test_every_public_layer_is_one_that_may_be(public):
    names = {one["name"] for one in public.get("/layers").json()["layers"]}
    assert names == set(catalogue())
    cells = {one["name"]: one["cells"] for one in public.get("/layers").json()["layers"]}
    assert {name: cells[name] for name in FAMILY_LAYERS} == {name: {"until": 10} for name in FAMILY_LAYERS}


def test_cells_of_a_zoom_do_not_overlap(public):
    """Otherwise a difference of two cells would be a count of its own."""
    for layer in FAMILY_LAYERS:
        for z, decoded in tiles_of(public, layer, range(5, 11)):
            boxes = [box(cell) for cell in decoded.get("sel", {"features": ()})["features"]]
            for one, other in itertools.combinations(boxes, 2):
                assert one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1], (
                    z,
                    one,
                )


def box(cell):
    (x, y), side = cell["geometry"]["coordinates"], cell["properties"].get("s", 64)
    return x - side / 2, y - side / 2, x + side / 2, y + side / 2


def test_points_of_the_world_lie_where_the_tests_think():
    mx, _ = lonlat_to_grid(*zip(*family_points(), strict=True))
    assert len(mx) == sum(int(world.families(k)["lon"].notna().sum()) for k in KABKOTA)
    assert mapbox_vector_tile.decode(b"") == {}
