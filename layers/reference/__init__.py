"""Data that ships: register of wilayah, schematic boundaries, rivers, official numbers, parameter sets."""

from layers.reference.register import ROOT, TINGKAT, WILAYAH_CSV, Wilayah, read_desa, read_wilayah

__all__ = ["ROOT", "TINGKAT", "WILAYAH_CSV", "Wilayah", "read_desa", "read_wilayah"]
