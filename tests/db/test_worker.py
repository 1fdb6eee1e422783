"""The upkeep removes what has expired, and nothing else, and shows new partitions to the planner."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import create_engine, func, insert, select, text

from api import worker
from api.core.tables import SESI, TAUTAN_MASUK

NOW = datetime.now(UTC)


def test_a_round_removes_what_has_expired_and_keeps_the_rest(database: str) -> None:
    engine = create_engine(database)
    with engine.begin() as conn:
        for sidik, berakhir in ((b"lama", NOW - timedelta(seconds=1)), (b"baru", NOW + timedelta(hours=1))):
            conn.execute(insert(SESI).values(sidik=sidik, peran="ADM_PROV", berakhir=berakhir))
            conn.execute(insert(TAUTAN_MASUK).values(sidik=sidik, peran="ADM_PROV", berakhir=berakhir))
    assert worker.do_round(engine) == worker.Round(sessions=1, links=1, tables=0)
    with engine.connect() as conn:
        assert [row.sidik for row in conn.execute(select(SESI.c.sidik))] == [b"baru"]
        assert conn.scalars(select(func.count()).select_from(TAUTAN_MASUK)).one() == 1
    engine.dispose()


def test_new_tables_are_vacuumed_once(database: str) -> None:
    engine = create_engine(database)
    with engine.begin() as conn:
        conn.execute(text('CREATE TABLE data."Aneh; nama" AS SELECT generate_series(1, 1000) AS n'))
    with engine.connect() as conn:
        conn.execute(text("SELECT pg_stat_force_next_flush()"))
        conn.execute(text("SELECT pg_stat_clear_snapshot()"))
    assert worker.do_round(engine).tables >= 1
    with engine.connect() as conn:
        pages = conn.execute(text("SELECT relallvisible FROM pg_class WHERE relname = 'Aneh; nama'"))
        assert pages.scalar_one() > 0
        conn.execute(text("SELECT pg_stat_force_next_flush()"))
    assert worker.do_round(engine).tables == 0
    engine.dispose()
