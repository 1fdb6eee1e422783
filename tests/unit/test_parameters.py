import pytest

from geo.errors import GeoError, ParameterError
from geo.rules.parameters import check_timeline, in_force, parse
from layers.reference.parameter import documents

SET = {"nama": "x", "berlaku_dari": "2018-01-01", "dasar_hukum": "-", "nilai": {"a": 1, "b": [1], "c": "t"}}


def made(start, end=None):
    return parse({**SET, "berlaku_dari": start, "berlaku_sampai": end})


def test_the_shipped_sets_are_dated_cited_and_without_gaps():
    sets = [parse(document) for document in documents()]
    check_timeline(sets)
    assert {one.nama for one in sets} >= {"wash", "hunian", "kumuh"}
    assert all(one.dasar_hukum for one in sets)
    assert all(set(one.catatan) <= set(one.nilai) | {"berlaku_dari"} for one in sets)
    assert "kumuh@2018-01-01" in {one.kode for one in sets}


def test_a_set_is_found_by_its_day():
    old, new = made("2016-01-01", "2018-01-01"), made("2018-01-01")
    check_timeline([new, old])
    day = new.berlaku_dari
    assert in_force([old, new], "x", day) is new
    assert in_force([old, new], "x", day.replace(year=2017)) is old
    with pytest.raises(ParameterError, match="parameter_tidak_ada"):
        in_force([old, new], "x", day.replace(year=2015))


@pytest.mark.parametrize(
    ("pair", "code"),
    [
        ((("2016-01-01", "2018-02-01"), ("2018-01-01", None)), "parameter_tumpang_tindih"),
        ((("2016-01-01", None), ("2018-01-01", None)), "parameter_tumpang_tindih"),
        ((("2016-01-01", "2017-12-31"), ("2018-01-01", None)), "parameter_bersela"),
    ],
)
def test_a_gap_or_an_overlap_in_time_is_refused(pair, code):
    sets = [made(*dates) for dates in pair]
    with pytest.raises(ParameterError, match=code):
        check_timeline(sets)


def test_two_sets_in_force_at_once_are_refused():
    one_set = made("2016-01-01")
    with pytest.raises(ParameterError, match="parameter_tumpang_tindih"):
        in_force([one_set, made("2017-01-01")], "x", one_set.berlaku_dari.replace(year=2020))


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"nilai": None}, "parameter_tidak_lengkap"),
        ({"berlaku_dari": "kemarin"}, "parameter_tanggal"),
        ({"berlaku_sampai": "2017-01-01"}, "parameter_masa_berlaku"),
    ],
)
def test_a_broken_document_is_refused(change, code):
    document = {**SET, **change}
    document = {key: value for key, value in document.items() if value is not None}
    with pytest.raises(ParameterError, match=code):
        parse(document)


def test_a_missing_or_mistyped_threshold_is_named():
    one_set = parse(SET)
    assert one_set.number("a") == 1.0
    assert one_set.codes("b") == {1}
    for ask, code in [
        (lambda: one_set.value("z"), "parameter_hilang"),
        (lambda: one_set.number("c"), "parameter_bukan_angka"),
        (lambda: one_set.codes("c"), "parameter_bukan_daftar_kode"),
    ]:
        with pytest.raises(GeoError, match=code):
            ask()
