"""The README is tested: its tables are the settings, commands, layers and words of the code."""

import argparse
import re
from pathlib import Path

import pytest

from api.cli import build_parser
from api.core.tables import METADATA
from layers.kit.catalogue import catalogue, datasets
from layers.kit.tables import data_metadata

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text("utf-8")
CODE = re.compile(r"`([^`]+)`")


def table(name):
    """The rows below the comment that marks a table, as lists of cells; the head is left out."""
    mark = f"<!-- tabel: {name} -->"
    assert README.count(mark) == 1, f"the README marks its table with {mark}"
    before, after = README.split(mark)
    assert re.search(r"^## .+", before, re.MULTILINE), "a table stands below a heading"
    rows = []
    for line in after.strip().splitlines():
        if not line.startswith("|"):
            break
        rows.append([cell.strip() for cell in re.split(r"(?<!\\)\|", line.strip("|"))])
    assert len(rows) > 2
    assert len({len(row) for row in rows}) == 1
    assert set("".join(rows[1])) <= set("-: ")
    return rows[2:]


def test_every_setting_is_in_the_table_and_nothing_else():
    source = "".join(
        (ROOT / "api" / "core" / name).read_text("utf-8") for name in ("settings.py", "console.py")
    )
    known = set(re.findall(r'"(KANTONG_[A-Z_]+|DATABASE_URL)"', source))
    listed = [CODE.search(row[0]).group(1) for row in table("pengaturan")]
    assert sorted(listed) == sorted(known)
    assert all(row[2] for row in table("pengaturan"))


@pytest.mark.parametrize("name", ["docker-compose.yml", "Dockerfile", "run", ".ci/run"])
def test_every_variable_of_deployment_is_explained_somewhere(name):
    told = README + "".join(path.read_text("utf-8") for path in (ROOT / "docs").glob("*.md"))
    for variable in set(re.findall(r"\$\{?(KANTONG_[A-Z_]+)", (ROOT / name).read_text("utf-8"))):
        assert variable in told, variable


def commands(parser, path=()):
    """Every command without further ones below it: its words and its options."""
    below = [action for action in parser._actions if isinstance(action, argparse._SubParsersAction)]
    if below:
        for name, inner in below[0].choices.items():
            yield from commands(inner, (*path, name))
    else:
        options = {s for action in parser._actions for s in action.option_strings if s.startswith("--")}
        yield " ".join(path), options - {"--help"}


def test_every_command_is_in_the_table_with_all_its_options():
    known = dict(commands(build_parser()))
    listed = {}
    for row in table("perintah"):
        words = [word for word in CODE.search(row[0]).group(1).split() if word.islower()]
        listed[" ".join(words)] = set(re.findall(r"--[a-z]+", " ".join(row)))
    assert set(listed) == set(known)
    for name, options in known.items():
        assert listed[name] == options, name


def test_every_command_explains_itself():
    for name, _ in commands(build_parser()):
        parser = build_parser()
        with pytest.raises(SystemExit) as left:
            parser.parse_args([*name.split(), "--help"])
        assert left.value.code == 0


def test_the_table_of_layers_is_the_catalogue():
    listed = [(CODE.search(row[0]).group(1), row[1], row[2], row[3]) for row in table("lapisan")]
    assert listed == [(one.name, one.title.id, one.title.en, one.kind) for one in catalogue().values()]


def words_of(cell):
    return [word.strip() for word in cell.split(",")]


def test_every_word_of_the_glossary_is_used_by_the_code():
    code = "\n".join(
        p.read_text("utf-8") for folder in ("api", "geo", "layers") for p in (ROOT / folder).rglob("*.py")
    )
    used = set(re.findall(r"[a-z]+", code.lower()))
    listed = [word for row in table("istilah") for word in words_of(row[0])]
    assert len(listed) == len(set(listed))
    assert [word for word in listed if word not in used] == []
    assert all(row[1] for row in table("istilah"))


def test_every_table_is_made_of_words_of_the_glossary():
    listed = {word for row in table("istilah") for word in words_of(row[0])}
    names = {table.name for table in METADATA.tables.values()}
    names |= {table.name for table in data_metadata(datasets().values()).tables.values()}
    unknown = {part for name in names for part in name.split("_")} - listed - {"masuk", "tampil"}
    assert unknown == set()


def test_every_file_the_documents_name_is_there():
    for path in [ROOT / "README.md", *(ROOT / "docs").glob("*.md")]:
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", path.read_text("utf-8")):
            assert (path.parent / target).exists(), f"{path.name}: {target}"
