"""`kantong import wilayah`: official boundaries replace the schematic ones."""

import argparse
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

from api.core.console import language, write_line
from api.core.settings import Settings
from api.core.texts import say
from api.imports.wilayah_texts import TEXTS

WITA = timezone(timedelta(hours=8), "WITA")


def register(subparsers: Any) -> None:
    """Add `wilayah FILE …` to the kinds of import."""
    parser = subparsers.add_parser("wilayah", help=_("cli_wilayah"))
    parser.add_argument("file", metavar="FILE", type=Path, help=_("cli_file"))
    parser.add_argument("--kode", choices=("dagri", "bps"), help=_("cli_kode"))
    parser.add_argument("--layer", metavar="L", help=_("cli_layer"))
    parser.add_argument("--tanggal", metavar="T", type=_day, default=None, help=_("cli_tanggal"))
    parser.add_argument("--sumber", metavar="TEXT", help=_("cli_sumber"))
    parser.add_argument("--lisensi", metavar="TEXT", help=_("cli_lisensi"))
    parser.add_argument("--sk", metavar="TEXT", help=_("cli_sk"))
    parser.add_argument("--uji", action="store_true", help=_("cli_uji"))
    parser.add_argument("--pensiun", action="store_true", help=_("cli_pensiun"))
    parser.set_defaults(handler=run)


def run(args: argparse.Namespace, settings: Settings) -> int:
    """Bring one file in; 0 when it is published, checked or already in force, 1 when refused."""
    from api.core.db import Database
    from api.imports import wilayah_service as service
    from api.imports.wilayah_survey import Options

    request = service.Request(
        path=args.file,
        tanggal=args.tanggal or datetime.now(WITA).date(),
        options=Options(args.kode, args.layer, args.pensiun),
        sumber=args.sumber,
        lisensi=args.lisensi,
        sk=args.sk,
        uji=args.uji,
    )
    assert settings.database_url is not None
    database = Database(settings.database_url)
    try:
        return service.bring_in(database, settings.keys(), request, write_line)
    finally:
        database.dispose()


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(_("tanggal_salah", nilai=text)) from error


def _(code: str, **values: object) -> str:
    return say(code, language(), values, TEXTS)
