"""The catalogue as a role sees it: descriptors with tile addresses, extents and counts."""

from collections.abc import Mapping
from typing import Any

from api.core.actor import Actor
from api.versions.served import Served
from geo.tile import GRID_SIZE, grid_to_lonlat
from layers.kit.describe import describe
from layers.kit.model import Layer
from layers.kit.roles import Role
from layers.kit.tables import OUTER_BOX

Counts = Mapping[tuple[str, int], int | None]


def catalogue_for(
    layers: Mapping[str, Layer],
    actor: Actor,
    served: Served | None,
    versions: Mapping[str, str],
    counts: Counts,
) -> list[dict[str, Any]]:
    """Return the descriptors of the layers an actor may see.

    Parameters
    ----------
    versions : tile version per layer name
    counts : features per layer name and class; None where the count is withheld
    """
    found = []
    for layer in layers.values():
        one = describe(layer, actor.role)
        if one is None:
            continue
        version = versions.get(layer.name)
        suffix = f"?v={version}" if version else ""
        one["tiles"] = f"/tiles/{layer.name}/{{z}}/{{x}}/{{y}}.mvt{suffix}"
        one["extent"] = extent(served, layer.dataset.name if sees_all(layer, actor.role) else None)
        one["source"] = _source(served, layer.dataset.name) or one["source"]
        one["empty"] = served is None or not served.ids(layer.dataset.name)
        for item in one["legend"]["classes"] if one["legend"] else ():
            item["count"] = counts.get((layer.name, item["code"]), None if one["empty"] else 0)
        found.append(one)
    return found


def sees_all(layer: Layer, role: Role) -> bool:
    """Say whether a role sees every row of a layer; else the layer's extent tells where hidden ones lie."""
    window = layer.dataset.windows.get(role)
    return window is not None and window.rows is None


def _source(served: Served | None, himpunan: str) -> dict[str, str] | None:
    """Return who the rows in force come from, as their snapshots say."""
    names = sorted({part.sumber for part in served.of(himpunan)}) if served else []
    return {"id": "; ".join(names), "en": "; ".join(names)} if names else None


def describe_version(served: Served | None) -> dict[str, Any] | None:
    """Return what a screen says about the version it shows."""
    if served is None:
        return None
    sources = {part.sumber for part in served.parts if not part.himpunan.endswith("_publik")}
    return {
        "nomor": served.nomor,
        "periode": served.periode,
        "terbit": served.terbit.isoformat(),
        "keterangan": served.keterangan,
        "contoh": served.is_sample(),
        "sumber": sorted(sources),
        "kabkota": sorted({part.wilayah_id for part in served.of("keluarga")}),
    }


def extent(served: Served | None, himpunan: str | None = None) -> list[float]:
    """Return (west, south, east, north) in degrees of a himpunan, or of the boundaries, or the outer box."""
    parts = [] if served is None else served.of(himpunan or "batas")
    boxes = [part.extent for part in parts if part.extent and part.extent[2] < GRID_SIZE - 1]
    if not boxes:
        return list(OUTER_BOX)
    west, north = min(b[0] for b in boxes), min(b[1] for b in boxes)
    east, south = max(b[2] for b in boxes), max(b[3] for b in boxes)
    lon, lat = grid_to_lonlat([west, east], [south, north])
    return [round(float(v), 6) for v in (lon[0], lat[0], lon[1], lat[1])]
