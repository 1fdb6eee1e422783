"""What one publication works with: tables, layers, the rules in force, register and outlines."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, MetaData, Table

from api.core.keys import Keys
from api.versions import queries
from api.versions.derive import Context
from geo.rules.parameters import ParameterSet, in_force, parse
from layers.kit.catalogue import catalogue, datasets
from layers.kit.model import Dataset, Layer
from layers.kit.tables import data_metadata
from layers.reference.parameter import documents

RULES = {"keluarga": ("wash", "hunian"), "kawasan_kumuh": ("kumuh",)}
"""Parameter sets behind what is derived for a himpunan."""


@dataclass(frozen=True)
class Press:
    """What one publication works with: tables, layers, rules and whether the data are synthetic."""

    conn: Connection
    metadata: MetaData
    layers: Mapping[str, Layer]
    context: Context
    parameter_ids: Mapping[str, int]
    contoh: bool

    def table(self, name: str) -> Table:
        """Return a table of the schema `data`."""
        return self.metadata.tables[f"data.{name}"]

    def layers_of(self, dataset: Dataset) -> list[Layer]:
        """Return the layers drawn from a dataset."""
        return [layer for layer in self.layers.values() if layer.dataset.name == dataset.name]


def set_up(
    conn: Connection, keys: Keys, *, contoh: bool, day: date, layers_by_name: Mapping[str, Layer] | None
) -> Press:  # fmt: skip
    """Read what a publication on a day needs to know; parameter sets are stored when they are new."""
    layers = catalogue() if layers_by_name is None else layers_by_name
    sets = [parse(document) for document in documents()]
    rules = {name: in_force(sets, name, day) for names in RULES.values() for name in names}
    snapshots = queries.snapshots_of(conn, queries.current_version(conn))
    context = Context(queries.read_register(conn), rules, keys, _outlines(conn, snapshots), day)
    ids = {name: queries.ensure_parameter(conn, _stored(rule)) for name, rule in rules.items()}
    return Press(conn, data_metadata(datasets(layers).values()), layers, context, ids, contoh)


def _stored(rule: ParameterSet) -> dict[str, object]:
    content = {"nilai": dict(rule.nilai), "catatan": dict(rule.catatan)}
    text = json.dumps([rule.kode, rule.dasar_hukum, content], sort_keys=True, default=str)
    return {
        "nama": rule.nama,
        "berlaku_dari": rule.berlaku_dari,
        "berlaku_sampai": rule.berlaku_sampai,
        "dasar_hukum": rule.dasar_hukum,
        "nilai": json.loads(json.dumps(content, default=str)),
        "sidik": hashlib.sha256(text.encode()).hexdigest(),
    }


def _outlines(conn: Connection, snapshots: Mapping[tuple[str, int], int]) -> dict[int, object]:
    import shapely

    isi = [number for (himpunan, _), number in snapshots.items() if himpunan == "batas"]
    found = queries.read_outlines(conn, isi)
    return dict(zip(found, shapely.from_wkb(list(found.values())), strict=True))
