"""GET wilayah by name or code, one wilayah, and the counts of its children."""

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request

from api.core.actor import Actor
from api.core.deps import ActorDep
from api.core.errors import NotFound
from api.indicators.gazetteer import Gazette, Place
from api.indicators.rollups import Rollup
from api.versions.served import Served
from layers.kit.model import Layer
from layers.kit.roles import LOCAL
from layers.kit.sums import NAMES

router = APIRouter()
PROVINCE = "64"
Zero = Callable[[Place], int | None]


def _gazette(request: Request) -> tuple[Gazette, Served | None]:
    served: Served | None = request.app.state.shelf.current()
    gazette: Gazette = request.app.state.gazetteer.current(served)
    return gazette, served


def _place(gazette: Gazette, kode: str) -> Place:
    place = gazette.by_code(kode)
    if place is None:
        raise NotFound("wilayah_tidak_dikenal", kode=kode[:20])
    return place


def _short(gazette: Gazette, place: Place) -> dict[str, Any]:
    above = gazette.places.get(place.induk_id or 0)
    return {
        "kode": place.kode,
        "kode_bps": place.kode_bps,
        "nama": place.nama,
        "jenis": place.jenis,
        "tingkat": place.tingkat,
        "induk": None if above is None else above.nama,
        "extent": place.extent,
    }


@router.get("/wilayah")
def search(request: Request, q: Annotated[str, Query(min_length=1, max_length=80)]) -> dict[str, Any]:
    """Return at most 20 wilayah whose name or code (either system) matches."""
    gazette, _ = _gazette(request)
    return {"items": [_short(gazette, place) for place in gazette.search(q)]}


@router.get("/wilayah/{kode}")
def get_wilayah(request: Request, kode: str) -> dict[str, Any]:
    """Return one wilayah with its ancestors and children."""
    gazette, _ = _gazette(request)
    place = _place(gazette, kode)
    return {
        **_short(gazette, place),
        "perkotaan": place.perkotaan,
        "luas_km2": place.luas_km2,
        "skematik": place.skematik,
        "rantai": [{"kode": p.kode, "nama": p.nama, "tingkat": p.tingkat} for p in gazette.chain(place)],
        "anak": [_short(gazette, gazette.places[child]) for child in gazette.children.get(place.id, [])],
    }


@router.get("/rekap")
def get_rollup(
    request: Request,
    actor: ActorDep,
    induk: str = PROVINCE,
    tingkat: Annotated[int, Query(ge=1, le=4)] = 2,
) -> dict[str, Any]:
    """Return the counts of every wilayah of a level within a wilayah, and of that wilayah itself."""
    gazette, served = _gazette(request)
    parent = _place(gazette, induk)
    if served is None:
        return {
            "versi": None,
            "induk": parent.kode,
            "tingkat": tingkat,
            "kolom": [],
            "baris": [],
            "total": [],
        }
    rollup: Rollup = request.app.state.rollups.of(served, actor)
    columns, zeros = _columns(request.app.state.layers.values()), _zeros(request, served, actor)
    rows = [
        [place.kode, place.nama, _row(rollup, columns, place, zeros)]
        for place in gazette.below(parent, tingkat)
    ]
    return {
        "versi": served.nomor,
        "periode": served.periode,
        "induk": parent.kode,
        "tingkat": tingkat,
        "kolom": [name for name, _, _ in columns],
        "baris": rows,
        "total": _row(rollup, columns, parent, zeros),
    }


def _columns(layers: Iterable[Layer]) -> list[tuple[str, str, int]]:
    """Return (name, layer, class): sums, a count per class, then hectares where there is a measure."""
    listed = [layer for layer in layers if layer.legend]
    totals = [(f"{layer.name}.{name}", layer.name, code) for layer in listed for code, name in NAMES.items()]
    classed = [(layer, item.code) for layer in listed if layer.legend for item in layer.legend.classes]
    counts = [(f"{layer.name}.{code}", layer.name, code) for layer, code in classed]
    sizes = [
        (f"{layer.name}.ukuran.{code}", layer.name, code) for layer, code in classed if layer.dataset.measure
    ]
    return totals + counts + sizes


def _row(
    rollup: Rollup, columns: list[tuple[str, str, int]], place: Place, zeros: Mapping[str, Zero]
) -> list[Any]:
    counts, sizes = rollup.counts.get(place.id, {}), rollup.sizes.get(place.id, {})
    found: list[float | None] = []
    for name, layer, code in columns:
        zero = zeros[layer](place)
        if ".ukuran." in name:
            found.append(round(sizes[layer, code], 2) if (layer, code) in sizes else zero)
        else:
            found.append(counts.get((layer, code), zero))
    return found


def _zeros(request: Request, served: Served, actor: Actor) -> dict[str, Zero]:
    """Return, per layer, what an absent count means for a wilayah: 0, or None where nothing was measured."""
    found: dict[str, Zero] = {}
    for layer in request.app.state.layers.values():
        measured = {part.wilayah_id for part in served.of(layer.dataset.name)}
        found[layer.name] = partial(_zero, measured, actor)
    return found


def _zero(measured: set[int], actor: Actor, place: Place) -> int | None:
    """Return 0 where the kab/kota has data and lies within the actor's wilayah, else None."""
    here = bool(measured) if place.tingkat == 1 else int(str(place.id)[:4]) in measured
    return 0 if here and _own(place, actor) else None


def _own(place: Place, actor: Actor) -> bool:
    """Say whether a wilayah lies within the actor's own; outside, a count is not known, and not zero."""
    if actor.role not in LOCAL:
        return True
    if actor.wilayah_id is None:
        return False
    own, here = str(actor.wilayah_id), str(place.id)
    return here.startswith(own) or own.startswith(here)
