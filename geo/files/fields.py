"""The fields of a family and of a slum pocket as files name them: kind of value, limits, column names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Kind = Literal["kode", "bulat", "angka", "tanggal", "teks", "mentah"]


@dataclass(frozen=True)
class FieldSpec:
    """How a field is read: `kode` a code list, `bulat` a whole number, `mentah` as it is, for a rule.

    `least` and `most` are the limits a number must keep; `names` the column names, the likelier first.
    """

    kind: Kind
    names: tuple[str, ...]
    least: float = 0
    most: float = 32_000


def _spec(kind: Kind, names: str, least: float = 0, most: float = 32_000) -> FieldSpec:
    return FieldSpec(kind, tuple(names.split("|")), least, most)


PLACE: Mapping[str, FieldSpec] = {
    "kode_desa_dagri": _spec(
        "mentah",
        (
            "kode kemendagri|kode kemdagri|kode desa kemendagri|kode wilayah kemendagri"
            "|kode dagri|kemendagri|kode desa kemdagri|kode desa dagri|kd kemendagri"
        ),
    ),
    "kode_desa_bps": _spec(
        "mentah", "kode bps|kode desa bps|kode wilayah bps|kd bps|iddesa|id desa|idsls bps"
    ),
    "kode_desa": _spec(
        "mentah",
        (
            "kode desa|kode desa kelurahan|kode desa kel|kd desa|kode kelurahan|kd kel|kode kel"
            "|kode kampung|kode wilayah|kd desa kel|kode kel desa|kddesa|kode desa/kelurahan"
        ),
    ),
    "kode_prov": _spec("mentah", "kode provinsi|kd prov|kode prop|kdprov|kd provinsi"),
    "kode_kab": _spec(
        "mentah", "kode kabupaten|kd kab|kode kab kota|kdkab|kode kabupaten kota|kd kabkota|kode kota"
    ),
    "kode_kec": _spec("mentah", "kode kecamatan|kd kec|kdkec|kd kecamatan"),
    "nama_kab": _spec(
        "mentah",
        (
            "kabupaten kota|kabupaten/kota|kab kota|kab|kabupaten|kota|nama kabupaten"
            "|nama kabupaten kota|nama kab kota|nmkab|kabkota|wadmkk"
        ),
    ),
    "nama_kec": _spec("mentah", "kecamatan|kec|nama kecamatan|nama kec|nmkec|wadmkc"),
    "nama_desa": _spec(
        "mentah",
        (
            "desa kelurahan|desa/kelurahan|desa kel|kelurahan desa|kel desa|desa|kelurahan|kel"
            "|nama desa|nama desa kelurahan|nama kelurahan|desa kelurahan kampung|nmdesa|wadmkd"
            "|kampung|nama kampung"
        ),
    ),
}

_CODES = {
    "sumber_koordinat": "sumber titik|asal koordinat",
    "status_miskin_ekstrem": (
        "miskin ekstrem|status kemiskinan ekstrem|status pke|status kemiskinan|kemiskinan ekstrem"
    ),
    "status_bangunan": (
        "status kepemilikan rumah|kepemilikan rumah|status rumah|status kepemilikan bangunan"
        "|status penguasaan bangunan|status kepemilikan bangunan tempat tinggal|r301a"
    ),
    "bukti_tanah": ("bukti kepemilikan tanah|jenis bukti kepemilikan tanah|bukti kepemilikan|r301b"),
    "lantai": ("jenis lantai|jenis lantai terluas|lantai terluas|bahan lantai|r303"),
    "dinding": ("jenis dinding|jenis dinding terluas|dinding terluas|bahan dinding|r304"),
    "atap": ("jenis atap|jenis atap terluas|atap terluas|bahan atap|r305"),
    "kondisi_lantai": "keadaan lantai|kualitas lantai",
    "kondisi_dinding": "keadaan dinding|kualitas dinding",
    "kondisi_atap": "keadaan atap|kualitas atap",
    "air_minum": ("sumber air minum|sumber air minum utama|sumber air|r306a"),
    "jarak_tinja": (
        "jarak ke penampungan tinja|jarak sumber air ke penampungan tinja|jarak septic tank"
        "|jarak tinja|jarak sumber air minum ke tempat penampungan limbah|r306b"
    ),
    "air_mandi": ("sumber air mandi|air mandi cuci|sumber air mandi cuci|sumber air mck"),
    "lokasi_air": ("lokasi sumber air|lokasi air minum|letak sumber air"),
    "air_tersedia": ("ketersediaan air|ketersediaan air minum|kecukupan air"),
    "kualitas_air": ("kualitas air minum|uji kualitas air|hasil uji air"),
    "penerangan": ("sumber penerangan|sumber penerangan utama|penerangan utama|r307a"),
    "daya_listrik": ("daya terpasang|daya listrik terpasang|daya|r307b"),
    "bahan_bakar": (
        "bahan bakar memasak|bahan bakar utama memasak|bahan bakar energi utama untuk memasak"
        "|bahan bakar untuk memasak|r308"
    ),
    "fas_bab": (
        "fasilitas bab|memiliki fasilitas bab|fasilitas tempat bab|fasilitas buang air besar"
        "|jamban|r309a|kepemilikan fasilitas bab|kepemilikan dan penggunaan fasilitas bab"
        "|memiliki fasilitas buang air besar"
    ),
    "kloset": "jenis kloset|jenis jamban|r309b",
    "tpa_tinja": ("tempat pembuangan akhir tinja|pembuangan akhir tinja|tpa tinja|pembuangan tinja|r310"),
    "ctps": ("cuci tangan|cuci tangan pakai sabun|sarana cuci tangan"),
    "status_pendataan": "hasil pendataan|r205",
}

FAMILY: Mapping[str, FieldSpec] = {
    "nik": _spec(
        "mentah",
        (
            "nik kepala keluarga|nik kk|nik krt|nik kepala rumah tangga|no ktp|nomor ktp|no nik"
            "|nomor nik|nik kepala|nomor induk kependudukan|ktp"
        ),
    ),
    "no_kk": _spec(
        "mentah",
        (
            "nkk|nomor kk|no kartu keluarga|nomor kartu keluarga|nokk|kk|no kartu keluarga kk"
            "|nomor kartu keluarga kk"
        ),
    ),
    "id_sumber": _spec(
        "teks",
        (
            "id keluarga p3ke|id keluarga|id dtks|id dtsen|idbdt|id bdt|id p3ke|id rumah tangga"
            "|id art|no urut keluarga"
        ),
    ),
    "nama_kepala": _spec(
        "teks",
        (
            "nama kepala keluarga|kepala keluarga|nama krt|nama kepala rumah tangga"
            "|kepala rumah tangga|krt|nama kk|nama lengkap|nama"
        ),
    ),
    "alamat": _spec("teks", "alamat lengkap|alamat rumah|alamat tempat tinggal|jalan|nama jalan"),
    "rt_rw": _spec("teks", "rt/rw|rtrw|rt rw|rw/rt"),
    "rt": _spec("teks", "no rt|nomor rt|rukun tetangga"),
    "rw": _spec("teks", "no rw|nomor rw|rukun warga"),
    "lat": _spec(
        "mentah", "latitude|lintang|koordinat lintang|lat y|y|koordinat y|garis lintang|titik lintang"
    ),
    "lon": _spec(
        "mentah", "longitude|long|lng|bujur|koordinat bujur|x|koordinat x|garis bujur|titik bujur|lon x"
    ),
    "koordinat": _spec(
        "mentah",
        (
            "titik koordinat|koordinat rumah|lat long|latlong|lat lng|latitude longitude"
            "|lintang bujur|lokasi gps|gps|titik gps|coordinate|lat lon|geotag|titik lokasi"
        ),
    ),
    "akurasi_m": _spec("angka", "akurasi|akurasi gps|accuracy|ketelitian", 0, 100_000),
    "desil": _spec(
        "bulat", "peringkat|desil kesejahteraan|desil nasional|decile|peringkat kesejahteraan", 1, 10
    ),
    "desil_sumber": _spec("teks", "sumber desil|sumber data desil|sumber data"),
    "desil_versi": _spec("teks", "versi desil|versi data|tahun desil|periode desil"),
    "desil_lingkup": _spec("teks", "lingkup desil|cakupan desil"),
    "jml_anggota": _spec(
        "bulat",
        (
            "jiwa|art|jumlah anggota keluarga|jumlah anggota|jml art|jumlah art|jumlah jiwa"
            "|jml jiwa|banyaknya anggota keluarga|jumlah anggota rumah tangga"
            "|jml anggota keluarga"
        ),
        1,
        99,
    ),
    "jml_kk_serumah": _spec(
        "bulat", "jumlah kk serumah|jumlah kk dalam rumah|jumlah keluarga serumah|jml kk|jumlah kk", 1, 50
    ),
    "luas_lantai_m2": _spec(
        "angka", "luas lantai|luas lantai bangunan|luas rumah|luas bangunan|luas|r302", 1, 1000
    ),
    "jml_kamar_tidur": _spec("bulat", "jumlah kamar tidur|kamar tidur|jml kamar|jumlah kamar", 0, 50),
    "waktu_ambil_menit": _spec(
        "bulat", "waktu ambil air|waktu tempuh sumber air|waktu mengambil air|waktu ambil", 0, 1440
    ),
    "tahun_sedot": _spec(
        "bulat",
        ("tahun terakhir sedot|tahun penyedotan|tahun terakhir dikosongkan|sedot terakhir"),
        1950,
        2100,
    ),
    "tgl_pendataan": _spec(
        "tanggal",
        (
            "tanggal pendataan|tgl pendataan|tanggal verifikasi|tanggal survei|tgl survei"
            "|tanggal verval|tanggal"
        ),
    ),
    "jk": _spec("mentah", "jenis kelamin|l/p|jenis kelamin kepala keluarga|sex|jenis kelamin krt"),
    "tgl_lahir": _spec("tanggal", "tanggal lahir|tgl lahir|tanggal lahir kepala keluarga|ttl"),
    **PLACE,
    **{field: _spec("kode", names) for field, names in _CODES.items()},
}

_LENGTH = 10_000_000.0
_COUNT = 10_000_000.0

POCKET: Mapping[str, FieldSpec] = {
    "kode": _spec(
        "teks", "kode kawasan|kode lokasi|kawasan id|id kawasan|kode kawasan kumuh|id kumuh|kode rt"
    ),
    "nama": _spec(
        "teks",
        (
            "nama kawasan|nama lokasi|nama kawasan kumuh|lokasi|kawasan|kawasan kumuh"
            "|pembagian kawasan kumuh|namobj|namaobj|lokasi kumuh"
        ),
    ),
    "rt_rw": _spec("teks", "rt/rw|rtrw|rt rw"),
    "rt": _spec("teks", "no rt|nomor rt"),
    "rw": _spec("teks", "no rw|nomor rw"),
    "wkt": _spec("mentah", "geometri|geometry|geom|the geom|poligon|polygon|wkt geom"),
    "luas_ha": _spec(
        "angka", "luas ha|luas|luas kawasan|luas kumuh|luas kawasan ha|luasan|luas kumuh ha", 0, 1e6
    ),
    "jml_bangunan": _spec(
        "angka", "jumlah bangunan|total bangunan|jumlah bangunan rumah|jumlah unit rumah", 0, _COUNT
    ),
    "jml_jiwa": _spec("angka", "jumlah jiwa|jumlah penduduk|penduduk|jiwa", 0, _COUNT),
    "jml_kk": _spec("angka", "jumlah kk|total kk|jumlah keluarga|jumlah kepala keluarga|kk", 0, _COUNT),
    "jml_mbr_kk": _spec("angka", "jumlah kk mbr|kk mbr|jumlah mbr|mbr", 0, _COUNT),
    "panjang_jalan_ideal_m": _spec(
        "angka",
        ("panjang jalan ideal|panjang jalan ideal m|panjang jalan lingkungan ideal|jalan ideal"),
        0,
        _LENGTH,
    ),
    "panjang_drainase_ideal_m": _spec(
        "angka",
        ("panjang drainase ideal|panjang drainase ideal m|panjang drainase lingkungan ideal|drainase ideal"),
        0,
        _LENGTH,
    ),
    "tipologi": _spec("kode", "tipologi kawasan|tipologi kumuh|tipologi lokasi"),
    "status_hukum": _spec("teks", "status|status kawasan|status sk"),
    "no_sk": _spec("teks", "nomor sk|sk|sk kumuh|no sk kumuh|nomor sk kumuh"),
    "tgl_sk": _spec("tanggal", "tanggal sk|tgl sk kumuh|tanggal sk kumuh"),
    "metode": _spec("teks", "metode penilaian|metode skor"),
    "sumber_baseline": _spec("teks", "sumber baseline|baseline|sumber data"),
    "tgl_survei": _spec("tanggal", "tanggal survei|tgl survey|tanggal survey|tanggal pendataan"),
    "bgn_tidak_teratur": _spec("angka", "1a|ketidakteraturan bangunan|bangunan tidak teratur", 0, _COUNT),
    "bgn_padat_ha": _spec(
        "angka", "1b|kepadatan tinggi|kepadatan bangunan|kawasan kepadatan tinggi ha", 0, 1e6
    ),
    "bgn_tidak_teknis": _spec(
        "angka",
        ("1c|bangunan tidak memenuhi syarat teknis|bangunan tidak memenuhi persyaratan teknis"),
        0,
        _COUNT,
    ),
    "jalan_tak_terlayani_m": _spec(
        "angka", "2a|jalan lingkungan tidak melayani|jalan tidak melayani", 0, _LENGTH
    ),
    "jalan_rusak_m": _spec(
        "angka", "2b|kualitas permukaan jalan buruk|jalan rusak|jalan lingkungan rusak", 0, _LENGTH
    ),
    "kk_tanpa_air_aman": _spec(
        "angka", "3a|akses aman air minum tidak tersedia|kk tanpa akses air aman", 0, _COUNT
    ),
    "kk_air_kurang": _spec(
        "angka", "3b|kebutuhan air minum tidak terpenuhi|kk air tidak terpenuhi", 0, _COUNT
    ),
    "genangan_ha": _spec(
        "angka", "4a|genangan|luas genangan|tidak mampu mengalirkan limpasan|genangan ha", 0, 1e6
    ),
    "drainase_tak_ada_m": _spec("angka", "4b|drainase tidak tersedia|ketidaktersediaan drainase", 0, _LENGTH),
    "drainase_buruk_m": _spec(
        "angka", "4c|kualitas konstruksi drainase buruk|drainase buruk|drainase rusak", 0, _LENGTH
    ),
    "kk_limbah_sistem": _spec("angka", "5a|sistem air limbah tidak sesuai", 0, _COUNT),
    "kk_limbah_prasarana": _spec(
        "angka",
        ("5b|prasarana air limbah tidak sesuai|prasarana dan sarana air limbah tidak sesuai"),
        0,
        _COUNT,
    ),
    "kk_sampah_prasarana": _spec(
        "angka",
        (
            "6a|prasarana sampah tidak sesuai|prasarana dan sarana sampah tidak sesuai"
            "|prasarana dan sarana persampahan tidak sesuai"
        ),
        0,
        _COUNT,
    ),
    "kk_sampah_sistem": _spec(
        "angka", "6b|sistem sampah tidak sesuai|sistem persampahan tidak sesuai", 0, _COUNT
    ),
    "bgn_kebakaran_prasarana": _spec("angka", "7a|prasarana proteksi kebakaran tidak tersedia", 0, _COUNT),
    "bgn_kebakaran_sarana": _spec("angka", "7b|sarana proteksi kebakaran tidak tersedia", 0, _COUNT),
    **PLACE,
}


def names_of(specs: Mapping[str, FieldSpec]) -> dict[str, tuple[str, ...]]:
    """Return field → column names, for `header.make_vocabulary`."""
    return {field: spec.names for field, spec in specs.items()}
