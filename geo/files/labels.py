"""Text labels of coded answers → codes: the questionnaire's own words, those of P3KE, and everyday ones."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from geo.files.header import normalise
from geo.rules.answers import CODES

PARTIAL = 1000
"""Added to a code whose label covers more than that code: read, and said so."""
TOO_LITTLE = -3
"""For a known label that says too little for any code: read as no answer, and said so."""

_NUMBERED = re.compile(r"^\(?(\d{1,2})(?:\.0)?(?:\)|[.)\-:–=]\s*(?=\D)|\s*[-–=:.]\s+(?=\S)|$)")
_CONDITION = {
    1: "baik|bagus|layak|baik/kualitas tinggi|kualitas tinggi",
    2: "rusak ringan|ringan",
    3: "rusak sedang|sedang",
    4: "rusak berat|berat|rusak|jelek/kualitas rendah|kualitas rendah",
}
_WATER = {
    1: "air kemasan bermerk|air kemasan bermerek|kemasan bermerek|air kemasan|kemasan|galon bermerek",
    2: "air isi ulang|isi ulang|galon isi ulang|depot|air kemasan/isi ulang~",
    3: "leding|ledeng|pdam|pam|leding meteran|leding eceran|ledeng/pam|ledeng/pdam|leding/pipa"
    "|perpipaan|air pipa",
    4: "sumur bor/pompa|sumur bor|sumur pompa|pompa|sumur bor pompa|bor|sumur terlindung/sumur bor~",
    5: "sumur terlindung|sumur gali terlindung|sumur terlindungi|sumur?|sumur gali?",
    6: "sumur tak terlindung|sumur tidak terlindung|sumur tdk terlindung|sumur gali tidak terlindung",
    7: "mata air terlindung|mata air terlindungi|mata air?",
    8: "mata air tak terlindung|mata air tidak terlindung|mata air tdk terlindung",
    9: "air permukaan|sungai|air sungai|danau|waduk|kolam|irigasi|sungai/danau/waduk/kolam/irigasi"
    "|air permukaan (sungai, danau, dll)|air permukaan (sungai/danau/waduk/kolam/irigasi)",
    10: "air hujan|hujan|penampungan air hujan|pah",
    11: "lainnya|lain-lain|lain",
}

LABELS: Mapping[str, Mapping[int, str]] = {
    "sumber_koordinat": {
        1: "gps rumah|gps di rumah|gps|lapangan|geotag",
        2: "digitasi citra|citra|digitasi",
        3: "geokode alamat|geocoding|geocode|alamat",
        4: "titik rt/dusun|titik rt|titik dusun|rt|dusun",
        5: "kantor desa|kantor kelurahan|kantor",
        6: "sentroid wilayah|centroid|sentroid|titik tengah desa",
    },
    "status_miskin_ekstrem": {
        0: "bukan|tidak|bukan miskin ekstrem|t|tidak miskin ekstrem",
        1: "usulan|diusulkan|calon",
        2: "terverifikasi|verifikasi|ya|y|miskin ekstrem|valid",
        3: "lulus|graduasi|tergraduasi",
        4: "dikeluarkan|keluar|dihapus",
    },
    "status_bangunan": {
        1: "milik sendiri|sendiri|hak milik",
        2: "kontrak/sewa|kontrak|sewa|mengontrak",
        3: "bebas sewa|menumpang|numpang|milik orang tua|bebas sewa milik orang lain"
        "|bebas sewa milik orang tua",
        4: "dinas|rumah dinas",
        5: "lainnya|lain-lain",
    },
    "bukti_tanah": {
        1: "shm atas nama anggota keluarga|shm a.n. anggota|shm atas nama anggota|shm?|sertifikat hak milik?",
        2: "shm bukan a.n. anggota keluarga dengan perjanjian pemanfaatan tertulis"
        "|shm bukan atas nama, ada perjanjian|shm bukan a.n., perjanjian tertulis",
        3: "shm bukan a.n. anggota keluarga tanpa perjanjian pemanfaatan tertulis"
        "|shm bukan atas nama, tanpa perjanjian|shm bukan a.n., tanpa perjanjian",
        4: "shgb/shsrs|shgb|shsrs|sertifikat selain shm (shgb, shsrs)|hgb",
        5: "girik, letter c, dan lainnya|girik|letter c|surat bukti lainnya (girik, letter c, dll)"
        "|skt|segel|sppt",
        6: "tidak punya|tidak ada|tidak memiliki|tanpa bukti",
    },
    "lantai": {
        1: "marmer/granit|marmer|granit",
        2: "keramik|keramik/granit/marmer/ubin/tegel/teraso~|ubin/keramik/tegel~|ubin/tegel/keramik~",
        3: "parket/vinil/karpet|parket/vinil/permadani|parket|vinil|karpet",
        4: "ubin/tegel/teraso|ubin|tegel|teraso|tegel/teraso",
        5: "kayu/papan|kayu|papan|kayu/papan kualitas tinggi|kayu/papan kualitas rendah|ulin",
        6: "semen/bata merah|semen|bata merah|plester|semen/bata|cor|beton",
        7: "bambu",
        8: "tanah",
        9: "lainnya|lain-lain",
    },
    "dinding": {
        1: "tembok|beton|bata|batako",
        2: "plesteran anyaman bambu/kawat|plesteran anyaman bambu|plesteran",
        3: "kayu/papan/gypsum/grc/calciboard|kayu/papan/gipsum/grc|kayu/papan|kayu|papan|gypsum|grc"
        "|kalsiboard|ulin|kayu/papan/gypsum/grc",
        4: "anyaman bambu|gedek|bilik",
        5: "batang kayu",
        6: "bambu",
        7: "lainnya|lain-lain|seng|terpal|triplek",
    },
    "atap": {
        1: "beton|cor|beton/cor",
        2: "genteng|genteng beton|genteng tanah liat|genteng metal|genteng keramik",
        3: "seng|spandek|galvalum|metal",
        4: "asbes",
        5: "kayu/sirap|sirap|kayu",
        6: "bambu",
        7: "jerami/ijuk/rumbia|jerami/ijuk/daun-daunan/rumbia|jerami/ijuk/daun daunan/rumbia|rumbia|ijuk"
        "|jerami|nipah|daun|jerami/ijuk/rumbia/daun-daunan",
        8: "lainnya|lain-lain|terpal",
    },
    "kondisi_lantai": _CONDITION,
    "kondisi_dinding": _CONDITION,
    "kondisi_atap": _CONDITION,
    "air_minum": _WATER,
    "air_mandi": _WATER,
    "jarak_tinja": {
        1: "< 10 m|kurang dari 10 m|kurang dari 10 meter|<10|<10m|< 10 meter",
        2: ">= 10 m|≥ 10 m|lebih dari 10 m|10 m atau lebih|>=10|>10|> 10 m|>= 10 meter|≥ 10 meter|> 10 meter",
        3: "tidak tahu|tdk tahu|tt",
    },
    "lokasi_air": {
        1: "di dalam rumah/pekarangan|dalam rumah|di dalam rumah|di dalam|pekarangan|di halaman|dalam",
        2: "di luar|luar|di luar rumah/pekarangan|di luar pekarangan",
    },
    "air_tersedia": {
        1: "cukup|selalu cukup|ya",
        2: "pernah tidak cukup|tidak cukup|kurang|pernah|tidak",
    },
    "kualitas_air": {
        1: "e. coli negatif|ecoli negatif|negatif|memenuhi syarat",
        2: "e. coli positif|ecoli positif|positif",
        3: "fisik layak|layak fisik|layak",
        4: "tidak diuji|belum diuji",
    },
    "penerangan": {
        1: "pln dengan meteran|listrik pln dengan meteran|pln meteran|pln|listrik pln|listrik pribadi"
        "|listrik pribadi s/d 900 watt|listrik pribadi > 900 watt|listrik pribadi lebih dari 900 watt",
        2: "pln tanpa meteran|listrik pln tanpa meteran|listrik bersama|menyalur",
        3: "listrik non-pln|non-pln|genset|plts|genset/solar cell|solar cell|tenaga surya|pltmh",
        4: "bukan listrik|non-listrik|lampu minyak|pelita|lilin|tidak ada|petromak",
    },
    "daya_listrik": {
        1: "450|450 va|450 watt",
        2: "900|900 va|900 watt",
        3: "1300|1.300|1.300 va|1300 va|1300 watt|1300 va",
        4: "2200|2.200|2.200 va|2200 va|2200 watt",
        5: "> 2.200 va|> 2200|>2200 va|lebih dari 2200|> 2.200|lebih dari 2.200 va|3500|3500 va|4400"
        "|5500|6600",
    },
    "bahan_bakar": {
        1: "listrik",
        2: "gas 5,5 kg|elpiji 5,5 kg|gas elpiji 5,5 kg/blue gaz|blue gaz|bright gas 5,5 kg",
        3: "gas 12 kg|elpiji 12 kg|gas elpiji 12 kg",
        4: "gas 3 kg|elpiji 3 kg|gas elpiji 3 kg|lpg 3 kg|gas melon|gas~|elpiji~|lpg~|gas/lpg~|listrik/gas~",
        5: "gas kota|gas kota/meteran pgn|gas alam",
        6: "biogas",
        7: "minyak tanah",
        8: "briket",
        9: "arang|arang/kayu~",
        10: "kayu bakar|kayu",
        11: "lainnya|lain-lain",
        12: "tidak memasak|tidak memasak di rumah",
    },
    "fas_bab": {
        1: "sendiri|ada, digunakan hanya anggota keluarga sendiri|milik sendiri|jamban sendiri|pribadi"
        "|ya~|y~|ada?"
        "|ya, dengan septic tank|ya dengan septic tank|ya, tanpa septic tank|ya tanpa septic tank",
        2: "bersama rumah tangga tertentu|bersama rt tertentu|bersama|ada, digunakan bersama|menumpang"
        "|ada, digunakan bersama anggota keluarga dari keluarga tertentu",
        3: "mck komunal|komunal|ada, di mck komunal",
        4: "mck umum|umum|ada, di mck umum/siapapun menggunakan|jamban umum|tidak, jamban umum/bersama"
        "|tidak jamban umum/bersama|jamban umum/bersama",
        5: "ada, tidak digunakan|ada, anggota keluarga tidak menggunakan|ada tidak digunakan",
        6: "tidak ada|tidak ada fasilitas|tidak|babs|t|sembarangan|tidak punya",
    },
    "kloset": {
        1: "leher angsa|leher bebek",
        2: "plengsengan dengan tutup",
        3: "plengsengan tanpa tutup|plengsengan?",
        4: "cemplung/cubluk|cemplung|cubluk",
    },
    "tpa_tinja": {
        1: "tangki septik|septic tank|septik tank|tangki|septictank",
        2: "ipal|spal|ipal komunal",
        3: "kolam/sawah/sungai/danau/laut|sungai|kolam|sawah|danau|laut|sungai/danau/laut",
        4: "lubang tanah|cubluk|lobang tanah",
        5: "pantai/tanah lapang/kebun|kebun|tanah lapang|pantai",
        6: "lainnya|lain-lain",
    },
    "ctps": {
        1: "sarana, air, dan sabun|sarana+air+sabun|ada, air dan sabun|lengkap|ada?|ya?",
        2: "tanpa sabun atau air|tanpa sabun/air|tanpa sabun|tanpa air",
        3: "tidak ada|tidak",
    },
    "status_pendataan": {
        1: "lengkap|terisi lengkap|selesai",
        2: "tidak lengkap|terisi tidak lengkap",
        3: "tak ada responden|tidak ada responden|tidak ada responden/keluarga yang dapat diwawancarai",
        4: "menolak|responden menolak",
        5: "pindah/bangunan tidak ada|pindah|bangunan tidak ada"
        "|keluarga pindah/bangunan sensus sudah tidak ada",
    },
    "tipologi": {
        1: "di atas air|atas air",
        2: "tepi air|tepian air|bantaran sungai|tepi sungai|pesisir",
        3: "dataran rendah|dataran",
        4: "perbukitan|bukit|dataran tinggi",
        5: "rawan bencana|daerah rawan bencana",
    },
}
"""Labels by field and code, `|` between them. `~` marks one that covers more than its code, without changing
what a rule makes of it; `?` one that says too little for any code, such as a well without its cover."""

SEPTIC_BY_TOILET = {
    normalise(label).replace(" ", ""): 1 for label in ("ya, dengan septic tank", "ya dengan septic tank")
}
"""P3KE puts the toilet and its tank into one answer: these name the tank as well."""

ALLOWED: Mapping[str, range] = {**CODES, "tipologi": range(1, 6)}


@cache
def label_codes(field: str) -> Mapping[str, int]:
    """Return squeezed label → code of a field, `PARTIAL` added or `TOO_LITTLE` where the label is marked."""
    table: dict[str, int] = {}
    for code, labels in LABELS.get(field, {}).items():
        for label in labels.split("|"):
            marks = {"~": code + PARTIAL, "?": TOO_LITTLE}
            table[squeeze(label)] = marks.get(label[-1], code)
    return table


def squeeze(label: str) -> str:
    """Reduce a label to what is compared: letters, digits, and the signs < and >.

    Examples
    --------
    >>> squeeze("Kayu / Papan"), squeeze("≥ 10 m"), squeeze("< 10 M")
    ('kayupapan', '>10m', '<10m')
    """
    signs = "".join(sign for sign in label.replace("≥", ">") if sign in "<>")
    return signs + normalise(label).replace(" ", "")


def parse_code(text: str, field: str) -> int | None:
    """Return the code of a cell: a number of the list, a number with its label, or a known label.

    None where it is none of these; see `PARTIAL` and `TOO_LITTLE` for labels that are not exact.

    Examples
    --------
    >>> [parse_code(text, "atap") for text in ("3", "3. Seng", "SENG", "12")]
    [3, 3, 3, None]
    >>> parse_code("sumur", "air_minum") == TOO_LITTLE, parse_code("gas", "bahan_bakar") - PARTIAL
    (True, 4)
    """
    bare = text.strip()
    numbered = _NUMBERED.match(bare)
    if numbered and int(numbered[1]) in ALLOWED[field]:
        return int(numbered[1])
    return label_codes(field).get(squeeze(bare))
