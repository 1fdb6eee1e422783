"""What a file really is, by its first bytes: its name may lie, its content may not."""

from __future__ import annotations

import stat
import zipfile
from pathlib import Path

from geo.files.source import FileError

HEAD_BYTES = 4096
LIMIT_BYTES = {"csv": 2 * 2**30, "xlsx": 256 * 2**20, "gpkg": 2 * 2**30, "geojson": 2**30}
UNZIPPED_BYTES = 2 * 2**30
STRINGS_BYTES = 256 * 2**20
UNZIPPED_RATIO = 400
UNZIPPED_FREE = 64 * 2**20
"""A workbook up to this size may be packed as tightly as it likes."""

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LOCKED = "EncryptedPackage".encode("utf-16-le")
_REFUSED = (
    (b"%PDF", "berkas_pdf"),
    (b"\x00\x00\x27\x0a", "berkas_shapefile"),
    (b"Rar!", "berkas_arsip"),
    (b"7z\xbc\xaf", "berkas_arsip"),
    (b"\x1f\x8b", "berkas_arsip"),
    (b"\xff\xd8\xff", "berkas_gambar"),
    (b"\x89PNG", "berkas_gambar"),
)
_ZIPPED = (("doc.kml", "berkas_kml"), (".kml", "berkas_kml"), (".shp", "berkas_shapefile"))
_DECLARED = (b"<!DOCTYPE", b"<!ENTITY")


def detect_kind(path: Path) -> str:
    """Return csv, xlsx, gpkg or geojson for a readable file of one of these kinds.

    Raises
    ------
    FileError
        The file is missing, empty, too large, or of a kind that is not read; the code says which.
    """
    head, size = _head(path)
    kind = _by_content(path, head)
    if size > LIMIT_BYTES[kind]:
        raise FileError("berkas_terlalu_besar", ukuran=_mib(size), batas=_mib(LIMIT_BYTES[kind]))
    return kind


def _head(path: Path) -> tuple[bytes, int]:
    try:
        about = path.stat()
        if stat.S_ISDIR(about.st_mode):
            raise FileError("berkas_folder", berkas=path.name)
        if not stat.S_ISREG(about.st_mode):
            # A pipe would be waited for without end.
            raise FileError("berkas_bukan_biasa", berkas=path.name)
        with path.open("rb") as file:
            head = file.read(HEAD_BYTES)
        size = about.st_size
    except FileNotFoundError as error:
        raise FileError("berkas_tidak_ada", berkas=path.name) from error
    except (OSError, ValueError) as error:
        raise FileError(
            "berkas_tak_terbaca", berkas=path.name, sebab=getattr(error, "strerror", None) or str(error)
        ) from error
    if not head.strip():
        raise FileError("berkas_kosong", berkas=path.name)
    return head, size


def _by_content(path: Path, head: bytes) -> str:
    if head.startswith(b"PK\x03\x04"):
        return _zip_kind(path)
    if head.startswith(b"SQLite format 3\x00"):
        return "gpkg"
    if head.startswith(_OLE):
        raise FileError(_ole_code(path), berkas=path.name)
    for magic, code in _REFUSED:
        if head.startswith(magic):
            raise FileError(code, berkas=path.name)
    return _text_kind(path, head)


def _ole_code(path: Path) -> str:
    """Tell a password-protected workbook from an old .xls: only the first names its encrypted package."""
    with path.open("rb") as file:
        return "berkas_terkunci" if _LOCKED in file.read(2**20) else "berkas_xls_lama"


def _text_kind(path: Path, head: bytes) -> str:
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if start.startswith((b"{", b"[{")):
        return "geojson"
    if start[:1] == b"<":
        raise FileError("berkas_kml" if b"<kml" in head else "berkas_html", berkas=path.name)
    return "csv"


def _zip_kind(path: Path) -> str:
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
            names = {member.filename for member in members}
            if "xl/workbook.xml" in names:
                _refuse_bomb(members)
                _refuse_entities(archive, members)
                return "xlsx"
    except (zipfile.BadZipFile, NotImplementedError, OSError, RuntimeError) as error:
        raise FileError("berkas_rusak", berkas=path.name) from error
    for ending, code in _ZIPPED:
        if any(name.lower().endswith(ending) for name in names):
            raise FileError(code, berkas=path.name)
    raise FileError("berkas_ods" if "content.xml" in names else "berkas_arsip", berkas=path.name)


def _refuse_bomb(members: list[zipfile.ZipInfo]) -> None:
    """Refuse an archive that grows too far; zipfile itself never reads more than a member declares."""
    unzipped = sum(member.file_size for member in members)
    packed = sum(member.compress_size for member in members)
    allowed = max(UNZIPPED_FREE, packed * UNZIPPED_RATIO)
    # Shared strings are the one part of a workbook that is held in memory whole.
    strings = sum(m.file_size for m in members if m.filename.endswith("sharedStrings.xml"))
    if unzipped > min(UNZIPPED_BYTES, allowed) or strings > STRINGS_BYTES:
        raise FileError("berkas_bom_zip", ukuran=_mib(unzipped), batas=_mib(min(UNZIPPED_BYTES, allowed)))


def _refuse_entities(archive: zipfile.ZipFile, members: list[zipfile.ZipInfo]) -> None:
    """Refuse declared entities: no spreadsheet program writes them, and they can grow without end."""
    for member in members:
        if member.filename.endswith((".xml", ".rels")):
            with archive.open(member) as file:
                head = file.read(16 * HEAD_BYTES)
            if any(word in head for word in _DECLARED):
                raise FileError("berkas_bom_xml")


def _mib(size: int) -> int:
    return -(-size // 2**20)
