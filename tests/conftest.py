"""Database fixtures: one throw-away PostGIS, one migrated template, a clone in milliseconds per test."""

import secrets
from collections.abc import Iterator

import psycopg
import pytest

from api.core import cluster as clusters
from api.core import migrate
from api.core.cluster.places import temporary_folder
from tests import world

TEMPLATE = "template_kantong"
SETTLED = "template_provinsi"


@pytest.fixture(scope="session")
def postgis() -> Iterator[clusters.Cluster]:
    """One cluster for the whole session, without fsync, gone afterwards even if pytest is killed."""
    cluster = clusters.ensure(temporary_folder(), fsync=False, remove_after=True, quiet=True)
    yield cluster
    cluster.stop()


@pytest.fixture(scope="session")
def template_database(postgis: clusters.Cluster) -> str:
    """The name of a database with PostGIS and every migration; nobody may connect to it afterwards."""
    postgis.ensure_database(TEMPLATE)
    migrate.upgrade(postgis.url(TEMPLATE))
    _admin(postgis, f"ALTER DATABASE {TEMPLATE} ALLOW_CONNECTIONS false")
    return TEMPLATE


@pytest.fixture
def database(postgis: clusters.Cluster, template_database: str) -> Iterator[str]:
    """The SQLAlchemy URL of a fresh clone of the template, dropped after the test."""
    yield from clone(postgis, template_database)


@pytest.fixture(scope="session")
def settled_database(postgis: clusters.Cluster, template_database: str) -> str:
    """The name of a database with the small province of `tests.world` published in it."""
    _admin(postgis, f"CREATE DATABASE {SETTLED} TEMPLATE {template_database} STRATEGY file_copy")
    world.settle(postgis.url(SETTLED))
    _admin(postgis, f"ALTER DATABASE {SETTLED} ALLOW_CONNECTIONS false")
    return SETTLED


@pytest.fixture
def province(postgis: clusters.Cluster, settled_database: str) -> Iterator[str]:
    """The URL of a province of one's own, to publish in."""
    yield from clone(postgis, settled_database)


@pytest.fixture(scope="session")
def shared_province(postgis: clusters.Cluster, settled_database: str) -> Iterator[str]:
    """The URL of a province that many tests read and none changes, sessions apart."""
    yield from clone(postgis, settled_database)


def clone(postgis: clusters.Cluster, template: str) -> Iterator[str]:
    """Yield the URL of a copy of a database, dropped afterwards."""
    name = f"uji_{secrets.token_hex(6)}"
    _admin(postgis, f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy")
    yield postgis.url(name)
    _admin(postgis, f"DROP DATABASE {name} WITH (FORCE)")


def _admin(postgis: clusters.Cluster, sql: str) -> None:
    with psycopg.connect(postgis.dsn("postgres"), autocommit=True) as conn:
        conn.execute(sql)
