"""Kawasan kumuh: slum pockets with their 16 measurements, score and legal status."""

from sqlalchemy import Date, Numeric, SmallInteger, Text

from layers.kit.model import Choropleth, Class, Dataset, Field, Layer, Legend, Popup, Style, Window, Words
from layers.kit.roles import FAMILY_READERS, PLANNERS, PROVINCE, REGENCY, STAFF, VILLAGE, Role
from layers.kit.windows import own_desa, own_kabkota

DECREED = ("ditetapkan", "tertangani")
"""Legal statuses whose outline may be public: only after the decree (SK)."""

STATUS = {
    "indikasi": Words("Indikasi", "Indicated"),
    "usulan": Words("Usulan", "Proposed"),
    "terverifikasi": Words("Terverifikasi", "Verified"),
    "ditetapkan": Words("Ditetapkan (SK)", "Decreed"),
    "tertangani": Words("Tertangani", "Resolved"),
    "dicabut": Words("Dicabut", "Revoked"),
}
CLASSES: dict[int | str, Words] = {
    0: Words("Bukan kumuh", "Not slum"),
    1: Words("Ringan", "Light"),
    2: Words("Sedang", "Moderate"),
    3: Words("Berat", "Severe"),
    4: Words("Rentang, belum pasti", "Range, not certain"),
}
CRITERIA = (
    ("bgn_tidak_teratur", "Bangunan tidak teratur", "Irregular buildings", "unit"),
    ("bgn_padat_ha", "Luas berkepadatan tinggi", "Area of high density", "ha"),
    ("bgn_tidak_teknis", "Bangunan tidak memenuhi syarat teknis", "Buildings below standard", "unit"),
    ("jalan_tak_terlayani_m", "Jalan tidak melayani", "Roads missing", "m"),
    ("jalan_rusak_m", "Jalan berpermukaan buruk", "Roads with a poor surface", "m"),
    ("kk_tanpa_air_aman", "KK tanpa akses air aman", "Families without safe water", "KK"),
    ("kk_air_kurang", "KK dengan air kurang", "Families short of water", "KK"),
    ("genangan_ha", "Luas genangan", "Inundated area", "ha"),
    ("drainase_tak_ada_m", "Drainase tidak ada", "Drains missing", "m"),
    ("drainase_buruk_m", "Drainase berkonstruksi buruk", "Drains of poor construction", "m"),
    (
        "kk_limbah_sistem",
        "KK dengan sistem limbah tak sesuai",
        "Families with a poor wastewater system",
        "KK",
    ),
    ("kk_limbah_prasarana", "KK dengan sarana limbah tak sesuai", "Families with poor toilets", "KK"),
    ("kk_sampah_prasarana", "KK tanpa sarana sampah", "Families without waste facilities", "KK"),
    ("kk_sampah_sistem", "KK tanpa pengangkutan sampah", "Families without waste collection", "KK"),
    (
        "bgn_kebakaran_prasarana",
        "Bangunan tanpa prasarana kebakaran",
        "Buildings without fire supply",
        "unit",
    ),
    ("bgn_kebakaran_sarana", "Bangunan tanpa sarana kebakaran", "Buildings without fire equipment", "unit"),
)


def _amount(name: str, id: str, en: str, unit: str) -> Field:
    return Field(name, Numeric(12, 2), Words(id, en), unit=unit, sees=STAFF, check=f"{name} >= 0")


def _text(name: str, id: str, en: str, check: str | None = None) -> Field:
    return Field(name, Text, Words(id, en), sees=STAFF, check=check)


KUMUH = Dataset(
    name="kawasan_kumuh",
    geometry="MULTIPOLYGON",
    fields=(
        Field("kode", Text, Words("Kode kawasan", "Pocket code"), required=True),
        Field("nama", Text, Words("Nama", "Name"), required=True, tile=True),
        _text("rt", "RT", "RT"),
        _text("rw", "RW", "RW"),
        Field("luas_ha", Numeric(10, 2), Words("Luas", "Area"), unit="ha", tile=True, check="luas_ha > 0"),
        _amount("jml_bangunan", "Jumlah bangunan", "Buildings", "unit"),
        _amount("jml_jiwa", "Jumlah jiwa", "Persons", "jiwa"),
        _amount("jml_kk", "Jumlah KK", "Families", "KK"),
        _amount("jml_mbr_kk", "KK berpenghasilan rendah", "Low-income families", "KK"),
        _amount("panjang_jalan_ideal_m", "Panjang jalan ideal", "Ideal road length", "m"),
        _amount("panjang_drainase_ideal_m", "Panjang drainase ideal", "Ideal drain length", "m"),
        Field(
            "tipologi",
            SmallInteger,
            Words("Tipologi", "Typology"),
            codes={
                1: Words("Di atas air", "Over water"),
                2: Words("Tepi air", "Waterside"),
                3: Words("Dataran rendah", "Lowland"),
                4: Words("Perbukitan", "Hills"),
                5: Words("Rawan bencana", "Hazard-prone"),
            },
            check="tipologi BETWEEN 1 AND 5",
        ),
        Field(
            "status_hukum",
            Text,
            Words("Status hukum", "Legal status"),
            codes=STATUS,  # type: ignore[arg-type] # a mapping of str keys is one of int | str
            required=True,
            tile=True,
            check="status_hukum IN ('indikasi','usulan','terverifikasi','ditetapkan','tertangani','dicabut')",
        ),
        Field("no_sk", Text, Words("Nomor SK", "Decree number")),
        Field("tgl_sk", Date, Words("Tanggal SK", "Date of the decree")),
        _text("metode", "Metode penilaian", "Scoring method", check="metode IN ('2016','2018')"),
        _text("sumber_baseline", "Sumber data dasar", "Source of the baseline"),
        Field("tgl_survei", Date, Words("Tanggal survei", "Date of the survey"), sees=STAFF),
        *(_amount(*criterion) for criterion in CRITERIA),
        Field(
            "terukur",
            SmallInteger,
            Words("Kriteria terukur", "Criteria measured"),
            unit="dari 16",
            sees=STAFF,
        ),
        Field("skor_min", SmallInteger, Words("Skor terendah", "Lowest score"), sees=STAFF),
        Field("skor_maks", SmallInteger, Words("Skor tertinggi", "Highest score"), sees=STAFF),
        Field("kelas_min", SmallInteger, Words("Kelas terendah", "Lowest class"), codes=CLASSES, sees=STAFF),
        Field(
            "kelas_maks", SmallInteger, Words("Kelas tertinggi", "Highest class"), codes=CLASSES, sees=STAFF
        ),
        Field("kelas", SmallInteger, Words("Kelas kumuh", "Slum class"), codes=CLASSES, tile=True),
    ),
    windows={
        Role.PUBLIK: Window(rows=lambda c: c.status_hukum.in_(DECREED)),
        **{role: Window() for role in PROVINCE | {Role.PU_PROV, Role.PIMPINAN, Role.OPD}},
        **{role: Window(rows=own_kabkota) for role in REGENCY | (PLANNERS - {Role.PU_PROV})},
        **{role: Window(rows=own_desa) for role in VILLAGE & FAMILY_READERS},
    },
    natural_key="kode",
    measure="luas_ha",
)

LAYER = Layer(
    name="kawasan_kumuh",
    title=Words("Kawasan kumuh", "Slum pockets"),
    description=Words(
        "Kawasan menurut kelas kekumuhan (7 aspek, 16 kriteria; Permen PUPR 14/2018).",
        "Pockets by slum class (7 aspects, 16 criteria; Permen PUPR 14/2018).",
    ),
    dataset=KUMUH,
    style=Style("fill", "#0b5e63", opacity=0.85, width=2),
    legend=Legend(
        "kelas",
        (
            Class(3, Words("Berat", "Severe"), "#7a1f5c", "celah", "density3"),
            Class(2, Words("Sedang", "Moderate"), "#7a1f5c", "celah", "density2"),
            Class(1, Words("Ringan", "Light"), "#7a1f5c", "celah", "density1"),
            Class(
                4, Words("Rentang, belum pasti", "Range, not certain"), "#7a1f5c", "tidak_diketahui", "dots"
            ),
            Class(0, Words("Bukan kumuh", "Not slum"), "#7a1f5c", "baik"),
        ),
    ),
    popup=Popup(title="nama", rows=("kelas", "luas_ha", "status_hukum", "no_sk")),
    choropleth=Choropleth(
        "ukuran",
        Words("ha kawasan kumuh", "ha of slum pockets"),
        breaks=(1, 5, 10, 25),
        colors=("#fff7bc", "#fec44f", "#ec7014", "#a63603", "#4d1a00"),
    ),
    group="kumuh",
    zoom=(5, 18),
    order=70,
    visible=True,
    public_note=Words(
        "Tampilan publik: hanya kawasan yang ditetapkan dengan SK; kawasan lain tidak diperlihatkan.",
        "Public view: only pockets established by decree (SK); others are not shown.",
    ),
)
