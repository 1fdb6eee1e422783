"""Slum pockets: about 120, with hectares near the published ones, sixteen measurements and a legal status."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pandas as pd

from geo.demo.draw import Floats, Ints, split, stream
from geo.demo.figures import SLUM_AREAS, SlumArea
from geo.demo.geography import Geography
from geo.demo.pocket_measures import measure
from geo.demo.pocket_shapes import Ground

DECREED, HANDLED = "ditetapkan", "tertangani"
_PROPOSED = ("indikasi", "usulan", "terverifikasi")
_SMALLEST_HA = 0.4
_MOST_TRIES = 40

# Over water, waterside, lowland, hills, hazard-prone: riversides and over-water houses dominate.
_TYPES_TOWN = (0.30, 0.36, 0.18, 0.09, 0.07)
_TYPES_INLAND = (0.12, 0.48, 0.24, 0.08, 0.08)

_HEADS = {
    1: ("Titian", "Kampung Apung", "Jembatan", "Dermaga"),
    2: ("Tepian", "Bantaran", "Seberang", "Muara"),
    3: ("Gang", "Kampung", "Blok", "Simpang"),
    4: ("Lereng", "Bukit", "Tanjakan"),
    5: ("Lembah", "Tebing", "Rawa"),
}
_TAILS = (
    *("Bangkirai", "Meranti", "Kenari", "Seroja", "Enggang", "Pesut", "Anggrek", "Keruing", "Gaharu", "Ulin"),
    *("Kapur", "Tengkawang", "Rotan", "Pandan", "Nipah", "Bakau", "Api-Api", "Kerapu", "Haruan", "Patin"),
    *("Belida", "Punai", "Tekukur", "Rambai", "Lai", "Durian", "Cempedak", "Ketapang", "Melati", "Kenanga"),
)


@dataclass(frozen=True)
class Plan:
    """One pocket before it has an outline."""

    area: SlumArea
    status: str
    luas_ha: float
    tipologi: int


def pockets(geography: Geography, seed: int) -> pd.DataFrame:
    """All synthetic pockets of the province, in the columns of `kawasan_kumuh`; `geom` in EPSG:4326.

    The same seed and geography give the same pockets, whatever the number of families. A kab/kota that
    the geography lacks has none.
    """
    rng = stream(seed, 1)
    ground = Ground(geography, rng)
    rows = [_pocket(plan, ground, rng) for plan in _plans(rng, geography)]
    frame = pd.DataFrame([row for row in rows if row is not None], columns=["desa_id", "geom", *_PLANNED])
    frame = pd.concat([frame, measure(rng, frame)], axis=1)
    return _named(rng, frame)


_PLANNED = ("status_hukum", "luas_ha", "tipologi")


def _pocket(plan: Plan, ground: Ground, rng: np.random.Generator) -> tuple[object, ...] | None:
    for desa in _candidates(plan, ground.geography, rng):
        outline = ground.settle(int(desa), plan.luas_ha, plan.tipologi)
        if outline is not None:
            return (
                int(ground.geography.desa_id[desa]),
                outline,
                plan.status,
                plan.luas_ha,
                plan.tipologi,
            )
    return None


def _plans(rng: np.random.Generator, geography: Geography) -> Iterator[Plan]:
    present = set(geography.kabkota_id.tolist())
    for area in SLUM_AREAS:
        if area.kabkota not in present:
            continue
        types = _TYPES_TOWN if area.kabkota % 100 >= 70 else _TYPES_INLAND
        for status, hectares in _sizes(rng, area):
            yield Plan(area, status, hectares, int(rng.choice(5, p=types)) + 1)


def _sizes(rng: np.random.Generator, area: SlumArea) -> Iterator[tuple[str, float]]:
    """Status and hectares of each pocket, the hectares of a group summing exactly to its total."""
    groups = (DECREED, area.ditetapkan_ha), (HANDLED, area.tertangani_ha), ("usul", area.usulan_ha)
    for (group, total), number in zip(groups, _numbers(area), strict=True):
        if not number:
            continue
        weights = np.maximum(rng.lognormal(0, 0.55, number), _SMALLEST_HA * number / max(total, 1))
        for cents in split(round(total * 100), weights):
            yield _status(rng, group), int(cents) / 100


def _status(rng: np.random.Generator, group: str) -> str:
    if group == HANDLED:
        return "dicabut" if rng.random() < 0.08 else HANDLED
    return group if group == DECREED else str(rng.choice(_PROPOSED, p=(0.5, 0.28, 0.22)))


def _numbers(area: SlumArea) -> Ints:
    """How many pockets each group has: by the root of its hectares, at least one where it has any."""
    hectares = np.array([area.ditetapkan_ha, area.tertangani_ha, area.usulan_ha])
    there = (hectares > 0).astype(np.int64)
    numbers: Ints = there + split(area.kawasan - int(there.sum()), np.sqrt(hectares))
    return numbers


def _candidates(plan: Plan, geography: Geography, rng: np.random.Generator) -> Ints:
    """Desa to try, the likeliest first: towns, and for strips those with water."""
    inside = geography.kabkota_id == plan.area.kabkota
    if plan.area.kecamatan is not None:
        inside &= geography.kecamatan_id == plan.area.kecamatan
    index = np.flatnonzero(inside)
    weights: Floats = 0.02 + geography.urban[index] ** 2
    if plan.tipologi <= 2:
        wet = np.array([geography.river[i] is not None or geography.coast[i] is not None for i in index])
        weights = weights * np.where(wet, 12.0, 1.0)
    rank = rng.random(len(index)) ** (1 / weights)
    return index[np.argsort(-rank, kind="stable")][:_MOST_TRIES]


def _named(rng: np.random.Generator, frame: pd.DataFrame) -> pd.DataFrame:
    """Add codes, invented names and papers."""
    kab = frame["desa_id"] // 1_000_000
    serial = frame.groupby(kab).cumcount() + 1
    frame["kode"] = [f"CONTOH-{k}-{n:03d}" for k, n in zip(kab, serial, strict=True)]
    frame["nama"] = _names(rng, frame["tipologi"].tolist())
    frame["rt"] = [f"{n:03d}" for n in rng.integers(1, 40, len(frame))]
    frame["rw"] = [f"{n:03d}" for n in rng.integers(1, 9, len(frame))]
    frame["sumber_baseline"] = "data contoh"
    return _papers(rng, frame)


def _names(rng: np.random.Generator, types: list[int]) -> list[str]:
    """An invented name a pocket, no two alike."""
    names: dict[str, None] = {}
    for tipologi in types:
        stem = f"{rng.choice(_HEADS[tipologi])} {rng.choice(_TAILS)}"
        numbered = (f"{stem} {n} (contoh)" for n in range(2, 1_000))
        first = f"{stem} (contoh)"
        names[first if first not in names else next(n for n in numbered if n not in names)] = None
    return list(names)


def _papers(rng: np.random.Generator, frame: pd.DataFrame) -> pd.DataFrame:
    decreed = frame["status_hukum"].isin((DECREED, HANDLED, "dicabut")).to_numpy()
    year = np.where(decreed, rng.integers(2020, 2025, len(frame)), 0)
    number = rng.integers(100, 900, len(frame))
    frame["no_sk"] = [f"SK Contoh {n}/{y}" if y else None for n, y in zip(number, year, strict=True)]
    frame["tgl_sk"] = [
        date(int(y), 6, 1) + timedelta(days=int(n) % 120) if y else None
        for n, y in zip(number, year, strict=True)
    ]
    frame["tgl_survei"] = [
        date(2024, 2, 1) + timedelta(days=int(d)) for d in rng.integers(0, 400, len(frame))
    ]
    return frame
