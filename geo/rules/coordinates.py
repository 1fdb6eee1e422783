"""Coordinates as people write them: read, judged against the province's outer box, never moved.

A readable point inside the box is taken as it is. Anything else stays without a point and gets a verdict,
with a proposal where exactly one explanation fits: a person decides. All points are EPSG:4326.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

OUTER_BOX = (113.5, -2.8, 119.3, 2.7)
"""West, south, east, north in degrees: a pre-filter for Kalimantan Timur, not its boundary."""

SAME_POINT_LEAST = 5
COARSE_DECIMALS = 2
UTM_EASTING_M = (110_000.0, 760_000.0)
UTM_NORTHING_SOUTH_M = (9_690_000.0, 10_000_000.0)
UTM_NORTHING_NORTH_M = (0.0, 300_000.0)
UTM_ZONES = {"UTM 50S": 32750, "UTM 50N": 32650}

_PLAIN = r"^\s*[+-]?[0-9]{1,9}(?:\.[0-9]+)?\s*$"
_DECIMAL = re.compile(r"[+-]?\d{1,9}(?:[.,]\d+)?")
_DOTTED_DMS = re.compile(r"(\d{1,3})\.(\d{1,2})\.(\d{1,2}(?:[.,]\d+)?)")
_THOUSANDS = re.compile(r"-?\d{1,3}(?:\.\d{3}){2,}")
_PARTS = re.compile("[\\s°º˚'\u2019\u2032\"\u201c\u201d\u2033:]+")
_TURN = {
    **dict.fromkeys(("LS", "S", "SELATAN", "LINTANGSELATAN", "SOUTH"), ("lat", -1)),
    **dict.fromkeys(("LU", "N", "U", "UTARA", "LINTANGUTARA", "NORTH"), ("lat", 1)),
    **dict.fromkeys(("BT", "E", "T", "TIMUR", "BUJURTIMUR", "EAST"), ("lon", 1)),
    **dict.fromkeys(("BB", "W", "B", "BARAT", "BUJURBARAT", "WEST"), ("lon", -1)),
}
_LETTERS = re.compile(r"[A-Z. ]*[A-Z]")
_LABELS = re.compile(
    r"\b(LATITUDE|LONGITUDE|LAT|LONG|LON|LNG|LINTANG(?! ?(?:SEL|UT))|BUJUR(?! ?(?:TIM|BAR)))\b[ .:=]*"
)


class Point(IntEnum):
    """The verdict on one row's coordinates."""

    BAIK = 0
    KOSONG = 1
    NOL = 2
    SEPARUH = 3
    TAK_TERBACA = 4
    TERTUKAR = 5
    TANPA_KOMA = 6
    UTM = 7
    LUAR_KOTAK = 8


@dataclass(frozen=True)
class Points:
    """A column of points: `lon`, `lat` where the verdict is BAIK, else NaN; proposals where one fits.

    `kasar` marks points written with at most two decimals (about 1.1 km).
    """

    lon: NDArray[np.float64]
    lat: NDArray[np.float64]
    kode: NDArray[np.int8]
    usul_lon: NDArray[np.float64]
    usul_lat: NDArray[np.float64]
    kasar: NDArray[np.bool_]


def parse_angle(text: str, axis: str) -> float | None:
    """Read one latitude (`axis="lat"`) or longitude ("lon") in degrees; None where it is none.

    Decimal point or comma; degrees, minutes, seconds with signs, blanks or dots; LS LU BT BB, N S E W or
    words for the direction, which must belong to the axis.

    Examples
    --------
    >>> [round(parse_angle(text, "lat"), 4) for text in ("-0,5021", "0°30'07''LS", "0.30.08 S", "00 30 08 N")]
    [-0.5021, -0.5019, -0.5022, 0.5022]
    >>> parse_angle("117°30' BT", "lon"), parse_angle("117 E", "lat"), parse_angle("dekat pasar", "lat")
    (117.5, None, None)
    """
    bare = text.upper().replace("\u2212", "-").replace("\u00a0", " ").strip()
    letters = _LETTERS.findall(bare)
    if len(letters) > 1:
        return None
    turn = _TURN.get(re.sub("[^A-Z]", "", letters[0]), ("", 0)) if letters else (axis, 0)
    if turn[0] != axis:
        return None
    size = _degrees(_LETTERS.sub(" ", bare).strip())
    return size if size is None or not turn[1] else turn[1] * abs(size)


def _degrees(text: str) -> float | None:
    if _THOUSANDS.fullmatch(text):
        return float(text.replace(".", ""))
    if _DECIMAL.fullmatch(text.rstrip("°º˚ ")):
        return float(text.rstrip("°º˚ ").replace(",", "."))
    sign, size = (-1, text[1:]) if text.startswith("-") else (1, text)
    dotted = _DOTTED_DMS.fullmatch(size.strip())
    parts = list(dotted.groups()) if dotted else [part for part in _PARTS.split(size) if part]
    if not 2 <= len(parts) <= 3 or not all(re.fullmatch(r"\d+(?:[.,]\d+)?", part) for part in parts):
        return None
    numbers = [float(part.replace(",", ".")) for part in parts]
    if any(number >= 60 for number in numbers[1:]):
        return None
    degrees: float = sum(number / 60.0**power for power, number in enumerate(numbers))
    return sign * degrees


def split_pair(text: str) -> tuple[str, str] | None:
    """Cut a field that holds latitude and longitude into the two; None where there are not two.

    Examples
    --------
    >>> split_pair("-0.50,117.15"), split_pair("-0,502;117,153"), split_pair("-0,502, 117,153")
    (('-0.50', '117.15'), ('-0,502', '117,153'), ('-0,502', '117,153'))
    >>> split_pair("0°30'07''LS 117°09'11''BT")
    ("0°30'07''LS", "117°09'11''BT")
    """
    bare = _LABELS.sub("", text.upper().replace("\u2212", "-").replace("\u00a0", " ")).strip(" ()[]")
    for separator in (r"\s*[;|/]\s*", r"\s*,\s+", r"(?<=[A-Z])[\s,]+(?=[+-]?\d)", r"\s*,\s*", r"\s+"):
        parts = [part for part in re.split(separator, bare) if part]
        if len(parts) == 2:
            return parts[0], parts[1]
    halves = re.fullmatch(r"([+-]?\d+,\d+)\s*,\s*([+-]?\d+,\d+)", bare)
    return (halves[1], halves[2]) if halves else None


def read_points(
    lat: Sequence[str | None] | Any | None,
    lon: Sequence[str | None] | Any | None,
    pair: Sequence[str | None] | Any | None = None,
) -> Points:
    """Read and judge a column of coordinates; `pair` is one column with both, used where the two are blank.

    Examples
    --------
    >>> points = read_points(["-0,502", "117.153", "9944500"], ["117,153", "-0.502", "517000"])
    >>> [Point(code).name for code in points.kode]
    ['BAIK', 'TERTUKAR', 'UTM']
    >>> points.usul_lon[1:].round(3).tolist(), points.usul_lat[1:].round(3).tolist()
    ([117.153, 117.153], [-0.502, -0.502])
    """
    size = next(len(column) for column in (lat, lon, pair) if column is not None)
    lat_text, lon_text = _as_text(lat, size), _as_text(lon, size)
    if pair is not None:
        lat_text, lon_text = _fill_from_pair(lat_text, lon_text, _as_text(pair, size))
    y, y_bad = _numbers(lat_text, "lat")
    x, x_bad = _numbers(lon_text, "lon")
    kode = _judge(x, y, x_bad | y_bad)
    usul_lon, usul_lat = _propose(kode, x, y)
    good = kode == Point.BAIK
    coarse = _coarse(lat_text) & _coarse(lon_text)
    lon_out, lat_out = np.where(good, x, np.nan), np.where(good, y, np.nan)
    return Points(lon_out, lat_out, kode, usul_lon, usul_lat, good & coarse)


def judge_points(lon: NDArray[np.float64], lat: NDArray[np.float64]) -> Points:
    """Judge points that are already numbers, such as those of a GeoPackage; NaN means no point."""
    kode = _judge(lon, lat, np.zeros(len(lon), dtype=np.bool_))
    usul_lon, usul_lat = _propose(kode, lon, lat)
    good = kode == Point.BAIK
    none = np.zeros(len(lon), dtype=np.bool_)
    return Points(np.where(good, lon, np.nan), np.where(good, lat, np.nan), kode, usul_lon, usul_lat, none)


def in_box(lon: NDArray[np.float64], lat: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Say which points lie in the outer box; NaN does not."""
    west, south, east, north = OUTER_BOX
    inside: NDArray[np.bool_] = (lon >= west) & (lon <= east) & (lat >= south) & (lat <= north)
    return inside


def shared_points(lon: NDArray[np.float64], lat: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Mark points that five or more rows share to six decimals: an office or a centroid, not a house.

    Examples
    --------
    >>> import numpy as np
    >>> office = np.full(25, 117.153), np.full(25, -0.502)
    >>> bool(shared_points(*office).all()), bool(shared_points(office[0][:4], office[1][:4]).any())
    (True, False)
    """
    known = ~np.isnan(lon)
    keys = np.zeros(len(lon), dtype=np.int64)
    micro_lon, micro_lat = (np.rint(axis[known] * 1e6).astype(np.int64) for axis in (lon, lat))
    keys[known] = micro_lon * 10**9 + micro_lat + 90_000_000
    _, inverse, counts = np.unique(keys, return_inverse=True, return_counts=True)
    shared: NDArray[np.bool_] = known & (counts[inverse] >= SAME_POINT_LEAST)
    return shared


def _as_text(column: Sequence[str | None] | Any | None, size: int) -> pa.Array:
    if column is None:
        return pa.array([""] * size)
    if isinstance(column, pa.ChunkedArray):
        column = column.combine_chunks()
    text = column if isinstance(column, pa.Array) else pa.array(column, type=pa.string(), from_pandas=True)
    return pc.utf8_trim_whitespace(pc.fill_null(text, ""))


def _fill_from_pair(lat: pa.Array, lon: pa.Array, pair: pa.Array) -> tuple[pa.Array, pa.Array]:
    """Where both are blank take the halves of the pair; one that cannot be cut goes on whole, unreadable."""
    blank = pc.and_(pc.and_(pc.equal(lat, ""), pc.equal(lon, "")), pc.not_equal(pair, ""))
    halves = [split_pair(text) or (text, text) for text in pair.to_pylist()]
    lat_half, lon_half = pa.array([half[0] for half in halves]), pa.array([half[1] for half in halves])
    return pc.if_else(blank, lat_half, lat), pc.if_else(blank, lon_half, lon)


def _numbers(text: pa.Array, axis: str) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Read a column; the plain decimals at once, the rest one by one. Blank is NaN, unreadable is bad."""
    plain = pc.match_substring_regex(text, _PLAIN)
    sliced = pc.replace_substring_regex(pc.if_else(plain, text, None), r"^\+", "")
    values = pc.cast(sliced, pa.float64()).to_numpy(zero_copy_only=False).copy()
    bad = np.zeros(len(text), dtype=np.bool_)
    odd = np.flatnonzero(
        ~plain.to_numpy(zero_copy_only=False) & (pc.not_equal(text, "").to_numpy(zero_copy_only=False))
    )
    for at in odd:
        angle = parse_angle(text[int(at)].as_py(), axis)
        bad[at], values[at] = angle is None, np.nan if angle is None else angle
    return values, bad


def _coarse(text: pa.Array) -> NDArray[np.bool_]:
    found: NDArray[np.bool_] = pc.match_substring_regex(
        text, rf"^-?\d+(?:[.,]\d{{0,{COARSE_DECIMALS}}})?$"
    ).to_numpy(zero_copy_only=False)
    return found


def _between(values: NDArray[np.float64], limits: tuple[float, float]) -> NDArray[np.bool_]:
    inside: NDArray[np.bool_] = (values >= limits[0]) & (values <= limits[1])
    return inside


def _is_swapped(x: NDArray[np.float64], y: NDArray[np.float64]) -> NDArray[np.bool_]:
    return _between(y, (113, 120)) & _between(x, (-3, 3))


def _is_utm(x: NDArray[np.float64], y: NDArray[np.float64]) -> NDArray[np.bool_]:
    north = _between(y, UTM_NORTHING_NORTH_M) & (y > 180)
    return _between(x, UTM_EASTING_M) & (_between(y, UTM_NORTHING_SOUTH_M) | north)


def _judge(x: NDArray[np.float64], y: NDArray[np.float64], bad: NDArray[np.bool_]) -> NDArray[np.int8]:
    no_x, no_y = np.isnan(x), np.isnan(y)
    verdicts = (
        (bad, Point.TAK_TERBACA),
        (no_x & no_y, Point.KOSONG),
        (no_x | no_y, Point.SEPARUH),
        ((x == 0) & (y == 0), Point.NOL),
        (in_box(x, y), Point.BAIK),
        (_is_swapped(x, y), Point.TERTUKAR),
        (_is_utm(x, y) | _is_utm(y, x), Point.UTM),
        ((np.abs(x) > 1000) & (np.abs(y) > 10), Point.TANPA_KOMA),
    )
    return np.select(
        [test for test, _ in verdicts], [int(code) for _, code in verdicts], Point.LUAR_KOTAK
    ).astype(np.int8)


def _propose(
    kode: NDArray[np.int8], x: NDArray[np.float64], y: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    lon, lat = np.full(len(x), np.nan), np.full(len(x), np.nan)
    swapped = kode == Point.TERTUKAR
    lon[swapped], lat[swapped] = y[swapped], x[swapped]
    for code, explain in ((Point.UTM, _from_utm), (Point.TANPA_KOMA, _with_point)):
        rows = np.flatnonzero(kode == code)
        if len(rows):
            lon[rows], lat[rows] = explain(x[rows], y[rows])
    outside = ~in_box(lon, lat)
    lon[outside], lat[outside] = np.nan, np.nan
    return lon, lat


def _from_utm(
    x: NDArray[np.float64], y: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Read metres of zone 50 as degrees; the smaller or the in-range number is the easting."""
    import pyproj

    flip = ~_is_utm(x, y)
    east, north = np.where(flip, y, x), np.where(flip, x, y)
    southern = north >= UTM_NORTHING_SOUTH_M[0]
    lon, lat = np.empty(len(x)), np.empty(len(x))
    for rows, epsg in ((southern, UTM_ZONES["UTM 50S"]), (~southern, UTM_ZONES["UTM 50N"])):
        to_degrees = pyproj.Transformer.from_crs(epsg, 4326, always_xy=True)
        lon[rows], lat[rows] = to_degrees.transform(east[rows], north[rows])
    return lon, lat


def _with_point(
    x: NDArray[np.float64], y: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Put the lost decimal point back where the longitude shows it; both columns lost the same places."""
    places = np.floor(np.log10(np.abs(x))) - 2
    return x / 10**places, y / 10**places
