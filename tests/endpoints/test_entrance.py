"""Who may enter: one-time links, sessions and their end, foreign names, and the headers on every answer."""

import threading

import pytest
from sqlalchemy import create_engine, insert, text
from starlette.testclient import TestClient

from api.accounts.service import Sessions, digest, presenter_link
from api.app import create_app
from api.core.actor import PUBLIC
from api.core.db import Database
from api.core.deps import COOKIE
from api.core.tables import AKUN
from layers.kit.roles import Role
from tests.endpoints.conftest import HERE, LOCAL, session_in, settings_for


@pytest.fixture
def settings(province, tmp_path):
    return settings_for(province, tmp_path)


@pytest.fixture
def door(settings):
    made = create_app(settings)
    yield made
    made.state.database.dispose()


def guest(app, client=LOCAL, base_url=HERE):
    return TestClient(app, base_url=base_url, client=client, follow_redirects=False)


def link(settings):
    return presenter_link(settings, settings.database_url, HERE)


def role_of(client):
    return client.get("/layers").json()["aktor"]["peran"]


def hire(url):
    engine = create_engine(url)
    with engine.begin() as conn:
        conn.execute(insert(AKUN).values(nama="Petugas", peran="OP_KAB", wilayah_id=6472))
    engine.dispose()


def test_the_presenters_link_opens_the_door_once(door, settings):
    address = link(settings)
    assert address.startswith(f"{HERE}/masuk?tautan=")
    first, second = guest(door), guest(door)
    entered = first.get(address)
    assert (entered.status_code, entered.headers["location"]) == (303, "/")
    assert entered.headers["cache-control"] == "no-store"
    assert role_of(first) == "ADM_PROV"
    assert first.get("/layers").json()["aktor"] == {"peran": "ADM_PROV", "masuk": True, "wilayah": None}
    again = second.get(address)
    assert again.status_code == 403
    assert again.json()["type"] == "urn:kantong:galat:tautan_tidak_berlaku"
    assert COOKIE not in again.cookies
    assert role_of(second) == "PUBLIK"


def test_the_cookie_cannot_be_read_by_scripts_nor_sent_by_other_sites(door, settings):
    said = guest(door).get(link(settings)).headers["set-cookie"].lower()
    for word in ("httponly", "samesite=strict", "path=/", "max-age=43200"):
        assert word in said
    assert "secure" not in said, "plain HTTP on this computer"


def test_over_tls_the_cookie_is_secure(province, tmp_path):
    for name in ("a.pem", "a.key"):
        (tmp_path / name).write_text("x")
    settings = settings_for(
        province, tmp_path, KANTONG_TLS_CERT=str(tmp_path / "a.pem"), KANTONG_TLS_KEY=str(tmp_path / "a.key")
    )
    app = create_app(settings)
    answer = guest(app, base_url="https://127.0.0.1:8000").get(link(settings))
    assert "secure" in answer.headers["set-cookie"].lower()
    assert answer.headers["strict-transport-security"] == "max-age=31536000"
    app.state.database.dispose()


def test_only_one_of_many_gets_through(door, settings):
    address, start, codes = link(settings), threading.Barrier(6), []

    def try_it():
        client = guest(door)
        start.wait()
        codes.append(client.get(address).status_code)

    threads = [threading.Thread(target=try_it) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(codes) == [303, 403, 403, 403, 403, 403]


def test_a_new_link_ends_the_one_before(door, settings):
    old, new = link(settings), link(settings)
    assert guest(door).get(old).status_code == 403
    assert guest(door).get(new).status_code == 303


@pytest.mark.parametrize("where", ["192.168.1.7", "8.8.8.8", "2001:db8::1", "testclient", "::ffff:8.8.8.8"])
def test_from_another_computer_the_link_is_worth_nothing(door, settings, where):
    address = link(settings)
    refused = guest(door, client=(where, 4000)).get(address)
    assert refused.status_code == 403
    assert refused.json()["type"] == "urn:kantong:galat:bukan_lokal"
    assert guest(door, client=("::1", 4000)).get(address).status_code == 303, "and it is not used up by that"


def test_behind_a_proxy_everybody_seems_local_so_nobody_is(province, tmp_path):
    settings = settings_for(province, tmp_path, KANTONG_DI_BELAKANG_PROKSI="1")
    assert link(settings) is None
    app = create_app(settings)
    assert guest(app).get("/masuk?tautan=x").json()["type"] == "urn:kantong:galat:bukan_lokal"
    app.state.database.dispose()


def test_an_expired_link_is_worth_nothing(door, settings, province):
    address = link(settings)
    change(province, "UPDATE service.tautan_masuk SET berakhir = now() - interval '1 second'")
    assert guest(door).get(address).status_code == 403


def change(url, statement):
    engine = create_engine(url)
    with engine.begin() as conn:
        conn.execute(text(statement))
    engine.dispose()


def test_the_first_account_ends_the_presenter(settings, province):
    """Existing sessions, links given out, and links yet to be asked for."""
    address = link(settings)
    token = session_in(province, Role.ADM_PROV)
    database = Database(province)
    assert Sessions(database).actor(token).role is Role.ADM_PROV
    hire(province)
    assert Sessions(database).actor(token) is PUBLIC
    assert Sessions(database).enter(address.split("tautan=")[1]) is None
    assert link(settings) is None
    database.dispose()


def test_leaving_ends_the_session_everywhere(door, settings):
    client = guest(door)
    client.get(link(settings))
    token = client.cookies[COOKIE]
    left = client.post("/keluar")
    assert (left.status_code, left.content) == (204, b"")
    assert role_of(client) == "PUBLIK"
    thief = guest(door)
    thief.cookies.set(COOKIE, token)
    assert role_of(thief) == "PUBLIK"
    assert client.post("/keluar").status_code == 204, "leaving twice is no error"


def test_an_expired_or_invented_session_is_nobody(door, province):
    client = guest(door)
    for token in (session_in(province, Role.ADM_PROV, hours=-1), "", "x", "a" * 5000):
        client.cookies.set(COOKIE, token)
        assert role_of(client) == "PUBLIK"


def test_the_database_keeps_hashes_of_tokens_only(door, settings, province):
    address = link(settings)
    client = guest(door)
    engine = create_engine(province)
    with engine.connect() as conn:
        links = conn.scalars(text("SELECT sidik FROM service.tautan_masuk")).all()
    assert [bytes(one) for one in links] == [digest(address.split("tautan=")[1])]
    client.get(address)
    with engine.connect() as conn:
        sessions = conn.scalars(text("SELECT sidik FROM service.sesi")).all()
    assert [bytes(one) for one in sessions] == [digest(client.cookies[COOKIE])]
    engine.dispose()


@pytest.mark.parametrize("role", list(Role))
def test_a_session_says_its_role_and_wilayah(app, shared_province, role):
    client = guest(app)
    client.cookies.set(COOKIE, session_in(shared_province, role, 6472))
    assert client.get("/layers").json()["aktor"] == {"peran": role.name, "masuk": True, "wilayah": 6472}


@pytest.mark.parametrize(
    "host",
    ["kantong.example", "127.0.0.1.evil.example", "evil.example:8000", "localhost.evil.example", "testserver",
     "", "0", "[::2]", "127.0.0.2", "localhost@evil.example"],
)  # fmt: skip
def test_a_foreign_name_is_refused(app, host):
    """A web page elsewhere must not reach this service by pointing its name here."""
    refused = guest(app).get("/layers", headers={"Host": host})
    assert refused.status_code == 421
    assert refused.json()["type"] == "urn:kantong:galat:host_asing"
    assert "content-security-policy" in refused.headers


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "127.0.0.1:8000", "localhost:1", "[::1]:8000", "[::1]", "LOCALHOST"]
)
def test_this_computers_own_names_are_answered(app, host):
    assert guest(app).get("/healthz", headers={"Host": host}).status_code == 200


def test_behind_a_proxy_the_proxy_knows_its_names(province, tmp_path):
    app = create_app(settings_for(province, tmp_path, KANTONG_DI_BELAKANG_PROKSI="1"))
    answer = guest(app).get("/healthz", headers={"Host": "kantong.example"})
    assert answer.status_code == 200
    assert answer.headers["strict-transport-security"] == "max-age=31536000"
    app.state.database.dispose()


@pytest.mark.parametrize(
    "path", ["/", "/layers", "/rekap", "/healthz", "/readyz", "/metrics", "/tiles/desa/9/421/256.mvt",
             "/tidak/ada", "/wilayah?q=sama", "/layers/desa/features?limit=1", "/masuk?tautan=x"]
)  # fmt: skip
def test_every_answer_carries_the_security_headers(app, path):
    headers = guest(app).get(path).headers
    policy = headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "script-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy, "nothing from the internet"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert headers["referrer-policy"] in {"same-origin", "no-referrer"}
    assert "server" not in headers


def test_what_belongs_to_a_reader_is_never_stored_on_the_way(visit):
    for client in (visit(), visit(Role.ADM_PROV), visit(Role.OP_KAB, 6472)):
        for path in ("/layers", "/rekap", "/wilayah?q=sama", "/wilayah/64", "/layers/kawasan_kumuh/features"):
            assert client.get(path).headers["cache-control"] == "no-store"
