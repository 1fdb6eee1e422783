"""Tables of the schema `data`, derived from the datasets and declared for what they share."""

from collections.abc import Iterable

from geoalchemy2 import Geometry
from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    Index,
    Integer,
    MetaData,
    Numeric,
    SmallInteger,
    Table,
    Text,
)

from layers.kit.model import MAX_CLASS, Dataset

OUTER_BOX = (113.5, -2.8, 119.3, 2.7)
"""(west, south, east, north) in degrees: no geometry of the province lies outside."""
INSIDE = "geom @ ST_MakeEnvelope({}, {}, {}, {}, 4326)".format(*OUTER_BOX)
COUNTS = tuple(f"n{code}" for code in range(MAX_CLASS + 1))


def shared_tables(metadata: MetaData) -> dict[str, Table]:
    """Add the tables that no single dataset owns: wilayah, its lineage, cells and roll-ups."""
    tables = (
        Table(
            "wilayah",
            metadata,
            Column("id", BigInteger, primary_key=True, autoincrement=False),
            Column("tingkat", SmallInteger, CheckConstraint("tingkat BETWEEN 1 AND 4"), nullable=False),
            Column("kode_dagri", Text, nullable=False),
            Column("kode_bps", Text),
            Column("nama", Text, nullable=False),
            Column("jenis", Text, nullable=False),
            Column("induk_id", BigInteger),
            Column("perkotaan", Boolean),
            Column("luas_km2", Numeric(12, 3)),
            Column("berlaku_dari", Date, nullable=False),
            Column("berlaku_sampai", Date),
            Index(
                "wilayah_kode_berlaku", "kode_dagri", unique=True, postgresql_where="berlaku_sampai IS NULL"
            ),
            Index("wilayah_induk", "induk_id"),
            schema="data",
        ),
        Table(
            "wilayah_silsilah",
            metadata,
            Column("dari_id", BigInteger, primary_key=True, autoincrement=False),
            Column("ke_id", BigInteger, primary_key=True, autoincrement=False),
            Column(
                "jenis", Text, CheckConstraint("jenis IN ('pecah','gabung','ganti_nama')"), primary_key=True
            ),
            Column("tanggal", Date, primary_key=True),
            Column("nama_lama", Text),
            Column("sk", Text),
            schema="data",
        ),
        Table(
            "sel",
            metadata,
            Column("isi_id", Integer, nullable=False),
            Column("publik", Boolean, nullable=False),
            Column("kabkota_id", BigInteger),
            Column("atribut", Text, nullable=False),
            Column("lv", SmallInteger, nullable=False),
            Column("k", BigInteger, nullable=False),
            *(Column(name, Integer) for name in COUNTS),
            Column("tertahan", Boolean, nullable=False),
            Column("sisi", SmallInteger, nullable=False),
            schema="data",
            postgresql_partition_by="LIST (isi_id)",
        ),
        Table(
            "rekap",
            metadata,
            Column("isi_id", Integer, nullable=False),
            Column("publik", Boolean, nullable=False),
            Column("kabkota_id", BigInteger),
            Column("wilayah_id", BigInteger, nullable=False),
            Column("atribut", Text, nullable=False),
            Column("kelas", SmallInteger, nullable=False),
            Column("jumlah", Integer),
            Column("ukuran", Numeric(14, 3)),
            schema="data",
            postgresql_partition_by="LIST (isi_id)",
        ),
    )
    return {table.name: table for table in tables}


def _keys(dataset: Dataset) -> list[Column[object]]:
    columns: list[Column[object]] = [
        Column("isi_id", Integer, primary_key=True, autoincrement=False),
        Column("id", BigInteger, primary_key=True, autoincrement=False),
        Column("kabkota_id", BigInteger, nullable=dataset.reference),
        Column("desa_id", BigInteger, nullable=dataset.reference),
    ]
    if dataset.is_point:
        columns += [Column("k", BigInteger), Column("mx", Integer), Column("my", Integer)]
    return columns


def dataset_table(dataset: Dataset, metadata: MetaData) -> Table:
    """Add the table of a dataset: keys, fields, geometry and its constraints, partitioned by snapshot."""
    fields = [Column(f.name, f.type, nullable=not f.required) for f in dataset.fields]
    geom = Column(
        "geom", Geometry(dataset.geometry, srid=4326, spatial_index=False), nullable=dataset.is_point
    )
    inside = CheckConstraint(INSIDE, name=f"{dataset.name}_di_dalam_kotak")
    checks = [] if dataset.anywhere else [inside]
    if not dataset.is_point:
        checks.append(CheckConstraint("ST_IsValid(geom)", name=f"{dataset.name}_geometri_sah"))
    checks += [
        CheckConstraint(f.check, name=f"{dataset.name}_{f.name}_sah") for f in dataset.fields if f.check
    ]
    return Table(
        dataset.name,
        metadata,
        *_keys(dataset),
        *fields,
        geom,
        *checks,
        schema="data",
        postgresql_partition_by="LIST (isi_id)",
    )


def band_table(dataset: Dataset, metadata: MetaData) -> Table:
    """Add the table of a dataset's geometries simplified per zoom band, in EPSG:3857."""
    return Table(
        f"{dataset.name}_tampil",
        metadata,
        Column("isi_id", Integer, primary_key=True, autoincrement=False),
        Column("pita", SmallInteger, primary_key=True, autoincrement=False),
        Column("id", BigInteger, primary_key=True, autoincrement=False),
        Column("geom", Geometry(dataset.geometry, srid=3857, spatial_index=False), nullable=False),
        Index(f"{dataset.name}_tampil_geom", "geom", postgresql_using="gist"),
        schema="data",
    )


def data_metadata(chosen: Iterable[Dataset]) -> MetaData:
    """Return the metadata of the schema `data` for the datasets."""
    metadata = MetaData(schema="data")
    shared_tables(metadata)
    for dataset in chosen:
        dataset_table(dataset, metadata)
        if dataset.bands:
            band_table(dataset, metadata)
    return metadata
