"""The words that endpoints are written in: who asks, the database, the layers, the version in force."""

from collections.abc import Mapping
from typing import Annotated, Protocol

from fastapi import Depends
from starlette.requests import Request

from api.core.actor import Actor
from api.core.db import Database
from api.core.settings import Settings
from layers.kit.model import Layer


class Sessions(Protocol):
    """Finds the actor behind a request's cookie."""

    def actor(self, token: str | None) -> Actor:
        """Return the actor of a session token; PUBLIK for none or an expired one."""


def get_actor(request: Request) -> Actor:
    """Return who asks."""
    actor: Actor = request.app.state.sessions.actor(request.cookies.get(COOKIE))
    return actor


def get_database(request: Request) -> Database:
    """Return the doors to PostgreSQL."""
    database: Database = request.app.state.database
    return database


def get_settings(request: Request) -> Settings:
    """Return the settings the app was made with."""
    settings: Settings = request.app.state.settings
    return settings


def get_layers(request: Request) -> Mapping[str, Layer]:
    """Return every layer by name."""
    layers: Mapping[str, Layer] = request.app.state.layers
    return layers


COOKIE = "kantong_sesi"
ActorDep = Annotated[Actor, Depends(get_actor)]
DatabaseDep = Annotated[Database, Depends(get_database)]
SettingsDep = Annotated[Settings, Depends(get_settings)]
LayersDep = Annotated[Mapping[str, Layer], Depends(get_layers)]
