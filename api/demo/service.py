"""Make the demo and take it away: synthetic data enter by the same door as real data, never beside them."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd
from sqlalchemy import Connection

from api.core.console import SetupError, language, write_line
from api.core.db import Database
from api.core.keys import Keys
from api.core.settings import Settings
from api.core.texts import say
from api.demo import queries
from api.demo.texts import TEXTS
from api.versions.service import Snapshot, Version, drop_samples, publish
from geo.demo.figures import DEFAULT_FAMILIES, FEWEST_FAMILIES, MOST_FAMILIES

if TYPE_CHECKING:
    from geo.demo.geography import Geography  # with shapely, which is slow to import at a start

DATASETS = ("keluarga", "kawasan_kumuh")
DEFAULT_SEED = 1
GREATEST_SEED = 2**63 - 1
LICENSE = "CC0-1.0"
REMOVED, PRESENT = "dihapus", "ada"

Tell = Callable[..., None]


class DemoRefusal(SetupError):
    """A refusal of the demo, with the sentence of its own catalogue."""

    def __str__(self) -> str:
        return _sentence(self.code, self.values)


@dataclass(frozen=True)
class Order:
    """How large a demo, from which seed."""

    families: int = DEFAULT_FAMILIES
    seed: int = DEFAULT_SEED

    def __post_init__(self) -> None:
        if not FEWEST_FAMILIES <= self.families <= MOST_FAMILIES:
            limits = {"fewest": FEWEST_FAMILIES, "most": MOST_FAMILIES}
            raise DemoRefusal("keluarga_salah", value=self.families, **limits)
        if not 0 <= self.seed <= GREATEST_SEED:
            raise DemoRefusal("benih_salah", value=self.seed, most=GREATEST_SEED)


def tell(code: str, **values: object) -> None:
    """Write one line of progress to the person at the keyboard."""
    write_line(_sentence(code, values))


def _sentence(code: str, values: Mapping[str, object]) -> str:
    return say(code, language(), {name: _readable(value) for name, value in values.items()}, TEXTS)


def ensure_demo(settings: Settings, database_url: str) -> None:
    """Make the default demo where nobody switched it off, removed it, or has data of their own."""
    if not settings.demo:
        return
    database = Database(database_url)
    try:
        if _is_wanted(database):
            create(database, settings.keys(), Order())
    finally:
        database.dispose()


def create(database: Database, keys: Keys, order: Order, tell: Tell = tell) -> Version:
    """Publish the demo as a new version; one that is there is replaced, and served until then.

    Raises DemoRefusal where real families or pockets are published, or no boundaries are.
    """
    with database.owner() as conn:
        title = f"Data contoh: {order.families} keluarga, benih {order.seed}"
        press = _Press(conn, order, tell)
        version = publish(conn, press.snapshots(), keterangan=title, keys=keys, contoh=True)
        queries.set_state(conn, PRESENT)
    with database.owner() as conn:
        drop_samples(conn)
    tell(
        "terbit",
        version=version.nomor,
        families=order.families,
        pockets=press.pockets,
        seed=str(order.seed),
    )
    return version


def remove(database: Database, keys: Keys, tell: Tell = tell) -> bool:
    """Publish a version without the demo, drop its rows, and remember it; False when there was none."""
    with database.owner() as conn:
        published = queries.read_published(conn)
        samples = sorted(set(published.loc[published["contoh"], "himpunan"]) & set(DATASETS))
        if samples:
            publish(conn, (), keterangan="Data contoh dihapus", keys=keys, remove=samples)
        queries.set_state(conn, REMOVED)
    with database.owner() as conn:
        drop_samples(conn)
    tell("dihapus" if samples else "tidak_ada")
    return bool(samples)


def _is_wanted(database: Database) -> bool:
    with database.owner() as conn:
        published = set(queries.read_published(conn)["himpunan"])
        return queries.get_state(conn) != REMOVED and published.isdisjoint(DATASETS) and "batas" in published


def _refuse_real(published: pd.DataFrame) -> None:
    real = published[published["himpunan"].isin(DATASETS) & ~published["contoh"]]
    if len(real):
        raise DemoRefusal("ada_data_asli", himpunan=", ".join(sorted(set(real["himpunan"]))))


def _readable(value: object) -> object:
    """A number with the thousands marked as the terminal's language marks them."""
    if not isinstance(value, int):
        return value
    return f"{value:,}".replace(",", "." if language() == "id" else ",")


class _Press:
    """The snapshots of a demo, made one by one as the door takes them; `pockets` counts those drawn."""

    def __init__(self, conn: Connection, order: Order, tell: Tell) -> None:
        self._conn, self._order, self._tell = conn, order, tell
        self.pockets = 0

    def snapshots(self) -> Iterator[Snapshot]:
        """Yield pockets, then families, one kab/kota at a time."""
        from geo.demo.families import families
        from geo.demo.figures import POOR_PERSONS
        from geo.demo.pockets import pockets

        # Asked here, under the lock of the publication, so that no real data can slip in between.
        _refuse_real(queries.read_published(self._conn))
        land = self._land()
        slums = pockets(land, self._order.seed)
        self.pockets = len(slums)
        self._tell("menulis_kumuh", pockets=len(slums))
        for kabkota, rows in slums.groupby(slums["desa_id"] // 1_000_000):
            yield self._snapshot("kawasan_kumuh", int(str(kabkota)), rows.reset_index(drop=True))
        names = queries.list_names(self._conn)
        made = families(land, slums, self._order.families, self._order.seed)
        for step, (kabkota, rows) in enumerate(made, start=1):
            progress = {"families": len(rows), "step": step, "steps": len(POOR_PERSONS)}
            self._tell("menulis_keluarga", name=names.get(kabkota, str(kabkota)), **progress)
            yield self._snapshot("keluarga", kabkota, rows)
        self._tell("menerbitkan")

    def _land(self) -> "Geography":
        import shapely

        from geo.demo.geography import survey

        published = queries.read_published(self._conn)
        isi = {name: list(map(int, rows["isi_id"])) for name, rows in published.groupby("himpunan")}
        desa = queries.read_land(self._conn, isi.get("batas", []))
        if desa.empty:
            raise DemoRefusal("tanpa_wilayah")
        self._tell("menyiapkan", desa=len(desa))
        desa["geom"] = shapely.from_wkb(desa.pop("wkb").map(bytes).to_numpy(dtype=object))
        rivers = shapely.from_wkb(queries.list_rivers(self._conn, isi.get("sungai", [])))
        return survey(_with_points(desa), rivers)

    def _snapshot(self, himpunan: str, kabkota: int, rows: pd.DataFrame) -> Snapshot:
        source = f"Data contoh sintetis · synthetic sample data, benih/seed {self._order.seed}"
        return Snapshot(himpunan, kabkota, rows, sumber=source, lisensi=LICENSE)


def _with_points(desa: pd.DataFrame) -> pd.DataFrame:
    """Add the register's point of each desa, or a point on its surface where the register has none."""
    import shapely

    from layers.reference import read_desa

    known = {row.id: (row.lon, row.lat) for row in read_desa() if row.lon is not None}
    inner = shapely.get_coordinates(shapely.point_on_surface(desa["geom"].to_numpy(dtype=object)))
    points = [known.get(code, tuple(xy)) for code, xy in zip(desa["desa_id"], inner, strict=True)]
    return desa.assign(lon=[lon for lon, _ in points], lat=[lat for _, lat in points])
