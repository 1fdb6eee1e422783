"""Desa dan kelurahan: the 1,038 villages."""

from layers.himpunan.batas import boundary
from layers.kit.model import Words

LAYER = boundary("desa", Words("Desa/kelurahan", "Village"), 4, width=0.5, zoom=9)
