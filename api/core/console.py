"""What the command line says: the language of the terminal, one sentence at a time, and refusals."""

import os
import sys
from collections.abc import Mapping

from api.core.console_texts import TEXTS

LANGUAGES = ("id", "en")


class SetupError(Exception):
    """A refusal with one clear sentence, found by its code in the catalogue."""

    def __init__(self, code: str, /, **values: object) -> None:
        super().__init__(code)
        self.code = code
        self.values = values

    def __str__(self) -> str:
        return text(self.code, language(), **self.values)


def language(environ: Mapping[str, str] | None = None) -> str:
    """Return `id` or `en`: KANTONG_BAHASA first, then the locale, else Indonesian."""
    environ = os.environ if environ is None else environ
    chosen = environ.get("KANTONG_BAHASA", "")
    if chosen in LANGUAGES:
        return chosen
    locale = environ.get("LC_ALL") or environ.get("LC_MESSAGES") or environ.get("LANG") or ""
    return "en" if locale.startswith("en") else "id"


def text(code: str, lang: str, /, **values: object) -> str:
    """Return the sentence of `code` in `lang` with its values filled in."""
    return TEXTS[code][LANGUAGES.index(lang)].format(**values)


def say(code: str, /, **values: object) -> None:
    """Write one line to the person at the keyboard; a closed terminal is no error."""
    write_line(text(code, language(), **values))


def write_line(line: str) -> None:
    """Write one line to standard output and flush it; a closed terminal is no error."""
    try:
        sys.stdout.write(line + "\n")
        sys.stdout.flush()
    except (OSError, ValueError):
        _silence()


def refuse(message: str) -> None:
    """Write one sentence to standard error; a closed terminal is no error."""
    try:
        sys.stderr.write(message + "\n")
        sys.stderr.flush()
    except (OSError, ValueError):
        _silence()


def _silence() -> None:
    """Send what is still to be written to nowhere, so that the shutdown itself is not interrupted."""
    sink = os.open(os.devnull, os.O_WRONLY)
    for stream in (1, 2):
        os.dup2(sink, stream)
    os.close(sink)
