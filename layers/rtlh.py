"""Rumah tidak layak huni: houses by how many of roof, wall and floor fail."""

from layers.himpunan.keluarga import KELUARGA
from layers.kit.model import Choropleth, Class, Layer, Legend, Popup, Style, Words

LAYER = Layer(
    name="rtlh",
    title=Words("Rumah tidak layak huni", "Unfit houses"),
    description=Words(
        "Tingkat menurut jumlah komponen atap, dinding, dan lantai yang gagal; celah = ringan sampai berat.",
        "Grade by how many of roof, wall and floor fail; gap = light to severe.",
    ),
    dataset=KELUARGA,
    style=Style("point", "#0b5e63"),
    legend=Legend(
        "rtlh",
        (
            Class(4, Words("Berat", "Severe"), "#4d1a00", "celah"),
            Class(3, Words("Sedang", "Moderate"), "#a63603", "celah"),
            Class(2, Words("Ringan", "Light"), "#ec7014", "celah"),
            Class(1, Words("Tidak ada komponen gagal", "No component fails"), "#fff7bc", "baik"),
            Class(0, Words("Tidak diketahui", "Unknown"), "#9aa5af", "tidak_diketahui"),
        ),
    ),
    popup=Popup(title="nama_kepala", rows=("atap", "dinding", "lantai", "luas_lantai_m2", "rtlh", "bps_rlh")),
    choropleth=Choropleth(
        "persen",
        Words("% keluarga di rumah tidak layak huni", "% of families in an unfit house"),
        breaks=(10, 25, 50, 75),
        colors=("#fff7bc", "#fec44f", "#ec7014", "#a63603", "#4d1a00"),
    ),
    group="keluarga",
    zoom=(5, 18),
    order=83,
)
