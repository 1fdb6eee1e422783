"""What operators rely on: health, metrics, logs without people, and files that are cached right."""

import gzip
import json
import logging
import re

import pytest
from starlette.testclient import TestClient

import web
from api.app import create_app
from api.core.console import SetupError
from api.core.observe import JsonLines
from api.core.settings import Settings
from api.core.static import Assets
from layers.kit.roles import Role
from tests import world
from tests.endpoints.conftest import HERE, LOCAL, settings_for


@pytest.fixture
def lines():
    """Every line the service logs, as its formatter writes it."""
    found = []
    handler = logging.Handler()
    handler.emit = lambda record: found.append(JsonLines().format(record))
    logger = logging.getLogger("kantong")
    logger.addHandler(handler)
    yield found
    logger.removeHandler(handler)


def test_health_and_readiness(public):
    assert public.get("/healthz").json() == {"hidup": True}
    assert public.get("/readyz").json() == {"siap": True, "versi": 2}


def test_metrics_count_by_route_and_never_by_address(public):
    public.get("/wilayah/64.72.01.1001")
    public.get("/tidak/ada/9999010000000001")
    said = public.get("/metrics").text
    assert public.get("/metrics").headers["content-type"].startswith("text/plain")
    assert 'kantong_requests_total{route="/wilayah/{kode}",status="200"}' in said
    assert "9999010000000001" not in said
    assert "64.72.01.1001" not in said
    routes = set(re.findall(r'route="([^"]*)"', said))
    assert len(routes) < 20, "an unknown address adds no series"


def test_a_log_line_is_json_with_route_status_and_time(staff, lines):
    staff.get("/wilayah/64.72?bahasa=en")
    (line,) = map(json.loads, lines)
    assert set(line) == {"waktu", "tingkat", "asal", "pesan", "route", "status", "ms"}
    assert (line["route"], line["status"], line["asal"]) == ("/wilayah/{kode}", 200, "kantong.akses")


def test_frequent_routes_are_logged_only_when_they_fail(public, lines):
    for path in ("/healthz", "/readyz", "/metrics", "/", "/tiles/desa/9/421/256.mvt"):
        public.get(path)
    assert lines == []


def test_logs_carry_nobody(visit, staff, lines):
    """Families read, searched for, refused: nothing of them, nor what was typed, is written down."""
    row = staff.get("/layers/celah_air/features?limit=1").json()["items"][0]
    secret = "9999010000000001"
    for client in (staff, visit(), visit(Role.OP_KAB, world.SAMARINDA)):
        client.get(f"/layers/celah_air/features/{row['id']}")
        client.get("/layers/celah_air/features", params={"wilayah": "64.72.01.1001"})
        client.get("/wilayah", params={"q": f"{world.MARK} {secret}"})
        client.get(f"/wilayah/{secret}")
        client.get(f"/{secret}", headers={"Cookie": f"kantong_sesi={secret}", "User-Agent": secret})
        client.get("/masuk", params={"tautan": secret})
    assert len(lines) > 10
    everything = "\n".join(lines)
    for told in (secret, world.MARK, f"/{row['id']}", row["nama_kepala"], "64.72.01", "127.0.0.1"):
        assert told not in everything


def test_an_app_needs_a_database(tmp_path):
    with pytest.raises(SetupError):
        create_app(Settings.from_environ({"KANTONG_DATA": str(tmp_path)}))


def test_the_page_names_its_files_by_their_content(public):
    page = public.get("/")
    assert page.status_code == 200
    assert page.headers["content-type"].startswith("text/html")
    assert page.headers["cache-control"] == "no-cache"
    assert "__ASET__" not in page.text
    assert "//" not in re.sub(r"<!--.*?-->", "", page.text).replace("http://www.w3.org", "")
    found = set(re.findall(r'(?:src|href)="(/web/[^"]+)"', page.text))
    assert found
    for address in found:
        answer = public.get(address)
        assert answer.status_code == 200
        assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"


@pytest.mark.parametrize(
    ("path", "packed"),
    [
        ("/rekap?tingkat=4", True),
        ("/layers", True),
        ("/healthz", False),
        ("/tiles/kabkota/7/105/64.mvt", True),
    ],
)
def test_what_is_long_travels_packed_once(public, path, packed):
    with public.stream("GET", path, headers={"Accept-Encoding": "gzip"}) as answer:
        body = b"".join(answer.iter_raw())
    assert answer.status_code == 200
    assert (answer.headers.get("content-encoding") == "gzip") == packed
    plain = gzip.decompress(body) if packed else body
    assert plain[:2] != b"\x1f\x8b"
    if path.startswith("/rekap"):
        assert len(plain) > 10 * len(body)
    if not path.startswith("/tiles"):
        assert json.loads(plain)


@pytest.fixture
def folder(tmp_path):
    root = tmp_path / "web"
    (root / "js" / "__pycache__").mkdir(parents=True)
    (root / "index.html").write_text("<script src='__ASET__/js/main.js'></script>")
    (root / "js" / "main.js").write_text("export const satu = 1;\n" * 50)
    (root / "rahasia.py").write_text("x")
    (root / "js" / "__pycache__" / "a.pyc").write_text("x")
    (root / "gambar.png").write_bytes(b"\x89PNG")
    (tmp_path / "luar.txt").write_text("luar")
    return root


def serve(root):
    from fastapi import FastAPI

    from api.core import errors

    app, assets = FastAPI(), Assets(root)
    app.router.routes.extend(assets.routes())
    errors.install(app)
    return TestClient(app), assets


def test_a_file_is_compressed_where_that_helps_and_is_asked_for(folder):
    client, assets = serve(folder)
    plain = client.get(f"{assets.prefix}/js/main.js", headers={"Accept-Encoding": "identity"})
    assert "content-encoding" not in plain.headers
    assert plain.headers["content-type"].startswith("text/javascript")
    assert plain.headers["vary"] == "Accept-Encoding"
    with client.stream("GET", f"{assets.prefix}/js/main.js", headers={"Accept-Encoding": "gzip"}) as packed:
        body = b"".join(packed.iter_raw())
    assert packed.headers["content-encoding"] == "gzip"
    assert len(body) < len(plain.content)
    assert gzip.decompress(body) == plain.content
    image = client.get(f"{assets.prefix}/gambar.png")
    assert "content-encoding" not in image.headers
    assert image.headers["content-type"] == "image/png"


@pytest.mark.parametrize(
    "path", ["rahasia.py", "js/__pycache__/a.pyc", "../luar.txt", "%2e%2e/luar.txt", "/etc/passwd", "", "js"]
)
def test_what_is_no_asset_is_not_served(folder, path):
    client, assets = serve(folder)
    assert client.get(f"{assets.prefix}/{path}").status_code == 404


def test_an_old_address_still_works_but_is_not_kept(folder):
    client, before = serve(folder)
    (folder / "js" / "main.js").write_text("export const dua = 2;")
    client, after = serve(folder)
    assert before.prefix != after.prefix
    assert client.get(f"{before.prefix}/js/main.js").headers["cache-control"] == "no-cache"
    assert "immutable" in client.get(f"{after.prefix}/js/main.js").headers["cache-control"]
    assert after.prefix in after.page("index.html").body.decode()


def test_the_first_view_stays_below_its_budget(public):
    """Everything the page asks for before the first tile, as it goes over the wire."""
    assets = Assets(web.ROOT)
    client = TestClient(public.app, base_url=HERE, client=LOCAL)
    weight = 0
    for name in wanted(assets):
        with client.stream("GET", f"{assets.prefix}/{name}", headers={"Accept-Encoding": "gzip"}) as answer:
            assert answer.status_code == 200, name
            weight += sum(len(part) for part in answer.iter_raw())
    assert weight <= 300_000


def wanted(assets):
    """The page's files, and what its modules and styles import, one after another."""
    todo = set(re.findall(r'(?:src|href)="__ASET__/([^"]+)"', assets._files["index.html"].decode()))
    todo |= set(re.findall(r'"__ASET__/([^"]+)"', assets._files["index.html"].decode()))
    seen = set()
    while todo:
        name = todo.pop()
        if name in seen or name not in assets._files:
            continue
        seen.add(name)
        if name.endswith(".js"):
            base = name.rsplit("/", 1)[0]
            for found in re.findall(r'(?:from|import)\s*"(\.[^"]+)"', assets._files[name].decode()):
                todo.add(resolve(base, found))
    return sorted(seen)


def resolve(base, relative):
    parts = base.split("/")
    for step in relative.split("/"):
        if step == "..":
            parts.pop()
        elif step != ".":
            parts.append(step)
    return "/".join(parts)


@pytest.fixture
def unborn(database, tmp_path):
    """The app on a database in which nothing has been published."""
    app = create_app(settings_for(database, tmp_path))
    with TestClient(app, base_url=HERE, client=LOCAL) as client:
        yield client
    app.state.database.dispose()


def test_before_the_first_version_everything_answers_and_nothing_is_there(unborn):
    body = unborn.get("/layers").json()
    assert body["versi"] is None
    assert body["extent"] == [113.5, -2.8, 119.3, 2.7]
    assert all(one["empty"] and "?v=" not in one["tiles"] for one in body["layers"])
    assert {c["count"] for one in body["layers"] if one["legend"] for c in one["legend"]["classes"]} == {None}
    assert unborn.get("/readyz").json() == {"siap": True, "versi": None}
    tile = unborn.get("/tiles/desa/9/421/256.mvt")
    assert (tile.status_code, tile.headers["cache-control"]) == (204, "no-cache")
    assert unborn.get("/layers/desa/features").json() == {"items": [], "next": None}
    assert unborn.get("/wilayah?q=samarinda").json() == {"items": []}
    for path in ("/wilayah/64", "/rekap", "/layers/desa/features/6472011001"):
        assert unborn.get(path).status_code == 404
