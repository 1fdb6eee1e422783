"""The application: routers, errors, static files and what they share, made from the settings."""

from collections.abc import Mapping

from fastapi import FastAPI
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

import web
from api.accounts import endpoints as accounts
from api.accounts.service import Sessions
from api.core import errors, observe
from api.core.actor import PUBLIC, Actor
from api.core.console import SetupError
from api.core.db import Database
from api.core.errors import Unavailable
from api.core.settings import LOOPBACK, Settings
from api.core.static import Assets, respond
from api.features import endpoints as features
from api.indicators import endpoints as indicators
from api.indicators.gazetteer import Gazetteer
from api.indicators.rollups import Rollups
from api.tiles import endpoints as tiles
from api.tiles.queries import compose
from api.versions.served import Served, Shelf
from layers.kit.catalogue import catalogue
from layers.kit.model import Layer

READY_MS = 1_000
"""Time within which the database must answer for the service to be ready."""


def create_app(settings: Settings, layers: Mapping[str, Layer] | None = None) -> FastAPI:
    """Return the ASGI application of a database; `layers` replaces the catalogue in tests.

    Raises SetupError when the settings name no database.
    """
    if settings.database_url is None:
        raise SetupError("database_url_needed")
    observe.configure_logging()
    app = FastAPI(
        title="Kantong",
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        redirect_slashes=False,
        middleware=[
            Middleware(observe.Observe, tls=settings.tls_cert is not None or settings.behind_proxy),
            Middleware(observe.OwnHost, allowed=_own_names(settings)),
            # Counts of a thousand desa are 250 kB of JSON and 13 kB packed; tiles and files come packed.
            Middleware(GZipMiddleware, minimum_size=1000, compresslevel=4),
        ],
    )
    _furnish(app, settings, catalogue() if layers is None else layers)
    app.router.routes.extend([*tiles.ROUTES, *_pages(app), *_health()])
    for room in (features, indicators, accounts):
        app.include_router(room.router)
    errors.install(app)
    return app


def _own_names(settings: Settings) -> frozenset[str] | None:
    if settings.host in LOOPBACK and not settings.behind_proxy:
        return LOOPBACK
    return None


def _furnish(app: FastAPI, settings: Settings, layers: Mapping[str, Layer]) -> None:
    """Give the app what its rooms share; nothing of it is a module's global."""
    assert settings.database_url is not None
    database = Database(settings.database_url)
    sources = compose(layers)
    gazetteer = Gazetteer(database)
    app.state.settings = settings
    app.state.database = database
    app.state.layers = layers
    app.state.shelf = Shelf(database)
    app.state.sessions = Sessions(database)
    app.state.gazetteer = gazetteer
    app.state.rollups = Rollups(database, gazetteer, layers.values())
    app.state.tile_sources = sources

    def tile_versions(served: Served | None, actor: Actor) -> dict[str, str]:
        if served is None:
            return {}
        own = {name: source for (name, role), source in sources.items() if role is actor.role}
        return {name: tiles.tile_version(served, source, actor) for name, source in own.items()}

    app.state.tile_versions = tile_versions


def _pages(app: FastAPI) -> list[Route]:
    assets = Assets(web.ROOT)

    def home(request: Request) -> Response:
        return respond(request, assets.page("index.html"), "no-cache")

    return [Route("/", home, methods=["GET"]), *assets.routes()]


def _health() -> list[Route]:
    def healthz(_request: Request) -> Response:
        return JSONResponse({"hidup": True})

    def readyz(request: Request) -> Response:
        try:
            with request.app.state.database.reading(PUBLIC, READY_MS) as conn:
                conn.execute(select(1))
            served: Served | None = request.app.state.shelf.current()
        except SQLAlchemyError as error:
            raise Unavailable("basis_data_tidak_siap") from error
        return JSONResponse({"siap": True, "versi": served.nomor if served else None})

    return [
        Route("/healthz", healthz, methods=["GET"]),
        Route("/readyz", readyz, methods=["GET"]),
        Route("/metrics", observe.metrics, methods=["GET"]),
    ]
