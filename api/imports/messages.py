"""A sentence about a row: its code in the validation catalogue, severity, words, advice, in two languages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Severity = Literal["galat", "peringatan", "info"]


@dataclass(frozen=True)
class Message:
    """One trouble: `kode` of the catalogue, severity, sentence and advice, each as (Indonesian, English).

    Sentences may use `{kolom}` (the column's name in the file) and `{nilai}`; advice `{usulan}`.
    """

    kode: str
    severity: Severity
    text: tuple[str, str]
    advice: tuple[str, str] = ("", "")


def error(kode: str, id: str, en: str, *advice: str) -> Message:
    """Return a trouble for which its row is rejected; `advice` is nothing or both sentences."""
    return Message(kode, "galat", (id, en), _pair(advice))


def warning(kode: str, id: str, en: str, *advice: str) -> Message:
    """Return a trouble with which its row is accepted, and told."""
    return Message(kode, "peringatan", (id, en), _pair(advice))


def note(kode: str, id: str, en: str) -> Message:
    """Return what was filled in or assumed, which is no trouble."""
    return Message(kode, "info", (id, en))


def _pair(advice: tuple[str, ...]) -> tuple[str, str]:
    return (advice[0], advice[1]) if advice else ("", "")


AS_TEXT = (
    "Format kolom sebagai Teks lalu salin ulang dari sumber.",
    "Format the column as Text, then copy it again from the source.",
)
"""Advice for numbers that a spreadsheet has turned into something else."""
