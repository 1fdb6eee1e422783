"""Tile statements per layer and role, composed once at start, and how one is run."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from sqlalchemy import Connection, TextClause, text

from api.versions.bands import band_of
from api.versions.served import Served
from geo.spatial.pyramid import CELL_BITS, COARSEST
from geo.tile import GRID_BITS, tile_key_range
from layers.kit import mvt
from layers.kit.model import Layer
from layers.kit.mvt import EXTENT
from layers.kit.publish import window_statements
from layers.kit.roles import Role

HEAVY = 56_000
"""Bytes above which a tile of cells is cut into 32 × 32 instead of 64 × 64."""


@dataclass(frozen=True)
class Source:
    """Where a role's tiles of a layer come from: zooms, statements and the himpunan they read.

    `dense` asks, where points may be many, which snapshots are so crowded that `cells` serves them.
    """

    layer: Layer
    zooms: mvt.Zooms
    himpunan: str
    windows: tuple[str, ...]
    cells: TextClause | None = None
    features: TextClause | None = None
    symbols: TextClause | None = None
    dense: TextClause | None = None

    # Computed once: statements and windows do not change while the service runs.
    @cached_property
    def sidik(self) -> str:
        """Checksum of how tiles are made: another statement or window draws the same data otherwise."""
        texts = [t.text for t in (self.cells, self.features, self.symbols, self.dense) if t is not None]
        return hashlib.sha256("\n".join([*texts, *self.windows]).encode()).hexdigest()


def compose(layers: Mapping[str, Layer]) -> dict[tuple[str, Role], Source]:
    """Return the tile source of every layer and role that may see it."""
    found = {}
    for layer in layers.values():
        for role in Role:
            where = mvt.zooms(layer, role)
            if where is not None:
                found[layer.name, role] = _source(layer, role, where)
    return found


def _source(layer: Layer, role: Role, where: mvt.Zooms) -> Source:
    name, windows = layer.dataset.name, tuple(window_statements(layer.dataset, role))
    if layer.dataset.is_point:
        return _point_source(layer, role, where, windows)
    if layer.dataset.bands:
        return Source(layer, where, name, windows, features=text(mvt.bands_sql(layer)))
    symbols = text(mvt.shapes_sql(layer, role, symbols=True)) if layer.legend else None
    outlines = text(mvt.shapes_sql(layer, role, symbols=False))
    return Source(layer, where, name, windows, features=outlines, symbols=symbols)


def _point_source(layer: Layer, role: Role, where: mvt.Zooms, windows: tuple[str, ...]) -> Source:
    name = layer.dataset.name
    cells, points = text(mvt.cells_sql(layer)), text(mvt.points_sql(layer))
    if role not in layer.dataset.windows:
        return Source(layer, where, f"{name}_publik", windows, cells=cells)
    if mvt.exact_cells(role):
        return Source(layer, where, name, windows, cells, points, dense=text(mvt.dense_sql(layer)))
    return Source(layer, where, name, windows, features=points)


def tile_box(z: int, x: int, y: int) -> tuple[int, int, int, int]:
    """Return a tile as (west, north, east, south) on the 2^26 grid, inclusive."""
    side = 1 << (GRID_BITS - z)
    return x * side, y * side, (x + 1) * side - 1, (y + 1) * side - 1


def read_tile(conn: Connection, source: Source, served: Served, z: int, x: int, y: int) -> bytes:
    """Return the MVT bytes of a tile as the connection's role sees it; empty when nothing is there."""
    isi = served.touching(source.himpunan, _search_box(source, z, x, y))
    if not source.layer.dataset.is_point:
        return _read(conn, _shape_statement(source, z), isi, z=z, x=x, y=y, **_band(source, z))
    if source.features is None or (source.cells is not None and z <= (source.zooms.cells_until or 0)):
        return _read_cells(conn, source, isi, z, x, y)
    return _read_points(conn, source, isi, z, x, y)


def _read_points(conn: Connection, source: Source, isi: list[int], z: int, x: int, y: int) -> bytes:
    """Return a tile of points; a snapshot that is crowded here gives its cells instead, beside the others."""
    lo, hi = tile_key_range(z, x, y)
    places = {"lo": lo, "hi": hi, "right": max(14 - z, 0), "left": max(z - 14, 0)}
    if source.dense is None or not isi:
        return _read(conn, source.features, isi, **places)
    cells = _cells(z, x, y, CELL_BITS)
    asked = {**places, "lv": cells["lv"], "cell_lo": cells["lo"], "cell_hi": cells["hi"]}
    crowded, body = conn.execute(source.dense, {"isi": isi, **asked}).one()
    if crowded is None:
        return bytes(body or b"")
    rest = [one for one in isi if one not in crowded]
    return _read(conn, source.cells, crowded, **cells) + _read(conn, source.features, rest, **places)


def _cells(z: int, x: int, y: int, bits: int) -> dict[str, int]:
    """Return the values of a cell statement for a tile cut into 2^bits × 2^bits cells."""
    lo, hi = tile_key_range(z, x, y)
    shift = 2 * (GRID_BITS - z - bits)
    return {
        "lv": z + bits,
        "lo": lo >> shift,
        "hi": hi >> shift,
        "mask": (1 << 2 * bits) - 1,
        "side": EXTENT >> bits,
    }


def _read_cells(conn: Connection, source: Source, isi: list[int], z: int, x: int, y: int) -> bytes:
    """Return a tile of 64 × 64 cells, or of coarser ones where those would weigh too much."""
    body = _read(conn, source.cells, isi, **_cells(z, x, y, CELL_BITS))
    # Public rows stand under the level of their zoom: another level is another zoom's picture.
    coarser = z + CELL_BITS - 1 >= COARSEST and not source.himpunan.endswith("_publik")
    if len(body) <= HEAVY or not coarser:
        return body
    return _read(conn, source.cells, isi, **_cells(z, x, y, CELL_BITS - 1))


def _search_box(source: Source, z: int, x: int, y: int) -> tuple[int, int, int, int]:
    """Return the box whose snapshots a tile may need: outlines are drawn a little beyond the edge."""
    west, north, east, south = tile_box(z, x, y)
    margin = 0 if source.layer.dataset.is_point else (east - west) // 16
    return west - margin, north - margin, east + margin, south + margin


def _shape_statement(source: Source, z: int) -> TextClause | None:
    return source.symbols if source.symbols is not None and z <= mvt.SYMBOLS_UNTIL else source.features


def _band(source: Source, z: int) -> dict[str, int]:
    return {"pita": band_of(z)} if source.layer.dataset.bands else {}


def _read(conn: Connection, statement: TextClause | None, isi: list[int], **values: Any) -> bytes:
    if not isi or statement is None:
        return b""
    found = conn.execute(statement, {"isi": isi, **values}).scalar()
    return bytes(found) if found else b""
