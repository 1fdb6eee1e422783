"""Disclosure control of public counts: small ones are withheld, the others rounded, then it is attacked."""

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

Counts = NDArray[np.int64]
Mask = NDArray[np.bool_]
Link = tuple[int, Sequence[int]]
BASE = 10
"""Smallest count above zero that may be public, and the step of those that are."""
SLACK = 2
"""A withheld small count must remain possible as at least this many other numbers."""
UNBOUNDED = 1 << 40
"""More families than there are: what a count may be of which nothing is told."""


def publish_counts(counts: Counts, base: int = BASE) -> tuple[Counts, Mask]:
    """Return what may be told of counts, and where a count is withheld.

    A count of 0 is told, one of 1 to `base` - 1 is withheld, any other is rounded to the nearest multiple
    of `base`. Withholding alone would need complementary suppression over every table that shares a margin
    (levels, layers, cells), and at village scale that hides nearly everything; rounding leaves every
    difference of published numbers uncertain by at least `base` instead (Hundepool et al., *Statistical
    Disclosure Control*, 2012, §5.4; conventional deterministic rounding).

    Parameters
    ----------
    counts : non-negative integers, any shape

    Returns
    -------
    Told counts (0 where withheld) and a boolean array, True where withheld; both of the same shape.

    Examples
    --------
    >>> told, withheld = publish_counts(np.array([0, 9, 10, 14, 15, 250]))
    >>> told.tolist(), withheld.tolist()
    ([0, 0, 10, 10, 20, 250], [False, True, False, False, False, False])
    """
    withheld = (counts > 0) & (counts < base)
    rounded = (counts + base // 2) // base * base
    return np.where(withheld, 0, rounded), withheld


def publish_tree(
    levels: Sequence[tuple[NDArray[np.int64], Counts]],
    groups: Sequence[slice],
    base: int = BASE,
    links: Sequence[Link] = (),
) -> list[tuple[Counts, Mask]]:
    """Publish nested tables, and withhold whole rows where sums would still narrow a small count down.

    Five counts that add up to a total told as 10 may be known to be 10, 1, 1, 1 and 1. So the result is
    attacked by interval arithmetic over all sums; where a small count is left with too few possible numbers
    (``SLACK``), all classes of its row and group are withheld, zeros included, until nothing more is found.
    A group of one class, such as a total, is then withheld for all children of that parent.

    Parameters
    ----------
    levels : (index into the level above, counts of shape (rows, columns)) from the root down; the counts
        of a row are the sums over its children, and the first level's index is not read
    groups : slices that cut the columns, in order; each counts the same families
    links : columns that are the sum of others, as (sum, parts)

    Returns
    -------
    Per level the told counts and where they are withheld, as from `publish_counts`.
    """
    group_of = np.repeat(np.arange(len(groups)), [group.stop - group.start for group in groups])
    blank = [np.zeros(counts.shape, dtype=bool) for _, counts in levels]
    while True:
        caught = list(_caught(levels, groups, blank, base, links))
        if not any(found.any() for found in caught):
            break
        for known, found in zip(blank, caught, strict=True):
            np.logical_or(known, found[:, group_of], out=known)
    published = []
    for (_, counts), cells in zip(levels, blank, strict=True):
        told, withheld = publish_counts(counts, base)
        published.append((np.where(cells, 0, told), withheld | cells))
    return published


def _caught(
    levels: Sequence[tuple[NDArray[np.int64], Counts]],
    groups: Sequence[slice],
    blank: list[Mask],
    base: int,
    links: Sequence[Link],
) -> Iterator[Mask]:
    """Yield, per level, the rows and groups in which the attack leaves a small count too few numbers."""
    bounds = [_bounds(counts, cells, base) for (_, counts), cells in zip(levels, blank, strict=True)]
    parents = [parent for parent, _ in levels]
    width = None
    while width != (width := sum(int((high - low).sum()) for low, high in bounds)):
        for above, below, parent in zip(bounds, bounds[1:], parents[1:], strict=False):
            _add_up(above, below, parent)
        for low, high in bounds:
            _agree(low, high, groups)
            _link(low, high, links)
    for (parent, counts), (low, high), cells in zip(levels, bounds, blank, strict=True):
        narrow = (counts > 0) & (counts < base) & (high - low < SLACK) & ~cells
        found = np.stack([narrow[:, group].any(axis=1) for group in groups], axis=1)
        for position, group in enumerate(groups):
            if group.stop - group.start == 1:
                found[:, position] = np.isin(parent, parent[found[:, position]])
        yield found


def _bounds(counts: Counts, blank: Mask, base: int) -> tuple[Counts, Counts]:
    """Return the least and greatest count that each published number may stand for."""
    told, withheld = publish_counts(counts, base)
    low = np.where(withheld, 1, np.where(told == 0, 0, np.maximum(told - base // 2, base)))
    high = np.where(withheld, base - 1, np.where(told == 0, 0, told + (base - 1) // 2))
    return np.where(blank, 0, low), np.where(blank, UNBOUNDED, high)


def _add_up(above: tuple[Counts, Counts], below: tuple[Counts, Counts], parent: NDArray[np.int64]) -> None:
    """Narrow parents by their children's sums, and each child by its parent and siblings; in place."""
    low, high = np.zeros_like(above[0]), np.zeros_like(above[1])
    np.add.at(low, parent, below[0])
    np.add.at(high, parent, below[1])
    np.maximum(above[0], low, out=above[0])
    np.minimum(above[1], high, out=above[1])
    most = above[1][parent] - (low[parent] - below[0])
    least = above[0][parent] - (high[parent] - below[1])
    np.minimum(below[1], most, out=below[1])
    np.maximum(below[0], least, out=below[0])


def _agree(low: Counts, high: Counts, groups: Sequence[slice]) -> None:
    """Narrow the classes of each group by what every other group says of the row's families; in place."""
    lows = np.stack([low[:, group].sum(axis=1) for group in groups], axis=1)
    highs = np.stack([high[:, group].sum(axis=1) for group in groups], axis=1)
    fewest, most = lows.max(axis=1, keepdims=True), highs.min(axis=1, keepdims=True)
    for position, group in enumerate(groups):
        upper = most - (lows[:, position, None] - low[:, group])
        lower = fewest - (highs[:, position, None] - high[:, group])
        np.minimum(high[:, group], upper, out=high[:, group])
        np.maximum(low[:, group], lower, out=low[:, group])


def _link(low: Counts, high: Counts, links: Sequence[Link]) -> None:
    """Narrow each sum by its parts, and each part by its sum and the other parts; in place."""
    for total, listed in links:
        parts = list(listed)
        lows, highs = low[:, parts].sum(axis=1), high[:, parts].sum(axis=1)
        np.maximum(low[:, total], lows, out=low[:, total])
        np.minimum(high[:, total], highs, out=high[:, total])
        for part in parts:
            most = high[:, total] - (lows - low[:, part])
            least = low[:, total] - (highs - high[:, part])
            np.minimum(high[:, part], most, out=high[:, part])
            np.maximum(low[:, part], least, out=low[:, part])
