"""Coordinates: the published fixtures, every way of writing one, and that nothing is moved in silence."""

import math

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.rules.coordinates import (
    Point,
    in_box,
    judge_points,
    parse_angle,
    read_points,
    shared_points,
    split_pair,
)


def _read(lat, lon, pair=None):
    points = read_points([lat], [lon], None if pair is None else [pair])
    return Point(points.kode[0]), points.lon[0], points.lat[0], points.usul_lon[0], points.usul_lat[0]


@pytest.mark.parametrize(
    ("lat", "lon"),
    [
        ("-0.502", "117.153"),
        ("-0,502", "117,153"),
        (" -0.502 ", "+117.153"),
        ("\u22120.502", "117.153°"),
        ("0.502 LS", "117.153 BT"),
        ("0,502 S", "117,153 E"),
        ("0°30'07.2\"LS", "117°09'10.8\"BT"),
        ("0° 30' 07,2\" Lintang Selatan", "117° 09' 10,8\" Bujur Timur"),
        ("-0 30 7.2", "117 9 10.8"),
        ("0.30.07,2 LS", "117.09.10,8 BT"),
        ("00 30 07.2 S", "117 09 10.8 E"),
        ("LS 0°30′07.2″", "BT 117°09′10.8″"),
        ("0º30.12' S", "117º09.18' T"),
    ],
)
def test_readable_points_are_taken_as_they_are(lat, lon):
    kode, x, y, usul_lon, usul_lat = _read(lat, lon)
    assert kode is Point.BAIK
    assert (x, y) == pytest.approx((117.153, -0.502), abs=1e-9)
    assert math.isnan(usul_lon)
    assert math.isnan(usul_lat)


@pytest.mark.parametrize(
    "pair",
    [
        "-0.502,117.153",
        "-0.502, 117.153",
        "-0.502 117.153",
        "(-0.502, 117.153)",
        "-0,502;117,153",
        "-0,502,117,153",
        "-0,502, 117,153",
        "-0.502|117.153",
        "Lat: -0.502 Long: 117.153",
        "0°30'07.2\"LS 117°09'10.8\"BT",
        "0°30'07.2\" S, 117°09'10.8\" E",
    ],
)
def test_both_in_one_field(pair):
    kode, x, y, *_ = _read("", "", pair)
    assert kode is Point.BAIK
    assert (x, y) == pytest.approx((117.153, -0.502), abs=1e-9)


def test_the_two_columns_come_before_the_one():
    assert _read("-0.6", "117.2", "-0.502,117.153")[1:3] == (117.2, -0.6)


@pytest.mark.parametrize(
    ("lat", "lon", "kode"),
    [
        ("", "", Point.KOSONG),
        (None, None, Point.KOSONG),
        ("0", "0", Point.NOL),
        ("0.0", "0,000", Point.NOL),
        ("-0.502", "", Point.SEPARUH),
        ("dekat pasar", "117.153", Point.TAK_TERBACA),
        ("0°75'00\" LS", "117.153", Point.TAK_TERBACA),
        ("117.1 BT", "0.5 LS", Point.TAK_TERBACA),
        ("1 2 3 4", "117.1", Point.TAK_TERBACA),
        ("N S", "117.1", Point.TAK_TERBACA),
        ("1e400", "nan", Point.TAK_TERBACA),
        ("=1+1", "117.1", Point.TAK_TERBACA),
        ("-6.2", "106.8", Point.LUAR_KOTAK),
        ("95", "200", Point.LUAR_KOTAK),
    ],
)
def test_without_a_point_and_without_a_proposal(lat, lon, kode):
    found, x, y, usul_lon, usul_lat = _read(lat, lon)
    assert found is kode
    assert all(math.isnan(value) for value in (x, y, usul_lon, usul_lat))


@pytest.mark.parametrize(
    ("lat", "lon", "kode"),
    [
        ("117.153", "-0.502", Point.TERTUKAR),
        ("9944500", "517000", Point.UTM),
        ("517000", "9944500", Point.UTM),
        ("-502000", "117153000", Point.TANPA_KOMA),
        ("-502.000.0", "117153000", Point.TAK_TERBACA),
    ],
)
def test_suspicious_points_get_a_proposal_and_no_point(lat, lon, kode):
    found, x, y, usul_lon, usul_lat = _read(lat, lon)
    assert found is kode
    assert math.isnan(x)
    assert math.isnan(y)
    if kode is not Point.TAK_TERBACA:
        assert (usul_lon, usul_lat) == pytest.approx((117.153, -0.502), abs=1e-3)


def test_thousands_separators_are_a_lost_point():
    found, *_, usul_lon, usul_lat = _read("-1.502.100", "117.153.600")
    assert found is Point.TANPA_KOMA
    assert (usul_lon, usul_lat) == pytest.approx((117.1536, -1.5021))


def test_northern_utm_and_a_proposal_outside_the_box():
    found, *_, usul_lon, usul_lat = _read("221000", "555000")
    assert found is Point.UTM
    assert 117 < usul_lon < 118
    assert 1.9 < usul_lat < 2.1
    assert math.isnan(_read("9700000", "110000")[3]) or in_box(
        np.array([_read("9700000", "110000")[3]]), np.array([_read("9700000", "110000")[4]])
    )


def test_numbers_that_come_as_numbers():
    points = judge_points(np.array([117.1, np.nan, 117.1]), np.array([0.1, np.nan, 0.4]))
    assert points.kode.tolist() == [Point.BAIK, Point.KOSONG, Point.BAIK]


def test_a_point_of_two_decimals_is_coarse():
    points = read_points(["-0.50", "-0.5021"], pa.chunked_array([["117,15", "117.15"]]))
    assert points.kasar.tolist() == [True, False]


def test_one_column_may_be_missing():
    assert read_points(["-0.5"], None).kode.tolist() == [Point.SEPARUH]


def test_a_point_that_many_families_share():
    lon = np.array([117.153] * 25 + [117.2] * 4 + [np.nan] * 9)
    lat = np.array([-0.502] * 25 + [-0.4] * 4 + [np.nan] * 9)
    assert shared_points(lon, lat).tolist() == [True] * 25 + [False] * 13


def test_pairs_that_are_none():
    assert split_pair("117.153") is None
    assert split_pair("") is None
    assert split_pair("1,2,3") is None


@given(st.text(max_size=40), st.sampled_from(["lat", "lon"]))
def test_any_text_is_read_or_refused(text, axis):
    angle = parse_angle(text, axis)
    assert angle is None or math.isfinite(angle)
    assert len(read_points([text], [text], [text]).kode) == 1


@given(st.floats(-2.8, 2.7), st.floats(113.5, 119.3))
def test_a_written_point_comes_back(lat, lon):
    kode, x, y, *_ = _read(f"{lat:.7f}", f"{lon:.7f}".replace(".", ","))
    assert kode is Point.BAIK or (abs(lat) < 1e-6)
    if kode is Point.BAIK:
        assert (x, y) == pytest.approx((lon, lat), abs=1e-6)
