"""Area codes: the published fixtures, every way of writing a code, and refusal where systems mix."""

import numpy as np
import pytest

from geo.rules.area_codes import (
    UNREADABLE,
    AreaCodeError,
    Register,
    compose_code,
    contradicts,
    detect_system,
    dotted,
    evidence,
    find_by_names,
    name_keys,
    other_village_name,
    parse_code,
    resolve_codes,
)
from layers.reference.register import read_wilayah


@pytest.fixture(scope="module")
def register() -> Register:
    rows = [
        (w.id, w.tingkat, int(w.kode_bps) if w.kode_bps else None, w.nama, w.induk_id) for w in read_wilayah()
    ]
    return Register.from_rows(rows, {6402999999: (6402012001,)})


def _detect(register, *pairs, declared=None):
    codes, names = zip(*pairs, strict=True)
    return detect_system([parse_code(code) for code in codes], names, [1] * len(pairs), register, declared)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("64.02.01.2001", 6402012001),
        ("6402012001", 6402012001),
        ("'6402012001", 6402012001),
        (" 6402012001 ", 6402012001),
        ("64 02 01 2001", 6402012001),
        ("64.2.1.2001", 6402012001),
        ("64-02-01-2001", 6402012001),
        ("6402012001.0", 6402012001),
        ("6.402.012.001", 6402012001),
        ("6,402,012,001", 6402012001),
        ("64.02.010.001", 6402010001),
        ("64.02", 6402),
        ("64.2", 6402),
        ("64.02.01", 640201),
        ("64.02.010", 6402010),
        ("64", 64),
        ("", 0),
        (None, 0),
        ("-", 0),
        ("0", 0),
        ("6,402E+09", UNREADABLE),
        ("64020120011", UNREADABLE),
        ("64.02.01.20011", UNREADABLE),
        ("64.02.01.2001.5", UNREADABLE),
        ("Sepaku", UNREADABLE),
        ("=cmd|'/C calc'!A0", UNREADABLE),
    ],
)
def test_parse(text, code):
    assert parse_code(text) == code


def test_compose_from_four_columns():
    assert compose_code("64", "02", "001", "001") == 6402001001
    assert compose_code("64", "2", "18", "1003") == 6402181003
    assert compose_code("64", "2", "1", "12345") == UNREADABLE


def test_fixture_bps_by_name(register):
    found = _detect(register, ("6402010001", "Kab. Kutai Barat"))
    assert found.system == "bps"
    ids, _ = resolve_codes(np.array([6402010001]), "bps", register)
    assert dotted(int(ids[0])).startswith("64.07.")


def test_fixture_dagri(register):
    found = _detect(register, ("6402012001", "Kutai Kartanegara"))
    assert (found.system, found.reason) == ("dagri", "keanggotaan")


def test_fixture_mixed_is_blocked(register):
    with pytest.raises(AreaCodeError) as refused:
        _detect(register, ("6404", ""), ("6407", ""))
    assert refused.value.code == "kode_campuran"
    with pytest.raises(AreaCodeError):
        _detect(register, ("6404", ""), ("6407", ""), declared="dagri")


def test_fixture_6408_is_kutai_timur(register):
    assert _detect(register, ("6408", "")).system == "dagri"


def test_fixture_6403_alone_asks(register):
    with pytest.raises(AreaCodeError) as refused:
        _detect(register, ("6403", ""))
    assert refused.value.code == "kode_ambigu"
    assert _detect(register, ("6403", ""), declared="bps").reason == "dinyatakan"
    assert _detect(register, ("6403", "Berau")).system == "dagri"
    assert _detect(register, ("6403", "Kab. Kutai Kartanegara")).system == "bps"


def test_a_declaration_against_the_rows_is_refused(register):
    with pytest.raises(AreaCodeError) as refused:
        _detect(register, *[("6402010001", "")] * 20, declared="dagri")
    assert refused.value.code == "kode_bertentangan"


def test_a_few_wrong_rows_do_not_block(register):
    rows = [("6402012001", "")] * 99 + [("6404", "")]
    found = _detect(register, *rows)
    assert (found.system, found.dagri, found.bps) == ("dagri", 99, 1)


def test_unreadable_and_foreign_codes_leave_nothing_to_prove(register):
    found = _detect(register, ("3604012001", "Serang"), ("kosong", ""), ("", ""), ("6401", ""))
    assert found.reason == "tanpa_bukti"


def test_villages_that_neither_list_holds_lean(register):
    assert evidence(6402019999, "", register) == (False, False)
    assert evidence(6402012999, "", register) == (True, False)
    assert evidence(6402010999, "", register) == (False, True)
    assert evidence(6402012001, "Nama Tak Dikenal", register) == (True, False)
    assert evidence(6402, "Nama Tak Dikenal", register) == (True, True)
    assert evidence(6402, "Kota Samarinda", register) == (True, True)
    assert evidence(64, "Kota Samarinda", register) == (True, True)


def test_codes_of_both_lists_are_told_apart_by_name(register):
    assert evidence(6402061005, "", register) == (True, True)
    assert evidence(6402061005, "Kutai Kartanegara", register) == (True, False)
    assert evidence(6402061005, "KUTAI BARAT", register) == (False, True)


def test_resolve(register):
    codes = np.array([6402012001, 6402012001, 6402, 0, UNREADABLE, 9999999999, 6402999999])
    ids, retired = resolve_codes(codes, "dagri", register)
    assert ids.tolist() == [6402012001, 6402012001, 0, 0, 0, 0, 0]
    assert retired.tolist() == [False] * 6 + [True]


def test_every_village_resolves_to_itself_in_both_systems(register):
    desa = [w for w in read_wilayah() if w.tingkat == 4]
    own = np.array([w.id for w in desa])
    assert (resolve_codes(own, "dagri", register)[0] == own).all()
    known = [w for w in desa if w.kode_bps]
    bps = np.array([int(w.kode_bps) for w in known])
    assert (resolve_codes(bps, "bps", register)[0] == np.array([w.id for w in known])).all()
    assert detect_system(bps, [""] * len(bps), [1] * len(bps), register).system == "bps"
    assert detect_system(own, [""] * len(own), [1] * len(own), register).system == "dagri"


def test_names(register):
    assert find_by_names("Kukar", "Kec. Muara Muntai", "Desa Perian", register) == 6402012001
    assert find_by_names("Kabupaten Serang", "Anyar", "Anyar", register) == 0
    assert find_by_names("Kota Samarinda", "", "", register) == 0
    assert name_keys("...") == ()
    assert contradicts(6402012001, "Kutai Barat", register)
    assert not contradicts(6402012001, "KAB. KUTAI KARTANEGARA", register)
    assert not contradicts(6402012001, "", register)
    assert other_village_name(6402012001, "Sepaku", register)
    assert not other_village_name(6402012001, "Desa Perian", register)
    assert not other_village_name(6402012001, "", register)


def test_every_village_is_found_by_its_three_names(register):
    desa = [w for w in read_wilayah() if w.tingkat == 4]
    for w in desa[::17]:
        kec, kab = w.id // 10**4, w.id // 10**6
        names = register.nama[kab], register.nama[kec], w.nama
        assert find_by_names(*names, register) == w.id
