"""The two secrets of a machine: one key encrypts NIK and KK, the other hashes them for look-up."""

import base64
import binascii
import json
import os
import secrets
import stat
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from api.core.console import SetupError
from api.core.owner import follow_owner

KEY_BYTES = 32


@dataclass(frozen=True, repr=False)
class Keys:
    """Two independent keys of 32 bytes; never printed, never in the database."""

    encryption: bytes
    hash: bytes

    @classmethod
    def generate(cls) -> "Keys":
        """Return two fresh random keys."""
        return cls(secrets.token_bytes(KEY_BYTES), secrets.token_bytes(KEY_BYTES))

    @classmethod
    def load_or_create(cls, path: Path) -> "Keys":
        """Read the key file, or make it once with mode 0600; raise SetupError when it cannot be trusted."""
        try:
            if not path.exists():
                _write_once(path, cls.generate())
            return _read(path)
        except OSError as error:
            raise SetupError("keys_unreadable", path=path, reason=error.strerror) from error


def _read(path: Path) -> Keys:
    if path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise SetupError("keys_exposed", path=path)
    try:
        stored = json.loads(path.read_text("utf-8"))
        keys = Keys(*(base64.b64decode(stored[name], validate=True) for name in ("enkripsi", "hash")))
    except (ValueError, KeyError, TypeError, binascii.Error) as error:
        raise SetupError("keys_invalid", path=path) from error
    if {len(keys.encryption), len(keys.hash)} != {KEY_BYTES}:
        raise SetupError("keys_invalid", path=path)
    return keys


def _write_once(path: Path, keys: Keys) -> None:
    """Write beside and link into place: of five processes at once, all end with the same key."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    stored = {
        "enkripsi": base64.b64encode(keys.encryption).decode(),
        "hash": base64.b64encode(keys.hash).decode(),
    }
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(json.dumps(stored) + "\n")
            file.flush()
            os.fsync(file.fileno())
        follow_owner(draft)
        with suppress(FileExistsError):
            os.link(draft, path)
    finally:
        draft.unlink()
