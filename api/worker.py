"""Periodic upkeep: expired sessions and links go, new partitions are vacuumed and analysed."""

import time
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Engine, create_engine
from sqlalchemy.exc import OperationalError, ProgrammingError

from api.core import queries
from api.core.console import say
from api.core.settings import Settings

ROUND_SECONDS = 60
TABLES_PER_ROUND = 40


@dataclass(frozen=True)
class Round:
    """What one round did."""

    sessions: int
    links: int
    tables: int


def run(settings: Settings) -> int:
    """Do rounds for ever; a database that is away or not migrated yet is tried again in the next round."""
    assert settings.database_url is not None
    engine = create_engine(settings.database_url, pool_size=1)
    say("worker_running")
    try:
        while True:
            try:
                _tell(do_round(engine))
            except (OperationalError, ProgrammingError):
                say("worker_waiting")
            time.sleep(ROUND_SECONDS)
    finally:
        engine.dispose()


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


def _tell(done: Round) -> None:
    if done != Round(0, 0, 0):
        say("worker_round", sessions=done.sessions, links=done.links, tables=done.tables)
