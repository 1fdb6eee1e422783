"""The words a layer is written in: dataset, field, window, classes, style, legend, popup."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, FromClause
from sqlalchemy.types import TypeEngine

from layers.kit.roles import EVERYONE, Role

NAME = re.compile(r"^[a-z][a-z0-9_]{0,40}$")
GEOMETRIES = {
    "POINT": "point",
    "LINESTRING": "line",
    "MULTILINESTRING": "line",
    "POLYGON": "polygon",
    "MULTIPOLYGON": "polygon",
}
RESERVED = frozenset({"isi_id", "id", "kabkota_id", "desa_id", "k", "mx", "my", "geom"})
"""Columns that every dataset has without declaring them."""
CHOROPLETHS = frozenset({"persen", "jumlah", "ukuran"})
PUBLIC_DENOMINATOR = 50
"""Fewest known families of a public rate."""
MAX_CLASS = 9
"""Highest class code: cells carry their counts in the columns n0 … n9."""


class LayerError(ValueError):
    """A layer file that contradicts itself; raised when the file is imported."""


@dataclass(frozen=True)
class Words:
    """One text in the two languages of the interface."""

    id: str
    en: str

    def as_dict(self) -> dict[str, str]:
        """Return the text by language code."""
        return {"id": self.id, "en": self.en}


@dataclass(frozen=True)
class Field:
    """One column of a dataset.

    Parameters
    ----------
    name : column name, Indonesian, lower case
    type : SQLAlchemy type
    title : what a person reads
    unit : unit of the value, or None
    codes : label by stored code, for coded answers
    sees : roles whose windows show the column
    tile : whether tiles of a polygon or line layer carry it
    """

    name: str
    type: TypeEngine[Any] | type[TypeEngine[Any]]
    title: Words
    unit: str | None = None
    codes: Mapping[int | str, Words] | None = None
    sees: frozenset[Role] = EVERYONE
    tile: bool = False
    required: bool = False
    check: str | None = None

    def __post_init__(self) -> None:
        if not NAME.match(self.name):
            raise LayerError(f"{self.name!r} is not a column name")


RowFilter = Callable[[Any], ColumnElement[bool]]


@dataclass(frozen=True)
class Window:
    """What one role may see of a dataset: which rows; columns follow from ``Field.sees``."""

    rows: RowFilter | None = None
    writable: bool = False


@dataclass(frozen=True)
class Dataset:
    """A himpunan: one table of ``data``, partitioned by snapshot, and its windows.

    Errors: LayerError for a name, geometry or field that cannot be.
    """

    name: str
    geometry: str
    fields: tuple[Field, ...]
    windows: Mapping[Role, Window]
    natural_key: str | None = None
    """Field that names the same object in two snapshots; its id is carried over."""
    measure: str | None = None
    """Numeric column that roll-ups add up beside the count, e.g. ``luas_ha``."""
    reference: bool = False
    """True when one snapshot holds the whole province (boundaries, rivers)."""
    anywhere: bool = False
    """True when rows may lie outside the province's box (the land around it)."""
    bands: bool = False
    """True when tiles read a table of geometries simplified per zoom band."""

    def __post_init__(self) -> None:
        if not NAME.match(self.name):
            raise LayerError(f"{self.name!r} is not a dataset name")
        if self.geometry not in GEOMETRIES:
            raise LayerError(f"{self.name}: geometry {self.geometry!r} is not one of {sorted(GEOMETRIES)}")
        names = [f.name for f in self.fields]
        if len(set(names)) != len(names):
            raise LayerError(f"{self.name}: a field is declared twice")
        if taken := RESERVED.intersection(names):
            raise LayerError(f"{self.name}: every dataset has the columns {sorted(taken)} already")

    @property
    def is_point(self) -> bool:
        """Points are drawn by Morton key and, below, by a pyramid of cells."""
        return self.geometry == "POINT"

    def field(self, name: str) -> Field:
        """Return the field of that name, or raise LayerError."""
        for candidate in self.fields:
            if candidate.name == name:
                return candidate
        raise LayerError(f"{self.name} has no field {name!r}")

    def fields_for(self, role: Role) -> tuple[Field, ...]:
        """Return the fields that the role's window shows."""
        return tuple(f for f in self.fields if role in f.sees)


@dataclass(frozen=True)
class Class:
    """One row of a legend: a stored code, its label, colour and what it means for the gap."""

    code: int
    label: Words
    color: str
    role: str = "lain"
    """``celah`` (gap), ``baik`` (no gap), ``tidak_diketahui`` (unknown) or ``lain``."""
    pattern: str | None = None


@dataclass(frozen=True)
class Legend:
    """The attribute that colours a layer and its classes."""

    attribute: str
    classes: tuple[Class, ...]

    def codes(self, role: str) -> list[int]:
        """Return the codes of the classes that play the role."""
        return [c.code for c in self.classes if c.role == role]


@dataclass(frozen=True)
class Choropleth:
    """How a wilayah is coloured by this layer: fixed thresholds, never fitted to the data."""

    kind: str
    """``persen`` (gap over known), ``jumlah`` (count) or ``ukuran`` (sum of the measure)."""
    unit: Words
    breaks: tuple[float, ...]
    colors: tuple[str, ...]
    min_denominator: int = 10
    """Fewest known families of a rate; the public's is `PUBLIC_DENOMINATOR`."""
    max_unknown_pct: int = 30

    def __post_init__(self) -> None:
        if self.kind not in CHOROPLETHS:
            raise LayerError(f"a choropleth is one of {sorted(CHOROPLETHS)}, not {self.kind!r}")
        if list(self.breaks) != sorted(set(self.breaks)) or len(self.colors) != len(self.breaks) + 1:
            raise LayerError(f"a choropleth has rising breaks {self.breaks} and one colour more than breaks")


@dataclass(frozen=True)
class Style:
    """Basic drawing: kind ``fill``, ``line`` or ``point``."""

    kind: str
    color: str
    opacity: float = 1.0
    width: float = 1.0
    pattern: str | None = None


@dataclass(frozen=True)
class Popup:
    """What opens on a click: a title field and rows, each a field of the dataset."""

    title: str | None = None
    rows: tuple[str, ...] = ()


@dataclass(frozen=True)
class Layer:
    """One entry of the map's legend.

    Either ``dataset`` names an existing himpunan, or ``geometry``, ``fields`` and ``windows``
    describe the layer's own.
    """

    name: str
    title: Words
    description: Words
    style: Style
    dataset: Dataset = field(default=None)  # type: ignore[assignment] # filled below from the next three
    geometry: str = ""
    fields: tuple[Field, ...] = ()
    windows: Mapping[Role, Window] = field(default_factory=dict)
    rows: RowFilter | None = None
    legend: Legend | None = None
    popup: Popup = Popup()
    choropleth: Choropleth | None = None
    shows: tuple[str, ...] = ()
    """Fields listed first for a feature of this layer; all of the dataset's when empty."""
    group: str = "lain"
    zoom: tuple[int, int] = (5, 18)
    order: int = 100
    visible: bool = False
    source: Words = Words("Menurut versi yang tertera", "As the version shown says")
    license: str = ""
    note: Words | None = None
    public_note: Words | None = None
    """What the public must know of this layer besides, e.g. that it sees a part only."""

    def __post_init__(self) -> None:
        if not NAME.match(self.name):
            raise LayerError(f"{self.name!r} is not a layer name")
        if self.dataset is None:
            own = Dataset(self.name, self.geometry, self.fields, self.windows)
            object.__setattr__(self, "dataset", own)
        for name in (*self.popup.rows, *self.shows, *([self.popup.title] if self.popup.title else [])):
            self.dataset.field(name)
        self._check_legend()

    def _check_legend(self) -> None:
        if self.legend is None:
            if self.choropleth is not None:
                raise LayerError(
                    f"{self.name}: a choropleth counts the classes of a legend, and there is none"
                )
            return
        attribute = self.dataset.field(self.legend.attribute)
        if blind := set(self.dataset.windows) - attribute.sees:
            raise LayerError(
                f"{self.name}: the legend shows {attribute.name}, which {sorted(blind)} may not see"
            )
        codes = [c.code for c in self.legend.classes]
        if len(set(codes)) != len(codes) or not all(0 <= c <= MAX_CLASS for c in codes):
            raise LayerError(f"{self.name}: class codes must differ and lie within 0 … {MAX_CLASS}")

    @property
    def kind(self) -> str:
        """Kind of geometry for the web: point, line or polygon."""
        return GEOMETRIES[self.dataset.geometry]

    def restrict(self, source: FromClause) -> ColumnElement[bool] | None:
        """Return the layer's own row condition on a table or window, if it has one."""
        return None if self.rows is None else self.rows(source.c)
