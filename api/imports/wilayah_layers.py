"""Which layer of a boundary file is which level, and which of its columns holds codes and names."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from geo.files.boundaries import BoundaryFile, BoundaryLayer
from geo.files.source import FileError
from geo.rules.area_codes import LEVEL_BY_DIGITS, System, parse_code

PROVINCE = "64"
USUAL = 0.8
"""A column holds codes when this share of its rows reads as codes of the province."""

NAMES = {
    4: ("wadmkd", "namadesakelurahan", "namadesa", "namakelurahan", "nmdesa", "desakelurahan", "desa",
        "kelurahan", "namadesakel"),
    3: ("wadmkc", "namakecamatan", "namakec", "nmkec", "kecamatan"),
    2: ("wadmkk", "namakabupatenkota", "namakabkota", "namakabupaten", "namakab", "nmkab", "kabkota",
        "kabupatenkota", "kabupaten"),
    1: ("wadmpr", "namaprovinsi", "namaprov", "nmprov", "provinsi"),
}  # fmt: skip
GENERIC = ("nama", "namobj", "name")
URBAN = ("perkotaan", "urban", "klasifikasi", "klasifikasidesa", "statusperkotaan", "daerah", "urbanrural")
URBAN_WORDS = {
    **dict.fromkeys(("1", "perkotaan", "kota", "urban", "k", "ya", "true"), True),
    **dict.fromkeys(("0", "2", "perdesaan", "pedesaan", "desa", "rural", "d", "tidak", "false"), False),
}
SYSTEM_HINTS: Mapping[str, System] = {"bps": "bps", "dagri": "dagri", "kemend": "dagri", "pum": "dagri"}


@dataclass(frozen=True)
class Level:
    """The features of one level: code as a number (0 blank, -1 unreadable), names, geometry (EPSG:4326).

    `baris` numbers the features of the layer from 1, `column` is the code column they come from, `elsewhere`
    counts the features of other provinces that the layer holds beside ours.
    """

    layer: str
    tingkat: int
    column: str
    elsewhere: int
    baris: Any
    codes: Any
    nama: Any
    kecamatan: Any
    kabkota: Any
    urban: Any
    geom: Any

    def __len__(self) -> int:
        return len(self.codes)


def find_levels(
    file: BoundaryFile, declared: System | None = None, wanted: str | None = None
) -> dict[int, Level]:
    """Return the levels of a file by number, 4 (desa) always among them.

    Raises
    ------
    FileError
        `lembar_tidak_ada`, `batas_tanpa_kode`, `batas_tanpa_desa`, `batas_dua_lapisan`.
    """
    found: dict[int, list[Level]] = {}
    for layer in _chosen(file, wanted):
        for level in _levels_of(layer, declared):
            found.setdefault(level.tingkat, []).append(level)
    if not found:
        raise FileError("batas_tanpa_kode", lapisan=", ".join(layer.name for layer in file.layers))
    if 4 not in found:
        names = [level.layer for levels in found.values() for level in levels]
        raise FileError("batas_tanpa_desa", lapisan=", ".join(names))
    for levels in found.values():
        if len(levels) > 1:
            raise FileError("batas_dua_lapisan", lapisan=", ".join(level.layer for level in levels))
    return {tingkat: levels[0] for tingkat, levels in found.items()}


def _chosen(file: BoundaryFile, wanted: str | None) -> Sequence[BoundaryLayer]:
    if wanted is None:
        return file.layers
    chosen = [layer for layer in file.layers if layer.name == wanted]
    if not chosen:
        raise FileError("lembar_tidak_ada", lembar=wanted, ada=", ".join(one.name for one in file.layers))
    return chosen


def _levels_of(layer: BoundaryLayer, declared: System | None) -> list[Level]:
    column = _code_column(layer, declared)
    if column is None:
        return []
    codes = np.array([parse_code(text) for text in layer.columns[column]], dtype=np.int64)
    levels = np.array([level_of(int(code)) for code in codes])
    abroad = (levels > 0) & ~np.char.startswith(codes.astype(str), PROVINCE)
    usual = _usual_level(levels[~abroad])
    # A blank or unreadable code stays with the layer's usual level, where it is reported.
    levels[levels == 0] = usual
    levels[abroad] = 0
    found = sorted({int(one) for one in levels} - {0})
    return [_level(layer, column, codes, levels == tingkat, tingkat, int(abroad.sum())) for tingkat in found]


def level_of(code: int) -> int:
    """Return the level that a code's digits tell: 1 to 4, 0 for no code.

    Examples
    --------
    >>> [level_of(code) for code in (64, 6472, 647203, 6472030, 6472031003, 123, -1)]
    [1, 2, 3, 3, 4, 0, 0]
    """
    return LEVEL_BY_DIGITS.get(len(str(code)), 0) if code > 0 else 0


def _usual_level(levels: Any) -> int:
    return int(np.bincount(levels[levels > 0]).argmax())


def _code_column(layer: BoundaryLayer, declared: System | None) -> str | None:
    """Return the column with the deepest codes; the declared system first, else Kemendagri's."""
    ranks: dict[str, tuple[float, int, int]] = {}
    for name, texts in layer.columns.items():
        codes = [parse_code(text) for text in texts]
        ours = [code for code in codes if level_of(code) and str(code).startswith(PROVINCE)]
        # A file of the whole country is known by its village codes; ours are then picked out of it.
        national = sum(level_of(code) == 4 for code in codes) if ours else 0
        if codes and max(len(ours), national) >= USUAL * len(codes):
            hint = system_hint(name)
            suits = {declared or "dagri": 2, None: 1}.get(hint, 0)
            ranks[name] = (float(np.median([level_of(code) for code in ours])), suits, len(ours))
    return max(ranks, key=lambda name: ranks[name]) if ranks else None


def system_hint(column: str) -> System | None:
    """Return the code system that a column's name tells of, if any.

    Examples
    --------
    >>> system_hint("KDEBPS"), system_hint("kode_dagri"), system_hint("kode")
    ('bps', 'dagri', None)
    """
    return next((system for word, system in SYSTEM_HINTS.items() if word in _squeeze(column)), None)


def _level(layer: BoundaryLayer, column: str, codes: Any, mask: Any, tingkat: int, elsewhere: int) -> Level:
    def take(candidates: Sequence[str], convert: Callable[[str], Any] = str.strip) -> Any:
        name = _column(layer, candidates)
        texts = layer.columns[name] if name else [""] * len(codes)
        return np.array([convert(text) for text in texts], dtype=object)[mask]

    return Level(
        layer=layer.name,
        tingkat=tingkat,
        column=column,
        elsewhere=elsewhere,
        baris=np.flatnonzero(mask) + 1,
        codes=codes[mask],
        nama=take((*NAMES[tingkat], *GENERIC)),
        kecamatan=take(NAMES[3]),
        kabkota=take(NAMES[2]),
        urban=take(URBAN, _urban),
        geom=layer.geom[mask],
    )


def _column(layer: BoundaryLayer, candidates: Sequence[str]) -> str | None:
    known = {_squeeze(name): name for name in layer.columns}
    return next((known[one] for one in candidates if one in known), None)


def _urban(text: str) -> bool | None:
    return URBAN_WORDS.get(_squeeze(text))


def _squeeze(text: str) -> str:
    return "".join(sign for sign in text.casefold() if sign.isalnum())
