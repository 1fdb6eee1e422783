"""Batas wilayah: boundaries of all four levels, one snapshot a vintage."""

from sqlalchemy import Boolean, Numeric, SmallInteger, Text

from layers.kit.model import Dataset, Field, Layer, Popup, Style, Window, Words
from layers.kit.roles import Role

SOURCE = Words(
    "Register Kemendagri; batas menurut vintage", "Kemendagri register; boundaries as of the vintage"
)
SCHEMATIC = Words(
    "Batas skematik, bukan batas resmi, kecuali telah diganti dengan berkas resmi.",
    "Schematic boundaries, not official ones, unless replaced by an official file.",
)

BATAS = Dataset(
    name="batas",
    geometry="MULTIPOLYGON",
    fields=(
        Field("tingkat", SmallInteger, Words("Tingkat", "Level"), required=True),
        Field("kode", Text, Words("Kode Kemendagri", "Kemendagri code"), required=True, tile=True),
        Field("nama", Text, Words("Nama", "Name"), required=True, tile=True),
        Field("luas_ha", Numeric(14, 2), Words("Luas", "Area"), unit="ha"),
        Field("skematik", Boolean, Words("Batas skematik", "Schematic boundary"), required=True),
    ),
    windows={role: Window() for role in Role},
    reference=True,
    bands=True,
)


def boundary(
    name: str, title: Words, tingkat: int, *, width: float, zoom: int, visible: bool = True
) -> Layer:
    """Return the layer of one level of wilayah (1 provinsi … 4 desa)."""
    return Layer(
        name=name,
        title=title,
        description=Words(f"Batas {title.id.lower()}.", f"Boundary of each {title.en.lower()}."),
        dataset=BATAS,
        rows=lambda c: c.tingkat == tingkat,
        style=Style("line", "#16202a", opacity=0.6, width=width),
        popup=Popup(title="nama", rows=("kode", "luas_ha")),
        group="batas",
        zoom=(zoom, 18),
        order=50 - tingkat,
        visible=visible,
        source=SOURCE,
        note=SCHEMATIC,
    )
