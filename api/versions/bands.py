"""Boundaries simplified per zoom band as one coverage: neighbours keep sharing their edges."""

from collections.abc import Iterator

import pandas as pd

BANDS = {6: 1_200.0, 8: 300.0, 10: 75.0, 12: 18.0, 14: 0.0}
"""Greatest zoom of the band → tolerance in metres of EPSG:3857, half a screen pixel at that zoom."""
LEVELS = (4, 3, 2, 1)


def band_of(z: int) -> int:
    """Return the band that serves a zoom."""
    return next((band for band in BANDS if z <= band), max(BANDS))


def simplify_coverage(frame: pd.DataFrame) -> Iterator[pd.DataFrame]:
    """Yield rows pita, id, geom (EPSG:3857) of each band.

    Villages are simplified once and dissolved upward, so a border is one line at every level.

    Parameters
    ----------
    frame : id, tingkat, induk_id, geom (EPSG:4326); tingkat 4 is a valid coverage
    """
    import geopandas as gpd
    import shapely

    outlines = gpd.GeoSeries(frame["geom"], crs=4326).to_crs(3857).to_numpy(dtype=object).copy()
    desa = (frame["tingkat"] == 4).to_numpy()
    # From the finest band to the coarsest, each from the one before: a million vertices are read once.
    for band, tolerance in sorted(BANDS.items(), reverse=True):
        if tolerance and desa.any():
            outlines[desa] = shapely.coverage_simplify(outlines[desa], tolerance)
        yield _multi(frame.assign(geom=_dissolve(frame, outlines), pita=band))


def _dissolve(frame: pd.DataFrame, outlines: object) -> list[object]:
    """Return the outline of every wilayah, parents made of their children's."""
    import shapely

    by_id = dict(zip(frame["id"], outlines, strict=True))  # type: ignore[call-overload] # an object array
    for tingkat in LEVELS[1:]:
        below = frame[frame["tingkat"] == tingkat + 1]
        for parent, children in below.groupby("induk_id")["id"]:
            by_id[parent] = shapely.coverage_union_all([by_id[child] for child in children])
    return [by_id[key] for key in frame["id"]]


def _multi(frame: pd.DataFrame) -> pd.DataFrame:
    import shapely

    def multi(geometry: object) -> object:
        polygons = [p for p in shapely.get_parts(geometry) if p.geom_type == "Polygon" and not p.is_empty]
        return shapely.multipolygons(polygons)

    rows = frame.assign(geom=[multi(g) for g in frame["geom"]])
    return rows.loc[[not g.is_empty for g in rows["geom"]], ["pita", "id", "geom"]]
