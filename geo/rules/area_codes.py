"""Area codes of two systems that look alike, Kemendagri and BPS: read, told apart, matched to the register.

Both village codes have ten digits and the same number can mean two places: `6402` is Kutai Kartanegara to
Kemendagri and Kutai Barat to BPS. A file is matched only after its system is declared or proven; a file
that mixes the two, or proves neither, is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from geo.errors import GeoError

System = Literal["dagri", "bps"]
Row = tuple[int, int, int | None, str, int | None]

MAJORITY = 0.95
UNREADABLE = -1
LEVEL_BY_DIGITS = {2: 1, 4: 2, 6: 3, 7: 3, 10: 4}

_NOISE = re.compile("[\\s\u00a0\u202f'\u2018\u2019`\u00b4]")
_THOUSANDS = re.compile(r"^\d{1,3}([.,])\d{3}(?:\1\d{3})+$")
_WIDTHS = {"dagri": (2, 2, 2, 4), "bps": (2, 2, 3, 3)}
_KIND = re.compile(r"^(KABUPATEN|KAB|KOTAMADYA|KOTA|KECAMATAN|KEC|KELURAHAN|KEL|DESA|KAMPUNG|KAMP|KP)\b[ .]*")
_SHORT = {
    "KUKAR": "KUTAIKARTANEGARA",
    "KUTIM": "KUTAITIMUR",
    "KUBAR": "KUTAIBARAT",
    "PPU": "PENAJAMPASERUTARA",
    "PENAJAM": "PENAJAMPASERUTARA",
    "PASIR": "PASER",
    "MAHULU": "MAHAKAMULU",
    "MAHAKAMHULU": "MAHAKAMULU",
}


class AreaCodeError(GeoError):
    """A file whose area codes cannot be trusted: mixed, ambiguous, or against its own declaration."""


@dataclass(frozen=True)
class Register:
    """The wilayah in force: keyed by Kemendagri number, with BPS number and name.

    Rows are `(id, tingkat, bps, nama, induk_id)`: `id` the Kemendagri code without dots as a number,
    `tingkat` 1–4, `bps` the BPS number or None where unknown. `successors` names, for a retired id, the
    ids in force that came of it.
    """

    tingkat: Mapping[int, int]
    nama: Mapping[int, str]
    from_bps: Mapping[int, int]
    by_name: Mapping[tuple[int, str], tuple[int, ...]]
    successors: Mapping[int, tuple[int, ...]] = field(default_factory=dict)

    @classmethod
    def from_rows(
        cls, rows: Iterable[Row], successors: Mapping[int, tuple[int, ...]] | None = None
    ) -> Register:
        """Build the register from `(id, tingkat, bps, nama, induk_id)` rows."""
        rows = list(rows)
        by_name: dict[tuple[int, str], tuple[int, ...]] = {}
        for id_, _, _, nama, induk in rows:
            for key in name_keys(nama):
                by_name[induk or 0, key] = (*by_name.get((induk or 0, key), ()), id_)
        return cls(
            tingkat={row[0]: row[1] for row in rows},
            nama={row[0]: row[3] for row in rows},
            from_bps={row[2]: row[0] for row in rows if row[2]},
            by_name=by_name,
            successors=successors or {},
        )

    def locate(self, code: int, system: System) -> int:
        """Return the wilayah id that `code` names in `system`, 0 when it names none."""
        if system == "bps":
            return self.from_bps.get(code, 0)
        return code if code in self.tingkat else 0


@dataclass(frozen=True)
class Detection:
    """The proven system of a file, and on what: counts of rows that only one system explains.

    `tanpa_bukti` where no code means two places, so that there is nothing to prove.
    """

    system: System
    reason: Literal["dinyatakan", "keanggotaan", "tanpa_bukti"]
    dagri: int
    bps: int


def name_keys(name: str) -> tuple[str, ...]:
    """Return the keys under which a place name is looked up: squeezed, and without its leading kind.

    Examples
    --------
    >>> name_keys("Kab. Kutai Barat"), name_keys("Kota Bangun")
    (('KABKUTAIBARAT', 'KUTAIBARAT'), ('KOTABANGUN', 'BANGUN'))
    >>> name_keys("kukar")
    ('KUTAIKARTANEGARA',)
    """
    upper = " ".join(name.upper().replace(".", " ").split())
    bare = _KIND.sub("", upper)
    keys = dict.fromkeys(_squeeze(text) for text in (upper, bare) if text)
    return tuple(dict.fromkeys(_SHORT.get(key, key) for key in keys if key))


def _squeeze(text: str) -> str:
    return "".join(sign for sign in text if sign.isalnum())


def parse_code(text: str | None) -> int:
    """Read one area code as a number: 0 when blank, `UNREADABLE` when it is none.

    Dots, spaces, apostrophes are ignored; zeros lost inside a dotted code are put back, because the
    place of each part is known; a number in scientific notation has lost digits and is not read.

    Examples
    --------
    >>> [parse_code(code) for code in ("64.02.01.2001", "64.2.1.2001", "'6402012001", "6.402.012.001")]
    [6402012001, 6402012001, 6402012001, 6402012001]
    >>> parse_code("6,402E+09"), parse_code("")
    (-1, 0)
    """
    clean = _NOISE.sub("", text or "")
    if not clean or clean in {"-", "0"}:
        return 0
    if _THOUSANDS.match(clean):
        clean = re.sub("[.,]", "", clean)
    clean = re.sub(r"^(\d{2,10})\.0+$", r"\1", clean)
    parts = re.split(r"[.\-/]", clean)
    if not all(re.fullmatch(r"[0-9]+", part) for part in parts):
        return UNREADABLE
    return compose_code(*parts) if len(parts) > 1 else _whole(clean)


def _whole(digits: str) -> int:
    return int(digits) if len(digits) in LEVEL_BY_DIGITS else UNREADABLE


def compose_code(*parts: str) -> int:
    """Join province, regency, kecamatan and desa parts, each of which may have lost leading zeros.

    Examples
    --------
    >>> compose_code("64", "2", "1", "2001"), compose_code("64", "2", "10", "1"), compose_code("64", "7")
    (6402012001, 6402010001, 6407)
    """
    system = _system_of_parts(parts)
    widths = _WIDTHS[system][: len(parts)]
    if len(parts) > 4 or any(len(part) > width for part, width in zip(parts, widths, strict=True)):
        return UNREADABLE
    return int("".join(part.zfill(width) for part, width in zip(parts, widths, strict=True)))


def _system_of_parts(parts: Sequence[str]) -> System:
    """A desa part of four digits is Kemendagri's, of up to three BPS's; a kecamatan alone tells by length."""
    if len(parts) == 4:
        return "dagri" if len(parts[3]) == 4 else "bps"
    return "bps" if len(parts) == 3 and len(parts[2]) == 3 else "dagri"


def evidence(code: int, kab_name: str, register: Register) -> tuple[bool, bool]:
    """Say whether Kemendagri and whether BPS can explain a row's code, given its regency name or "".

    Examples
    --------
    >>> rows = [(64, 1, 64, "Kaltim", None), (6402, 2, 6403, "Kutai Kartanegara", 64)]
    >>> register = Register.from_rows([*rows, (6407, 2, 6402, "Kutai Barat", 64)])
    >>> evidence(6402, "", register), evidence(6402, "Kab. Kutai Barat", register)
    ((True, True), (False, True))
    """
    dagri, bps = _membership(code, register)
    if dagri == bps and kab_name:
        named = _regency_by_name(kab_name, register)
        if named:
            by_name = tuple(_regency(code, system, register) == named for system in ("dagri", "bps"))
            if any(by_name):
                return by_name[0], by_name[1]
    return dagri, bps


def _membership(code: int, register: Register) -> tuple[bool, bool]:
    dagri, bps = (bool(register.locate(code, system)) for system in ("dagri", "bps"))
    if dagri or bps or len(str(code)) != 10:
        return dagri, bps
    return _lean(code, register)


def _lean(code: int, register: Register) -> tuple[bool, bool]:
    """Judge a village code that neither list holds by its kecamatan and its seventh digit."""
    seventh = code // 1000 % 10
    dagri = seventh in (1, 2, 3) and bool(register.locate(code // 10_000, "dagri"))
    bps = bool(register.locate(code // 1000, "bps"))
    return dagri, bps


def _regency(code: int, system: System, register: Register) -> int:
    digits = str(code)
    return register.locate(int(digits[:4]), system) if len(digits) >= 4 else 0


def _regency_by_name(name: str, register: Register) -> int:
    found = {id_ for key in name_keys(name) for id_ in register.by_name.get((_province(register), key), ())}
    return found.pop() if len(found) == 1 else 0


def _province(register: Register) -> int:
    return next((id_ for id_, tingkat in register.tingkat.items() if tingkat == 1), 0)


def detect_system(
    codes: Sequence[int],
    kab_names: Sequence[str],
    counts: Sequence[int],
    register: Register,
    declared: System | None = None,
) -> Detection:
    """Prove the code system of a file from its distinct (code, regency name) pairs and their row counts.

    Raises
    ------
    AreaCodeError
        `kode_campuran` when both systems are needed, `kode_ambigu` when the rows only fit both
        and nothing was declared, `kode_bertentangan` when the rows contradict the declaration.
    """
    dagri = bps = either = 0
    for code, name, count in zip(codes, kab_names, counts, strict=True):
        fits_dagri, fits_bps = evidence(int(code), name, register) if code > 0 else (False, False)
        dagri += int(count) if fits_dagri and not fits_bps else 0
        bps += int(count) if fits_bps and not fits_dagri else 0
        either += int(count) if fits_dagri and fits_bps and _two_places(int(code), register) else 0
    if dagri + bps + either == 0:
        return Detection(declared or "dagri", "tanpa_bukti", 0, 0)
    return _decide(dagri, bps, declared)


def _two_places(code: int, register: Register) -> bool:
    return register.locate(code, "dagri") != register.locate(code, "bps")


def _decide(dagri: int, bps: int, declared: System | None) -> Detection:
    total = dagri + bps
    if total == 0:
        if declared is None:
            raise AreaCodeError("kode_ambigu", dagri=dagri, bps=bps)
        return Detection(declared, "dinyatakan", dagri, bps)
    leading: System = "dagri" if dagri >= bps else "bps"
    if max(dagri, bps) < MAJORITY * total:
        raise AreaCodeError("kode_campuran", dagri=dagri, bps=bps)
    if declared not in (None, leading):
        raise AreaCodeError("kode_bertentangan", dagri=dagri, bps=bps, dinyatakan=declared)
    return Detection(leading, "dinyatakan" if declared else "keanggotaan", dagri, bps)


def contradicts(desa: int, kab_name: str, register: Register) -> bool:
    """Say whether a row's regency name is a known one, yet not the regency of its desa id."""
    named = _regency_by_name(kab_name, register) if kab_name else 0
    return bool(named) and named != desa // 10**6


def other_village_name(desa: int, name: str, register: Register) -> bool:
    """Say whether a row's village name differs from the register's name of its desa id."""
    return bool(name) and not set(name_keys(name)) & set(name_keys(register.nama.get(desa, "")))


def find_by_names(kab: str, kec: str, desa: str, register: Register) -> int:
    """Return the desa id that the three names single out, 0 when they name none or several.

    Examples
    --------
    >>> rows = [(64, 1, 64, "Kaltim", None), (6472, 2, None, "Samarinda", 64)]
    >>> rows += [(647203, 3, None, "Samarinda Ulu", 6472), (6472031003, 4, None, "Air Putih", 647203)]
    >>> find_by_names("Kota Samarinda", "Kec. Samarinda Ulu", "Kel. Air Putih", Register.from_rows(rows))
    6472031003
    """
    found = {_province(register)}
    for name in (kab, kec, desa):
        keys = name_keys(name)
        found = {id_ for above in found for key in keys for id_ in register.by_name.get((above, key), ())}
    return found.pop() if len(found) == 1 else 0


def resolve_codes(
    codes: NDArray[np.int64], system: System, register: Register
) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Return desa ids (0 where a code names no desa in force) and where the code is one of a retired desa."""
    distinct, inverse = np.unique(codes, return_inverse=True)
    ids = np.array([_desa(int(code), system, register) for code in distinct], dtype=np.int64)
    retired = np.array([int(code) in register.successors for code in distinct], dtype=np.bool_)
    return ids[inverse], retired[inverse] & (system == "dagri") & (ids[inverse] == 0)


def _desa(code: int, system: System, register: Register) -> int:
    found = register.locate(code, system) if code > 0 else 0
    return found if register.tingkat.get(found) == 4 else 0


def dotted(id_: int) -> str:
    """Write a wilayah id as people read it.

    Examples
    --------
    >>> dotted(6402012001), dotted(640201), dotted(64)
    ('64.02.01.2001', '64.02.01', '64')
    """
    digits = str(id_)
    return ".".join(part for part in (digits[:2], digits[2:4], digits[4:6], digits[6:]) if part)
