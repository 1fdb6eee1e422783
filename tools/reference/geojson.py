"""GeoJSON that is the same byte for byte each time: six decimals, one feature a line, gzip without a date."""

import gzip
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import shapely

DECIMALS = 6


def write_features(path: Path, features: Iterable[tuple[dict[str, Any], shapely.Geometry]]) -> None:
    """Write (properties, geometry in EPSG:4326) as a gzipped FeatureCollection."""
    lines = ",\n".join(_feature(properties, geometry) for properties, geometry in features)
    text = '{"type":"FeatureCollection","features":[\n' + lines + "\n]}\n"
    path.write_bytes(gzip.compress(text.encode("utf-8"), compresslevel=9, mtime=0))


def _feature(properties: dict[str, Any], geometry: shapely.Geometry) -> str:
    shape = shapely.geometry.mapping(geometry)
    body = {
        "type": "Feature",
        "properties": properties,
        "geometry": {"type": shape["type"], "coordinates": _rounded(shape["coordinates"])},
    }
    return json.dumps(body, ensure_ascii=False, separators=(",", ":"))


def _rounded(value: Any) -> Any:
    return round(value, DECIMALS) if isinstance(value, float) else [_rounded(item) for item in value]
