"""How near the schematic boundaries come to a folder of reference boundaries that KANTONG_REFERENSI names."""

import os
from pathlib import Path

import numpy as np
import pytest
import shapely

from layers.reference import BATAS_SKEMATIK, read_features

LAYERS = {5: "kabupaten_kota", 8: "kecamatan", 13: "desa_kelurahan", 2: "provinsi"}
# What plain Voronoi cells cut by Natural Earth land reach; ours must not fall below it.
FLOOR = {
    "64": 0.93,
    "64.01": 0.89,
    "64.02": 0.86,
    "64.03": 0.83,
    "64.07": 0.92,
    "64.08": 0.86,
    "64.09": 0.83,
    "64.11": 0.80,
    "64.71": 0.76,
    "64.72": 0.81,
    "64.74": 0.37,
}
DESA_MEDIAN = 0.44


@pytest.fixture(scope="module")
def reference():
    folder = os.environ.get("KANTONG_REFERENSI")
    if not folder:
        pytest.skip("KANTONG_REFERENSI is not set: no boundaries to compare with")
    found = sorted(Path(folder).rglob("kaltim_kemendagri_2025.gpkg"))
    if not found:
        pytest.skip(f"no kaltim_kemendagri_2025.gpkg below {folder}")
    return found[0]


def schematic(length):
    groups = {}
    for properties, geometry in read_features(BATAS_SKEMATIK):
        groups.setdefault(properties["kode"][:length], []).append(shapely.geometry.shape(geometry))
    return {code: shapely.coverage_union_all(parts) for code, parts in groups.items()}


def overlaps(path, length):
    import pyogrio

    frame = pyogrio.read_dataframe(path, layer=LAYERS[length])
    mine = schematic(length)
    theirs = shapely.make_valid(frame.geometry.to_numpy())
    ours = np.array([mine[code] for code in frame["kode"]])
    shared = shapely.area(shapely.intersection(ours, theirs))
    return dict(
        zip(frame["kode"], shared / (shapely.area(ours) + shapely.area(theirs) - shared), strict=True)
    )


def test_province_and_kabkota_overlap_as_promised(reference, record_property):
    found = overlaps(reference, 2) | overlaps(reference, 5)
    record_property("iou", found)
    print({code: round(float(value), 3) for code, value in found.items()})  # noqa: T201 # the figures are what a bench is for
    assert found.keys() == FLOOR.keys()
    assert {code: value for code, value in found.items() if value < FLOOR[code]} == {}


def test_desa_overlap_in_the_middle_as_promised(reference):
    desa, kecamatan = overlaps(reference, 13), overlaps(reference, 8)
    print("desa", np.median(list(desa.values())), "kecamatan", np.median(list(kecamatan.values())))  # noqa: T201 # as above
    assert len(desa) == 1038
    assert np.median(list(desa.values())) >= DESA_MEDIAN
