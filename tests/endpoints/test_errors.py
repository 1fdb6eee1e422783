"""One error shape on every route, in the reader's language, and never a word of the database's."""

import logging
from functools import partial
from urllib.parse import quote

import pytest
from sqlalchemy import create_engine, text
from starlette.routing import Route
from starlette.testclient import TestClient

from api.app import create_app
from api.core.errors import AppError, BadInput
from api.core.observe import JsonLines
from layers.kit.roles import Role
from tests import world
from tests.endpoints.conftest import HERE, LOCAL, settings_for

SHAPE = {"type", "title", "status", "detail", "problems"}
METHODS = {"GET", "POST", "PUT", "PATCH", "DELETE"}
SAMPLE = {
    "layer": "celah_air", "name": "desa", "z": "5", "x": "26", "y": "15", "kode": "64", "feature_id": "1",
    "hash": "x", "path": "tidak/ada.js",
}  # fmt: skip
HOSTILE = [
    "'", '"', "';DROP TABLE data.wilayah;--", "1 OR 1=1", "' UNION SELECT nik_sandi FROM data.keluarga--",
    "\\", "%", "%s", "{0}", "{layer.__class__}", "\x00", "\u202e", "ऄ", "'||pg_sleep(9)||'", "64.72'",
    "64.72\n", "-1", "0", "1e400", "NaN", "null", "9" * 400, "a" * 20_000, "<script>alert(1)</script>",
    "../../etc/passwd",
]  # fmt: skip
DATABASE_WORDS = ("psycopg", "sqlalchemy", "SELECT", "keluarga_isi", "LINE 1", "DETAIL", "Traceback", "[SQL")


def assert_shape(response, status=None, echoed=""):
    assert response.headers["content-type"] == "application/problem+json"
    body = response.json()
    assert set(body) == SHAPE
    assert body["status"] == response.status_code
    assert status is None or body["status"] == status
    assert body["type"].startswith("urn:kantong:galat:")
    assert body["detail"].strip()
    said = body["detail"].replace(echoed, "") if echoed else body["detail"]
    assert len(said) < 300
    assert "{" not in said
    assert not any(word in said for word in DATABASE_WORDS)
    assert response.headers["cache-control"] == "no-store"
    return body


def leaves(router):
    """Every route beneath a router; a kind of route this test does not know fails it."""
    for route in router.routes:
        inner = getattr(route, "original_router", None)
        if inner is not None:
            yield from leaves(inner)
        else:
            assert isinstance(route, Route), f"what kind of route is {route}?"
            yield route


def routes(app):
    """Every address of the app with a sample for each of its parts, and the methods it serves."""
    found = {}
    for route in leaves(app):
        path = route.path.replace(":path}", "}").format(**SAMPLE)
        found.setdefault(path, set()).update(route.methods)
    return found


def test_every_route_refuses_other_methods_in_the_one_shape(app, public):
    known = routes(app)
    assert {"/", "/layers", "/rekap", "/wilayah", "/masuk", "/keluar", "/metrics", "/healthz"} <= set(known)
    for path, methods in known.items():
        for method in METHODS - methods:
            response = public.request(method, path)
            assert_shape(response, 405)
            assert set(response.headers["allow"].split(", ")) == methods


@pytest.mark.parametrize(
    "path",
    [
        "/tidak/ada", "/layers/", "/layers/desa", "/layers/desa/features/", "/tiles/desa/5/26/15",
        "/tiles/desa/5/26/15.png", "/web/x/tidak.js", "/web/x/../app.py", "/web/x/%2e%2e/app.py", "/docs",
        "/openapi.json", "/redoc", "/web/", "/index.html", "/.env", "/wilayah/", "/wilayah/99.99",
    ],
)  # fmt: skip
def test_an_unknown_address_is_404_in_both_languages(public, path):
    indonesian = assert_shape(
        public.get(path, headers={"Accept-Language": "id"}, follow_redirects=False), 404
    )
    english = assert_shape(public.get(path, headers={"Accept-Language": "en"}, follow_redirects=False), 404)
    assert indonesian["detail"] != english["detail"]
    assert indonesian["type"] == english["type"]


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("/wilayah", "isian_missing"),
        ("/wilayah?q=", "isian_string_too_short"),
        ("/wilayah?q=" + "a" * 81, "isian_string_too_long"),
        ("/rekap?tingkat=5", "isian_less_than_equal"),
        ("/rekap?tingkat=0", "isian_greater_than_equal"),
        ("/rekap?tingkat=dua", "isian_int_parsing"),
        ("/rekap?tingkat=" + "9" * 5000, None),
        ("/layers/desa/features?limit=0", "isian_greater_than_equal"),
        ("/layers/desa/features?limit=1001", "isian_less_than_equal"),
        ("/layers/desa/features?after=-1", "isian_greater_than_equal"),
        ("/layers/desa/features?after=" + "9" * 30, "isian_less_than"),
        ("/layers/desa/features?kelas=a", "kelas_salah"),
        ("/layers/desa/features?kelas=1,,2", "kelas_salah"),
        ("/layers/desa/features?kelas=1,2,3,4,5,6,7,8,9,0,1", "kelas_salah"),
        ("/layers/desa/features?bbox=1,2,3", "bbox_salah"),
        ("/layers/desa/features?bbox=179,-1,-179,1", "bbox_salah"),
        ("/layers/desa/features?bbox=117,1,118,0", "bbox_salah"),
        ("/layers/desa/features?bbox=nan,0,1,1", "bbox_salah"),
        ("/layers/desa/features?bbox=-inf,-90,inf,90", "bbox_salah"),
        ("/layers/desa/features/abc", "isian_int_parsing"),
        ("/layers/desa/features/" + "9" * 30, "isian_less_than"),
        ("/layers/desa/features/-1", "isian_greater_than_equal"),
        ("/masuk", "isian_missing"),
        ("/masuk?tautan=" + "a" * 201, "isian_string_too_long"),
    ],
)
def test_bad_parameters_are_422_and_say_what_is_wrong(public, path, code):
    indonesian = assert_shape(public.get(path), 422)
    english = assert_shape(public.get(path, params=None, headers={"Accept-Language": "en"}), 422)
    assert indonesian["detail"] != english["detail"]
    if code:
        assert indonesian["type"] == f"urn:kantong:galat:{code}"
    for problem in indonesian["problems"]:
        assert set(problem) == {"field", "code"}


ASKED = (
    ("/wilayah", "q"), ("/rekap", "induk"), ("/rekap", "tingkat"), ("/masuk", "tautan"),
    ("/layers", "bahasa"), ("/layers/desa/features", "wilayah"), ("/layers/desa/features", "kelas"),
    ("/layers/desa/features", "limit"), ("/layers/desa/features", "after"), ("/layers/desa/features", "bbox"),
    ("/layers/celah_air/features", "wilayah"), ("/layers/celah_air/features", "kelas"),
    ("/tiles/celah_air/5/26/15.mvt", "v"),
)  # fmt: skip


@pytest.mark.parametrize("hostile", HOSTILE, ids=lambda value: repr(value[:24]))
def test_hostile_words_are_words(public, staff, hostile):
    """In every parameter, of strangers and of staff: an answer, and nothing of the database."""
    for client in (public, staff):
        for path, name in ASKED:
            answer = client.get(path, params={name: hostile})
            assert answer.status_code in {200, 204, 403, 404, 422}, (path, name)
            if answer.status_code >= 400:
                assert_shape(answer, echoed=hostile[:20])
    accepted = public.get("/layers", headers={"Accept-Language": hostile.encode("utf-8", "ignore")})
    assert accepted.status_code == 200
    stranger = public.get("/layers", headers={"Cookie": f"kantong_sesi={hostile}".encode()})
    assert stranger.json()["aktor"]["peran"] == "PUBLIK"


ADDRESSES = ("/layers/{}/features/1", "/layers/{}/features", "/wilayah/{}", "/tiles/{}/5/26/15.mvt")


@pytest.mark.parametrize(
    "hostile", [one for one in HOSTILE if "/" not in one], ids=lambda one: repr(one[:24])
)
def test_hostile_addresses_are_addresses(staff, hostile):
    for pattern in ADDRESSES:
        answer = staff.get(pattern.format(quote(hostile, safe="")))
        assert answer.status_code in {404, 422}
        assert_shape(answer, echoed=hostile[:20])


def test_the_register_is_still_there(public):
    assert len(public.get("/wilayah/64").json()["anak"]) == 10


@pytest.mark.parametrize(
    ("accept", "asked", "language"),
    [
        ("en", None, "en"), ("id", None, "id"), ("", None, "id"), ("fr", None, "id"), ("EN-us", None, "en"),
        ("fr, en;q=0.8", None, "en"), ("en;q=0.2, id;q=0.9", None, "id"), ("id;q=0, en;q=0.1", None, "en"),
        ("en;q=x", None, "en"), ("en", "id", "id"), ("id", "en", "en"), ("en", "xx", "en"), ("*", None, "id"),
        ("indo", None, "id"), ("enx", None, "id"),
    ],
)  # fmt: skip
def test_the_language_is_the_asked_one_then_the_browsers(public, accept, asked, language):
    params = {"bahasa": asked} if asked else {}
    detail = public.get("/tidak/ada", params=params, headers={"Accept-Language": accept}).json()["detail"]
    assert (
        detail
        == {"id": "Halaman atau data itu tidak ada.", "en": "That page or data does not exist."}[language]
    )


@pytest.fixture
def broken(province, tmp_path):
    """An app, its database to be broken, and what it logs."""
    app = create_app(settings_for(province, tmp_path))
    lines = []
    handler = logging.Handler()
    handler.emit = lambda record: lines.append(JsonLines().format(record))
    logging.getLogger("kantong").addHandler(handler)
    engine = create_engine(province)
    with TestClient(app, base_url=HERE, client=LOCAL) as client:
        yield client, engine, lines
    logging.getLogger("kantong").removeHandler(handler)
    engine.dispose()
    app.state.database.dispose()


def test_a_database_error_is_500_with_a_number_that_the_log_knows(broken):
    client, engine, lines = broken
    assert client.get("/rekap").status_code == 200
    with engine.begin() as conn:
        conn.execute(text("DROP VIEW publik.batas CASCADE"))
    body = assert_shape(client.get("/layers/desa/features/6472011001"), 500)
    number = body["detail"].rsplit(" ", 1)[1].strip(".")
    assert any(number in line for line in lines)
    everything = "\n".join(lines)
    assert "ProgrammingError" in everything
    assert not any(word in everything for word in ("SELECT", "relation", "publik.batas", "6472011001"))
    assert "queries.py" in everything, "where it happened, for whoever mends it"


def test_a_failure_of_ours_is_500_with_headers_and_without_a_trace(broken, monkeypatch):
    client, _, lines = broken
    monkeypatch.setattr(client.app.state, "layers", None)
    response = client.get("/layers/desa/features/6472011001")
    assert_shape(response, 500)
    assert "default-src 'self'" in response.headers["content-security-policy"]
    (line,) = [line for line in lines if '"failure"' in line]
    assert "AttributeError" in line
    assert "6472011001" not in line
    assert "endpoints.py" in line, "where it happened, for whoever mends it"


def test_a_statement_that_takes_too_long_is_503(broken, monkeypatch):
    client, engine, _ = broken
    columns = "isi_id, id, kabkota_id, desa_id, tingkat, kode, nama, luas_ha, skematik, geom"
    slow = "CREATE VIEW publik.batas AS SELECT {} FROM data.batas b WHERE (SELECT true FROM pg_sleep(60))"
    with engine.begin() as conn:
        conn.execute(text("DROP VIEW publik.batas CASCADE"))
        conn.execute(text(slow.format(columns)))
        conn.execute(text("GRANT SELECT ON publik.batas TO kantong_publik"))
    database = client.app.state.database
    monkeypatch.setattr(database, "reading", partial(database.reading, timeout_ms=50))
    body = assert_shape(client.get("/layers/desa/features/6472011001"), 503)
    assert body["type"] == "urn:kantong:galat:terlalu_lama"


def test_a_database_that_is_away_is_503_everywhere(postgis, tmp_path):
    app = create_app(settings_for(postgis.url("tidak_ada"), tmp_path))
    with TestClient(app, base_url=HERE, client=LOCAL) as client:
        for path in (
            "/layers",
            "/rekap",
            "/wilayah?q=sa",
            "/readyz",
            "/tiles/desa/9/1/1.mvt",
            "/masuk?tautan=x",
        ):
            body = assert_shape(client.get(path), 503)
            assert body["type"] == "urn:kantong:galat:basis_data_tidak_siap"
        assert client.get("/healthz").status_code == 200
        assert client.get("/metrics").status_code == 200
    app.state.database.dispose()


def test_the_tree_of_refusals_fits_its_statuses():
    assert {one.__name__: int(one.status) for one in AppError.__subclasses__()} == {
        "BadInput": 422, "Forbidden": 403, "NotFound": 404, "Conflict": 409, "Misdirected": 421,
        "Unavailable": 503,
    }  # fmt: skip
    assert int(AppError.status) == 500
    assert BadInput("kelas_salah").code == "kelas_salah"


def test_no_error_tells_of_a_family(visit, staff, public):
    number = staff.get("/layers/celah_air/features?limit=1").json()["items"][0]["id"]
    elsewhere = visit(Role.OP_KAB, world.PASER)
    for client in (elsewhere, public):
        refused = assert_shape(client.get(f"/layers/celah_air/features/{number}"), 404)
        unknown = assert_shape(client.get(f"/layers/celah_air/features/{number}9999"), 404)
        assert refused["type"] == unknown["type"], "whether it exists elsewhere is not said"
        assert world.MARK not in str(refused)
