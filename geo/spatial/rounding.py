"""Disclosure control of public counts: small ones are withheld, the others rounded."""

import numpy as np
from numpy.typing import NDArray

Counts = NDArray[np.int64]
BASE = 10
"""Smallest count above zero that may be public, and the step of those that are."""


def publish_counts(counts: Counts, base: int = BASE) -> tuple[Counts, NDArray[np.bool_]]:
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
