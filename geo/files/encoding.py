"""The encoding and checksum of a text file, from one pass over its bytes."""

from __future__ import annotations

import codecs
import hashlib
from dataclasses import dataclass
from pathlib import Path

from geo.files.source import FileError

BLOCK = 4 * 2**20
SAMPLE = 4096
_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
NUL_SHARE = 0.3


@dataclass(frozen=True)
class Encoding:
    """A Python codec name and how many bytes of byte-order mark stand before the text."""

    name: str
    bom: int


def checksum(path: Path) -> str:
    """Return the SHA-256 of a file's bytes as hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def detect_encoding(path: Path) -> Encoding:
    """Return UTF-8, UTF-16 or Windows-1252: by its mark, else by what every byte of the file allows.

    Raises
    ------
    FileError
        `berkas_byte_nul` for a NUL where the encoding has none, `berkas_sandi` when no encoding fits;
        both name the line.
    """
    with path.open("rb") as file:
        head = file.read(SAMPLE)
    marked = next((Encoding(name, len(mark)) for mark, name in _BOMS if head.startswith(mark)), None)
    wide = marked or _unmarked_utf16(head)
    if wide is not None and wide.name != "utf-8":
        _require_readable(path, wide)
        return wide
    _refuse_nul(path)
    if _is_utf8(path):
        return marked or Encoding("utf-8", 0)
    _require_readable(path, Encoding("cp1252", 0))
    return Encoding("cp1252", 0)


def _unmarked_utf16(head: bytes) -> Encoding | None:
    """Latin text in UTF-16 has a NUL in every other byte: the second of each pair, or the first."""
    half = max(len(head) // 2, 1)
    for name, at in (("utf-16-le", 1), ("utf-16-be", 0)):
        if head[at::2].count(0) >= NUL_SHARE * half and head[1 - at :: 2].count(0) == 0:
            return Encoding(name, 0)
    return None


def _is_utf8(path: Path) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        with path.open("rb") as file:
            while block := file.read(BLOCK):
                decoder.decode(block)
            decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _refuse_nul(path: Path) -> None:
    lines = 0
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            at = block.find(0)
            if at >= 0:
                raise FileError("berkas_byte_nul", baris=lines + block.count(b"\n", 0, at) + 1)
            lines += block.count(b"\n")


def _require_readable(path: Path, encoding: Encoding) -> None:
    lines = 1
    decoder = codecs.getincrementaldecoder(encoding.name)()
    with path.open("rb") as file:
        file.seek(encoding.bom)
        while block := file.read(BLOCK):
            try:
                text = decoder.decode(block)
            except UnicodeDecodeError as error:
                raise FileError("berkas_sandi", baris=lines) from error
            if "\0" in text:
                raise FileError("berkas_byte_nul", baris=lines + text.count("\n", 0, text.index("\0")))
            lines += text.count("\n")
    if decoder.getstate()[0]:
        raise FileError("berkas_terpotong", baris=lines)
