"""Publish: snapshots become a new version, all of it or nothing, while the old one is served."""

import hashlib
import logging
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime

import pandas as pd
from sqlalchemy import Connection

from api.core.keys import Keys
from api.versions import public, queries, summaries
from api.versions.bands import simplify_coverage
from api.versions.derive import derive
from api.versions.press import RULES, Press, set_up
from geo.tile import GRID_SIZE, lonlat_to_grid
from layers.kit.catalogue import datasets
from layers.kit.model import Dataset, Layer
from layers.kit.roles import Role

log = logging.getLogger("kantong")
PROVINCE_ID = 64
EVERYWHERE = [0, 0, GRID_SIZE - 1, GRID_SIZE - 1]
"""Extent of masked cells, which belong to no kab/kota."""
CELL_INDEX = {"petak": "(atribut, lv, k)"}
ROLLUP_INDEX = {"wilayah": "(wilayah_id, atribut)"}


@dataclass(frozen=True)
class Snapshot:
    """Rows of one himpunan for one kab/kota (or the province, for reference data), to be published."""

    himpunan: str
    wilayah_id: int
    rows: pd.DataFrame
    sumber: str
    lisensi: str | None = None
    batch_id: int | None = None


@dataclass(frozen=True)
class Version:
    """A published version: its number, checksum and the snapshots it names."""

    nomor: int
    sidik: str
    snapshots: Mapping[tuple[str, int], int]


def current(conn: Connection) -> Version | None:
    """Return the version in force, or None in an empty database."""
    number = queries.current_version(conn)
    if number is None:
        return None
    return Version(number, "", queries.snapshots_of(conn, number))


def publish(  # noqa: PLR0913 # the rest is keyword-only and names one publication
    conn: Connection,
    snapshots: Iterable[Snapshot],
    *,
    keterangan: str,
    keys: Keys,
    periode: str | None = None,
    contoh: bool = False,
    remove: Collection[str] = (),
    layers_by_name: Mapping[str, Layer] | None = None,
) -> Version:
    """Store the snapshots and publish a version that names them beside what stays in force.

    Runs inside the caller's transaction as the owner of the data; readers see the old version until it
    commits. A snapshot replaces the whole kab/kota in its himpunan; others are not copied.

    Parameters
    ----------
    snapshots : consumed one by one, so that a generator keeps memory flat
    keterangan : one line on what changed
    periode : name of the period, such as ``2026-T4``; the current quarter when absent
    contoh : whether the rows are synthetic
    remove : himpunan that the new version no longer names

    Raises
    ------
    geo.errors.GeoError
        When a row cannot be: unknown desa or code, numerator above denominator. Nothing is written then.
    sqlalchemy.exc.DBAPIError
        When the database refuses a row. Nothing is written then either.
    """
    queries.lock(conn)
    day = datetime.now(UTC).date()
    press = set_up(conn, keys, contoh=contoh, day=day, layers_by_name=layers_by_name)
    previous = queries.snapshots_of(conn, queries.current_version(conn))
    fresh: dict[tuple[str, int], int] = {}
    for snapshot in snapshots:
        fresh[snapshot.himpunan, snapshot.wilayah_id] = _store(press, snapshot, previous)
        if snapshot.batch_id is not None:
            queries.finish_batch(conn, snapshot.batch_id)
    gone = {*remove, *(f"{name}_publik" for name in remove)}
    combined = {key: isi for key, isi in {**previous, **fresh}.items() if key[0] not in gone}
    combined.update(_store_public(press, combined, {key[0] for key in fresh}))
    return _insert(press, combined, keterangan, periode, day)


def drop_samples(conn: Connection) -> int:
    """Drop the rows of synthetic snapshots that the version in force does not name; returns how many.

    Call it in a transaction of its own: dropping waits for readers, who must not wait for a publication.
    """
    queries.lock(conn)
    named = set(queries.snapshots_of(conn, queries.current_version(conn)).values())
    stale = {isi: himpunan for isi, himpunan in queries.sample_snapshots(conn) if isi not in named}
    tables = {himpunan.removesuffix("_publik") for himpunan in stale.values()} | {"sel", "rekap"}
    queries.drop_partitions(conn, list(stale), sorted(tables))
    queries.archive_versions(conn, list(stale))
    return len(stale)


def quarter(day: date) -> str:
    """Return the period a day falls in, as in ``2026-T4``."""
    return f"{day.year}-T{(day.month + 2) // 3}"


def _store(press: Press, snapshot: Snapshot, previous: Mapping[tuple[str, int], int]) -> int:
    dataset = datasets(press.layers)[snapshot.himpunan]
    frame = snapshot.rows
    if dataset.is_point:
        frame = frame.assign(**{c: frame.get(c, float("nan")) for c in ("lon", "lat") if c not in frame})
    frame = derive(dataset, frame, snapshot.wilayah_id, press.context)
    frame = frame.assign(
        id=_object_ids(press, dataset, frame, previous.get((dataset.name, snapshot.wilayah_id)))
    )
    isi_id = queries.insert_isi(
        press.conn,
        himpunan=dataset.name,
        wilayah_id=snapshot.wilayah_id,
        batch_id=snapshot.batch_id,
        parameter_ids=[press.parameter_ids[name] for name in RULES.get(dataset.name, ())],
        jumlah=len(frame),
        contoh=press.contoh and not dataset.reference,
        sumber=snapshot.sumber,
        lisensi=snapshot.lisensi,
        sidik="",
        batas=_extent(dataset, frame),
    )
    table = press.table(dataset.name)
    digest = queries.load_partition(press.conn, table, isi_id, [frame])
    queries.index_partition(press.conn, table, isi_id, _indexes(dataset, press.layers_of(dataset)))
    queries.finish_isi(press.conn, isi_id, sidik=digest)
    _store_summaries(press, dataset, frame, snapshot, isi_id)
    return isi_id


def _object_ids(press: Press, dataset: Dataset, frame: pd.DataFrame, previous: int | None) -> pd.Series:
    """Return the ids of rows: those of the previous snapshot where the natural key is the same, else new."""
    if dataset.name == "batas":
        return frame["wilayah_id"].astype("int64")
    known: dict[object, int] = {}
    key = dataset.natural_key
    if key and key in frame.columns and previous is not None and not press.contoh:
        known = queries.existing_keys(press.conn, dataset.name, previous, key)
    carried = frame[key].map(known) if key and known else pd.Series(pd.NA, index=frame.index)
    # A key that occurs twice keeps its old id once.
    carried = carried.astype("Int64").mask(carried.duplicated() & carried.notna())
    missing = carried.isna()
    if missing.any():
        first = queries.take_ids(press.conn, int(missing.sum()))
        carried[missing] = range(first, first + int(missing.sum()))
    return carried.astype("int64")


def _extent(dataset: Dataset, frame: pd.DataFrame) -> list[int] | None:
    """Return (west, north, east, south) on the 2^26 grid, or None when nothing has a place."""
    if dataset.is_point:
        known = frame[frame["k"].notna()]
        if known.empty:
            return None
        return [int(v) for v in (known["mx"].min(), known["my"].min(), known["mx"].max(), known["my"].max())]
    if frame.empty:
        return None
    import shapely

    west, south, east, north = shapely.total_bounds(frame["geom"].to_numpy(dtype=object))
    x, y = lonlat_to_grid([west, east], [north, south])
    return [int(x[0]), int(y[0]), int(x[1]), int(y[1])]


def _indexes(dataset: Dataset, layers: list[Layer]) -> dict[str, str]:
    if not dataset.is_point:
        return {"geom": "USING gist (geom)"}
    classes = [layer.legend.attribute for layer in summaries.classed(layers) if layer.legend]
    covered = ", ".join(dict.fromkeys(["mx", "my", "id", "isi_id", "kabkota_id", "desa_id", *classes]))
    return {"petak": f"(k) INCLUDE ({covered})", "desa": "(desa_id, id)"}


def _store_summaries(
    press: Press, dataset: Dataset, frame: pd.DataFrame, snapshot: Snapshot, isi_id: int
) -> None:
    layers = press.layers_of(dataset)
    if dataset.is_point:
        rows: Iterator[pd.DataFrame] = summaries.cells(frame, layers, snapshot.wilayah_id)
        _load(press, "sel", isi_id, rows, CELL_INDEX)
    if dataset.bands:
        _store_bands(press, dataset, frame, isi_id)
    if not dataset.reference and summaries.classed(layers):
        _load(press, "rekap", isi_id, [summaries.rollup(frame, dataset, layers)], ROLLUP_INDEX)


def _store_bands(press: Press, dataset: Dataset, frame: pd.DataFrame, isi_id: int) -> None:
    parents = frame["wilayah_id"].map(press.context.register["induk_id"])
    rows = simplify_coverage(frame.assign(induk_id=parents))
    table = press.table(f"{dataset.name}_tampil")
    columns = ["isi_id", "pita", "id", "geom"]
    queries.copy_into(press.conn, table, (band.assign(isi_id=isi_id) for band in rows), columns)


def _load(
    press: Press, name: str, isi_id: int, frames: Iterable[pd.DataFrame], indexes: Mapping[str, str]
) -> str:  # fmt: skip
    """Store rows as the partition of a snapshot and return their checksum."""
    table = press.table(name)
    digest = queries.load_partition(press.conn, table, isi_id, frames)
    queries.index_partition(press.conn, table, isi_id, indexes)
    return digest


def _store_public(
    press: Press, combined: Mapping[tuple[str, int], int], touched: Collection[str]
) -> dict[tuple[str, int], int]:
    """Mask the whole version anew for the himpunan that changed."""
    stored = {}
    for dataset in datasets(press.layers).values():
        isi = [number for (himpunan, _), number in combined.items() if himpunan == dataset.name]
        if dataset.reference or dataset.name not in touched or not isi:
            continue
        if not summaries.classed(press.layers_of(dataset)):
            continue
        stored[f"{dataset.name}_publik", PROVINCE_ID] = _store_masked(press, dataset, isi)
    return stored


def _store_masked(press: Press, dataset: Dataset, isi: list[int]) -> int:
    layers = press.layers_of(dataset)
    isi_id = queries.insert_isi(
        press.conn,
        himpunan=f"{dataset.name}_publik",
        wilayah_id=PROVINCE_ID,
        jumlah=0,
        contoh=press.contoh,
        sumber="agregat",
        sidik="",
        batas=EVERYWHERE,
    )
    if dataset.is_point:
        exact = queries.read_bulk(press.conn, queries.CELLS, isi=isi, finest=public.FINEST)
        cells = _load(press, "sel", isi_id, public.public_cells(exact, layers), CELL_INDEX)
        counts = queries.read_bulk(press.conn, queries.ROLLUPS, isi=isi)
        rows = public.public_rollup(counts, press.context.register, layers)
    else:
        cells, rows = "", _public_shapes(press, dataset, isi, layers)
    told = _load(press, "rekap", isi_id, [rows], ROLLUP_INDEX)
    queries.finish_isi(press.conn, isi_id, sidik=hashlib.sha256(f"{cells} {told}".encode()).hexdigest())
    return isi_id


def _public_shapes(press: Press, dataset: Dataset, isi: list[int], layers: list[Layer]) -> pd.DataFrame:
    """Return public roll-ups of polygons, such as pockets under a decree: no persons, nothing to mask."""
    seen = summaries.classed(layers) if Role.PUBLIK in dataset.windows else []
    parts = [
        queries.read_public_shapes(press.conn, dataset, layer, isi).assign(atribut=layer.name)
        for layer in seen
    ]
    rows = pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=summaries.REKAP)
    return rows.assign(publik=True, kabkota_id=pd.NA)[summaries.REKAP]


def _insert(
    press: Press, combined: Mapping[tuple[str, int], int], keterangan: str, periode: str | None, day: date
) -> Version:  # fmt: skip
    digests = queries.checksums(press.conn, list(combined.values()))
    listed = sorted(f"{himpunan} {wilayah} {digests[isi]}" for (himpunan, wilayah), isi in combined.items())
    sidik = hashlib.sha256("\n".join(listed).encode()).hexdigest()
    number = queries.insert_version(
        press.conn,
        combined,
        periode_id=queries.ensure_period(press.conn, periode or quarter(day), day),
        keterangan=keterangan,
        sidik=sidik,
        sebelumnya_id=queries.current_version(press.conn),
    )
    log.info("published", extra={"versi": number, "sidik": sidik[:12]})
    return Version(number, sidik, dict(combined))
