"""Text snapshots that a reviewer can read: `KANTONG_SNAPSHOT=tulis pytest …` writes them anew."""

import os
from pathlib import Path

import mapbox_vector_tile

FOLDER = Path(__file__).parent / "snapshots"


def check(name: str, text: str) -> None:
    """Compare a text with the snapshot of that name; a new one is written only when asked for."""
    path = FOLDER / f"{name}.txt"
    if os.environ.get("KANTONG_SNAPSHOT") == "tulis":
        path.write_text(text, encoding="utf-8")
    assert path.exists(), f"no snapshot {path.name}: look at what it would hold, then write it"
    assert text == path.read_text(encoding="utf-8")


def tile_text(body: bytes, *, outlines: bool = True) -> str:
    """A decoded tile as lines: one per layer, one per feature, sorted; `outlines` says coordinates too."""
    lines = []
    for name, layer in sorted(mapbox_vector_tile.decode(body).items()) if body else ():
        lines.append(f"{name}: version {layer['version']}, extent {layer['extent']}")
        lines += sorted(f"  {_feature(one, outlines=outlines)}" for one in layer["features"])
    return "\n".join(lines) + "\n"


def _feature(feature: dict, *, outlines: bool) -> str:
    geometry = feature["geometry"]
    where = geometry["type"]
    if outlines:
        where += " " + str(geometry["coordinates"]).replace("[", "(").replace("]", ")")
    said = " ".join(f"{key}={value!r}" for key, value in sorted(feature["properties"].items()))
    number = f"#{feature['id']} " if feature.get("id") else ""
    return f"{number}{where} {said}"
