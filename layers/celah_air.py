"""Celah air: drinking water of each family on the ladder of BPS/Bappenas."""

from layers.himpunan.keluarga import KELUARGA
from layers.kit.model import Choropleth, Class, Layer, Legend, Popup, Style, Words

LAYER = Layer(
    name="celah_air",
    title=Words("Celah air minum", "Drinking-water gap"),
    description=Words(
        "Akses air minum menurut definisi BPS/Bappenas; celah = tidak layak atau tidak ada akses.",
        "Access to drinking water by the BPS/Bappenas definition; gap = inadequate or no access.",
    ),
    dataset=KELUARGA,
    style=Style("point", "#0b5e63"),
    legend=Legend(
        "bps_air",
        (
            Class(5, Words("Tidak ada akses", "No access"), "#4d1a00", "celah"),
            Class(4, Words("Tidak layak", "Inadequate"), "#a63603", "celah"),
            Class(
                3, Words("Perlu data air mandi", "Needs data on bathing water"), "#c7b8a0", "tidak_diketahui"
            ),
            Class(2, Words("Layak", "Adequate"), "#fec44f", "baik"),
            Class(1, Words("Aman", "Safe"), "#fff7bc", "baik"),
            Class(0, Words("Tidak diketahui", "Unknown"), "#9aa5af", "tidak_diketahui"),
        ),
    ),
    popup=Popup(title="nama_kepala", rows=("air_minum", "air_mandi", "jarak_tinja", "bps_air", "jmp_air")),
    choropleth=Choropleth(
        "persen",
        Words("% keluarga dengan celah air", "% of families with a water gap"),
        breaks=(10, 25, 50, 75),
        colors=("#fff7bc", "#fec44f", "#ec7014", "#a63603", "#4d1a00"),
    ),
    group="keluarga",
    zoom=(5, 18),
    order=81,
)
