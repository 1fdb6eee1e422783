"""Periodic upkeep: expired sessions and links go, new partitions are vacuumed and analysed."""

import threading
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from functools import partial

from sqlalchemy import Engine, create_engine
from sqlalchemy.exc import DBAPIError

from api.core import queries

ROUND_SECONDS = 60
TABLES_PER_ROUND = 40
Tell = Callable[..., None]


@dataclass(frozen=True)
class Round:
    """What one round did."""

    sessions: int
    links: int
    tables: int


def run(database_url: str, *, tell: Tell) -> None:
    """Do rounds for ever; a database that is away or not migrated yet is tried again in the next round."""
    engine = create_engine(database_url, pool_size=1, pool_pre_ping=True)
    while True:
        try:
            done = do_round(engine)
        except DBAPIError:
            tell("worker_waiting")
        else:
            if done != Round(0, 0, 0):
                tell("worker_round", **asdict(done))
        time.sleep(ROUND_SECONDS)


def run_beside(database_url: str) -> None:
    """Do the same, silently, in a thread that ends with this process."""
    upkeep = partial(run, database_url, tell=_silence)
    threading.Thread(target=upkeep, daemon=True, name="upkeep").start()


def do_round(engine: Engine) -> Round:
    """Do the upkeep once and return what was done; doing it twice does nothing more."""
    now = datetime.now(UTC)
    with engine.begin() as conn:
        sessions = queries.delete_expired_sessions(conn, now)
        links = queries.delete_expired_links(conn, now)
        tables = queries.list_new_tables(conn, TABLES_PER_ROUND)
    for name in tables:
        queries.vacuum(engine, name)
    return Round(sessions, links, len(tables))


def _silence(*_args: object, **_values: object) -> None:
    """Say nothing: the terminal belongs to `run`."""
