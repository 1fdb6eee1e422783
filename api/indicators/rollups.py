"""Counts of every wilayah at every level, summed once per version and window and kept at hand."""

import threading
from collections import OrderedDict
from dataclasses import dataclass
from typing import TypeVar

from api.core.actor import Actor
from api.core.db import Database
from api.indicators import queries
from api.indicators.gazetteer import Gazette, Gazetteer
from api.versions.public import TOTAL
from api.versions.served import Served
from layers.kit.publish import rollup_window
from layers.kit.roles import Role

WITHHELD = -1
KEPT = 32
Column = tuple[str, int]
N = TypeVar("N", int, float)


@dataclass(frozen=True)
class Rollup:
    """Counts per wilayah id and column (layer, class); `sizes` holds the sums of measures likewise."""

    counts: dict[int, dict[Column, int]]
    sizes: dict[int, dict[Column, float]]


def reads_public(role: Role) -> bool:
    """Say whether a role's roll-ups are the masked ones."""
    return rollup_window(role) == rollup_window(Role.PUBLIK)


class Rollups:
    """Keeps the roll-ups of recent versions; the key is version, role and wilayah, the oldest end first."""

    def __init__(self, database: Database, gazetteer: Gazetteer, himpunan: tuple[str, ...]) -> None:
        self._database = database
        self._gazetteer = gazetteer
        self._himpunan = himpunan
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
        suffix = "_publik" if reads_public(actor.role) else ""
        isi = [number for name in self._himpunan for number in served.ids(f"{name}{suffix}")]
        with self._database.reading(actor) as conn:
            rows = queries.read_rollups(conn, isi)
        gazette = self._gazetteer.current(served)
        counts: dict[int, dict[Column, int]] = {}
        sizes: dict[int, dict[Column, float]] = {}
        for row in rows:
            column = (row.atribut, row.kelas)
            # Masked family counts are stored at every level; everything else at the desa alone.
            upward = not suffix or row.ukuran is not None
            for place in _upward(gazette, row.wilayah_id) if upward else [row.wilayah_id]:
                _add(counts, place, column, WITHHELD if row.jumlah is None else row.jumlah)
                if row.ukuran is not None:
                    _add(sizes, place, column, float(row.ukuran))
        _add_totals(counts, {row.atribut for row in rows if row.kelas == TOTAL})
        return Rollup(counts, sizes)


def _add(table: dict[int, dict[Column, N]], place: int, column: Column, value: N) -> None:
    cells = table.setdefault(place, {})
    cells[column] = cells[column] + value if column in cells else value


def _add_totals(counts: dict[int, dict[Column, int]], rounded: set[str]) -> None:
    """Add the sum of a layer's classes under TOTAL where no rounded one came with the rows."""
    for cells in counts.values():
        for layer, count in [(name, n) for (name, _), n in cells.items() if name not in rounded]:
            cells[layer, TOTAL] = cells.get((layer, TOTAL), 0) + count


def _upward(gazette: Gazette, wilayah_id: int) -> list[int]:
    place = gazette.places.get(wilayah_id)
    return [] if place is None else [one.id for one in gazette.chain(place)]
