"""Bring a file in: read, judge, account for every row, and publish what may be, in one transaction."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import Connection

from api.core.console import SetupError, language
from api.core.db import Database
from api.core.keys import Keys
from api.core.texts import say
from api.imports import queries, report
from api.imports.ledger import WARNED, write_rejected, write_warnings
from api.imports.reading import Checked, Options, read_families, read_pockets
from api.imports.texts import TEXTS
from api.versions import queries as versions
from api.versions.service import Snapshot, Version, publish
from geo.errors import GeoError
from geo.rules.area_codes import Register

READERS: Mapping[str, Callable[[Path, Register, Options], Checked]] = {
    "keluarga": read_families,
    "kawasan_kumuh": read_pockets,
}
SAMPLES = tuple(READERS)
LISTED = {"keluarga": "Daftar keluarga", "kawasan_kumuh": "Daftar kawasan kumuh"}
"""What a version says of a file that names no source of its own."""
PERIOD = re.compile(r"20\d{2}-T[1-4]")
FALL = 0.30
"""A kab/kota that loses more than this share of its rows is refused unless the person insists."""

Tell = Callable[[str], None]


class ImportRefusal(SetupError):
    """A refusal with the sentence of the import's own catalogue."""

    def __str__(self) -> str:
        return say(self.code, language(), self.values, TEXTS)


@dataclass(frozen=True)
class Request:
    """What to bring in, how to read it, and where the files of its troubles go."""

    himpunan: str
    path: Path
    options: Options = field(default_factory=Options)
    periode: str | None = None
    keluar: Path | None = None
    uji: bool = False
    ganti: bool = False
    pengguna: str | None = None

    @property
    def folder(self) -> Path:
        """The folder of the output files: as asked, else beside the input."""
        return self.keluar or self.path.absolute().parent


@dataclass(frozen=True)
class Change:
    """What publishing would do to one kab/kota: rows in force and rows of the file."""

    wilayah_id: int
    nama: str
    lama: int
    baru: int

    @property
    def persen(self) -> float:
        """The change in per cent; 0 where nothing was in force."""
        return 100 * (self.baru - self.lama) / self.lama if self.lama else 0.0


def bring_in(database: Database, keys: Keys, request: Request, tell: Tell) -> int:
    """Bring one file in and tell the person what became of it; returns the exit code.

    Raises
    ------
    ImportRefusal
        When the file as a whole, or the publication, is refused; nothing is written to the database then.
    """
    begun = time.monotonic()
    register = _prepare(database, request)
    stamp = _stamp(request.path)
    try:
        checked = READERS[request.himpunan](request.path, register, request.options)
    except GeoError as error:
        raise ImportRefusal(error.code, **error.values) from error
    if not checked.ledger.total:
        raise ImportRefusal("tanpa_baris", berkas=request.path.name)
    for line in report.lines(checked, language()):
        tell(line)
    _write_files(checked, request, tell)
    if _stamp(request.path) != stamp:
        raise ImportRefusal("berkas_berubah")
    code = _conclude(database, keys, request, checked, tell)
    tell(_("rpt_elapsed", detik=time.monotonic() - begun))
    return code


def _stamp(path: Path) -> tuple[int, int] | None:
    """Return size and time of a file, None where there is none: reading will say so."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_size, found.st_mtime_ns


def _prepare(database: Database, request: Request) -> Register:
    """Return the register, or refuse before a long file is read for nothing."""
    if request.periode is not None and not PERIOD.fullmatch(request.periode):
        raise ImportRefusal("periode_salah", periode=request.periode)
    with database.owner() as conn:
        register = queries.read_register(conn)
        if not register.tingkat:
            raise ImportRefusal("register_kosong")
        if not request.uji:
            _refuse_samples(conn)
            _require_user(conn, request)
    return register


def _refuse_samples(conn: Connection) -> None:
    """Demo and real families never share a database."""
    in_force = queries.snapshots_in_force(conn, versions.current_version(conn), SAMPLES)
    if any(one.contoh for one in in_force):
        raise ImportRefusal("demo_ada")


def _require_user(conn: Connection, request: Request) -> bool:
    """Say whether the file is staged for a named user, because accounts exist; refuse without a name."""
    if not queries.count_accounts(conn):
        return False
    if request.pengguna is None:
        raise ImportRefusal("pengguna_perlu")
    if not queries.has_account(conn, request.pengguna):
        raise ImportRefusal("pengguna_tidak_ada", nama=request.pengguna)
    return True


def _write_files(checked: Checked, request: Request, tell: Tell) -> None:
    """Write the files of rejected rows and of warnings; none where there is nothing to say."""
    ledger, stem = checked.ledger, request.path.name
    try:
        request.folder.mkdir(parents=True, exist_ok=True)
        if len(ledger.rejected):
            path = request.folder / f"{stem}.ditolak.csv"
            write_rejected(path, checked.source, ledger, language())
            tell(_("rpt_rejected_file", berkas=path))
        if ledger.counts[WARNED]:
            path = request.folder / f"{stem}.peringatan.csv"
            write_warnings(path, ledger, language())
            tell(_("rpt_warned_file", berkas=path))
    except (PermissionError, FileNotFoundError, NotADirectoryError) as error:
        raise ImportRefusal("folder_keluar", folder=request.folder) from error
    except OSError as error:
        raise ImportRefusal("disk_penuh", sebab=error.strerror) from error


def _conclude(database: Database, keys: Keys, request: Request, checked: Checked, tell: Tell) -> int:
    if not len(checked.ledger.kept):
        raise ImportRefusal("semua_ditolak", baris=checked.ledger.total)
    if request.uji:
        tell(_("rpt_test"))
        return 0
    with database.owner() as conn:
        versions.lock(conn)
        _refuse_samples(conn)
        if _require_user(conn, request):
            batch = _record(conn, request, checked, "siap_diajukan")
            said = [_("rpt_staged", batch=batch, nama=request.pengguna)]
        else:
            said = _publish(conn, keys, request, checked)
    # Only now is it true: the transaction is committed.
    for line in said:
        tell(line)
    return 0


def _publish(conn: Connection, keys: Keys, request: Request, checked: Checked) -> list[str]:
    """Publish and return what to say once it is committed."""
    current = versions.current_version(conn)
    in_force = queries.snapshots_in_force(conn, current, [request.himpunan])
    if _is_in_force(in_force, checked):
        return [_("rpt_same", nomor=current)]
    changes = _changes(in_force, checked, conn)
    steep = _refuse_falls(changes, request)
    version = publish(
        conn,
        _snapshots(checked, request, _record(conn, request, checked, "tervalidasi")),
        # Never the file's name: it may bear a person's, and this line is public.
        keterangan=LISTED[request.himpunan],
        keys=keys,
        periode=request.periode,
    )
    replaced = [
        _("rpt_replaces", kab=one.nama, baru=report.number(one.baru), lama=report.number(one.lama))
        for one in changes
    ]
    return [*steep, *replaced, *_outside(conn, request, version), _("rpt_version", nomor=version.nomor)]


def _outside(conn: Connection, request: Request, version: Version) -> list[str]:
    """Tell how many points lie outside their desa: it informs, the declared code decides."""
    if request.himpunan != "keluarga":
        return []
    isi = [number for (himpunan, _kab), number in version.snapshots.items() if himpunan == "keluarga"]
    outside, compared = queries.count_outside(conn, isi)
    values = {"luar": report.number(outside), "titik": report.number(compared)}
    return [_("rpt_outside", **values)] if outside else []


def _is_in_force(in_force: list[queries.InForce], checked: Checked) -> bool:
    """Say whether this very file is what its kab/kota show already."""
    held = {one.wilayah_id for one in in_force if one.sha256 == checked.source.sha256}
    return set(checked.kabkota) <= held


def _changes(in_force: list[queries.InForce], checked: Checked, conn: Connection) -> list[Change]:
    names = queries.names_of(conn, checked.kabkota)
    held = {one.wilayah_id: one.jumlah for one in in_force}
    return [Change(kab, names[kab], held.get(kab, 0), len(checked.rows_of(kab))) for kab in checked.kabkota]


def _refuse_falls(changes: list[Change], request: Request) -> list[str]:
    """Return a warning of each change above 30 %; refuse a fall unless the person insists, as rows vanish."""
    steep = [change for change in changes if abs(change.persen) > 100 * FALL]
    falls = [change for change in steep if change.persen < 0]
    if falls and not request.ganti:
        listed = ", ".join(f"{change.nama} ({change.lama} → {change.baru})" for change in falls)
        raise ImportRefusal("turun_tajam", daftar=listed)
    return [
        _(
            "rpt_drop",
            kab=change.nama,
            lama=report.number(change.lama),
            baru=report.number(change.baru),
            persen=change.persen,
        )
        for change in steep
    ]


def _record(conn: Connection, request: Request, checked: Checked, status: str) -> int:
    accepted, warned, rejected = checked.ledger.counts
    return queries.insert_batch(
        conn,
        himpunan=request.himpunan,
        berkas=os.fspath(request.path.name),
        sha256=checked.source.sha256,
        baris=checked.ledger.total,
        diterima=accepted,
        peringatan=warned,
        ditolak=rejected,
        status=status,
        pengguna=request.pengguna,
    )


def _snapshots(checked: Checked, request: Request, batch: int) -> Iterator[Snapshot]:
    """Yield one snapshot a kab/kota; a frame is made when its turn comes, so that memory stays flat."""
    for kab in checked.kabkota:
        frame = checked.frame(checked.columns, checked.desa, checked.rows_of(kab))
        sumber = request.options.sumber or LISTED[request.himpunan]
        yield Snapshot(request.himpunan, kab, frame, sumber=sumber, batch_id=batch)


def _(code: str, **values: object) -> str:
    return say(code, language(), values, TEXTS)
