"""Frames become the bytes that COPY reads: one CSV with every column of the table."""

import io
from collections.abc import Iterator, Sequence

import numpy as np
import pandas as pd
from geoalchemy2 import Geometry
from sqlalchemy import BigInteger, Boolean, Date, Integer, LargeBinary, SmallInteger, Table, Text

CHUNK = 100_000
WHOLE = (SmallInteger, Integer, BigInteger)


def csv_chunks(frame: pd.DataFrame, table: Table, columns: Sequence[str]) -> Iterator[bytes]:
    """Yield the frame as CSV in chunks; a missing column or value is NULL.

    Geometry columns hold shapely geometries; binary columns hold bytes.
    """
    from pyarrow import Table as ArrowTable
    from pyarrow import csv

    options = csv.WriteOptions(include_header=False)
    for start in range(0, len(frame), CHUNK):
        part = frame.iloc[start : start + CHUNK]
        arrays = [_array(part, table, name) for name in columns]
        buffer = io.BytesIO()
        csv.write_csv(ArrowTable.from_arrays(arrays, names=list(columns)), buffer, options)
        yield buffer.getvalue()


def _array(frame: pd.DataFrame, table: Table, name: str) -> object:
    import pyarrow as pa

    kind = table.c[name].type
    if name not in frame.columns:
        return pa.nulls(len(frame), pa.string())
    column = frame[name]
    if isinstance(kind, Geometry):
        return pa.array(_wkb(column, kind.srid), pa.string())
    if isinstance(kind, LargeBinary):
        return pa.array([None if v is None else "\\x" + v.hex() for v in column], pa.string())
    if isinstance(kind, Date):
        return pa.array(pd.to_datetime(column).dt.date, pa.date32(), from_pandas=True)
    if isinstance(kind, WHOLE):
        return pa.array(pd.array(column, dtype="Int64"), pa.int64())
    if isinstance(kind, Boolean):
        return pa.array(column.astype("boolean"), pa.bool_())
    if isinstance(kind, Text):
        return pa.array(column.where(column.notna() & (column != ""), None), pa.string(), from_pandas=True)
    return pa.array(pd.to_numeric(column).astype("float64"), pa.float64(), from_pandas=True)


def _wkb(column: pd.Series, srid: int) -> object:
    import shapely

    geometries = shapely.set_srid(column.to_numpy(dtype=object), srid)
    return shapely.to_wkb(geometries, hex=True, include_srid=True)


def points(lon: pd.Series, lat: pd.Series) -> object:
    """Return shapely points, None where a coordinate is missing."""
    import shapely

    x, y = lon.to_numpy(dtype=float), lat.to_numpy(dtype=float)
    known = ~(np.isnan(x) | np.isnan(y))
    found = np.full(len(x), None, dtype=object)
    found[known] = shapely.points(x[known], y[known])
    return found
