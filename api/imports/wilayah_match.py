"""Codes of a boundary file are matched to the register: known, new, gone, or wrong."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from api.imports.wilayah_layers import PROVINCE, Level
from geo.rules.area_codes import (
    AreaCodeError,
    Detection,
    Register,
    System,
    detect_system,
    dotted,
    name_keys,
)

MOST_NEW = 0.05
"""Above this share of unknown codes a file is of another vintage or place, not one with new desa."""
MOST_RENAMED = 0.20
KINDS = {1: "kelurahan", 2: "desa", 3: "desa"}
"""Kind by the seventh digit of a Kemendagri village code; 3 is a desa adat."""


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong or worth knowing: a code of the catalogue and its values."""

    code: str
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Matched:
    """The desa of a file by wilayah id (0 where unmatched), and what the register would have to learn.

    `new` holds (name, kind) by id of desa and kecamatan that the register lacks, `gone` the desa that the
    file lacks, `renamed` (old, new) names by id, `urban` what the file says of desa.
    """

    ids: Any
    detection: Detection
    new: Mapping[int, tuple[str, str]]
    gone: tuple[int, ...]
    renamed: Mapping[int, tuple[str, str]]
    urban: Mapping[int, bool]
    by_name: int
    problems: tuple[Problem, ...]


def match(desa: Level, upper: Mapping[int, Level], register: Register, declared: System | None) -> Matched:
    """Match the desa of a file to the register.

    Raises
    ------
    AreaCodeError
        When two code systems are mixed, or none is proven, or the declared one is contradicted.
    """
    count = [1] * len(desa)
    detection = detect_system(desa.codes.tolist(), desa.kabkota.tolist(), count, register, declared)
    located = np.array([register.locate(int(code), detection.system) for code in desa.codes])
    ids = _complete(located, desa, register, detection.system)
    new, problems = _new(ids, desa, upper, register)
    known = {int(one) for one in ids}
    gone = tuple(one for one, level in register.tingkat.items() if level == 4 and one not in known)
    return Matched(
        ids=ids,
        detection=detection,
        new=new,
        gone=gone,
        renamed=_renamed(ids, desa, register),
        urban={int(i): bool(u) for i, u in zip(ids, desa.urban, strict=True) if i and u is not None},
        by_name=int(((located == 0) & (ids > 0)).sum()) if detection.system == "bps" else 0,
        problems=(*_wrong_codes(ids, desa, detection.system), *problems),
    )


def _complete(located: Any, desa: Level, register: Register, system: System) -> Any:
    """Fill what the list does not hold: a well-formed Kemendagri code as new, a BPS code by its names."""
    ids = located.copy()
    taken = {int(one) for one in located}
    for position in np.flatnonzero(located == 0):
        code = int(desa.codes[position])
        found = _well_formed(code) if system == "dagri" else _by_name(int(position), desa, register, taken)
        ids[position] = found
        taken.add(found)
    return ids


def _well_formed(code: int) -> int:
    text = str(code)
    right = len(text) == 10 and text.startswith(PROVINCE) and int(text[6]) in KINDS and int(text[7:]) > 0
    return code if right else 0


def _by_name(position: int, desa: Level, register: Register, taken: set[int]) -> int:
    """Return the one desa of the kab/kota with this name that no code has claimed, else 0."""
    kabkota = register.locate(int(str(desa.codes[position])[:4]), "bps") if desa.codes[position] > 0 else 0
    keys = set(name_keys(str(desa.nama[position])))
    wanted = set(name_keys(str(desa.kecamatan[position])))
    found = [
        id_
        for id_, tingkat in register.tingkat.items()
        if tingkat == 4
        and id_ // 10**6 == kabkota
        and id_ not in taken
        and keys & set(name_keys(register.nama[id_]))
        and (not wanted or wanted & set(name_keys(register.nama[id_ // 10**4])))
    ]
    return found[0] if len(found) == 1 else 0


def _wrong_codes(ids: Any, desa: Level, system: System) -> Iterator[Problem]:
    for position in np.flatnonzero(ids == 0):
        code = int(desa.codes[position])
        reason = {0: "p_kode_kosong", -1: "p_kode_tak_terbaca"}.get(code, f"p_kode_asing_{system}")
        yield Problem(
            reason,
            {"baris": int(desa.baris[position]), "kode": code, "nama": desa.nama[position] or "?"},
        )
    for id_, times in Counter(int(one) for one in ids if one).items():
        if times > 1:
            yield Problem("p_kode_ganda", {"kode": dotted(id_), "kali": times})


def _new(
    ids: Any, desa: Level, upper: Mapping[int, Level], register: Register
) -> tuple[dict[int, tuple[str, str]], list[Problem]]:
    fresh = [at for at in range(len(ids)) if ids[at] and int(ids[at]) not in register.tingkat]
    if len(fresh) > MOST_NEW * len(ids):
        return {}, [Problem("p_kode_banyak_asing", {"jumlah": len(fresh), "dari": len(ids)})]
    new: dict[int, tuple[str, str]] = {}
    problems = []
    for at in fresh:
        id_ = int(ids[at])
        new[id_] = (_tidy(str(desa.nama[at])), KINDS[id_ // 1000 % 10])
        if id_ // 10**4 not in register.tingkat:
            new[id_ // 10**4] = (_tidy(_kecamatan_name(id_ // 10**4, at, desa, upper)), "kecamatan")
        if id_ // 10**6 not in register.tingkat:
            problems.append(Problem("p_kab_asing", {"kode": dotted(id_)}))
    problems += [Problem("p_tanpa_nama", {"kode": dotted(id_)}) for id_, (nama, _) in new.items() if not nama]
    return new, problems


def _kecamatan_name(id_: int, at: int, desa: Level, upper: Mapping[int, Level]) -> str:
    if desa.kecamatan[at]:
        return str(desa.kecamatan[at])
    layer = upper.get(3)
    found = [] if layer is None else [str(nama) for nama in layer.nama[layer.codes == id_]]
    return found[0] if found else ""


def _renamed(ids: Any, desa: Level, register: Register) -> dict[int, tuple[str, str]]:
    """Return names that differ by more than spelling signs and capitals."""
    renamed = {}
    for id_, nama in zip(ids.tolist(), desa.nama, strict=True):
        old = register.nama.get(id_)
        if old and nama and not set(name_keys(old)) & set(name_keys(str(nama))):
            renamed[int(id_)] = (old, _tidy(str(nama)))
    return renamed


def _tidy(name: str) -> str:
    """Return a name in capitals as officials write it; one that is mixed already stays as it is.

    Examples
    --------
    >>> _tidy("LONG PENANEH II"), _tidy("BATU-BATU"), _tidy("Mu'ut")
    ('Long Penaneh II', 'Batu-Batu', "Mu'ut")
    """
    words = name.split()
    if not name.isupper():
        return " ".join(words)
    return " ".join(w if set(w) <= set("IVX") else "-".join(map(str.capitalize, w.split("-"))) for w in words)


def refuse_strange_names(matched: Matched) -> Iterator[Problem]:
    """Refuse a file whose name column names something else: a fifth of all names would change."""
    if len(matched.renamed) > MOST_RENAMED * max(len(matched.ids), 1):
        yield Problem("p_nama", {"jumlah": len(matched.renamed), "dari": len(matched.ids)})


__all__ = ["AreaCodeError", "Matched", "Problem", "match", "refuse_strange_names"]
