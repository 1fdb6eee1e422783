"""`kantong demo`: make the demo, another one, or none."""

import argparse
from typing import Any

from api.core.console import language
from api.core.settings import Settings
from api.core.texts import say
from api.demo.texts import TEXTS

MOST_DIGITS = 19
"""More digits than any number here has; longer text is refused without converting it."""


def register(subparsers: Any) -> None:
    """Add `demo [--keluarga N] [--benih S] [--hapus]` to the command line."""
    from geo.demo.figures import DEFAULT_FAMILIES, FEWEST_FAMILIES, MOST_FAMILIES

    limits = {"fewest": FEWEST_FAMILIES, "most": MOST_FAMILIES, "default": DEFAULT_FAMILIES}
    sizes = {name: f"{limit:_}".replace("_", " ") for name, limit in limits.items()}
    parser = subparsers.add_parser("demo", help=_("cli_about"))
    parser.add_argument("--keluarga", metavar="N", help=_("cli_families", **sizes))
    parser.add_argument("--benih", metavar="S", help=_("cli_seed", default=1))
    parser.add_argument("--hapus", action="store_true", help=_("cli_remove"))
    # A bad order is refused before a database is started for it; `run` starts its own.
    parser.set_defaults(handler=run, needs_database=False)


def run(args: argparse.Namespace, settings: Settings) -> int:
    """Make or remove the demo in the database of the settings; bad input is refused before any work."""
    from api.core.db import Database
    from api.core.origin import database
    from api.demo import service

    if args.hapus and (args.keluarga is not None or args.benih is not None):
        raise service.DemoRefusal("hapus_sendiri")
    order = _order(args)
    with database(settings) as origin:
        origin.migrate()
        doors = Database(origin.url)
        try:
            if args.hapus:
                service.remove(doors, settings.keys())
            else:
                service.create(doors, settings.keys(), order)
        finally:
            doors.dispose()
    return 0


def _order(args: argparse.Namespace) -> Any:
    from api.demo.service import DEFAULT_SEED, GREATEST_SEED, DemoRefusal, Order
    from geo.demo.figures import DEFAULT_FAMILIES, FEWEST_FAMILIES, MOST_FAMILIES

    families = DEFAULT_FAMILIES if args.keluarga is None else _whole(args.keluarga)
    seed = DEFAULT_SEED if args.benih is None else _whole(args.benih)
    if families is None:
        limits = {"fewest": FEWEST_FAMILIES, "most": MOST_FAMILIES}
        raise DemoRefusal("keluarga_salah", value=args.keluarga, **limits)
    if seed is None:
        raise DemoRefusal("benih_salah", value=args.benih, most=GREATEST_SEED)
    return Order(families, seed)


def _whole(text: str) -> int | None:
    """The whole number that a text is, None where it is none."""
    digits = text.strip()
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) <= MOST_DIGITS else None


def _(code: str, **values: object) -> str:
    return say(code, language(), values, TEXTS)
