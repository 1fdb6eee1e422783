"""A boundary file is surveyed: matched, judged, mended and dissolved; nothing here touches the database."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from api.imports.wilayah_check import (
    Mended,
    Shapes,
    check_area,
    check_nesting,
    mend_coverage,
    parent_ids,
    shape_up,
)
from api.imports.wilayah_layers import Level, find_levels
from api.imports.wilayah_match import Matched, Problem, match, refuse_strange_names
from geo.files.boundaries import BoundaryFile, read_boundaries
from geo.files.source import FileError
from geo.rules.area_codes import Register, System, dotted

if TYPE_CHECKING:
    import pandas as pd

PARENT_DIVISORS = (10**4, 100, 100)
"""What a wilayah id is divided by to give its parent's, from desa upward."""
SHOWN = 3


@dataclass(frozen=True)
class Options:
    """How a person wants a boundary file to be read."""

    system: System | None = None
    layer: str | None = None
    retire: bool = False


@dataclass(frozen=True)
class Survey:
    """A surveyed file: `rows` are the boundaries of all levels to publish, None where problems forbid it."""

    file: BoundaryFile
    levels: Mapping[int, Level]
    matched: Matched
    problems: tuple[Problem, ...]
    notes: tuple[Problem, ...]
    retired: tuple[int, ...] = ()
    rows: pd.DataFrame | None = None


def survey(path: Path, register: Register, decreed: Mapping[int, float | None], options: Options) -> Survey:
    """Read and judge a boundary file against the register and its areas in km².

    Raises
    ------
    FileError, AreaCodeError
        When the file as a whole cannot be read or its code system cannot be trusted.
    """
    file = read_boundaries(path)
    levels = find_levels(file, options.system, options.layer)
    upper = {tingkat: level for tingkat, level in levels.items() if tingkat < 4}
    matched = match(levels[4], upper, register, options.system)
    shapes = shape_up(levels[4])
    _refuse_elsewhere(shapes, levels[4], file)
    problems = (
        *matched.problems,
        *refuse_strange_names(matched),
        *_missing(matched, register, options.retire),
        *shapes.problems,
    )
    notes = _notes(file, levels[4], matched, shapes)
    begun = Survey(file, levels, matched, problems, notes, _retired(matched, register, options.retire))
    return begun if problems else _draw(begun, shapes, register, decreed)


def _refuse_elsewhere(shapes: Shapes, desa: Level, file: BoundaryFile) -> None:
    outside = sum(problem.code == "p_di_luar" for problem in shapes.problems)
    if outside and outside == len(desa):
        crs = next(layer.crs for layer in file.layers if layer.name == desa.layer)
        raise FileError("batas_di_luar", jumlah=outside, crs=crs)


def _missing(matched: Matched, register: Register, retire: bool) -> Iterator[Problem]:
    """Yield what the register has and the file lacks: whole kab/kota always, desa unless they retire."""
    held = {int(one) // 10**6 for one in matched.ids}
    gone: dict[int, list[int]] = {}
    for id_ in matched.gone:
        gone.setdefault(id_ // 10**6, []).append(id_)
    for kab, ids in sorted(gone.items()):
        name = register.nama.get(kab, dotted(kab))
        if kab not in held:
            yield Problem("p_kab_hilang", {"kab": name})
        elif not retire:
            shown = ", ".join(f"{dotted(id_)} {register.nama[id_]}" for id_ in ids[:SHOWN])
            more = ", …" if len(ids) > SHOWN else ""
            yield Problem("p_hilang", {"kab": name, "jumlah": len(ids), "contoh": shown + more})


def _retired(matched: Matched, register: Register, retire: bool) -> tuple[int, ...]:
    if not retire:
        return ()
    held = {int(one) // 10**4 for one in matched.ids}
    empty = [id_ for id_, tingkat in register.tingkat.items() if tingkat == 3 and id_ not in held]
    return (*matched.gone, *empty)


def _notes(file: BoundaryFile, desa: Level, matched: Matched, shapes: Shapes) -> tuple[Problem, ...]:
    with_z = next(layer.with_z for layer in file.layers if layer.name == desa.layer)
    counts = {
        "n_provinsi_lain": desa.elsewhere,
        "n_z": with_z,
        "n_koleksi": shapes.collections,
        "n_perbaiki": shapes.repaired,
        "n_nama_bps": matched.by_name,
        "n_perkotaan": len(matched.urban),
    }
    return tuple(Problem(code, {"jumlah": count}) for code, count in counts.items() if count)


def _draw(begun: Survey, shapes: Shapes, register: Register, decreed: Mapping[int, float | None]) -> Survey:
    """Make the boundaries of all levels, unless desa overlap, leave gaps, or do not make up their parents."""
    ids = begun.matched.ids
    names = {at: str(nama) or dotted(int(ids[at])) for at, nama in enumerate(begun.levels[4].nama)}
    mended = mend_coverage(shapes.geom, names)
    notes = (*begun.notes, *_sliver_notes(mended))
    if mended.problems:
        return _with(begun, mended.problems, notes)
    outlines = _dissolve(mended.geom, ids)
    upper = {tingkat: level for tingkat, level in begun.levels.items() if tingkat < 4}
    system = begun.matched.detection.system
    parents = {tingkat: parent_ids(level, register, system) for tingkat, level in upper.items()}
    areas = _areas_ha(mended.geom, ids)
    wrong_area, area_notes = check_area(areas, decreed)
    problems = (*check_nesting(upper, outlines, parents), *wrong_area)
    if problems:
        return _with(begun, problems, (*notes, *area_notes))
    rows = _rows(outlines, areas, begun.matched, register)
    return _with(begun, (), (*notes, *area_notes), rows)


def _with(begun: Survey, problems: Sequence[Problem], notes: Sequence[Problem], rows: Any = None) -> Survey:
    return Survey(begun.file, begun.levels, begun.matched, tuple(problems), tuple(notes), begun.retired, rows)


def _sliver_notes(mended: Mended) -> Iterator[Problem]:
    for code, (count, size) in (("n_tindih", mended.overlaps), ("n_celah", mended.gaps)):
        if count:
            yield Problem(code, {"jumlah": count, "luas": size})


def _dissolve(geom: Any, ids: Any) -> dict[int, Any]:
    from geo.spatial.coverage import dissolve

    outlines = dict(zip((int(one) for one in ids), geom, strict=True))
    below = outlines
    for digits in PARENT_DIVISORS:
        below = dict(dissolve(np.array(list(below.values())), [id_ // digits for id_ in below]))
        outlines = outlines | below
    return outlines


def _areas_ha(geom: Any, ids: Any) -> dict[int, float]:
    """Return hectares by wilayah id; in a coverage a parent has as much as its desa together."""
    from geo.spatial.coverage import area_ha

    areas: dict[int, float] = {}
    for id_, size in zip(ids.tolist(), area_ha(geom).tolist(), strict=True):
        for one in (id_, id_ // 10**4, id_ // 10**6, id_ // 10**8):
            areas[one] = areas.get(one, 0.0) + size
    return areas


def _rows(
    outlines: Mapping[int, Any], areas: Mapping[int, float], matched: Matched, register: Register
) -> pd.DataFrame:
    import pandas as pd

    changed = {id_: name for id_, (_, name) in matched.renamed.items()}
    changed |= {id_: name for id_, (name, _) in matched.new.items()}
    ordered = sorted(outlines)
    geom = np.array([outlines[id_] for id_ in ordered], dtype=object)
    return pd.DataFrame(
        {
            "wilayah_id": ordered,
            "tingkat": [{2: 1, 4: 2, 6: 3, 10: 4}[len(str(id_))] for id_ in ordered],
            "kode": [dotted(id_) for id_ in ordered],
            "nama": [changed.get(id_) or register.nama[id_] for id_ in ordered],
            "luas_ha": [round(areas[id_], 2) for id_ in ordered],
            "skematik": False,
            "geom": geom,
        }
    )
