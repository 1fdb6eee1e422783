"""Rebuild every file of layers/reference from a folder of downloaded packages."""

import argparse
from pathlib import Path

from tools.reference.register import build_register, write_register

HERE = Path(__file__).parent
TARGET = HERE.parents[1] / "layers" / "reference"


def main() -> None:
    """Build what the command line names; everything when it names nothing."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="folder with the packages named in packages.py")
    folder = parser.parse_args().folder
    write_register(build_register(folder, HERE / "kode_bps_2020.csv"), TARGET / "wilayah.csv")


if __name__ == "__main__":
    main()
