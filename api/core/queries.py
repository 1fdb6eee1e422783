"""SQL of the upkeep: what has expired, and which tables the planner does not know yet."""

from datetime import datetime

from sqlalchemy import Connection, Engine, column, delete, func, select, table, text

from api.core.tables import SESI, TAUTAN_MASUK

STATISTICS = table(
    "pg_stat_user_tables",
    *(column(name) for name in ("schemaname", "relname", "n_live_tup", "last_vacuum", "last_autovacuum")),
)


def delete_expired_sessions(conn: Connection, now: datetime) -> int:
    """Delete the sessions that ended before `now`; return how many."""
    return conn.execute(delete(SESI).where(SESI.c.berakhir < now)).rowcount


def delete_expired_links(conn: Connection, now: datetime) -> int:
    """Delete the one-time links that ended before `now`; return how many."""
    return conn.execute(delete(TAUTAN_MASUK).where(TAUTAN_MASUK.c.berakhir < now)).rowcount


def list_new_tables(conn: Connection, limit: int) -> list[str]:
    """Return the quoted names of filled `data` tables that were never vacuumed, the largest first."""
    known = STATISTICS.c
    name = func.format("%I.%I", known.schemaname, known.relname)
    never = known.last_vacuum.is_(None) & known.last_autovacuum.is_(None)
    filled = (known.schemaname == "data") & (known.n_live_tup > 0)
    query = select(name).where(never & filled).order_by(known.n_live_tup.desc()).limit(limit)
    return list(conn.scalars(query))


def vacuum(engine: Engine, name: str) -> None:
    """VACUUM ANALYZE one table, its name as PostgreSQL quoted it: tiles need its visibility map."""
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as conn:
        conn.execute(text(f"VACUUM (ANALYZE) {name}"))  # sql: format('%I.%I') quoted the name


def get_server_major(conn: Connection) -> int:
    """Return the major version of the server, such as 15."""
    return int(conn.scalars(select(func.current_setting("server_version_num"))).one()) // 10_000


def is_empty(conn: Connection) -> bool:
    """Say whether nobody has made our schemas in this database yet."""
    schemas = table("pg_namespace", column("nspname"), schema="pg_catalog")
    ours = select(func.count()).where(schemas.c.nspname.in_(("data", "service")))
    return conn.scalars(ours).one() == 0
