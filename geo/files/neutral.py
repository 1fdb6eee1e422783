"""Formulas: found in what comes in, disarmed in every file that goes out (CSV injection)."""

from __future__ import annotations

import csv
import os
import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
_NUMBER = re.compile(r"[+-]?[0-9][0-9.,]*")
_LONG = re.compile(r"[0-9]{12,}")
_QUOTED_NUMBER = r'^="([0-9.\- ]*)"$'


def unwrap(array: pa.Array) -> pa.Array:
    """Take numbers out of `="0123"` and text from behind an apostrophe, as programs protect it from Excel.

    Examples
    --------
    >>> unwrap(pa.array(['="0123"', "'- Jl. Mawar", "Siti"])).to_pylist()
    ['0123', '- Jl. Mawar', 'Siti']
    """
    marked = pc.match_substring_regex(array, "^[='\u2019]")
    if not pc.any(marked).as_py():
        return array
    bare = pc.replace_substring_regex(array, _QUOTED_NUMBER, r"\1")
    return pc.replace_substring_regex(bare, "^['\u2019]", "")


def has_formula(array: pa.Array) -> NDArray[np.bool_]:
    """Say which cells hold a formula."""
    found: NDArray[np.bool_] = pc.starts_with(pc.utf8_ltrim_whitespace(array), "=").to_numpy(
        zero_copy_only=False
    )
    return found


def looks_like_formula(array: pa.Array) -> NDArray[np.bool_]:
    """Say which cells a spreadsheet would take for a formula although they begin like text: `+ - @`."""
    found: NDArray[np.bool_] = pc.match_substring_regex(array, r"^[+\-@\t].*[^\s\d.,\-]").to_numpy(
        zero_copy_only=False
    )
    return found


def neutralise(cell: str) -> str:
    """Put an apostrophe before a cell that a spreadsheet would run, or whose digits it would round.

    `unwrap` takes it off again. Other numbers stay numbers.

    Examples
    --------
    >>> neutralise("=cmd|'/C calc'!A0"), neutralise("-0,5021"), neutralise("- Jl. Mawar"), neutralise("Siti")
    ("'=cmd|'/C calc'!A0", '-0,5021', "'- Jl. Mawar", 'Siti')
    >>> neutralise("6472014108900001"), neutralise("6472011001")
    ("'6472014108900001", '6472011001')
    """
    if _LONG.fullmatch(cell):
        return f"'{cell}"
    harmless = not cell.lstrip(" ").startswith(STARTS) or _NUMBER.fullmatch(cell.strip())
    return cell if harmless else f"'{cell}"


def write_csv(path: Path, header: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
    """Write a CSV that Excel opens as it is (UTF-8 with mark), every cell disarmed; return its rows.

    The file appears under its name only when it is whole, and only its owner may read it: rows name people.
    """
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with open(draft, "w", encoding="utf-8-sig", newline="", opener=_private) as file:
            writer = csv.writer(file)
            writer.writerow([neutralise(name) for name in header])
            count = 0
            for row in rows:
                writer.writerow([neutralise(str(cell)) for cell in row])
                count += 1
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
    return count


def _private(name: str, flags: int) -> int:
    return os.open(name, flags, 0o600)
