"""Tiles and the grid beneath them: z/x/y and bounds, the 2²⁶ web-mercator grid, and its Morton keys."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from geo.errors import CoordinateError, TileError

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

GRID_BITS = 26
GRID_SIZE = 1 << GRID_BITS

# Each step doubles the gaps between bits: 26 bits spread over 52 positions.
_SPREAD = (
    (16, 0x0000FFFF0000FFFF),
    (8, 0x00FF00FF00FF00FF),
    (4, 0x0F0F0F0F0F0F0F0F),
    (2, 0x3333333333333333),
    (1, 0x5555555555555555),
)
_GATHER = (
    (1, 0x3333333333333333),
    (2, 0x0F0F0F0F0F0F0F0F),
    (4, 0x00FF00FF00FF00FF),
    (8, 0x0000FFFF0000FFFF),
    (16, 0x00000000FFFFFFFF),
)


class Bounds(NamedTuple):
    """West, south, east, north in degrees of EPSG:4326."""

    west: float
    south: float
    east: float
    north: float


def is_tile(z: int, x: int, y: int) -> bool:
    """Whether z/x/y names a tile of the web-mercator pyramid down to the grid itself (z 0–26).

    Examples
    --------
    >>> is_tile(1, 1, 1), is_tile(1, 2, 0), is_tile(27, 0, 0)
    (True, False, False)
    """
    return 0 <= z <= GRID_BITS and 0 <= x < 1 << z and 0 <= y < 1 << z


def tile_bounds(z: int, x: int, y: int) -> Bounds:
    """Bounds of a tile in degrees of EPSG:4326; raises TileError when it is no tile.

    Examples
    --------
    >>> tile_bounds(1, 1, 0)
    Bounds(west=0.0, south=0.0, east=180.0, north=85.0511287798066)
    """
    _check_tile(z, x, y)
    size = 1 << z
    return Bounds(
        x / size * 360 - 180, _latitude((y + 1) / size), (x + 1) / size * 360 - 180, _latitude(y / size)
    )


def tile_key_range(z: int, x: int, y: int) -> tuple[int, int]:
    """First and last Morton key (both inclusive) of a tile on the 2²⁶ grid; raises TileError.

    Examples
    --------
    >>> tile_key_range(26, 1, 1), tile_key_range(25, 0, 0)
    ((3, 3), (0, 3))
    """
    _check_tile(z, x, y)
    shift = 2 * (GRID_BITS - z)
    low = int(morton(x, y)) << shift
    return low, low + (1 << shift) - 1


def tile_of(z: int, lon: ArrayLike, lat: ArrayLike) -> tuple[Ints, Ints]:
    """Tile column and row at zoom `z` that hold each point (degrees of EPSG:4326)."""
    _check_tile(z, 0, 0)
    mx, my = lonlat_to_grid(lon, lat)
    return mx >> (GRID_BITS - z), my >> (GRID_BITS - z)


def lonlat_to_grid(lon: ArrayLike, lat: ArrayLike) -> tuple[Ints, Ints]:
    """Cells of the 2²⁶ web-mercator grid (0.6 m at the equator) that hold points of EPSG:4326.

    Parameters
    ----------
    lon, lat : array-like of float
        Degrees, of equal shape. Latitudes beyond the web-mercator square fall in its edge cells.

    Returns
    -------
    mx, my : int64 arrays
        `mx` counts eastward, `my` southward, from the north-west corner.

    Raises
    ------
    CoordinateError
        A value is not a finite number on earth.

    Examples
    --------
    >>> mx, my = lonlat_to_grid([0.0], [0.0])
    >>> int(mx[0]) == int(my[0]) == GRID_SIZE // 2
    True
    """
    lon, lat = np.asarray(lon, dtype=np.float64), np.asarray(lat, dtype=np.float64)
    _check_degrees("lon", lon, 180.0)
    _check_degrees("lat", lat, 90.0)
    # A sine of exactly ±1 would be an infinite ordinate; the edge cell is where it belongs anyway.
    sine = np.clip(np.sin(np.radians(lat)), -0.9999999, 0.9999999)
    return _cell(lon / 360 + 0.5), _cell(0.5 - np.arctanh(sine) / (2 * math.pi))


def grid_to_lonlat(mx: ArrayLike, my: ArrayLike) -> tuple[Floats, Floats]:
    """Longitude and latitude (EPSG:4326) of the centres of grid cells."""
    x = (np.asarray(mx, dtype=np.float64) + 0.5) / GRID_SIZE
    y = (np.asarray(my, dtype=np.float64) + 0.5) / GRID_SIZE
    return x * 360 - 180, np.degrees(np.arctan(np.sinh(math.pi * (1 - 2 * y))))


def morton(mx: ArrayLike, my: ArrayLike) -> Ints:
    """Morton keys of grid cells: 52 bits, `mx` in the even bits and `my` in the odd ones.

    Raises TileError when a cell lies outside the grid.

    Examples
    --------
    >>> morton([0, 1, 0, 1], [0, 0, 1, 1]).tolist()
    [0, 1, 2, 3]
    """
    return _spread(_inside(mx)) | (_spread(_inside(my)) << 1)


def unmorton(key: ArrayLike) -> tuple[Ints, Ints]:
    """Grid cells `(mx, my)` of Morton keys; the inverse of `morton`.

    Examples
    --------
    >>> [cells.tolist() for cells in unmorton([3, 2])]
    [[1, 0], [1, 1]]
    """
    keys = np.asarray(key, dtype=np.int64)
    return _gather(keys), _gather(keys >> 1)


def _check_tile(z: int, x: int, y: int) -> None:
    if not is_tile(z, x, y):
        raise TileError("petak_tidak_ada", z=z, x=x, y=y)


def _check_degrees(field: str, values: Floats, limit: float) -> None:
    wrong = ~(np.abs(values) <= limit)
    if wrong.any():
        raise CoordinateError(
            "koordinat_tidak_sah", field=field, value=float(values[wrong].flat[0]), limit=limit
        )


def _latitude(y: float) -> float:
    return math.degrees(math.atan(math.sinh(math.pi * (1 - 2 * y))))


def _cell(fraction: Floats) -> Ints:
    cell: Ints = np.floor(fraction * GRID_SIZE).astype(np.int64)
    return np.clip(cell, 0, GRID_SIZE - 1)


def _inside(cells: ArrayLike) -> Ints:
    array = np.asarray(cells, dtype=np.int64)
    if array.size and (array.min() < 0 or array.max() >= GRID_SIZE):
        raise TileError("di_luar_kisi", limit=GRID_SIZE - 1)
    return array


def _spread(bits: Ints) -> Ints:
    for shift, mask in _SPREAD:
        bits = (bits | (bits << shift)) & mask
    return bits


def _gather(bits: Ints) -> Ints:
    bits = bits & 0x5555555555555555
    for shift, mask in _GATHER:
        bits = (bits | (bits >> shift)) & mask
    return bits
