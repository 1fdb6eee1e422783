"""Which PostgreSQL on this machine carries PostGIS."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from api.core.console import SetupError

PATTERNS = (
    "/usr/lib/postgresql/*/bin",
    "/usr/pgsql-*/bin",
    "/opt/homebrew/opt/postgresql@*/bin",
    "/usr/local/opt/postgresql@*/bin",
    "/opt/homebrew/bin",
    "/usr/local/bin",
)
NEEDED = ("initdb", "postgres", "psql")


@dataclass(frozen=True)
class Binaries:
    """One PostgreSQL installation: its folder of programs and its major version."""

    folder: Path
    major: int

    def path(self, program: str) -> str:
        """Return the full path of `program`."""
        return str(self.folder / program)


def find_binaries(wanted_major: int | None = None) -> Binaries:
    """Return the PostGIS-bearing PostgreSQL of `wanted_major`, else the newest; raise SetupError if none."""
    found = sorted(_installed(), key=lambda binaries: binaries.major)
    if not found:
        raise SetupError("postgis_missing")
    same = [binaries for binaries in found if binaries.major == wanted_major]
    return same[-1] if same else found[-1]


def clean_environment() -> dict[str, str]:
    """Return the environment for PostgreSQL's programs: no PG* variable may change what they do."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("PG", "LC_"))}
    return kept | {"LC_ALL": "C"}


def _installed() -> Iterable[Binaries]:
    for folder in _folders():
        major = _major(folder)
        if major is not None and _has_postgis(folder, major):
            yield Binaries(folder, major)


def _folders() -> list[Path]:
    folders = [Path(match) for pattern in PATTERNS for match in sorted(Path("/").glob(pattern[1:]))]
    on_path = shutil.which("pg_config")
    if on_path:
        folders.append(Path(_output(on_path, "--bindir") or Path(on_path).parent))
    return [folder for folder in dict.fromkeys(folders) if all((folder / name).exists() for name in NEEDED)]


def _major(folder: Path) -> int | None:
    match = re.search(r"\b(\d+)(?:\.|devel|beta|rc|\s|$)", _output(str(folder / "postgres"), "--version"))
    return int(match[1]) if match else None


def _has_postgis(folder: Path, major: int) -> bool:
    shared = [Path(f"/usr/share/postgresql/{major}")]
    told = _output(str(folder / "pg_config"), "--sharedir")
    if told:
        shared.insert(0, Path(told))
    return any((path / "extension" / "postgis.control").exists() for path in shared)


def _output(*command: str) -> str:
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=20, env=clean_environment())
    except OSError:
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""
