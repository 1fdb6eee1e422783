"""Schema is history, privilege is state: the chain runs both ways, and upgrading opens every window anew."""

import secrets
import subprocess
import sys
import threading

import psycopg
import pytest
from alembic import command
from sqlalchemy import create_engine, text
from sqlalchemy.exc import DBAPIError

from api.core import migrate
from api.core.actor import PUBLIC
from api.core.db import Database
from api.core.tables import METADATA
from layers.kit.catalogue import datasets
from layers.kit.publish import APP
from layers.kit.roles import Role
from layers.kit.tables import data_metadata

COLUMNS = """
    SELECT c.relname || '.' || a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attidentity,
           pg_get_expr(d.adbin, d.adrelid)
    FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
    LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
    WHERE c.relnamespace = ANY(CAST(:schemas AS regnamespace[])) AND c.relkind IN ('r', 'p') AND a.attnum > 0
      AND c.relname NOT LIKE '%\\_isi\\_%' AND c.relname <> 'alembic_version' AND NOT a.attisdropped
    ORDER BY 1
"""
CONSTRAINTS = """
    SELECT c.relname, k.contype::text, pg_get_constraintdef(k.oid), CASE k.contype WHEN 'c' THEN k.conname END
    FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid
    WHERE c.relnamespace = ANY(CAST(:schemas AS regnamespace[])) AND c.relname NOT LIKE '%\\_isi\\_%'
      AND c.relname <> 'alembic_version' AND k.contype <> 'n'
    ORDER BY 1, 2, 3
"""
INDEXES = """
    SELECT pg_get_indexdef(i.indexrelid) FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid
    WHERE c.relnamespace = ANY(CAST(:schemas AS regnamespace[])) AND c.relname NOT LIKE '%\\_isi\\_%'
      AND c.relname <> 'alembic_version'
    ORDER BY 1
"""
WINDOWS = """
    SELECT n.nspname, c.relname, pg_get_viewdef(c.oid), c.relacl::text, n.nspacl::text, c.reloptions::text
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname = ANY(:roles) ORDER BY 1, 2
"""
ROLES = """
    SELECT rolname, rolcanlogin, rolinherit, rolsuper, rolcreatedb FROM pg_roles WHERE rolname LIKE 'kantong%'
"""
UPGRADE = "import sys; from api.core import migrate; [migrate.upgrade(sys.argv[1]) for _ in range(3)]"


@pytest.fixture
def empty(postgis):
    """The URL of a database in which nothing has been made yet."""
    for name in [f"uji_{secrets.token_hex(6)}"]:
        postgis.ensure_database(name)
        yield postgis.url(name)
        with psycopg.connect(postgis.dsn("postgres"), autocommit=True) as conn:
            conn.execute(f"DROP DATABASE {name} WITH (FORCE)")


def look(url, *queries, schemas=("data", "service")):
    engine = create_engine(url)
    values = {"schemas": list(schemas), "roles": [role.value for role in Role]}
    try:
        with engine.connect() as conn:
            return [sorted(map(repr, conn.execute(text(query), used(query, values)))) for query in queries]
    finally:
        engine.dispose()


def used(query, values):
    return {name: value for name, value in values.items() if f":{name}" in query}


def downgrade(url, revision="base"):
    engine = create_engine(url)
    with engine.begin() as conn:
        migrate._run(conn, migrate.closing_statements())
        command.downgrade(migrate.alembic_config(conn), revision)
    engine.dispose()


def test_up_down_and_up_again(empty):
    migrate.upgrade(empty)
    first = look(empty, COLUMNS, CONSTRAINTS, INDEXES, WINDOWS)
    assert all(first)
    downgrade(empty)
    engine = create_engine(empty)
    with engine.connect() as conn:
        left = conn.scalars(
            text(
                "SELECT relname FROM pg_class WHERE relkind = 'r'"
                " AND relnamespace = to_regnamespace('service')"
            )
        ).all()
        assert left == ["alembic_version"]
        assert conn.execute(text("SELECT to_regnamespace('data')")).scalar() is None
    engine.dispose()
    migrate.upgrade(empty)
    assert look(empty, COLUMNS, CONSTRAINTS, INDEXES, WINDOWS) == first


def test_alembic_finds_no_difference_to_the_declared_tables(database):
    engine = create_engine(database)
    with engine.begin() as conn:
        command.check(migrate.alembic_config(conn))
    engine.dispose()


def test_checks_defaults_and_indexes_are_those_declared(database, empty):
    """What autogenerate does not compare: checks, defaults and index definitions, as PostgreSQL says them."""
    engine = create_engine(empty)
    with engine.begin() as conn:
        for statement in ("CREATE EXTENSION postgis", "CREATE SCHEMA data", "CREATE SCHEMA service"):
            conn.execute(text(statement))
        METADATA.create_all(conn)
        data_metadata(datasets().values()).create_all(conn)
    engine.dispose()
    for migrated, declared in zip(
        look(database, COLUMNS, CONSTRAINTS, INDEXES), look(empty, COLUMNS, CONSTRAINTS, INDEXES), strict=True
    ):
        assert migrated == declared


def test_upgrading_twice_changes_nothing(province):
    before = look(province, COLUMNS, CONSTRAINTS, INDEXES, WINDOWS, ROLES)
    migrate.upgrade(province)
    migrate.upgrade(province)
    assert look(province, COLUMNS, CONSTRAINTS, INDEXES, WINDOWS, ROLES) == before
    database = Database(province)
    with database.reading(PUBLIC) as conn:
        assert conn.execute(text("SELECT count(*) FROM sel")).scalar() > 0
    database.dispose()


def at_once(urls):
    """Upgrade databases at the same moment; returns what went wrong."""
    start, errors = threading.Barrier(len(urls)), []

    def upgrade(url):
        start.wait()
        try:
            migrate.upgrade(url)
        except Exception as error:
            errors.append(error)

    threads = [threading.Thread(target=upgrade, args=(url,)) for url in urls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return errors


def test_upgrades_at_once_wait_for_each_other(empty):
    assert at_once([empty] * 4) == []
    assert look(empty, WINDOWS)[0]


def test_upgrades_of_two_databases_at_once_share_the_roles(postgis, empty):
    """Roles belong to the whole server, and databases do not wait for each other."""
    other = f"uji_{secrets.token_hex(6)}"
    postgis.ensure_database(other)
    started = [
        subprocess.Popen([sys.executable, "-c", UPGRADE, url], stderr=subprocess.PIPE, text=True)
        for url in (empty, postgis.url(other))
    ]
    said = [process.communicate()[1] for process in started]
    assert [process.returncode for process in started] == [0, 0], said
    with psycopg.connect(postgis.dsn("postgres"), autocommit=True) as conn:
        conn.execute(f"DROP DATABASE {other} WITH (FORCE)")


def test_a_failed_upgrade_leaves_every_window_open(province, monkeypatch):
    before = look(province, COLUMNS, WINDOWS)
    monkeypatch.setattr(migrate, "opening_statements", lambda _known: ["SELECT 1 / 0"])
    with pytest.raises(DBAPIError):
        migrate.upgrade(province)
    assert look(province, COLUMNS, WINDOWS) == before


def test_roles_own_nothing_inherit_nothing_and_cannot_log_in(database):
    names = {APP, *(role.login for role in Role)}
    (found,) = look(database, ROLES)
    assert len([row for row in found if any(f"'{name}'" in row for name in names)]) == len(names)
    assert all("False, False, False, False" in row for row in found)
    engine = create_engine(database)
    with engine.connect() as conn:
        owned = conn.execute(
            text("SELECT count(*) FROM pg_class WHERE pg_get_userbyid(relowner) LIKE 'kantong%'")
        ).scalar()
    engine.dispose()
    assert owned == 0


def test_closing_and_opening_is_a_deploy_and_not_a_migration(province):
    """Who sees what follows the layer files at every upgrade, whatever was open before."""
    engine = create_engine(province)
    with engine.begin() as conn:
        conn.execute(text("DROP SCHEMA publik CASCADE"))
        conn.execute(text("CREATE VIEW op_desa.bocor AS SELECT * FROM data.keluarga"))
        conn.execute(text("GRANT SELECT ON op_desa.bocor TO kantong_op_desa"))
    migrate.upgrade(province)
    with engine.connect() as conn:
        assert conn.execute(text("SELECT to_regclass('op_desa.bocor')")).scalar() is None
        assert conn.execute(text("SELECT to_regclass('publik.sel')")).scalar()
    engine.dispose()
