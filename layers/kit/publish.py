"""Windows and grants: what each role may see, made anew at every upgrade from the layer files."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from sqlalchemy import ColumnElement, TableClause, column, not_, select, table
from sqlalchemy.dialects import postgresql

from layers.kit.model import Dataset
from layers.kit.roles import FAMILY_READERS, PLANNERS, PROVINCE, REGENCY, VILLAGE, Role
from layers.kit.tables import COUNTS
from layers.kit.windows import own_kabkota, own_wilayah

APP = "kantong_app"
"""The role every connection falls back to: it may become any role and sees nothing itself."""
KEYS = ("isi_id", "id", "kabkota_id", "desa_id")
POINT_KEYS = ("k", "mx", "my")
WILAYAH = (
    "id", "tingkat", "kode_dagri", "kode_bps", "nama", "jenis", "induk_id",
    "perkotaan", "luas_km2", "berlaku_dari", "berlaku_sampai",
)  # fmt: skip
SILSILAH = ("dari_id", "ke_id", "jenis", "tanggal", "nama_lama", "sk")
SEL = ("isi_id", "publik", "kabkota_id", "atribut", "lv", "k", *COUNTS, "tertahan", "sisi")
REKAP = ("isi_id", "publik", "kabkota_id", "wilayah_id", "atribut", "kelas", "jumlah", "ukuran")
TAMPIL = ("isi_id", "pita", "id", "geom")

Condition = Callable[[Any], ColumnElement[bool]]
DIALECT = postgresql.dialect()  # type: ignore[no-untyped-call] # untyped in SQLAlchemy


def view_columns(dataset: Dataset, role: Role) -> tuple[str, ...]:
    """Return the columns of the role's window on a dataset, geometry last."""
    points = POINT_KEYS if dataset.is_point else ()
    return (*KEYS, *points, *(f.name for f in dataset.fields_for(role)), "geom")


def _source(name: str, columns: Iterable[str]) -> TableClause:
    # Untyped columns on purpose: GeoAlchemy2 would wrap a selected geometry in ST_AsEWKB,
    # and the view's geom would silently become bytes.
    return table(name, *(column(c) for c in columns), schema="data")


def _view(role: Role, name: str, columns: tuple[str, ...], where: tuple[Condition, ...] = ()) -> str:
    source = _source(name, dict.fromkeys((*columns, *KEYS)))
    query = select(*(source.c[c] for c in columns)).where(*(condition(source.c) for condition in where))
    body = query.compile(dialect=DIALECT, compile_kwargs={"literal_binds": True})
    return f"CREATE VIEW {role.value}.{name} AS {body}"


def _public(c: Any) -> ColumnElement[bool]:
    return c.publik  # type: ignore[no-any-return] # an untyped column


def _exact(c: Any) -> ColumnElement[bool]:
    return not_(_public(c))


def cells_window(role: Role) -> tuple[Condition, ...]:
    """Return the row conditions of a role's window on cells: exact ones only where it may read families."""
    if role in PROVINCE:
        return (_exact,)
    if role in REGENCY:
        return (_exact, own_kabkota)
    return (_public,)


def rollup_window(role: Role) -> tuple[Condition, ...]:
    """Return the row conditions of a role's window on roll-ups: exact for staff, within its wilayah."""
    if role in PROVINCE | {Role.PU_PROV, Role.PIMPINAN, Role.OPD}:
        return (_exact,)
    if role in REGENCY | (PLANNERS - {Role.PU_PROV}):
        return (_exact, own_kabkota)
    if role in VILLAGE:
        return (_exact, own_wilayah)
    return (_public,)


def masked_rollup(role: Role) -> bool:
    """Say whether a role's roll-ups are the public, masked ones."""
    return rollup_window(role) == rollup_window(Role.PUBLIK)


def reads_families(role: Role) -> bool:
    """Say whether the role may read single families of its wilayah."""
    return role in FAMILY_READERS


def _dataset_views(dataset: Dataset, role: Role) -> Iterator[str]:
    window = dataset.windows.get(role)
    if window is None:
        return
    where = () if window.rows is None else (window.rows,)
    yield _view(role, dataset.name, view_columns(dataset, role), where)
    if window.writable:
        yield f"ALTER VIEW {role.value}.{dataset.name} SET (check_option = cascaded)"
    if dataset.bands:
        yield _view(role, f"{dataset.name}_tampil", TAMPIL)


def _role_statements(role: Role, chosen: Iterable[Dataset]) -> Iterator[str]:
    yield f"CREATE SCHEMA {role.value}"
    yield _view(role, "wilayah", WILAYAH)
    yield _view(role, "wilayah_silsilah", SILSILAH)
    yield _view(role, "sel", SEL, cells_window(role))
    yield _view(role, "rekap", REKAP, rollup_window(role))
    for dataset in chosen:
        yield from _dataset_views(dataset, role)
    yield f"GRANT USAGE ON SCHEMA {role.value} TO {role.login}"
    yield f"GRANT SELECT ON ALL TABLES IN SCHEMA {role.value} TO {role.login}"
    for dataset in chosen:
        if role in dataset.windows and dataset.windows[role].writable:
            yield f"GRANT INSERT, UPDATE, DELETE ON {role.value}.{dataset.name} TO {role.login}"


def window_statements(dataset: Dataset, role: Role) -> list[str]:
    """Return what decides which rows and columns of a dataset, and which cells, a role sees."""
    return [*_dataset_views(dataset, role), _view(role, "sel", SEL, cells_window(role))]


def closing_statements() -> list[str]:
    """Return the statements that take every window away."""
    return [f"DROP SCHEMA IF EXISTS {role.value} CASCADE" for role in Role]


def opening_statements(chosen: Iterable[Dataset]) -> list[str]:
    """Return the statements that make every role's schema, views and grants."""
    known = list(chosen)
    return [statement for role in Role for statement in _role_statements(role, known)]


def role_statements() -> list[str]:
    """Return the statements that make the database roles where they are missing. Idempotent."""
    names = [APP, *(role.login for role in Role)]
    make = [
        f"DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{name}') THEN "
        f"CREATE ROLE {name} NOLOGIN NOINHERIT; END IF; "
        "EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$"
        for name in names
    ]
    grants = [f"GRANT {role.login} TO {APP}" for role in Role]
    return [*make, *grants, *(f"GRANT {name} TO CURRENT_USER" for name in names)]
