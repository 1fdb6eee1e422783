"""Sessions: opaque tokens, of which the database keeps hashes only."""

import hashlib
import secrets
import threading
import time
from datetime import UTC, datetime, timedelta

from api.accounts import queries
from api.core.actor import PUBLIC, Actor
from api.core.db import Database
from api.core.settings import LOOPBACK, Settings
from layers.kit.roles import Role

LINK_LIFE = timedelta(hours=12)
SESSION_LIFE = timedelta(hours=12)
KEPT_S = 5.0
MOST = 10_000


def digest(token: str) -> bytes:
    """Return what the database keeps of a token."""
    return hashlib.sha256(token.encode()).digest()


class Sessions:
    """Finds actors by token; an answer is kept for five seconds, keyed by the token's hash."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._lock = threading.Lock()
        self._kept: dict[bytes, tuple[float, Actor]] = {}

    def actor(self, token: str | None) -> Actor:
        """Return the actor of a token; PUBLIK for none, an unknown or an expired one."""
        if not token:
            return PUBLIC
        key = digest(token)
        kept = self._kept.get(key)
        if kept is not None and time.monotonic() < kept[0]:
            return kept[1]
        actor = self._read(key)
        with self._lock:
            if len(self._kept) > MOST:
                self._kept.clear()
            self._kept[key] = (time.monotonic() + KEPT_S, actor)
        return actor

    def enter(self, token: str) -> str | None:
        """Exchange a one-time link for a session token; None when the link is not valid (any more)."""
        with self._database.owner() as conn:
            role = queries.take_link(conn, digest(token))
            if role is None or queries.any_account(conn):
                return None
            fresh = secrets.token_urlsafe(32)
            queries.insert_session(conn, digest(fresh), role, datetime.now(UTC) + SESSION_LIFE)
        return fresh

    def leave(self, token: str) -> None:
        """End a session at once."""
        with self._database.owner() as conn:
            queries.end_session(conn, digest(token))
        self._kept.pop(digest(token), None)

    def _read(self, key: bytes) -> Actor:
        with self._database.owner() as conn:
            row = queries.get_session(conn, key)
            # A presenter's session has no account: the first real account ends it.
            if row is None or (row.akun_id is None and queries.any_account(conn)):
                return PUBLIC
        return Actor(Role[row.peran], row.wilayah_id, row.akun_id, session=True)


def presenter_link(settings: Settings, database_url: str, base_url: str) -> str | None:
    """Return the address that opens the demo as ADM_PROV for the person at this computer, once.

    None when an account exists or the service listens beyond this computer: then people sign in.
    """
    if settings.host not in LOOPBACK or settings.behind_proxy:
        return None
    database = Database(database_url, pool_size=1)
    try:
        with database.owner() as conn:
            if queries.any_account(conn):
                return None
            token = secrets.token_urlsafe(24)
            queries.insert_link(conn, digest(token), Role.ADM_PROV.name, datetime.now(UTC) + LINK_LIFE)
    finally:
        database.dispose()
    return f"{base_url}/masuk?tautan={token}"
