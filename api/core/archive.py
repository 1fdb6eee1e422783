"""Backup and restore: one file by pg_dump, checked before it counts, and never restored over anything."""

import os
import subprocess
from pathlib import Path

from sqlalchemy import create_engine
from sqlalchemy.engine import make_url

from api.core.cluster.binaries import Binaries, find_binaries
from api.core.console import SetupError
from api.core.queries import get_server_major, is_empty


def backup(database_url: str, file: Path) -> int:
    """Write a backup to `file`, which must not exist, and return its size in bytes."""
    if file.exists():
        raise SetupError("backup_exists", file=file)
    draft = file.with_name(file.name + ".part")
    binaries = find_binaries(_server_major(database_url))
    try:
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "wb") as output:
            _run(
                binaries,
                "pg_dump",
                "--format=custom",
                "--no-owner",
                "--no-privileges",
                _dsn(database_url),
                out=output,
            )
        _run(binaries, "pg_restore", "--list", str(draft))
        os.link(draft, file)  # never over a file that appeared meanwhile
    except FileExistsError:
        raise SetupError("backup_exists", file=file) from None
    except OSError as error:
        raise SetupError("backup_failed", reason=error.strerror) from error
    finally:
        draft.unlink(missing_ok=True)
    return file.stat().st_size


def restore(database_url: str, file: Path) -> None:
    """Fill the empty database from `file`, in one transaction."""
    major = _server_major(database_url)
    binaries = find_binaries(major)
    try:
        _run(binaries, "pg_restore", "--list", str(file))
    except SetupError:
        raise SetupError("backup_unreadable", file=file) from None
    if not _is_empty(database_url):
        raise SetupError("backup_not_empty")
    options = ("--no-owner", "--no-privileges", "--single-transaction", "--exit-on-error")
    _run(binaries, "pg_restore", *options, "--dbname", _dsn(database_url), str(file))


def _run(binaries: Binaries, program: str, *arguments: str, out: object = subprocess.DEVNULL) -> None:
    """Run a program of PostgreSQL; its first complaint becomes the sentence."""
    done = subprocess.run(  # type: ignore[call-overload]  # `out` is a file or DEVNULL
        [binaries.path(program), *arguments], stdin=subprocess.DEVNULL, stdout=out, stderr=subprocess.PIPE
    )
    if done.returncode != 0:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines() or ["?"]
        raise SetupError("backup_failed", reason=said[0])


def _dsn(database_url: str) -> str:
    """Return the URL as libpq reads it: without the driver's name."""
    return make_url(database_url).set(drivername="postgresql").render_as_string(hide_password=False)


def _server_major(database_url: str) -> int:
    engine = create_engine(database_url)
    try:
        with engine.connect() as conn:
            return get_server_major(conn)
    finally:
        engine.dispose()


def _is_empty(database_url: str) -> bool:
    engine = create_engine(database_url)
    try:
        with engine.connect() as conn:
            return is_empty(conn)
    finally:
        engine.dispose()
