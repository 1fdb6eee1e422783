"""Celah sanitasi: the toilet of each family on the ladder of BPS/Bappenas."""

from layers.himpunan.keluarga import KELUARGA
from layers.kit.model import Choropleth, Class, Layer, Legend, Popup, Style, Words

LAYER = Layer(
    name="celah_sanitasi",
    title=Words("Celah sanitasi", "Sanitation gap"),
    description=Words(
        "Akses sanitasi menurut definisi BPS/Bappenas; celah = belum layak atau buang air besar sembarangan.",
        "Access to sanitation by the BPS/Bappenas definition; gap = not adequate or open defecation.",
    ),
    dataset=KELUARGA,
    style=Style("point", "#0b5e63"),
    legend=Legend(
        "bps_sanitasi",
        (
            Class(6, Words("BABS terbuka", "Open defecation"), "#4d1a00", "celah"),
            Class(5, Words("BABS tertutup", "Toilet discharging openly"), "#a63603", "celah"),
            Class(4, Words("Belum layak", "Not adequate"), "#ec7014", "celah"),
            Class(3, Words("Layak bersama", "Adequate, shared"), "#fec44f", "baik"),
            Class(2, Words("Layak sendiri", "Adequate, own"), "#fee391", "baik"),
            Class(1, Words("Aman", "Safe"), "#fff7bc", "baik"),
            Class(0, Words("Tidak diketahui", "Unknown"), "#9aa5af", "tidak_diketahui"),
        ),
    ),
    popup=Popup(title="nama_kepala", rows=("fas_bab", "kloset", "tpa_tinja", "bps_sanitasi", "jmp_sanitasi")),
    choropleth=Choropleth(
        "persen",
        Words("% keluarga dengan celah sanitasi", "% of families with a sanitation gap"),
        breaks=(10, 25, 50, 75),
        colors=("#fff7bc", "#fec44f", "#ec7014", "#a63603", "#4d1a00"),
    ),
    group="keluarga",
    zoom=(5, 18),
    order=82,
)
