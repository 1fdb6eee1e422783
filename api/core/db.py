"""The doors to PostgreSQL: reading and writing as an actor, and publishing as the owner."""

from collections.abc import Iterator
from contextlib import contextmanager

from psycopg import sql
from sqlalchemy import Connection, create_engine, text
from sqlalchemy.pool import ConnectionPoolEntry

from api.core.actor import Actor
from layers.kit.publish import APP

POOL_SIZE = 4
TIMEOUT_MS = 3_000

# One statement, one round trip. Settings end with the transaction: the next one starts with no actor.
ENTER = text(
    "SELECT set_config('search_path', :path, true), set_config('app.user_id', :user, true),"
    " set_config('app.wilayah', :wilayah, true), set_config('statement_timeout', :timeout, true),"
    " set_config('role', :role, true)"
)


class Database:
    """A pool of connections that can do nothing until a door gives them a role.

    Parameters
    ----------
    url : SQLAlchemy URL of the owner of the data (``postgresql+psycopg://…``)
    pool_size : connections kept open per process; 4 was the best on two cores
    """

    def __init__(self, url: str, pool_size: int = POOL_SIZE) -> None:
        self.url = url
        # Plans depend on which partitions a tile touches: a generic plan would lock every snapshot ever made.
        options = {"options": "-c plan_cache_mode=force_custom_plan -c jit=off -c application_name=kantong"}
        self._engine = create_engine(url, pool_size=pool_size, max_overflow=4, connect_args=options)
        self._owner = create_engine(url, pool_size=1, max_overflow=2, connect_args={"options": "-c jit=off"})
        _lower(self._engine)

    def dispose(self) -> None:
        """Close every connection."""
        self._engine.dispose()
        self._owner.dispose()

    @contextmanager
    def reading(self, actor: Actor, timeout_ms: int = TIMEOUT_MS) -> Iterator[Connection]:
        """Open a read-only transaction as the actor's role; the actor's windows are all that exists."""
        readonly = self._engine.connect().execution_options(postgresql_readonly=True)
        with readonly as connection, connection.begin():
            _enter(connection, actor, timeout_ms)
            yield connection

    @contextmanager
    def writing(self, actor: Actor, timeout_ms: int = TIMEOUT_MS) -> Iterator[Connection]:
        """Open a transaction as the actor's role; commits at the end, rolls back on any error."""
        with self._engine.begin() as connection:
            _enter(connection, actor, timeout_ms)
            yield connection

    @contextmanager
    def owner(self) -> Iterator[Connection]:
        """Open a transaction as the owner: publishing, sessions, maintenance; no request's data."""
        with self._owner.begin() as connection:
            yield connection


def _enter(connection: Connection, actor: Actor, timeout_ms: int) -> None:
    connection.execute(
        ENTER,
        {
            "path": f"{actor.role.value}, public",
            "user": str(actor.user_id or ""),
            "wilayah": str(actor.wilayah_id or ""),
            "timeout": str(timeout_ms),
            "role": actor.role.login,
        },
    )


def _lower(engine: object) -> None:
    """Give up the owner's rights on every new connection: without a door you get an error, not a leak."""
    from sqlalchemy import event

    @event.listens_for(engine, "connect")
    def lower(connection: object, _entry: ConnectionPoolEntry) -> None:
        with connection.cursor() as cursor:  # type: ignore[attr-defined] # a psycopg connection
            cursor.execute(sql.SQL("SET ROLE {}").format(sql.Identifier(APP)))
        connection.commit()  # type: ignore[attr-defined] # a psycopg connection
