"""Where Alembic meets the database: one connection, given by the caller."""

from alembic import context
from geoalchemy2 import alembic_helpers
from sqlalchemy import Connection, MetaData

from api.core.tables import METADATA
from layers.kit.catalogue import datasets
from layers.kit.tables import data_metadata

TARGETS: list[MetaData] = [METADATA, data_metadata(datasets().values())]


def _include_name(name: str | None, kind: str, parents: dict[str, str | None]) -> bool:
    if kind == "schema":
        return name in {"data", "service"}
    return True


def _include_object(item: object, name: str | None, kind: str, reflected: bool, compare_to: object) -> bool:
    # Partitions are made by publishing, not by migrations.
    if kind == "table" and reflected and name is not None and "_isi_" in name:
        return False
    return bool(alembic_helpers.include_object(item, name, kind, reflected, compare_to))


def run(connection: Connection) -> None:
    """Run the migrations inside the caller's transaction."""
    context.configure(
        connection=connection,
        target_metadata=TARGETS,
        include_schemas=True,
        include_name=_include_name,
        include_object=_include_object,
        process_revision_directives=alembic_helpers.writer,
        render_item=alembic_helpers.render_item,
        version_table_schema="service",
    )
    context.run_migrations()


connection = context.config.attributes.get("connection")
if connection is None:
    raise SystemExit("Migrations run through `kantong db upgrade`, which opens and closes the windows.")
run(connection)
