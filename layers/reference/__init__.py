"""Data that ships: register of wilayah, schematic boundaries, rivers, official numbers, parameter sets."""

from layers.reference.register import ROOT, TINGKAT, WILAYAH_CSV, Wilayah, read_desa, read_wilayah
from layers.reference.shapes import (
    BATAS_SKEMATIK,
    DANAU,
    DARATAN,
    LABEL_SKEMATIK,
    SUNGAI,
    read_features,
)

__all__ = [
    "BATAS_SKEMATIK",
    "DANAU",
    "DARATAN",
    "LABEL_SKEMATIK",
    "ROOT",
    "SUNGAI",
    "TINGKAT",
    "WILAYAH_CSV",
    "Wilayah",
    "read_desa",
    "read_features",
    "read_wilayah",
]
