"""What is said about a row of families: identity, point, answers."""

from __future__ import annotations

from collections.abc import Mapping

from api.imports.messages import AS_TEXT, Message, error, note, warning

_FROM_CARD = ("Periksa pada KTP atau KK.", "Check it on the identity or family card.")
_POINT = (
    "Mungkin {usulan} (lintang, bujur). Periksa lalu perbaiki.",
    "Perhaps {usulan} (latitude, longitude). Check it.",
)

IDENTITY: Mapping[str, Message] = {
    "tanpa_identitas": error(
        "V02",
        "tidak ada nama kepala keluarga, NIK, maupun id sumber.",
        "neither the head's name nor NIK nor source id.",
    ),
    "tanpa_nik": warning(
        "V05", "tanpa NIK; diterima dengan nomor sementara.", "no NIK; taken with a temporary number."
    ),
    "nik_panjang": error(
        "V05",
        "{nilai} digit. Excel mungkin menghilangkan angka.",
        "{nilai} digits. Excel may have dropped some.",
        *AS_TEXT,
    ),
    "nik_bukan_angka": error(
        "V05", "berisi huruf atau tanda selain angka.", "holds more than digits.", *_FROM_CARD
    ),
    "nik_excel": error(
        "V06",
        "rusak oleh Excel: digit terakhir hilang dan tidak dapat dipulihkan.",
        "destroyed by Excel: the last digits are lost and cannot be restored.",
        *AS_TEXT,
    ),
    "nik_nol_excel": error(
        "V06",
        "sebagian besar nomor di kolom ini berakhir 0: Excel membulatkan digit terakhir.",
        "most numbers of this column end in 0: Excel has rounded their last digit.",
        *AS_TEXT,
    ),
    "nik_pola": error(
        "V07", "bukan nomor sungguhan (pola berulang).", "no real number (a pattern).", *_FROM_CARD
    ),
    "nik_akhiran": error("V07", "berakhiran 0000.", "ends in 0000.", *_FROM_CARD),
    "nik_tanggal": error(
        "V08", "tanggal lahir di dalamnya tidak mungkin.", "its birth day is impossible.", *_FROM_CARD
    ),
    "nik_bulan": error(
        "V08", "bulan lahir di dalamnya tidak mungkin.", "its birth month is impossible.", *_FROM_CARD
    ),
    "nik_provinsi": error(
        "V11", "dua digit pertama bukan kode provinsi.", "its first two digits are no province.", *_FROM_CARD
    ),
    "nik_tgl_beda": warning(
        "V09",
        "tanggal lahir di NIK berbeda dari kolom tanggal lahir.",
        "the birth date in the NIK differs from the column of birth dates.",
    ),
    "nik_jk_beda": warning(
        "V10",
        "jenis kelamin menurut NIK berbeda dari kolom jenis kelamin.",
        "the sex in the NIK differs from the column of sexes.",
    ),
    "nik_ganda": error(
        "V13",
        "NIK kepala keluarga yang sama juga ada di baris {nilai}.",
        "the same head's NIK stands in row {nilai}.",
        "Pertahankan satu baris saja.",
        "Keep one of the rows.",
    ),
    "kk_ganda": warning(
        "V13", "nomor KK yang sama juga ada di baris {nilai}.", "the same KK number stands in row {nilai}."
    ),
    "kk_panjang": error(
        "V12",
        "{nilai} digit. Excel mungkin menghilangkan angka.",
        "{nilai} digits. Excel may have dropped some.",
        *AS_TEXT,
    ),
    "kk_bukan_angka": error(
        "V12", "berisi huruf atau tanda selain angka.", "holds more than digits.", *_FROM_CARD
    ),
    "kk_excel": error(
        "V12",
        "rusak oleh Excel: digit terakhir hilang dan tidak dapat dipulihkan.",
        "destroyed by Excel: the last digits are lost and cannot be restored.",
        *AS_TEXT,
    ),
    "kk_nol_excel": error(
        "V12",
        "sebagian besar nomor di kolom ini berakhir 0: Excel membulatkan digit terakhir.",
        "most numbers of this column end in 0: Excel has rounded their last digit.",
        *AS_TEXT,
    ),
    "kk_pola": error(
        "V12", "bukan nomor sungguhan (pola berulang).", "no real number (a pattern).", *_FROM_CARD
    ),
}

POINT: Mapping[str, Message] = {
    "titik_kosong": warning(
        "V21", "tanpa koordinat; diterima tanpa titik.", "no coordinates; taken without a point."
    ),
    "titik_nol": warning(
        "V21", "koordinat 0,0; diterima tanpa titik.", "coordinates 0,0; taken without a point."
    ),
    "titik_separuh": warning(
        "V30",
        "hanya lintang atau hanya bujur; diterima tanpa titik.",
        "only one of the two; taken without a point.",
    ),
    "titik_tak_terbaca": warning(
        "V22",
        "koordinat tidak terbaca; diterima tanpa titik.",
        "unreadable coordinates; taken without a point.",
    ),
    "titik_tertukar": warning(
        "V23",
        "lintang dan bujur tampak tertukar; diterima tanpa titik.",
        "latitude and longitude look swapped; taken without a point.",
        *_POINT,
    ),
    "titik_tanpa_koma": warning(
        "V24",
        "koordinat kehilangan tanda desimal; diterima tanpa titik.",
        "the coordinates lost their decimal point; taken without a point.",
        *_POINT,
    ),
    "titik_utm": warning(
        "V25",
        "koordinat tampak UTM zona 50 (meter); diterima tanpa titik.",
        "the coordinates look like UTM zone 50 (metres); taken without a point.",
        *_POINT,
    ),
    "titik_luar": warning(
        "V26",
        "koordinat di luar Kalimantan Timur; diterima tanpa titik.",
        "the coordinates lie outside Kalimantan Timur; taken without a point.",
    ),
    "titik_bersama": warning(
        "V27",
        "lima keluarga atau lebih bertitik sama: mungkin kantor desa, bukan rumah.",
        "five families or more share this point: perhaps the village office, not a house.",
        "Isi sumber_koordinat 5 atau titik rumahnya.",
        "Set sumber_koordinat to 5, or give the house's point.",
    ),
    "titik_kasar": warning(
        "V28",
        "koordinat hanya dua desimal (±1,1 km).",
        "the coordinates have two decimals only (about 1.1 km).",
    ),
    "bukan_titik": warning(
        "V33",
        "geometri {nilai}, bukan titik; diterima tanpa titik.",
        "geometry {nilai}, no point; taken without a point.",
    ),
}

ANSWERS: Mapping[str, Message] = {
    "rt_rw_tanggal": warning(
        "V19",
        "tampak sebagai tanggal: Excel mengubah RT/RW seperti 01/02.",
        "looks like a date: Excel has turned an RT/RW such as 01/02.",
        *AS_TEXT,
    ),
    "desil_sumber_diisi": note(
        "V31", "sumber desil diisi dari --sumber.", "source of the decile filled from --sumber."
    ),
    "lompatan": warning(
        "V17",
        "seharusnya kosong menurut jawaban sebelumnya.",
        "should be blank after the answer before it.",
    ),
    "luas_janggal": warning("V18", "luas di luar 4–500 m².", "an area outside 4–500 m²."),
    "luas_per_orang": warning(
        "V18", "luas per orang di bawah 1 atau di atas 100 m².", "less than 1 or more than 100 m² a person."
    ),
    "desil_tanpa_sumber": warning(
        "V31",
        "desil tanpa sumber.",
        "a decile without its source.",
        "Isi kolom desil_sumber atau pakai --sumber.",
        "Fill the column desil_sumber or use --sumber.",
    ),
}
