"""Every role sees its window and nothing else: views, columns, rows and rights, on a real PostGIS."""

import threading

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import DBAPIError, InternalError, OperationalError, ProgrammingError

from api.core.actor import PUBLIC, Actor
from api.core.db import Database
from layers.kit.catalogue import datasets
from layers.kit.roles import Role
from tests import world

DATASETS = datasets()
EVERY_ROLE = pytest.mark.parametrize("role", list(Role), ids=lambda one: one.value)
EVERY_DATASET = pytest.mark.parametrize("name", sorted(DATASETS))
PROVINCE = {Role.ADM_PROV, Role.VER_PROV, Role.AUDITOR}
REGENCY = {Role.OP_KAB, Role.VER_KAB}
FAMILIES = PROVINCE | REGENCY | {Role.OP_DESA}
POCKETS = FAMILIES | {Role.PUBLIK, Role.PU_PROV, Role.PU_KAB, Role.PIMPINAN, Role.OPD}
DENIED, UNKNOWN_TABLE, READ_ONLY, CANCELED = "42501", "42P01", "25006", "57014"
DESA = 6472011001


@pytest.fixture(scope="module")
def doors(shared_province):
    database = Database(shared_province, pool_size=1)
    yield database
    database.dispose()


@pytest.fixture(scope="module")
def owner(shared_province):
    engine = create_engine(shared_province)
    yield engine
    engine.dispose()


def rows(database, actor, sql, **values):
    with database.reading(actor) as conn:
        return conn.execute(text(sql), values).all()


def state(error):
    return error.value.orig.sqlstate


def has_window(name, role):
    return role in {"keluarga": FAMILIES, "kawasan_kumuh": POCKETS}.get(name, set(Role))


@EVERY_ROLE
def test_a_schema_holds_exactly_the_roles_views(owner, role):
    expected = {"wilayah", "wilayah_silsilah", "sel", "rekap"}
    expected |= {name for name in DATASETS if has_window(name, role)} | {"batas_tampil"}
    with owner.connect() as conn:
        found = conn.execute(
            text("SELECT relname, relkind FROM pg_class WHERE relnamespace = to_regnamespace(:schema)"),
            {"schema": role.value},
        ).all()
    assert {row.relname for row in found} == expected
    assert {row.relkind for row in found} == {"v"}


@EVERY_DATASET
@EVERY_ROLE
def test_a_window_has_exactly_the_declared_columns(owner, name, role):
    dataset = DATASETS[name]
    declared = [f.name for f in dataset.fields if role in f.sees]
    keys = ["isi_id", "id", "kabkota_id", "desa_id", *(["k", "mx", "my"] if name == "keluarga" else [])]
    with owner.connect() as conn:
        found = conn.scalars(
            text(
                "SELECT attname FROM pg_attribute WHERE attrelid = to_regclass(:view) AND attnum > 0"
                " ORDER BY attnum"
            ),
            {"view": f"{role.value}.{name}"},
        ).all()
    assert list(found) == ([*keys, *declared, "geom"] if has_window(name, role) else [])


@EVERY_ROLE
def test_a_windows_geometry_is_geometry(owner, role):
    """GeoAlchemy2 would wrap a selected geometry in ST_AsEWKB, and the index could not be used."""
    with owner.connect() as conn:
        kinds = conn.execute(
            text(
                "SELECT a.attrelid::regclass::text AS view, format_type(a.atttypid, a.atttypmod) AS kind"
                " FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid"
                " WHERE c.relnamespace = to_regnamespace(:schema) AND a.attname = 'geom'"
            ),
            {"schema": role.value},
        ).all()
    assert kinds
    assert all(row.kind.startswith("geometry(") for row in kinds)


@EVERY_ROLE
def test_a_role_has_rights_in_its_own_schema_and_nowhere_else(owner, role):
    with owner.connect() as conn:
        found = conn.execute(
            text(
                "SELECT n.nspname AS schema, c.relname AS name,"
                " has_table_privilege(:login, c.oid, 'SELECT') AS may_read,"
                " has_table_privilege(:login, c.oid, 'INSERT, UPDATE, DELETE, TRUNCATE') AS may_write"
                " FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
                " WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND n.nspname NOT LIKE 'pg\\_%'"
                " AND n.nspname NOT IN ('information_schema', 'public')"
            ),
            {"login": role.login},
        ).all()
        schemas = conn.scalars(
            text(
                "SELECT nspname FROM pg_namespace WHERE has_schema_privilege(:login, oid, 'USAGE')"
                " AND nspname NOT LIKE 'pg\\_%' AND nspname NOT IN ('information_schema', 'public')"
            ),
            {"login": role.login},
        ).all()
        makes = conn.scalars(
            text("SELECT nspname FROM pg_namespace WHERE has_schema_privilege(:login, oid, 'CREATE')"),
            {"login": role.login},
        ).all()
    assert schemas == [role.value]
    assert makes == []
    assert {row.schema for row in found if row.may_read} == {role.value}
    assert not any(row.may_write for row in found)
    assert all(row.may_read for row in found if row.schema == role.value)


@EVERY_ROLE
@pytest.mark.parametrize(
    "forbidden", ["data.keluarga", "data.sel", "data.rekap", "data.wilayah", "service.sesi", "service.akun"]
)
def test_tables_beneath_the_windows_are_refused(doors, role, forbidden):
    with pytest.raises(ProgrammingError) as error:
        rows(doors, Actor(role, world.SAMARINDA), f"SELECT * FROM {forbidden}")
    assert state(error) == DENIED


@EVERY_ROLE
def test_another_roles_window_is_refused(doors, role):
    other = next(one for one in (Role.ADM_PROV, Role.PUBLIK) if one is not role)
    with pytest.raises(ProgrammingError) as error:
        rows(doors, Actor(role, world.SAMARINDA), f"SELECT * FROM {other.value}.sel")
    assert state(error) == DENIED


@EVERY_DATASET
@EVERY_ROLE
def test_a_window_that_is_not_declared_does_not_exist(doors, name, role):
    query = f"SELECT count(*) FROM {name}"
    if has_window(name, role):
        rows(doors, Actor(role, world.SAMARINDA), query)
        return
    with pytest.raises(ProgrammingError) as error:
        rows(doors, Actor(role, world.SAMARINDA), query)
    assert state(error) == UNKNOWN_TABLE


@pytest.mark.parametrize("role", sorted(FAMILIES))
def test_rows_of_families_are_those_of_the_actors_wilayah(doors, role):
    query = (
        "SELECT count(*) AS n, array_agg(DISTINCT kabkota_id) AS kab, array_agg(DISTINCT desa_id) AS desa"
        " FROM keluarga"
    )
    (own,) = rows(doors, Actor(role, DESA if role is Role.OP_DESA else world.SAMARINDA), query)
    (none,) = rows(doors, Actor(role), query)
    (elsewhere,) = rows(doors, Actor(role, world.PASER), query)
    if role in PROVINCE:
        assert own.n == none.n == elsewhere.n == 421
        assert own.kab == [world.KUKAR, world.PPU, world.BALIKPAPAN, world.SAMARINDA]
        return
    assert (own.n, own.kab) == (150 if role is Role.OP_DESA else 230, [world.SAMARINDA])
    assert own.desa == ([DESA] if role is Role.OP_DESA else [DESA, 6472021001])
    assert none.n == elsewhere.n == 0


@pytest.mark.parametrize("role", sorted(POCKETS))
def test_rows_of_pockets_are_those_of_the_actors_wilayah_or_decreed(doors, role):
    query = "SELECT kode FROM kawasan_kumuh ORDER BY kode"
    own = [
        row.kode for row in rows(doors, Actor(role, DESA if role is Role.OP_DESA else world.SAMARINDA), query)
    ]
    none = [row.kode for row in rows(doors, Actor(role), query)]
    if role is Role.PUBLIK:
        assert own == none == ["BPN-01", "SMR-01"], "an outline is public only after the decree"
    elif role in PROVINCE | {Role.PU_PROV, Role.PIMPINAN, Role.OPD}:
        assert own == none == ["BPN-01", "BPN-02", "SMR-01", "SMR-02"]
    else:
        assert own == (["SMR-01"] if role is Role.OP_DESA else ["SMR-01", "SMR-02"])
        assert none == []


@EVERY_ROLE
def test_cells_are_exact_only_where_families_may_be_read(doors, role):
    query = "SELECT publik, kabkota_id FROM sel GROUP BY 1, 2"
    own, none = (
        set(map(tuple, rows(doors, Actor(role, wilayah), query))) for wilayah in (world.SAMARINDA, None)
    )
    if role in PROVINCE:
        expected = {(False, kab) for kab in (world.KUKAR, world.PPU, world.BALIKPAPAN, world.SAMARINDA)}
        assert own == none == expected
    elif role in REGENCY:
        assert (own, none) == ({(False, world.SAMARINDA)}, set())
    else:
        assert own == none == {(True, None)}


@EVERY_ROLE
def test_counts_are_exact_for_staff_within_their_wilayah_and_masked_for_others(doors, role):
    query = "SELECT publik, kabkota_id FROM rekap WHERE atribut = 'celah_air' GROUP BY 1, 2"
    own, none = (
        set(map(tuple, rows(doors, Actor(role, wilayah), query))) for wilayah in (world.SAMARINDA, None)
    )
    if role in PROVINCE | {Role.PU_PROV, Role.PIMPINAN, Role.OPD}:
        expected = {(False, kab) for kab in (world.KUKAR, world.PPU, world.BALIKPAPAN, world.SAMARINDA)}
        assert own == none == expected
    elif role in REGENCY | {Role.PU_KAB}:
        assert (own, none) == ({(False, world.SAMARINDA)}, set())
    elif role is Role.OP_DESA:
        assert (own, none) == (set(), set())
        assert rows(doors, Actor(role, DESA), query) == [(False, world.SAMARINDA)]
    else:
        assert own == none == {(True, None)}


def test_no_public_count_of_families_is_below_ten(doors):
    cells = rows(doors, PUBLIC, "SELECT n0, n1, n2, n3, n4, n5, n6, n7, n8, n9, lv FROM sel")
    assert cells
    assert all(n is None or n >= 10 for row in cells for n in row[:10])
    assert {row.lv for row in cells} <= set(range(11, 17)), "no public cell is finer than zoom 10"
    counts = rows(doors, PUBLIC, "SELECT jumlah FROM rekap WHERE atribut <> 'kawasan_kumuh'")
    assert any(row.jumlah is None for row in counts)
    assert all(row.jumlah is None or row.jumlah >= 10 for row in counts)


def test_the_register_is_for_everybody(doors):
    for role in Role:
        (row,) = rows(
            doors, Actor(role), "SELECT count(*) AS n, count(DISTINCT tingkat) AS levels FROM wilayah"
        )
        assert (row.n, row.levels) == (1154, 4)


def test_forgetting_the_door_is_an_error_and_not_a_leak(doors):
    """A connection of the pool on which nobody entered as anyone."""
    with doors._engine.connect() as conn:
        for query, expected in (
            ("SELECT * FROM data.keluarga", DENIED),
            ("SELECT * FROM adm_prov.keluarga", DENIED),
            ("SELECT * FROM service.sesi", DENIED),
            ("SELECT * FROM keluarga", UNKNOWN_TABLE),
        ):
            with pytest.raises(ProgrammingError) as error:
                conn.execute(text(query))
            assert state(error) == expected
            conn.rollback()


def test_who_asked_is_forgotten_at_the_end_of_the_transaction(doors):
    rows(doors, Actor(Role.OP_KAB, world.SAMARINDA, 7), "SELECT 1")
    with doors._engine.connect() as conn:
        found = conn.execute(
            text(
                "SELECT current_user, current_setting('app.wilayah', true),"
                " current_setting('app.user_id', true), current_setting('search_path'),"
                " current_setting('statement_timeout')"
            )
        ).one()
    assert found[0] == "kantong_app"
    assert not found[1]
    assert not found[2]
    assert "op_kab" not in found[3]
    assert found[4] == "0"


def test_the_door_says_who_asks_and_how_long(doors):
    actor = Actor(Role.OP_KAB, world.SAMARINDA, 7)
    query = (
        "SELECT current_user, current_setting('app.wilayah'), current_setting('app.user_id'),"
        " current_setting('statement_timeout'), current_setting('transaction_read_only')"
    )
    assert rows(doors, actor, query) == [("kantong_op_kab", "6472", "7", "3s", "on")]
    with doors.writing(actor) as conn:
        assert conn.execute(text("SELECT current_setting('transaction_read_only')")).scalar() == "off"


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TEMP TABLE saku (x int)",
        "DELETE FROM keluarga",
        "UPDATE keluarga SET desil = 1",
        "INSERT INTO batas (isi_id, id) VALUES (1, 1)",
        "SELECT nextval('data.objek_id')",
    ],
)
def test_reading_cannot_write(doors, statement):
    with pytest.raises(DBAPIError) as error:
        rows(doors, Actor(Role.ADM_PROV), statement)
    assert state(error) in {READ_ONLY, DENIED}
    with pytest.raises(InternalError, match="read-only"), doors.reading(Actor(Role.ADM_PROV)) as conn:
        conn.execute(text("CREATE TEMP TABLE saku (x int)"))


@EVERY_ROLE
def test_writing_is_refused_where_no_window_says_writable(doors, role):
    for statement in ("DELETE FROM batas", "DELETE FROM rekap", "DELETE FROM wilayah"):
        with pytest.raises(ProgrammingError) as error, doors.writing(Actor(role, world.SAMARINDA)) as conn:
            conn.execute(text(statement))
        assert state(error) == DENIED


def test_a_slow_statement_is_ended(doors):
    with pytest.raises(OperationalError) as error, doors.reading(PUBLIC, timeout_ms=20) as conn:
        conn.execute(text("SELECT count(*) FROM wilayah a, wilayah b, wilayah c, wilayah d"))
    assert state(error) == CANCELED


def test_two_actors_at_once_do_not_mix(shared_province):
    """Settings are the transaction's own: a connection of the pool carries nothing over."""
    database = Database(shared_province, pool_size=2)
    expected = {world.SAMARINDA: 230, world.BALIKPAPAN: 120, world.KUKAR: 64, None: 0}
    wrong = []

    def ask(wilayah):
        for _ in range(20):
            (row,) = rows(database, Actor(Role.OP_KAB, wilayah), "SELECT count(*) AS n FROM keluarga")
            if row.n != expected[wilayah]:
                wrong.append((wilayah, row.n))

    threads = [threading.Thread(target=ask, args=(wilayah,)) for wilayah in expected]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    database.dispose()
    assert not wrong
