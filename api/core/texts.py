"""What the service says to people, by code, in Indonesian and English."""

import re
from collections.abc import Mapping

from api.core.geo_texts import TEXTS as GEO_TEXTS

LANGUAGES = ("id", "en")
WEIGHT = re.compile(r"0(\.[0-9]{0,3})?|1(\.0{0,3})?")

TEXTS: dict[str, tuple[str, str]] = {
    **GEO_TEXTS,
    "tidak_ditemukan": ("Halaman atau data itu tidak ada.", "That page or data does not exist."),
    "layer_tidak_dikenal": (
        "Lapisan “{layer}” tidak ada. Lihat daftar lapisan di /layers.",
        "There is no layer “{layer}”. See the list of layers at /layers.",
    ),
    "petak_di_luar": (
        "Petak {z}/{x}/{y} tidak ada. Gunakan z 0–22 dengan x dan y di bawah 2^z.",
        "There is no tile {z}/{x}/{y}. Use z 0–22 with x and y below 2^z.",
    ),
    "wilayah_tidak_dikenal": (
        "Wilayah dengan kode “{kode}” tidak ada. Gunakan kode Kemendagri, misalnya 64.72.",
        "There is no wilayah with the code “{kode}”. Use a Kemendagri code such as 64.72.",
    ),
    "objek_tidak_ada": (
        "Objek {id} tidak ada pada lapisan {layer}, atau di luar wilayah Anda.",
        "There is no object {id} in the layer {layer}, or it lies outside your wilayah.",
    ),
    "desa_tidak_dikenal": (
        "Desa {value} pada baris {row} tidak ada dalam register wilayah.",
        "The desa {value} in row {row} is not in the register of wilayah.",
    ),
    "desa_di_luar_kabkota": (
        "Desa {value} pada baris {row} tidak terletak di kab/kota {kabkota}.",
        "The desa {value} in row {row} does not lie in the kab/kota {kabkota}.",
    ),
    "isian_salah": ("Isian “{field}” tidak dapat dipakai.", "The value of “{field}” cannot be used."),
    "isian_missing": ("Isian “{field}” wajib ada.", "“{field}” is required."),
    "isian_int_parsing": ("Isian “{field}” harus bilangan bulat.", "“{field}” must be a whole number."),
    "isian_less_than": ("Isian “{field}” harus kurang dari {lt}.", "“{field}” must be less than {lt}."),
    "isian_less_than_equal": ("Isian “{field}” paling besar {le}.", "“{field}” is at most {le}."),
    "isian_greater_than_equal": ("Isian “{field}” paling kecil {ge}.", "“{field}” is at least {ge}."),
    "isian_string_too_long": (
        "Isian “{field}” paling panjang {max_length} huruf.",
        "“{field}” has at most {max_length} characters.",
    ),
    "isian_string_too_short": (
        "Isian “{field}” paling sedikit {min_length} huruf.",
        "“{field}” has at least {min_length} characters.",
    ),
    "bbox_salah": (
        "bbox harus barat,selatan,timur,utara dalam derajat, dengan barat < timur dan selatan < utara.",
        "bbox must be west,south,east,north in degrees, with west < east and south < north.",
    ),
    "kelas_salah": (
        "Kelas harus berupa angka 0–9 yang dipisahkan koma.",
        "Classes must be digits 0–9 separated by commas.",
    ),
    "belum_ada_data": (
        "Belum ada data yang terbit. Jalankan ./run atau `kantong demo`.",
        "No data has been published yet. Run ./run or `kantong demo`.",
    ),
    "terlalu_lama": (
        "Permintaan melampaui batas waktu. Persempit wilayah atau saringannya, lalu coba lagi.",
        "The request took too long. Narrow the area or the filter and try again.",
    ),
    "basis_data_tidak_siap": (
        "Basis data belum siap. Coba lagi sebentar.",
        "The database is not ready. Try again shortly.",
    ),
    "kesalahan_dalam": (
        "Terjadi kesalahan di layanan. Kesalahan ini sudah dicatat dengan nomor {id}.",
        "The service failed. The failure has been recorded under number {id}.",
    ),
    "metode_tidak_boleh": (
        "Cara itu tidak dilayani di alamat ini.",
        "That method is not served at this address.",
    ),
    "tautan_tidak_berlaku": (
        "Tautan masuk ini sudah dipakai atau kedaluwarsa. Jalankan ./run lagi untuk mendapat tautan baru.",
        "This link has been used or has expired. Run ./run again for a new one.",
    ),
    "bukan_lokal": (
        "Tautan penyaji hanya berlaku dari komputer ini sendiri.",
        "The presenter link only works from this computer itself.",
    ),
    "host_asing": (
        "Layanan ini hanya menjawab di alamat komputer ini sendiri.",
        "This service answers only under the addresses of this computer.",
    ),
    "tidak_boleh": ("Anda tidak berwenang melihat data ini.", "You may not see this data."),
}


def say(
    code: str, language: str, values: Mapping[str, object], catalogue: Mapping[str, tuple[str, str]] = TEXTS
) -> str:
    """Return the sentence of a code in a language; an unknown code is shown as it is."""
    pair = catalogue.get(code)
    if pair is None:
        return code
    return pair[LANGUAGES.index(language)].format(**values)


def pick_language(accept: str, asked: str | None = None) -> str:
    """Choose Indonesian or English from an explicit wish or an Accept-Language header (RFC 9110 §12.5.4)."""
    if asked in LANGUAGES:
        return str(asked)
    wishes = [_wish(part) for part in accept.lower().split(",")]
    known = [(weight, tag) for weight, tag in wishes if tag in LANGUAGES and weight > 0]
    # Of equal weights the first named one: max() keeps it.
    return max(known, key=lambda wish: wish[0], default=(1.0, LANGUAGES[0]))[1]


def _wish(part: str) -> tuple[float, str]:
    """Return weight and primary tag of one wish; a weight that is no number counts as none given."""
    tag, _, weight = part.partition(";")
    number = weight.strip().removeprefix("q=").strip()
    return (float(number) if WEIGHT.fullmatch(number) else 1.0), tag.strip().split("-")[0]
