"""SQL of imports: the register to match against, batches, and what is in force."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import Connection, func, insert, select, text

from api.core.tables import AKUN, BATCH, ISI, VERSI_ISI
from geo.rules.area_codes import Register

WILAYAH = text(
    "SELECT id, tingkat, kode_bps, nama, induk_id FROM data.wilayah WHERE berlaku_sampai IS NULL ORDER BY id"
)
HEIRS = text(
    "SELECT s.dari_id, s.ke_id FROM data.wilayah_silsilah s JOIN data.wilayah w ON w.id = s.dari_id"
    " WHERE w.berlaku_sampai IS NOT NULL ORDER BY s.dari_id, s.ke_id"
)


@dataclass(frozen=True)
class InForce:
    """One snapshot in force: kab/kota, rows, whether synthetic, and its import's checksum and period."""

    wilayah_id: int
    jumlah: int
    contoh: bool
    sha256: str | None


def read_register(conn: Connection) -> Register:
    """Return the wilayah in force in both code systems, with the heirs of retired ones."""
    rows = [
        (row.id, row.tingkat, int(row.kode_bps) if row.kode_bps else None, row.nama, row.induk_id)
        for row in conn.execute(WILAYAH)
    ]
    heirs: dict[int, tuple[int, ...]] = {}
    for row in conn.execute(HEIRS):
        heirs[row.dari_id] = (*heirs.get(row.dari_id, ()), row.ke_id)
    return Register.from_rows(rows, heirs)


def snapshots_in_force(conn: Connection, version: int | None, himpunan: Collection[str]) -> list[InForce]:
    """Return the snapshots of some himpunan that a version names."""
    query = (
        select(ISI.c.wilayah_id, ISI.c.jumlah, ISI.c.contoh, BATCH.c.sha256)
        .select_from(
            VERSI_ISI.join(ISI, VERSI_ISI.c.isi_id == ISI.c.id).outerjoin(BATCH, ISI.c.batch_id == BATCH.c.id)
        )
        .where(VERSI_ISI.c.versi_id == version, VERSI_ISI.c.himpunan.in_(list(himpunan)))
    )
    return [InForce(row.wilayah_id, row.jumlah, row.contoh, row.sha256) for row in conn.execute(query)]


def names_of(conn: Connection, ids: Collection[int]) -> dict[int, str]:
    """Return kind and name of wilayah by id, such as `Kota Samarinda`."""
    rows = conn.execute(
        text("SELECT id, jenis, nama FROM data.wilayah WHERE id = ANY(:ids)"), {"ids": list(ids)}
    )
    return {row.id: f"{row.jenis.capitalize()} {row.nama}" for row in rows}


def count_outside(conn: Connection, isi_ids: Collection[int]) -> tuple[int, int]:
    """Return how many points of snapshots lie outside their declared desa, and how many were compared."""
    query = text(
        "SELECT count(*) FILTER (WHERE titik_di_desa = 0) AS outside, count(titik_di_desa) AS compared"
        " FROM data.keluarga WHERE isi_id = ANY(:isi)"
    )
    row = conn.execute(query, {"isi": list(isi_ids)}).one()
    return row.outside, row.compared


def insert_batch(conn: Connection, **values: object) -> int:
    """Record an import and its three counts; return its number."""
    return int(conn.execute(insert(BATCH).values(**values).returning(BATCH.c.id)).scalar_one())


def count_accounts(conn: Connection) -> int:
    """Return how many accounts exist; from the first on, nobody publishes alone."""
    return int(conn.execute(select(func.count()).select_from(AKUN)).scalar_one())


def has_account(conn: Connection, name: str) -> bool:
    """Say whether an account of this name exists."""
    return bool(conn.execute(select(AKUN.c.id).where(AKUN.c.nama == name)).scalar())
