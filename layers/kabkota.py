"""Kabupaten dan kota: the ten regencies and cities."""

from layers.himpunan.batas import boundary
from layers.kit.model import Words

LAYER = boundary("kabkota", Words("Kabupaten/kota", "Regency or city"), 2, width=1.6, zoom=5)
