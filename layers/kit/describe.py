"""What the web is told of a layer: everything it needs to draw, filter, colour and explain it."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Boolean, Date, Integer, Numeric

from layers.kit.model import PUBLIC_DENOMINATOR, Choropleth, Class, Field, Layer
from layers.kit.mvt import SYMBOLS_UNTIL, zooms
from layers.kit.publish import masked_rollup
from layers.kit.roles import Role

KINDS = ((Boolean, "boolean"), (Date, "date"), (Integer, "integer"), (Numeric, "number"))


def describe(layer: Layer, role: Role) -> dict[str, Any] | None:
    """Return the descriptor of a layer for a role, or None when the role sees nothing of it."""
    where = zooms(layer, role)
    if where is None:
        return None
    window = role in layer.dataset.windows
    fields = layer.dataset.fields_for(role) if window else ()
    names = {f.name for f in fields}
    polygons = layer.kind == "polygon" and layer.legend is not None
    return {
        "name": layer.name,
        "title": layer.title.as_dict(),
        "description": layer.description.as_dict(),
        "group": layer.group,
        "geometry": layer.kind,
        "dataset": layer.dataset.name,
        "fields": [_field(f) for f in fields],
        "zoom": list(layer.zoom),
        "native_zoom": [where.low, where.high],
        "cells": None if where.cells_until is None else {"until": where.cells_until},
        "symbols_until": SYMBOLS_UNTIL if polygons else None,
        "features": window,
        "style": vars(layer.style),
        "visible": layer.visible,
        "order": layer.order,
        "legend": _legend(layer),
        "popup": {
            "title": layer.popup.title if layer.popup.title in names else None,
            "rows": [name for name in layer.popup.rows if name in names],
        },
        "choropleth": None if layer.choropleth is None else _choropleth(layer, layer.choropleth, role),
        "source": layer.source.as_dict(),
        "license": layer.license,
        "note": _note(layer, role),
    }


def _note(layer: Layer, role: Role) -> dict[str, str] | None:
    note = layer.public_note if masked_rollup(role) and layer.public_note else layer.note
    return None if note is None else note.as_dict()


def labels(fields: tuple[Field, ...], properties: Mapping[str, Any]) -> dict[str, dict[str, str]]:
    """Return the label of each coded value among a feature's properties."""
    found = {}
    for one in fields:
        label = (one.codes or {}).get(properties.get(one.name, ""))
        if label is not None:
            found[one.name] = label.as_dict()
    return found


def _field(field: Field) -> dict[str, Any]:
    kind = field.type if isinstance(field.type, type) else type(field.type)
    name = next((word for base, word in KINDS if issubclass(kind, base)), "text")
    return {"name": field.name, "title": field.title.as_dict(), "type": name, "unit": field.unit}


def _class(item: Class) -> dict[str, Any]:
    return {
        "code": item.code,
        "label": item.label.as_dict(),
        "color": item.color,
        "pattern": item.pattern,
        "role": item.role,
        "count": None,
    }


def _legend(layer: Layer) -> dict[str, Any] | None:
    if layer.legend is None:
        return None
    return {"attribute": "kelas", "classes": [_class(item) for item in layer.legend.classes]}


def _choropleth(layer: Layer, one: Choropleth, role: Role) -> dict[str, Any]:
    assert layer.legend is not None
    return {
        "kind": one.kind,
        "unit": one.unit.as_dict(),
        "breaks": list(one.breaks),
        "colors": list(one.colors),
        "gap": layer.legend.codes("celah"),
        "unknown": layer.legend.codes("tidak_diketahui"),
        "min_denominator": PUBLIC_DENOMINATOR if masked_rollup(role) else one.min_denominator,
        "max_unknown_pct": one.max_unknown_pct,
    }
