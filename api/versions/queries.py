"""SQL of versions: snapshots as partitions, versions as lists of snapshots."""

import hashlib
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import pandas as pd
from psycopg import Connection as Psycopg
from psycopg import Error as PsycopgError
from psycopg import sql
from sqlalchemy import Connection, Table, func, insert, select, text
from sqlalchemy.exc import DBAPIError

from api.core.tables import BATCH, ISI, PARAMETER, PERIODE, VERSI, VERSI_ISI
from api.versions.frames import csv_chunks
from layers.kit.model import Dataset, Layer

LOCK = 7_240_002
"""Key of the advisory lock under which one publication runs at a time."""


@contextmanager
def _translated() -> Iterator[None]:
    """Raise what the driver raises beneath SQLAlchemy as SQLAlchemy's own: callers know one kind of error."""
    try:
        yield
    except PsycopgError as error:
        raise DBAPIError.instance("COPY", None, error, PsycopgError, hide_parameters=True) from None


def raw(conn: Connection) -> Psycopg[Any]:
    """Return the psycopg connection beneath, for COPY."""
    return conn.connection.driver_connection  # type: ignore[return-value] # the driver is psycopg


def lock(conn: Connection) -> None:
    """Wait until no other publication runs."""
    conn.execute(select(func.pg_advisory_xact_lock(LOCK)))


def read_register(conn: Connection) -> pd.DataFrame:
    """Return the wilayah in force as a frame indexed by id."""
    query = text(
        "SELECT id, tingkat, induk_id, kode_dagri, kode_bps, nama, jenis, perkotaan FROM data.wilayah"
        " WHERE berlaku_sampai IS NULL ORDER BY id"
    )
    rows = pd.DataFrame(conn.execute(query).mappings().all())
    if rows.empty:
        columns = ["tingkat", "induk_id", "kode_dagri", "kode_bps", "nama", "jenis", "perkotaan"]
        return pd.DataFrame(columns=columns, index=pd.Index([], name="id", dtype="int64"))
    return rows.set_index("id").astype({"induk_id": "Int64", "perkotaan": "boolean"})


def ensure_period(conn: Connection, name: str, day: object) -> int:
    """Return the id of a period, made when it is new."""
    found = conn.execute(select(PERIODE.c.id).where(PERIODE.c.nama == name)).scalar()
    if found is None:
        found = conn.execute(
            insert(PERIODE).values(nama=name, tgl_rujukan=day).returning(PERIODE.c.id)
        ).scalar_one()
    return int(found)


def ensure_parameter(conn: Connection, values: Mapping[str, object]) -> int:
    """Return the id of a stored parameter set with this checksum, stored when it is new."""
    found = conn.execute(select(PARAMETER.c.id).where(PARAMETER.c.sidik == values["sidik"])).scalar()
    if found is None:
        found = conn.execute(insert(PARAMETER).values(**values).returning(PARAMETER.c.id)).scalar_one()
    return int(found)


def take_ids(conn: Connection, count: int) -> int:
    """Reserve `count` object ids and return the first."""
    last = conn.execute(
        text("SELECT setval('data.objek_id', nextval('data.objek_id') + :more)"), {"more": count - 1}
    ).scalar_one()
    return int(last) - count + 1


def insert_isi(conn: Connection, **values: object) -> int:
    """Insert a snapshot's row and return its id."""
    return int(conn.execute(insert(ISI).values(**values).returning(ISI.c.id)).scalar_one())


def finish_isi(conn: Connection, isi_id: int, **values: object) -> None:
    """Complete a snapshot's row within its own transaction."""
    conn.execute(ISI.update().where(ISI.c.id == isi_id).values(**values))


@_translated()
def load_partition(conn: Connection, table: Table, isi_id: int, frames: Iterable[pd.DataFrame]) -> str:
    """Make the partition of a snapshot, COPY its rows and return their SHA-256.

    The rows are frozen, so that scans of them need no visibility check; `isi_id` is the partition's
    default, so that the checksum speaks of the content alone.
    """
    partition = sql.Identifier("data", f"{table.name}_isi_{isi_id}")
    parent = sql.Identifier("data", table.name)
    make = sql.SQL("CREATE TABLE {} (LIKE {} INCLUDING DEFAULTS INCLUDING CONSTRAINTS)")
    fix = sql.SQL("ALTER TABLE {} ALTER isi_id SET DEFAULT {}, ADD CONSTRAINT isi_tetap CHECK (isi_id = {})")
    driver = raw(conn)
    driver.execute(make.format(partition, parent))
    driver.execute(fix.format(partition, sql.Literal(isi_id), sql.Literal(isi_id)))
    columns = [c.name for c in table.columns if c.name != "isi_id"]
    names = sql.SQL(", ").join(map(sql.Identifier, columns))
    command = sql.SQL("COPY {} ({}) FROM STDIN (FORMAT csv, FREEZE)").format(partition, names)
    digest = hashlib.sha256()
    with driver.cursor() as cursor, cursor.copy(command) as copy:
        for frame in frames:
            for chunk in csv_chunks(frame, table, columns):
                digest.update(chunk)
                copy.write(chunk)
    return digest.hexdigest()


@_translated()
def copy_into(conn: Connection, table: Table, frames: Iterable[pd.DataFrame], columns: Sequence[str]) -> None:
    """COPY frames into a table that is not partitioned."""
    names = sql.SQL(", ").join(map(sql.Identifier, columns))
    command = sql.SQL("COPY {} ({}) FROM STDIN (FORMAT csv)").format(
        sql.Identifier("data", table.name), names
    )
    with raw(conn).cursor() as cursor, cursor.copy(command) as copy:
        for frame in frames:
            for chunk in csv_chunks(frame, table, columns):
                copy.write(chunk)


@_translated()
def index_partition(conn: Connection, table: Table, isi_id: int, indexes: Mapping[str, str]) -> None:
    """Index a loaded partition, analyse it and attach it to its table."""
    name = f"{table.name}_isi_{isi_id}"
    partition = sql.Identifier("data", name)
    driver = raw(conn)
    keys = [c.name for c in table.primary_key.columns]
    if keys:
        primary = sql.SQL(", ").join(map(sql.Identifier, keys))
        driver.execute(sql.SQL("ALTER TABLE {} ADD PRIMARY KEY ({})").format(partition, primary))
    for suffix, body in indexes.items():
        index = sql.Identifier(f"{name}_{suffix}")
        command = sql.SQL("CREATE INDEX {} ON {} ").format(index, partition)
        driver.execute(command + sql.SQL(body))
    driver.execute(sql.SQL("ANALYZE {}").format(partition))
    attach = sql.SQL("ALTER TABLE {} ATTACH PARTITION {} FOR VALUES IN ({})")
    driver.execute(attach.format(sql.Identifier("data", table.name), partition, sql.Literal(isi_id)))


def current_version(conn: Connection) -> int | None:
    """Return the number of the version in force, or None in an empty database."""
    found = conn.execute(select(func.max(VERSI.c.id)).where(VERSI.c.status == "terbit")).scalar()
    return None if found is None else int(found)


def snapshots_of(conn: Connection, version: int | None) -> dict[tuple[str, int], int]:
    """Return {(himpunan, wilayah): isi} of a version."""
    if version is None:
        return {}
    query = select(VERSI_ISI.c.himpunan, VERSI_ISI.c.wilayah_id, VERSI_ISI.c.isi_id).where(
        VERSI_ISI.c.versi_id == version
    )
    return {(row.himpunan, row.wilayah_id): row.isi_id for row in conn.execute(query)}


def insert_version(conn: Connection, snapshots: Mapping[tuple[str, int], int], **values: object) -> int:
    """Insert a published version with its snapshots and return its number."""
    version = int(
        conn.execute(insert(VERSI).values(status="terbit", **values).returning(VERSI.c.id)).scalar_one()
    )
    rows = [
        {"versi_id": version, "himpunan": himpunan, "wilayah_id": wilayah, "isi_id": isi}
        for (himpunan, wilayah), isi in snapshots.items()
    ]
    if rows:
        conn.execute(insert(VERSI_ISI), rows)
    return version


def finish_batch(conn: Connection, batch_id: int) -> None:
    """Mark an import's batch as published."""
    conn.execute(BATCH.update().where(BATCH.c.id == batch_id).values(status="terbit"))


def sample_snapshots(conn: Connection) -> list[tuple[int, str]]:
    """Return (isi, himpunan) of every synthetic snapshot ever made."""
    query = select(ISI.c.id, ISI.c.himpunan).where(ISI.c.contoh).order_by(ISI.c.id)
    return [(row.id, row.himpunan) for row in conn.execute(query)]


@_translated()
def drop_partitions(conn: Connection, isi_ids: Sequence[int], tables: Iterable[str]) -> None:
    """Drop the rows of snapshots."""
    driver = raw(conn)
    for table in tables:
        for isi in isi_ids:
            name = sql.Identifier("data", f"{table}_isi_{isi}")
            driver.execute(sql.SQL("DROP TABLE IF EXISTS {}").format(name))


def archive_versions(conn: Connection, isi_ids: Sequence[int]) -> None:
    """Mark the versions that name dropped snapshots: their rows are gone, their record stays."""
    touched = select(VERSI_ISI.c.versi_id).where(VERSI_ISI.c.isi_id.in_(isi_ids))
    conn.execute(VERSI.update().where(VERSI.c.id.in_(touched)).values(status="arsip"))


ROLLUPS = sql.SQL(
    "SELECT wilayah_id, atribut, kelas, jumlah FROM data.rekap WHERE isi_id = ANY({isi}) AND NOT publik"
)
CELLS = sql.SQL(
    "SELECT lv, k, atribut, n0, n1, n2, n3, n4, n5, n6, n7, n8, n9 FROM data.sel"
    " WHERE isi_id = ANY({isi}) AND NOT publik AND lv = {finest}"
)
PUBLIC_SHAPES = sql.SQL(
    "SELECT desa_id AS wilayah_id, {kelas} AS kelas, count(*) AS jumlah, sum({ukuran}) AS ukuran"
    " FROM publik.{himpunan} WHERE isi_id = ANY({isi}) GROUP BY 1, 2"
)
OUTLINES = text(
    "SELECT id, ST_AsBinary(geom) AS geom FROM data.batas WHERE isi_id = ANY(:isi) AND tingkat = 4"
)


@_translated()
def read_bulk(conn: Connection, statement: sql.SQL, **values: object) -> pd.DataFrame:
    """Return the rows of one of the statements above as a frame, through COPY and Arrow.

    Values are literals, unless they are SQL already, such as identifiers.
    """
    from pyarrow import csv

    bound = {k: v if isinstance(v, sql.Composable) else sql.Literal(v) for k, v in values.items()}
    query = statement.format(**bound)
    command = sql.SQL("COPY ({}) TO STDOUT (FORMAT csv, HEADER)").format(query)
    with raw(conn).cursor() as cursor, cursor.copy(command) as copy:
        content = b"".join(bytes(block) for block in copy)
    frame: pd.DataFrame = csv.read_csv(io.BytesIO(content)).to_pandas()
    return frame


def read_public_shapes(conn: Connection, dataset: Dataset, layer: Layer, isi: Sequence[int]) -> pd.DataFrame:
    """Return count and measure per desa and class of what the public's window on a dataset shows."""
    assert layer.legend is not None
    measure = sql.Identifier(dataset.measure) if dataset.measure else sql.SQL("NULL::numeric")
    return read_bulk(
        conn,
        PUBLIC_SHAPES,
        isi=list(isi),
        himpunan=sql.Identifier(dataset.name),
        kelas=sql.Identifier(layer.legend.attribute),
        ukuran=measure,
    )


def read_outlines(conn: Connection, isi: Sequence[int]) -> dict[int, bytes]:
    """Return the outline of every desa (EPSG:4326, WKB) by id."""
    return {row.id: bytes(row.geom) for row in conn.execute(OUTLINES, {"isi": list(isi)})}


def checksums(conn: Connection, isi_ids: Sequence[int]) -> dict[int, str]:
    """Return the checksum of each snapshot."""
    rows = conn.execute(select(ISI.c.id, ISI.c.sidik).where(ISI.c.id.in_(isi_ids)))
    return {row.id: row.sidik for row in rows}


@_translated()
def existing_keys(conn: Connection, table: str, isi_id: int, key: str) -> dict[object, int]:
    """Return {natural key: id} of a snapshot, to carry ids into the next one."""
    query = sql.SQL("SELECT {}, id FROM {} WHERE isi_id = {} AND {} IS NOT NULL").format(
        sql.Identifier(key), sql.Identifier("data", table), sql.Literal(isi_id), sql.Identifier(key)
    )
    return {value: number for value, number in raw(conn).execute(query)}
