"""Sizes and times of live tiles at every zoom: `python tests/bench/petak.py DATABASE_URL`; reported only."""

import statistics
import sys
import time
from collections.abc import Iterator

from isal import igzip

from api.core.actor import Actor
from api.core.db import Database
from api.tiles.queries import Source, compose, read_tile
from api.versions.served import Served, Shelf
from geo.tile import unmorton
from layers.kit.catalogue import catalogue
from layers.kit.roles import Role

TILES = 60
LAYERS = ("keluarga_miskin", "celah_air", "desa", "kabkota", "kawasan_kumuh", "sungai")


def busiest(database: Database, served: Served, z: int) -> list[tuple[int, int]]:
    """Return the tiles of a zoom that hold most families, the fullest first, from the pyramid."""
    from sqlalchemy import text

    level = min(z, 11) + 6
    query = text(
        "SELECT k >> 12 AS tile, sum(coalesce(n1,0) + coalesce(n2,0) + coalesce(n3,0) + coalesce(n4,0)"
        " + coalesce(n5,0)) AS n"
        " FROM data.sel WHERE isi_id = ANY(:isi) AND atribut = 'keluarga_miskin' AND lv = :lv AND NOT publik"
        " GROUP BY 1 ORDER BY 2 DESC LIMIT :most"
    )
    with database.owner() as conn:
        rows = conn.execute(query, {"isi": served.ids("keluarga"), "lv": level, "most": TILES}).all()
    x, y = unmorton([row.tile for row in rows])
    factor = 2 ** (z - min(z, 11))
    return [(int(a) * factor + factor // 2, int(b) * factor + factor // 2) for a, b in zip(x, y, strict=True)]


def measure(database: Database, source: Source, served: Served, z: int) -> tuple[float, float, int, int, int]:
    """Return p50 and p95 (ms), largest tile raw and gzipped (bytes), and how many tiles held something."""
    times, raw, packed = [], [0], [0]
    for x, y in busiest(database, served, z):
        start = time.perf_counter()
        with database.reading(Actor(Role.ADM_PROV)) as conn:
            body = read_tile(conn, source, served, z, x, y)
        times.append((time.perf_counter() - start) * 1000)
        raw.append(len(body))
        packed.append(len(igzip.compress(body, 2)))
    times.sort()
    return (
        statistics.median(times),
        times[int(len(times) * 0.95)],
        max(raw),
        max(packed),
        sum(n > 0 for n in raw),
    )


def rows(database: Database, served: Served) -> Iterator[str]:
    """Yield the lines of the table."""
    sources = compose(catalogue())
    for name in LAYERS:
        source = sources[name, Role.ADM_PROV]
        for z in range(source.zooms.low, source.zooms.high + 1):
            p50, p95, raw, packed, full = measure(database, source, served, z)
            yield f"{name:16} z{z:<2} {p50:7.2f} {p95:7.2f} {raw:9,} {packed:9,} {full:4}"


def main() -> None:
    """Print the table."""
    database = Database(sys.argv[1])
    served = Shelf(database).current()
    assert served is not None, "nothing is published in this database"
    total = sum(part.jumlah for part in served.of("keluarga"))
    lines = ["layer            zoom  p50 ms  p95 ms  max byte   max gzip  full", *rows(database, served)]
    sys.stdout.write(f"{total:,} families, version {served.nomor}\n" + "\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
