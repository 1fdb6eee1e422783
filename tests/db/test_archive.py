"""A backup is whole or absent, and comes back exactly, roles and all."""

import secrets
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, inspect, text

from api.core import archive, migrate
from api.core.cluster import Cluster
from api.core.console import SetupError


@pytest.fixture
def empty_database(postgis: Cluster) -> Iterator[str]:
    name = f"uji_{secrets.token_hex(6)}"
    postgis.ensure_database(name)
    yield postgis.url(name)
    engine = create_engine(postgis.url("postgres"), isolation_level="AUTOCOMMIT")
    with engine.connect() as conn:
        conn.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    engine.dispose()


def content(url: str) -> tuple[object, ...]:
    engine = create_engine(url)
    with engine.connect() as conn:
        tables = sorted(inspect(conn).get_table_names("service"))
        periods = conn.execute(text("SELECT * FROM service.alembic_version")).all()
        windows = conn.execute(text("SELECT nspname, nspacl::text FROM pg_namespace ORDER BY 1")).all()
    engine.dispose()
    return tables, periods, windows


def test_a_backup_comes_back_with_its_windows(database: str, empty_database: str, tmp_path: Path) -> None:
    file = tmp_path / "kantong.dump"
    assert archive.backup(database, file) == file.stat().st_size > 10_000
    assert file.stat().st_mode & 0o777 == 0o600
    archive.restore(empty_database, file)
    migrate.upgrade(empty_database)
    assert content(empty_database) == content(database)


def test_nothing_is_overwritten(database: str, tmp_path: Path) -> None:
    file = tmp_path / "kantong.dump"
    file.write_text("milik orang")
    with pytest.raises(SetupError) as caught:
        archive.backup(database, file)
    assert caught.value.code == "backup_exists"
    assert file.read_text() == "milik orang"


def test_a_folder_that_is_not_there_is_said(database: str, tmp_path: Path) -> None:
    with pytest.raises(SetupError) as caught:
        archive.backup(database, tmp_path / "tidak/ada.dump")
    assert caught.value.code == "backup_failed"


def test_a_full_database_is_never_restored_over(database: str, tmp_path: Path) -> None:
    file = tmp_path / "kantong.dump"
    archive.backup(database, file)
    with pytest.raises(SetupError) as caught:
        archive.restore(database, file)
    assert caught.value.code == "backup_not_empty"


def test_half_a_backup_is_refused(database: str, empty_database: str, tmp_path: Path) -> None:
    file = tmp_path / "kantong.dump"
    archive.backup(database, file)
    file.write_bytes(file.read_bytes()[:500])
    with pytest.raises(SetupError) as caught:
        archive.restore(empty_database, file)
    assert caught.value.code == "backup_unreadable"
