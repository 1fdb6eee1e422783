"""SQL of the import of wilayah: the register's rows, their changes and their lineage."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, timedelta

from sqlalchemy import Connection, text

COUNT = text("SELECT count(*) FROM data.wilayah")
UPSERT = text(
    "INSERT INTO data.wilayah (id, tingkat, kode_dagri, kode_bps, nama, jenis, induk_id, perkotaan, luas_km2,"
    " berlaku_dari) VALUES (:id, :tingkat, :kode_dagri, :kode_bps, :nama, :jenis, :induk_id, :perkotaan,"
    " :luas_km2, :berlaku_dari) ON CONFLICT (id) DO UPDATE SET nama = EXCLUDED.nama, jenis = EXCLUDED.jenis,"
    " induk_id = EXCLUDED.induk_id, perkotaan = EXCLUDED.perkotaan, berlaku_dari = EXCLUDED.berlaku_dari,"
    " berlaku_sampai = NULL"
)
RENAME = text("UPDATE data.wilayah SET nama = :nama WHERE id = :id")
LINEAGE = text(
    "INSERT INTO data.wilayah_silsilah (dari_id, ke_id, jenis, tanggal, nama_lama, sk)"
    " VALUES (:id, :id, 'ganti_nama', :tanggal, :nama_lama, :sk)"
    " ON CONFLICT (dari_id, ke_id, jenis, tanggal) DO UPDATE SET sk = EXCLUDED.sk"
)
RETIRE = text("UPDATE data.wilayah SET berlaku_sampai = :hari WHERE id = ANY(:ids)")
URBAN = text("UPDATE data.wilayah SET perkotaan = :perkotaan WHERE id = ANY(:ids)")
REGISTER = text(
    "SELECT id, tingkat, kode_dagri, nama, jenis, induk_id, luas_km2::float8 AS luas_km2, perkotaan"
    " FROM data.wilayah WHERE berlaku_sampai IS NULL ORDER BY id"
)


def count_wilayah(conn: Connection) -> int:
    """Return how many rows the register has, retired ones included."""
    return int(conn.execute(COUNT).scalar_one())


def put_wilayah(conn: Connection, rows: Sequence[Mapping[str, object]]) -> None:
    """Insert rows, or bring retired ones back under their old id."""
    if rows:
        conn.execute(UPSERT, list(rows))


def list_wilayah(conn: Connection) -> dict[int, Mapping[str, object]]:
    """Return the wilayah in force by id: level, code, name, kind, parent, area in km², urban or not."""
    return {row["id"]: dict(row) for row in conn.execute(REGISTER).mappings()}


def rename(conn: Connection, names: Mapping[int, tuple[str, str]], day: date, decree: str | None) -> None:
    """Give wilayah new names, {id: (old, new)}, and remember the old ones in the lineage."""
    for id_, (old, new) in names.items():
        conn.execute(RENAME, {"id": id_, "nama": new})
        conn.execute(LINEAGE, {"id": id_, "tanggal": day, "nama_lama": old, "sk": decree})


def retire(conn: Connection, ids: Collection[int], day: date) -> None:
    """End the validity of wilayah on the day before `day`."""
    if ids:
        conn.execute(RETIRE, {"ids": sorted(ids), "hari": day - timedelta(days=1)})


def set_urban(conn: Connection, urban: Mapping[int, bool]) -> None:
    """Say which wilayah are urban and which are rural."""
    for value in (True, False):
        ids = sorted(id_ for id_, is_urban in urban.items() if is_urban is value)
        if ids:
            conn.execute(URBAN, {"ids": ids, "perkotaan": value})
