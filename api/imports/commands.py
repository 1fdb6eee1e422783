"""`kantong import`: families, slum pockets, and wilayah from files of the field."""

import argparse
import importlib
import importlib.util
from pathlib import Path
from typing import Any

from api.core.console import language, write_line
from api.core.settings import Settings
from api.core.texts import say
from api.imports.texts import TEXTS

DATASETS = {"keluarga": "keluarga", "kumuh": "kawasan_kumuh"}
WILAYAH = "api.imports.wilayah_commands"


def register(subparsers: Any) -> None:
    """Add `import keluarga|kumuh FILE …` and what the import of wilayah offers."""
    parser = subparsers.add_parser("import", help=_("cli_import"))
    kinds = parser.add_subparsers(required=True, metavar=_("cli_what"))
    for name in DATASETS:
        one = kinds.add_parser(name, help=_(f"cli_{name}"))
        _add_arguments(one)
        one.set_defaults(handler=run, himpunan=DATASETS[name])
    if importlib.util.find_spec(WILAYAH):
        importlib.import_module(WILAYAH).register(kinds)


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", type=Path, help=_("cli_file"))
    parser.add_argument("--kode", choices=("dagri", "bps"), help=_("cli_kode"))
    parser.add_argument("--sheet", metavar="S", help=_("cli_sheet"))
    parser.add_argument("--periode", metavar="P", help=_("cli_periode"))
    parser.add_argument("--sumber", metavar="TEXT", help=_("cli_sumber"))
    parser.add_argument("--keluar", metavar="FOLDER", type=Path, help=_("cli_keluar"))
    parser.add_argument("--uji", action="store_true", help=_("cli_uji"))
    parser.add_argument("--ganti", action="store_true", help=_("cli_ganti"))
    parser.add_argument("--pengguna", metavar="NAMA", help=_("cli_pengguna"))


def run(args: argparse.Namespace, settings: Settings) -> int:
    """Bring one file in; 0 when it is published, staged, checked or already there, 1 when refused."""
    from api.core.db import Database
    from api.imports import service
    from api.imports.reading import Options

    request = service.Request(
        himpunan=args.himpunan,
        path=args.file,
        options=Options(args.sheet, args.kode, args.sumber),
        periode=args.periode,
        keluar=args.keluar,
        uji=args.uji,
        ganti=args.ganti,
        pengguna=args.pengguna,
    )
    assert settings.database_url is not None
    database = Database(settings.database_url)
    try:
        return service.bring_in(database, settings.keys(), request, write_line)
    finally:
        database.dispose()


def _(code: str, **values: object) -> str:
    return say(code, language(), values, TEXTS)
