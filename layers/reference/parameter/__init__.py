"""The parameter sets that ship: one TOML file per rule and period, each value with its source."""

from __future__ import annotations

import tomllib
from importlib.resources import files
from typing import Any


def documents() -> tuple[dict[str, Any], ...]:
    """Every shipped parameter set as a parsed document, in the order of the file names."""
    found = sorted((f for f in files(__name__).iterdir() if f.name.endswith(".toml")), key=lambda f: f.name)
    return tuple(tomllib.loads(f.read_text(encoding="utf-8")) for f in found)
