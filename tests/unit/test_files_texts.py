"""Everything an import can say is said in both languages, with values that are really there."""

import ast
import re
import string
from pathlib import Path

import numpy as np
import pytest

from api.imports.ledger import advice, code_list, make_ledger, sentence, summarise
from api.imports.row_texts import ROWS
from api.imports.texts import TEXTS
from geo.files.findings import Finding
from geo.rules.area_codes import AreaCodeError

ROOT = Path(__file__).parents[2]
SOURCES = [
    *(ROOT / "api" / "imports").glob("*.py"),
    *(path for path in (ROOT / "geo" / "files").glob("*.py") if path.name != "boundaries.py"),
    ROOT / "geo" / "rules" / "area_codes.py",
]
OURS = [path for path in SOURCES if not path.name.startswith(("wilayah", "reference"))]
TABLES = {"texts.py", "row_texts.py", "family_texts.py", "messages.py"}
REFUSALS = {"FileError", "ImportRefusal", AreaCodeError.__name__}


def _calls(names):
    """(first literal argument, keyword names) of every call of some names in our sources."""
    for path in OURS:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            called = isinstance(node, ast.Call) and getattr(node.func, "id", "") in names and node.args
            if called and isinstance(node.args[0], ast.Constant):
                yield node.args[0].value, {keyword.arg for keyword in node.keywords}


def _fields(text):
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_every_refusal_has_its_sentence_and_its_values():
    found = list(_calls(REFUSALS))
    assert len(found) > 30
    for code, given in found:
        for text in TEXTS[code]:
            assert _fields(text) <= given, code


def test_every_finding_has_its_message():
    found = {code for code, _ in _calls({"find", "Finding"})}
    assert len(found) > 30
    assert found <= set(ROWS)


def test_every_code_named_in_the_sources_is_used():
    read = [*OURS, ROOT / "geo" / "files" / "boundaries.py"]
    text = " ".join(path.read_text("utf-8") for path in read if path.name not in TABLES)
    words = set(re.findall(r"[a-z0-9_]+", text))
    built = {f"{prefix}_{kind}" for prefix in ("nik", "kk") for kind in ("nol_excel", "ganda")}
    assert set(ROWS) <= words | built
    assert {code for code in TEXTS if not code.startswith(("berkas_", "cli_", "because_"))} <= words


@pytest.mark.parametrize("kode", sorted(ROWS))
@pytest.mark.parametrize("language", ["id", "en"])
def test_every_message_reads(kode, language):
    one = Finding(
        kode, "atap", np.array([7]), np.array(["x" * 90], dtype=object), np.array(["usul"], dtype=object)
    )
    ledger = make_ledger(np.array([7]), np.array([], dtype=np.int64), [one], {"atap": "Jenis\nAtap"})
    said = sentence(one, 0, ledger, language)
    assert said.startswith(("Baris 7, kolom Jenis Atap: ", "Row 7, column Jenis Atap: "))
    assert "{" not in said + advice(one, 0, language)
    assert len(said) < 220
    assert summarise([one], ledger)[0][0] == 1


def test_a_code_list_is_readable():
    assert (
        code_list("kloset")
        == "1 leher angsa, 2 plengsengan dengan tutup, 3 plengsengan tanpa tutup, 4 cemplung/cubluk"
    )


def test_the_worst_finding_decides_and_broken_rows_count():
    baris, broken = np.array([2, 4, 3]), np.array([9])
    findings = [
        Finding("titik_kosong", "lat", np.array([3, 4])),
        Finding("nik_excel", "nik", np.array([4])),
        Finding("desil_sumber_diisi", "desil", np.array([2])),
        Finding("kolom_tidak_cocok", None, broken, np.array(["3"], dtype=object)),
    ]
    ledger = make_ledger(baris, broken, findings, {})
    assert (ledger.total, ledger.counts) == (4, (1, 1, 2))
    assert ledger.rejected.tolist() == [4, 9]
    assert baris[ledger.kept].tolist() == [2, 3]
