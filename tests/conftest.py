"""Database fixtures: one throw-away PostGIS, one migrated template, a clone in milliseconds per test."""

import importlib.util
import secrets
from collections.abc import Iterator

import psycopg
import pytest

from api.core import cluster as clusters
from api.core.cluster.places import temporary_folder

TEMPLATE = "template_kantong"


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
    if importlib.util.find_spec("api.core.migrate"):
        importlib.import_module("api.core.migrate").upgrade(postgis.url(TEMPLATE))
    else:
        with psycopg.connect(postgis.dsn(TEMPLATE), autocommit=True) as conn:
            conn.execute("CREATE EXTENSION postgis")
    _admin(postgis, f"ALTER DATABASE {TEMPLATE} ALLOW_CONNECTIONS false")
    return TEMPLATE


@pytest.fixture
def database(postgis: clusters.Cluster, template_database: str) -> Iterator[str]:
    """The SQLAlchemy URL of a fresh clone of the template, dropped after the test."""
    name = f"uji_{secrets.token_hex(6)}"
    _admin(postgis, f"CREATE DATABASE {name} TEMPLATE {template_database} STRATEGY file_copy")
    yield postgis.url(name)
    _admin(postgis, f"DROP DATABASE {name} WITH (FORCE)")


def _admin(postgis: clusters.Cluster, sql: str) -> None:
    with psycopg.connect(postgis.dsn("postgres"), autocommit=True) as conn:
        conn.execute(sql)
