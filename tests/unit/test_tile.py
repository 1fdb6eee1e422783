import itertools
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo import crs
from geo.errors import CoordinateError, GeoError, TileError
from geo.tile import (
    GRID_SIZE,
    grid_to_lonlat,
    is_tile,
    lonlat_to_grid,
    morton,
    tile_bounds,
    tile_key_range,
    tile_of,
    unmorton,
)

cells = st.integers(0, GRID_SIZE - 1)
lons = st.floats(-180, 180, exclude_max=True)
lats = st.floats(-85, 85)


@st.composite
def tiles(draw, deepest=26):
    z = draw(st.integers(0, deepest))
    return z, draw(st.integers(0, (1 << z) - 1)), draw(st.integers(0, (1 << z) - 1))


def slow_morton(x, y):
    return sum(((x >> b) & 1) << (2 * b) | ((y >> b) & 1) << (2 * b + 1) for b in range(26))


@given(cells, cells)
def test_a_morton_key_interleaves_the_bits_and_comes_back(mx, my):
    key = morton(mx, my)
    assert int(key) == slow_morton(mx, my)
    assert tuple(int(v) for v in unmorton(key)) == (mx, my)


def test_keys_are_int64_and_stay_within_52_bits():
    key = morton([0, GRID_SIZE - 1], [0, GRID_SIZE - 1])
    assert key.dtype == np.int64
    assert key.tolist() == [0, (1 << 52) - 1]


@given(tiles())
def test_a_tile_is_one_contiguous_range_of_keys(tile):
    z, x, y = tile
    low, high = tile_key_range(z, x, y)
    side = 1 << (26 - z)
    assert high - low + 1 == side * side
    assert low == slow_morton(x * side, y * side)
    assert high == slow_morton((x + 1) * side - 1, (y + 1) * side - 1)


@given(tiles(deepest=25))
def test_four_children_fill_their_parent_exactly(tile):
    z, x, y = tile
    ranges = sorted(tile_key_range(z + 1, 2 * x + i, 2 * y + j) for i in (0, 1) for j in (0, 1))
    assert ranges[0][0] == tile_key_range(z, x, y)[0]
    assert ranges[-1][1] == tile_key_range(z, x, y)[1]
    assert all(a[1] + 1 == b[0] for a, b in itertools.pairwise(ranges))


@given(lons, lats, st.integers(0, 18))
def test_a_point_lies_in_the_bounds_and_the_key_range_of_its_tile(lon, lat, z):
    x, y = (int(v) for v in tile_of(z, lon, lat))
    bounds = tile_bounds(z, x, y)
    assert bounds.west - 1e-9 <= lon <= bounds.east + 1e-9
    assert bounds.south - 1e-9 <= lat <= bounds.north + 1e-9
    low, high = tile_key_range(z, x, y)
    assert low <= int(morton(*lonlat_to_grid(lon, lat))) <= high


@given(lons, lats)
def test_the_centre_of_a_cell_is_within_a_cell_of_its_point(lon, lat):
    back_lon, back_lat = grid_to_lonlat(*lonlat_to_grid(lon, lat))
    assert math.isclose(back_lon, lon, abs_tol=360 / GRID_SIZE)
    assert math.isclose(back_lat, lat, abs_tol=360 / GRID_SIZE)


def test_samarinda_falls_where_every_slippy_map_puts_it():
    assert [int(v) for v in tile_of(10, 117.153, -0.502)] == [845, 513]


def test_x_runs_east_and_y_runs_south():
    mx, my = lonlat_to_grid([113.5, 119.3], [2.7, -2.8])
    assert mx[0] < mx[1]
    assert my[0] < my[1]


@pytest.mark.parametrize("lat", [90.0, 86.0, -90.0])
def test_the_poles_fall_in_the_edge_cells(lat):
    assert int(lonlat_to_grid(0.0, lat)[1]) in (0, GRID_SIZE - 1)


def test_the_antimeridian_stays_on_the_grid():
    assert lonlat_to_grid([-180.0, 180.0], [0.0, 0.0])[0].tolist() == [0, GRID_SIZE - 1]


@pytest.mark.parametrize(("lon", "lat"), [(math.nan, 0), (0, math.inf), (181, 0), (0, -91)])
def test_what_is_no_coordinate_is_refused_by_name(lon, lat):
    with pytest.raises(CoordinateError) as caught:
        lonlat_to_grid([117.0, lon], [0.0, lat])
    assert caught.value.code == "koordinat_tidak_sah"
    assert caught.value.values["field"] in {"lon", "lat"}


@pytest.mark.parametrize("tile", [(-1, 0, 0), (27, 0, 0), (3, 8, 0), (3, 0, 8), (3, -1, 0), (0, 0, -1)])
def test_what_is_no_tile_is_refused(tile):
    assert not is_tile(*tile)
    with pytest.raises(TileError, match="petak_tidak_ada"):
        tile_bounds(*tile)
    with pytest.raises(TileError, match="petak_tidak_ada"):
        tile_key_range(*tile)


def test_a_cell_outside_the_grid_has_no_key():
    with pytest.raises(TileError, match="di_luar_kisi"):
        morton([GRID_SIZE], [0])


def test_empty_arrays_stay_empty():
    assert morton([], []).tolist() == []
    assert lonlat_to_grid([], [])[0].shape == (0,)


def test_the_metric_crs_follows_the_zone_and_the_hemisphere():
    assert crs.metric_crs(117.15, -0.5) == 32750
    assert crs.metric_crs(180.0, 10.0) == 32660
    with pytest.raises(GeoError, match="koordinat_tidak_sah"):
        crs.metric_crs(117.0, 85.0)
