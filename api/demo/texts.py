"""What the demo says at the keyboard, by code, in Indonesian and English."""

TEXTS: dict[str, tuple[str, str]] = {
    "cli_about": (
        "isi peta dengan keluarga dan kawasan kumuh contoh (sintetis), atau hapus",
        "fill the map with sample (synthetic) families and slum pockets, or remove them",
    ),
    "cli_families": (
        "banyaknya keluarga, {fewest}–{most} (bawaan {default})",
        "how many families, {fewest}–{most} (default {default})",
    ),
    "cli_seed": (
        "bilangan awal acak: benih yang sama menghasilkan data yang sama (bawaan {default})",
        "random seed: the same seed makes the same data (default {default})",
    ),
    "cli_remove": ("hapus data contoh untuk selamanya", "remove the demo data for good"),
    "keluarga_salah": (
        "--keluarga harus bilangan bulat antara {fewest} dan {most}, bukan “{value}”.",
        "--keluarga must be a whole number between {fewest} and {most}, not “{value}”.",
    ),
    "benih_salah": (
        "--benih harus bilangan bulat antara 0 dan {most}, bukan “{value}”.",
        "--benih must be a whole number between 0 and {most}, not “{value}”.",
    ),
    "hapus_sendiri": (
        "--hapus tidak dapat digabung dengan --keluarga atau --benih.",
        "--hapus cannot be combined with --keluarga or --benih.",
    ),
    "ada_data_asli": (
        "Basis data ini memuat data asli ({himpunan}); data contoh tidak pernah dicampur dengannya. "
        "Pakai basis data lain (KANTONG_DATA atau DATABASE_URL).",
        "This database holds real data ({himpunan}); demo data are never mixed with them. "
        "Use another database (KANTONG_DATA or DATABASE_URL).",
    ),
    "tanpa_wilayah": (
        "Wilayah dan batas belum dimuat; jalankan ./run sekali lebih dahulu.",
        "The register and its boundaries are not loaded yet; use ./run once first.",
    ),
    "menyiapkan": (
        "Membaca {desa} desa dan kelurahan dan menggambar kawasan kumuh contoh …",
        "Reading {desa} desa and kelurahan and drawing sample slum pockets …",
    ),
    "menulis_kumuh": ("Menulis {pockets} kawasan kumuh contoh …", "Writing {pockets} sample slum pockets …"),
    "menulis_keluarga": (
        "Menulis keluarga contoh {name}: {families} ({step}/{steps}) …",
        "Writing sample families of {name}: {families} ({step}/{steps}) …",
    ),
    "menerbitkan": ("Menghitung ringkasan dan menerbitkan …", "Computing summaries and publishing …"),
    "terbit": (
        "Data contoh terbit sebagai versi {version}: {families} keluarga, {pockets} kawasan kumuh "
        "(benih {seed}).",
        "The demo data are version {version}: {families} families, {pockets} slum pockets (seed {seed}).",
    ),
    "dihapus": (
        "Data contoh sudah dihapus dan tidak dibuat lagi oleh ./run. Untuk membuatnya lagi: kantong demo.",
        "The demo data are removed and ./run does not bring them back. To make them again: kantong demo.",
    ),
    "tidak_ada": (
        "Tidak ada data contoh di basis data ini; ./run tidak akan membuatnya.",
        "There are no demo data in this database; ./run will not make them.",
    ),
}
