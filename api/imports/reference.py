"""Load the reference data that ships: the register of wilayah, schematic boundaries, rivers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

from api.core.db import Database
from api.core.settings import Settings
from api.imports import wilayah_queries
from api.versions import queries as versions
from api.versions.service import Snapshot, publish
from layers.daratan import LAKE, LAND
from layers.reference.register import Wilayah, read_wilayah
from layers.reference.shapes import BATAS_SKEMATIK, DANAU, DARATAN, SUMBER, SUNGAI, read_features

if TYPE_CHECKING:
    import pandas as pd
    from sqlalchemy import Connection

PROVINCE_ID = 64
IN_FORCE_SINCE = date(2025, 4, 25)
"""Day of Kepmendagri 300.2.2-2138 of 2025, whose codes and names the register holds."""
TITLE = "Data rujukan: register wilayah, batas skematik, sungai"


def ensure_reference(settings: Settings, database_url: str) -> None:
    """Load what an empty database lacks; register and boundaries that are there are left as they are."""
    database = Database(database_url)
    try:
        with database.owner() as conn:
            versions.lock(conn)
            if not wilayah_queries.count_wilayah(conn):
                wilayah_queries.put_wilayah(conn, [_row(one) for one in read_wilayah()])
            missing = list(_missing(conn))
            if missing:
                publish(conn, missing, keterangan=TITLE, keys=settings.keys())
    finally:
        database.dispose()


def schematic_boundaries() -> pd.DataFrame:
    """Return every level's schematic boundary (EPSG:4326), dissolved upward from desa.

    Areas are those of the decree, so desa and kecamatan have none: a schematic one would mislead.
    """
    import numpy as np
    import pandas as pd
    import shapely

    from geo.spatial.coverage import dissolve

    features = [
        (str(about["kode"]), shapely.geometry.shape(shape)) for about, shape in read_features(BATAS_SKEMATIK)
    ]
    geometries = np.array([geometry for _, geometry in features], dtype=object)
    shapes: dict[str, Any] = {}
    for length in (2, 5, 8, 13):
        shapes |= dissolve(geometries, [code[:length] for code, _ in features])
    known = [one for one in read_wilayah() if one.kode_dagri in shapes]
    return pd.DataFrame([_boundary(one, shapes[one.kode_dagri]) for one in known])


def rivers() -> pd.DataFrame:
    """Return the rivers with `nama`, `kelas` and geometry (EPSG:4326)."""
    import pandas as pd
    import shapely

    rows = [dict(about, geom=shapely.geometry.shape(shape)) for about, shape in read_features(SUNGAI)]
    return pd.DataFrame(rows)


def land() -> pd.DataFrame:
    """Return the land around the province and its lakes with `kelas`, `nama` and geometry (EPSG:4326)."""
    import pandas as pd
    import shapely

    rows = []
    for path, kelas in ((DARATAN, LAND), (DANAU, LAKE)):
        for about, shape in read_features(path):
            parts = shapely.get_parts(shapely.geometry.shape(shape))
            rows += [{"kelas": kelas, "nama": about.get("nama"), "geom": part} for part in parts]
    return pd.DataFrame(rows)


def _missing(conn: Connection) -> Iterator[Snapshot]:
    present = {name for name, _ in versions.snapshots_of(conn, versions.current_version(conn))}
    for himpunan, path, rows in (
        ("batas", BATAS_SKEMATIK, schematic_boundaries),
        ("sungai", SUNGAI, rivers),
        ("daratan", DARATAN, land),
    ):
        if himpunan not in present:
            sumber, lisensi = SUMBER[path]
            yield Snapshot(himpunan, PROVINCE_ID, rows(), sumber=sumber, lisensi=lisensi)


def _boundary(one: Wilayah, geometry: Any) -> dict[str, Any]:
    return {
        "wilayah_id": one.id,
        "tingkat": one.tingkat,
        "kode": one.kode_dagri,
        "nama": one.nama,
        "luas_ha": one.luas_km2 * 100 if one.luas_km2 else None,
        "skematik": True,
        "geom": geometry,
    }


def _row(one: Wilayah) -> dict[str, Any]:
    return {
        "id": one.id,
        "tingkat": one.tingkat,
        "kode_dagri": one.kode_dagri,
        "kode_bps": one.kode_bps,
        "nama": one.nama,
        "jenis": one.jenis,
        "induk_id": one.induk_id,
        "perkotaan": one.perkotaan,
        "luas_km2": one.luas_km2,
        "berlaku_dari": IN_FORCE_SINCE,
    }
