"""Where the database comes from: DATABASE_URL, or else a private cluster in the data folder."""

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

from api.core import cluster
from api.core.console import say
from api.core.settings import PROJECT, Settings


class Origin(Protocol):
    """A database that is there: its SQLAlchemy URL, and a look whether it still is."""

    url: str

    def migrate(self) -> None:
        """Bring the schema and the windows to the present."""

    def is_prepared(self, *, demo: bool) -> bool:
        """Say whether these very files have prepared it already, with demo data or without."""

    def note_prepared(self, *, demo: bool) -> None:
        """Remember that they have."""

    def check(self) -> None:
        """Start the database again if it is ours and has died."""


class GivenDatabase:
    """The database that DATABASE_URL names; somebody else looks after it."""

    def __init__(self, url: str) -> None:
        self.url = url

    def migrate(self) -> None:
        """Migrate, every time: somebody else may have changed something."""
        _upgrade(self.url)

    def is_prepared(self, *, demo: bool) -> bool:
        """Never trust what somebody else may have changed."""
        return False

    def note_prepared(self, *, demo: bool) -> None:
        """Leave no mark in somebody else's database."""

    def check(self) -> None:
        """Do nothing: the pools of the web processes reconnect by themselves."""


class PrivateDatabase:
    """The database `kantong` of a private cluster."""

    def __init__(self, settings: Settings) -> None:
        for name in [name for name in os.environ if name.startswith("PG")]:
            del os.environ[name]  # PGOPTIONS or PGSERVICE of another job must not bend our connections
        self._data_dir = settings.data_dir
        self._cluster = cluster.ensure(self._data_dir)
        self._cluster.ensure_database()
        self.url = self._cluster.url()

    def migrate(self) -> None:
        """Migrate unless the schema was made from these very files: a second start has no time to lose."""
        wanted = _fingerprint()
        if not self._cluster.get_mark().startswith(wanted):
            _upgrade(self.url)
            self._cluster.set_mark(wanted)

    def is_prepared(self, *, demo: bool) -> bool:
        """Look at the mark: schema and shipped files as now, and the same wish for demo data."""
        return self._cluster.get_mark() == _prepared(demo)

    def note_prepared(self, *, demo: bool) -> None:
        """Set the mark."""
        self._cluster.set_mark(_prepared(demo))

    def check(self) -> None:
        """Start the server again after it was killed; the old data folder recovers by itself."""
        if self._cluster.is_alive():
            return
        say("cluster_restarting")
        dead, self._cluster = self._cluster, cluster.ensure(self._data_dir, quiet=True)
        dead.stop()

    def stop(self) -> None:
        """Leave the cluster; the last process that leaves stops it."""
        self._cluster.stop()


def _upgrade(url: str) -> None:
    from api.core import migrate  # slow to import, and seldom needed

    migrate.upgrade(url)


def _prepared(demo: bool) -> str:
    return f"{_fingerprint()} siap{' dengan contoh' if demo else ''}"


def _fingerprint() -> str:
    """Return a digest of every file that schema, windows, reference and demo data are made from."""
    digest = hashlib.sha256()
    for folder in (PROJECT / "migrations", PROJECT / "layers", PROJECT / "geo", PROJECT / "api"):
        for path in sorted(folder.rglob("*")):
            if path.is_file() and path.suffix != ".pyc":
                digest.update(path.read_bytes())
    return digest.hexdigest()


@contextmanager
def database(settings: Settings) -> Iterator[Origin]:
    """Yield the database of these settings; a private cluster is left again at the end."""
    if settings.database_url is not None:
        yield GivenDatabase(settings.database_url)
        return
    private = PrivateDatabase(settings)
    try:
        yield private
    finally:
        private.stop()
