"""Which cells of a quadtree to draw: small ones where their counts may be told, the larger one elsewhere."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

Keys = NDArray[np.int64]
ENOUGH = 0.8
"""A cell gives way to its four children when these tell at least this share of what it tells."""


def choose_cells(levels: Sequence[tuple[Keys, Keys]], enough: float = ENOUGH) -> list[Keys]:
    """Return, per level, the keys to draw, such that no cell lies within another one drawn.

    Parameters
    ----------
    levels : (Morton keys ascending, total told per cell) from the coarsest level to the finest; each key
        shifted right by two is a key of the level before, or its parent tells nothing
    enough : share of a cell's total that its children must tell to replace it
    """
    drawn: list[Keys] = []
    keys, totals = levels[0]
    active = keys[totals > 0]
    for (keys, totals), (below, told) in pairwise(levels):
        own = totals[np.searchsorted(keys, active)]
        children = _sum_children(active, below, told)
        split = children >= enough * own
        drawn.append(active[~split])
        open_cells = below[told > 0]
        active = open_cells[np.isin(open_cells >> 2, active[split])]
    drawn.append(active)
    return drawn


def _sum_children(parents: Keys, keys: Keys, totals: Keys) -> Keys:
    sums = np.zeros(len(parents), dtype=np.int64)
    if len(parents) == 0 or len(keys) == 0:
        return sums
    position = np.searchsorted(parents, keys >> 2)
    inside = position < len(parents)
    inside[inside] = parents[position[inside]] == keys[inside] >> 2
    np.add.at(sums, position[inside], totals[inside])
    return sums
