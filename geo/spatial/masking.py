"""Disclosure control of nested counts: small counts are withheld, and so is what would give them away."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Counts = NDArray[np.int64]
Mask = NDArray[np.bool_]
LIMIT = 10
"""Smallest count above zero that may be public."""
NEVER = np.iinfo(np.int64).max


def mask_level(
    counts: Counts, groups: Sequence[slice], parent: NDArray[np.int64], parent_counts: Counts, parent_shown: Mask,
    limit: int = LIMIT,
) -> Mask:  # fmt: skip
    """Say which counts of one level may be shown, given what its parent level shows.

    A shown count is 0 or at least `limit`. What is withheld of a row's group (classes that add up to a
    total known elsewhere) or of a parent's children adds up to at least `limit`, or the remainder
    would give it away (primary and complementary suppression; Hundepool et al. 2012, ch. 4).

    Parameters
    ----------
    counts : shape (rows, columns), the true counts
    groups : slices of columns that partition the same families
    parent : index into the parent level, shape (rows,)
    parent_counts, parent_shown : the level above, shape (parents, columns)
    limit : smallest public count

    Returns
    -------
    Boolean array, shape (rows, columns): True where the count may be public.
    """
    shown = (counts == 0) | (counts >= limit)
    while True:
        before = int(shown.sum())
        for group in groups:
            _protect_group(counts[:, group], shown[:, group], limit)
        _protect_children(counts, shown, parent, parent_counts, parent_shown, limit)
        if int(shown.sum()) == before:
            return shown


def _protect_group(counts: Counts, shown: Mask, limit: int) -> None:
    """Hide the smallest shown class where the withheld classes of a row add up to less than the limit."""
    hidden = np.where(shown, 0, counts).sum(axis=1)
    candidates = np.where(shown & (counts > 0), counts, NEVER)
    column = candidates.argmin(axis=1)
    rows = np.flatnonzero((hidden > 0) & (hidden < limit) & (candidates.min(axis=1) < NEVER))
    shown[rows, column[rows]] = False


def _protect_children(
    counts: Counts, shown: Mask, parent: NDArray[np.int64], parent_counts: Counts, parent_shown: Mask, limit: int
) -> None:  # fmt: skip
    """Hide the smallest shown child where a parent minus its shown children would tell too much."""
    hidden = np.zeros_like(parent_counts)
    np.add.at(hidden, parent, np.where(shown, 0, counts))
    # A withheld parent must not be rebuilt from children that are all shown.
    bad = ((hidden > 0) | ~parent_shown) & (hidden < limit) & (parent_counts > 0)
    candidates = np.where(shown & (counts > 0) & bad[parent], counts, NEVER)
    smallest = np.full_like(parent_counts, NEVER)
    np.minimum.at(smallest, parent, candidates)
    hit = (candidates < NEVER) & (candidates == smallest[parent])
    # Of equal children only the first is hidden; the loop comes back if that is not enough.
    rows, columns = np.nonzero(hit)
    _, first = np.unique(parent[rows] * counts.shape[1] + columns, return_index=True)
    shown[rows[first], columns[first]] = False


def mask_tree(
    levels: Sequence[tuple[NDArray[np.int64], Counts]], groups: Sequence[slice], limit: int = LIMIT
) -> list[Mask]:
    """Mask every level of a tree from the root down.

    Parameters
    ----------
    levels : (parent index, counts) from the children of the root downwards; the first level's parents
        are all 0, a root whose sums are taken as known to everybody
    groups : slices of columns that partition the same families
    """
    if not levels:
        return []
    above = levels[0][1].sum(axis=0, keepdims=True)
    above_shown = np.ones_like(above, dtype=bool)
    masks = []
    for parent, counts in levels:
        shown = mask_level(counts, groups, parent, above, above_shown, limit)
        masks.append(shown)
        above, above_shown = counts, shown
    return masks
