"""SQL of the demo: the land it is drawn on, what is published, and whether it was removed."""

import pandas as pd
from sqlalchemy import Connection, func, select, text
from sqlalchemy.dialects.postgresql import insert

from api.core.tables import ISI, KEADAAN, VERSI, VERSI_ISI

STATE_KEY = "demo"

LAND = text(
    "SELECT w.id AS desa_id, w.jenis = 'kelurahan' AS kelurahan, ST_AsBinary(b.geom) AS wkb"
    " FROM data.batas b JOIN data.wilayah w ON w.id = b.id AND w.berlaku_sampai IS NULL"
    " WHERE b.isi_id = ANY(:isi) AND b.tingkat = 4 ORDER BY w.id"
)
RIVERS = text("SELECT ST_AsBinary(geom) AS wkb FROM data.sungai WHERE isi_id = ANY(:isi) ORDER BY id")
NAMES = text("SELECT id, nama FROM data.wilayah WHERE tingkat = 2 AND berlaku_sampai IS NULL")


def read_published(conn: Connection) -> pd.DataFrame:
    """Return himpunan, wilayah_id, isi_id and contoh of every snapshot of the version in force."""
    current = select(func.max(VERSI.c.id)).where(VERSI.c.status == "terbit").scalar_subquery()
    query = (
        select(VERSI_ISI.c.himpunan, VERSI_ISI.c.wilayah_id, VERSI_ISI.c.isi_id, ISI.c.contoh)
        .join(ISI, ISI.c.id == VERSI_ISI.c.isi_id)
        .where(VERSI_ISI.c.versi_id == current)
    )
    columns = ["himpunan", "wilayah_id", "isi_id", "contoh"]
    return pd.DataFrame(conn.execute(query).all(), columns=columns).astype({"contoh": bool})


def read_land(conn: Connection, isi: list[int]) -> pd.DataFrame:
    """Return desa_id, kelurahan and wkb (EPSG:4326) of every desa of a snapshot of boundaries."""
    return pd.DataFrame(conn.execute(LAND, {"isi": isi}).all(), columns=["desa_id", "kelurahan", "wkb"])


def list_rivers(conn: Connection, isi: list[int]) -> list[bytes]:
    """Return the rivers of a snapshot as WKB in EPSG:4326."""
    return [bytes(wkb) for wkb in conn.scalars(RIVERS, {"isi": isi})]


def list_names(conn: Connection) -> dict[int, str]:
    """Return the names of the kab/kota by id."""
    return {row.id: row.nama for row in conn.execute(NAMES)}


def get_state(conn: Connection) -> str | None:
    """Return what was last done with the demo, None before the first time."""
    found: str | None = conn.scalar(select(KEADAAN.c.nilai).where(KEADAAN.c.kunci == STATE_KEY))
    return found


def set_state(conn: Connection, value: str) -> None:
    """Record what was done with the demo."""
    row = insert(KEADAAN).values(kunci=STATE_KEY, nilai=value)
    conn.execute(row.on_conflict_do_update(index_elements=["kunci"], set_={"nilai": value}))
