"""The rules of the web folder: vendored files as listed, Leaflet in its folder, no markup from text."""

import hashlib
import json
import re
from pathlib import Path

import pytest

import web

SCRIPTS = [path for path in web.ROOT.glob("js/**/*.js")]
VENDORS = [web.ROOT / "vendor", Path(__file__).parent / "vendor"]


@pytest.mark.parametrize("folder", VENDORS, ids=lambda path: path.parent.name)
def test_vendored_files_are_listed_with_licence_and_checksum(folder):
    entries = json.loads((folder / "VENDOR.json").read_text())
    listed = {name: digest for entry in entries for name, digest in entry["sha256"].items()}
    there = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    ours = {"VENDOR.json", "vendor.py"} | {name for name in there if "__pycache__" in name}
    assert there - ours == set(listed)
    for name, digest in listed.items():
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == digest
    for entry in entries:
        assert entry["version"]
        assert entry["license_file"] in listed


def test_only_the_map_folder_knows_leaflet():
    outside = [path for path in SCRIPTS if "map" not in path.relative_to(web.ROOT / "js").parts]
    assert [path.name for path in outside if re.search(r"leaflet|\bL\.", path.read_text())] == []


def test_text_never_becomes_markup():
    forbidden = re.compile(
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|unsafeHTML|\beval\(|new Function"
    )
    assert [path.name for path in SCRIPTS if forbidden.search(path.read_text())] == []


def test_the_page_carries_no_inline_script_or_style():
    page = (web.ROOT / "index.html").read_text()
    assert not re.search(r"<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)", page)
    templates = "\n".join(path.read_text() for path in SCRIPTS)
    assert not re.search(r"<[a-z][^<>`]*\sstyle=", templates)


def test_nothing_comes_from_elsewhere():
    files = [*SCRIPTS, web.ROOT / "index.html", *web.ROOT.glob("css/*.css")]
    assert [
        path.name for path in files if re.search(r"(https?:)?//[a-z0-9-]+\.[a-z]", path.read_text())
    ] == []


def imported(path, found):
    if path in found:
        return found
    found.add(path)
    for match in re.finditer(r"""(?:from|import)\s*["'](\.[^"']+)["']""", path.read_text()):
        imported((path.parent / match[1]).resolve(), found)
    return found


def test_the_page_names_every_module_it_needs_so_that_none_waits_for_another():
    page = (web.ROOT / "index.html").read_text()
    named = set(re.findall(r'rel="modulepreload" href="__ASET__/([^"]+)"', page))
    needed = imported((web.ROOT / "js/main.js").resolve(), set())
    assert named | {"js/main.js"} == {path.relative_to(web.ROOT.resolve()).as_posix() for path in needed}


def test_every_module_opens_with_its_purpose():
    assert [path.name for path in SCRIPTS if not path.read_text().startswith("/**")] == []


def test_modules_and_styles_stay_small():
    long = {path.name: len(path.read_text().splitlines()) for path in SCRIPTS if path.name != "text.js"}
    assert {name: lines for name, lines in long.items() if lines > 330} == {}


def test_raw_colours_stand_in_the_tokens_alone():
    sheets = [path for path in web.ROOT.glob("css/*.css") if path.name not in {"tokens.css", "print.css"}]
    assert [path.name for path in sheets if re.search(r"#[0-9a-f]{3,8}\b(?![^{]*\{)", path.read_text())] == []
