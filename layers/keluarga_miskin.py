"""Keluarga miskin: poor families by decile group."""

from layers.himpunan.keluarga import KELUARGA
from layers.kit.model import Choropleth, Class, Layer, Legend, Popup, Style, Words

LAYER = Layer(
    name="keluarga_miskin",
    title=Words("Keluarga prioritas penanganan", "Priority families"),
    description=Words(
        "Keluarga terdaftar menurut kelompok desil. Desil adalah peringkat, bukan status miskin menurut BPS.",
        "Listed families by decile group. A decile is a rank, not the poverty status defined by BPS.",
    ),
    dataset=KELUARGA,
    style=Style("point", "#0b5e63"),
    legend=Legend(
        "kelas_desil",
        (
            Class(1, Words("Desil 1", "Decile 1"), "#4d1a00", "celah"),
            Class(2, Words("Desil 2", "Decile 2"), "#a63603", "celah"),
            Class(3, Words("Desil 3", "Decile 3"), "#ec7014"),
            Class(4, Words("Desil 4", "Decile 4"), "#fec44f"),
            Class(5, Words("Desil 5–10", "Deciles 5–10"), "#fff7bc"),
            Class(0, Words("Tidak diketahui", "Unknown"), "#9aa5af", "tidak_diketahui"),
        ),
    ),
    popup=Popup(title="nama_kepala", rows=("desil", "status_miskin_ekstrem", "jml_anggota", "rt_rw")),
    choropleth=Choropleth(
        "jumlah",
        Words("keluarga", "families"),
        breaks=(50, 100, 250, 500),
        colors=("#fff7bc", "#fec44f", "#ec7014", "#a63603", "#4d1a00"),
    ),
    group="keluarga",
    zoom=(5, 18),
    order=80,
    visible=True,
)
