"""The environment, read once into one frozen value."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from api.core.console import LANGUAGES, SetupError, language
from api.core.keys import Keys

PROJECT = Path(__file__).resolve().parents[2]
LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
FLAGS = {"": None, "0": False, "1": True}


@dataclass(frozen=True)
class Settings:
    """Where Kantong listens, where its data and keys lie, and how it speaks."""

    host: str
    port: int
    data_dir: Path
    database_url: str | None
    language: str
    keys_path: Path
    tls_cert: Path | None = None
    tls_key: Path | None = None
    behind_proxy: bool = False
    demo: bool = True
    web_processes: int = 2

    @classmethod
    def from_environ(cls, environ: Mapping[str, str]) -> "Settings":
        """Read every `KANTONG_*` variable and DATABASE_URL; raise SetupError on a bad value."""
        data_dir = Path(environ.get("KANTONG_DATA") or PROJECT / ".kantong").expanduser().absolute()
        settings = cls(
            host=environ.get("KANTONG_HOST") or "127.0.0.1",
            port=_port(environ.get("KANTONG_PORT") or "8000"),
            data_dir=data_dir,
            database_url=_database_url(environ.get("DATABASE_URL") or None),
            language=_language(environ),
            keys_path=Path(environ.get("KANTONG_KUNCI") or data_dir / "kunci.json").expanduser().absolute(),
            tls_cert=_file(environ, "KANTONG_TLS_CERT"),
            tls_key=_file(environ, "KANTONG_TLS_KEY"),
            behind_proxy=_flag(environ, "KANTONG_DI_BELAKANG_PROKSI", default=False),
            demo=_flag(environ, "KANTONG_DEMO", default=True),
            web_processes=_count(environ, "KANTONG_PROSES_WEB", default=2, low=1, high=64),
        )
        settings._check_exposure()
        return settings

    @property
    def base_url(self) -> str:
        """The address a person types, such as `http://127.0.0.1:8000`."""
        scheme = "https" if self.tls_cert else "http"
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{scheme}://{host}:{self.port}"

    def keys(self) -> Keys:
        """Return the encryption and hash keys, made on the first call on this machine."""
        return Keys.load_or_create(self.keys_path)

    def _check_exposure(self) -> None:
        if (self.tls_cert is None) != (self.tls_key is None):
            raise SetupError("tls_incomplete")
        if self.host not in LOOPBACK and not self.tls_cert and not self.behind_proxy:
            raise SetupError("host_exposed", host=self.host)


def current() -> Settings:
    """Return the settings of this process's environment."""
    return Settings.from_environ(os.environ)


def _port(value: str) -> int:
    if not (value.isascii() and value.isdigit() and 1 <= int(value) <= 65535):
        raise SetupError("port_invalid", value=value)
    return int(value)


def _count(environ: Mapping[str, str], name: str, *, default: int, low: int, high: int) -> int:
    value = environ.get(name) or str(default)
    if not (value.isascii() and value.isdigit() and low <= int(value) <= high):
        raise SetupError("count_invalid", name=name, value=value, low=low, high=high)
    return int(value)


def _flag(environ: Mapping[str, str], name: str, *, default: bool) -> bool:
    value = environ.get(name, "")
    if value not in FLAGS:
        raise SetupError("flag_invalid", name=name, value=value)
    chosen = FLAGS[value]
    return default if chosen is None else chosen


def _language(environ: Mapping[str, str]) -> str:
    value = environ.get("KANTONG_BAHASA") or ""
    if value and value not in LANGUAGES:
        raise SetupError("language_invalid", value=value)
    return language(environ)


def _file(environ: Mapping[str, str], name: str) -> Path | None:
    value = environ.get(name)
    if not value:
        return None
    path = Path(value).expanduser().absolute()
    if not os.access(path, os.R_OK) or not path.is_file():
        raise SetupError("file_unreadable", name=name, path=path)
    return path


def _database_url(value: str | None) -> str | None:
    """Name the driver: `postgres://` and `postgresql://` become `postgresql+psycopg://`."""
    if value is None:
        return None
    scheme, sep, rest = value.partition("://")
    if scheme not in {"postgres", "postgresql", "postgresql+psycopg"} or not sep or "/" not in rest:
        raise SetupError("database_url_invalid")
    return f"postgresql+psycopg://{rest}"
