"""The private database is prepared once per set of files, and left as it was found."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from api.core import origin
from api.core.cluster import places
from api.core.settings import Settings


@pytest.fixture
def settings() -> Iterator[Settings]:
    folder = places.temporary_folder()
    yield Settings.from_environ({"KANTONG_DATA": str(folder)})
    shutil.rmtree(folder)


def test_a_private_database_migrates_once_per_set_of_files(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    upgraded: list[str] = []
    monkeypatch.setattr(origin, "_upgrade", upgraded.append)
    monkeypatch.setenv("PGOPTIONS", "-c xx=1")
    with origin.database(settings) as private:
        assert "PGOPTIONS" not in os.environ
        private.migrate()
        private.migrate()
        assert upgraded == [private.url]
        assert not private.is_prepared(demo=True)
        private.note_prepared(demo=True)
        assert private.is_prepared(demo=True)
        assert not private.is_prepared(demo=False)
        private.migrate()
        monkeypatch.setattr(origin, "_fingerprint", lambda: "berubah")
        assert not private.is_prepared(demo=True)
        private.migrate()
        assert len(upgraded) == 2


def test_somebody_elses_database_is_migrated_every_time(monkeypatch: pytest.MonkeyPatch) -> None:
    upgraded: list[str] = []
    monkeypatch.setattr(origin, "_upgrade", upgraded.append)
    settings = Settings.from_environ({"DATABASE_URL": "postgresql://x@y/z", "KANTONG_DATA": "/nowhere"})
    with origin.database(settings) as given:
        assert given.url == "postgresql+psycopg://x@y/z"
        given.migrate()
        given.note_prepared(demo=True)
        given.migrate()
        given.check()
        assert not given.is_prepared(demo=True)
    assert len(upgraded) == 2
    assert not Path("/nowhere").exists()
