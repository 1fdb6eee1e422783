"""What geography and rules refuse, by code, in Indonesian and English."""

TEXTS: dict[str, tuple[str, str]] = {
    "petak_tidak_ada": ("Petak {z}/{x}/{y} tidak ada.", "There is no tile {z}/{x}/{y}."),
    "di_luar_kisi": ("Sel berada di luar kisi 0–{limit}.", "A cell lies outside the grid 0–{limit}."),
    "koordinat_tidak_sah": (
        "{field} = {value} bukan koordinat (batas ±{limit}).",
        "{field} = {value} is no coordinate (limit ±{limit}).",
    ),
    "kode_tidak_dikenal": (
        "{field} = {value:g} tidak dikenal pada baris {row}; kode yang boleh: {allowed}.",
        "{field} = {value:g} is unknown in row {row}; allowed codes: {allowed}.",
    ),
    "bukan_angka": ("{field} memuat isian yang bukan angka.", "{field} holds something that is no number."),
    "angka_di_luar_rentang": (
        "{field} = {value:g} pada baris {row} di luar rentang {least:g}–{most:g}.",
        "{field} = {value:g} in row {row} is outside {least:g}–{most:g}.",
    ),
    "panjang_tidak_sama": (
        "{field} memuat {value} nilai, padahal ada {least} baris.",
        "{field} has {value} values for {least} rows.",
    ),
    "pembilang_melebihi_penyebut": (
        "{field} = {value:g} pada baris {row} melebihi {penyebut} = {limit:g}.",
        "{field} = {value:g} in row {row} is above {penyebut} = {limit:g}.",
    ),
    "parameter_hilang": (
        "Set parameter {set} tidak memuat {field}.",
        "The parameter set {set} lacks {field}.",
    ),
    "parameter_bukan_angka": (
        "{field} pada set parameter {set} harus angka, bukan {value!r}.",
        "{field} of the parameter set {set} must be a number, not {value!r}.",
    ),
    "parameter_bukan_daftar_kode": (
        "{field} pada set parameter {set} harus daftar kode, bukan {value!r}.",
        "{field} of the parameter set {set} must be a list of codes, not {value!r}.",
    ),
    "parameter_tidak_lengkap": (
        "Set parameter {set} tidak memuat {field}.",
        "The parameter set {set} lacks {field}.",
    ),
    "parameter_tanggal": ("{value!r} bukan tanggal (TTTT-BB-HH).", "{value!r} is no date (YYYY-MM-DD)."),
    "parameter_masa_berlaku": (
        "Masa berlaku set parameter {set} tidak masuk akal: {dari} sampai {sampai}.",
        "The parameter set {set} cannot be in force from {dari} to {sampai}.",
    ),
    "parameter_tidak_ada": (
        "Tidak ada set parameter {nama} yang berlaku pada {tanggal}.",
        "No parameter set {nama} is in force on {tanggal}.",
    ),
    "parameter_tumpang_tindih": (
        "Lebih dari satu set parameter {nama} berlaku pada {tanggal}.",
        "More than one parameter set {nama} is in force on {tanggal}.",
    ),
    "parameter_bersela": (
        "Set parameter {nama} bersela dari {dari} sampai {sampai}.",
        "The parameter sets {nama} leave a gap from {dari} to {sampai}.",
    ),
}
