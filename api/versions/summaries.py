"""Cells and roll-ups of a snapshot: counts per class, by place."""

from collections.abc import Iterator, Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.spatial.pyramid import CLASSES, Level, build
from layers.kit.model import Dataset, Layer
from layers.kit.tables import COUNTS

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
        yield cell_rows(level, names, kabkota_id)


def cell_rows(
    level: Level,
    names: Sequence[str],
    kabkota_id: int | None,
    withheld: NDArray[np.bool_] | None = None,
    sisi: int = 1,
) -> pd.DataFrame:
    """Return one row per layer and cell that holds anything; an absent count is NULL.

    With `withheld` (cells, layers) the rows are public; a row is `sisi` cells of the level wide.
    """
    counts = level.counts.transpose(1, 0, 2).reshape(-1, CLASSES)
    (told,) = np.nonzero(counts.any(axis=1))
    counts = counts[told]
    return pd.DataFrame(
        {
            "publik": withheld is not None,
            "kabkota_id": kabkota_id,
            "atribut": np.array(names, dtype=object)[told // max(len(level.keys), 1)],
            "lv": level.lv,
            "k": np.tile(level.keys, len(names))[told],
            **{
                column: pd.arrays.IntegerArray(counts[:, code].copy(), counts[:, code] == 0)
                for code, column in enumerate(COUNTS)
            },
            "tertahan": False if withheld is None else withheld.T.reshape(-1)[told],
            "sisi": sisi,
        }
    )


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
