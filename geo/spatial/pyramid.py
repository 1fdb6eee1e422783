"""A pyramid of square cells over points: counts per class and level, for zooms where points would drown."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geo.tile import GRID_BITS

CELL_BITS = 6
"""A tile of zoom z is cut into 64 × 64 cells: cells of level z + 6."""
COARSEST = 5 + CELL_BITS
FINEST_FULL = 11 + CELL_BITS
FINEST = 16 + CELL_BITS
DENSE = 5_000
"""Points above which one tile is drawn as cells at any zoom."""
CLASSES = 10

Keys = NDArray[np.int64]
Counts = NDArray[np.int64]


@dataclass(frozen=True)
class Level:
    """Cells of one level: Morton keys (ascending) and counts, shape (cells, attributes, 10)."""

    lv: int
    keys: Keys
    counts: Counts


def count_cells(keys: Keys, codes: NDArray[np.int64], lv: int) -> Level:
    """Count points per cell of a level.

    Parameters
    ----------
    keys : Morton keys on the 2^26 grid, ascending, shape (n,)
    codes : class codes 0 … 9 per attribute, shape (attributes, n)
    lv : level of the cells, 0 … 26
    """
    cells, inverse = np.unique(keys >> (2 * (GRID_BITS - lv)), return_inverse=True)
    counts = np.empty((len(cells), len(codes), CLASSES), dtype=np.int64)
    for position, code in enumerate(codes):
        flat = np.bincount(inverse * CLASSES + code, minlength=len(cells) * CLASSES)
        counts[:, position, :] = flat.reshape(len(cells), CLASSES)
    return Level(lv, cells, counts)


def coarsen(level: Level) -> Level:
    """Sum four cells into one, a level up."""
    parents, start = np.unique(level.keys >> 2, return_index=True)
    if len(parents) == 0:
        return Level(level.lv - 1, parents, level.counts)
    return Level(level.lv - 1, parents, np.add.reduceat(level.counts, start, axis=0))


def build(keys: Keys, codes: NDArray[np.int64]) -> Iterator[Level]:
    """Yield the levels a map needs, finest first.

    Levels 11 … 17 (zooms 5 … 11) are whole; finer ones hold only cells of tiles above ``DENSE`` points.
    """
    order = np.argsort(keys, kind="stable")
    levels = {FINEST: count_cells(keys[order], codes[:, order], FINEST)}
    for lv in range(FINEST - 1, COARSEST - 1, -1):
        levels[lv] = coarsen(levels[lv + 1])
    for lv in range(FINEST, FINEST_FULL, -1):
        yield _only_dense(levels[lv], levels[lv - CELL_BITS])
    for lv in range(FINEST_FULL, COARSEST - 1, -1):
        yield levels[lv]


def _only_dense(level: Level, tiles: Level) -> Level:
    crowded = tiles.keys[tiles.counts[:, 0, :].sum(axis=1) > DENSE] if len(tiles.keys) else tiles.keys
    keep = np.isin(level.keys >> (2 * CELL_BITS), crowded)
    return Level(level.lv, level.keys[keep], level.counts[keep])
