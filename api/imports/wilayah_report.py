"""What a person reads about a boundary file: what it is, what would change, what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice

from api.core.texts import LANGUAGES, say
from api.imports.texts import TEXTS as IMPORT_TEXTS
from api.imports.wilayah_match import Problem
from api.imports.wilayah_survey import Survey
from api.imports.wilayah_texts import TEXTS
from geo.rules.area_codes import Register, dotted

CATALOGUE = {**IMPORT_TEXTS, **TEXTS}
MOST_LINES = 12
KINDS = {"gpkg": "GeoPackage", "shp": "Shapefile", "geojson": "GeoJSON"}
SYSTEMS = {"dagri": "Kemendagri", "bps": "BPS"}


def sentence(code: str, language: str, values: Mapping[str, object]) -> str:
    """Return a sentence of the import of wilayah, or of imports in general."""
    return say(code, language, values, CATALOGUE)


def lines(survey: Survey, register: Register, berkas: str, language: str) -> Iterator[str]:
    """Yield the report line by line, problems last."""

    def one(code: str, **values: object) -> str:
        return sentence(code, language, values)

    desa = survey.levels[4]
    layer = next(layer for layer in survey.file.layers if layer.name == desa.layer)
    yield one("r_file", berkas=berkas, jenis=KINDS[survey.file.kind], crs=layer.crs)
    for tingkat, level in sorted(survey.levels.items()):
        yield one("r_level", lapisan=level.layer, tingkat=tingkat, jumlah=len(level), kolom=level.column)
    found = survey.matched.detection
    because = one(f"because_{found.reason}", dagri=found.dagri, bps=found.bps)
    yield one("r_code", sistem=SYSTEMS[found.system], alasan=because)
    if survey.rows is not None:
        yield one("r_units", **_units(survey, language))
    yield from _changes(survey, register, language)
    yield from _listed("r_note", survey.notes, register, language)
    yield from _listed("r_problem", survey.problems, register, language)


def _units(survey: Survey, language: str) -> dict[str, object]:
    assert survey.rows is not None
    count = survey.rows["tingkat"].value_counts()
    area = survey.rows.loc[survey.rows["tingkat"] == 1, "luas_ha"].sum() / 100
    mark = "." if language == LANGUAGES[0] else ","
    return {
        "kabkota": int(count.get(2, 0)),
        "kecamatan": int(count.get(3, 0)),
        "desa": int(count.get(4, 0)),
        "luas": f"{area:,.0f}".replace(",", mark),
    }


def _changes(survey: Survey, register: Register, language: str) -> Iterator[str]:
    new, renamed, gone = survey.matched.new, survey.matched.renamed, survey.retired
    counts = {"baru": len(new), "pensiun": len(gone), "nama": len(renamed)}
    yield sentence("r_changes", language, counts)
    yield from _few(
        [("r_new", {"kode": dotted(id_), "nama": name}) for id_, (name, _) in sorted(new.items())], language
    )
    yield from _few(
        [("r_gone", {"kode": dotted(id_), "nama": register.nama[id_]}) for id_ in sorted(gone)], language
    )
    yield from _few(
        [
            ("r_renamed", {"kode": dotted(id_), "lama": old, "baru": now})
            for id_, (old, now) in sorted(renamed.items())
        ],
        language,
    )


def _few(told: Sequence[tuple[str, Mapping[str, object]]], language: str) -> Iterator[str]:
    for code, values in islice(told, MOST_LINES):
        yield sentence(code, language, values)
    if len(told) > MOST_LINES:
        yield sentence("r_more", language, {"jumlah": len(told) - MOST_LINES})


def _listed(frame: str, told: Sequence[Problem], register: Register, language: str) -> Iterator[str]:
    """Yield the sentences of each kind of problem, the first few of every kind."""
    by_code: dict[str, list[Problem]] = {}
    for problem in told:
        by_code.setdefault(problem.code, []).append(problem)
    for problems in by_code.values():
        sentences = [
            (frame, {"isi": sentence(one.code, language, _named(one, register))}) for one in problems
        ]
        yield from _few(sentences, language)


def _named(problem: Problem, register: Register) -> Mapping[str, object]:
    id_ = problem.values.get("id")
    if not isinstance(id_, int):
        return problem.values
    return {**problem.values, "nama": register.nama.get(id_, dotted(id_))}
