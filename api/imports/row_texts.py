"""What is said about a row of any file: its shape, its place, and for pockets polygon and measurements."""

from __future__ import annotations

from collections.abc import Mapping

from api.imports.family_texts import ANSWERS, IDENTITY, POINT
from api.imports.messages import Message, error, note, warning

SHAPE: Mapping[str, Message] = {
    "kolom_tidak_cocok": error(
        "V01",
        "{nilai} sel, padahal judul kolomnya berbeda jumlah.",
        "{nilai} cells, but the header has another number of columns.",
        "Periksa tanda pemisah dan tanda kutip di baris ini.",
        "Check the delimiters and quotes in this row.",
    ),
    "rumus": error(
        "V39",
        "berisi rumus, bukan nilai.",
        "holds a formula, not a value.",
        "Salin kolom lalu tempel sebagai nilai (Paste Special → Values).",
        "Copy the column and paste it as values.",
    ),
    "mirip_rumus": warning(
        "V39",
        "berawalan tanda yang dibaca Excel sebagai rumus; di berkas keluaran diberi apostrof.",
        "begins with a sign that Excel takes for a formula; output files put an apostrophe before it.",
    ),
    "teks_rusak": error(
        "V01",
        "berisi karakter kendali atau lebih dari 500 huruf.",
        "holds control characters or more than 500 letters.",
    ),
    "kode_tidak_dikenal": error(
        "V16",
        "“{nilai}” tidak ada dalam daftar kode.",
        "“{nilai}” is not in the code list.",
        "Pakai salah satu: {usulan}.",
        "Use one of: {usulan}.",
    ),
    "label_gabungan": warning(
        "V16",
        "“{nilai}” menggabungkan beberapa kode; dibaca sebagai kode yang terdekat.",
        "“{nilai}” covers several codes; read as the nearest.",
    ),
    "label_kurang": warning(
        "V16",
        "“{nilai}” kurang rinci untuk satu kode; dibaca sebagai tidak diketahui.",
        "“{nilai}” says too little for one code; read as unknown.",
    ),
    "bukan_angka": error("V16", "“{nilai}” bukan angka.", "“{nilai}” is no number."),
    "bukan_bulat": error("V16", "“{nilai}” bukan bilangan bulat.", "“{nilai}” is no whole number."),
    "angka_ambigu": error(
        "V16",
        "“{nilai}” bisa berarti ribuan atau pecahan.",
        "“{nilai}” may be thousands or a fraction.",
        "Tulis tanpa pemisah ribuan, misalnya 1234 atau 1,5.",
        "Write it without a thousands separator, such as 1234 or 1.5.",
    ),
    "di_luar_batas": error("V18", "“{nilai}” di luar batas yang wajar.", "“{nilai}” is beyond its limits."),
    "bukan_tanggal": error(
        "V19",
        "“{nilai}” bukan tanggal.",
        "“{nilai}” is no date.",
        "Tulis seperti 31/12/2025 atau 2025-12-31.",
        "Write it like 31/12/2025 or 2025-12-31.",
    ),
    "tanggal_depan": error("V19", "“{nilai}” belum terjadi.", "“{nilai}” lies in the future."),
}

PLACE: Mapping[str, Message] = {
    "desa_kosong": error(
        "V02",
        "kode desa tidak ada, dan nama kabupaten/kota, kecamatan, desa tidak lengkap.",
        "no village code, and the names of regency, kecamatan and village are not complete.",
        "Isi kode desa Kemendagri atau BPS.",
        "Give the Kemendagri or BPS village code.",
    ),
    "desa_tidak_dikenal": error(
        "V04",
        "kode desa {nilai} tidak ada dalam daftar wilayah Kalimantan Timur yang berlaku.",
        "village code {nilai} is not in the register in force of Kalimantan Timur.",
        "Periksa kode desa. {usulan}",
        "Check the village code. {usulan}",
    ),
    "nama_tidak_dikenal": error(
        "V04",
        "{nilai} bukan desa Kalimantan Timur yang dikenal, atau lebih dari satu.",
        "{nilai} is no known village of Kalimantan Timur, or more than one.",
        "Isi kode desa Kemendagri atau BPS.",
        "Give the Kemendagri or BPS village code.",
    ),
    "kode_bukan_desa": error(
        "V04",
        "kode {nilai} bukan kode desa 10 angka.",
        "code {nilai} is no village code of 10 digits.",
        "Isi kode sampai tingkat desa.",
        "Give the code down to the village.",
    ),
    "kab_beda": error(
        "V03",
        "kode desa dan nama kabupaten/kota saling bertentangan ({nilai}).",
        "village code and regency name contradict each other ({nilai}).",
        "Mungkin kode dari sistem lain: {usulan}",
        "Perhaps a code of the other system: {usulan}",
    ),
    "dua_kode_beda": error(
        "V03",
        "kode Kemendagri dan kode BPS menunjuk desa yang berbeda ({nilai}).",
        "the Kemendagri and the BPS code name different villages ({nilai}).",
    ),
    "nama_desa_beda": warning(
        "V04",
        "nama desa di berkas ({nilai}) berbeda dari nama menurut kodenya ({usulan}); kode yang dipakai.",
        "the village name in the file ({nilai}) differs from that of its code ({usulan}); the code counts.",
    ),
    "desa_dari_nama": warning(
        "V04",
        "tanpa kode; desa ditetapkan dari ketiga namanya ({nilai}).",
        "no code; the village was found by its three names ({nilai}).",
    ),
}

POCKETS: Mapping[str, Message] = {
    "tanpa_geometri": error(
        "V33",
        "tidak ada poligon.",
        "no polygon.",
        "Beri poligon (GeoPackage, GeoJSON, atau kolom WKT).",
        "Give a polygon (GeoPackage, GeoJSON, or a WKT column).",
    ),
    "geometri_rusak": error("V33", "geometri tidak terbaca.", "unreadable geometry."),
    "bukan_poligon": error(
        "V33",
        "geometri {nilai}, bukan poligon.",
        "geometry {nilai}, no polygon.",
        "Pisahkan menjadi Polygon atau MultiPolygon.",
        "Split it into Polygon or MultiPolygon.",
    ),
    "poligon_tidak_sah": error(
        "V33",
        "poligon tidak sah: {nilai}.",
        "invalid polygon: {nilai}.",
        "Perbaiki di QGIS.",
        "Repair it in QGIS.",
    ),
    "poligon_terlalu_rinci": error(
        "V33",
        "{nilai} titik sudut, di atas batas 2.000.000.",
        "{nilai} vertices, above the limit of 2,000,000.",
        "Sederhanakan poligonnya.",
        "Simplify the polygon.",
    ),
    "poligon_luar": error(
        "V26",
        "poligon di luar Kalimantan Timur atau bukan dalam derajat.",
        "the polygon lies outside Kalimantan Timur or is not in degrees.",
        "Periksa CRS berkas.",
        "Check the CRS of the file.",
    ),
    "luas_beda": warning(
        "V33",
        "luas tertulis berbeda lebih dari 10 % dari luas poligon ({nilai} ha).",
        "the stated area differs by more than 10 % from the polygon's ({nilai} ha).",
    ),
    "luas_dihitung": warning(
        "V33", "luas dihitung dari poligon ({nilai} ha).", "area taken from the polygon ({nilai} ha)."
    ),
    "pembilang_lebih": error(
        "V34",
        "{nilai} melebihi penyebutnya ({usulan}).",
        "{nilai} is above its denominator ({usulan}).",
        "Penyebut: {usulan}. Periksa keduanya.",
        "Denominator: {usulan}. Check both.",
    ),
    "penyebut_nol": warning(
        "V34",
        "penyebutnya kosong atau 0, jadi kriteria ini tak terdefinisi.",
        "its denominator is blank or 0, so this criterion is undefined.",
    ),
    "kode_ganda": error(
        "V13", "kode yang sama juga ada di baris {nilai}.", "the same code stands in row {nilai}."
    ),
    "status_tidak_dikenal": error(
        "V16",
        "“{nilai}” bukan status hukum.",
        "“{nilai}” is no legal status.",
        "Pakai indikasi, usulan, terverifikasi, ditetapkan, tertangani, atau dicabut.",
        "Use indikasi, usulan, terverifikasi, ditetapkan, tertangani or dicabut.",
    ),
    "metode_tidak_dikenal": error(
        "V16", "metode “{nilai}” tidak dikenal.", "unknown method “{nilai}”.", "2018 / 2016", "2018 / 2016"
    ),
    "status_diisi": note(
        "V16", "tanpa status; dicatat sebagai indikasi.", "no status; recorded as indikasi."
    ),
    "metode_diisi": note(
        "V16", "tanpa metode; dinilai dengan metode 2018.", "no method; scored by the method of 2018."
    ),
    "tanpa_sk": warning(
        "V16", "berstatus ditetapkan tanpa nomor SK.", "decreed, but without the decree's number."
    ),
}

ROWS: Mapping[str, Message] = {**SHAPE, **PLACE, **IDENTITY, **POINT, **ANSWERS, **POCKETS}
