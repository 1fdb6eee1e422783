"""The environment is read once, and a bad value is one clear sentence in either language."""

import re
from pathlib import Path

import pytest

from api.core.console import SetupError, language, text
from api.core.console_texts import TEXTS
from api.core.settings import PROJECT, Settings


def test_defaults_serve_this_computer_alone() -> None:
    settings = Settings.from_environ({})
    assert (settings.host, settings.port, settings.base_url) == ("127.0.0.1", 8000, "http://127.0.0.1:8000")
    assert settings.data_dir == PROJECT / ".kantong"
    assert settings.keys_path == settings.data_dir / "kunci.json"
    assert (settings.database_url, settings.demo, settings.behind_proxy) == (None, True, False)


def test_paths_are_absolute(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    settings = Settings.from_environ({"KANTONG_DATA": "data", "KANTONG_KUNCI": "k.json"})
    assert (settings.data_dir, settings.keys_path) == (tmp_path / "data", tmp_path / "k.json")


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_a_database_url_names_its_driver(scheme: str) -> None:
    settings = Settings.from_environ({"DATABASE_URL": f"{scheme}://a:b@c:1/d?sslmode=require"})
    assert settings.database_url == "postgresql+psycopg://a:b@c:1/d?sslmode=require"


@pytest.mark.parametrize(
    ("environ", "code"),
    [
        ({"KANTONG_PORT": "0"}, "port_invalid"),
        ({"KANTONG_PORT": "65536"}, "port_invalid"),
        ({"KANTONG_PORT": "-1"}, "port_invalid"),
        ({"KANTONG_PORT": "٨٠٠٠"}, "port_invalid"),
        ({"KANTONG_PORT": "8000; rm"}, "port_invalid"),
        ({"KANTONG_HOST": "0.0.0.0"}, "host_exposed"),
        ({"KANTONG_HOST": "192.168.1.5"}, "host_exposed"),
        ({"KANTONG_TLS_CERT": "/nowhere"}, "file_unreadable"),
        ({"KANTONG_TLS_CERT": str(PROJECT / "run")}, "tls_incomplete"),
        ({"KANTONG_DI_BELAKANG_PROKSI": "true"}, "flag_invalid"),
        ({"KANTONG_DEMO": "no"}, "flag_invalid"),
        ({"KANTONG_PROSES_WEB": "65"}, "count_invalid"),
        ({"KANTONG_BAHASA": "ms"}, "language_invalid"),
        ({"DATABASE_URL": "sqlite:///x"}, "database_url_invalid"),
        ({"DATABASE_URL": "postgresql:/x"}, "database_url_invalid"),
        ({"DATABASE_URL": "postgresql://host"}, "database_url_invalid"),
    ],
)
def test_a_bad_value_is_refused(environ: dict[str, str], code: str) -> None:
    with pytest.raises(SetupError) as caught:
        Settings.from_environ(environ)
    assert caught.value.code == code
    for lang in ("id", "en"):
        assert "\n" not in text(code, lang, **caught.value.values)


def test_a_password_is_never_repeated() -> None:
    with pytest.raises(SetupError) as caught:
        Settings.from_environ({"DATABASE_URL": "mysql://u:rahasia@h/d"})
    assert "rahasia" not in str(caught.value)


@pytest.mark.parametrize(
    ("environ", "expected"),
    [
        ({}, "id"),
        ({"LANG": "C.UTF-8"}, "id"),
        ({"LANG": "id_ID.UTF-8"}, "id"),
        ({"LANG": "en_US.UTF-8"}, "en"),
        ({"LC_ALL": "en_GB.UTF-8", "LANG": "id_ID.UTF-8"}, "en"),
        ({"KANTONG_BAHASA": "id", "LANG": "en_US.UTF-8"}, "id"),
        ({"KANTONG_BAHASA": "en"}, "en"),
    ],
)
def test_the_terminal_chooses_the_language(environ: dict[str, str], expected: str) -> None:
    assert language(environ) == expected


def test_every_setting_is_documented() -> None:
    told = (PROJECT / "docs/install.md").read_text("utf-8")
    source = (PROJECT / "api/core/settings.py").read_text("utf-8")
    names = set(re.findall(r"\bKANTONG_[A-Z_]+\b", source))
    assert {"KANTONG_PORT", "KANTONG_DATA", "KANTONG_TLS_CERT"} <= names
    assert all(f"`{name}`" in told for name in names)


def test_sentences_end_and_begin_like_sentences() -> None:
    for code, pair in TEXTS.items():
        if not code.startswith(("cli_", "presenter", "running", "already_running")):
            assert all(sentence[0].isupper() or sentence[0] == "{" for sentence in pair), code
