"""Places are found by name and by either code, and counts of every level agree with the families."""

import pytest

from layers.kit.roles import Role
from tests import world

KABKOTA = (world.KUKAR, world.PPU, world.BALIKPAPAN, world.SAMARINDA)


def names(client, q):
    return [(item["kode"], item["nama"]) for item in client.get("/wilayah", params={"q": q}).json()["items"]]


def test_a_name_is_found_however_it_is_written(public):
    for q in ("Samarinda", "samarinda", " SAMARINDA ", "kota samarinda", "Sámarinda"):
        assert ("64.72", "Samarinda") in names(public, q)
    assert names(public, "samarinda")[0] == ("64.72", "Samarinda"), "the exact name first"
    assert names(public, "tidak ada di sini") == []


def test_a_code_of_either_system_is_found(public):
    item = public.get("/wilayah", params={"q": "64.72"}).json()["items"][0]
    assert set(item) == {"kode", "kode_bps", "nama", "jenis", "tingkat", "induk", "extent"}
    assert (item["kode"], item["nama"], item["tingkat"], item["induk"]) == (
        "64.72",
        "Samarinda",
        2,
        "Kalimantan Timur",
    )
    assert ("64.72.01.1001", "Rawa Makmur") in names(public, "6472011001")
    bps = public.get("/wilayah/64.71").json()["kode_bps"]
    assert ("64.71", "Balikpapan") in names(public, bps)


def test_a_search_answers_at_most_twenty(public):
    assert len(names(public, "64")) == 20
    assert len(names(public, "a")) == 20


def test_a_wilayah_has_its_chain_its_children_and_its_extent(public):
    body = public.get("/wilayah/64.72.01").json()
    assert [one["kode"] for one in body["rantai"]] == ["64", "64.72", "64.72.01"]
    assert {one["kode"] for one in body["anak"]} == {f"64.72.01.100{n}" for n in range(1, 6)}
    west, south, east, north = body["extent"]
    assert 116 < west < east < 118
    assert -2 < south < north < 0
    assert body["skematik"] is True
    assert public.get("/wilayah/6472011001").json()["nama"] == "Rawa Makmur"
    assert public.get("/wilayah/64").json()["tingkat"] == 1
    assert len(public.get("/wilayah/64").json()["anak"]) == 10


def table(client, induk="64", tingkat=2):
    body = client.get("/rekap", params={"induk": induk, "tingkat": tingkat}).json()
    rows = {kode: dict(zip(body["kolom"], values, strict=True)) for kode, _, values in body["baris"]}
    return rows, dict(zip(body["kolom"], body["total"], strict=True)), body


def test_counts_of_every_level_add_up_to_the_families(staff):
    for tingkat, places in ((1, 1), (2, 10), (3, 105), (4, 1038)):
        rows, total, body = table(staff, tingkat=tingkat)
        assert len(rows) == places
        assert (body["versi"], body["induk"], body["tingkat"]) == (2, "64", tingkat)
        for name in body["kolom"]:
            if name.startswith(("celah_air.", "rtlh.")):
                assert sum(row[name] or 0 for row in rows.values()) == total[name]
        assert total["rtlh.jumlah"] == 421


def test_counts_are_those_of_the_families(staff):
    rows, _, _ = table(staff)
    for kab in KABKOTA:
        kode = f"{str(kab)[:2]}.{str(kab)[2:]}"
        desil = world.families(kab)["desil"].clip(upper=5)
        assert rows[kode]["keluarga_miskin.jumlah"] == len(desil)
        for code in range(1, 6):
            assert rows[kode][f"keluarga_miskin.{code}"] == int((desil == code).sum())


def test_no_data_is_null_and_none_is_zero(staff):
    rows, _, _ = table(staff)
    assert rows["64.01"]["celah_air.jumlah"] is None
    assert rows["64.01"]["kawasan_kumuh.ukuran.3"] is None
    assert rows["64.02"]["kawasan_kumuh.jumlah"] is None, "families, but no survey of slums"
    assert rows["64.72"]["kawasan_kumuh.0"] == 0
    assert rows["64.72"]["kawasan_kumuh.ukuran.0"] == 0
    desa, _, _ = table(staff, "64.72", 4)
    assert desa["64.72.01.1002"]["celah_air.jumlah"] == 0


def test_hectares_of_slums_add_up(staff):
    rows, total, _ = table(staff)
    assert rows["64.72"]["kawasan_kumuh.ukuran.3"] == pytest.approx(4.3)
    assert rows["64.71"]["kawasan_kumuh.ukuran.3"] == pytest.approx(6.3)
    assert total["kawasan_kumuh.ukuran.3"] == pytest.approx(10.6)
    assert total["kawasan_kumuh.jumlah"] == 4


def test_a_wilayah_below_is_counted_within_the_one_asked(staff):
    rows, total, _ = table(staff, "64.72.01", 4)
    assert set(rows) == {f"64.72.01.100{n}" for n in range(1, 6)}
    assert rows["64.72.01.1001"]["rtlh.jumlah"] == total["rtlh.jumlah"] == 150


@pytest.mark.parametrize(
    ("role", "wilayah"), [(Role.OP_KAB, 6472), (Role.PU_KAB, 6472), (Role.OP_DESA, 6472011001)]
)
def test_outside_ones_own_wilayah_a_count_is_not_known(visit, role, wilayah):
    rows, _, _ = table(visit(role, wilayah))
    assert rows["64.72"]["rtlh.jumlah"] == (150 if role is Role.OP_DESA else 230)
    assert rows["64.71"]["rtlh.jumlah"] is None
    assert rows["64.01"]["rtlh.jumlah"] is None


def test_a_regency_role_without_a_regency_knows_nothing(visit):
    rows, total, _ = table(visit(Role.OP_KAB))
    assert {value for row in [*rows.values(), total] for value in row.values()} == {None}


@pytest.mark.parametrize("role", [Role.PU_PROV, Role.PIMPINAN, Role.OPD, Role.AUDITOR])
def test_provincial_staff_read_exact_counts(visit, role):
    rows, total, _ = table(visit(role))
    assert total["rtlh.jumlah"] == 421
    assert rows["64.09"]["rtlh.jumlah"] == 7
