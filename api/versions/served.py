"""The version in force as requests see it: its snapshots, where they lie, and its fingerprints."""

import hashlib
import threading
import time
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from api.core.db import Database
from api.core.tables import ISI, PERIODE, VERSI, VERSI_ISI
from api.versions.queries import current_version

FRESH_S = 1.0
"""A new version is noticed within a second: no request asks the database for the number more often."""


@dataclass(frozen=True)
class Part:
    """One snapshot of the version: extent (west, north, east, south) on the 2^26 grid, or None."""

    isi_id: int
    himpunan: str
    wilayah_id: int
    extent: tuple[int, int, int, int] | None
    contoh: bool
    sumber: str
    jumlah: int
    sidik: str
    """Checksum of the rows."""


@dataclass(frozen=True)
class Served:
    """A published version, whole."""

    nomor: int
    periode: str
    terbit: datetime
    keterangan: str
    parts: tuple[Part, ...]

    def of(self, himpunan: str) -> list[Part]:
        """Return the snapshots of a himpunan."""
        return [part for part in self.parts if part.himpunan == himpunan]

    def ids(self, himpunan: str) -> list[int]:
        """Return the snapshot numbers of a himpunan."""
        return [part.isi_id for part in self.of(himpunan)]

    def touching(self, himpunan: str, box: tuple[int, int, int, int]) -> list[int]:
        """Return the snapshots whose extent meets a box (west, north, east, south) on the 2^26 grid."""
        west, north, east, south = box
        return [
            part.isi_id
            for part in self.of(himpunan)
            if part.extent is not None
            and part.extent[0] <= east
            and part.extent[2] >= west
            and part.extent[1] <= south
            and part.extent[3] >= north
        ]

    def fingerprint(self, himpunan: Iterable[str]) -> str:
        """Return a short name of the content of some himpunan: it changes when they do, and only then."""
        wanted = set(himpunan)
        # Checksums, not numbers: a database made anew counts from 1 again, and browsers remember.
        listed = sorted((p.himpunan, p.wilayah_id, p.sidik) for p in self.parts if p.himpunan in wanted)
        return hashlib.sha256(repr(listed).encode()).hexdigest()[:10]

    def is_sample(self, himpunan: Collection[str] | None = None) -> bool:
        """Say whether any snapshot (of these himpunan) is synthetic."""
        return any(part.contoh for part in self.parts if himpunan is None or part.himpunan in himpunan)


class Shelf:
    """Keeps the version in force at hand; its key is the version number, it ends when a newer one appears."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._lock = threading.Lock()
        self._checked = float("-inf")
        self._served: Served | None = None

    def current(self) -> Served | None:
        """Return the version in force, at most a second old; None in an empty database."""
        if time.monotonic() - self._checked < FRESH_S:
            return self._served
        with self._lock:
            if time.monotonic() - self._checked >= FRESH_S:
                self._refresh()
        return self._served

    def _refresh(self) -> None:
        with self._database.owner() as conn:
            number = current_version(conn)
            if self._served is None or number != self._served.nomor:
                self._served = None if number is None else load(conn, number)
        self._checked = time.monotonic()


def load(conn: Connection, number: int) -> Served:
    """Read a version from the database."""
    head = conn.execute(
        select(VERSI.c.terbit_pada, VERSI.c.keterangan, PERIODE.c.nama)
        .join(PERIODE)
        .where(VERSI.c.id == number)
    ).one()
    rows = conn.execute(
        select(ISI, VERSI_ISI.c.himpunan.label("bagian"))
        .join(VERSI_ISI, VERSI_ISI.c.isi_id == ISI.c.id)
        .where(VERSI_ISI.c.versi_id == number)
        .order_by(ISI.c.id)
    )
    parts = tuple(
        Part(
            isi_id=row.id,
            himpunan=row.bagian,
            wilayah_id=row.wilayah_id,
            extent=tuple(row.batas) if row.batas else None,
            contoh=row.contoh,
            sumber=row.sumber,
            jumlah=row.jumlah,
            sidik=row.sidik,
        )
        for row in rows
    )
    return Served(number, head.nama, head.terbit_pada, head.keterangan, parts)
