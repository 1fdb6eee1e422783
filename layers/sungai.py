"""Sungai: rivers, drawn under the boundaries."""

from sqlalchemy import SmallInteger, Text

from layers.kit.model import Dataset, Field, Layer, Style, Window, Words
from layers.kit.roles import Role

SUNGAI = Dataset(
    name="sungai",
    geometry="MULTILINESTRING",
    fields=(
        Field("nama", Text, Words("Nama", "Name"), tile=True),
        Field("kelas", SmallInteger, Words("Kelas sungai", "River class"), tile=True),
    ),
    windows={role: Window() for role in Role},
    reference=True,
)

LAYER = Layer(
    name="sungai",
    title=Words("Sungai", "Rivers"),
    description=Words("Sungai utama untuk orientasi.", "Main rivers, for orientation."),
    dataset=SUNGAI,
    style=Style("line", "#9db7c9", width=1.2),
    group="dasar",
    zoom=(5, 18),
    order=10,
    visible=True,
    source=Words("GSHHG/WDBII", "GSHHG/WDBII"),
    license="LGPL-3.0",
)
