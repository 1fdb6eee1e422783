"""Tile SQL, composed once per layer: a request adds only z, x, y, the snapshots and the key range.

Every statement names its tables bare: the door's search_path is the role's schema, so the same text
reads each role's own window, and what is not in that window does not exist.
"""

from dataclasses import dataclass

from sqlalchemy import Numeric, column, table
from sqlalchemy.dialects import postgresql

from layers.kit.model import Field, Layer
from layers.kit.roles import PROVINCE, REGENCY, Role
from layers.kit.tables import COUNTS

EXTENT = 4096
MARGIN = 64
"""Tile units drawn beyond the edge, so that outlines meet without a seam."""
MIN_ZOOM = 5
MAX_ZOOM = 16
CELLS_UNTIL = 11
PUBLIC_UNTIL = 10
"""Public cells are at least 500 m wide: a 64th of a tile at zoom 10 is 611 m."""
SYMBOLS_UNTIL = 9
"""Up to this zoom a polygon that carries classes is drawn as one point: it would be smaller than a pixel."""
NAME = "sel"


@dataclass(frozen=True)
class Zooms:
    """Zooms at which a role's tiles of a layer exist, and up to which they hold cells only."""

    low: int
    high: int
    cells_until: int | None


def exact_cells(role: Role) -> bool:
    """Say whether a role's cells are the exact ones, and not the public, masked ones."""
    return role in PROVINCE | REGENCY


def zooms(layer: Layer, role: Role) -> Zooms | None:
    """Return where a role's tiles of a layer exist; None when the role sees nothing of the layer."""
    low = max(layer.zoom[0], 0)
    if not layer.dataset.is_point:
        return Zooms(low, 14, None) if role in layer.dataset.windows else None
    if role in layer.dataset.windows:
        return Zooms(max(low, MIN_ZOOM), MAX_ZOOM, CELLS_UNTIL if exact_cells(role) else None)
    return Zooms(max(low, MIN_ZOOM), PUBLIC_UNTIL, PUBLIC_UNTIL) if layer.legend else None


def _bits(step: int) -> str:
    """Return SQL that gathers the bits of a cell within its tile, x for step 0 and y for step 1."""
    terms = (f"(((k & :mask) >> {bit + step}) & {1 << bit})" for bit in range(6))
    return " | ".join(terms)


_CENTRE = f"ST_MakePoint(({_bits(0)}) * :side + :side * sisi / 2, ({_bits(1)}) * :side + :side * sisi / 2)"
_SUMS = ", ".join(f"nullif(sum({name}), 0) AS {name}" for name in COUNTS)


def cells_sql(layer: Layer) -> str:
    """Return the statement of a cell tile.

    Values: isi; lv, lo, hi (level of the cells and its Morton keys in the tile); mask (key bits within
    the tile); side (of a cell, in tile units; carried as `s` when it is not 64).
    """
    return (
        f"SELECT ST_AsMVT(petak, '{NAME}', {EXTENT}, 'g') FROM ("
        f"SELECT {_SUMS}, nullif(max(tertahan::int), 0) AS t, nullif(:side * sisi, 64) AS s,"
        f" {_CENTRE} AS g FROM sel"
        f" WHERE isi_id = ANY(:isi) AND atribut = '{layer.name}' AND lv = :lv AND k BETWEEN :lo AND :hi"
        f" GROUP BY k, sisi ORDER BY k) petak"
    )


def points_sql(layer: Layer) -> str:
    """Return the statement of a point tile; values: isi, lo, hi (Morton keys), left, right (shifts)."""
    kelas = f", {layer.legend.attribute} AS kelas" if layer.legend else ""
    x, y = (f"((({axis} >> :right) << :left) & {EXTENT - 1})" for axis in ("mx", "my"))
    return (
        f"SELECT ST_AsMVT(petak, '{layer.name}', {EXTENT}, 'g', 'id') FROM ("
        f"SELECT id{kelas}, ST_MakePoint({x}, {y}) AS g FROM {layer.dataset.name}"
        f" WHERE isi_id = ANY(:isi) AND k BETWEEN :lo AND :hi{_own_rows(layer, '')}) petak"
    )


def dense_sql(layer: Layer) -> str:
    """Return the statement of a tile of points that may be crowded.

    It answers (ramai, petak): the snapshots that hold fine cells in this tile, and the points where there
    are none such. Values: those of `points_sql`, and lv, cell_lo, cell_hi of the cells.
    """
    crowded = (
        # Said twice: the first condition lets the planner leave out the snapshots of other tiles and times.
        f"SELECT FROM sel WHERE isi_id = ANY(:isi) AND isi_id = satu AND atribut = '{layer.name}'"
        f" AND lv = :lv AND k BETWEEN :cell_lo AND :cell_hi"
    )
    return (
        f"SELECT ramai, CASE WHEN ramai IS NULL THEN ({points_sql(layer)}) END AS petak FROM"
        f" (SELECT array_agg(satu) AS ramai FROM unnest(CAST(:isi AS int[])) satu"
        f" WHERE EXISTS ({crowded})) r"
    )


def bands_sql(layer: Layer) -> str:
    """Return the statement of a boundary tile; values: isi, z, x, y, pita (zoom band)."""
    names = ", ".join(_value("b", f) for f in layer.dataset.fields if f.tile)
    # The envelope, not the column, carries the margin: the index is on the column.
    envelope = f"ST_TileEnvelope(:z, :x, :y, margin => {MARGIN / EXTENT})"
    return (
        f"SELECT ST_AsMVT(petak, '{layer.name}', {EXTENT}, 'g', 'id') FROM ("
        f"SELECT b.id, {names},"
        f" ST_AsMVTGeom(p.geom, ST_TileEnvelope(:z, :x, :y), {EXTENT}, {MARGIN}) AS g"
        f" FROM {layer.dataset.name}_tampil p"
        f" JOIN {layer.dataset.name} b ON b.isi_id = p.isi_id AND b.id = p.id"
        f" WHERE p.isi_id = ANY(:isi) AND b.isi_id = ANY(:isi) AND p.pita = :pita"
        f" AND p.geom && {envelope}{_own_rows(layer, 'b')}) petak WHERE g IS NOT NULL"
    )


def shapes_sql(layer: Layer, role: Role, *, symbols: bool) -> str:
    """Return the statement of a polygon or line tile; values: isi, z, x, y.

    With `symbols` each polygon is one point inside it.
    """
    attribute = layer.legend.attribute if layer.legend else None
    told = [f for f in layer.dataset.fields_for(role) if f.tile or f.name == attribute]
    shape = "ST_PointOnSurface(s.geom)" if symbols else "s.geom"
    # The tile's envelope is transformed to the column's CRS, not the column: the index is on the column.
    envelope = f"ST_Transform(ST_TileEnvelope(:z, :x, :y, margin => {MARGIN / EXTENT}), 4326)"
    return (
        f"SELECT ST_AsMVT(petak, '{layer.name}', {EXTENT}, 'g', 'id') FROM ("
        f"SELECT {', '.join(['s.id', *(_value('s', f) for f in told)])},"
        f" ST_AsMVTGeom(ST_Transform({shape}, 3857), ST_TileEnvelope(:z, :x, :y), {EXTENT}, {MARGIN}) AS g"
        f" FROM {layer.dataset.name} s WHERE s.isi_id = ANY(:isi) AND s.geom && {envelope}"
        f"{_own_rows(layer, 's')}) petak WHERE g IS NOT NULL"
    )


def _value(alias: str, field: Field) -> str:
    """Return a field as tiles carry it: a NUMERIC would become text there."""
    number = isinstance(field.type, Numeric) or field.type is Numeric
    return f"{alias}.{field.name}::float8 AS {field.name}" if number else f"{alias}.{field.name}"


def _own_rows(layer: Layer, alias: str) -> str:
    """Return the layer's own row condition as SQL, or nothing."""
    names = [f.name for f in layer.dataset.fields]
    condition = layer.restrict(table(alias or layer.dataset.name, *(column(n) for n in names)))
    if condition is None:
        return ""
    dialect = postgresql.dialect()  # type: ignore[no-untyped-call] # untyped in SQLAlchemy
    return f" AND {condition.compile(dialect=dialect, compile_kwargs={'literal_binds': True})}"
