"""Draws from explicit generators: one stream per purpose and place, tables of chances, gaps in answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bits = NDArray[np.bool_]
Codes = NDArray[np.int8]

NONE = -1
"""No answer, in the int8 columns before they become nullable."""


def stream(seed: int, *purpose: int) -> np.random.Generator:
    """A generator of its own for a purpose (numbers), so that no place depends on the order of work.

    Examples
    --------
    >>> stream(1, 6472).integers(100) == stream(1, 6472).integers(100)
    np.True_
    """
    return np.random.Generator(np.random.PCG64(np.random.SeedSequence(seed, spawn_key=purpose)))


def logit(share: Floats | float) -> Floats:
    """Log odds of a share in 0–1."""
    return np.asarray(np.log(np.asarray(share) / (1 - np.asarray(share))))


def chance(odds: Floats) -> Floats:
    """The share whose log odds these are."""
    return np.asarray(1 / (1 + np.exp(-odds)))


def happens(rng: np.random.Generator, shares: Floats) -> Bits:
    """Whether each of the independent events happens."""
    return rng.random(shares.shape, dtype=np.float32) < shares


def choose(
    rng: np.random.Generator, kinds: NDArray[np.integer], table: Sequence[Mapping[int, float]]
) -> Codes:
    """A code for each member of `kinds`, where `table[kind]` weighs the codes.

    Examples
    --------
    >>> choose(stream(1), np.array([0, 1, 1]), [{4: 1.0}, {7: 2.0}]).tolist()
    [4, 7, 7]
    """
    codes = np.array(sorted({code for row in table for code in row}), dtype=np.int8)
    weights = np.array([[row.get(int(code), 0.0) for code in codes] for row in table])
    limits = (np.cumsum(weights, axis=1) / weights.sum(axis=1, keepdims=True)).astype(np.float32)
    limits[:, -1] = 2.0  # a float32 sum may end just short of 1
    thrown = rng.random(len(kinds), dtype=np.float32)
    chosen = np.zeros(len(kinds), dtype=np.int8)
    for column in range(len(codes) - 1):
        chosen += thrown >= limits[kinds, column]
    return codes[chosen]


def only(codes: Codes, where: Bits) -> Codes:
    """The codes where the question was asked, no answer elsewhere."""
    return np.where(where, codes, np.int8(NONE))


def forget(rng: np.random.Generator, codes: Codes, share: float) -> Codes:
    """The codes with a share of the answers lost at random."""
    return np.where(rng.random(len(codes), dtype=np.float32) < share, np.int8(NONE), codes)


def split(total: int, weights: Floats) -> Ints:
    """Whole numbers in proportion to `weights` that sum to `total`: largest remainders, ties by order.

    Examples
    --------
    >>> split(10, np.array([1.0, 1.0, 1.0])).tolist()
    [4, 3, 3]
    """
    exact = weights / weights.sum() * total
    whole: Ints = np.floor(exact).astype(np.int64)
    order = np.argsort(whole - exact, kind="stable")
    whole[order[: total - int(whole.sum())]] += 1
    return whole


def spread(rng: np.random.Generator, members: int, weights: Floats) -> Ints:
    """How many of `members` fall to each weight, with the fractions drawn instead of rounded away."""
    if not len(weights) or weights.sum() <= 0:
        return np.zeros(len(weights), dtype=np.int64)
    exact = weights / weights.sum() * members
    counts: Ints = np.floor(exact).astype(np.int64)
    left = members - int(counts.sum())
    # The remainders are the chances; Efraimidis and Spirakis draw without replacement.
    rank = rng.random(len(weights)) ** (1 / np.maximum(exact - counts, 1e-12))
    counts[np.argsort(-rank, kind="stable")[:left]] += 1
    return counts
