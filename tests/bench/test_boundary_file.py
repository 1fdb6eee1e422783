"""A boundary file with a polygon of a million vertices: read, judged and published as any other."""

import time
from datetime import date

import geopandas as gpd
import numpy as np
import shapely
from sqlalchemy import text

from api.core.db import Database
from api.core.settings import Settings
from api.imports.reference import ensure_reference
from api.imports.wilayah_service import Request, bring_in
from layers.reference import BATAS_SKEMATIK, read_features

VERTICES = 1_000_000


def test_a_million_vertices_are_published(database, tmp_path, record_property):
    found = read_features(BATAS_SKEMATIK)
    shapes = [shapely.geometry.shape(shape) for _, shape in found]
    largest = max(range(len(shapes)), key=lambda at: shapes[at].area)
    lake = shapely.point_on_surface(shapes[largest])
    angle = np.linspace(0, 2 * np.pi, VERTICES, endpoint=False)
    reach = 0.02 + 0.002 * np.sin(40 * angle) + 1e-7 * (np.arange(VERTICES) % 2)
    ring = np.column_stack([lake.x + reach * np.cos(angle), lake.y + reach * np.sin(angle)])
    neighbour = min(range(len(shapes)), key=lambda at: shapes[at].distance(lake) if at != largest else 9)
    island = shapely.Polygon(ring)
    body = max(shapely.get_parts(shapes[largest]), key=shapely.area)
    assert shapely.contains_properly(body, island)
    others = [part for part in shapely.get_parts(shapes[largest]) if part != body]
    shapes[largest] = shapely.MultiPolygon([*others, shapely.Polygon(body.exterior, [island.exterior])])
    shapes[neighbour] = shapely.MultiPolygon([*shapely.get_parts(shapes[neighbour]), island])
    frame = gpd.GeoDataFrame({"kode": [about["kode"] for about, _ in found]}, geometry=shapes, crs=4326)
    frame.to_file(tmp_path / "batas.gpkg", engine="pyogrio")
    settings = Settings.from_environ({"DATABASE_URL": database, "KANTONG_DATA": str(tmp_path)})
    ensure_reference(settings, database)
    opened, begun = Database(database), time.perf_counter()
    with opened.owner() as conn:
        conn.execute(text("UPDATE data.wilayah SET luas_km2 = NULL WHERE id = 6474"))
    assert bring_in(opened, settings.keys(), Request(tmp_path / "batas.gpkg", date(2026, 1, 1)), str) == 0
    opened.dispose()
    record_property("seconds", time.perf_counter() - begun)
