"""Rooms do not run into each other: the import contracts hold, and a wrong import would be seen."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LINT = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]


def lint(folder, config=ROOT / "pyproject.toml"):
    return subprocess.run(
        [*LINT, "--config", str(config)], cwd=folder, capture_output=True, text=True, check=False
    )


def test_the_import_contracts_hold():
    found = lint(ROOT)
    assert found.returncode == 0, found.stdout
    assert "0 broken" in found.stdout


@pytest.mark.parametrize("module", ["api", "geo", "layers", "web"])
def test_our_packages_are_regular_ones(module):
    """A namespace folder loses to any installed regular package of the same name."""
    assert (ROOT / module / "__init__.py").is_file()


def test_history_does_not_import_the_present():
    """A migration imports neither api nor layers: it must not change when they do."""
    for path in (ROOT / "migrations" / "versions").glob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        names = [one.name for node in ast.walk(tree) if isinstance(node, ast.Import) for one in node.names]
        names += [node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
        assert names
        assert not {"api", "layers", "geo"} & {name.split(".")[0] for name in names}


def test_a_start_imports_nothing_heavy():
    """The doorbell and a web process answer before geopandas, rasterio or folium have been read."""
    for module in ("api.cli", "api.app"):
        code = f"import sys, {module}; print(' '.join(m for m in sys.modules if '.' not in m))"
        done = subprocess.run(
            [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
        )
        loaded = set(done.stdout.split())
        assert not {"geopandas", "pyogrio", "rasterio", "folium", "scipy"} & loaded, module


def test_geo_does_not_know_the_web_and_layers_know_no_frames():
    for module, forbidden in (
        ("geo", {"fastapi", "sqlalchemy", "psycopg"}),
        ("layers.kit.catalogue", {"fastapi", "psycopg", "pandas"}),
    ):
        code = f"import sys, {module}; print(' '.join(sys.modules))"
        done = subprocess.run(
            [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
        )
        assert not forbidden & set(done.stdout.split())
