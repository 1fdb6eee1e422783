"""Counts of every wilayah at every level, summed once per version and window and kept at hand."""

import threading
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar

from api.core.actor import Actor
from api.core.db import Database
from api.indicators import queries
from api.indicators.gazetteer import Gazette, Gazetteer
from api.versions.served import Served
from layers.kit.model import Layer
from layers.kit.publish import masked_rollup
from layers.kit.roles import Role
from layers.kit.sums import TOTAL, members

WITHHELD = -1
KEPT = 32
Column = tuple[str, int]
N = TypeVar("N", int, float)


@dataclass(frozen=True)
class Rollup:
    """Counts per wilayah id and column (layer, class); `sizes` holds the sums of measures likewise."""

    counts: dict[int, dict[Column, int]]
    sizes: dict[int, dict[Column, float]]


class Rollups:
    """Keeps the roll-ups of recent versions; the key is version, role and wilayah, the oldest end first."""

    def __init__(self, database: Database, gazetteer: Gazetteer, layers: Iterable[Layer]) -> None:
        self._database = database
        self._gazetteer = gazetteer
        self._layers = [one for one in layers if one.legend and not one.dataset.reference]
        self._himpunan = sorted({one.dataset.name for one in self._layers})
        self._lock = threading.Lock()
        self._kept: OrderedDict[tuple[int, Role, int | None], Rollup] = OrderedDict()

    def of(self, served: Served, actor: Actor) -> Rollup:
        """Return the counts that an actor may see of a version."""
        key = (served.nomor, actor.role, actor.wilayah_id)
        with self._lock:
            if key not in self._kept:
                self._kept[key] = self._load(served, actor)
                while len(self._kept) > KEPT:
                    self._kept.popitem(last=False)
            self._kept.move_to_end(key)
            return self._kept[key]

    def province_counts(self, served: Served | None, actor: Actor) -> dict[Column, int | None]:
        """Return the counts of the whole window by layer and class; None where a count is withheld."""
        if served is None:
            return {}
        found = self.of(served, actor).counts.get(64, {})
        return {column: None if count == WITHHELD else count for column, count in found.items()}

    def _load(self, served: Served, actor: Actor) -> Rollup:
        suffix = "_publik" if masked_rollup(actor.role) else ""
        isi = [number for name in self._himpunan for number in served.ids(f"{name}{suffix}")]
        with self._database.reading(actor) as conn:
            rows = queries.read_rollups(conn, isi)
        gazette = self._gazetteer.current(served)
        # Masked counts of points are stored at every level; everything else at the desa alone.
        everywhere = {layer.name for layer in self._layers if layer.dataset.is_point}
        counts: dict[int, dict[Column, int]] = {}
        sizes: dict[int, dict[Column, float]] = {}
        for row in rows:
            column = (row.atribut, row.kelas)
            upward = not suffix or row.atribut not in everywhere
            for place in _upward(gazette, row.wilayah_id) if upward else [row.wilayah_id]:
                _add(counts, place, column, WITHHELD if row.jumlah is None else row.jumlah)
                if row.ukuran is not None:
                    _add(sizes, place, column, float(row.ukuran))
        rounded = {row.atribut for row in rows if row.kelas == TOTAL}
        _add_sums(counts, [layer for layer in self._layers if layer.name not in rounded])
        return Rollup(counts, sizes)


def _add(table: dict[int, dict[Column, N]], place: int, column: Column, value: N) -> None:
    cells = table.setdefault(place, {})
    cells[column] = cells[column] + value if column in cells else value


def _add_sums(counts: dict[int, dict[Column, int]], layers: Iterable[Layer]) -> None:
    """Add the sums of the layers' classes; a masked roll-up brings its own, rounded ones."""
    for layer in layers:
        for code, classes in members(layer).items():
            for cells in counts.values():
                listed = [cells[layer.name, one] for one in classes if (layer.name, one) in cells]
                if listed:  # else nothing is known of the layer here, which is not none
                    cells[layer.name, code] = WITHHELD if WITHHELD in listed else sum(listed)


def _upward(gazette: Gazette, wilayah_id: int) -> list[int]:
    place = gazette.places.get(wilayah_id)
    return [] if place is None else [one.id for one in gazette.chain(place)]
