"""A tile holds what its layer, role and zoom promise, under an address that only its reader uses."""

import gzip
from functools import cache

import mapbox_vector_tile
import pytest

from geo.tile import tile_of
from layers.kit.catalogue import catalogue
from layers.kit.roles import Role
from tests import snapshots, world

SAMARINDA_POINT = (117.150, -0.520)
FAMILY_LAYERS = ("keluarga_miskin", "celah_air", "celah_sanitasi", "rtlh")
EVERYWHERE = [(z, x, y) for z in range(5, 13) for x, y in [map(int, tile_of(z, *SAMARINDA_POINT))]]


def address(client, layer):
    """The tile address that the catalogue names, with its version."""
    layers = {one["name"]: one for one in client.get("/layers").json()["layers"]}
    return layers[layer]["tiles"]


def fetch(client, layer, z, where=SAMARINDA_POINT, **headers):
    x, y = (int(axis) for axis in tile_of(z, *where))
    url = address(client, layer).replace("{z}", str(z)).replace("{x}", str(x)).replace("{y}", str(y))
    return client.get(url, headers=headers)


def decode(response):
    return mapbox_vector_tile.decode(response.content) if response.content else {}


@pytest.mark.parametrize(
    ("name", "layer", "role", "wilayah", "z", "outlines"),
    [
        ("celah_air_z8_publik", "celah_air", Role.PUBLIK, None, 8, True),
        ("celah_air_z10_publik", "celah_air", Role.PUBLIK, None, 10, True),
        ("celah_air_z8_adm_prov", "celah_air", Role.ADM_PROV, None, 8, True),
        ("celah_air_z8_op_kab_samarinda", "celah_air", Role.OP_KAB, world.SAMARINDA, 8, True),
        ("celah_air_z15_adm_prov", "celah_air", Role.ADM_PROV, None, 15, True),
        ("rtlh_z15_op_desa", "rtlh", Role.OP_DESA, 6472011001, 15, True),
        ("kawasan_kumuh_z8_adm_prov", "kawasan_kumuh", Role.ADM_PROV, None, 8, True),
        ("kawasan_kumuh_z11_adm_prov", "kawasan_kumuh", Role.ADM_PROV, None, 11, True),
        ("kawasan_kumuh_z11_publik", "kawasan_kumuh", Role.PUBLIK, None, 11, True),
        ("kabkota_z7_publik", "kabkota", Role.PUBLIK, None, 7, False),
        ("sungai_z9_publik", "sungai", Role.PUBLIK, None, 9, True),
    ],
)
def test_a_tile_reads_as_its_snapshot(visit, name, layer, role, wilayah, z, outlines):
    response = fetch(visit(role, wilayah), layer, z)
    assert response.status_code == 200
    assert response.headers["content-type"] == "application/vnd.mapbox-vector-tile"
    snapshots.check(name, snapshots.tile_text(response.content, outlines=outlines))


def test_a_tile_travels_compressed_and_is_mvt_2(staff):
    response = fetch(staff, "celah_air", 8)
    assert response.headers["content-encoding"] == "gzip"
    assert {layer["version"] for layer in decode(response).values()} == {2}
    with staff.stream("GET", str(response.url)) as raw:
        packed = b"".join(raw.iter_raw())
    assert gzip.decompress(packed) == response.content


@pytest.mark.parametrize(
    ("layer", "z"), [("celah_air", z) for z in (5, 8, 11, 12, 14, 16)] + [(one, 13) for one in FAMILY_LAYERS]
)
def test_staff_find_every_family_at_every_zoom(staff, layer, z):
    """Counted over all tiles of a zoom: cells and points together are the families with a point."""
    extent = staff.get("/layers").json()["extent"]
    west, north = (int(axis) for axis in tile_of(z, extent[0], extent[3]))
    east, south = (int(axis) for axis in tile_of(z, extent[2], extent[1]))
    settled = {tuple(map(int, tile_of(z, lon, lat))) for lon, lat in family_points()}
    template, found = address(staff, layer), 0
    for x, y in settled:
        assert west <= x <= east
        assert north <= y <= south
        url = template.replace("{z}", str(z)).replace("{x}", str(x)).replace("{y}", str(y))
        for name, part in decode(staff.get(url)).items():
            cells = name == "sel"
            for feature in part["features"]:
                counts = [n for key, n in feature["properties"].items() if key[0] == "n"]
                found += sum(counts) if cells else 1
    assert found == len(family_points())


@cache
def family_points():
    frames = [world.families(kab) for kab in (world.KUKAR, world.PPU, world.BALIKPAPAN, world.SAMARINDA)]
    return [(lon, lat) for frame in frames for lon, lat in frame[["lon", "lat"]].dropna().to_numpy()]


def test_a_point_carries_its_class_and_id_and_nothing_else(staff):
    features = decode(fetch(staff, "celah_air", 14))["celah_air"]["features"]
    assert features
    assert {tuple(feature["properties"]) for feature in features} == {("kelas",)}
    codes = {c.code for c in catalogue()["celah_air"].legend.classes}
    assert {feature["properties"]["kelas"] for feature in features} <= codes
    ids = [feature["id"] for feature in features]
    assert len(set(ids)) == len(ids)
    one = staff.get(f"/layers/celah_air/features/{ids[0]}").json()
    assert one["properties"]["bps_air"] == features[0]["properties"]["kelas"]


def test_a_polygon_carries_what_its_layer_flags(staff):
    (feature, *_) = decode(fetch(staff, "kawasan_kumuh", 13))["kawasan_kumuh"]["features"]
    assert set(feature["properties"]) == {"nama", "kelas", "status_hukum", "luas_ha"}
    assert isinstance(feature["properties"]["luas_ha"], float), "a number, to be compared and summed"
    (place, *_) = decode(fetch(staff, "desa", 12))["desa"]["features"]
    assert set(place["properties"]) == {"kode", "nama"}
    assert place["id"] == int(place["properties"]["kode"].replace(".", ""))


@pytest.mark.parametrize("layer", sorted(catalogue()))
def test_outside_its_zooms_a_tile_is_empty(public, layer):
    told = {one["name"]: one for one in public.get("/layers").json()["layers"]}[layer]
    low, high = told["native_zoom"]
    for z in (low - 1, high + 1):
        x, y = (int(axis) for axis in tile_of(z, *SAMARINDA_POINT))
        response = public.get(f"/tiles/{layer}/{z}/{x}/{y}.mvt")
        assert (response.status_code, response.content) == (204, b"")


def test_an_empty_place_is_204(staff):
    assert staff.get("/tiles/celah_air/8/0/0.mvt").status_code == 204


@pytest.mark.parametrize("wilayah", [world.SAMARINDA, world.KUKAR])
@pytest.mark.parametrize("layer", FAMILY_LAYERS)
def test_a_regency_operator_sees_its_own_families_and_no_others(visit, staff, wilayah, layer):
    """Both regencies lie in the same tiles; each sees exactly its own."""
    for z in (8, 11, 12, 14):
        own = total(decode(fetch(visit(Role.OP_KAB, wilayah), layer, z)))
        assert own == families_in_tile(z, wilayah)
        everybody = total(decode(fetch(staff, layer, z)))
        assert own < everybody if z <= 12 else own <= everybody


def total(decoded):
    cells = decoded.get("sel", {"features": ()})["features"]
    points = [f for name, part in decoded.items() if name != "sel" for f in part["features"]]
    return len(points) + sum(n for f in cells for key, n in f["properties"].items() if key[0] == "n")


def families_in_tile(z, kabkota):
    places = world.families(kabkota)[["lon", "lat"]].dropna()
    x, y = tile_of(z, places["lon"], places["lat"])
    wanted = tile_of(z, *SAMARINDA_POINT)
    return int(((x == wanted[0]) & (y == wanted[1])).sum())


@pytest.mark.parametrize("role", [Role.OP_KAB, Role.VER_KAB, Role.OP_DESA])
def test_without_a_wilayah_there_is_nothing(visit, role):
    for z in (8, 11, 14):
        assert fetch(visit(role), "celah_air", z).status_code == 204


def test_every_role_has_an_address_of_its_own(visit):
    """No cache, however wrong, can hand one reader what belongs to another."""
    readers = [(role, None) for role in Role] + [(Role.OP_KAB, world.SAMARINDA), (Role.OP_KAB, world.KUKAR)]
    readers += [(Role.OP_DESA, 6472011001), (Role.OP_DESA, 6472021001)]
    seen = [address(visit(role, wilayah), "celah_air") for role, wilayah in readers]
    assert len(set(seen)) == len(readers)


@pytest.mark.parametrize(("role", "scope"), [(Role.PUBLIK, "public"), (Role.ADM_PROV, "private")])
def test_only_the_right_version_is_cached_and_only_publik_by_everybody(visit, role, scope):
    client = visit(role)
    right = fetch(client, "celah_air", 8)
    assert right.headers["cache-control"] == f"{scope}, max-age=31536000, immutable"
    other = visit(Role.PUBLIK if role is Role.ADM_PROV else Role.ADM_PROV)
    version = address(other, "celah_air").split("?v=")[1]
    for wrong in ("", "?v=", "?v=x", f"?v={version}", f"?v={version}&v={version}"):
        response = client.get(str(right.url).split("?")[0] + wrong)
        assert response.content == right.content, "another's version does not change what one sees"
        assert response.headers["cache-control"] == "private, no-cache"
        assert response.headers["vary"] == "Cookie"


@pytest.mark.parametrize("form", ["{}", "W/{}", '"x", {}', "*"])
def test_an_unchanged_tile_is_not_sent_again(staff, form):
    first = fetch(staff, "celah_air", 8)
    again = staff.get(str(first.url), headers={"If-None-Match": form.format(first.headers["etag"])})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]
    changed = staff.get(str(first.url), headers={"If-None-Match": '"x"'})
    assert changed.content == first.content


def test_a_tag_of_one_role_is_not_anothers(public, staff):
    tag = fetch(staff, "celah_air", 8).headers["etag"]
    assert fetch(public, "celah_air", 8, **{"If-None-Match": tag}).status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        "5/-1/0", "5/0/-1", "-1/0/0", "5/32/0", "5/0/32", "23/0/0", "26/5/5", "27/0/0", "99999999999/0/0",
        "5/1.5/0", "5/a/0", "z/0/0", "5/0x1/0", "5/%D9%A1/0", "5/1e1/0", "5/ 1/0", "5/%00/0", "5/+1/0",
        "5/0/99999999999999999999", "0/0/1", "5/0/NaN",
    ],
)  # fmt: skip
def test_what_is_no_tile_is_refused_in_both_languages(public, path):
    for language, said in (("id", "tidak ada"), ("en", "no tile")):
        response = public.get(f"/tiles/celah_air/{path}.mvt", headers={"Accept-Language": language})
        assert response.status_code == 404
        assert response.json()["type"] == "urn:kantong:galat:petak_di_luar"
        assert said in response.json()["detail"]


@pytest.mark.parametrize(
    "layer", ["tidak_ada", "sel", "keluarga", "rekap", "desa;DROP", "..%2f..", "%00", "a" * 5000]
)
def test_an_unknown_layer_is_refused(public, layer):
    response = public.get(f"/tiles/{layer}/5/26/15.mvt")
    assert response.status_code == 404
    assert response.json()["type"].rsplit(":", 1)[1] in {"layer_tidak_dikenal", "tidak_ditemukan"}


@pytest.mark.parametrize("role", [Role.PPDP, Role.SYS])
def test_a_layer_without_a_window_does_not_exist_for_the_role(visit, role):
    assert visit(role).get("/tiles/kawasan_kumuh/8/1/1.mvt").status_code == 404
    assert "kawasan_kumuh" not in {one["name"] for one in visit(role).get("/layers").json()["layers"]}
