"""GET the catalogue, one feature, a page of features."""

import json
import re
from datetime import date
from decimal import Decimal
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request

from api.core.actor import Actor
from api.core.deps import ActorDep, DatabaseDep, LayersDep
from api.core.errors import BadInput, NotFound
from api.features import queries, service
from api.versions.served import Served
from layers.kit.describe import labels
from layers.kit.model import Layer

router = APIRouter()
CLASSES = re.compile(r"[0-9](,[0-9]){0,9}")


@router.get("/layers")
def list_layers(request: Request, actor: ActorDep, layers: LayersDep) -> dict[str, Any]:
    """Return every layer the actor may see, and the version in force."""
    served: Served | None = request.app.state.shelf.current()
    versions = request.app.state.tile_versions(served, actor)
    counts = request.app.state.rollups.province_counts(served, actor)
    about = service.describe_version(served)
    if about is not None:
        about["skematik"] = request.app.state.gazetteer.current(served).skematik
    return {
        "versi": about,
        "aktor": {
            "peran": actor.role.name,
            "masuk": actor.session,
            "wilayah": actor.wilayah_id,
        },
        "extent": service.extent(served),
        "layers": service.catalogue_for(layers, actor, served, versions, counts),
    }


def _window(layers: LayersDep, name: str, actor: Actor) -> Layer:
    layer = layers.get(name)
    if layer is None or actor.role not in layer.dataset.windows:
        raise NotFound("layer_tidak_dikenal", layer=name)
    return layer


def _isi(request: Request, layer: Layer) -> list[int]:
    served: Served | None = request.app.state.shelf.current()
    return [] if served is None else served.ids(layer.dataset.name)


@router.get("/layers/{name}/features/{feature_id}")
def get_feature(
    request: Request,
    name: str,
    feature_id: Annotated[int, Path(ge=0, lt=2**62)],
    actor: ActorDep,
    layers: LayersDep,
    database: DatabaseDep,
) -> dict[str, Any]:
    """Return one feature as the actor may see it, with the labels of its codes."""
    layer = _window(layers, name, actor)
    with database.reading(actor) as conn:
        row = queries.get_feature(conn, layer, actor.role, _isi(request, layer), feature_id)
    if row is None:
        raise NotFound("objek_tidak_ada", id=feature_id, layer=name)
    values = {key: _plain(value) for key, value in row.items() if key != "geom"}
    return {
        "id": values.pop("id"),
        "geometry": json.loads(row["geom"]) if row["geom"] else None,
        "properties": values,
        "labels": labels(layer.dataset.fields, values),
    }


@router.get("/layers/{name}/features")
def list_features(  # noqa: PLR0913 # one argument per query parameter
    request: Request,
    name: str,
    actor: ActorDep,
    layers: LayersDep,
    database: DatabaseDep,
    wilayah: str | None = None,
    kelas: str | None = None,
    limit: Annotated[int, Query(ge=1, le=1000)] = 100,
    after: Annotated[int, Query(ge=0, lt=2**62)] = 0,
    bbox: str | None = None,
) -> dict[str, Any]:
    """Return a page of features by id, within a wilayah and some classes."""
    layer = _window(layers, name, actor)
    page = queries.Page(_wilayah(request, wilayah), _classes(kelas), after, limit, _bbox(bbox))
    with database.reading(actor) as conn:
        rows = queries.list_features(conn, layer, actor.role, _isi(request, layer), page)
    items = [{key: _plain(value) for key, value in row.items()} for row in rows]
    return {
        "items": [{**item, "labels": labels(layer.dataset.fields, item)} for item in items],
        "next": items[-1]["id"] if len(items) == limit else None,
    }


def _wilayah(request: Request, kode: str | None) -> str | None:
    """Return the dotted code of a wilayah that exists."""
    if kode is None:
        return None
    gazetteer = request.app.state.gazetteer
    place = gazetteer.current(request.app.state.shelf.current()).by_code(kode)
    if place is None:
        raise NotFound("wilayah_tidak_dikenal", kode=kode[:20])
    return str(place.kode)


def _bbox(text: str | None) -> tuple[float, float, float, float] | None:
    """Return (west, south, east, north) in degrees; a box across the antimeridian is refused."""
    if text is None:
        return None
    try:
        west, south, east, north = (float(part) for part in text.split(","))
    except ValueError as error:
        raise BadInput("bbox_salah") from error
    if not (-180 <= west < east <= 180 and -90 <= south < north <= 90):
        raise BadInput("bbox_salah")
    return west, south, east, north


def _classes(text: str | None) -> tuple[int, ...]:
    if not text:
        return ()
    if not CLASSES.fullmatch(text):
        raise BadInput("kelas_salah")
    return tuple(int(part) for part in text.split(","))


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return float(value)
    return value.isoformat() if isinstance(value, date) else value
