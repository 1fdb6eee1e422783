import itertools

import pandas as pd
import pytest

from geo.errors import CodeError, RuleError
from geo.rules import housing
from geo.rules.housing import Crowding, Livable, Rtlh
from geo.rules.parameters import parse
from layers.reference.parameter import documents

RULES = next(p for p in map(parse, documents()) if p.nama == "hunian")
SOUND = {"atap": 3, "dinding": 3, "lantai": 5, "luas_lantai_m2": 45, "jml_anggota": 5}


def one(bps_air=2, bps_sanitasi=2, **answers):
    frame = pd.DataFrame({name: [value] for name, value in answers.items()})
    services = pd.DataFrame({"bps_air": [bps_air], "bps_sanitasi": [bps_sanitasi]})
    return housing.compute(frame, services, RULES).iloc[0]


def test_a_stilt_house_of_ironwood_is_livable():
    assert one(**SOUND).to_dict() == {"rtlh": 1, "rtlh_sempit": 1, "bps_rlh": 1}


def test_every_material_counts_as_the_standard_lists_it():
    good = {"atap": {1, 2, 3, 5}, "dinding": {1, 2, 3, 5}, "lantai": {1, 2, 3, 4, 5, 6}}
    last = {"atap": 8, "dinding": 7, "lantai": 9}
    for name, allowed in good.items():
        for code in range(1, last[name] + 1):
            fails = code not in allowed
            got = one(**{**SOUND, name: code})
            assert got["rtlh"] == (Rtlh.RINGAN if fails else Rtlh.TANPA_KOMPONEN_GAGAL)
            assert got["bps_rlh"] == (Livable.TIDAK_LAYAK if fails else Livable.LAYAK)


def test_the_grade_counts_failed_components_and_heavy_damage_alike():
    worst = {"atap": 7, "dinding": 6, "lantai": 8}
    for broken in itertools.product([False, True], repeat=3):
        names = [n for n, b in zip(worst, broken, strict=True) if b]
        by_material = one(**{**SOUND, **{n: worst[n] for n in names}})
        by_damage = one(**{**SOUND, **{f"kondisi_{n}": 4 for n in names}})
        assert by_material["rtlh"] == by_damage["rtlh"] == 1 + len(names)


def test_light_damage_does_not_fail_a_component():
    assert one(**SOUND, kondisi_atap=3, kondisi_lantai=2)["rtlh"] == Rtlh.TANPA_KOMPONEN_GAGAL


def test_a_missing_answer_is_unknown_until_something_is_known_to_fail():
    assert one(**{**SOUND, "atap": None})["rtlh"] == Rtlh.TIDAK_DIKETAHUI
    assert one(**{**SOUND, "atap": None, "lantai": 8})["rtlh"] == Rtlh.RINGAN
    assert one(**{**SOUND, "atap": None, "kondisi_atap": 4})["rtlh"] == Rtlh.RINGAN


@pytest.mark.parametrize(
    ("area", "persons", "expected"),
    [
        (45, 5, Crowding.CUKUP),
        (44.9, 5, Crowding.DI_BAWAH_SPM),
        (36, 5, Crowding.DI_BAWAH_SPM),
        (21.6, 3, Crowding.DI_BAWAH_SPM),
        (35.9, 5, Crowding.SEMPIT),
        (None, 5, Crowding.TIDAK_DIKETAHUI),
        (45, None, Crowding.TIDAK_DIKETAHUI),
    ],
)
def test_floor_area_a_person(area, persons, expected):
    assert one(**{**SOUND, "luas_lantai_m2": area, "jml_anggota": persons})["rtlh_sempit"] == expected


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"bps_air": 1}, Livable.LAYAK),
        ({"bps_air": 4}, Livable.TIDAK_LAYAK),
        ({"bps_air": 5}, Livable.TIDAK_LAYAK),
        ({"bps_air": 3}, Livable.TIDAK_DIKETAHUI),
        ({"bps_air": 0}, Livable.TIDAK_DIKETAHUI),
        ({"bps_sanitasi": 1}, Livable.LAYAK),
        ({"bps_sanitasi": 3}, Livable.LAYAK),
        ({"bps_sanitasi": 4}, Livable.TIDAK_LAYAK),
        ({"bps_sanitasi": 6}, Livable.TIDAK_LAYAK),
        ({"bps_sanitasi": 0}, Livable.TIDAK_DIKETAHUI),
        ({"bps_sanitasi": 0, "bps_air": 5}, Livable.TIDAK_LAYAK),
        ({"luas_lantai_m2": 20}, Livable.TIDAK_LAYAK),
        ({"luas_lantai_m2": None}, Livable.TIDAK_DIKETAHUI),
        ({"atap": None}, Livable.TIDAK_DIKETAHUI),
    ],
)
def test_a_livable_house_needs_all_six(change, expected):
    assert one(**{**SOUND, **change})["bps_rlh"] == expected


def test_columns_that_are_absent_are_unknown():
    services = pd.DataFrame({"bps_air": [0], "bps_sanitasi": [0]})
    got = housing.compute(pd.DataFrame(index=[4]), services, RULES)
    assert got.loc[4].tolist() == [0, 0, 0]
    assert got.dtypes.astype(str).tolist() == ["int8"] * 3


@pytest.mark.parametrize(
    ("change", "kind", "field"),
    [
        ({"atap": 9}, CodeError, "atap"),
        ({"kondisi_lantai": 5}, CodeError, "kondisi_lantai"),
        ({"jml_anggota": 0}, RuleError, "jml_anggota"),
        ({"luas_lantai_m2": -3}, RuleError, "luas_lantai_m2"),
    ],
)
def test_impossible_answers_are_refused_by_name(change, kind, field):
    with pytest.raises(kind) as caught:
        one(**{**SOUND, **change})
    assert caught.value.values["field"] == field
