"""A visitor for every role: the real app on the small province, with sessions written where sign-in will."""

import secrets
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import create_engine, insert
from starlette.testclient import TestClient

from api.accounts.service import digest
from api.app import create_app
from api.core.deps import COOKIE
from api.core.settings import Settings
from api.core.tables import SESI
from layers.kit.roles import Role

HERE = "http://127.0.0.1:8000"
LOCAL = ("127.0.0.1", 50_000)
Visit = Callable[..., TestClient]


def settings_for(url: str, folder: object, **environ: str) -> Settings:
    """The settings of an app on a database."""
    return Settings.from_environ({"DATABASE_URL": url, "KANTONG_DATA": str(folder), **environ})


def session_in(url: str, role: Role, wilayah: int | None = None, hours: float = 1) -> str:
    """The token of a session that ends after some hours."""
    token = secrets.token_urlsafe(16)
    engine = create_engine(url)
    ends = datetime.now(UTC) + timedelta(hours=hours)
    with engine.begin() as conn:
        conn.execute(
            insert(SESI).values(sidik=digest(token), peran=role.name, wilayah_id=wilayah, berakhir=ends)
        )
    engine.dispose()
    return token


@pytest.fixture(scope="session")
def app(shared_province: str, tmp_path_factory: pytest.TempPathFactory):
    """The app on the shared province, made once."""
    made = create_app(settings_for(shared_province, tmp_path_factory.mktemp("data")))
    yield made
    made.state.database.dispose()


@pytest.fixture(scope="session")
def visit(app, shared_province: str) -> Iterator[Visit]:
    """Return a client of a role and wilayah; PUBLIK without a session."""
    known: dict[tuple[Role, int | None], TestClient] = {}
    with ExitStack() as stack:

        def visit(role: Role = Role.PUBLIK, wilayah: int | None = None) -> TestClient:
            if (role, wilayah) not in known:
                client = stack.enter_context(TestClient(app, base_url=HERE, client=LOCAL))
                if role is not Role.PUBLIK:
                    client.cookies.set(COOKIE, session_in(shared_province, role, wilayah))
                known[role, wilayah] = client
            return known[role, wilayah]

        yield visit


@pytest.fixture(scope="session")
def public(visit: Visit) -> TestClient:
    """Somebody who did not sign in."""
    return visit()


@pytest.fixture(scope="session")
def staff(visit: Visit) -> TestClient:
    """The province's administrator."""
    return visit(Role.ADM_PROV)
