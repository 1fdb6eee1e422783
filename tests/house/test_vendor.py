"""What we ship of others is what they published: each vendored file has version, licence and checksum."""

import hashlib
import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = (ROOT / "web" / "vendor", ROOT / "tests" / "browser" / "vendor")
KNOWN = {"MIT", "BSD-2-Clause", "BSD-3-Clause", "ISC", "Apache-2.0", "OFL-1.1", "MPL-2.0"}
OWN = {"VENDOR.json", "vendor.py"}
"""Files of ours beside the vendored ones."""


def manifest(folder):
    return json.loads((folder / "VENDOR.json").read_text("utf-8"))


def files(folder):
    return {
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.is_file() and path.name not in OWN and "__pycache__" not in path.parts
    }


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda one: one.parent.name)
def test_every_file_is_declared_and_every_declared_file_is_there(folder):
    declared = [name for one in manifest(folder) for name in one["sha256"]]
    assert len(declared) == len(set(declared))
    assert set(declared) == files(folder)


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda one: one.parent.name)
def test_every_file_has_its_checksum(folder):
    wrong = [
        name
        for one in manifest(folder)
        for name, digest in one["sha256"].items()
        if hashlib.sha256((folder / name).read_bytes()).hexdigest() != digest
    ]
    assert wrong == []


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda one: one.parent.name)
def test_every_package_says_version_source_and_licence(folder):
    for one in manifest(folder):
        assert re.fullmatch(r"\d+\.\d+(\.\d+)?([-.]\w+)?", one["version"])
        assert one["version"] in one["source"]
        assert one["license"] in KNOWN
        assert one["license_file"] in one["sha256"], "the licence travels with the files"


def test_the_notice_names_every_vendored_package():
    notice = (ROOT / "NOTICE").read_text("utf-8").lower()
    missing = [one["name"] for one in manifest(FOLDERS[0]) if bare(one["name"]) not in notice]
    assert missing == []


def bare(name):
    return name.lower().rsplit("/", 1)[-1]
