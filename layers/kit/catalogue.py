"""Every layer of the map, found by listing the folder `layers/`."""

import pkgutil
from collections.abc import Mapping
from functools import cache
from importlib import import_module
from types import MappingProxyType

import layers
from layers.kit.model import Dataset, Layer, LayerError

NOT_LAYERS = {"kit", "reference", "himpunan"}


@cache
def catalogue() -> Mapping[str, Layer]:
    """Return all layers by name, in drawing order. Raises LayerError for a doubled name."""
    found: dict[str, Layer] = {}
    for info in pkgutil.iter_modules(layers.__path__):
        if info.name in NOT_LAYERS:
            continue
        layer = import_module(f"layers.{info.name}").LAYER
        if layer.name in found:
            raise LayerError(f"two files declare the layer {layer.name}")
        found[layer.name] = layer
    return MappingProxyType(dict(sorted(found.items(), key=lambda item: (item[1].order, item[0]))))


def datasets(layers_by_name: Mapping[str, Layer] | None = None) -> dict[str, Dataset]:
    """Return the datasets (himpunan) behind the layers, by name."""
    chosen = catalogue() if layers_by_name is None else layers_by_name
    return {layer.dataset.name: layer.dataset for layer in chosen.values()}
