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

    metric = gpd.GeoSeries(frame["geom"], crs=4326).to_crs(3857)
    desa = (frame["tingkat"] == 4).to_numpy()
    for band, tolerance in BANDS.items():
        outlines = metric.to_numpy(dtype=object).copy()
        if tolerance and desa.any():
            outlines[desa] = shapely.coverage_simplify(outlines[desa], tolerance)
        yield _multi(frame.assign(geom=_dissolve(frame, outlines), pita=band))


def _dissolve(frame: pd.DataFrame, outlines: object) -> list[object]:
    import shapely

    by_id = dict(zip(frame["id"], outlines, strict=True))  # type: ignore[call-overload] # an object array
    for tingkat in LEVELS[1:]:
        for parent in frame.loc[frame["tingkat"] == tingkat, "id"]:
            children = [by_id[child] for child in frame.loc[frame["induk_id"] == parent, "id"]]
            if children:
                by_id[parent] = shapely.union_all(children, grid_size=0.01)
    return [by_id[key] for key in frame["id"]]


def _multi(frame: pd.DataFrame) -> pd.DataFrame:
    import shapely

    def multi(geometry: object) -> object:
        polygons = [p for p in shapely.get_parts(geometry) if p.geom_type == "Polygon" and not p.is_empty]
        return shapely.multipolygons(polygons)

    rows = frame.assign(geom=[multi(g) for g in frame["geom"]])
    return rows.loc[[not g.is_empty for g in rows["geom"]], ["pita", "id", "geom"]]
