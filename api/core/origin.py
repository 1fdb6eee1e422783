"""Where the database comes from: DATABASE_URL, or else a private cluster in the data folder."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

from api.core import cluster
from api.core.console import say
from api.core.settings import Settings


class Origin(Protocol):
    """A database that is there: its SQLAlchemy URL, and a look whether it still is."""

    url: str
    fresh: bool

    def check(self) -> None:
        """Start the database again if it is ours and has died."""


class GivenDatabase:
    """The database that DATABASE_URL names; somebody else looks after it."""

    fresh = False

    def __init__(self, url: str) -> None:
        self.url = url

    def check(self) -> None:
        """Do nothing: the pools of the web processes reconnect by themselves."""


class PrivateDatabase:
    """The database `kantong` of a private cluster; `fresh` when this process started the server."""

    def __init__(self, settings: Settings) -> None:
        for name in [name for name in os.environ if name.startswith("PG")]:
            del os.environ[name]  # PGOPTIONS or PGSERVICE of another job must not bend our connections
        self._data_dir = settings.data_dir
        self._cluster = cluster.ensure(self._data_dir)
        self.fresh = self._cluster.started_here
        self._cluster.ensure_database()
        self.url = self._cluster.url()

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
