import itertools
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.errors import CodeError, RuleError
from geo.rules import wash
from geo.rules.parameters import parse
from geo.rules.wash import BpsSanitation, BpsWater, JmpSanitation, JmpWater, Tag
from layers.reference.parameter import documents

RULES = next(p for p in map(parse, documents()) if p.nama == "wash")
YEAR = 2025

FACILITIES = (1, 2, 3, 4, 5, 6, None)
CLOSETS = (1, 2, 3, 4, None)
DISPOSALS = (1, 2, 3, 4, 5, 6, None)


def one(perkotaan=None, **answers):
    frame = pd.DataFrame({name: [value] for name, value in answers.items()})
    return wash.compute(frame, [perkotaan], RULES, year=YEAR).iloc[0]


def ladder(fas, kloset, tpa, urban):
    """The normative precedence, written down a second time, in words."""
    if fas == 6 or fas == 5:
        return "open defecation", "babs terbuka"
    if fas is None:
        return "unknown", "tidak diketahui"
    if tpa == 3 or tpa == 5:
        return "unimproved", "babs tertutup"
    if tpa == 6 or tpa is None or kloset is None:
        return "unknown", "tidak diketahui"
    if kloset == 4:
        return "unimproved", "belum layak"
    jmp = "basic" if fas == 1 else "limited"
    if kloset != 1:
        return jmp, "belum layak"
    bps = {1: "layak sendiri", 2: "layak bersama", 3: "layak bersama", 4: "belum layak"}[fas]
    if tpa == 4 and bps != "belum layak" and urban is not False:
        bps = "belum layak" if urban else "tidak diketahui"
    return jmp, bps


def needs(fas, kloset, tpa):
    """The gap tags of the table, row by row: the first row that fits."""
    rows = [
        (fas == 6, {"JAMBAN_BARU"}),
        (fas == 5, {"PERILAKU"}),
        (fas is None, {"VERIFIKASI"}),
        ((tpa, kloset) == (3, 4), {"SANITASI_TERAPUNG"}),
        (tpa in (3, 5), {"SEPTIK"}),
        (tpa in (6, None) or kloset is None, {"VERIFIKASI"}),
        (kloset == 4, {"KLOSET", "SEPTIK"}),
        (kloset in (2, 3), {"KLOSET", "SEPTIK"} if tpa == 4 else {"KLOSET"}),
        (tpa == 4, {"SEPTIK", "JAMBAN_SENDIRI"} if fas == 4 else {"SEPTIK"}),
        (fas == 1, set()),
    ]
    return next((tags for fits, tags in rows if fits), {"JAMBAN_SENDIRI"})


JMP_NAMES = {
    "unknown": JmpSanitation.UNKNOWN,
    "basic": JmpSanitation.BASIC,
    "limited": JmpSanitation.LIMITED,
    "unimproved": JmpSanitation.UNIMPROVED,
    "open defecation": JmpSanitation.OPEN_DEFECATION,
}
BPS_NAMES = {
    "tidak diketahui": BpsSanitation.TIDAK_DIKETAHUI,
    "layak sendiri": BpsSanitation.LAYAK_SENDIRI,
    "layak bersama": BpsSanitation.LAYAK_BERSAMA,
    "belum layak": BpsSanitation.BELUM_LAYAK,
    "babs tertutup": BpsSanitation.BABS_TERTUTUP,
    "babs terbuka": BpsSanitation.BABS_TERBUKA,
}


@pytest.mark.parametrize("urban", [True, False, None])
def test_the_whole_table_of_toilets_follows_the_order_of_the_rules(urban):
    cases = list(itertools.product(FACILITIES, CLOSETS, DISPOSALS))
    assert len(cases) == 7 * 5 * 7
    frame = pd.DataFrame(cases, columns=["fas_bab", "kloset", "tpa_tinja"])
    got = wash.compute(frame, [urban] * len(frame), RULES, year=YEAR)
    expected = [ladder(*case, urban) for case in cases]
    assert got["jmp_sanitasi"].tolist() == [JMP_NAMES[jmp] for jmp, _ in expected]
    assert got["bps_sanitasi"].tolist() == [BPS_NAMES[bps] for _, bps in expected]
    assert [{t.name for t in Tag(int(v))} for v in got["tag_wash"]] == [needs(*case) for case in cases]


def test_the_answers_are_small_integers_on_the_index_of_the_frame():
    got = wash.compute(pd.DataFrame({"fas_bab": [1, 6]}, index=[7, 3]), None, RULES, year=YEAR)
    assert got.index.tolist() == [7, 3]
    assert got.dtypes.astype(str).tolist() == ["int8", "int8", "int8", "int8", "int16"]


def test_the_worked_examples():
    near = one(True, air_minum=4, jarak_tinja=1)
    assert near["jmp_air"] == JmpWater.AT_LEAST_LIMITED
    assert Tag(int(near["tag_wash"])) & Tag.RISIKO_TINJA
    bottled = one(air_minum=1)
    assert (bottled["jmp_air"], bottled["bps_air"]) == (JmpWater.AT_LEAST_LIMITED, BpsWater.PERLU_AIR_MANDI)
    pit = {"fas_bab": 1, "kloset": 1, "tpa_tinja": 4}
    assert tuple(one(True, **pit)[["jmp_sanitasi", "bps_sanitasi"]]) == (2, BpsSanitation.BELUM_LAYAK)
    assert one(False, **pit)["bps_sanitasi"] == BpsSanitation.LAYAK_SENDIRI
    assert one(None, **pit)["bps_sanitasi"] == BpsSanitation.TIDAK_DIKETAHUI
    public = one(fas_bab=4, kloset=1, tpa_tinja=1)
    assert tuple(public[["jmp_sanitasi", "bps_sanitasi"]]) == (
        JmpSanitation.LIMITED,
        BpsSanitation.BELUM_LAYAK,
    )
    river = one(fas_bab=1, kloset=1, tpa_tinja=3)
    assert tuple(river[["jmp_sanitasi", "bps_sanitasi"]]) == (4, BpsSanitation.BABS_TERTUTUP)
    assert one(fas_bab=5)["jmp_sanitasi"] == JmpSanitation.OPEN_DEFECATION


@pytest.mark.parametrize(
    ("year", "disposal", "jmp", "bps", "tag"),
    [
        (2020, 1, JmpSanitation.SAFELY_MANAGED, BpsSanitation.AMAN, 0),
        (2019, 1, JmpSanitation.BASIC, BpsSanitation.LAYAK_SENDIRI, Tag.SEDOT),
        (None, 1, JmpSanitation.BASIC, BpsSanitation.LAYAK_SENDIRI, 0),
        (2026, 1, JmpSanitation.BASIC, BpsSanitation.LAYAK_SENDIRI, 0),
        (2024, 2, JmpSanitation.BASIC, BpsSanitation.LAYAK_SENDIRI, 0),
    ],
)
def test_a_septic_tank_emptied_within_five_years_is_safe(year, disposal, jmp, bps, tag):
    got = one(False, fas_bab=1, kloset=1, tpa_tinja=disposal, tahun_sedot=year)
    assert (got["jmp_sanitasi"], got["bps_sanitasi"], got["tag_wash"]) == (jmp, bps, tag)


def test_a_shared_septic_tank_is_never_safe():
    got = one(False, fas_bab=2, kloset=1, tpa_tinja=1, tahun_sedot=2024)
    assert got["bps_sanitasi"] == BpsSanitation.LAYAK_BERSAMA


def test_a_sewer_counts_as_safe_where_the_parameter_set_says_it_works():
    working = replace(RULES, nilai={**RULES.nilai, "ipal_berfungsi": True})
    frame = pd.DataFrame({"fas_bab": [1], "kloset": [1], "tpa_tinja": [2]})
    assert wash.compute(frame, None, working, year=YEAR)["bps_sanitasi"].tolist() == [BpsSanitation.AMAN]


SAFE = {"lokasi_air": 1, "air_tersedia": 1, "kualitas_air": 1}


@pytest.mark.parametrize(
    ("answers", "jmp", "bps"),
    [
        ({"air_minum": 3}, JmpWater.AT_LEAST_LIMITED, BpsWater.LAYAK),
        ({"air_minum": 10, "waktu_ambil_menit": 30}, JmpWater.BASIC, BpsWater.LAYAK),
        ({"air_minum": 10, "waktu_ambil_menit": 31}, JmpWater.LIMITED, BpsWater.LAYAK),
        ({"air_minum": 5, "lokasi_air": 1}, JmpWater.BASIC, BpsWater.LAYAK),
        ({"air_minum": 5, "lokasi_air": 2}, JmpWater.AT_LEAST_LIMITED, BpsWater.LAYAK),
        ({"air_minum": 3, **SAFE}, JmpWater.SAFELY_MANAGED, BpsWater.AMAN),
        ({"air_minum": 3, **SAFE, "kualitas_air": 3}, JmpWater.BASIC, BpsWater.AMAN),
        ({"air_minum": 3, **SAFE, "kualitas_air": 2}, JmpWater.BASIC, BpsWater.LAYAK),
        ({"air_minum": 3, **SAFE, "kualitas_air": 4}, JmpWater.BASIC, BpsWater.LAYAK),
        ({"air_minum": 3, **SAFE, "air_tersedia": 2}, JmpWater.BASIC, BpsWater.LAYAK),
        ({"air_minum": 2, "air_mandi": 9}, JmpWater.AT_LEAST_LIMITED, BpsWater.TIDAK_LAYAK),
        ({"air_minum": 2, "air_mandi": 3}, JmpWater.AT_LEAST_LIMITED, BpsWater.LAYAK),
        ({"air_minum": 2, "air_mandi": 11}, JmpWater.AT_LEAST_LIMITED, BpsWater.PERLU_AIR_MANDI),
        ({"air_minum": 2, "air_mandi": 3, **SAFE}, JmpWater.SAFELY_MANAGED, BpsWater.AMAN),
        ({"air_minum": 2, **SAFE}, JmpWater.SAFELY_MANAGED, BpsWater.PERLU_AIR_MANDI),
        ({"air_minum": 6, **SAFE}, JmpWater.UNIMPROVED, BpsWater.TIDAK_LAYAK),
        ({"air_minum": 8}, JmpWater.UNIMPROVED, BpsWater.TIDAK_LAYAK),
        ({"air_minum": 9, **SAFE}, JmpWater.SURFACE, BpsWater.TIDAK_ADA_AKSES),
        ({"air_minum": 11}, JmpWater.UNKNOWN, BpsWater.TIDAK_DIKETAHUI),
        ({"air_minum": None}, JmpWater.UNKNOWN, BpsWater.TIDAK_DIKETAHUI),
    ],
)
def test_the_rungs_of_drinking_water(answers, jmp, bps):
    got = one(**answers)
    assert (got["jmp_air"], got["bps_air"]) == (jmp, bps)


def test_regsosek_alone_never_yields_safe_water():
    sources = pd.DataFrame({"air_minum": range(1, 12), "jarak_tinja": [1, 2, 3, None] * 2 + [1, 2, 3]})
    got = wash.compute(sources, None, RULES, year=YEAR)
    assert not got["jmp_air"].isin([1, 2, 3]).any()
    assert not (got["bps_air"] == BpsWater.AMAN).any()


@pytest.mark.parametrize(("source", "risk"), [(3, False), (4, True), (8, True), (9, False), (10, False)])
def test_a_toilet_within_ten_metres_is_a_risk_to_water_from_the_ground(source, risk):
    assert bool(Tag(int(one(air_minum=source, jarak_tinja=1)["tag_wash"])) & Tag.RISIKO_TINJA) is risk
    assert not Tag(int(one(air_minum=source, jarak_tinja=2)["tag_wash"])) & Tag.RISIKO_TINJA
    assert Tag(int(one(air_minum=source, jarak_tinja=3)["tag_wash"])) & Tag.JARAK_TIDAK_DIKETAHUI


def test_an_empty_frame_has_an_empty_answer():
    assert wash.compute(pd.DataFrame(), None, RULES, year=YEAR).shape == (0, 5)


@pytest.mark.parametrize(
    ("field", "value", "allowed"),
    [
        ("kloset", 5, "1–4"),
        ("fas_bab", 0, "1–6"),
        ("tpa_tinja", -1, "1–6"),
        ("air_minum", 12, "1–11"),
        ("kloset", 1.5, "1–4"),
    ],
)
def test_an_unknown_code_is_refused_with_its_field_and_the_allowed_ones(field, value, allowed):
    with pytest.raises(CodeError) as caught:
        wash.compute(pd.DataFrame({field: [1, value]}), None, RULES, year=YEAR)
    assert caught.value.code == "kode_tidak_dikenal"
    assert caught.value.values == {"field": field, "value": value, "allowed": allowed, "row": 1}


def test_other_impossible_answers_are_refused():
    with pytest.raises(RuleError, match="waktu_ambil_menit"):
        one(waktu_ambil_menit=-1)
    with pytest.raises(RuleError, match="tahun_sedot"):
        one(tahun_sedot=20)
    with pytest.raises(CodeError, match="bukan_angka"):
        one(air_minum="sumur")
    with pytest.raises(RuleError, match="panjang_tidak_sama"):
        wash.compute(pd.DataFrame({"fas_bab": [1]}), [True, False], RULES, year=YEAR)


answers = st.fixed_dictionaries(
    {
        "air_minum": st.none() | st.integers(1, 11),
        "air_mandi": st.none() | st.integers(1, 11),
        "waktu_ambil_menit": st.none() | st.integers(0, 300),
        "lokasi_air": st.none() | st.integers(1, 2),
        "air_tersedia": st.none() | st.integers(1, 2),
        "kualitas_air": st.none() | st.integers(1, 4),
        "jarak_tinja": st.none() | st.integers(1, 3),
        "fas_bab": st.none() | st.integers(1, 6),
        "kloset": st.none() | st.integers(1, 4),
        "tpa_tinja": st.none() | st.integers(1, 6),
        "tahun_sedot": st.none() | st.integers(1990, 2030),
    }
)


@given(st.lists(answers, min_size=1, max_size=30), st.sampled_from([True, False, None]))
def test_the_ladders_are_total_and_agree_on_the_worst_rungs(rows, urban):
    got = wash.compute(pd.DataFrame(rows).astype("Int16"), [urban] * len(rows), RULES, year=YEAR)
    assert got["jmp_air"].between(0, 6).all()
    assert got["bps_sanitasi"].between(0, 6).all()
    assert ((got["jmp_air"] == JmpWater.SURFACE) == (got["bps_air"] == BpsWater.TIDAK_ADA_AKSES)).all()
    assert ((got["jmp_sanitasi"] == 1) == (got["bps_sanitasi"] == BpsSanitation.AMAN)).all()
    assert ((got["jmp_sanitasi"] == 5) == (got["bps_sanitasi"] == BpsSanitation.BABS_TERBUKA)).all()


@settings(max_examples=25, deadline=None)
@given(st.lists(answers, min_size=2, max_size=10))
def test_each_family_is_judged_alone(rows):
    frame = pd.DataFrame(rows).astype("Int16")
    together = wash.compute(frame, [True] * len(rows), RULES, year=YEAR)
    alone = [wash.compute(frame.iloc[[i]], [True], RULES, year=YEAR) for i in range(len(rows))]
    assert np.array_equal(together.to_numpy(), pd.concat(alone).to_numpy())
