"""Housing: failed components and their grade, crowding, and the BPS test of a livable house."""

from __future__ import annotations

from enum import IntEnum

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.rules.answers import Codes, Numbers, codes, measures, member
from geo.rules.parameters import ParameterSet
from geo.rules.wash import BpsSanitation, BpsWater

Bits = NDArray[np.bool_]

COMPONENTS = ("atap", "dinding", "lantai")

_WATER_GOOD = (BpsWater.AMAN, BpsWater.LAYAK)
_WATER_BAD = (BpsWater.TIDAK_LAYAK, BpsWater.TIDAK_ADA_AKSES)
_TOILET_GOOD = (BpsSanitation.AMAN, BpsSanitation.LAYAK_SENDIRI, BpsSanitation.LAYAK_BERSAMA)
_TOILET_BAD = (BpsSanitation.BELUM_LAYAK, BpsSanitation.BABS_TERTUTUP, BpsSanitation.BABS_TERBUKA)


class Rtlh(IntEnum):
    """Grade of a house by its failed components: what is known to fail, so at least this grade."""

    TIDAK_DIKETAHUI, TANPA_KOMPONEN_GAGAL, RINGAN, SEDANG, BERAT = range(5)


class Crowding(IntEnum):
    """Floor area a person: enough, under the SPM standard, or under the BPS minimum."""

    TIDAK_DIKETAHUI, CUKUP, DI_BAWAH_SPM, SEMPIT = range(4)


class Livable(IntEnum):
    """BPS rumah layak huni."""

    TIDAK_DIKETAHUI, LAYAK, TIDAK_LAYAK = range(3)


def compute(frame: pd.DataFrame, wash: pd.DataFrame, parameters: ParameterSet) -> pd.DataFrame:
    """Grade, crowding and BPS livability of each family's house.

    Basis: BPS metadata of rumah layak huni; Permen PUPR 29/2018 (SPM, 9 m² a person); Permensos 20/2017.
    A component fails by its material or by heavy damage; without an answer on damage the material decides.
    The grade counts what is known to fail; a house with no known failure but a missing answer is unknown.

    Parameters
    ----------
    frame : DataFrame
        One row a family: `atap`, `dinding`, `lantai`, `kondisi_*` (codes), `luas_lantai_m2` (m²),
        `jml_anggota` (persons).
    wash : DataFrame
        The answer of `geo.rules.wash.compute` for the same rows: `bps_air`, `bps_sanitasi`.
    parameters : ParameterSet
        The set named `hunian`.

    Returns
    -------
    DataFrame
        `rtlh`, `rtlh_sempit`, `bps_rlh` (int8) on the index of `frame`.

    Raises
    ------
    CodeError, RuleError
        An answer outside its code list, an area or a number of persons below 1.
    """
    materials = {name: codes(frame, name) for name in COMPONENTS}
    area = _area_per_person(frame)
    columns = {
        "rtlh": _grade(frame, materials, parameters),
        "rtlh_sempit": _crowding(area, parameters),
        "bps_rlh": _livable(materials, area, wash, parameters),
    }
    return pd.DataFrame(columns, index=frame.index)


def _area_per_person(frame: pd.DataFrame) -> Numbers:
    # Rounded so that 7.2 m² written as 21.6 m² for three persons is not 7.199999.
    return np.round(measures(frame, "luas_lantai_m2", 1) / measures(frame, "jml_anggota", 1), 9)


def _sound(name: str, material: Codes, parameters: ParameterSet) -> tuple[Bits, Bits]:
    """Whether a component's material is known to be sound, and known not to be."""
    good = member(parameters.codes(f"{name}_layak"), name)[material]
    return good, (material != 0) & ~good


def _grade(frame: pd.DataFrame, materials: dict[str, Codes], parameters: ParameterSet) -> NDArray[np.int8]:
    failed = np.zeros(len(frame), dtype=np.int8)
    unanswered = np.zeros(len(frame), dtype=np.bool_)
    ruined = member(parameters.codes("kondisi_gagal"), "kondisi_atap")
    for name, material in materials.items():
        bad = _sound(name, material, parameters)[1] | ruined[codes(frame, f"kondisi_{name}")]
        failed += bad
        unanswered |= (material == 0) & ~bad
    grade = np.select(
        [
            failed >= parameters.number("komponen_berat"),
            failed >= parameters.number("komponen_sedang"),
            failed > 0,
            unanswered,
        ],
        [Rtlh.BERAT, Rtlh.SEDANG, Rtlh.RINGAN, Rtlh.TIDAK_DIKETAHUI],
        Rtlh.TANPA_KOMPONEN_GAGAL,
    )
    return grade.astype(np.int8)


def _crowding(area: Numbers, parameters: ParameterSet) -> NDArray[np.int8]:
    steps = [
        np.isnan(area),
        area < parameters.number("min_luas_kapita_m2"),
        area < parameters.number("min_luas_kapita_spm_m2"),
    ]
    values = [Crowding.TIDAK_DIKETAHUI, Crowding.SEMPIT, Crowding.DI_BAWAH_SPM]
    return np.select(steps, values, Crowding.CUKUP).astype(np.int8)


def _livable(
    materials: dict[str, Codes], area: Numbers, wash: pd.DataFrame, parameters: ParameterSet
) -> NDArray[np.int8]:
    tests = [_sound(name, material, parameters) for name, material in materials.items()]
    minimum = parameters.number("min_luas_kapita_m2")
    tests.append((area >= minimum, area < minimum))
    water, toilet = wash["bps_air"].to_numpy(), wash["bps_sanitasi"].to_numpy()
    tests.append(_ladder(water, _WATER_GOOD, _WATER_BAD))
    tests.append(_ladder(toilet, _TOILET_GOOD, _TOILET_BAD))
    good = np.logical_and.reduce([passed for passed, _ in tests])
    bad = np.logical_or.reduce([broken for _, broken in tests])
    return np.select([bad, good], [Livable.TIDAK_LAYAK, Livable.LAYAK], Livable.TIDAK_DIKETAHUI).astype(
        np.int8
    )


def _ladder(rung: NDArray[np.int8], good: tuple[int, ...], bad: tuple[int, ...]) -> tuple[Bits, Bits]:
    return np.isin(rung, good), np.isin(rung, bad)
