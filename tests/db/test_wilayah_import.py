import pytest
from sqlalchemy import text

from api.core.db import Database
from api.core.settings import Settings
from api.imports.reference import ensure_reference
from api.versions.service import current


@pytest.fixture
def settings(database, tmp_path):
    return Settings.from_environ({"DATABASE_URL": database, "KANTONG_DATA": str(tmp_path)})


@pytest.fixture
def loaded(settings, database):
    ensure_reference(settings, database)
    opened = Database(database)
    yield opened
    opened.dispose()


def rows(database, query, **values):
    with database.owner() as conn:
        return conn.execute(text(query), values).all()


def test_the_reference_fills_an_empty_database_once(settings, database, loaded):
    counts = rows(loaded, "SELECT tingkat, count(*) FROM data.wilayah GROUP BY 1 ORDER BY 1")
    drawn = rows(loaded, "SELECT tingkat, count(*), bool_and(skematik) FROM data.batas GROUP BY 1 ORDER BY 1")
    assert [tuple(row) for row in counts] == [(1, 1), (2, 10), (3, 105), (4, 1038)]
    assert [tuple(row) for row in drawn] == [(1, 1, True), (2, 10, True), (3, 105, True), (4, 1038, True)]
    assert rows(loaded, "SELECT count(*) FROM data.sungai")[0][0] > 10

    ensure_reference(settings, database)

    assert rows(loaded, "SELECT count(*) FROM service.versi") == [(1,)]
    with loaded.owner() as conn:
        assert set(current(conn).snapshots) == {("batas", 64), ("sungai", 64)}
