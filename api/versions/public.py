"""The public twin of a version: rounded roll-ups of every level, cells as fine as may be told."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from api.versions.summaries import REKAP, cell_rows, classed
from geo.spatial.pyramid import CLASSES, COARSEST, Level, coarsen
from geo.spatial.quadtree import choose_cells
from geo.spatial.rounding import publish_counts, publish_tree
from layers.kit.model import Layer
from layers.kit.sums import PARTS, TOTAL, members
from layers.kit.tables import COUNTS

FINEST = 16
"""Level of the finest public cell: 611 m at the equator, a 64th of a tile at zoom 10."""
STEPS = 5
"""A public cell is drawn up to 2^5 cells wide, half a tile: what cannot be told small is told large."""

Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Told:
    """What the public may know of one level: counts (0 where withheld) and where something is withheld.

    Shapes: keys (cells,), counts (cells, layers, 10), withheld (cells, layers).
    """

    keys: Ints
    counts: Ints
    withheld: NDArray[np.bool_]


def public_rollup(exact: pd.DataFrame, register: pd.DataFrame, layers: Sequence[Layer]) -> pd.DataFrame:
    """Return the public rows of `data.rekap` at all four levels; a withheld count has no number.

    `exact` holds the staff rows of one dataset: wilayah_id (desa), atribut, kelas, jumlah. The codes of
    `layers.kit.sums` hold rounded sums of classes: adding up rounded ones would miss what is withheld.
    """
    wide = exact.pivot_table(
        index="wilayah_id", columns=["atribut", "kelas"], values="jumlah", aggfunc="sum", fill_value=0
    )
    if wide.empty:
        return pd.DataFrame(columns=REKAP)
    wide, groups, links = _with_sums(wide, layers)
    levels = _by_tingkat(wide, register)
    tree = [
        (_parents(levels, depth, register), one.to_numpy(dtype="int64")) for depth, one in enumerate(levels)
    ]
    told = publish_tree(tree, groups, links=links)
    return pd.concat([_long(*one) for one in zip(levels, told, strict=True)])[REKAP]


def _with_sums(
    wide: pd.DataFrame, layers: Sequence[Layer]
) -> tuple[pd.DataFrame, list[slice], list[tuple[int, list[int]]]]:
    """Add each layer's sums as columns; return them with the groups and links that an attacker knows."""
    parts, groups, links, at = [], [], [], 0
    for layer in classed(layers):
        own = wide.loc[:, wide.columns.get_level_values("atribut") == layer.name]
        kelas = list(own.columns.get_level_values("kelas"))
        width = len(kelas)
        added = members(layer)
        sums = {code: own.loc[:, [k in codes for k in kelas]].sum(axis=1) for code, codes in added.items()}
        parts += [own, pd.concat({(layer.name, code): column for code, column in sums.items()}, axis=1)]
        # Its classes, its total, and its gap, unknown and rest all count the same families.
        edges = [at, at + width, at + width + 1, at + width + 1 + len(PARTS)]
        groups += [slice(a, b) for a, b in pairwise(edges)]
        for position, code in enumerate((TOTAL, *PARTS)):
            links.append((at + width + position, [at + i for i, k in enumerate(kelas) if k in added[code]]))
        at = edges[-1]
    joined = pd.concat(parts, axis=1)
    joined.columns = joined.columns.set_names(["atribut", "kelas"])
    return joined, [g for g in groups if g.stop > g.start], [one for one in links if one[1]]


def _parents(levels: list[pd.DataFrame], depth: int, register: pd.DataFrame) -> Ints:
    """Return where in the level above each wilayah's parent stands."""
    if depth == 0:
        return np.zeros(len(levels[0]), dtype=np.int64)
    induk = register["induk_id"].reindex(levels[depth].index).astype("int64")
    return np.asarray(levels[depth - 1].index.get_indexer(induk), dtype=np.int64)


def _by_tingkat(counts: pd.DataFrame, register: pd.DataFrame) -> list[pd.DataFrame]:
    """Return the counts of every wilayah per level, the province first."""
    levels = [counts.reindex(register.index[register["tingkat"] == 4], fill_value=0)]
    for _ in range(3):
        parents = register["induk_id"].reindex(levels[0].index).astype("int64")
        levels.insert(0, levels[0].groupby(parents).sum())
    return levels


def _long(counts: pd.DataFrame, published: tuple[Ints, NDArray[np.bool_]]) -> pd.DataFrame:
    told, withheld = published
    rows, columns = np.nonzero(withheld | (told > 0))
    return pd.DataFrame(
        {
            "publik": True,
            "kabkota_id": None,
            "wilayah_id": counts.index.to_numpy()[rows],
            "atribut": counts.columns.get_level_values("atribut").to_numpy()[columns],
            "kelas": counts.columns.get_level_values("kelas").to_numpy()[columns],
            "jumlah": pd.arrays.IntegerArray(told[rows, columns], withheld[rows, columns]),
            "ukuran": None,
        }
    )


def public_cells(exact: pd.DataFrame, layers: Sequence[Layer]) -> Iterator[pd.DataFrame]:
    """Yield the public rows of `data.sel` for zooms 5 … 10 of a version.

    `exact` holds the staff rows of all kab/kota: lv, k, atribut, n0 … n9. A row stands under the level of
    its zoom's cells (zoom + 6) with the key of its first cell there, and is `sisi` such cells wide.
    """
    names = [layer.name for layer in classed(layers)]
    told = _told(exact, names)
    for grid in range(COARSEST, FINEST + 1):
        rows = list(_grid(told, names, grid))
        if rows:
            yield pd.concat(rows, ignore_index=True)


def _grid(told: Mapping[int, Told], names: Sequence[str], grid: int) -> Iterator[pd.DataFrame]:
    """Yield the cells that the zoom of a level draws, layer by layer, width by width."""
    band = range(grid - STEPS, grid + 1)
    for position, name in enumerate(names):
        levels = [(told[lv].keys, told[lv].counts[:, position].sum(axis=1)) for lv in band]
        for lv, chosen in zip(band, choose_cells(levels), strict=True):
            if len(chosen):
                yield _drawn(told[lv], chosen, position, name, grid, grid - lv)


def _drawn(told: Told, chosen: Ints, position: int, name: str, grid: int, steps: int) -> pd.DataFrame:
    rows = np.searchsorted(told.keys, chosen)
    level = Level(grid, chosen << (2 * steps), told.counts[rows, position : position + 1])
    return cell_rows(level, [name], None, told.withheld[rows, position : position + 1], sisi=1 << steps)


def _told(exact: pd.DataFrame, names: Sequence[str]) -> dict[int, Told]:
    """Return what may be told of each level."""
    keys, counts = _dense(exact[exact["lv"] == FINEST], names)
    levels = {FINEST: Level(FINEST, keys, counts)}
    for lv in range(FINEST - 1, COARSEST - STEPS - 1, -1):
        levels[lv] = coarsen(levels[lv + 1])
    return {lv: _publish(level) for lv, level in levels.items()}


def _publish(level: Level) -> Told:
    told, withheld = publish_counts(level.counts)
    return Told(level.keys, told, np.logical_or.reduce(withheld, axis=2))


def _dense(rows: pd.DataFrame, names: Sequence[str]) -> tuple[Ints, Ints]:
    keys, inverse = np.unique(rows["k"].to_numpy(dtype="int64"), return_inverse=True)
    counts = np.zeros((len(keys), len(names), CLASSES), dtype=np.int64)
    position = rows["atribut"].map({name: i for i, name in enumerate(names)}).to_numpy(dtype="int64")
    np.add.at(counts, (inverse, position), rows[list(COUNTS)].fillna(0).to_numpy(dtype="int64"))
    return keys, counts
