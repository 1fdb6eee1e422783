"""Cells and roll-ups of a snapshot, and their public, masked twins of a whole version."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np
import pandas as pd

from geo.spatial.masking import mask_tree
from geo.spatial.pyramid import CLASSES, COARSEST, Level, build
from layers.kit.model import Dataset, Layer
from layers.kit.tables import COUNTS

PUBLIC_FINEST = 16
"""Level of the finest public cell: 611 m at the equator, a 64th of a tile at zoom 10."""
SEL = ["publik", "kabkota_id", "atribut", "lv", "k", *COUNTS, "tertahan"]
REKAP = ["publik", "kabkota_id", "wilayah_id", "atribut", "kelas", "jumlah", "ukuran"]


def classed(layers: Sequence[Layer]) -> list[Layer]:
    """Return the layers that count their features by class."""
    return [layer for layer in layers if layer.legend is not None]


def _codes(frame: pd.DataFrame, layers: Sequence[Layer]) -> np.ndarray[tuple[int, ...], np.dtype[np.int64]]:
    columns = [frame[layer.legend.attribute].to_numpy(dtype="int64") for layer in layers if layer.legend]
    return np.stack(columns) if columns else np.zeros((1, len(frame)), dtype=np.int64)


def cells(frame: pd.DataFrame, layers: Sequence[Layer], kabkota_id: int) -> Iterator[pd.DataFrame]:
    """Yield the rows of `data.sel` of a snapshot, level by level.

    A dataset without classes counts everything under class 0 of its layers' names.
    """
    known = frame[frame["k"].notna()]
    if known.empty:
        return
    names = [layer.name for layer in classed(layers)] or [layers[0].name]
    for level in build(known["k"].to_numpy(dtype="int64"), _codes(known, classed(layers))):
        yield _cell_rows(level, names, kabkota_id)


def _cell_rows(
    level: Level, names: Sequence[str], kabkota_id: int | None, withheld: np.ndarray | None = None
) -> pd.DataFrame:  # type: ignore[type-arg] # a mask of cells and layers
    """Return one row per layer and cell that holds anything; an absent count is NULL."""
    counts = level.counts.transpose(1, 0, 2).reshape(-1, CLASSES)
    rows = pd.DataFrame(
        {
            "publik": withheld is not None,
            "kabkota_id": kabkota_id,
            "atribut": np.repeat(np.array(names, dtype=object), len(level.keys)),
            "lv": level.lv,
            "k": np.tile(level.keys, len(names)),
            **{
                column: pd.arrays.IntegerArray(counts[:, code].copy(), counts[:, code] == 0)
                for code, column in enumerate(COUNTS)
            },
            "tertahan": False if withheld is None else withheld.T.reshape(-1),
        }
    )
    return rows.loc[counts.any(axis=1), SEL]


def rollup(frame: pd.DataFrame, dataset: Dataset, layers: Sequence[Layer]) -> pd.DataFrame:
    """Return the rows of `data.rekap` of a snapshot: families or pockets per desa, layer and class."""
    parts = []
    for layer in classed(layers):
        assert layer.legend is not None
        keys = ["kabkota_id", "desa_id", layer.legend.attribute]
        grouped = frame.assign(
            **{layer.legend.attribute: frame[layer.legend.attribute].astype("int64")}
        ).groupby(keys)
        counts = grouped.size().rename("jumlah").reset_index()
        counts["ukuran"] = grouped[dataset.measure].sum().to_numpy() if dataset.measure else np.nan
        parts.append(
            counts.rename(columns={"desa_id": "wilayah_id", layer.legend.attribute: "kelas"}).assign(
                atribut=layer.name
            )
        )
    return pd.concat(parts).assign(publik=False)[REKAP] if parts else pd.DataFrame(columns=REKAP)


def sum_up(counts: pd.DataFrame, register: pd.DataFrame) -> Iterator[tuple[int, pd.DataFrame]]:
    """Yield (tingkat, counts) from the province down.

    `counts` is indexed by desa id, one column per layer and class; every desa of the register appears.
    """
    levels = {4: counts.reindex(register.index[register["tingkat"] == 4], fill_value=0)}
    for tingkat in (3, 2, 1):
        below = levels[tingkat + 1]
        levels[tingkat] = below.groupby(register["induk_id"].reindex(below.index).astype("int64")).sum()
    yield from sorted(levels.items())


def public_rollup(exact: pd.DataFrame, register: pd.DataFrame) -> pd.DataFrame:
    """Return the public rows of `data.rekap` at all four levels; a withheld count has no number.

    `exact` holds the staff rows of one dataset: wilayah_id (desa), atribut, kelas, jumlah.
    """
    wide = exact.pivot_table(
        index="wilayah_id", columns=["atribut", "kelas"], values="jumlah", aggfunc="sum", fill_value=0
    )
    levels = list(sum_up(wide, register))
    tree, above = [], None
    for tingkat, counts in levels:
        if tingkat == 1:
            above = counts
            continue
        assert above is not None
        parents = above.index.get_indexer(register["induk_id"].reindex(counts.index).astype("int64"))
        tree.append((parents, counts.to_numpy(dtype="int64")))
        above = counts
    masks = mask_tree(tree, _groups(wide.columns))
    shown = [np.ones(levels[0][1].shape, dtype=bool), *masks]
    return pd.concat([_long(c, m) for (_, c), m in zip(levels, shown, strict=True)])[REKAP]


def _groups(columns: pd.MultiIndex) -> list[slice]:
    names = columns.get_level_values(0)
    edges = [0, *(np.flatnonzero(names[1:] != names[:-1]) + 1), len(names)]
    return [slice(a, b) for a, b in pairwise(edges)]


def _long(counts: pd.DataFrame, shown: np.ndarray) -> pd.DataFrame:  # type: ignore[type-arg] # a mask
    masked = counts.astype("Int64").mask(~shown)
    rows = masked.melt(ignore_index=False, value_name="jumlah").rename_axis("wilayah_id").reset_index()
    rows = rows[rows["jumlah"].isna() | (rows["jumlah"] > 0)]
    return rows.assign(publik=True, kabkota_id=pd.NA, ukuran=np.nan)


def public_cells(exact: pd.DataFrame, layers: Sequence[Layer]) -> Iterator[pd.DataFrame]:
    """Yield the public rows of `data.sel`: levels 11 … 16 of a version, masked from the top down.

    `exact` holds the staff rows of all kab/kota: lv, k, atribut, n0 … n9.
    """
    names = [layer.name for layer in classed(layers)]
    levels = [_dense(exact, names, lv) for lv in range(COARSEST, PUBLIC_FINEST + 1)]
    tree, above = [], None
    for keys, counts in levels:
        parent = np.zeros(len(keys), np.int64) if above is None else np.searchsorted(above, keys >> 2)
        tree.append((parent, counts))
        above = keys
    groups = [slice(i * CLASSES, (i + 1) * CLASSES) for i in range(len(names))]
    for lv, (keys, counts), shown in zip(
        range(COARSEST, PUBLIC_FINEST + 1), levels, mask_tree(tree, groups), strict=True
    ):
        shape = (len(keys), len(names), CLASSES)
        public = np.where(shown, counts, 0).reshape(shape)
        withheld = (~shown).reshape(shape).any(axis=2)
        # A cell of which nothing may be told is not told at all: not even that somebody lives there.
        yield _cell_rows(Level(lv, keys, public), names, None, withheld)


def _dense(exact: pd.DataFrame, names: Sequence[str], lv: int) -> tuple[np.ndarray, np.ndarray]:  # type: ignore[type-arg] # keys and counts
    rows = exact[exact["lv"] == lv]
    keys, inverse = np.unique(rows["k"].to_numpy(dtype="int64"), return_inverse=True)
    counts = np.zeros((len(keys), len(names), CLASSES), dtype=np.int64)
    position = rows["atribut"].map({name: i for i, name in enumerate(names)}).to_numpy(dtype="int64")
    np.add.at(counts, (inverse, position), rows[list(COUNTS)].fillna(0).to_numpy(dtype="int64"))
    return keys, counts.reshape(len(keys), len(names) * CLASSES)
