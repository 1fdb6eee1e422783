"""What is said about a row: its catalogue code, severity, sentence and advice, in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Severity = Literal["galat", "peringatan", "info"]


@dataclass(frozen=True)
class Message:
    """One trouble: `kode` of the catalogue, severity, sentence and advice, each as (Indonesian, English).

    Sentences may use `{kolom}` (the column's name in the file) and `{nilai}`; advice `{usulan}`.
    """

    kode: str
    severity: Severity
    text: tuple[str, str]
    advice: tuple[str, str] = ("", "")


def _error(kode: str, id: str, en: str, *advice: str) -> Message:
    return Message(kode, "galat", (id, en), _pair(advice))


def _warning(kode: str, id: str, en: str, *advice: str) -> Message:
    return Message(kode, "peringatan", (id, en), _pair(advice))


def _note(kode: str, id: str, en: str) -> Message:
    return Message(kode, "info", (id, en))


def _pair(advice: tuple[str, ...]) -> tuple[str, str]:
    return (advice[0], advice[1]) if advice else ("", "")


_AS_TEXT = (
    "Format kolom sebagai Teks lalu salin ulang dari sumber.",
    "Format the column as Text, then copy it again from the source.",
)
_FROM_CARD = ("Periksa pada KTP atau KK.", "Check it on the identity or family card.")
_POINT = (
    "Mungkin {usulan} (lintang, bujur). Periksa lalu perbaiki.",
    "Perhaps {usulan} (latitude, longitude). Check it.",
)

SHAPE: Mapping[str, Message] = {
    "kolom_tidak_cocok": _error(
        "V01",
        "{nilai} sel, padahal judul kolomnya berbeda jumlah.",
        "{nilai} cells, but the header has another number of columns.",
        "Periksa tanda pemisah dan tanda kutip di baris ini.",
        "Check the delimiters and quotes in this row.",
    ),
    "rumus": _error(
        "V39",
        "berisi rumus, bukan nilai.",
        "holds a formula, not a value.",
        "Salin kolom lalu tempel sebagai nilai (Paste Special → Values).",
        "Copy the column and paste it as values.",
    ),
    "mirip_rumus": _warning(
        "V39",
        "berawalan tanda yang dibaca Excel sebagai rumus; di berkas keluaran diberi apostrof.",
        "begins with a sign that Excel takes for a formula; output files put an apostrophe before it.",
    ),
    "teks_rusak": _error(
        "V01",
        "berisi karakter kendali atau lebih dari 500 huruf.",
        "holds control characters or more than 500 letters.",
    ),
    "kode_tidak_dikenal": _error(
        "V16",
        "“{nilai}” tidak ada dalam daftar kode.",
        "“{nilai}” is not in the code list.",
        "Pakai salah satu: {usulan}.",
        "Use one of: {usulan}.",
    ),
    "label_gabungan": _warning(
        "V16",
        "“{nilai}” menggabungkan beberapa kode; dibaca sebagai kode yang terdekat.",
        "“{nilai}” covers several codes; read as the nearest.",
    ),
    "label_kurang": _warning(
        "V16",
        "“{nilai}” kurang rinci untuk satu kode; dibaca sebagai tidak diketahui.",
        "“{nilai}” says too little for one code; read as unknown.",
    ),
    "bukan_angka": _error("V16", "“{nilai}” bukan angka.", "“{nilai}” is no number."),
    "bukan_bulat": _error("V16", "“{nilai}” bukan bilangan bulat.", "“{nilai}” is no whole number."),
    "angka_ambigu": _error(
        "V16",
        "“{nilai}” bisa berarti ribuan atau pecahan.",
        "“{nilai}” may be thousands or a fraction.",
        "Tulis tanpa pemisah ribuan, misalnya 1234 atau 1,5.",
        "Write it without a thousands separator, such as 1234 or 1.5.",
    ),
    "di_luar_batas": _error("V18", "“{nilai}” di luar batas yang wajar.", "“{nilai}” is beyond its limits."),
    "bukan_tanggal": _error(
        "V19",
        "“{nilai}” bukan tanggal.",
        "“{nilai}” is no date.",
        "Tulis seperti 31/12/2025 atau 2025-12-31.",
        "Write it like 31/12/2025 or 2025-12-31.",
    ),
    "tanggal_depan": _error("V19", "“{nilai}” belum terjadi.", "“{nilai}” lies in the future."),
}

PLACE: Mapping[str, Message] = {
    "desa_kosong": _error(
        "V02",
        "kode desa tidak ada, dan nama kabupaten/kota, kecamatan, desa tidak lengkap.",
        "no village code, and the names of regency, kecamatan and village are not complete.",
        "Isi kode desa Kemendagri atau BPS.",
        "Give the Kemendagri or BPS village code.",
    ),
    "desa_tidak_dikenal": _error(
        "V04",
        "kode desa {nilai} tidak ada dalam daftar wilayah Kalimantan Timur yang berlaku.",
        "village code {nilai} is not in the register in force of Kalimantan Timur.",
        "{usulan}",
        "{usulan}",
    ),
    "nama_tidak_dikenal": _error(
        "V04",
        "{nilai} bukan desa Kalimantan Timur yang dikenal, atau lebih dari satu.",
        "{nilai} is no known village of Kalimantan Timur, or more than one.",
        "Isi kode desa Kemendagri atau BPS.",
        "Give the Kemendagri or BPS village code.",
    ),
    "kode_bukan_desa": _error(
        "V04",
        "kode {nilai} bukan kode desa 10 angka.",
        "code {nilai} is no village code of 10 digits.",
        "Isi kode sampai tingkat desa.",
        "Give the code down to the village.",
    ),
    "kab_beda": _error(
        "V03",
        "kode desa dan nama kabupaten/kota saling bertentangan ({nilai}).",
        "village code and regency name contradict each other ({nilai}).",
        "Mungkin kode dari sistem lain: {usulan}",
        "Perhaps a code of the other system: {usulan}",
    ),
    "dua_kode_beda": _error(
        "V03",
        "kode Kemendagri dan kode BPS menunjuk desa yang berbeda ({nilai}).",
        "the Kemendagri and the BPS code name different villages ({nilai}).",
    ),
    "nama_desa_beda": _warning(
        "V04",
        "nama desa di berkas ({nilai}) berbeda dari nama menurut kodenya ({usulan}); kode yang dipakai.",
        "the village name in the file ({nilai}) differs from that of its code ({usulan}); the code counts.",
    ),
    "desa_dari_nama": _warning(
        "V04",
        "tanpa kode; desa ditetapkan dari ketiga namanya ({nilai}).",
        "no code; the village was found by its three names ({nilai}).",
    ),
}

IDENTITY: Mapping[str, Message] = {
    "tanpa_identitas": _error(
        "V02",
        "tidak ada nama kepala keluarga, NIK, maupun id sumber.",
        "neither the head's name nor NIK nor source id.",
    ),
    "tanpa_nik": _warning(
        "V05", "tanpa NIK; diterima dengan nomor sementara.", "no NIK; taken with a temporary number."
    ),
    "nik_panjang": _error(
        "V05",
        "{nilai} digit. Excel mungkin menghilangkan angka.",
        "{nilai} digits. Excel may have dropped some.",
        *_AS_TEXT,
    ),
    "nik_bukan_angka": _error(
        "V05", "berisi huruf atau tanda selain angka.", "holds more than digits.", *_FROM_CARD
    ),
    "nik_excel": _error(
        "V06",
        "rusak oleh Excel: digit terakhir hilang dan tidak dapat dipulihkan.",
        "destroyed by Excel: the last digits are lost and cannot be restored.",
        *_AS_TEXT,
    ),
    "nik_nol_excel": _error(
        "V06",
        "sebagian besar nomor di kolom ini berakhir 0: Excel membulatkan digit terakhir.",
        "most numbers of this column end in 0: Excel has rounded their last digit.",
        *_AS_TEXT,
    ),
    "nik_pola": _error(
        "V07", "bukan nomor sungguhan (pola berulang).", "no real number (a pattern).", *_FROM_CARD
    ),
    "nik_akhiran": _error("V07", "berakhiran 0000.", "ends in 0000.", *_FROM_CARD),
    "nik_tanggal": _error(
        "V08", "tanggal lahir di dalamnya tidak mungkin.", "its birth day is impossible.", *_FROM_CARD
    ),
    "nik_bulan": _error(
        "V08", "bulan lahir di dalamnya tidak mungkin.", "its birth month is impossible.", *_FROM_CARD
    ),
    "nik_provinsi": _error(
        "V11", "dua digit pertama bukan kode provinsi.", "its first two digits are no province.", *_FROM_CARD
    ),
    "nik_tgl_beda": _warning(
        "V09",
        "tanggal lahir di NIK berbeda dari kolom tanggal lahir.",
        "the birth date in the NIK differs from the column of birth dates.",
    ),
    "nik_jk_beda": _warning(
        "V10",
        "jenis kelamin menurut NIK berbeda dari kolom jenis kelamin.",
        "the sex in the NIK differs from the column of sexes.",
    ),
    "nik_ganda": _error(
        "V13",
        "NIK kepala keluarga yang sama juga ada di baris {nilai}.",
        "the same head's NIK stands in row {nilai}.",
        "Pertahankan satu baris saja.",
        "Keep one of the rows.",
    ),
    "kk_ganda": _warning(
        "V13", "nomor KK yang sama juga ada di baris {nilai}.", "the same KK number stands in row {nilai}."
    ),
    "kk_panjang": _error(
        "V12",
        "{nilai} digit. Excel mungkin menghilangkan angka.",
        "{nilai} digits. Excel may have dropped some.",
        *_AS_TEXT,
    ),
    "kk_bukan_angka": _error(
        "V12", "berisi huruf atau tanda selain angka.", "holds more than digits.", *_FROM_CARD
    ),
    "kk_excel": _error(
        "V12",
        "rusak oleh Excel: digit terakhir hilang dan tidak dapat dipulihkan.",
        "destroyed by Excel: the last digits are lost and cannot be restored.",
        *_AS_TEXT,
    ),
    "kk_nol_excel": _error(
        "V12",
        "sebagian besar nomor di kolom ini berakhir 0: Excel membulatkan digit terakhir.",
        "most numbers of this column end in 0: Excel has rounded their last digit.",
        *_AS_TEXT,
    ),
    "kk_pola": _error(
        "V12", "bukan nomor sungguhan (pola berulang).", "no real number (a pattern).", *_FROM_CARD
    ),
}

POINT: Mapping[str, Message] = {
    "titik_kosong": _warning(
        "V21", "tanpa koordinat; diterima tanpa titik.", "no coordinates; taken without a point."
    ),
    "titik_nol": _warning(
        "V21", "koordinat 0,0; diterima tanpa titik.", "coordinates 0,0; taken without a point."
    ),
    "titik_separuh": _warning(
        "V30",
        "hanya lintang atau hanya bujur; diterima tanpa titik.",
        "only one of the two; taken without a point.",
    ),
    "titik_tak_terbaca": _warning(
        "V22",
        "koordinat tidak terbaca; diterima tanpa titik.",
        "unreadable coordinates; taken without a point.",
    ),
    "titik_tertukar": _warning(
        "V23",
        "lintang dan bujur tampak tertukar; diterima tanpa titik.",
        "latitude and longitude look swapped; taken without a point.",
        *_POINT,
    ),
    "titik_tanpa_koma": _warning(
        "V24",
        "koordinat kehilangan tanda desimal; diterima tanpa titik.",
        "the coordinates lost their decimal point; taken without a point.",
        *_POINT,
    ),
    "titik_utm": _warning(
        "V25",
        "koordinat tampak UTM zona 50 (meter); diterima tanpa titik.",
        "the coordinates look like UTM zone 50 (metres); taken without a point.",
        *_POINT,
    ),
    "titik_luar": _warning(
        "V26",
        "koordinat di luar Kalimantan Timur; diterima tanpa titik.",
        "the coordinates lie outside Kalimantan Timur; taken without a point.",
    ),
    "titik_bersama": _warning(
        "V27",
        "lima keluarga atau lebih bertitik sama: mungkin kantor desa, bukan rumah.",
        "five families or more share this point: perhaps the village office, not a house.",
        "Isi sumber_koordinat 5 atau titik rumahnya.",
        "Set sumber_koordinat to 5, or give the house's point.",
    ),
    "titik_kasar": _warning(
        "V28",
        "koordinat hanya dua desimal (±1,1 km).",
        "the coordinates have two decimals only (about 1.1 km).",
    ),
    "bukan_titik": _warning(
        "V33",
        "geometri {nilai}, bukan titik; diterima tanpa titik.",
        "geometry {nilai}, no point; taken without a point.",
    ),
}

ANSWERS: Mapping[str, Message] = {
    "rt_rw_tanggal": _warning(
        "V19",
        "tampak sebagai tanggal: Excel mengubah RT/RW seperti 01/02.",
        "looks like a date: Excel has turned an RT/RW such as 01/02.",
        *_AS_TEXT,
    ),
    "desil_sumber_diisi": _note(
        "V31", "sumber desil diisi dari --sumber.", "source of the decile filled from --sumber."
    ),
    "lompatan": _warning(
        "V17",
        "seharusnya kosong menurut jawaban sebelumnya.",
        "should be blank after the answer before it.",
    ),
    "luas_janggal": _warning("V18", "luas di luar 4–500 m².", "an area outside 4–500 m²."),
    "luas_per_orang": _warning(
        "V18", "luas per orang di bawah 1 atau di atas 100 m².", "less than 1 or more than 100 m² a person."
    ),
    "desil_tanpa_sumber": _warning(
        "V31",
        "desil tanpa sumber.",
        "a decile without its source.",
        "Isi kolom desil_sumber atau pakai --sumber.",
        "Fill the column desil_sumber or use --sumber.",
    ),
}

POCKETS: Mapping[str, Message] = {
    "tanpa_geometri": _error(
        "V33",
        "tidak ada poligon.",
        "no polygon.",
        "Beri poligon (GeoPackage, GeoJSON, atau kolom WKT).",
        "Give a polygon (GeoPackage, GeoJSON, or a WKT column).",
    ),
    "geometri_rusak": _error("V33", "geometri tidak terbaca.", "unreadable geometry."),
    "bukan_poligon": _error(
        "V33",
        "geometri {nilai}, bukan poligon.",
        "geometry {nilai}, no polygon.",
        "Pisahkan menjadi Polygon atau MultiPolygon.",
        "Split it into Polygon or MultiPolygon.",
    ),
    "poligon_tidak_sah": _error(
        "V33",
        "poligon tidak sah: {nilai}.",
        "invalid polygon: {nilai}.",
        "Perbaiki di QGIS.",
        "Repair it in QGIS.",
    ),
    "poligon_terlalu_rinci": _error(
        "V33",
        "{nilai} titik sudut, di atas batas 2.000.000.",
        "{nilai} vertices, above the limit of 2,000,000.",
        "Sederhanakan poligonnya.",
        "Simplify the polygon.",
    ),
    "poligon_luar": _error(
        "V26",
        "poligon di luar Kalimantan Timur atau bukan dalam derajat.",
        "the polygon lies outside Kalimantan Timur or is not in degrees.",
        "Periksa CRS berkas.",
        "Check the CRS of the file.",
    ),
    "luas_beda": _warning(
        "V33",
        "luas tertulis berbeda lebih dari 10 % dari luas poligon ({nilai} ha).",
        "the stated area differs by more than 10 % from the polygon's ({nilai} ha).",
    ),
    "luas_dihitung": _warning(
        "V33", "luas dihitung dari poligon ({nilai} ha).", "area taken from the polygon ({nilai} ha)."
    ),
    "pembilang_lebih": _error(
        "V34",
        "{nilai} melebihi penyebutnya ({usulan}).",
        "{nilai} is above its denominator ({usulan}).",
        "Penyebut: {usulan}. Periksa keduanya.",
        "Denominator: {usulan}. Check both.",
    ),
    "penyebut_nol": _warning(
        "V34",
        "penyebutnya kosong atau 0, jadi kriteria ini tak terdefinisi.",
        "its denominator is blank or 0, so this criterion is undefined.",
    ),
    "kode_ganda": _error(
        "V13", "kode yang sama juga ada di baris {nilai}.", "the same code stands in row {nilai}."
    ),
    "status_tidak_dikenal": _error(
        "V16",
        "“{nilai}” bukan status hukum.",
        "“{nilai}” is no legal status.",
        "Pakai indikasi, usulan, terverifikasi, ditetapkan, tertangani, atau dicabut.",
        "Use indikasi, usulan, terverifikasi, ditetapkan, tertangani or dicabut.",
    ),
    "metode_tidak_dikenal": _error(
        "V16", "metode “{nilai}” tidak dikenal.", "unknown method “{nilai}”.", "2018 / 2016", "2018 / 2016"
    ),
    "status_diisi": _note(
        "V16", "tanpa status; dicatat sebagai indikasi.", "no status; recorded as indikasi."
    ),
    "metode_diisi": _note(
        "V16", "tanpa metode; dinilai dengan metode 2018.", "no method; scored by the method of 2018."
    ),
    "tanpa_sk": _warning(
        "V16", "berstatus ditetapkan tanpa nomor SK.", "decreed, but without the decree's number."
    ),
}

ROWS: Mapping[str, Message] = {**SHAPE, **PLACE, **IDENTITY, **POINT, **ANSWERS, **POCKETS}
