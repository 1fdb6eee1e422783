"""Invented identities: numbers that no office issues, names marked as examples, ranks and interview dates."""

from __future__ import annotations

import numpy as np
import pandas as pd

from geo.demo.draw import NONE, Bits, Codes, Ints, choose
from geo.demo.surroundings import Surroundings

DESIL_SUMBER = "DTSEN (contoh)"
DESIL_VERSI = "2026-T2 (contoh)"
DESIL_LINGKUP = "nasional"

FIRST_INTERVIEW, INTERVIEW_DAYS = np.datetime64("2025-09-01"), 360

# No province has the code 99, so no such NIK or KK number can belong to anybody.
NIK_BASE, KK_BASE = 9_999_000_000_000_000, 9_999_500_000_000_000

COMPLETE, PARTIAL = 1, 2

_FIRST = (
    *("Abdul", "Agus", "Ahmad", "Andi", "Anton", "Ardi", "Asrul", "Bambang", "Baharuddin", "Budi"),
    *("Dedi", "Dina", "Edi", "Eko", "Ernawati", "Fitri", "Gunawan", "Hamdani", "Hasanah", "Hendra"),
    *("Herman", "Ida", "Imran", "Indah", "Irwan", "Iskandar", "Jumiati", "Kartini", "Kornelius", "Lidia"),
    *("Lukas", "Maria", "Markus", "Marlina", "Mulyadi", "Murni", "Nanang", "Norhayati", "Nur", "Petrus"),
    *("Rahmat", "Ratna", "Rudi", "Rusli", "Salmah", "Samsul", "Sari", "Siti", "Slamet", "Sri"),
    *("Sugeng", "Suharti", "Sukma", "Supri", "Syahrani", "Teguh", "Usman", "Wahyu", "Yohanes", "Yuliana"),
)
_LAST = (
    *("Abadi", "Amin", "Anwar", "Arifin", "Astuti", "Bakti", "Cahaya", "Damai", "Effendi", "Fadli"),
    *("Gani", "Hakim", "Halim", "Hidayat", "Ibrahim", "Jaya", "Karim", "Kusuma", "Laksana", "Lestari"),
    *("Mansur", "Maulana", "Mulia", "Nugraha", "Pratama", "Putra", "Rahman", "Rezeki", "Sabari", "Santosa"),
    *("Sejati", "Setia", "Sulaiman", "Susanto", "Tangguh", "Utama", "Wibowo", "Wijaya", "Yasin", "Zainal"),
)
_STREETS = (
    *("Meranti", "Ulin", "Kenari", "Melati", "Bangkirai", "Pesut", "Enggang", "Kapur", "Gaharu", "Rotan"),
    *("Anggrek", "Seroja", "Nipah", "Bakau", "Patin", "Haruan", "Cempedak", "Durian", "Rambai", "Ketapang"),
)
_DESIL = ({NONE: 0.015, 1: 0.43, 2: 0.29, 3: 0.17, 4: 0.095},)
# By decile group: none or 2 and above, then decile 1.
_EXTREME = (
    {0: 0.975, 1: 0.015, 2: 0.002, 3: 0.005, 4: 0.003},
    {0: 0.858, 1: 0.070, 2: 0.037, 3: 0.022, 4: 0.013},
)
_INTERVIEW = ({1: 0.945, 2: 0.032, 3: 0.010, 4: 0.005, 5: 0.008},)


def people(rng: np.random.Generator, around: Surroundings, first: int) -> dict[str, object]:
    """Identity, rank and interview of each family; `first` is the number of the first of them."""
    number = np.arange(first, first + len(around), dtype=np.int64)
    any_family = np.zeros(len(around), dtype=np.int8)
    desil = choose(rng, any_family, _DESIL)
    return {
        "id_sumber": "CONTOH-" + pd.Series(number + 1).astype("str"),
        "nik": pd.Series(NIK_BASE + number * 2 + 1).astype("str"),
        "no_kk": pd.Series(KK_BASE + number * 2 + 1).astype("str"),
        "nama_kepala": _pick(rng, _names(), len(around)),
        "alamat": _pick(rng, _addresses(), len(around)),
        "rt_rw": _neighbourhoods(around),
        "desil": desil,
        **_rank(desil != NONE),
        "status_miskin_ekstrem": choose(rng, (desil == 1).astype(np.int8), _EXTREME),
        "status_pendataan": choose(rng, any_family, _INTERVIEW),
        "tgl_pendataan": FIRST_INTERVIEW + rng.integers(0, INTERVIEW_DAYS, len(around)),
    }


def _rank(ranked: Bits) -> dict[str, object]:
    texts = {"desil_sumber": DESIL_SUMBER, "desil_versi": DESIL_VERSI, "desil_lingkup": DESIL_LINGKUP}
    empty = ~pd.Series(ranked)
    return {name: pd.Series(text, index=empty.index, dtype="str").mask(empty) for name, text in texts.items()}


def _pick(rng: np.random.Generator, pool: list[str], number: int) -> pd.Series:
    chosen = rng.integers(0, len(pool), number)
    return pd.Series(pool, dtype="str").take(chosen).reset_index(drop=True)


def _names() -> list[str]:
    return [f"{first} {last} Contoh" for first in _FIRST for last in _LAST]


def _addresses() -> list[str]:
    return [f"Jl. {street} No. {number} (contoh)" for street in _STREETS for number in range(1, 121)]


def _neighbourhoods(around: Surroundings) -> pd.Series:
    """RT and RW by settlement: thirty families of a settlement share an RT."""
    pool = pd.Series([f"{rt:03d}/{(rt - 1) // 5 + 1:03d}" for rt in range(1, 61)], dtype="str")
    ends = np.cumsum(around.counts)
    rank = np.arange(len(around)) - (ends - around.counts)[around.of]
    chosen: Ints = (around.of * 3 + rank // 30) % len(pool)
    return pool.take(chosen).reset_index(drop=True)


def unanswered(interview: Codes) -> Bits:
    """Families of whom nothing was learnt: no respondent, refused, moved away."""
    return np.asarray((interview != COMPLETE) & (interview != PARTIAL))
