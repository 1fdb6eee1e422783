"""Bring official boundaries in: read, judge, report, and publish them as a new vintage in one transaction."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from api.core.console import SetupError, language
from api.core.db import Database
from api.core.keys import Keys
from api.imports import queries, wilayah_queries
from api.imports.wilayah_report import lines, sentence
from api.imports.wilayah_survey import Options, Survey, survey
from api.versions import queries as versions
from api.versions.service import Snapshot, publish
from geo.errors import GeoError
from geo.rules.area_codes import Register, dotted

PROVINCE_ID = 64
HIMPUNAN = "batas"
SAMPLES = ("keluarga", "kawasan_kumuh")

Tell = Callable[[str], None]


class BoundaryRefusal(SetupError):
    """A refusal with the sentence of the catalogue of wilayah."""

    def __str__(self) -> str:
        return sentence(self.code, language(), self.values)


@dataclass(frozen=True)
class Request:
    """Which file to bring in, since when it is in force, and who vouches for it."""

    path: Path
    tanggal: date
    options: Options = field(default_factory=Options)
    sumber: str | None = None
    lisensi: str | None = None
    sk: str | None = None
    uji: bool = False


def bring_in(database: Database, keys: Keys, request: Request, tell: Tell) -> int:
    """Bring one file in and tell the person what became of it; returns the exit code.

    Raises BoundaryRefusal when the file is refused; nothing is written to the database then.
    """
    with database.owner() as conn:
        register, known = queries.read_register(conn), wilayah_queries.list_wilayah(conn)
    if not known:
        raise BoundaryRefusal("register_kosong")
    surveyed = _survey(request, register, known)
    for line in lines(surveyed, register, request.path.name, language()):
        tell(line)
    if surveyed.rows is None:
        raise BoundaryRefusal("batas_ditolak", berkas=request.path.name, jumlah=len(surveyed.problems))
    if request.uji:
        tell(_("r_test"))
        return 0
    with database.owner() as conn:
        versions.lock(conn)
        _conclude(conn, keys, request, surveyed, known, tell)
    return 0


def _survey(request: Request, register: Register, known: Mapping[int, Mapping[str, Any]]) -> Survey:
    decreed = {id_: row["luas_km2"] for id_, row in known.items()}
    try:
        return survey(request.path, register, decreed, request.options)
    except GeoError as error:
        raise BoundaryRefusal(error.code, **error.values) from error


def _conclude(
    conn: Connection,
    keys: Keys,
    request: Request,
    surveyed: Survey,
    known: Mapping[int, Mapping[str, Any]],
    tell: Tell,
) -> None:
    current = versions.current_version(conn)
    in_force = queries.snapshots_in_force(conn, current, [HIMPUNAN])
    if any(one.sha256 == surveyed.file.sha256 for one in in_force):
        tell(_("r_same", nomor=current))
        return
    _update_register(conn, request, surveyed, known)
    version = publish(
        conn,
        [_snapshot(conn, request, surveyed)],
        keterangan=f"Batas resmi, berlaku {request.tanggal.isoformat()}",
        keys=keys,
    )
    if any(one.contoh for one in queries.snapshots_in_force(conn, version.nomor, SAMPLES)):
        tell(_("r_note", isi=_("n_contoh")))
    tell(_("r_version", nomor=version.nomor, tanggal=request.tanggal.isoformat()))


def _update_register(
    conn: Connection, request: Request, surveyed: Survey, known: Mapping[int, Mapping[str, Any]]
) -> None:
    """Bring the register to the file's vintage before the boundaries of that vintage are published."""
    matched = surveyed.matched
    rows = [_new_row(id_, name, kind, request.tanggal) for id_, (name, kind) in matched.new.items()]
    wilayah_queries.put_wilayah(conn, rows)
    wilayah_queries.rename(conn, matched.renamed, request.tanggal, request.sk)
    wilayah_queries.retire(conn, surveyed.retired, request.tanggal)
    changed = {id_: urban for id_, urban in matched.urban.items() if _urban(known, id_) is not urban}
    wilayah_queries.set_urban(conn, changed)


def _urban(known: Mapping[int, Mapping[str, Any]], id_: int) -> bool | None:
    return known[id_]["perkotaan"] if id_ in known else None


def _new_row(id_: int, name: str, kind: str, day: date) -> dict[str, Any]:
    is_desa = kind != "kecamatan"
    return {
        "id": id_,
        "tingkat": 4 if is_desa else 3,
        "kode_dagri": dotted(id_),
        "kode_bps": None,
        "nama": name,
        "jenis": kind,
        "induk_id": id_ // 10**4 if is_desa else id_ // 100,
        "perkotaan": None,
        "luas_km2": None,
        "berlaku_dari": day,
    }


def _snapshot(conn: Connection, request: Request, surveyed: Survey) -> Snapshot:
    count = sum(len(level) for level in surveyed.levels.values())
    batch = queries.insert_batch(
        conn,
        himpunan=HIMPUNAN,
        berkas=request.path.name,
        sha256=surveyed.file.sha256,
        baris=count,
        diterima=count,
        peringatan=0,
        ditolak=0,
        status="tervalidasi",
    )
    sumber = request.sumber or "Berkas batas resmi"
    return Snapshot(HIMPUNAN, PROVINCE_ID, surveyed.rows, sumber, request.lisensi, batch)


def _(code: str, **values: object) -> str:
    return sentence(code, language(), values)
