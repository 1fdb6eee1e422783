"""A real browser on the real app: PostGIS, demo families, strict policy; a page error fails the test."""

import os
import secrets
import shutil
import socket
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest
import uvicorn
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from api.accounts.service import presenter_link
from api.app import create_app
from api.core import cluster as clusters
from api.core.db import Database
from api.core.settings import Settings
from api.demo.service import Order, create
from api.imports.reference import ensure_reference

FAMILIES = 1_500
DESK = {"width": 1920, "height": 1080}
PHONE = {"width": 390, "height": 844}
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--force-color-profile=srgb",
]
READY = 'html[data-siap="1"]'
PATIENCE_MS = 30_000


@dataclass(frozen=True)
class Server:
    """A running service and the settings it was made from."""

    url: str
    settings: Settings

    def link(self) -> str:
        """Return a fresh one-time address that opens the service as ADM_PROV."""
        assert self.settings.database_url
        link = presenter_link(self.settings, self.settings.database_url, self.url)
        assert link
        return link


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _clone(postgis: clusters.Cluster, template: str) -> str:
    name = f"peramban_{secrets.token_hex(4)}"
    with psycopg.connect(postgis.dsn("postgres"), autocommit=True) as conn:
        conn.execute(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy")
    return postgis.url(name)


def _settings(url: str, folder: Path) -> Settings:
    values = {"DATABASE_URL": url, "KANTONG_DATA": str(folder), "KANTONG_PORT": str(_free_port())}
    return Settings.from_environ(values)


def _serve(settings: Settings) -> Iterator[Server]:
    app = create_app(settings)
    config = uvicorn.Config(app, host="127.0.0.1", port=settings.port, log_config=None, access_log=False)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started and thread.is_alive():
        time.sleep(0.02)
    assert server.started
    yield Server(settings.base_url, settings)
    server.should_exit = True
    thread.join(10)
    app.state.database.dispose()


@pytest.fixture(scope="session")
def live_server(
    postgis: clusters.Cluster, template_database: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    """The service with reference data and the demo of 1,500 families."""
    settings = _settings(_clone(postgis, template_database), tmp_path_factory.mktemp("kantong"))
    assert settings.database_url
    ensure_reference(settings, settings.database_url)
    database = Database(settings.database_url)
    create(database, settings.keys(), Order(FAMILIES, 1), tell=lambda *_args, **_values: None)
    database.dispose()
    yield from _serve(settings)


@pytest.fixture(scope="session")
def empty_server(
    postgis: clusters.Cluster, template_database: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    """The service on a migrated database that holds nothing."""
    yield from _serve(_settings(_clone(postgis, template_database), tmp_path_factory.mktemp("kosong")))


def _browser_path() -> str:
    names = ("chromium", "chromium-browser", "google-chrome")
    path = os.environ.get("KANTONG_CHROMIUM") or next(filter(None, map(shutil.which, names)), None)
    assert path, "no Chromium on this machine; set KANTONG_CHROMIUM"
    return path


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One headless Chromium without a GPU."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=_browser_path(), args=ARGUMENTS)
        yield browser
        browser.close()


@dataclass
class Watch:
    """What a page did that it should not have done."""

    problems: list[str]
    requests: list[str]
    origins: set[str]
    expected: list[str]

    def on(self, context: BrowserContext) -> None:
        context.on("weberror", lambda event: self.problems.append(f"page error: {event.error}"))
        context.on("console", lambda message: message.type == "error" and self._console(message.text))
        context.on("request", lambda request: self._request(request.url))

    def _console(self, text: str) -> None:
        if not any(part in text for part in self.expected):
            self.problems.append(f"console: {text}")

    def _request(self, url: str) -> None:
        self.requests.append(url)
        parts = urlsplit(url)
        if parts.scheme in {"http", "https"} and f"{parts.scheme}://{parts.netloc}" not in self.origins:
            self.problems.append(f"request left the service: {url}")


Opener = Callable[..., Page]


@pytest.fixture
def watch(live_server: Server, empty_server: Server) -> Iterator[Watch]:
    """Errors and requests of every page of a test; any problem fails it in the end."""
    watch = Watch([], [], {live_server.url, empty_server.url}, [])
    yield watch
    assert watch.problems == []


@pytest.fixture
def open_page(browser: Browser, live_server: Server, watch: Watch) -> Iterator[Opener]:
    """Return a function that opens the map and waits until the picture is whole."""
    contexts: list[BrowserContext] = []

    def opened(
        fragment: str = "",
        *,
        presenter: bool = True,
        server: Server = live_server,
        finished: object = None,
        **options: object,
    ) -> Page:
        if options.pop("phone", False):
            options |= {"viewport": PHONE, "has_touch": True}
        defaults = {"viewport": DESK, "locale": "id-ID", "timezone_id": "Asia/Makassar"}
        context = browser.new_context(**{**defaults, **options})  # type: ignore[arg-type] # options of Playwright
        context.set_default_timeout(PATIENCE_MS)
        contexts.append(context)
        page = context.new_page()
        if presenter:
            _enter(page, server)
        watch.on(context)
        if finished:
            context.on("requestfinished", finished)
        page.goto(f"{server.url}/#{fragment}" if fragment else server.url)
        page.wait_for_selector(READY)
        return page

    yield opened
    for context in contexts:
        context.close()


def _enter(page: Page, server: Server) -> None:
    """Take the session cookie by the one-time link, without loading the page."""
    response = page.request.get(server.link(), max_redirects=0)
    assert response.status == 303


@pytest.fixture
def desk(open_page: Opener) -> Page:
    """The first view as ADM_PROV at 1920 × 1080."""
    return open_page()


@pytest.fixture
def families(open_page: Opener) -> Page:
    """The province without coloured areas: the families themselves by class."""
    return open_page("i=-")


@pytest.fixture
def settle() -> Callable[[Page], None]:
    """Return a function that waits until what was just asked for is on the screen."""

    def wait(page: Page) -> None:
        page.wait_for_timeout(60)
        page.wait_for_selector(READY)

    return wait


@pytest.fixture
def module() -> Callable[[Page, str], str]:
    """Return a function that gives the address of one of the page's own modules."""

    def address(page: Page, path: str) -> str:
        main = page.locator('script[type="module"]').get_attribute("src")
        assert main
        return main.replace("js/main.js", path)

    return address


HASHES = """canvases => Object.fromEntries(canvases.map(c => {
  const data = new Uint32Array(c.getContext("2d").getImageData(0, 0, c.width, c.height).data.buffer);
  let hash = 17;
  for (const pixel of data) hash = (Math.imul(hash, 31) + pixel) | 0;
  return [c.dataset.kanvas, hash];
}))"""


@pytest.fixture
def picture() -> Callable[[Page], dict[str, int]]:
    """Return a function that sums up the pixels of every canvas of the map, by name."""

    def sums(page: Page) -> dict[str, int]:
        return dict(page.locator(".lukisan canvas").evaluate_all(HASHES))

    return sums
