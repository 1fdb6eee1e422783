"""SQL of the register, of outlines' extents and of roll-ups, through the actor's windows."""

from typing import Any

from sqlalchemy import Connection, text

REGISTER = text(
    "SELECT id, tingkat, kode_dagri, kode_bps, nama, jenis, induk_id, perkotaan, luas_km2 FROM wilayah"
    " WHERE berlaku_sampai IS NULL ORDER BY tingkat, id"
)
EXTENTS = text(
    "SELECT id, skematik, luas_ha, ST_XMin(geom) AS west, ST_YMin(geom) AS south, ST_XMax(geom) AS east,"
    " ST_YMax(geom) AS north FROM batas WHERE isi_id = ANY(:isi)"
)
ROLLUPS = text("SELECT wilayah_id, atribut, kelas, jumlah, ukuran FROM rekap WHERE isi_id = ANY(:isi)")


def read_register(conn: Connection) -> list[Any]:
    """Return the wilayah in force, province first."""
    return list(conn.execute(REGISTER))


def read_extents(conn: Connection, isi: list[int]) -> dict[int, Any]:
    """Return extent, area (ha) and kind of each outline by wilayah id."""
    return {row.id: row for row in conn.execute(EXTENTS, {"isi": isi})}


def read_rollups(conn: Connection, isi: list[int]) -> list[Any]:
    """Return wilayah, layer, class, count and sum of the measure."""
    return list(conn.execute(ROLLUPS, {"isi": isi}))
