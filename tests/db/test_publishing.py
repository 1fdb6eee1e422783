"""Publishing is all or nothing, touches one kab/kota alone, and leaves every old version readable."""

import threading
from dataclasses import replace

import numpy as np
import psycopg
import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, OperationalError

from api.core.actor import PUBLIC, Actor
from api.core.db import Database
from api.core.keys import Keys
from api.versions.identity import Vault
from api.versions.queries import current_version, snapshots_of
from api.versions.served import Shelf, load
from api.versions.service import Snapshot, current, drop_samples, publish
from geo.errors import GeoError, RuleError
from layers.kit.roles import Role
from tests import world
from tests.conftest import clone

SAMARINDA, BALIKPAPAN, KUKAR = world.SAMARINDA, world.BALIKPAPAN, world.KUKAR
STAFF = Actor(Role.ADM_PROV)


@pytest.fixture
def database(province):
    """A province of one's own."""
    opened = Database(province)
    yield opened
    opened.dispose()


@pytest.fixture(scope="module")
def untouched(postgis, settled_database):
    """A province that refusals must leave as it is, one after the other."""
    for url in clone(postgis, settled_database):
        opened = Database(url)
        before = state(opened)
        yield opened
        assert state(opened) == before
        opened.dispose()


def families(kabkota=SAMARINDA, seed=1, **changed):
    return Snapshot("keluarga", kabkota, world.families(kabkota, seed).assign(**changed), sumber="uji")


def put(database, *snapshots, **more):
    with database.owner() as conn:
        return publish(conn, snapshots, keterangan="Uji", keys=world.KEYS, **more)


def ask(database, sql, **values):
    with database.owner() as conn:
        return conn.execute(text(sql), values).all()


def tables(database):
    """Every table that holds data: a partition left behind would show here."""
    query = "SELECT relname FROM pg_class WHERE relkind IN ('r', 'p') AND relnamespace = 'data'::regnamespace"
    return sorted(row.relname for row in ask(database, query))


def state(database):
    """What a publication may change: partitions, snapshots, versions, parameters, periods."""
    counts = "SELECT (SELECT count(*) FROM service.isi), (SELECT count(*) FROM service.versi),"
    counts += " (SELECT count(*) FROM service.versi_isi), (SELECT count(*) FROM service.periode),"
    counts += " (SELECT count(*) FROM service.parameter), (SELECT count(*) FROM data.batas_tampil)"
    return tables(database), tuple(ask(database, counts)[0])


def contents(database, isi):
    """The rows of a snapshot as text, identity included."""
    rows = ask(
        database, "SELECT k.*::text AS row FROM data.keluarga k WHERE isi_id = :isi ORDER BY id", isi=isi
    )
    return [row.row for row in rows]


def digest(database, isi):
    (row,) = ask(database, "SELECT sidik FROM service.isi WHERE id = :isi", isi=isi)
    return row.sidik


def test_one_kabkota_publishes_alone(database):
    before = current_of(database)
    version = put(database, families(seed=2))
    after = dict(version.snapshots)
    changed = {key for key in after if after[key] != before.get(key)}
    assert changed == {("keluarga", SAMARINDA), ("keluarga_publik", 64)}
    assert before.keys() == after.keys()
    assert current_of(database) == after


def current_of(database):
    with database.owner() as conn:
        return dict(current(conn).snapshots)


def test_other_kabkota_are_neither_copied_nor_locked(database):
    kept = current_of(database)["keluarga", BALIKPAPAN]
    rows, size = contents(database, kept), tables(database)
    put(database, families(seed=2))
    assert contents(database, kept) == rows
    fresh = set(tables(database)) - set(size)
    assert {name.rsplit("_", 1)[0] for name in fresh} == {"keluarga_isi", "sel_isi", "rekap_isi"}
    assert len([name for name in fresh if name.startswith("keluarga_isi")]) == 1


def test_an_old_version_reproduces(database):
    old = current_of(database)
    number = ask(database, "SELECT max(id) AS n FROM service.versi")[0].n
    rows, served = contents(database, old["keluarga", SAMARINDA]), serve(database, number)
    counts = totals(database, served)
    put(database, families(seed=2))
    assert snapshots_of_version(database, number) == old
    assert contents(database, old["keluarga", SAMARINDA]) == rows
    assert totals(database, serve(database, number)) == counts
    assert totals(database, serve(database, number + 1)) != counts


def snapshots_of_version(database, number):
    with database.owner() as conn:
        return snapshots_of(conn, number)


def serve(database, number):
    with database.owner() as conn:
        return load(conn, number)


def totals(database, served):
    with database.reading(STAFF) as conn:
        query = text(
            "SELECT atribut, kelas, sum(jumlah) AS n FROM rekap WHERE isi_id = ANY(:isi) GROUP BY 1, 2"
        )
        return sorted(map(tuple, conn.execute(query, {"isi": served.ids("keluarga")})))


def test_the_same_rows_have_the_same_checksum_and_the_same_ids(database):
    first = current_of(database)["keluarga", SAMARINDA]
    before = put(database, families())
    again = put(database, families())
    second, third = before.snapshots["keluarga", SAMARINDA], again.snapshots["keluarga", SAMARINDA]
    assert len({first, second, third}) == 3
    assert digest(database, first) == digest(database, second) == digest(database, third)
    assert before.sidik == again.sidik
    assert put(database, families(seed=2)).sidik != again.sidik


def test_an_id_follows_its_family_from_snapshot_to_snapshot(database):
    ids = {row.id_sumber: row.id for row in family_ids(database)}
    rows = world.families(SAMARINDA).iloc[::-1].iloc[5:].reset_index(drop=True)
    rows.loc[0, "id_sumber"] = "baru-1"
    rows.loc[1, "id_sumber"] = rows.loc[2, "id_sumber"]
    put(database, Snapshot("keluarga", SAMARINDA, rows, sumber="uji"))
    after = family_ids(database)
    assert len({row.id for row in after}) == len(rows)
    carried = [row for row in after if ids.get(row.id_sumber) == row.id]
    assert len(carried) == len(rows) - 2, "all but the new family and one of two with the same key"
    assert not {row.id for row in after if row.id_sumber == "baru-1"} & set(ids.values())


def family_ids(database):
    isi = current_of(database)["keluarga", SAMARINDA]
    return ask(database, "SELECT id_sumber, id FROM data.keluarga WHERE isi_id = :isi", isi=isi)


class Failure(Exception):
    """Something that goes wrong in the middle."""


def test_a_failure_in_the_middle_leaves_the_old_version_and_nothing_else(database):
    before, served = state(database), current_of(database)

    def half():
        yield families(seed=2)
        raise Failure

    with pytest.raises(Failure), database.owner() as conn:
        publish(conn, half(), keterangan="Uji", keys=world.KEYS)
    with pytest.raises(Failure):
        publish_and_fail(database)
    assert state(database) == before
    assert current_of(database) == served
    put(database, families(seed=2))


def publish_and_fail(database):
    with database.owner() as conn:
        publish(conn, [families(seed=3)], keterangan="Uji", keys=world.KEYS)
        raise Failure


def test_a_killed_backend_leaves_the_old_version_and_nothing_else(database, province):
    before, served = state(database), current_of(database)

    def murdered(conn):
        yield families(seed=2)
        pid = conn.execute(text("SELECT pg_backend_pid()")).scalar()
        with psycopg.connect(province.replace("+psycopg", ""), autocommit=True) as other:
            other.execute("SELECT pg_terminate_backend(%s, 10000)", [pid])
        yield families(BALIKPAPAN, seed=2)

    with pytest.raises(OperationalError), database.owner() as conn:
        publish(conn, murdered(conn), keterangan="Uji", keys=world.KEYS)
    assert state(database) == before
    assert current_of(database) == served
    assert put(database, families(seed=2)).snapshots.keys() == served.keys()


def test_the_old_version_is_served_without_waiting_meanwhile(database):
    shelf = Shelf(database)
    old = shelf.current()
    with database.owner() as conn:
        version = publish(conn, [families(seed=2)], keterangan="Uji", keys=world.KEYS)
        assert Shelf(database).current().nomor == old.nomor
        for actor in (PUBLIC, STAFF, Actor(Role.OP_KAB, SAMARINDA)):
            with database.reading(actor, timeout_ms=1000) as reader:
                count = text("SELECT count(*) FROM sel WHERE isi_id = ANY(:isi)")
                himpunan = "keluarga_publik" if actor is PUBLIC else "keluarga"
                assert reader.execute(count, {"isi": old.ids(himpunan)}).scalar() > 0
    assert Shelf(database).current().nomor == version.nomor


def test_two_publications_at_once_follow_each_other(database):
    started, results = threading.Barrier(2), []

    def one(kabkota):
        started.wait()
        results.append(put(database, families(kabkota, seed=2)))

    threads = [threading.Thread(target=one, args=(kab,)) for kab in (SAMARINDA, BALIKPAPAN)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    first, second = sorted(results, key=lambda version: version.nomor)
    fresh = {key for key in second.snapshots if first.snapshots[key] != second.snapshots[key]}
    assert len({key for key in fresh if key[0] == "keluarga"}) == 1, "the second stands on the first"
    assert current_of(database) == second.snapshots


@pytest.mark.parametrize(
    ("himpunan", "changed", "error"),
    [
        ("keluarga", {"desa_id": 6472999999}, GeoError),
        ("keluarga", {"desa_id": 647201}, GeoError),
        ("keluarga", {"desa_id": 6471011001}, GeoError),
        ("keluarga", {"desil": 11}, DBAPIError),
        ("keluarga", {"kloset": 9}, GeoError),
        ("keluarga", {"lon": 100.0}, DBAPIError),
        ("keluarga", {"lat": 91.0}, GeoError),
        ("kawasan_kumuh", {"bgn_tidak_teratur": 101}, RuleError),
        ("kawasan_kumuh", {"luas_ha": -1}, (GeoError, DBAPIError)),
        ("kawasan_kumuh", {"status_hukum": "lunas"}, DBAPIError),
    ],
)
def test_a_row_that_cannot_be_writes_nothing(untouched, himpunan, changed, error):
    before = state(untouched)
    rows = world.families(SAMARINDA) if himpunan == "keluarga" else world.pockets(SAMARINDA)
    for name, value in changed.items():
        rows[name] = rows[name].astype(object)
        rows.loc[0, name] = value
        rows[name] = rows[name].infer_objects()
    wrong = Snapshot(himpunan, SAMARINDA, rows, sumber="uji")
    with pytest.raises(error), untouched.owner() as conn:
        publish(conn, [families(BALIKPAPAN, seed=2), wrong], keterangan="Uji", keys=world.KEYS)
    assert state(untouched) == before


def test_an_empty_kabkota_and_one_without_points_can_be_published(database):
    nowhere = families(BALIKPAPAN, lon=np.nan, lat=np.nan)
    nobody = Snapshot("keluarga", SAMARINDA, world.families(SAMARINDA).iloc[:0], sumber="uji")
    version = put(database, nowhere, nobody)
    isi = version.snapshots
    (counts,) = ask(
        database,
        "SELECT (SELECT count(*) FROM data.keluarga WHERE isi_id = :nowhere AND k IS NULL) AS placeless,"
        " (SELECT count(*) FROM data.sel WHERE isi_id IN (:nowhere, :nobody)) AS cells,"
        " (SELECT sum(jumlah) FROM data.rekap WHERE isi_id = :nowhere AND atribut = 'rtlh') AS counted,"
        " (SELECT count(*) FROM data.rekap WHERE isi_id = :nobody) AS none",
        nowhere=isi["keluarga", BALIKPAPAN],
        nobody=isi["keluarga", SAMARINDA],
    )
    assert tuple(counts) == (120, 0, 120, 0)


def test_everybody_may_be_gone(database):
    empty = [
        Snapshot("keluarga", k, world.families(k).iloc[:0], sumber="uji") for k in (SAMARINDA, BALIKPAPAN)
    ]
    empty += [Snapshot("keluarga", k, world.families(k).iloc[:0], sumber="uji") for k in (KUKAR, world.PPU)]
    empty.append(Snapshot("kawasan_kumuh", SAMARINDA, world.pockets(SAMARINDA).iloc[:0], sumber="uji"))
    version = put(database, *empty)
    public = version.snapshots["keluarga_publik", 64]
    assert ask(database, "SELECT FROM data.sel WHERE isi_id = :isi", isi=public) == []
    assert ask(database, "SELECT FROM data.rekap WHERE isi_id = :isi", isi=public) == []


def test_identity_numbers_are_ciphertext_and_hash_and_nowhere_plain(database, postgis, province):
    isi = current_of(database)["keluarga", SAMARINDA]
    rows = ask(
        database,
        "SELECT id_sumber, nik_sandi, nik_hash, kk_sandi, kk_hash FROM data.keluarga WHERE isi_id = :isi",
        isi=isi,
    )
    numbers = world.families(SAMARINDA).set_index("id_sumber")
    nik, kk = Vault(world.KEYS, "nik"), Vault(world.KEYS, "no_kk")
    for row in rows:
        own = numbers.loc[row.id_sumber]
        assert nik.reveal(bytes(row.nik_sandi)) == own["nik"]
        assert kk.reveal(bytes(row.kk_sandi)) == own["no_kk"]
        assert (bytes(row.nik_hash), bytes(row.kk_hash)) == (nik.digest(own["nik"]), kk.digest(own["no_kk"]))
    assert len({bytes(row.nik_hash) for row in rows}) == len(rows)
    every = everything(database)
    assert world.MARK in every, "the search would find a plain text"
    for number in numbers["nik"].head(5).tolist() + numbers["no_kk"].head(5).tolist():
        assert number not in every
        assert number.encode().hex() not in every
    assert world.NIK_MARK not in every
    assert world.KK_MARK not in every


def everything(database):
    """All rows of all tables as one text."""
    names = ask(
        database,
        "SELECT format('%I.%I', n.nspname, c.relname) AS name FROM pg_class c"
        " JOIN pg_namespace n ON n.oid = c.relnamespace"
        " WHERE c.relkind = 'r' AND n.nspname IN ('data', 'service')",
    )
    found = []
    for row in names:
        if "batas" not in row.name:
            found += [one.row for one in ask(database, f"SELECT t::text AS row FROM {row.name} t")]
    return "\n".join(found)


def test_the_same_number_is_not_the_same_secret_elsewhere(database):
    """Another machine's keys, or the other kind of number, give other bytes."""
    other = Keys(b"x" * 32, b"y" * 32)
    number = "9999010000000001"
    seen = {
        (vault.seal(number), vault.digest(number))
        for vault in (Vault(world.KEYS, "nik"), Vault(world.KEYS, "no_kk"), Vault(other, "nik"))
    }
    assert len({sealed for sealed, _ in seen}) == len({hashed for _, hashed in seen}) == 3


def test_points_inside_their_desa_are_told_and_none_is_moved(database):
    isi = current_of(database)["keluarga", SAMARINDA]
    rows = ask(
        database,
        "SELECT titik_di_desa, ST_X(geom) AS lon, ST_Y(geom) AS lat, id_sumber FROM data.keluarga"
        " WHERE isi_id = :isi",
        isi=isi,
    )
    given = world.families(SAMARINDA).set_index("id_sumber")
    for row in rows:
        lon, lat = given.loc[row.id_sumber, ["lon", "lat"]]
        if np.isnan(lon):
            assert (row.lon, row.titik_di_desa) == (None, None)
        else:
            assert (row.lon, row.lat) == (lon, lat)
            assert row.titik_di_desa in (0, 1)


def test_samples_are_dropped_whole_and_real_rows_stay(database):
    real = state(database)
    put(database, families(BALIKPAPAN, seed=5), contoh=True)
    sample = put(database, families(KUKAR, seed=5), contoh=True)
    assert state(database) != real
    with database.owner() as conn:
        assert drop_samples(conn) == 1, "only the public twin that the second sample replaced"
    assert Shelf(database).current().nomor == sample.nomor
    with database.owner() as conn:
        publish(conn, world.people_snapshots(), keterangan="Asli", keys=world.KEYS, remove=["kawasan_kumuh"])
    with database.owner() as conn:
        dropped = drop_samples(conn)
    assert dropped == 4, "two kab/kota and the public twin of each version"
    sampled = [row.id for row in ask(database, "SELECT id FROM service.isi WHERE contoh")]
    left = {int(name.rsplit("_", 1)[1]) for name in tables(database) if "_isi_" in name}
    assert not left & set(sampled)
    statuses = {row.id: row.status for row in ask(database, "SELECT id, status FROM service.versi")}
    assert statuses[sample.nomor] == "arsip"
    with database.owner() as conn:
        assert current_version(conn) == sample.nomor + 1
    assert Shelf(database).current().is_sample() is False


def test_a_removed_set_is_not_served_but_its_rows_stay_for_old_versions(database):
    before = current_of(database)
    version = put(database, remove=["keluarga"])
    assert {himpunan for himpunan, _ in version.snapshots} == {
        "batas",
        "daratan",
        "sungai",
        "kawasan_kumuh",
        "kawasan_kumuh_publik",
    }
    assert contents(database, before["keluarga", SAMARINDA])


def test_a_new_version_is_noticed_and_named_by_its_content(database):
    first = Shelf(database).current()
    put(database, families(seed=2))
    second = Shelf(database).current()
    assert second.nomor == first.nomor + 1
    assert second.fingerprint(["keluarga"]) != first.fingerprint(["keluarga"])
    assert second.fingerprint(["batas"]) == first.fingerprint(["batas"])
    assert second.fingerprint(["kawasan_kumuh"]) == first.fingerprint(["kawasan_kumuh"])


def test_a_fingerprint_speaks_of_content_and_not_of_numbers(database):
    """Another database counts its snapshots from 1 as well; a browser may have seen both."""
    served = Shelf(database).current()
    other = replace(served, parts=tuple(replace(part, sidik=part.sidik[::-1]) for part in served.parts))
    assert other.fingerprint(["keluarga"]) != served.fingerprint(["keluarga"])
    put(database, families())
    assert Shelf(database).current().fingerprint(["keluarga"]) == served.fingerprint(["keluarga"])
