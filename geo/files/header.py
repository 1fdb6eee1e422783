"""Find the header of a table among title rows, merged cells and column numbers, by the words in it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from functools import lru_cache

from geo.files.source import FileError, Header

SEARCHED_ROWS = 40
LEAST_RECOGNISED = 2

Vocabulary = Mapping[str, tuple[str, int]]
"""Normalised column name → field and rank; of two columns for one field the lower rank is taken."""
Cells = Sequence[str]

_PAREN = re.compile(r"\([^)]*\)|\[[^\]]*\]")
_UNITS = {"ha": {"ha", "hektar", "hektare"}, "m2": {"m2", "meter2"}, "m": {"m", "meter"}}
_NUMBERING = re.compile(r"^(?:r ?)?\d{1,3} ?[a-z]? (?=\D)")


# Title rows, four delimiters and row pairs ask for the same few cells again and again.
@lru_cache(maxsize=8192)
def normalise(text: str) -> str:
    """Reduce a header to lower-case words without accents, marks or underscores.

    Examples
    --------
    >>> normalise("No. Kartu_Keluarga (KK)"), normalise("Luas lantai (m²)"), normalise("  DESA/KEL ")
    ('no kartu keluarga kk', 'luas lantai m2', 'desa kel')
    """
    plain = unicodedata.normalize("NFKD", text).casefold()
    return " ".join("".join(sign if sign.isalnum() else " " for sign in plain if sign.isascii()).split())


def recognise(name: str, vocabulary: Vocabulary) -> tuple[str, int] | None:
    """Return field and rank of a column name: as it is, without brackets, or without its number.

    Examples
    --------
    >>> recognise("3. Luas lantai (isi)", make_vocabulary({"luas_lantai_m2": ("luas", "luas lantai")}))
    ('luas_lantai_m2', 2)
    >>> recognise("Luas (Ha)", make_vocabulary({"luas_lantai_m2": ("luas",)})) is None
    True
    """
    whole = normalise(name)
    bare = normalise(_PAREN.sub(" ", name))
    unit = {word for part in _PAREN.findall(name) for word in normalise(part).split()}
    for text in (whole, bare, _NUMBERING.sub("", whole), _NUMBERING.sub("", bare)):
        if text in vocabulary and _same_unit(vocabulary[text][0], unit):
            return vocabulary[text]
    return None


def _same_unit(field: str, words: set[str]) -> bool:
    """Keep hectares out of a field of square metres and the reverse: the unit stands in the field's name."""
    own = field.rsplit("_", 1)[-1]
    return not any(words & names and own in _UNITS and own != unit for unit, names in _UNITS.items())


def make_vocabulary(synonyms: Mapping[str, Sequence[str]]) -> dict[str, tuple[str, int]]:
    """Return the vocabulary of field → names, the likelier first; the field's own name comes before all."""
    return {
        normalise(name): (field, rank)
        for field, names in synonyms.items()
        for rank, name in reversed(list(enumerate((field, *names))))
    }


def score(names: Cells, vocabulary: Vocabulary) -> int:
    """Count the fields that a row of names covers."""
    return len({found[0] for name in names if name and (found := recognise(name, vocabulary))})


def find_header(rows: Sequence[Cells], vocabulary: Vocabulary) -> Header | None:
    """Return the header among the first rows, or None where no row holds two known column names.

    The row, or pair of rows read as one, that covers the most fields wins; a single row wins a tie,
    then the earliest.
    """
    candidates = [
        (score(_flatten(rows, at, depth, vocabulary), vocabulary), -depth, -at)
        for at in range(min(len(rows), SEARCHED_ROWS))
        for depth in (1, 2)
        if at + depth <= len(rows)
    ]
    found, depth, at = (abs(part) for part in max(candidates, default=(0, 0, 0)))
    if found < LEAST_RECOGNISED:
        return None
    return make_header(
        _flatten(rows, at, depth, vocabulary), vocabulary, at, depth + _numbered(rows, at + depth)
    )


def make_header(names: Cells, vocabulary: Vocabulary, first: int = 0, depth: int = 1) -> Header:
    """Give each column its field; of two columns for one field the likelier name wins.

    Raises
    ------
    FileError
        `kolom_ganda` where two columns claim a field equally.
    """
    words = [recognise(name, vocabulary) if name else None for name in names]
    fields: list[str | None] = [None] * len(names)
    for field in {word[0] for word in words if word}:
        ranks = {at: word[1] for at, word in enumerate(words) if word and word[0] == field}
        claims = [at for at, rank in ranks.items() if rank == min(ranks.values())]
        if len(claims) > 1:
            raise FileError("kolom_ganda", kolom=", ".join(f"“{names[at]}”" for at in claims), isian=field)
        fields[claims[0]] = field
    return Header(tuple(names), tuple(fields), first, depth)


def _flatten(rows: Sequence[Cells], at: int, depth: int, vocabulary: Vocabulary) -> list[str]:
    """Read one row, or two as one: a merged upper cell speaks for the blank ones to its right."""
    lower = [cell.strip() for cell in rows[at + depth - 1]]
    if depth == 1:
        return lower
    upper = _fill_right([cell.strip() for cell in rows[at]], len(lower))
    return [
        _join(above, below, vocabulary) for above, below in zip(upper, _pad(lower, len(upper)), strict=True)
    ]


def _join(above: str, below: str, vocabulary: Vocabulary) -> str:
    both = f"{above} {below}".strip()
    if not below or not above or recognise(both, vocabulary):
        return both
    return below if recognise(below, vocabulary) else both


def _fill_right(cells: list[str], width: int) -> list[str]:
    filled: list[str] = []
    for cell in _pad(cells, width):
        filled.append(cell or (filled[-1] if filled else ""))
    return filled


def _pad(cells: list[str], width: int) -> list[str]:
    return cells + [""] * (width - len(cells))


def _numbered(rows: Sequence[Cells], at: int) -> int:
    """Return 1 where the row below the header only counts the columns: 1, 2, 3 or (1), (2), (3)."""
    if at >= len(rows):
        return 0
    numbers = [cell.strip(" ()[]") for cell in rows[at] if cell.strip()]
    counted = [str(number) for number in range(1, len(numbers) + 1)]
    return int(len(numbers) >= LEAST_RECOGNISED and numbers == counted)
