"""Disclosure control of nested counts: whatever the public can add up or subtract is 0 or at least ten.

Hiding small counts, and then what would give them away, leaves chains of sums that can be solved. So
counts are not hidden one by one here: families are *pooled*. Rows that may not stand alone form a pool, and
everything the public learns is the sum over a row or over a pool, each checked to be 0 or at least the
limit. Step by step the classes of an attribute are split off: first the families of a row are counted, then
one class and the rest, then one class of that rest … A row that may not take a step stays in its pool for
all later ones. Within a pool any family could belong to any row, so for every hidden small count there is a
world, consistent with all that is public, in which it is at least the limit: no equation can exclude it.
(Hundepool et al. 2012, ch. 4, calls the general problem secondary suppression.)
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Counts = NDArray[np.int64]
Index = NDArray[np.int64]
Mask = NDArray[np.bool_]
LIMIT = 10
"""Smallest count above zero that may be public."""


@dataclass(frozen=True)
class Stage:
    """How far one level of the tree has been split.

    `pool` numbers each row's pool and `alone` says whether a row is one by itself, shape (rows,);
    `known` says whether the public can know a pool's sums, shape (pools,).
    """

    pool: Index
    alone: Mask
    known: Mask


def mask_tree(
    levels: Sequence[tuple[Index, Counts]], groups: Sequence[slice], limit: int = LIMIT
) -> list[Mask]:
    """Say which counts of a tree may be shown; a hidden count may also be a zero.

    Parameters
    ----------
    levels : (index into the level above, true counts of shape (rows, columns)) from the root down; the
        counts of a row are the sums over its children, and the first level's index is not read
    groups : slices of columns, each of which counts the same families by another attribute
    limit : smallest public count above zero

    Returns
    -------
    Per level a boolean array, shape (rows, columns): True where the count may be public.

    Examples
    --------
    >>> parents, root, leaves = np.zeros(3, int), np.array([[33]]), np.array([[20], [9], [4]])
    >>> _, shown = mask_tree([(parents[:1], root), (parents, leaves)], [slice(0, 1)])
    >>> shown.ravel().tolist()
    [True, False, False]
    """
    if not levels:
        return []
    parents = [parent for parent, _ in levels]
    families = [counts[:, groups[0]].sum(axis=1, keepdims=True) for _, counts in levels]
    whole = [Stage(np.arange(len(c)), np.ones(len(c), bool), np.ones(len(c), bool)) for c in families]
    counted = _split(families, parents, whole, limit)
    masks = [np.ones(counts.shape, dtype=bool) for _, counts in levels]
    for group in groups:
        counts = [level[:, group] for _, level in levels]
        for column, stages in _tell_apart(counts, parents, counted, limit):
            for mask, stage in zip(masks, stages, strict=True):
                mask[:, group][:, column] = stage.alone
    return masks


def _tell_apart(
    counts: list[Counts], parents: list[Index], stages: list[Stage], limit: int
) -> Iterator[tuple[int, list[Stage]]]:
    """Split the classes of one attribute off, one after another; yield each with how far every level is."""
    order = _order(np.concatenate(counts))
    for position, column in enumerate(order):
        rest = order[position + 1 :]
        if len(rest):
            pairs = [np.stack([c[:, column], c[:, rest].sum(axis=1)], axis=1) for c in counts]
            stages = _split(pairs, parents, stages, limit)
        yield int(column), stages


def _order(counts: Counts) -> Index:
    """Return the classes that occur, the commonest first, so that most is told before a row must stop."""
    total = counts.sum(axis=0)
    return np.argsort(-total, kind="stable")[: int((total > 0).sum())]


def _split(values: list[Counts], parents: list[Index], stages: list[Stage], limit: int) -> list[Stage]:
    """Return the stages after the columns of `values` have been told apart, from the root down."""
    found: list[Stage] = []
    for value, parent, stage in zip(values, parents, stages, strict=True):
        found.append(_split_level(value, stage, parent, found[-1] if found else None, limit))
    return found


def _split_level(value: Counts, stage: Stage, parent: Index, above: Stage | None, limit: int) -> Stage:
    sums = np.zeros((len(stage.known), value.shape[1]), dtype=np.int64)
    np.add.at(sums, stage.pool, value)
    family = np.zeros(len(sums), dtype=np.int64)
    # Nothing is known of what lies above the root, so nothing can be subtracted from it.
    known = np.zeros(1, dtype=bool)
    if above is not None:
        family[stage.pool], known = above.pool[parent], above.known
    fits = ((sums == 0) | (sums >= limit)).all(axis=1) & stage.known
    stands = _sacrifice(sums, fits, family, known, limit)
    pools, renumbered = np.unique(np.where(stands, np.arange(len(sums)), -1 - family), return_inverse=True)
    knows = np.ones(len(pools), dtype=bool)
    knows[pools < 0] = known[-1 - pools[pools < 0]]
    return Stage(renumbered[stage.pool], stage.alone & stands[stage.pool], knows)


def _sacrifice(sums: Counts, fits: Mask, family: Index, known: Mask, limit: int) -> Mask:
    """Return which sums stand alone: of those that fit, the smallest join a pool too small to tell."""
    stands = fits.copy()
    while True:
        pooled = np.zeros((len(known), sums.shape[1]), dtype=np.int64)
        np.add.at(pooled, family[~stands], sums[~stands])
        short: Mask = np.logical_and(pooled > 0, pooled < limit) & known[:, np.newaxis]
        if not short.any():
            return stands
        column = short.argmax(axis=1)
        helps = sums[np.arange(len(sums)), column[family]]
        able = np.flatnonzero(stands & short.any(axis=1)[family] & (helps > 0))
        able = able[np.lexsort((able, helps[able], family[able]))]
        _, first = np.unique(family[able], return_index=True)
        stands[able[first]] = False
