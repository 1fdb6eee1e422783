"""SQL of accounts, sessions and one-time links."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select

from api.core.tables import AKUN, SESI, TAUTAN_MASUK


def any_account(conn: Connection) -> bool:
    """Say whether a person has an account."""
    return bool(conn.execute(select(select(AKUN.c.id).exists())).scalar())


def insert_link(conn: Connection, sidik: bytes, peran: str, berakhir: datetime) -> None:
    """Store the hash of a one-time link; earlier links end."""
    conn.execute(delete(TAUTAN_MASUK))
    conn.execute(insert(TAUTAN_MASUK).values(sidik=sidik, peran=peran, berakhir=berakhir))


def take_link(conn: Connection, sidik: bytes) -> str | None:
    """Return the role of a link and end it; None when it is unknown, used or expired."""
    query = delete(TAUTAN_MASUK).where(TAUTAN_MASUK.c.sidik == sidik, TAUTAN_MASUK.c.berakhir > func.now())
    return conn.execute(query.returning(TAUTAN_MASUK.c.peran)).scalar()


def insert_session(conn: Connection, sidik: bytes, peran: str, berakhir: datetime) -> None:
    """Store the hash of a session token."""
    conn.execute(insert(SESI).values(sidik=sidik, peran=peran, berakhir=berakhir))


def get_session(conn: Connection, sidik: bytes) -> Any:
    """Return a live session, or None."""
    query = select(SESI.c.peran, SESI.c.wilayah_id, SESI.c.akun_id)
    return conn.execute(query.where(SESI.c.sidik == sidik, SESI.c.berakhir > func.now())).first()


def end_session(conn: Connection, sidik: bytes) -> None:
    """Delete a session."""
    conn.execute(delete(SESI).where(SESI.c.sidik == sidik))
