"""Water and sanitation: the JMP and BPS ladders side by side, and the gap tags that follow from them."""

from __future__ import annotations

from enum import IntEnum, IntFlag
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.rules.answers import CODES, Codes, codes, measures, member, truths
from geo.rules.parameters import ParameterSet

Bits = NDArray[np.bool_]
Ladder = NDArray[np.int8]


class JmpWater(IntEnum):
    """Rungs of the JMP drinking-water ladder; AT_LEAST_LIMITED is improved with the time unknown."""

    UNKNOWN, SAFELY_MANAGED, BASIC, LIMITED, AT_LEAST_LIMITED, UNIMPROVED, SURFACE = range(7)


class BpsWater(IntEnum):
    """Rungs of the BPS/Bappenas drinking-water ladder."""

    TIDAK_DIKETAHUI, AMAN, LAYAK, PERLU_AIR_MANDI, TIDAK_LAYAK, TIDAK_ADA_AKSES = range(6)


class JmpSanitation(IntEnum):
    """Rungs of the JMP sanitation ladder."""

    UNKNOWN, SAFELY_MANAGED, BASIC, LIMITED, UNIMPROVED, OPEN_DEFECATION = range(6)


class BpsSanitation(IntEnum):
    """Rungs of the BPS/Bappenas sanitation ladder."""

    TIDAK_DIKETAHUI, AMAN, LAYAK_SENDIRI, LAYAK_BERSAMA, BELUM_LAYAK, BABS_TERTUTUP, BABS_TERBUKA = range(7)


class Tag(IntFlag):
    """What a family needs, or what must be checked: the bits of `tag_wash`."""

    JAMBAN_BARU = 1
    PERILAKU = 2
    SEDOT = 4
    JAMBAN_SENDIRI = 8
    SEPTIK = 16
    KLOSET = 32
    SANITASI_TERAPUNG = 64
    VERIFIKASI = 128
    RISIKO_TINJA = 256
    JARAK_TIDAK_DIKETAHUI = 512


def compute(frame: pd.DataFrame, perkotaan: Any, parameters: ParameterSet, *, year: int) -> pd.DataFrame:
    """Both ladders and the gap tags of each family.

    Basis: WHO/UNICEF JMP (2017); BPS/Bappenas drinking-water and sanitation ladders; Permen PUPR 29/2018.

    Parameters
    ----------
    frame : DataFrame
        One row a family: `air_minum`, `jarak_tinja`, `air_mandi`, `waktu_ambil_menit` (minutes, round
        trip), `lokasi_air`, `air_tersedia`, `kualitas_air`, `fas_bab`, `kloset`, `tpa_tinja`,
        `tahun_sedot` (year). A column that is absent is unanswered throughout.
    perkotaan : array-like of bool or NA, or None
        Whether each family's desa is urban by BPS; unknown matters only to a pit under a goose-neck closet.
    parameters : ParameterSet
        The set named `wash`.
    year : int
        The year from which `tahun_sedot` is counted back.

    Returns
    -------
    DataFrame
        `jmp_air`, `bps_air`, `jmp_sanitasi`, `bps_sanitasi` (int8) and `tag_wash` (int16 bits of `Tag`),
        on the index of `frame`.

    Raises
    ------
    CodeError, RuleError
        An answer outside its code list, a negative time; field, value, allowed codes and row are named.
    """
    jmp_air, bps_air = _water(frame, parameters)
    jmp_san, bps_san, tags = _sanitation(frame, truths(perkotaan, len(frame)), parameters, year)
    columns = {
        "jmp_air": jmp_air,
        "bps_air": bps_air,
        "jmp_sanitasi": jmp_san,
        "bps_sanitasi": bps_san,
        "tag_wash": tags | _water_tags(frame, parameters),
    }
    return pd.DataFrame(columns, index=frame.index)


def _water(frame: pd.DataFrame, parameters: ParameterSet) -> tuple[Ladder, Ladder]:
    source, bath = codes(frame, "air_minum"), codes(frame, "air_mandi")
    minutes = measures(frame, "waktu_ambil_menit", 0)
    home = codes(frame, "lokasi_air") == 1
    steady = home & (codes(frame, "air_tersedia") == 1)
    quality = codes(frame, "kualitas_air")
    jmp = _jmp_sources(parameters)[source]
    bps = _bps_sources(parameters)[source, bath]
    far = minutes > parameters.number("maks_waktu_ambil_menit")
    near = ~far & (home | ~np.isnan(minutes))
    clean = steady & member(parameters.codes("kualitas_jmp_aman"), "kualitas_air")[quality]
    improved = jmp == JmpWater.AT_LEAST_LIMITED
    jmp[improved & far] = JmpWater.LIMITED
    jmp[improved & near] = JmpWater.BASIC
    jmp[improved & near & clean] = JmpWater.SAFELY_MANAGED
    safe = steady & member(parameters.codes("kualitas_bps_aman"), "kualitas_air")[quality]
    bps[(bps == BpsWater.LAYAK) & safe] = BpsWater.AMAN
    return jmp, bps


def _jmp_sources(parameters: ParameterSet) -> Ladder:
    """The rung of each drinking-water source before time, place and quality are known."""
    table = np.full(CODES["air_minum"].stop, JmpWater.UNKNOWN, dtype=np.int8)
    table[list(parameters.codes("air_layak") | parameters.codes("air_kemasan"))] = JmpWater.AT_LEAST_LIMITED
    table[list(parameters.codes("air_tak_terlindung"))] = JmpWater.UNIMPROVED
    table[list(parameters.codes("air_permukaan"))] = JmpWater.SURFACE
    return table


def _bps_sources(parameters: ParameterSet) -> Ladder:
    """The rung of each pair of drinking and bathing source: bottled water is as good as the bath."""
    table = np.full(
        (CODES["air_minum"].stop, CODES["air_mandi"].stop), BpsWater.TIDAK_DIKETAHUI, dtype=np.int8
    )
    bottled = list(parameters.codes("air_kemasan"))
    table[list(parameters.codes("air_layak"))] = BpsWater.LAYAK
    table[list(parameters.codes("air_tak_terlindung"))] = BpsWater.TIDAK_LAYAK
    table[list(parameters.codes("air_permukaan"))] = BpsWater.TIDAK_ADA_AKSES
    table[bottled] = BpsWater.PERLU_AIR_MANDI
    table[np.ix_(bottled, list(parameters.codes("air_mandi_layak")))] = BpsWater.LAYAK
    table[np.ix_(bottled, list(parameters.codes("air_mandi_tidak_layak")))] = BpsWater.TIDAK_LAYAK
    return table


def _water_tags(frame: pd.DataFrame, parameters: ParameterSet) -> Codes:
    distance = codes(frame, "jarak_tinja")
    ground = member(parameters.codes("sumber_berisiko_tinja"), "air_minum")[codes(frame, "air_minum")]
    risk = np.where(ground & (distance == 1), Tag.RISIKO_TINJA, 0)
    unknown = np.where(distance == 3, Tag.JARAK_TIDAK_DIKETAHUI, 0)
    tags: Codes = (risk | unknown).astype(np.int16)
    return tags


def _sanitation(
    frame: pd.DataFrame, urban: Codes, parameters: ParameterSet, year: int
) -> tuple[Ladder, Ladder, Codes]:
    facility, closet, disposal = (codes(frame, field) for field in ("fas_bab", "kloset", "tpa_tinja"))
    table = _sanitation_table(parameters)
    # urban is -1 when unknown, which is the last plane of the table.
    jmp, bps, tags = (table[k][facility, closet, disposal, urban] for k in range(3))
    age = year - measures(frame, "tahun_sedot", 1900, 2200)
    limit = parameters.number("maks_tahun_sejak_sedot")
    own = bps == BpsSanitation.LAYAK_SENDIRI
    septic = own & (disposal == 1)
    sewer = own & (disposal == 2) & bool(parameters.value("ipal_berfungsi"))
    safe = (septic & (age >= 0) & (age <= limit)) | sewer
    tags[septic & (age > limit)] |= Tag.SEDOT
    return (
        np.where(safe, JmpSanitation.SAFELY_MANAGED, jmp).astype(np.int8),
        np.where(safe, BpsSanitation.AMAN, bps).astype(np.int8),
        tags,
    )


def _sanitation_table(parameters: ParameterSet) -> NDArray[np.int16]:
    """Ladders and tags of every combination: [3, fas_bab 0–6, kloset 0–4, tpa 0–6, rural/urban/unknown]."""
    table = np.zeros((3, 7, 5, 7, 3), dtype=np.int16)
    floating = parameters.codes("kloset_terapung")
    for facility, closet, disposal, urban in np.ndindex(table.shape[1:]):
        jmp, bps = sanitation_rungs(facility, closet, disposal, urban)
        tag = _tags(facility, closet, disposal, floating)
        table[:, facility, closet, disposal, urban] = jmp, bps, tag
    return table


def sanitation_rungs(facility: int, closet: int, disposal: int, urban: int) -> tuple[int, int]:
    """JMP and BPS rung of one combination of codes, by the normative order of the rules.

    0 is no answer; `urban` is 1, 0, or another number when it is not known.

    Examples
    --------
    >>> [int(sanitation_rungs(1, 1, 4, urban)[1]) for urban in (0, 1)]
    [2, 4]
    """
    if facility in (5, 6):
        return JmpSanitation.OPEN_DEFECATION, BpsSanitation.BABS_TERBUKA
    if facility == 0:
        return JmpSanitation.UNKNOWN, BpsSanitation.TIDAK_DIKETAHUI
    if disposal in (3, 5):
        return JmpSanitation.UNIMPROVED, BpsSanitation.BABS_TERTUTUP
    if disposal in (0, 6) or closet == 0:
        return JmpSanitation.UNKNOWN, BpsSanitation.TIDAK_DIKETAHUI
    if closet == 4:
        return JmpSanitation.UNIMPROVED, BpsSanitation.BELUM_LAYAK
    share = JmpSanitation.BASIC if facility == 1 else JmpSanitation.LIMITED
    return share, _goose_neck(facility, disposal, urban) if closet == 1 else BpsSanitation.BELUM_LAYAK


def _goose_neck(facility: int, disposal: int, urban: int) -> int:
    """BPS rung of a goose-neck closet: a public one never counts, a pit (4) only in a rural desa."""
    if facility == 4:
        return BpsSanitation.BELUM_LAYAK
    if disposal == 4 and urban != 0:
        return BpsSanitation.BELUM_LAYAK if urban == 1 else BpsSanitation.TIDAK_DIKETAHUI
    return BpsSanitation.LAYAK_SENDIRI if facility == 1 else BpsSanitation.LAYAK_BERSAMA


def _tags(facility: int, closet: int, disposal: int, floating: frozenset[int]) -> int:
    """Gap tags of one combination of codes (0 = no answer)."""
    if facility in (5, 6):
        return Tag.PERILAKU if facility == 5 else Tag.JAMBAN_BARU
    if facility == 0:
        return Tag.VERIFIKASI
    if disposal in (3, 5):
        return Tag.SANITASI_TERAPUNG if disposal == 3 and closet in floating else Tag.SEPTIK
    if disposal in (0, 6) or closet == 0:
        return Tag.VERIFIKASI
    if closet == 1:
        shared = Tag.JAMBAN_SENDIRI if facility == 4 or (facility > 1 and disposal != 4) else 0
        return shared | (Tag.SEPTIK if disposal == 4 else 0)
    return Tag.KLOSET | (Tag.SEPTIK if closet == 4 or disposal == 4 else 0)
