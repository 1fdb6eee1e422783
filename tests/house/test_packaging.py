"""Four generic names belong to us alone, and what is built is whole and works by itself."""

import importlib.metadata
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
NAMES = ("api", "geo", "layers", "web")
TRY = """
import sys
sys.path[:0] = [{wheel!r}, {libraries!r}]
import api.app, api.cli, geo.tile, layers.kit.catalogue, layers.reference, web
for module in (api, geo, layers, web):
    assert module.__file__.startswith({wheel!r}), module.__file__
assert len(layers.reference.read_wilayah()) == 1154
assert len(layers.kit.catalogue.catalogue()) >= 10
assert (web.ROOT / "index.html").is_file()
from layers.reference.parameter import documents
assert len(documents()) >= 3
print("utuh")
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """A wheel of this folder, built without isolation and without the internet."""
    folder = tmp_path_factory.mktemp("roda")
    build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    (made,) = folder.glob("*.whl")
    return made


@pytest.mark.parametrize("name", NAMES)
def test_the_name_belongs_to_us_alone(name):
    owners = importlib.metadata.packages_distributions().get(name, ["kantong"])
    assert set(owners) == {"kantong"}
    module = __import__(name)
    assert Path(module.__file__) == ROOT / name / "__init__.py"


def test_the_folder_has_no_loose_modules():
    """An editable install puts this folder on the path: every file here would be a module."""
    assert list(ROOT.glob("*.py")) == []


def test_the_wheel_holds_our_packages_and_nothing_else(wheel):
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
        entry = archive.read(next(n for n in names if n.endswith("entry_points.txt"))).decode()
    tops = {name.split("/")[0] for name in names}
    assert {top for top in tops if not top.endswith(".dist-info")} == set(NAMES)
    assert "kantong = api.cli:main" in entry
    assert not [name for name in names if "__pycache__" in name or "/tests/" in name]
    for wanted in ("layers/reference/wilayah.csv", "web/index.html", "web/vendor/leaflet/leaflet.js"):
        assert wanted in names
    licences = {name.rsplit("/", 1)[1] for name in names if "/licenses/" in name}
    assert {"LICENSE", "NOTICE"} <= licences


def test_every_tracked_file_of_a_package_is_in_the_wheel(wheel):
    tracked = subprocess.run(
        ["git", "ls-files", *NAMES], cwd=ROOT, capture_output=True, text=True, check=True
    )
    with zipfile.ZipFile(wheel) as archive:
        assert set(tracked.stdout.split()) <= set(archive.namelist())


def test_the_wheel_works_from_an_empty_folder(wheel, tmp_path):
    target, empty = tmp_path / "terpasang", tmp_path / "kosong"
    empty.mkdir()
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(target)
    # Without `site` the editable install is not seen: only the wheel and the libraries are.
    code = TRY.format(wheel=str(target), libraries=sysconfig.get_path("purelib"))
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", code], cwd=empty, capture_output=True, text=True, check=False
    )
    assert done.stdout.strip() == "utuh", done.stderr


def test_the_lock_knows_every_dependency():
    """What the project asks for is pinned with a hash, so that an install elsewhere is the same."""
    locked = (ROOT / "uv.lock").read_text(encoding="utf-8")
    for requirement in importlib.metadata.requires("kantong"):
        name = requirement.split(";")[0].split("[")[0]
        name = "".join(c for c in name.split("=")[0].split(">")[0].split("<")[0] if c.isalnum() or c in "-_.")
        assert f'name = "{name.lower()}"' in locked
    assert "sha256:" in locked
