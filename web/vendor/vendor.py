"""Unpacks the pinned npm tarballs into this folder and writes VENDOR.json.

Usage: `npm pack` each package named in PACKAGES into one folder, then
`python web/vendor/vendor.py FOLDER`. A tarball whose integrity differs is refused.
Bare imports become relative ones, because the page allows no inline import map.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
import sys
import tarfile
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Package:
    """One npm package: where it comes from and which of its files we keep."""

    name: str
    version: str
    licence: str
    licence_file: str
    integrity: str
    folder: str
    files: tuple[str, ...]

    @property
    def tarball(self) -> str:
        """The file name that `npm pack` gives it."""
        return f"{self.name.lstrip('@').replace('/', '-')}-{self.version}.tgz"


PACKAGES = (
    Package(
        "leaflet",
        "1.9.4",
        "BSD-2-Clause",
        "LICENSE",
        "sha512-nxS1ynzJOmOlHp+iL3FyWqK89GtNL8U8rvlMOsQdTTssxZwCXh8N2NB3GDQOL+YR3XnWyZAxwQixURb+FA74PA==",
        "leaflet",
        ("dist/leaflet.js", "dist/leaflet.css"),
    ),
    Package(
        "pbf",
        "5.1.2",
        "BSD-3-Clause",
        "LICENSE",
        "sha512-mnvGdvOrIvJOBGUEdGkrVXjN8E/VkIJCkf2eS1DH2yv82ORUlLttmDt0rWY38yYZmVwciZwBUvHM20qxBZf40w==",
        "pbf",
        ("dist/pbf.js",),
    ),
    Package(
        "lit-html",
        "3.3.3",
        "BSD-3-Clause",
        "LICENSE",
        "sha512-el8M6jK2o3RXBnrSHX3ZKrsN8zEV63pSExTO1wYJz7QndGYZ8353e2a5PPX+qHe2aGayfnchQmkAojaWAREOIA==",
        "lit-html",
        ("lit-html.js", "directive.js", "directive-helpers.js", "directives/repeat.js"),
    ),
    Package(
        "@lit/reactive-element",
        "2.1.2",
        "BSD-3-Clause",
        "LICENSE",
        "sha512-pbCDiVMnne1lYUIaYNN5wrwQXDtHaYtg7YEFPeW+hws6U47WeFvISGUWekPGKWOP1ygrs0ef0o1VJMk1exos5A==",
        "reactive-element",
        ("reactive-element.js", "css-tag.js"),
    ),
    Package(
        "lit-element",
        "4.2.2",
        "BSD-3-Clause",
        "LICENSE",
        "sha512-aFKhNToWxoyhkNDmWZwEva2SlQia+jfG0fjIWV//YeTaWrVnOxD89dPKfigCUspXFmjzOEUQpOkejH5Ly6sG0w==",
        "lit-element",
        ("lit-element.js",),
    ),
    Package(
        "@fontsource-variable/inter",
        "5.3.0",
        "OFL-1.1",
        "LICENSE",
        "sha512-OupL48va4JNofb97w6NYeF9S7W/kHNKM0Er8Dem5nqi4jeOLrVJDoE8tZEpnMJmtkvNbB1EIPPwHcdkF6b1oUA==",
        "inter",
        ("files/inter-latin-wght-normal.woff2",),
    ),
)

BARE = {
    "@lit/reactive-element": "reactive-element/reactive-element.js",
    "lit-html": "lit-html/lit-html.js",
}
IMPORT = re.compile(r"""((?:from|import)\s*)(["'])(@?[a-z][^"']*)\2""")
SOURCEMAP = re.compile(r"\n?//# sourceMappingURL=\S+\s*$")


def relative_imports(text: str, depth: int) -> str:
    """Point bare imports at the vendored file; `depth` is the file's depth below vendor/."""

    def point(match: re.Match[str]) -> str:
        return f"{match[1]}{match[2]}{'../' * depth}{BARE[match[3]]}{match[2]}"

    return IMPORT.sub(point, text)


def prepared(name: str, data: bytes, depth: int) -> bytes:
    """The bytes we serve: scripts without source map and bare imports, the rest as it came."""
    if not name.endswith(".js"):
        return data
    text = SOURCEMAP.sub("\n", data.decode())
    return relative_imports(text, depth).encode()


def check_integrity(package: Package, data: bytes) -> None:
    """Raise ValueError when the tarball is not the one that was pinned."""
    found = "sha512-" + base64.b64encode(hashlib.sha512(data).digest()).decode()
    if found != package.integrity:
        raise ValueError(f"{package.tarball}: integrity is {found}, expected {package.integrity}")


def unpack(package: Package, folder: Path) -> dict[str, str]:
    """Write the package's files below this folder and return {path: sha256}."""
    source = folder / package.tarball
    check_integrity(package, source.read_bytes())
    sums = {}
    with tarfile.open(source) as archive:
        for name in (*package.files, package.licence_file):
            member = archive.extractfile(f"package/{name}")
            if member is None:
                raise ValueError(f"{package.tarball} holds no {name}")
            short = name.removeprefix("dist/").removeprefix("files/")
            target = HERE / package.folder / short
            target.parent.mkdir(parents=True, exist_ok=True)
            data = prepared(name, member.read(), len(target.relative_to(HERE).parts) - 1)
            target.write_bytes(data)
            sums[str(target.relative_to(HERE))] = hashlib.sha256(data).hexdigest()
    return sums


def main(folder: Path) -> None:
    """Unpack every package and write VENDOR.json."""
    entries = [
        {
            "name": package.name,
            "version": package.version,
            "license": package.licence,
            "license_file": f"{package.folder}/{package.licence_file}",
            "source": f"npm:{package.name}@{package.version}",
            "integrity": package.integrity,
            "sha256": unpack(package, folder),
        }
        for package in PACKAGES
    ]
    (HERE / "VENDOR.json").write_text(json.dumps(entries, indent=2) + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
