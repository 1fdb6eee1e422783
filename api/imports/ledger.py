"""The account of every row: accepted, warned or rejected, why, and the files that say so."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from api.core.texts import LANGUAGES, say
from api.imports.messages import Message
from api.imports.row_texts import ROWS
from api.imports.texts import TEXTS
from geo.files.findings import Finding
from geo.files.labels import ALLOWED, LABELS
from geo.files.neutral import write_csv
from geo.files.source import Rows, Source

ACCEPTED, WARNED, REJECTED = range(3)
STATES = {"info": ACCEPTED, "peringatan": WARNED, "galat": REJECTED}
SHOWN_CHARS = 60
WHY = ("baris", "kode_galat", "pesan", "usulan_perbaikan")


@dataclass(frozen=True)
class Ledger:
    """Every data row of a file with its state; `broken` rows have no values and are always rejected."""

    baris: Rows
    state: NDArray[np.int8]
    broken: Rows
    findings: tuple[Finding, ...]
    names: Mapping[str, str]

    @property
    def total(self) -> int:
        """Count the data rows of the file."""
        return len(self.baris) + len(self.broken)

    @property
    def counts(self) -> tuple[int, int, int]:
        """Accepted, accepted with warnings, rejected; they add up to `total`."""
        accepted, warned, rejected = (int((self.state == state).sum()) for state in range(3))
        return accepted, warned, rejected + len(self.broken)

    @property
    def kept(self) -> NDArray[np.intp]:
        """Positions of the rows that may be published."""
        return np.flatnonzero(self.state != REJECTED)

    @property
    def rejected(self) -> Rows:
        """Numbers of the rejected rows, in file order."""
        return np.sort(np.concatenate([self.baris[self.state == REJECTED], self.broken]))

    def of(self, state: int) -> list[Finding]:
        """Return the findings of one severity."""
        return [finding for finding in self.findings if STATES[ROWS[finding.kode].severity] == state]


def make_ledger(baris: Rows, broken: Rows, findings: Sequence[Finding], names: Mapping[str, str]) -> Ledger:
    """Give each row the worst state that a finding gives it.

    `names` maps a field to its column's name in the file.
    """
    order = np.argsort(baris, kind="stable")
    state = np.zeros(len(baris), dtype=np.int8)
    for finding in findings:
        found = STATES[ROWS[finding.kode].severity]
        known = finding.baris[np.isin(finding.baris, broken, invert=True)] if len(broken) else finding.baris
        at = order[np.searchsorted(baris, known, sorter=order)]
        state[at] = np.maximum(state[at], found)
    return Ledger(baris, state, broken, tuple(findings), names)


def sentence(finding: Finding, at: int, ledger: Ledger, language: str) -> str:
    """Return what is said about one row of a finding, with row and column."""
    column = ledger.names.get(finding.field or "")
    words = _words(ROWS[finding.kode].text, finding, at, language)
    values = {"baris": int(finding.baris[at]), "kolom": _one_line(column or ""), "kalimat": words}
    return say("row_column" if column else "row", language, values, TEXTS)


def advice(finding: Finding, at: int, language: str) -> str:
    """Return what to do about one row of a finding; blank where nothing is proposed."""
    proposed = "" if finding.usulan is None else str(finding.usulan[at])
    if proposed == "?" and "{usulan}" in ROWS[finding.kode].advice[0]:
        return ""
    return _words(ROWS[finding.kode].advice, finding, at, language).strip()


def _words(pair: tuple[str, str], finding: Finding, at: int, language: str) -> str:
    shown = "" if finding.nilai is None else _one_line(str(finding.nilai[at]))
    proposed = "" if finding.usulan is None else str(finding.usulan[at])
    if finding.kode == "kode_tidak_dikenal":
        proposed = code_list(finding.field or "")
    return pair[LANGUAGES.index(language)].format(nilai=shown, usulan=proposed, kolom=finding.field)


def _one_line(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= SHOWN_CHARS else f"{line[:SHOWN_CHARS]}…"


def code_list(field: str) -> str:
    """Return the codes of a field with their first label, such as `1 beton, 2 genteng`."""
    labels = LABELS.get(field, {})
    return ", ".join(f"{code} {labels.get(code, '').split('|')[0]}".strip() for code in ALLOWED[field])


def summarise(findings: Sequence[Finding], ledger: Ledger) -> list[tuple[int, Message, str]]:
    """Return (rows, message, column) of each kind of trouble, the most frequent first."""
    totals: dict[tuple[str, str], int] = {}
    for finding in findings:
        key = finding.kode, ledger.names.get(finding.field or "", "")
        totals[key] = totals.get(key, 0) + len(finding.baris)
    ranked = sorted(totals.items(), key=lambda item: -item[1])
    return [(count, ROWS[kode], column) for (kode, column), count in ranked]


def first_sentences(findings: Sequence[Finding], ledger: Ledger, language: str, limit: int) -> list[str]:
    """Return sentence and advice for the first rows in trouble, in file order."""
    earliest = sorted(
        (
            (int(row), number, at)
            for number, one in enumerate(findings)
            for at, row in enumerate(one.baris[:limit])
        ),
    )
    return [
        f"{sentence(findings[number], at, ledger, language)} {advice(findings[number], at, language)}".strip()
        for _, number, at in earliest[:limit]
    ]


def write_rejected(path: Path, source: Source, ledger: Ledger, language: str) -> int:
    """Write the rejected rows with their original columns and why; return how many."""
    width = len(source.header.names)
    why = _grouped(ledger.of(REJECTED))

    def rows() -> Iterator[tuple[object, ...]]:
        for number, cells in source.read_rows(ledger.rejected):
            yield (*_fit(cells, width), *_reasons(number, why[number], ledger, language))

    return write_csv(path, (*source.header.names, *WHY), rows())


def _reasons(
    number: int, reasons: Sequence[tuple[Finding, int]], ledger: Ledger, language: str
) -> tuple[object, str, str, str]:
    codes = dict.fromkeys(ROWS[finding.kode].kode for finding, _ in reasons)
    said = [sentence(finding, at, ledger, language) for finding, at in reasons]
    advised = dict.fromkeys(text for finding, at in reasons if (text := advice(finding, at, language)))
    return number, " ".join(codes), " | ".join(said), " | ".join(advised)


def _fit(cells: Sequence[str], width: int) -> list[str]:
    """Pad a short row; pack what is too much into the last cell, so that nothing of a row is lost."""
    if len(cells) <= width:
        return [*cells, *[""] * (width - len(cells))]
    return [*cells[: width - 1], " ".join(cells[width - 1 :])]


def _grouped(findings: Sequence[Finding]) -> dict[int, list[tuple[Finding, int]]]:
    rows: dict[int, list[tuple[Finding, int]]] = {}
    for finding in findings:
        for at, number in enumerate(finding.baris.tolist()):
            rows.setdefault(number, []).append((finding, at))
    return rows


def write_warnings(path: Path, ledger: Ledger, language: str) -> int:
    """Write the warnings of accepted rows, one kind after the other, without any personal data."""
    rejected = np.sort(ledger.rejected)

    def rows() -> Iterator[tuple[object, ...]]:
        for finding in sorted(ledger.of(WARNED), key=lambda one: (ROWS[one.kode].kode, int(one.baris[0]))):
            column = ledger.names.get(finding.field or "", "")
            for at in np.flatnonzero(~np.isin(finding.baris, rejected)):
                said = sentence(finding, int(at), ledger, language)
                tip = advice(finding, int(at), language)
                yield int(finding.baris[at]), column, ROWS[finding.kode].kode, said, tip

    return write_csv(path, ("baris", "kolom", "kode", "pesan", "usulan_perbaikan"), rows())
