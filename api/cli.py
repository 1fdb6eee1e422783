"""The doorbell: `kantong run`, `serve`, `worker`, `db` here; every other command comes from its feature.

A feature offers `api/<feature>/commands.py` with `register(subparsers)`. Each parser says
`set_defaults(handler=run)` with `run(args, settings) -> int`; `settings.database_url` is then always set,
to a migrated database, unless the parser also says `set_defaults(needs_database=False)`.
"""

import argparse
import importlib
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from socket import socket
from typing import Any, NoReturn

from api.core.console import SetupError, language, refuse, say, text
from api.core.instance import AlreadyRunningError, Instance, listening, only_instance
from api.core.origin import Origin, database
from api.core.settings import Settings, current
from api.core.supervise import Stopped, WebProcesses, child_environment, stop_on_signals, supervise

FEATURES = ("api.demo.commands", "api.imports.commands")
OWN = (["run"], ["serve"], ["worker"], ["db"])
"""Commands that need no feature's words: they start without importing any."""
APP = "api.app:create_app"
USAGE = 2


class Parser(argparse.ArgumentParser):
    """argparse that speaks the language of the terminal."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("add_help", False)
        super().__init__(*args, **kwargs)
        self._positionals.title = _("cli_positionals")
        self._optionals.title = _("cli_options")
        self.add_argument("-h", "--help", action="help", help=_("cli_help"))

    def error(self, message: str) -> NoReturn:
        """Refuse with one sentence and the usage line, exit code 2."""
        refuse(f"{self.format_usage().strip()}\n{_('cli_usage', message=message)}")
        sys.exit(USAGE)


def main() -> None:
    """Run one command and leave with its exit code."""
    sys.exit(execute(sys.argv[1:]))


def execute(arguments: list[str]) -> int:
    """Run one command; every expected failure becomes one sentence and code 1."""
    args = build_parser(FEATURES if arguments[:1] not in OWN else ()).parse_args(arguments)
    try:
        with stop_on_signals():
            return int(args.start(args, current()))
    except Stopped as stopped:
        return 0 if args.start in (run, serve, work) else 128 + stopped.number
    except KeyboardInterrupt:
        return 130
    except Exception as error:
        sentence = sentence_of(error)
        if sentence is None:
            raise
        refuse(sentence)
        return 1


def build_parser(features: Sequence[str] = FEATURES) -> Parser:
    """Return the parser with our own commands and those of the named features."""
    parser = Parser(prog="kantong", description=_("cli_about"))
    commands = parser.add_subparsers(
        title=_("cli_commands"), metavar=_("cli_command"), required=True, parser_class=Parser
    )
    for name, start in {"run": run, "serve": serve, "worker": work}.items():
        commands.add_parser(name, help=_(f"cli_{name}")).set_defaults(start=start)
    _register_database(commands)
    parser.set_defaults(start=with_database)
    for module in features:
        importlib.import_module(module).register(commands)
    return parser


def _register_database(commands: Any) -> None:
    parser = commands.add_parser("db", help=_("cli_db"))
    steps = parser.add_subparsers(title=_("cli_commands"), metavar=_("cli_command"), required=True)
    for name, start in {"upgrade": upgrade, "prepare": make_ready}.items():
        steps.add_parser(name, help=_(f"cli_db_{name}")).set_defaults(start=start)
    for name, act in {"backup": backup, "restore": restore}.items():
        step = steps.add_parser(name, help=_(f"cli_db_{name}"))
        step.add_argument("file", metavar="FILE", type=Path, help=_(f"cli_db_{name}_file"))
        step.set_defaults(start=act)


def with_database(args: argparse.Namespace, settings: Settings) -> int:
    """Run a feature's command, on a migrated database unless it needs none."""
    if not getattr(args, "needs_database", True):
        return int(args.handler(args, settings))
    with database(settings) as origin:
        origin.migrate()
        return int(args.handler(args, replace(settings, database_url=origin.url)))


def run(_args: argparse.Namespace, settings: Settings) -> int:
    """Start everything on this machine, and say where it is."""
    try:
        with only_instance(settings) as instance:
            return _run_alone(settings, instance)
    except AlreadyRunningError as running:
        say("already_running" if running.url else "already_starting", url=running.url)
        return 0


def _run_alone(settings: Settings, instance: Instance) -> int:
    with listening(settings) as server:
        instance.announce(settings.base_url)
        try:
            with database(settings) as origin, _web(settings, origin, server) as processes:
                prepare(settings, origin)
                say("web_starting")
                _start_upkeep(origin.url)
                _supervise(settings, origin, processes)
        except Stopped:
            say("stopped")
            raise
    return 0


def serve(_args: argparse.Namespace, settings: Settings) -> int:
    """Run the web processes alone, on the database of DATABASE_URL."""
    if settings.database_url is None:
        raise SetupError("database_url_needed")
    with (
        listening(settings) as server,
        database(settings) as origin,
        _web(settings, origin, server) as processes,
    ):
        _supervise(settings, origin, processes)
    return 0


def work(_args: argparse.Namespace, settings: Settings) -> int:
    """Run the maintenance worker, on the database of DATABASE_URL or of a running `kantong run`."""
    from api import worker

    with database(settings) as origin:
        say("worker_running")
        worker.run(origin.url, tell=say)
    return 0


def upgrade(_args: argparse.Namespace, settings: Settings) -> int:
    """Bring the schema and the privileges of the database to the present."""
    from api.core import migrate

    with database(settings) as origin:
        say("migrating")
        migrate.upgrade(origin.url)
    say("upgraded")
    return 0


def make_ready(_args: argparse.Namespace, settings: Settings) -> int:
    """Do what `run` does before it serves: schema, reference data, and demo data unless switched off."""
    with database(settings) as origin:
        prepare(settings, origin)
    say("upgraded")
    return 0


def backup(args: argparse.Namespace, settings: Settings) -> int:
    """Write one checked backup of the database to a file."""
    from api.core import archive

    with database(settings) as origin:
        written = archive.backup(origin.url, args.file)
    say("backup_written", file=args.file, mib=f"{written / 2**20:.1f}")
    return 0


def restore(args: argparse.Namespace, settings: Settings) -> int:
    """Fill an empty database from a backup, then open the windows of the roles again."""
    from api.core import archive, migrate

    with database(settings) as origin:
        archive.restore(origin.url, args.file)
        migrate.upgrade(origin.url)
    say("backup_restored", file=args.file)
    return 0


def prepare(settings: Settings, origin: Origin) -> None:
    """Make the database ready to be looked at: schema, reference data, demo data; once is enough."""
    settings.keys()
    if origin.is_prepared(demo=settings.demo):
        return
    say("migrating")
    origin.migrate()
    settings = replace(settings, database_url=origin.url)
    for code, module, name in (
        ("reference_loading", "api.imports.reference", "ensure_reference"),
        ("demo_loading", "api.demo.service", "ensure_demo"),
    ):
        say(code)
        _call(module, name)(settings, origin.url)
    origin.note_prepared(demo=settings.demo)


def _web(settings: Settings, origin: Origin, server: socket) -> WebProcesses:
    return WebProcesses(APP, child_environment(settings, origin.url), server, settings.web_processes)


def _supervise(settings: Settings, origin: Origin, processes: WebProcesses) -> None:
    """Watch the web processes; the address is said when they answer."""
    link = _call("api.accounts.service", "presenter_link")(settings, origin.url, settings.base_url)

    def on_ready() -> None:
        say("running", url=settings.base_url)
        if link:
            say("presenter", link=link)
        say("how_to_stop")

    supervise(settings, processes, on_ready=on_ready, on_tick=origin.check)


def _start_upkeep(database_url: str) -> None:
    from api import worker

    worker.run_beside(database_url)


def _call(module: str, name: str) -> Callable[..., Any]:
    """Return a function of another room, imported only now: some of them are slow to import."""
    return getattr(importlib.import_module(module), name)  # type: ignore[no-any-return] # a name is untyped


def sentence_of(error: Exception) -> str | None:
    """Return the one sentence for an expected failure, else None."""
    if isinstance(error, SetupError):
        return str(error)
    if hasattr(error, "orig"):
        return _database_sentence(error)
    code, values = getattr(error, "code", None), getattr(error, "values", None)
    if not isinstance(code, str) or not isinstance(values, dict):
        return None
    from api.core import texts  # AppError and GeoError: a code and its values

    return texts.say(code, language(), values)


def _database_sentence(error: Any) -> str:
    """Return what a database error means, without its message: that may quote a row of somebody's family."""
    state = getattr(error.orig, "sqlstate", None)
    if state is None or state.startswith(("08", "28", "3D", "53", "57")):
        reason = str(error.orig).strip().splitlines() or ["?"]
        return _("database_unreachable", reason=reason[0])
    if state in {"42P01", "3F000"}:
        return _("database_not_prepared")
    if state == "0A000":
        return _("postgis_not_in_database")
    return _("database_refused", state=state)


def _(code: str, **values: object) -> str:
    return text(code, language(os.environ), **values)


if __name__ == "__main__":
    main()
