"""Geometry of a boundary file is judged: shape, place, gaps, overlaps, nesting, area; then made whole."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from api.imports.wilayah_layers import Level
from api.imports.wilayah_match import Problem
from geo.rules.area_codes import Register, dotted
from geo.rules.coordinates import OUTER_BOX

AREA_NOTE_PCT = 2.0
AREA_LIMIT_PCT = 10.0
NEST_LIMIT_M = 50.0
"""A level drawn apart from its desa may stray this far before it is another border."""
NEST_LIMIT_HA = 1.0


@dataclass(frozen=True)
class Shapes:
    """Polygons in order of the features, and what had to be done to them."""

    geom: Any
    problems: tuple[Problem, ...]
    collections: int
    repaired: int


@dataclass(frozen=True)
class Mended:
    """One exact coverage, how many slivers it had and their hectares, or the problems that forbid it."""

    geom: Any
    problems: tuple[Problem, ...]
    overlaps: tuple[int, float] = (0, 0.0)
    gaps: tuple[int, float] = (0, 0.0)


def shape_up(level: Level) -> Shapes:
    """Return every feature as a valid MultiPolygon; what is none, or lies elsewhere, is a problem."""
    import shapely

    shapes = [_one(geometry) for geometry in level.geom]
    geom = np.array([polygon for polygon, _, _ in shapes], dtype=object)
    problems = [
        Problem(found, {"baris": int(level.baris[at]), "lapisan": level.layer, "nama": level.nama[at] or "?"})
        for at, (_, found, _) in enumerate(shapes)
        if found
    ]
    problems += [
        Problem("p_di_luar", {"baris": int(level.baris[at]), "lapisan": level.layer, "nama": level.nama[at]})
        for at in np.flatnonzero(_outside(geom))
    ]
    collections = int((shapely.get_type_id(level.geom) == shapely.GeometryType.GEOMETRYCOLLECTION).sum())
    return Shapes(geom, tuple(problems), collections, sum(repaired for _, _, repaired in shapes))


def _one(geometry: Any) -> tuple[Any, str, bool]:
    """Return (MultiPolygon, problem or "", whether it was repaired)."""
    import shapely

    from geo.spatial.coverage import polygons_of

    empty = shapely.MultiPolygon()
    if geometry is None or geometry.is_empty:
        return empty, "p_geom_kosong", False
    if not np.isfinite(shapely.bounds(geometry)).all():
        return geometry, "", False
    polygons = polygons_of(geometry)
    if polygons.is_empty:
        return empty, "p_geom_jenis", False
    if polygons.is_valid:
        return polygons, "", False
    repaired = polygons_of(shapely.make_valid(polygons, method="structure"))
    return repaired, "p_geom_rusak" if repaired.is_empty else "", True


def _outside(geom: Any) -> Any:
    import shapely

    west, south, east, north = OUTER_BOX
    bounds = shapely.bounds(geom)
    with np.errstate(invalid="ignore"):
        inside = (bounds[:, :2] >= (west, south)).all(axis=1) & (bounds[:, 2:] <= (east, north)).all(axis=1)
    return ~inside & ~shapely.is_empty(geom)


def mend_coverage(geom: Any, names: Mapping[int, str]) -> Mended:
    """Return the desa as one coverage; gaps and overlaps wider than a sliver are problems."""
    import shapely

    from geo.spatial.coverage import find_gaps, find_overlaps, mend

    overlaps, gaps = find_overlaps(geom), find_gaps(geom)
    problems = [
        Problem("p_tindih", _where(flaw) | {"satu": names[flaw.first], "dua": names[flaw.second]})
        for flaw in overlaps
        if not flaw.is_sliver
    ]
    problems += [Problem("p_celah", _where(flaw)) for flaw in gaps if not flaw.is_sliver]
    if problems:
        return Mended(geom, tuple(problems))
    is_clean = not overlaps and not gaps and shapely.coverage_is_valid(geom)
    cleaned = geom if is_clean else mend(geom)
    lost = [Problem("p_lenyap", {"nama": names[at]}) for at, one in enumerate(cleaned) if one.is_empty]
    slivers = [(len(flaws), sum(flaw.area_ha for flaw in flaws)) for flaws in (overlaps, gaps)]
    return Mended(cleaned, tuple(lost), slivers[0], slivers[1])


def _where(flaw: Any) -> dict[str, object]:
    import shapely

    place = shapely.point_on_surface(flaw.geometry)
    return {"luas": flaw.area_ha, "lebar": flaw.width_m, "lon": place.x, "lat": place.y}


def check_nesting(
    levels: Mapping[int, Level], shapes: Mapping[int, Any], ids: Mapping[int, Any]
) -> Iterator[Problem]:
    """Compare the file's own kecamatan, kab/kota and province with the union of their desa.

    `shapes` is the dissolved outline by wilayah id, `ids` the wilayah ids of each level's features.
    """
    for tingkat, level in sorted(levels.items()):
        expected = {id_ for id_ in shapes if _level(id_) == tingkat}
        for id_ in sorted(expected - {int(one) for one in ids[tingkat]}):
            yield Problem("p_induk_hilang", {"kode": dotted(id_), "lapisan": level.layer})
        shaped = shape_up(level)
        yield from shaped.problems
        for id_, geometry, nama in zip(ids[tingkat].tolist(), shaped.geom, level.nama, strict=True):
            yield from _check_nested(id_, geometry, str(nama), level.layer, shapes)


def _check_nested(
    id_: int, geometry: Any, nama: str, layer: str, shapes: Mapping[int, Any]
) -> Iterator[Problem]:
    import shapely

    from geo.spatial.coverage import area_ha, polygons_of, widths_m

    if id_ not in shapes:
        yield Problem("p_induk_asing", {"nama": nama, "lapisan": layer})
        return
    apart = polygons_of(shapely.symmetric_difference(geometry, shapes[id_]))
    wrong = [part for part in shapely.get_parts(apart) if part.area * 1.24e6 > NEST_LIMIT_HA]
    wide = [part for part in wrong if widths_m(np.array([part]))[0] > NEST_LIMIT_M]
    if wide:
        size = float(area_ha(np.array(wide)).sum())
        yield Problem("p_bersarang", {"kode": dotted(id_), "nama": nama, "lapisan": layer, "luas": size})


def check_area(
    areas_ha: Mapping[int, float], decreed: Mapping[int, float | None]
) -> tuple[list[Problem], list[Problem]]:
    """Return (problems, notes) on kab/kota whose area is not the register's (km²)."""
    problems, notes = [], []
    for id_, size_ha in sorted(areas_ha.items()):
        expected = decreed.get(id_)
        if _level(id_) != 2 or not expected:
            continue
        found = size_ha / 100
        apart = 100 * (found / expected - 1)
        values = {"id": id_, "luas": found, "register": expected, "persen": apart}
        if abs(apart) > AREA_LIMIT_PCT:
            problems.append(Problem("p_luas", values))
        elif abs(apart) > AREA_NOTE_PCT:
            notes.append(Problem("n_luas", values))
    return problems, notes


def parent_ids(level: Level, register: Register, system: Any) -> Any:
    """Return the wilayah ids of an upper level's features, 0 where the code names none."""
    codes = [int(code) for code in level.codes]
    return np.array([register.locate(code, system) or (code if system == "dagri" else 0) for code in codes])


def _level(id_: int) -> int:
    return {2: 1, 4: 2, 6: 3, 10: 4}[len(str(id_))]
