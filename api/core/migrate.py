"""Bring a database to the present: schema by Alembic, privileges by the layer files, in one transaction."""

from collections.abc import Mapping
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, create_engine, text

from layers.kit.catalogue import datasets
from layers.kit.model import Layer
from layers.kit.publish import closing_statements, opening_statements, role_statements

ROOT = Path(__file__).resolve().parents[2]
LOCK = 7_240_001
"""Key of the advisory lock: two upgrades at once wait for each other."""


def alembic_config(connection: Connection | None = None) -> Config:
    """Return the Alembic configuration of pyproject.toml, bound to a connection."""
    config = Config(toml_file=str(ROOT / "pyproject.toml"))
    config.attributes["connection"] = connection
    return config


def _run(connection: Connection, statements: list[str]) -> None:
    for statement in statements:
        connection.execute(text(statement))


def open_windows(connection: Connection, layers_by_name: Mapping[str, Layer] | None = None) -> None:
    """Close every window and open it again from the layer files."""
    _run(connection, closing_statements())
    _run(connection, opening_statements(datasets(layers_by_name).values()))


def upgrade(url: str, revision: str = "head") -> None:
    """Close the windows, migrate, open the windows: all of it or nothing.

    Raises
    ------
    sqlalchemy.exc.DBAPIError
        When the database refuses; nothing has changed then.
    """
    engine = create_engine(url)
    try:
        with engine.begin() as connection:
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": LOCK})
            _run(connection, ["CREATE SCHEMA IF NOT EXISTS service", *role_statements()])
            _run(connection, closing_statements())
            command.upgrade(alembic_config(connection), revision)
            open_windows(connection)
    finally:
        engine.dispose()
