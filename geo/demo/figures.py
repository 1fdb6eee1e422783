"""The published figures that the synthetic data follow, each with its source, and what we chose ourselves.

Poor persons: BPS, Susenas March 2025, by kab/kota (thousands, published with two decimals; they sum to
199.73, the provincial figure is 199.71). Household size: BPS, poor households, March 2025. Access to
improved water and sanitation: BPS 2021, per cent of all households. Slum hectares: per kab/kota, from
decrees and press where `SlumArea.terbit` says so, else chosen to be plausible and never a statistic.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from geo.demo.draw import split

POOR_PERSONS_PROVINCE = 199_710
PERSONS_PER_HOUSEHOLD = 5.24

DEFAULT_FAMILIES = 40_000
"""199,710 poor persons ÷ 5.24 persons a household = 38,113, rounded to tens of thousands: one family each."""

FEWEST_FAMILIES, MOST_FAMILIES = 1_000, 5_000_000

POOR_PERSONS: Mapping[int, int] = MappingProxyType(
    {
        6401: 24_050,
        6402: 54_990,
        6403: 10_960,
        6407: 13_240,
        6408: 34_910,
        6409: 9_340,
        6411: 2_730,
        6471: 12_880,
        6472: 30_450,
        6474: 6_180,
    }
)
"""Poor persons per kab/kota (key: Kemendagri code without the dot), BPS March 2025."""


@dataclass(frozen=True)
class Access:
    """Per cent of all households with improved drinking water and sanitation (BPS 2021)."""

    air_persen: float
    sanitasi_persen: float


ACCESS: Mapping[int, Access] = MappingProxyType(
    {
        6401: Access(62.79, 81.31),
        6402: Access(76.80, 84.22),
        6403: Access(87.34, 88.40),
        6407: Access(67.08, 87.81),
        6408: Access(78.97, 86.52),
        6409: Access(78.76, 84.53),
        6411: Access(49.45, 91.67),
        6471: Access(99.72, 93.25),
        6472: Access(96.53, 97.17),
        6474: Access(99.85, 93.95),
    }
)


@dataclass(frozen=True)
class SlumArea:
    """Slum hectares of a kab/kota (or of one kecamatan of it) and in how many pockets to draw them."""

    kabkota: int
    kecamatan: int | None
    kawasan: int
    ditetapkan_ha: float
    tertangani_ha: float
    usulan_ha: float
    terbit: str | None
    """What the hectares rest on; None where they are ours."""


SLUM_AREAS: tuple[SlumArea, ...] = (
    SlumArea(6472, None, 34, 26.16, 44.35, 24.0, "SK 2020: 70,51 ha; sisa akhir 2024: 26,16 ha (pers)"),
    SlumArea(6471, None, 22, 21.0, 37.58, 6.0, "Baseline 58,58 ha (pers 2019); sekitar 21 ha (pers 2025)"),
    SlumArea(6408, 640804, 7, 45.10, 0.0, 0.0, "RPIJM Kutai Timur: Sangatta Utara 45,10 ha"),
    SlumArea(6408, 640812, 5, 31.76, 0.0, 0.0, "RPIJM Kutai Timur: Sangatta Selatan 31,76 ha"),
    SlumArea(6408, 640809, 6, 45.20, 0.0, 0.0, "RPIJM Kutai Timur: Bengalon 45,20 ha"),
    SlumArea(6402, None, 14, 22.0, 6.0, 10.0, None),
    SlumArea(6474, None, 9, 11.0, 4.5, 3.0, None),
    SlumArea(6403, None, 8, 13.0, 3.0, 5.0, None),
    SlumArea(6401, None, 7, 11.0, 2.5, 5.0, None),
    SlumArea(6409, None, 4, 6.0, 0.0, 4.0, None),
    SlumArea(6407, None, 3, 4.0, 0.0, 2.0, None),
    SlumArea(6411, None, 1, 0.0, 0.0, 1.8, None),
)
"""120 pockets. `usulan_ha` (indicated, proposed, verified) is ours everywhere."""


def families_per_kabkota(families: int) -> dict[int, int]:
    """Split a number of families over the kab/kota in proportion to BPS's poor persons, exactly.

    Examples
    --------
    >>> counts = families_per_kabkota(40_000)
    >>> sum(counts.values()), counts[6402], counts[6411]
    (40000, 11013, 547)
    """
    weights = np.array(list(POOR_PERSONS.values()), dtype=np.float64)
    return dict(zip(POOR_PERSONS, split(families, weights).tolist(), strict=True))
