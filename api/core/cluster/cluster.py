"""Ensure that the cluster of a data folder runs, share it, and stop it when its last user leaves."""

import fcntl
import os
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

from api.core.cluster import server
from api.core.cluster.binaries import Binaries, find_binaries
from api.core.cluster.places import (
    NEW_CLUSTER_MIB,
    RUNNING_CLUSTER_MIB,
    Place,
    check_free_space,
    choose_place,
    make_socket_folder,
    open_file,
)
from api.core.cluster.tuning import server_settings
from api.core.console import SetupError, say

LOCK_SECONDS = 120.0
CREATE_DATABASE = """
SELECT format('CREATE DATABASE %I', :'name')
WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = :'name') \\gexec
"""
GET_MARK = "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = :'name'"
SET_MARK = "COMMENT ON DATABASE :\"name\" IS :'mark'"


@dataclass
class Cluster:
    """A running private PostgreSQL, ours to use until `stop()`."""

    place: Place
    binaries: Binaries
    _users: int | None = field(repr=False)
    _guard: server.Guard | None = field(repr=False)

    def dsn(self, database: str = "kantong") -> str:
        """Return the libpq connection string of `database`."""
        return f"host='{self.place.sockets}' port=5432 user=postgres dbname={database}"

    def url(self, database: str = "kantong") -> str:
        """Return the SQLAlchemy URL of `database`."""
        host = quote(str(self.place.sockets), safe="")
        return f"postgresql+psycopg://postgres@/{database}?host={host}&port=5432"

    @property
    def started_here(self) -> bool:
        """Whether this process started the server, instead of joining a running one."""
        return self._guard is not None

    def is_alive(self) -> bool:
        """Say whether the postmaster is there, at the cost of reading two small files."""
        return server.postmaster(self.place) is not None

    def ensure_database(self, name: str = "kantong") -> None:
        """Create the database `name` unless it exists; one process at a time, for PostgreSQL would refuse."""
        creating = _lock(self.place, self.place.start_lock, fcntl.LOCK_EX)
        try:
            done = server.query(self.place, self.binaries, CREATE_DATABASE, name=name)
        finally:
            os.close(creating)
        if done.returncode != 0:
            raise SetupError("sql_failed", reason=done.stderr.strip().splitlines()[0])

    def get_mark(self, name: str = "kantong") -> str:
        """Return the comment on the database `name`: which files its schema was made from."""
        return server.query(self.place, self.binaries, GET_MARK, name=name).stdout.strip()

    def set_mark(self, mark: str, name: str = "kantong") -> None:
        """Write the comment that `get_mark` reads; a dump does not carry it."""
        server.query(self.place, self.binaries, SET_MARK, name=name, mark=mark)

    def stop(self) -> None:
        """Leave the cluster; the last one out stops the server. Safe to call twice."""
        if self._users is None:
            return
        users, self._users = self._users, None
        try:
            fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            self._forget_guard()
        else:
            server.interrupt(self.place)
        finally:
            os.close(users)
        if self._guard is not None:
            self._guard.wait()

    def _forget_guard(self) -> None:
        """Others still use the server: its guard outlives us, and Popen must not complain about that."""
        if self._guard is not None:
            self._guard.returncode = 0
            self._guard = None


def ensure(
    data_dir: Path,
    *,
    fsync: bool = True,
    extra_settings: Mapping[str, str] | None = None,
    remove_after: bool = False,
    quiet: bool = False,
) -> Cluster:
    """Return the running cluster of `data_dir`, made and started if need be; raise SetupError otherwise.

    With `remove_after`, `data_dir` is deleted when the last user is gone, even after `kill -9`.
    """
    place = choose_place(data_dir)
    settings = server_settings(fsync=fsync) | dict(extra_settings or {})
    starting = _lock(place, place.start_lock, fcntl.LOCK_EX)
    try:
        users = _lock(place, place.users_lock, fcntl.LOCK_SH)
        try:
            binaries = _binaries_for(place)
            guard = _start_if_needed(place, binaries, settings, fsync=fsync, remove=remove_after, quiet=quiet)
        except BaseException:
            os.close(users)
            raise
        return Cluster(place, binaries, users, guard)
    finally:
        os.close(starting)


def _start_if_needed(
    place: Place, binaries: Binaries, settings: Mapping[str, str], *, fsync: bool, remove: bool, quiet: bool
) -> server.Guard | None:
    if server.is_running(place, binaries):
        return None
    exists = place.data.exists()
    check_free_space(place.base, RUNNING_CLUSTER_MIB if exists else NEW_CLUSTER_MIB)
    make_socket_folder(place)
    if not quiet:
        say("cluster_starting" if exists else "cluster_making")
    if not exists:
        server.initialise(place, binaries, fsync=fsync)
    return server.start(place, binaries, settings, remove=remove)


def _binaries_for(place: Place) -> Binaries:
    """Return the PostgreSQL that can open the existing data, or the newest for new data."""
    if not place.data.exists():
        return find_binaries()
    try:
        major = int((place.data / "PG_VERSION").read_text().strip())
    except (OSError, ValueError):
        raise SetupError("cluster_damaged", path=place.data) from None
    binaries = find_binaries(major)
    if binaries.major != major:
        raise SetupError("major_mismatch", path=place.data, old=major, new=binaries.major)
    return binaries


def _lock(place: Place, path: Path, kind: int) -> int:
    """Take a lock on `path`, waiting for whoever holds it; raise SetupError after two minutes."""
    handle = open_file(place, path)
    deadline = time.monotonic() + LOCK_SECONDS
    while True:
        try:
            fcntl.flock(handle, kind | fcntl.LOCK_NB)
            return handle
        except OSError:
            if time.monotonic() > deadline:
                os.close(handle)
                raise SetupError("lock_timeout", path=place.base, seconds=int(LOCK_SECONDS)) from None
            time.sleep(0.05)
