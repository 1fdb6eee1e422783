"""SQL of single features and feature lists, read through the actor's window."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Numeric, TableClause, column, func, or_, select, table

from layers.kit.model import Layer
from layers.kit.publish import view_columns
from layers.kit.roles import Role

SCALES = (10**8, 10**6, 10**4, 1)
"""What a desa id is divided by to give the id of its province, kab/kota, kecamatan or itself."""


@dataclass(frozen=True)
class Page:
    """Which features of a layer: within a wilayah and a box (degrees), of some classes, after an id."""

    kode: str | None
    classes: tuple[int, ...]
    after: int
    limit: int
    bbox: tuple[float, float, float, float] | None = None


def _window(layer: Layer, role: Role) -> TableClause:
    return table(layer.dataset.name, *(column(name) for name in view_columns(layer.dataset, role)))


def _properties(layer: Layer, role: Role, source: TableClause) -> list[ColumnElement[Any]]:
    return [source.c[f.name] for f in layer.dataset.fields_for(role)]


def get_feature(
    conn: Connection, layer: Layer, role: Role, isi: list[int], feature_id: int
) -> dict[str, Any] | None:
    """Return one feature's properties with geometry as GeoJSON text under `geom`, or None."""
    source = _window(layer, role)
    query = select(
        source.c.id,
        source.c.desa_id,
        *_properties(layer, role, source),
        func.ST_AsGeoJSON(source.c.geom, 6).label("geom"),
    ).where(source.c.isi_id == func.any(isi), source.c.id == feature_id)
    condition = layer.restrict(source)
    if condition is not None:
        query = query.where(condition)
    row = conn.execute(query).mappings().first()
    return None if row is None else dict(row)


def list_features(
    conn: Connection, layer: Layer, role: Role, isi: list[int], page: Page
) -> list[dict[str, Any]]:
    """Return a page of features by ascending id, without geometry but with the point or centre lon, lat."""
    source = _window(layer, role)
    centre = func.ST_PointOnSurface(source.c.geom)
    query = (
        select(
            source.c.id,
            source.c.desa_id,
            *_properties(layer, role, source),
            func.round(func.ST_X(centre).cast(Numeric), 6).label("lon"),
            func.round(func.ST_Y(centre).cast(Numeric), 6).label("lat"),
        )
        .where(source.c.isi_id == func.any(isi), source.c.id > page.after)
        .order_by(source.c.id)
        .limit(page.limit)
    )
    for condition in (layer.restrict(source), *_filters(layer, source, page)):
        if condition is not None:
            query = query.where(condition)
    return [dict(row) for row in conn.execute(query).mappings()]


def _within(layer: Layer, source: TableClause, kode: str) -> ColumnElement[bool]:
    """Return the condition that a row lies within a wilayah: by its desa or, of a boundary, by its code."""
    if layer.dataset.bands:
        return or_(source.c.kode == kode, source.c.kode.like(f"{kode}.%"))
    # A range of ids, not a division: the index is on desa_id, and a filter must not be able to raise.
    scale = SCALES[kode.count(".")]
    low = int(kode.replace(".", "")) * scale
    return source.c.desa_id.between(low, low + scale - 1)


def _filters(layer: Layer, source: TableClause, page: Page) -> list[ColumnElement[bool] | None]:
    found: list[ColumnElement[bool] | None] = []
    if page.kode is not None:
        found.append(_within(layer, source, page.kode))
    if page.bbox is not None:
        found.append(source.c.geom.op("&&")(func.ST_MakeEnvelope(*page.bbox, 4326)))
    if page.classes and layer.legend is not None:
        found.append(source.c[layer.legend.attribute].in_(page.classes))
    return found
