"""A tile costs index scans, whatever the role: plans are asserted on a table that is big enough."""

import json
from dataclasses import replace

import mapbox_vector_tile
import numpy as np
import pandas as pd
import pytest
from sqlalchemy import text

from api.core.actor import Actor
from api.core.db import Database
from api.tiles.queries import compose, read_tile
from api.versions.queries import current_version
from api.versions.served import load
from api.versions.service import Snapshot, publish
from geo.spatial.pyramid import DENSE
from geo.tile import tile_of
from layers.kit.catalogue import catalogue
from layers.kit.roles import Role
from tests import world
from tests.conftest import clone

SIZE = 14_000
CENTRE = (117.15, -0.50)
BORDER = (117.10, -0.52)
SOURCES = compose(catalogue())
PAGES_PER_TILE = {12: 400, 14: 150, 16: 40}
"""Pages of 8 kB that a tile of points may read at most, by zoom: the table has above a thousand."""


def crowd(desa: int, size: int, centre: tuple[float, float], spread: float, seed: int) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    return pd.DataFrame(
        {
            "desa_id": desa,
            "desil": rng.integers(1, 11, size),
            "air_minum": rng.integers(1, 12, size),
            "lon": rng.normal(centre[0], spread, size),
            "lat": rng.normal(centre[1], spread, size),
        }
    )


@pytest.fixture(scope="module")
def crowded(postgis, settled_database, tmp_path_factory):
    """A province of whose families 14,000 live around Samarinda, and 300 across the border beside them."""
    for url in clone(postgis, settled_database):
        database = Database(url)
        families = [
            Snapshot("keluarga", world.SAMARINDA, crowd(6472011001, SIZE, CENTRE, 0.02, 1), sumber="uji"),
            Snapshot("keluarga", world.KUKAR, crowd(6402022004, 300, BORDER, 0.005, 2), sumber="uji"),
        ]
        with database.owner() as conn:
            publish(conn, families, keterangan="Ramai", keys=world.KEYS)
        with database.owner() as conn:
            database.served = load(conn, current_version(conn))
        yield database
        database.dispose()


def busy(z: int) -> tuple[float, float]:
    """A family in the fullest tile of a zoom that is not so full that it is drawn as cells."""
    rows = crowd(6472011001, SIZE, CENTRE, 0.02, 1)
    x, y = tile_of(z, rows["lon"], rows["lat"])
    counts = rows.groupby([x, y])["lon"].transform("size")
    found = rows[counts == counts[counts <= DENSE].max()].iloc[0]
    return float(found["lon"]), float(found["lat"])


def plan(database, actor, layer, z, where=CENTRE, settings=()):
    """The plan of the statement that one tile runs, as PostgreSQL ran it."""
    x, y = (int(axis) for axis in tile_of(z, *where))
    found = []
    with database.reading(actor) as conn:
        for setting in settings:
            conn.execute(text(f"SET LOCAL {setting}"))
        read_tile(Explaining(conn, found), SOURCES[layer, actor.role], database.served, z, x, y)
    return found[0]


class Explaining:
    """A connection that explains statements instead of answering them."""

    def __init__(self, conn, found):
        self.conn, self.found = conn, found

    def execute(self, statement, values):
        explained = text(f"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) {statement.text}")
        (document,) = self.conn.execute(explained, values).one()
        self.found.append((document if isinstance(document, list) else json.loads(document))[0]["Plan"])
        return self

    def scalar(self):
        return None

    def one(self):
        return None, None


def nodes(tree):
    yield tree
    for child in tree.get("Plans", ()):
        yield from nodes(child)


def scans(tree, table):
    """The scans of a table's partitions that ran."""
    return [
        node
        for node in nodes(tree)
        if node.get("Relation Name", "").startswith(f"{table}_isi_") and node.get("Actual Loops", 1)
    ]


@pytest.mark.parametrize("z", sorted(PAGES_PER_TILE))
@pytest.mark.parametrize("role", [Role.ADM_PROV, Role.OP_KAB, Role.OP_DESA])
def test_points_are_read_by_the_morton_index(crowded, role, z):
    wilayah = {Role.OP_KAB: world.SAMARINDA, Role.OP_DESA: 6472011001}.get(role)
    tree = plan(crowded, Actor(role, wilayah), "celah_air", z, busy(z))
    read = scans(tree, "keluarga")
    assert read
    for node in read:
        assert node["Node Type"] in {"Index Scan", "Index Only Scan"}
        assert node["Index Name"].endswith("_petak")
        assert "k >=" in node["Index Cond"]
        assert "k <=" in node["Index Cond"]
    assert tree["Shared Hit Blocks"] + tree["Shared Read Blocks"] <= PAGES_PER_TILE[z]


@pytest.mark.parametrize("z", [5, 8, 11])
@pytest.mark.parametrize("role", [Role.ADM_PROV, Role.OP_KAB])
def test_low_zooms_read_cells_and_no_family(crowded, role, z):
    tree = plan(crowded, Actor(role, world.SAMARINDA), "celah_air", z)
    assert scans(tree, "sel")
    assert not scans(tree, "keluarga")


@pytest.mark.parametrize("role", [Role.PUBLIK, Role.OPD, Role.PU_KAB])
def test_public_cells_never_touch_families(crowded, role):
    tree = plan(crowded, Actor(role, world.SAMARINDA), "celah_air", 10)
    assert scans(tree, "sel")
    assert not scans(tree, "keluarga")


@pytest.mark.parametrize("z", [5, 11])
def test_cells_are_read_by_their_own_index(crowded, z):
    samarinda = max(
        part.isi_id for part in crowded.served.of("keluarga") if part.wilayah_id == world.SAMARINDA
    )
    read = scans(plan(crowded, Actor(Role.ADM_PROV), "celah_air", z), "sel")
    (node,) = (one for one in read if one["Relation Name"] == f"sel_isi_{samarinda}")
    assert node["Node Type"] in {"Index Scan", "Index Only Scan", "Bitmap Heap Scan", "Bitmap Index Scan"}


@pytest.mark.parametrize("layer", ["desa", "kabkota", "kawasan_kumuh", "sungai"])
@pytest.mark.parametrize("role", [Role.PUBLIK, Role.ADM_PROV, Role.OP_KAB])
def test_shapes_can_be_read_by_their_spatial_index(crowded, layer, role):
    """Small tables are cheaper to scan; with that forbidden, the index must fit the condition."""
    tree = plan(crowded, Actor(role, world.SAMARINDA), layer, 12, settings=["enable_seqscan = off"])
    dataset = catalogue()[layer].dataset
    table = f"{dataset.name}_tampil" if dataset.bands else f"{dataset.name}_isi_"
    read = [n for n in nodes(tree) if n.get("Relation Name", "").startswith(table)]
    assert read
    for node in read:
        condition = node.get("Index Cond") or node["Recheck Cond"]
        # Of a band, which holds every outline once, the planner may also read all of one level's boxes.
        assert "geom &&" in condition or (dataset.bands and "pita =" in condition)


def test_snapshots_far_from_the_tile_are_not_even_planned(crowded):
    """Balikpapan is 80 km away, and the province before the crowd came is another time."""
    near = {
        part.isi_id
        for part in crowded.served.of("keluarga")
        if part.wilayah_id in {world.SAMARINDA, world.KUKAR}
    }
    for z in (5, 11, 12, 14):
        tree = plan(crowded, Actor(Role.ADM_PROV), "celah_air", z, busy(max(z, 12)))
        named = [node["Relation Name"] for node in nodes(tree) if "_isi_" in node.get("Relation Name", "")]
        opened = {int(name.rsplit("_", 1)[1]) for name in named}
        assert opened
        assert opened <= near if z > 5 else opened <= set(crowded.served.ids("keluarga"))


def tile(database, actor, layer, z, where):
    x, y = (int(axis) for axis in tile_of(z, *where))
    with database.reading(actor) as conn:
        body = read_tile(conn, SOURCES[layer, actor.role], database.served, z, x, y)
    return mapbox_vector_tile.decode(body) if body else {}, len(body)


def cells_total(decoded):
    features = decoded.get("sel", {"features": ()})["features"]
    return sum(v for f in features for k, v in f["properties"].items() if k[0] == "n")


def families_in(database, z, where, kabkota=None):
    x, y = (int(axis) for axis in tile_of(z, *where))
    with database.reading(Actor(Role.ADM_PROV)) as conn:
        return conn.execute(
            text(
                "SELECT count(*) FROM keluarga WHERE isi_id = ANY(:isi) AND mx >> :shift = :x"
                " AND my >> :shift = :y AND kabkota_id = coalesce(:kab, kabkota_id)"
            ),
            {"isi": database.served.ids("keluarga"), "shift": 26 - z, "x": x, "y": y, "kab": kabkota},
        ).scalar()


@pytest.mark.parametrize("z", range(5, 17))
def test_no_family_is_lost_at_any_zoom(crowded, z):
    """Also not beside a crowded neighbour, whose part of the tile is drawn as cells."""
    for where in (CENTRE, BORDER):
        decoded, _ = tile(crowded, Actor(Role.ADM_PROV), "celah_air", z, where)
        points = len(decoded.get("celah_air", {"features": ()})["features"])
        assert cells_total(decoded) + points == families_in(crowded, z, where)


@pytest.mark.parametrize("z", [12, 13])
def test_a_crowded_tile_holds_cells_instead_of_points(crowded, z):
    assert families_in(crowded, z, CENTRE, world.SAMARINDA) > DENSE
    decoded, _ = tile(crowded, Actor(Role.ADM_PROV), "celah_air", z, CENTRE)
    assert "sel" in decoded
    assert len(decoded.get("celah_air", {"features": ()})["features"]) <= DENSE


def test_a_regency_sees_its_own_part_of_a_tile_alone(crowded):
    for z in (8, 11, 12, 14):
        decoded, _ = tile(crowded, Actor(Role.OP_KAB, world.KUKAR), "celah_air", z, BORDER)
        points = len(decoded.get("celah_air", {"features": ()})["features"])
        assert cells_total(decoded) + points == families_in(crowded, z, BORDER, world.KUKAR)


@pytest.mark.parametrize("z", range(5, 17))
def test_a_tile_keeps_to_its_weight(crowded, z):
    _, weight = tile(crowded, Actor(Role.ADM_PROV), "celah_air", z, CENTRE)
    assert weight <= (60_000 if z <= 11 else 500_000)


def test_an_unknown_snapshot_is_an_empty_tile(crowded):
    served = replace(crowded.served, parts=())
    with crowded.reading(Actor(Role.ADM_PROV)) as conn:
        assert read_tile(conn, SOURCES["celah_air", Role.ADM_PROV], served, 12, 0, 0) == b""
