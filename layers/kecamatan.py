"""Kecamatan: the 105 districts."""

from layers.himpunan.batas import boundary
from layers.kit.model import Words

LAYER = boundary("kecamatan", Words("Kecamatan", "District"), 3, width=0.8, zoom=8)
