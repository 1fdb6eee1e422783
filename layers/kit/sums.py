"""Sums of a layer's classes that roll-ups keep beside them: all, the gap, the unknown, the rest."""

from layers.kit.model import Layer, LayerError

TOTAL, GAP, UNKNOWN, REST = -1, -2, -3, -4
"""Codes under which a roll-up keeps the sums; classes have codes from 0."""
PARTS = (GAP, UNKNOWN, REST)
NAMES = {TOTAL: "jumlah", GAP: "celah", UNKNOWN: "tak_diketahui"}
"""How the sums are called in an answer."""


def members(layer: Layer) -> dict[int, set[int]]:
    """Return which classes each sum adds up. Raises LayerError for a layer without classes."""
    if layer.legend is None:
        raise LayerError(f"{layer.name} has no classes")
    codes = {item.code for item in layer.legend.classes}
    gap, unknown = set(layer.legend.codes("celah")), set(layer.legend.codes("tidak_diketahui"))
    return {TOTAL: codes, GAP: gap, UNKNOWN: unknown, REST: codes - gap - unknown}
