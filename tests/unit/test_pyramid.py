"""Cells count every point once at every level, and fine cells exist exactly where tiles are crowded."""

from collections import Counter
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.spatial import pyramid
from geo.spatial.pyramid import CELL_BITS, COARSEST, DENSE, FINEST, FINEST_FULL, build, count_cells
from geo.spatial.quadtree import choose_cells
from geo.tile import GRID_BITS, GRID_SIZE, morton

ATTRIBUTES = 2


def points(seed: int, size: int, spread: int) -> tuple[np.ndarray, np.ndarray]:
    """Morton keys of points scattered around one place, and two attributes' classes."""
    rng = np.random.default_rng(seed)
    centre = rng.integers(0, GRID_SIZE, 2)
    xy = np.clip(centre + rng.integers(-spread, spread + 1, (size, 2)), 0, GRID_SIZE - 1)
    return morton(xy[:, 0], xy[:, 1]), rng.integers(0, 10, (ATTRIBUTES, size))


clouds = st.builds(
    points, st.integers(0, 2**32), st.integers(0, 300), st.sampled_from([0, 3, 2**10, 2**16, GRID_SIZE])
)


@given(clouds)
@settings(max_examples=40, deadline=None)
def test_every_level_agrees_with_counting_one_by_one(cloud):
    keys, codes = cloud
    for level in build(keys, codes):
        if level.lv > FINEST_FULL:
            continue
        expected = Counter(
            (int(key) >> 2 * (GRID_BITS - level.lv), attribute, int(code))
            for attribute in range(ATTRIBUTES)
            for key, code in zip(keys, codes[attribute], strict=True)
        )
        found = {
            (int(level.keys[cell]), int(attribute), int(code)): int(level.counts[cell, attribute, code])
            for cell, attribute, code in zip(*np.nonzero(level.counts), strict=True)
        }
        assert found == expected
        assert (np.diff(level.keys) > 0).all()


@given(clouds)
@settings(max_examples=40, deadline=None)
def test_every_whole_level_adds_up_to_the_points(cloud):
    keys, codes = cloud
    whole = [level for level in build(keys, codes) if level.lv <= FINEST_FULL]
    assert [level.lv for level in whole] == list(range(FINEST_FULL, COARSEST - 1, -1))
    for level in whole:
        totals = [np.bincount(one, minlength=10).tolist() for one in codes]
        assert level.counts.sum(axis=0).tolist() == totals


@given(clouds, st.integers(0, 40))
@settings(max_examples=40, deadline=None)
def test_fine_cells_stand_exactly_in_crowded_tiles(cloud, limit):
    keys, codes = cloud
    fine = {level.lv: level for level in crowded_above(limit, keys, codes) if level.lv > FINEST_FULL}
    assert sorted(fine) == list(range(FINEST_FULL + 1, FINEST + 1))
    for lv, level in fine.items():
        tiles = Counter((keys >> 2 * (GRID_BITS - lv + CELL_BITS)).tolist())
        dense = {tile for tile, count in tiles.items() if count > limit}
        whole = count_cells(np.sort(keys), codes[:, np.argsort(keys, kind="stable")], lv)
        wanted = np.isin(whole.keys >> 2 * CELL_BITS, list(dense))
        assert level.keys.tolist() == whole.keys[wanted].tolist()
        assert level.counts.tolist() == whole.counts[wanted].tolist()


def crowded_above(limit, keys, codes):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pyramid, "DENSE", limit)
        return list(build(keys, codes))


def test_a_tile_is_crowded_above_the_limit_and_not_at_it():
    for size, cells in ((DENSE, 0), (DENSE + 1, 1)):
        keys = np.full(size, morton(5, 5))
        levels = list(build(keys, np.zeros((1, size), dtype=np.int64)))
        assert {len(level.keys) for level in levels if level.lv > FINEST_FULL} == {cells}


def test_no_points_make_empty_levels():
    levels = list(build(np.array([], dtype=np.int64), np.zeros((1, 0), dtype=np.int64)))
    assert [level.lv for level in levels] == list(range(FINEST, COARSEST - 1, -1))
    assert not any(len(level.keys) for level in levels)


def told(seed: int) -> list[tuple[np.ndarray, np.ndarray]]:
    """Levels of cells with what may be told of each: little of small ones."""
    rng = np.random.default_rng(seed)
    keys = np.unique(rng.integers(0, 4**5, rng.integers(0, 200)))
    totals = rng.integers(0, 60, len(keys))
    levels = [(keys, totals)]
    for _ in range(4):
        above = np.unique(keys >> 2)
        sums = np.zeros(len(above), dtype=np.int64)
        np.add.at(sums, np.searchsorted(above, keys >> 2), totals)
        keys, totals = above, sums
        levels.insert(0, (keys, totals))
    return [(keys, np.where(totals < 10, 0, totals)) for keys, totals in levels]


@given(st.integers(0, 2**32).map(told))
@settings(max_examples=60, deadline=None)
def test_drawn_cells_never_overlap_and_tell_nearly_all(levels):
    drawn = choose_cells(levels)
    finest = len(levels) - 1
    covered = [
        (int(key) << 2 * (finest - depth), int(key + 1) << 2 * (finest - depth))
        for depth, keys in enumerate(drawn)
        for key in keys
    ]
    covered.sort()
    assert all(end <= start for (_, end), (start, _) in pairwise(covered))
    totals = [dict(zip(keys.tolist(), counts.tolist(), strict=True)) for keys, counts in levels]
    assert all(totals[depth][int(key)] > 0 for depth, keys in enumerate(drawn) for key in keys)
    shown = sum(totals[depth][int(key)] for depth, keys in enumerate(drawn) for key in keys)
    assert shown >= 0.8 ** (finest + 1) * levels[0][1].sum()


def test_a_cell_gives_way_only_when_its_children_tell_enough():
    parent = (np.array([0]), np.array([100]))
    assert [k.tolist() for k in choose_cells([parent, (np.arange(4), np.array([40, 40, 0, 0]))])] == [
        [],
        [0, 1],
    ]
    assert [k.tolist() for k in choose_cells([parent, (np.arange(4), np.array([40, 39, 0, 0]))])] == [[0], []]
