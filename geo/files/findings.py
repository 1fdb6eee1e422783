"""What is wrong or odd in rows of a file, column-wise: one finding may speak of many rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

Rows = NDArray[np.int64]


@dataclass(frozen=True)
class Finding:
    """Rows with the same trouble: its code, the field (None for the whole row), the rows, and their values.

    `nilai` holds one value a row to be shown in the sentence, `usulan` one proposal a row; both are None
    where there is nothing to show. A NIK, KK or name is never among them.
    """

    kode: str
    field: str | None
    baris: Rows
    nilai: NDArray[np.object_] | None = None
    usulan: NDArray[np.object_] | None = None


def find(
    kode: str,
    field: str | None,
    baris: Rows,
    mask: NDArray[np.bool_],
    *,
    nilai: Sequence[Any] | NDArray[Any] | pa.Array | None = None,
    usulan: Sequence[Any] | NDArray[Any] | pa.Array | None = None,
) -> list[Finding]:
    """Return one finding for the rows under `mask`, none where there is no such row."""
    at = np.flatnonzero(mask)
    if not len(at):
        return []
    shown, proposed = (_some(values, at) for values in (nilai, usulan))
    return [Finding(kode, field, baris[at], shown, proposed)]


def _some(
    values: Sequence[Any] | NDArray[Any] | pa.Array | None, at: NDArray[np.intp]
) -> NDArray[np.object_] | None:
    if values is None:
        return None
    some = np.empty(len(at), dtype=object)
    if isinstance(values, pa.Array):
        some[:] = values.take(pa.array(at)).to_pylist()
    else:
        some[:] = [values[int(row)] for row in at]
    return some
