"""Provinsi: the outline of the province."""

from layers.himpunan.batas import boundary
from layers.kit.model import Words

LAYER = boundary("provinsi", Words("Provinsi", "Province"), 1, width=2.2, zoom=4)
