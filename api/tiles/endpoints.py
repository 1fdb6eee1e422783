"""GET one tile: a bare Starlette route, because FastAPI's dependencies would cost more than the tile."""

import hashlib
import re
from http import HTTPStatus

from isal import igzip
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from api.core.actor import Actor
from api.core.deps import get_actor
from api.core.errors import NotFound
from api.tiles.queries import Source, read_tile
from api.versions.served import Served
from geo.tile import is_tile
from layers.kit.roles import Role

MEDIA_TYPE = "application/vnd.mapbox-vector-tile"
FOR_EVER = "max-age=31536000, immutable"
NUMBER = re.compile(r"[0-9]{1,9}")
DEEPEST = 22


def tile_version(served: Served, source: Source, actor: Actor) -> str:
    """Return the version that stands in a tile's address: content, how it is drawn, role and wilayah.

    Another role's tiles have another address, so no cache can give one what belongs to the other.
    """
    content = served.fingerprint([source.layer.dataset.name, source.himpunan])
    drawn = hashlib.sha256(f"{content} {source.sidik}".encode()).hexdigest()[:10]
    return "-".join([drawn, actor.role.value, *([str(actor.wilayah_id)] if actor.wilayah_id else [])])


def get_tile(request: Request) -> Response:
    """Return a gzipped MVT tile, 204 when nothing is there."""
    layer, (z, x, y) = request.path_params["layer"], _address(request)
    actor = get_actor(request)
    source: Source | None = request.app.state.tile_sources.get((layer, actor.role))
    if source is None:
        raise NotFound("layer_tidak_dikenal", layer=layer)
    served: Served | None = request.app.state.shelf.current()
    if served is None or not source.zooms.low <= z <= source.zooms.high:
        return Response(status_code=HTTPStatus.NO_CONTENT, headers={"Cache-Control": "no-cache"})
    version = tile_version(served, source, actor)
    headers = _caching(request, version, actor)
    if _is_known(request, headers["ETag"]):
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
    with request.app.state.database.reading(actor) as conn:
        body = read_tile(conn, source, served, z, x, y)
    if not body:
        return Response(status_code=HTTPStatus.NO_CONTENT, headers=headers)
    headers["Content-Encoding"] = "gzip"
    return Response(igzip.compress(body, compresslevel=2), media_type=MEDIA_TYPE, headers=headers)


def _address(request: Request) -> tuple[int, int, int]:
    words = [request.path_params[name] for name in ("z", "x", "y")]
    if all(NUMBER.fullmatch(word) for word in words):
        z, x, y = (int(word) for word in words)
        if z <= DEEPEST and is_tile(z, x, y):
            return z, x, y
    raise NotFound("petak_di_luar", **dict(zip(("z", "x", "y"), words, strict=True)))


def _caching(request: Request, version: str, actor: Actor) -> dict[str, str]:
    tag = f'"{version}"'
    if request.query_params.get("v") != version:
        return {"ETag": tag, "Cache-Control": "private, no-cache", "Vary": "Cookie"}
    scope = "public" if actor.role is Role.PUBLIK else "private"
    return {"ETag": tag, "Cache-Control": f"{scope}, {FOR_EVER}"}


def _is_known(request: Request, tag: str) -> bool:
    """Say whether the client has this tile: proxies list several tags, and weaken those they recompress."""
    known = [one.strip().removeprefix("W/") for one in request.headers.get("if-none-match", "").split(",")]
    return tag in known or "*" in known


ROUTES = [Route("/tiles/{layer}/{z}/{x}/{y}.mvt", get_tile, methods=["GET"], name="tile")]
