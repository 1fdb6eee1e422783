"""What publishing adds to a row: parents, grid keys, identity at rest, and what the rules make of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from api.core.keys import Keys
from api.versions.frames import points
from api.versions.identity import Vault
from geo.errors import GeoError
from geo.rules import housing, slum, wash
from geo.rules.parameters import ParameterSet
from geo.tile import lonlat_to_grid, morton
from layers.kit.model import Dataset

UNCERTAIN = 4
"""Class of a pocket whose score range crosses a class border."""


@dataclass(frozen=True)
class Context:
    """What deriving needs to know: the register, the rules in force, the keys and the villages' outlines.

    `register` is indexed by wilayah id with columns induk_id, perkotaan; `outlines` maps a desa id to
    its polygon (EPSG:4326).
    """

    register: pd.DataFrame
    parameters: Mapping[str, ParameterSet]
    keys: Keys
    outlines: Mapping[int, object]
    day: date


def add_parents(frame: pd.DataFrame, register: pd.DataFrame, kabkota_id: int) -> pd.DataFrame:
    """Add kecamatan_id and kabkota_id from desa_id.

    Raises GeoError with a desa that the register does not know, or that lies in another kab/kota: the row
    would stay behind when its own kab/kota is published again.
    """
    desa = frame["desa_id"].astype("int64")
    unknown = desa[~desa.isin(register.index[register["tingkat"] == 4])]
    if len(unknown):
        raise GeoError("desa_tidak_dikenal", value=int(unknown.iloc[0]), row=int(unknown.index[0]))
    kecamatan = desa.map(register["induk_id"]).astype("int64")
    kabkota = kecamatan.map(register["induk_id"]).astype("int64")
    foreign = desa[kabkota != kabkota_id]
    if len(foreign):
        first = {"value": int(foreign.iloc[0]), "row": int(foreign.index[0])}
        raise GeoError("desa_di_luar_kabkota", **first, kabkota=kabkota_id)
    return frame.assign(desa_id=desa, kecamatan_id=kecamatan, kabkota_id=kabkota)


def add_grid(frame: pd.DataFrame) -> pd.DataFrame:
    """Add geom, mx, my and the Morton key k, and sort by it; rows without a point come last."""
    known = (frame["lon"].notna() & frame["lat"].notna()).to_numpy()
    mx, my, k = (np.full(len(frame), -1, dtype=np.int64) for _ in range(3))
    mx[known], my[known] = lonlat_to_grid(
        frame["lon"].to_numpy(dtype=float)[known], frame["lat"].to_numpy(dtype=float)[known]
    )
    k[known] = morton(mx[known], my[known])
    gone = pd.Series(~known, index=frame.index)
    frame = frame.assign(
        geom=points(frame["lon"], frame["lat"]),
        mx=pd.array(mx, dtype="Int64"),
        my=pd.array(my, dtype="Int64"),
        k=pd.array(k, dtype="Int64"),
    )
    frame.loc[gone, ["mx", "my", "k"]] = pd.NA
    return frame.sort_values("k", kind="stable", na_position="last").reset_index(drop=True)


def add_identity(frame: pd.DataFrame, keys: Keys) -> pd.DataFrame:
    """Replace NIK and KK by ciphertext and keyed hash."""
    out = frame
    for plain, sealed, hashed in (("nik", "nik_sandi", "nik_hash"), ("no_kk", "kk_sandi", "kk_hash")):
        if plain not in frame.columns:
            continue
        ciphers, digests = Vault(keys, plain).seal_all(frame[plain])
        out = out.assign(
            **{sealed: pd.Series(ciphers, dtype=object), hashed: pd.Series(digests, dtype=object)}
        ).drop(columns=plain)
    return out


def add_family_rules(frame: pd.DataFrame, context: Context) -> pd.DataFrame:
    """Add the ladders of water and sanitation, the house's grade and the decile group."""
    urban = frame["desa_id"].map(context.register["perkotaan"])
    rungs = wash.compute(frame, urban, context.parameters["wash"], year=context.day.year)
    houses = housing.compute(frame, rungs, context.parameters["hunian"])
    desil = frame["desil"] if "desil" in frame.columns else pd.Series(pd.NA, index=frame.index)
    group = pd.to_numeric(desil).clip(upper=5).fillna(0).astype("int64")
    return pd.concat([frame, rungs, houses], axis=1).assign(kelas_desil=group)


def add_inside(frame: pd.DataFrame, outlines: Mapping[int, object]) -> pd.DataFrame:
    """Add whether each point lies inside its declared desa; it informs and never moves a family."""
    import shapely

    inside = np.full(len(frame), np.nan)
    lon, lat = frame["lon"].to_numpy(dtype=float), frame["lat"].to_numpy(dtype=float)
    for desa, rows in frame.groupby("desa_id").indices.items():
        outline = outlines.get(int(str(desa)))
        if outline is None:
            continue
        known = rows[~np.isnan(lon[rows])]
        shapely.prepare(outline)
        inside[known] = shapely.intersects_xy(outline, lon[known], lat[known])
    return frame.assign(titik_di_desa=inside)


def add_slum_rules(frame: pd.DataFrame, context: Context) -> pd.DataFrame:
    """Add score range and class range; a range across classes is uncertain, never one class."""
    scored = slum.compute(frame, context.parameters["kumuh"])
    certain = scored["kelas_min"] == scored["kelas_maks"]
    kelas = scored["kelas_min"].where(certain, UNCERTAIN)
    return pd.concat([frame, scored], axis=1).assign(kelas=kelas)


def derive(dataset: Dataset, frame: pd.DataFrame, kabkota_id: int, context: Context) -> pd.DataFrame:
    """Return the rows of a snapshot of one kab/kota with everything that publishing adds."""
    frame = frame.reset_index(drop=True)
    if not dataset.reference:
        frame = add_parents(frame, context.register, kabkota_id)
    if dataset.is_point:
        frame = add_grid(frame)
    if dataset.name == "keluarga":
        frame = add_inside(add_family_rules(add_identity(frame, context.keys), context), context.outlines)
    if dataset.name == "kawasan_kumuh":
        frame = add_slum_rules(frame, context)
    return as_multi(frame, dataset)


def as_multi(frame: pd.DataFrame, dataset: Dataset) -> pd.DataFrame:
    """Return polygons and lines as the multi geometries that the tables hold."""
    if not dataset.geometry.startswith("MULTI"):
        return frame
    import shapely

    single = {"Polygon": shapely.multipolygons, "LineString": shapely.multilinestrings}
    return frame.assign(
        geom=[
            single[g.geom_type]([shapely.force_2d(g)]) if g.geom_type in single else shapely.force_2d(g)
            for g in frame["geom"]
        ]
    )
