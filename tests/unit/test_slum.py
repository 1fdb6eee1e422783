import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.errors import RuleError
from geo.rules import slum
from geo.rules.parameters import parse
from geo.rules.slum import CRITERIA, Slum
from layers.reference.parameter import documents

RULES = next(p for p in map(parse, documents()) if p.nama == "kumuh")
NUMERATORS = [c.pembilang for c in CRITERIA]
DENOMINATORS = ["luas_ha", "jml_bangunan", "jml_kk", "panjang_jalan_ideal_m", "panjang_drainase_ideal_m"]

SHEETS = {
    "Kebunan RT001-RW001": (
        (1.31, 50, 58, 824, 540.9),
        (21, 0, 24, 0, 0, 24, 0, 0, 76.9, 54, 0, 16, 58, 58, 0, 0),
        (1, 0, 1, 0, 0, 1, 0, 0, 0, 0, 0, 1, 5, 5, 0, 0),
        (14, Slum.BUKAN, 24.65),
    ),
    "Sumbermulyo RT01-RW05": (
        (4.63, 50, 60, 780, 385),
        (13, 0, 13, 100, 605, 54, 0, 0, 0, 310, 10, 16, 60, 60, 50, 50),
        (1, 0, 1, 0, 5, 5, 0, 0, 0, 5, 0, 1, 5, 5, 5, 5),
        (38, Slum.SEDANG, 50.86),
    ),
    "Mangunharjo": (
        (1.91, 64, 73, 70, 70),
        (6, 0, 3, 0, 0, 0, 0, 0, 0, 70, 23, 19, 0, 0, 64, 64),
        (0, 0, 0, 0, 0, 0, 0, 0, 0, 5, 1, 1, 0, 0, 5, 5),
        (17, Slum.RINGAN, 23.83),
    ),
}


def pocket(values, sizes=(100.0,) * 5, **more):
    row = dict(zip(NUMERATORS, values, strict=True)) | dict(zip(DENOMINATORS, sizes, strict=True)) | more
    return pd.DataFrame([row])


@pytest.mark.parametrize("name", SHEETS)
def test_real_scored_sheets_are_reproduced_exactly(name):
    sizes, values, expected, (total, grade, sectoral) = SHEETS[name]
    frame = pocket(values, sizes)
    assert tuple(slum.scores(frame, RULES).iloc[0]) == expected
    got = slum.compute(frame, RULES).iloc[0]
    assert got.to_dict() == {
        "skor_min": total,
        "skor_maks": total,
        "terukur": 16,
        "kelas_min": grade,
        "kelas_maks": grade,
    }
    mean = slum.sectoral_mean(slum.percentages(frame, RULES)).iloc[0]
    assert round(mean, 2) == sectoral


@pytest.mark.parametrize(
    ("percent", "score"),
    [(0, 0), (24.999, 0), (25, 1), (50, 1), (50.999, 1), (51, 3), (75.999, 3), (76, 5), (100, 5), (24.24, 0)],
)
def test_the_bands_are_half_open(percent, score):
    assert slum.scores(pocket([percent] * 16), RULES).iloc[0].tolist() == [score] * 16


def test_a_quarter_in_hectares_is_a_quarter():
    hectares = np.round(np.arange(0.01, 12, 0.01), 2)
    frame = pd.DataFrame({"luas_ha": np.round(hectares * 4, 2), "genangan_ha": hectares})
    assert (slum.scores(frame, RULES)["4a"] == 1).all()


@pytest.mark.parametrize(
    ("total", "grade"),
    [(0, 0), (15, 0), (16, 1), (37, 1), (38, 2), (59, 2), (60, 3), (80, 3)],
)
def test_the_classes_begin_where_the_annex_says(total, grade):
    fives, rest = divmod(total, 5)
    threes, ones = divmod(rest, 3)
    values = [100] * fives + [60] * threes + [30] * ones
    got = slum.compute(pocket(values + [0] * (16 - len(values))), RULES).iloc[0]
    assert (got["skor_min"], got["kelas_min"], got["kelas_maks"]) == (total, grade, grade)


def test_seven_missing_criteria_give_a_range_and_two_classes():
    got = slum.compute(pocket([30] * 9 + [np.nan] * 7), RULES).iloc[0]
    assert got.tolist() == [9, 9 + 35, 9, Slum.BUKAN, Slum.SEDANG]


def test_missing_criteria_that_cannot_change_the_class_leave_one():
    got = slum.compute(pocket([100] * 14 + [np.nan] * 2), RULES).iloc[0]
    assert (got["kelas_min"], got["kelas_maks"]) == (Slum.BERAT, Slum.BERAT)


@pytest.mark.parametrize("size", [0, np.nan])
def test_a_denominator_of_nothing_leaves_its_criteria_undefined(size):
    values = [0 if c.penyebut == "panjang_jalan_ideal_m" else 80 for c in CRITERIA]
    frame = pocket(values, (100, 100, 100, size, 100))
    assert slum.percentages(frame, RULES)[["2a", "2b"]].isna().all(axis=None)
    got = slum.compute(frame, RULES).iloc[0]
    assert got.tolist() == [70, 80, 14, Slum.BERAT, Slum.BERAT]


def test_an_undefined_criterion_leaves_its_aspect_and_the_mean_undefined():
    percent = slum.percentages(pocket([50] * 16, (100, 100, 100, np.nan, 100)), RULES)
    assert slum.aspects(percent).iloc[0].isna().tolist() == [False, True, *[False] * 5]
    assert slum.sectoral_mean(percent).isna().all()


def test_a_pocket_surveyed_by_the_old_method_is_not_scored_by_the_new_one():
    frame = pd.concat([pocket([100] * 16, metode=m) for m in ("2016", "2018", None)], ignore_index=True)
    got = slum.compute(frame, RULES)
    assert got["terukur"].tolist() == [0, 16, 16]
    assert got.iloc[0].tolist() == [0, 80, 0, Slum.BUKAN, Slum.BERAT]


@pytest.mark.parametrize("criterion", CRITERIA, ids=lambda c: c.kode)
def test_a_numerator_above_its_denominator_is_refused_by_name(criterion):
    frame = pd.DataFrame({criterion.penyebut: [10.0, 10.0], criterion.pembilang: [10.0, 10.01]})
    with pytest.raises(RuleError) as caught:
        slum.compute(frame, RULES)
    assert caught.value.code == "pembilang_melebihi_penyebut"
    assert caught.value.values["field"] == criterion.pembilang
    assert caught.value.values["row"] == 1


def test_a_negative_number_is_refused_by_name():
    with pytest.raises(RuleError, match=r"angka_di_luar_rentang.*genangan_ha"):
        slum.compute(pd.DataFrame({"luas_ha": [1.0], "genangan_ha": [-0.1]}), RULES)


def test_no_pocket_no_score():
    assert slum.compute(pd.DataFrame(), RULES).shape == (0, 5)


shares = st.lists(st.none() | st.floats(0, 100), min_size=16, max_size=16)


@given(shares)
def test_the_range_is_ordered_and_closes_when_all_is_measured(values):
    got = slum.compute(pocket([np.nan if v is None else v for v in values]), RULES).iloc[0]
    missing = sum(v is None for v in values)
    assert got["skor_maks"] - got["skor_min"] == 5 * missing
    assert got["kelas_min"] <= got["kelas_maks"]
    assert got["terukur"] == 16 - missing


@given(st.lists(st.floats(0, 100), min_size=16, max_size=16), st.integers(0, 15), st.floats(0, 100))
def test_the_score_never_falls_when_a_problem_grows(values, which, other):
    less, more = list(values), list(values)
    less[which], more[which] = sorted((values[which], other))
    small, large = (slum.compute(pocket(v), RULES).iloc[0] for v in (less, more))
    assert small["skor_min"] <= large["skor_min"]
    assert small["kelas_min"] <= large["kelas_min"]
