"""What the import says about a whole file and what came of it, by code, in Indonesian and English."""

TEXTS: dict[str, tuple[str, str]] = {
    # command line
    "cli_import": ("masukkan berkas dan terbitkan versi baru", "bring a file in and publish a new version"),
    "cli_what": ("jenis data", "kind of data"),
    "cli_keluarga": ("keluarga: CSV, XLSX, GeoPackage, GeoJSON", "families: CSV, XLSX, GeoPackage, GeoJSON"),
    "cli_kumuh": (
        "kawasan kumuh: GeoPackage, GeoJSON, atau CSV/XLSX dengan kolom WKT",
        "slum pockets: GeoPackage, GeoJSON, or CSV/XLSX with a WKT column",
    ),
    "cli_file": ("berkas yang dimasukkan", "the file to bring in"),
    "cli_kode": ("sistem kode wilayah di berkas", "system of the area codes in the file"),
    "cli_sheet": ("lembar atau lapisan yang dibaca", "sheet or layer to read"),
    "cli_periode": ("periode data, misalnya 2026-T4", "period of the data, such as 2026-T4"),
    "cli_sumber": ("sumber data, ditulis di peta", "source of the data, shown on the map"),
    "cli_keluar": ("folder untuk berkas baris yang ditolak", "folder for the files of rejected rows"),
    "cli_uji": ("periksa saja, tidak menerbitkan apa pun", "only check, publish nothing"),
    "cli_ganti": (
        "tetap terbit walau jumlah di satu kab/kota turun lebih dari 30 %%",
        "publish although a kab/kota loses more than 30 %%",
    ),
    "cli_pengguna": ("nama pengguna yang mengajukan", "name of the user who submits"),
    # refusals of a file
    "berkas_tidak_ada": ("Berkas {berkas} tidak ada.", "There is no file {berkas}."),
    "berkas_folder": ("{berkas} adalah folder, bukan berkas.", "{berkas} is a folder, not a file."),
    "berkas_bukan_biasa": (
        "{berkas} bukan berkas biasa (pipa atau perangkat). Simpan dahulu sebagai berkas.",
        "{berkas} is no ordinary file (a pipe or a device). Save it as a file first.",
    ),
    "berkas_tak_terbaca": (
        "Berkas {berkas} tidak dapat dibuka: {sebab}",
        "The file {berkas} cannot be opened: {sebab}",
    ),
    "berkas_kosong": ("Berkas {berkas} kosong.", "The file {berkas} is empty."),
    "berkas_terlalu_besar": (
        "Berkas {ukuran} MiB melebihi batas {batas} MiB. Pecah per kabupaten/kota.",
        "The file has {ukuran} MiB, above the limit of {batas} MiB. Split it by regency.",
    ),
    "berkas_pdf": (
        "{berkas} adalah PDF. Minta berkas Excel atau CSV-nya.",
        "{berkas} is a PDF. Ask for its Excel or CSV file.",
    ),
    "berkas_gambar": (
        "{berkas} adalah gambar. Minta berkas Excel atau CSV-nya.",
        "{berkas} is a picture. Ask for its Excel or CSV file.",
    ),
    "berkas_arsip": (
        "{berkas} adalah arsip terkompresi. Buka dulu, lalu masukkan berkas di dalamnya.",
        "{berkas} is an archive. Unpack it and bring in the file inside.",
    ),
    "berkas_shapefile": (
        "{berkas} adalah Shapefile. Simpan sebagai GeoPackage di QGIS, lalu masukkan.",
        "{berkas} is a Shapefile. Save it as GeoPackage in QGIS and bring that in.",
    ),
    "berkas_kml": (
        "{berkas} adalah KML/KMZ. Simpan sebagai GeoPackage atau GeoJSON di QGIS, lalu masukkan.",
        "{berkas} is KML/KMZ. Save it as GeoPackage or GeoJSON in QGIS and bring that in.",
    ),
    "berkas_ods": (
        "{berkas} bukan XLSX (mungkin OpenDocument). Simpan sebagai XLSX atau CSV.",
        "{berkas} is no XLSX (perhaps OpenDocument). Save it as XLSX or CSV.",
    ),
    "berkas_xls_lama": (
        "{berkas} adalah Excel lama (.xls). Buka di Excel, simpan sebagai .xlsx, lalu masukkan.",
        "{berkas} is an old Excel file (.xls). Save it as .xlsx and bring that in.",
    ),
    "berkas_terkunci": (
        "{berkas} terkunci kata sandi. Buka di Excel, hapus kata sandinya, lalu simpan.",
        "{berkas} is locked by a password. Open it in Excel, remove the password and save.",
    ),
    "berkas_html": (
        "{berkas} berisi halaman web atau XML, bukan tabel. Buka di Excel lalu simpan sebagai .xlsx.",
        "{berkas} holds a web page or XML, not a table. Open it in Excel and save as .xlsx.",
    ),
    "berkas_rusak": (
        "{berkas} rusak atau tidak lengkap dan tidak dapat dibaca. Salin ulang dari sumbernya.",
        "{berkas} is damaged or incomplete and cannot be read. Copy it again from its source.",
    ),
    "berkas_bom_zip": (
        "Isi buku kerja mengembang menjadi {ukuran} MiB, melebihi batas {batas} MiB; tidak dibuka.",
        "The workbook grows to {ukuran} MiB, above the limit of {batas} MiB; it was not opened.",
    ),
    "berkas_bom_xml": (
        "Buku kerja memuat deklarasi XML yang berbahaya; tidak dibuka.",
        "The workbook declares dangerous XML entities; it was not opened.",
    ),
    "berkas_byte_nul": (
        "Baris {baris} memuat byte NUL: berkas rusak atau bukan teks. Simpan ulang sebagai CSV UTF-8.",
        "Line {baris} holds a NUL byte: the file is damaged or no text. Save it again as CSV UTF-8.",
    ),
    "berkas_sandi": (
        "Penyandian huruf di baris {baris} tidak terbaca. Simpan ulang sebagai CSV UTF-8.",
        "The encoding of line {baris} is unreadable. Save the file again as CSV UTF-8.",
    ),
    "berkas_terpotong": (
        "Berkas terpotong di baris {baris}. Salin ulang dari sumbernya.",
        "The file is cut off at line {baris}. Copy it again from its source.",
    ),
    "berkas_berubah": (
        "Berkas berubah selagi dibaca. Tutup di program lain, lalu ulangi.",
        "The file changed while it was read. Close it elsewhere and try again.",
    ),
    "tanpa_kepala": (
        "Baris judul kolom tidak ditemukan di {berkas}. Beri nama kolom, misalnya Kode Desa dan Nama.",
        "No header row was found in {berkas}. Give it one row of column names, such as Kode Desa and Nama.",
    ),
    "tanpa_lapisan": ("{berkas} tidak memuat lapisan.", "{berkas} holds no layer."),
    "lembar_tidak_ada": (
        "Lembar “{lembar}” tidak ada; yang ada: {ada}.",
        "There is no sheet “{lembar}”; there are: {ada}.",
    ),
    "kolom_ganda": (
        "Kolom {kolom} sama-sama berarti {isian}. Hapus atau ganti nama salah satunya.",
        "The columns {kolom} all mean {isian}. Remove or rename one of them.",
    ),
    "kutip_terbuka": (
        "Tanda kutip di baris {baris} tidak ditutup dan menelan baris-baris sesudahnya. Perbaiki dulu.",
        "The quote in row {baris} is not closed and swallows the rows after it. Repair it.",
    ),
    "crs_tidak_dikenal": (
        "Sistem koordinat (CRS) berkas tidak dikenal: {crs}. Simpan ulang dengan EPSG:4326.",
        "The file's coordinate system (CRS) is unknown: {crs}. Save it again with EPSG:4326.",
    ),
    "tanpa_crs": (
        "Berkas tidak menyebut CRS dan isinya bukan derajat. Simpan ulang dengan EPSG:4326.",
        "The file names no CRS and does not hold degrees. Save it again with EPSG:4326.",
    ),
    "tanpa_kolom_wilayah": (
        "Tidak ada kolom kode desa, dan kolom nama kab/kota, kecamatan, desa tidak lengkap. Kolom: {kolom}",
        "There is no column of village codes, nor all three of the place names. Columns: {kolom}",
    ),
    "bukan_keluarga": (
        "{berkas} tampaknya bukan daftar keluarga: tanpa kolom NIK, KK, id, desil, atau jawaban rumah.",
        "{berkas} seems to be no list of families: no column of NIK, KK, family id, decile or answers.",
    ),
    "tanpa_baris": ("Tidak ada baris data di {berkas}.", "There are no data rows in {berkas}."),
    # area codes
    "kode_campuran": (
        "Dua sistem kode bercampur: {dagri} baris hanya cocok dengan Kemendagri, {bps} dengan BPS. "
        "Pisahkan menjadi dua berkas.",
        "Two code systems are mixed: {dagri} rows only fit Kemendagri, {bps} only BPS. Split the file.",
    ),
    "kode_ambigu": (
        "Sistem kode tidak pasti: angka yang sama berarti dua tempat bagi Kemendagri dan BPS. "
        "Nyatakan dengan --kode dagri atau --kode bps.",
        "The code system is uncertain: the same number is another place to Kemendagri and to BPS. "
        "Declare it with --kode dagri or --kode bps.",
    ),
    "kode_bertentangan": (
        "Dinyatakan {dinyatakan}, tetapi {dagri} baris hanya cocok dengan Kemendagri, {bps} dengan BPS. "
        "Periksa --kode atau judul kolom kode.",
        "Declared {dinyatakan}, but {dagri} rows only fit Kemendagri and {bps} only BPS. "
        "Check --kode or the name of the code column.",
    ),
    # refusals of a publication
    "demo_ada": (
        "Basis data masih memuat data contoh. Jalankan `kantong demo --hapus`, lalu ulangi.",
        "The database still holds the demo data. Run `kantong demo --hapus` and try again.",
    ),
    "register_kosong": (
        "Daftar wilayah belum dimuat. Jalankan ./run sekali, lalu ulangi.",
        "The register of wilayah is not loaded yet. Run ./run once and try again.",
    ),
    "semua_ditolak": (
        "Semua {baris} baris ditolak; tidak ada yang diterbitkan.",
        "All {baris} rows were rejected; nothing was published.",
    ),
    "turun_tajam": (
        "Jumlah turun lebih dari 30 %: {daftar}. Berkas ini menggantikan seluruh isi kab/kota itu. "
        "Bila memang benar, ulangi dengan --ganti. Tidak ada yang diterbitkan.",
        "Falls by more than 30 %: {daftar}. This file replaces all of that kab/kota. "
        "If that is right, repeat with --ganti. Nothing was published.",
    ),
    "periode_salah": (
        "Periode “{periode}” harus berbentuk tahun-triwulan seperti 2026-T4.",
        "The period “{periode}” must be year and quarter, such as 2026-T4.",
    ),
    "pengguna_perlu": (
        "Akun sudah ada, jadi berkas tidak terbit langsung. Sebutkan --pengguna NAMA yang mengajukannya.",
        "Accounts exist, so a file is not published directly. Name who submits it with --pengguna NAME.",
    ),
    "pengguna_tidak_ada": ("Tidak ada pengguna “{nama}”.", "There is no user “{nama}”."),
    "folder_keluar": (
        "Folder {folder} tidak dapat ditulisi. Pakai --keluar FOLDER.",
        "The folder {folder} cannot be written to. Use --keluar FOLDER.",
    ),
    "disk_penuh": (
        "Berkas keluaran tidak dapat ditulis: {sebab}",
        "The output file cannot be written: {sebab}",
    ),
    # report
    "rpt_file": (
        "Berkas       {berkas} · {jenis} · judul kolom di baris {kepala}",
        "File         {berkas} · {jenis} · header in row {kepala}",
    ),
    "rpt_layer": ("Berkas       {berkas} · {jenis}", "File         {berkas} · {jenis}"),
    "rpt_other_sheets": (
        "             lembar lain tidak dibaca: {lembar}",
        "             other sheets not read: {lembar}",
    ),
    "rpt_columns": (
        "Kolom        {dikenal} dikenali, {lain} tidak dipakai",
        "Columns      {dikenal} recognised, {lain} not used",
    ),
    "rpt_ignored": ("             tidak dipakai: {kolom}", "             not used: {kolom}"),
    "rpt_code": ("Kode desa    {sistem} · {alasan}", "Codes        {sistem} · {alasan}"),
    "rpt_rows": (
        "Baris        {baris} = {diterima} diterima + {peringatan} dengan peringatan + {ditolak} ditolak",
        "Rows         {baris} = {diterima} accepted + {peringatan} with warnings + {ditolak} rejected",
    ),
    "rpt_blank": (
        "             {kosong} baris kosong dilewati",
        "             {kosong} blank rows passed over",
    ),
    "rpt_trouble": ("  {jumlah:>9}  {kode} {kolom}{kalimat}", "  {jumlah:>9}  {kode} {kolom}{kalimat}"),
    "rpt_rejected": ("Ditolak:", "Rejected:"),
    "rpt_warned": ("Peringatan:", "Warnings:"),
    "rpt_noted": ("Catatan:", "Notes:"),
    "rpt_rejected_file": (
        "Baris yang ditolak dan sebabnya: {berkas}\n"
        "  Perbaiki di berkas asal, lalu masukkan lagi: satu berkas menggantikan seluruh isi kab/kotanya.",
        "Rejected rows and why: {berkas}\n"
        "  Correct the original file and bring it in again: a file replaces all of its kab/kota.",
    ),
    "rpt_warned_file": ("Peringatan per baris: {berkas}", "Warnings row by row: {berkas}"),
    "rpt_drop": (
        "PERINGATAN   {kab}: {lama} menjadi {baru} ({persen:+.0f} %)",
        "WARNING      {kab}: {lama} becomes {baru} ({persen:+.0f} %)",
    ),
    "rpt_replaces": (
        "Terbit       {kab}: {baru} menggantikan {lama}",
        "Published    {kab}: {baru} replace {lama}",
    ),
    "rpt_outside": (
        "             {luar} dari {titik} titik di luar desa menurut kodenya; kode yang dipakai",
        "             {luar} of {titik} points lie outside the village of their code; the code counts",
    ),
    "rpt_version": (
        "Versi {nomor} terbit. Kab/kota lain tidak berubah; baris yang ditolak tidak ikut terbit.",
        "Version {nomor} is published. Other kab/kota are unchanged; rejected rows are not in it.",
    ),
    "rpt_same": (
        "Berkas ini sudah terbit sebagai versi {nomor} dan masih berlaku. Tidak ada yang diubah.",
        "This file is already published as version {nomor} and in force. Nothing was changed.",
    ),
    "rpt_test": (
        "Hanya diperiksa (--uji): tidak ada yang diterbitkan.",
        "Only checked (--uji): nothing was published.",
    ),
    "rpt_staged": (
        "Dicatat sebagai batch {batch} atas nama {nama}, siap diajukan. Belum diterbitkan.",
        "Recorded as batch {batch} by {nama}, ready to be submitted. Not published.",
    ),
    "rpt_elapsed": ("Selesai dalam {detik:.1f} detik.", "Done in {detik:.1f} seconds."),
    "because_dinyatakan": ("dinyatakan", "declared"),
    "because_keanggotaan": (
        "terbukti dari isi: {dagri} baris hanya cocok dengan Kemendagri, {bps} hanya dengan BPS",
        "proven by the rows: {dagri} only fit Kemendagri, {bps} only BPS",
    ),
    "because_tanpa_bukti": ("tidak ada kode yang bermakna ganda", "no code has two meanings"),
    "row": ("Baris {baris}: {kalimat}", "Row {baris}: {kalimat}"),
    "row_column": ("Baris {baris}, kolom {kolom}: {kalimat}", "Row {baris}, column {kolom}: {kalimat}"),
}
