"""Daratan dan danau: the land around the province and its lakes, drawn under everything else."""

from sqlalchemy import SmallInteger, Text

from layers.kit.model import Dataset, Field, Layer, Style, Window, Words
from layers.kit.roles import Role

LAND, LAKE = 1, 2

DARATAN = Dataset(
    name="daratan",
    geometry="MULTIPOLYGON",
    fields=(
        Field(
            "kelas",
            SmallInteger,
            Words("Jenis", "Kind"),
            codes={LAND: Words("Daratan", "Land"), LAKE: Words("Danau", "Lake")},
            required=True,
            tile=True,
        ),
        Field("nama", Text, Words("Nama", "Name"), tile=True),
    ),
    windows={role: Window() for role in Role},
    reference=True,
    anywhere=True,
)

LAYER = Layer(
    name="daratan",
    title=Words("Daratan dan danau", "Land and lakes"),
    description=Words("Daratan di sekitar provinsi, untuk orientasi.", "The land around the province."),
    dataset=DARATAN,
    style=Style("fill", "#e6e9e4"),
    group="dasar",
    zoom=(4, 18),
    order=1,
    visible=True,
    source=Words("GSHHG", "GSHHG"),
    license="LGPL-3.0-or-later",
)
