"""Rules of the house that a reader would have to say twice: names, SQL, Leaflet, and what enters a page."""

import ast
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
MACHINE = re.compile(r"/\.pyenv/|/root/\.|/home/[a-z]+/|C:\\\\Users")
VERBS = "SELECT INSERT UPDATE DELETE CREATE DROP ALTER GRANT REVOKE COPY VACUUM TRUNCATE WITH"
SQL = re.compile(rf"\s*({VERBS.replace(' ', '|')}|SET ROLE)\b")
COMPOSED = ("layers/kit/", "migrations/")
"""Where SQL is put together from declared names."""
WRITTEN = (*COMPOSED, "api/core/db.py", "api/core/migrate.py", "api/core/cluster/")
"""Where whole statements stand, besides modules named queries."""
ESCAPE = "# sql:"
"""A line that breaks a rule of SQL says why after this mark."""
HTML = re.compile(r"\b(innerHTML|outerHTML|insertAdjacentHTML|document\.write|unsafeHTML|srcdoc)\b")
LEAFLET = re.compile(r"""(?:from|import)\s*\(?\s*["'][^"']*leaflet[^"']*["']""", re.IGNORECASE)


def tracked(*patterns):
    done = subprocess.run(
        ["git", "ls-files", *patterns], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return [ROOT / name for name in done.stdout.splitlines() if (ROOT / name).is_file()]


def name_of(path):
    return path.relative_to(ROOT).as_posix()


def test_no_file_names_a_machine():
    found = []
    for path in tracked():
        body = path.read_bytes()
        if b"\0" in body[:8000] or path == Path(__file__):
            continue
        found += [f"{name_of(path)}: {m.group()}" for m in MACHINE.finditer(body.decode("utf-8", "replace"))]
    assert found == []


def python(*folders):
    """Every tracked module of some folders: its path, syntax tree and lines."""
    for path in tracked(*folders):
        if path.suffix == ".py":
            body = path.read_text("utf-8")
            yield path, ast.parse(body), body.splitlines()


def is_sql(node):
    return isinstance(node, ast.Constant) and isinstance(node.value, str) and bool(SQL.match(node.value))


def composes_sql(node):
    """Whether an expression makes a statement out of parts: f-string, `%`, `+` or `.format`."""
    if isinstance(node, ast.JoinedStr):
        return bool(node.values) and is_sql(node.values[0])
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add | ast.Mod):
        return is_sql(node.left)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "format":
        return is_sql(node.func.value)
    return False


def test_sql_is_composed_only_from_declared_names():
    found = []
    for path, tree, lines in python("api", "geo", "layers", "migrations", "tools"):
        if name_of(path).startswith(COMPOSED):
            continue
        for node in ast.walk(tree):
            if composes_sql(node) and ESCAPE not in lines[node.lineno - 1]:
                found.append(f"{name_of(path)}:{node.lineno}")
    assert found == []


def test_statements_stand_in_queries():
    """`queries.py`, the doors to the database, the kit and the migrations; nowhere else."""
    found = []
    for path, tree, lines in python("api", "geo", "layers"):
        if path.stem.endswith("queries") or name_of(path).startswith(WRITTEN):
            continue
        for node in ast.walk(tree):
            if is_sql(node) and " " in node.value.strip() and ESCAPE not in lines[node.lineno - 1]:
                found.append(f"{name_of(path)}:{node.lineno}")
    assert found == []


def test_the_rule_of_sql_sees_what_it_forbids():
    for bad in ('f"SELECT {x}"', '"DELETE FROM %s" % x', '"SELECT " + x', '"DROP TABLE {}".format(x)'):
        assert composes_sql(ast.parse(bad).body[0].value)
    for good in ('f"{x} SELECT"', 'sql.SQL("SELECT {}").format(x)', '"SELECT 1"', 'f"selected {x}"'):
        assert not composes_sql(ast.parse(good).body[0].value)


def test_leaflet_is_imported_only_where_the_map_is_drawn():
    found = [name_of(p) for p in tracked("web/js") if LEAFLET.search(p.read_text("utf-8"))]
    assert found
    assert all(name.startswith("web/js/map/") for name in found)


def test_text_enters_a_page_as_text():
    found = []
    for path in tracked("web/js", "web/index.html"):
        for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1):
            if HTML.search(line):
                found.append(f"{name_of(path)}:{number}")
    assert found == []


def test_nothing_is_asked_of_the_internet():
    """Only names of standards and licences look like addresses."""
    allowed = ("http://www.w3.org/", "http://127.0.0.1", "http://localhost")
    found = []
    for path in tracked("web/js", "web/css", "web/index.html"):
        for address in re.findall(r"https?://[^\s\"'`)]+", path.read_text("utf-8")):
            if not address.startswith(allowed):
                found.append(f"{name_of(path)}: {address}")
    assert found == []


@pytest.mark.parametrize("folder", ["api", "geo", "layers"])
def test_every_module_opens_with_a_sentence(folder):
    silent = [
        name_of(path) for path, tree, _ in python(folder) if not (ast.get_docstring(tree) or "").strip()
    ]
    assert silent == []


@pytest.mark.parametrize("folder", ["api", "geo", "layers"])
def test_no_room_without_a_purpose(folder):
    assert not [name_of(p) for p in tracked(folder) if p.stem in {"utils", "helpers", "misc", "common"}]


def test_every_exemption_names_its_rule_and_its_reason():
    loose = re.compile(r"#\s*(noqa\b(?!: [A-Z]+[0-9]+.*#)|type: ignore\b(?!\[[a-z, -]+\]\s+#))")
    found = []
    for path, _, lines in python("api", "geo", "layers"):
        found += [f"{name_of(path)}:{n}" for n, line in enumerate(lines, start=1) if loose.search(line)]
    assert found == []


def test_nothing_is_left_to_be_done():
    """Unfinished things live in issues, not in comments."""
    mark = re.compile(r"\b(TO" + r"DO|FIX" + r"ME|X" + r"XX|HA" + r"CK)\b")
    found = []
    for path in tracked("api", "geo", "layers", "migrations", "web/js", "web/css", "tests"):
        if path.suffix in {".py", ".js", ".css"} and "vendor" not in path.parts:
            found += [name_of(path) for line in path.read_text("utf-8").splitlines() if mark.search(line)]
    assert found == []
