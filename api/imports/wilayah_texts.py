"""What the import of wilayah says, by code, in Indonesian and English."""

TEXTS: dict[str, tuple[str, str]] = {
    # command line
    "cli_wilayah": (
        "batas resmi: GeoPackage, Shapefile (.shp atau .zip), GeoJSON",
        "official boundaries: GeoPackage, Shapefile (.shp or .zip), GeoJSON",
    ),
    "cli_file": ("berkas yang dimasukkan", "the file to bring in"),
    "cli_kode": ("sistem kode wilayah di berkas", "system of the area codes in the file"),
    "cli_layer": (
        "baca hanya lapisan desa ini; tingkat di atasnya digabung dari desa",
        "read only this layer of villages; the levels above are dissolved from it",
    ),
    "cli_tanggal": (
        "berlaku sejak, TTTT-BB-HH (bila tidak disebut: hari ini)",
        "in force since, YYYY-MM-DD (today when absent)",
    ),
    "cli_sumber": ("sumber batas, ditulis di peta", "source of the boundaries, shown on the map"),
    "cli_lisensi": ("lisensi batas", "licence of the boundaries"),
    "cli_sk": ("nomor keputusan untuk perubahan nama", "number of the decree behind changes of name"),
    "cli_uji": ("periksa saja, tidak menerbitkan apa pun", "only check, publish nothing"),
    "cli_pensiun": (
        "akhiri masa berlaku desa yang tidak ada lagi di berkas",
        "end the validity of villages that the file no longer holds",
    ),
    "tanggal_salah": (
        "Tanggal “{nilai}” tidak terbaca. Tulis sebagai TTTT-BB-HH, misalnya 2026-01-31.",
        "The date “{nilai}” cannot be read. Write it as YYYY-MM-DD, such as 2026-01-31.",
    ),
    # refusals of a file as a whole
    "batas_bukan_vektor": (
        "{berkas} bukan berkas batas. Pakai GeoPackage, Shapefile (.shp atau .zip) atau GeoJSON.",
        "{berkas} is no boundary file. Use GeoPackage, Shapefile (.shp or .zip) or GeoJSON.",
    ),
    "batas_tanpa_crs": (
        "Lapisan “{lapisan}” di {berkas} tidak menyebut sistem koordinat (misalnya berkas .prj hilang). "
        "Lengkapi di QGIS lalu simpan ulang.",
        "The layer “{lapisan}” in {berkas} names no coordinate system (perhaps the .prj is missing). "
        "Add it in QGIS and save again.",
    ),
    "batas_di_luar": (
        "Semua {jumlah} bidang terletak di luar Kalimantan Timur bila dibaca sebagai {crs}: sistem "
        "koordinatnya "
        "keliru, atau ini berkas daerah lain.",
        "All {jumlah} areas lie outside Kalimantan Timur when read as {crs}: the coordinate system is "
        "wrong, "
        "or this is a file of another place.",
    ),
    "batas_tanpa_kode": (
        "Tidak ada kolom kode wilayah Kalimantan Timur (64…) di lapisan {lapisan}.",
        "No column of area codes of Kalimantan Timur (64…) in the layers {lapisan}.",
    ),
    "batas_tanpa_desa": (
        "Berkas hanya memuat {lapisan}. Yang diperlukan lapisan desa/kelurahan; tingkat di atasnya "
        "digabung dari "
        "sana.",
        "The file only holds {lapisan}. What is needed is the layer of villages; the levels above follow "
        "from it.",
    ),
    "batas_dua_lapisan": (
        "Lebih dari satu lapisan untuk tingkat yang sama: {lapisan}. Pilih lapisan desa dengan --layer.",
        "More than one layer of the same level: {lapisan}. Choose the layer of villages with --layer.",
    ),
    "batas_ditolak": (
        "{berkas} ditolak: {jumlah} masalah (lihat di atas). Tidak ada yang diterbitkan; peta tetap "
        "seperti semula.",
        "{berkas} was refused: {jumlah} problems (see above). Nothing was published; the map is as it was.",
    ),
    # problems
    "p_kode_kosong": ("Fitur {baris} ({nama}) tanpa kode.", "Feature {baris} ({nama}) has no code."),
    "p_kode_tak_terbaca": (
        "Kode fitur {baris} ({nama}) tidak terbaca sebagai kode wilayah.",
        "The code of feature {baris} ({nama}) cannot be read as an area code.",
    ),
    "p_kode_asing_dagri": (
        "Fitur {baris} ({nama}): {kode} bukan kode desa Kemendagri di Kalimantan Timur.",
        "Feature {baris} ({nama}): {kode} is no Kemendagri village code of Kalimantan Timur.",
    ),
    "p_kode_asing_bps": (
        "Fitur {baris} ({nama}): kode BPS {kode} tidak dikenal dan namanya tidak menunjuk satu desa saja.",
        "Feature {baris} ({nama}): the BPS code {kode} is unknown and its name singles out no village.",
    ),
    "p_kode_ganda": ("Kode {kode} dipakai {kali} fitur.", "The code {kode} is used by {kali} features."),
    "p_kode_banyak_asing": (
        "{jumlah} dari {dari} kode tidak ada di register: berkas dari tahun atau sistem kode lain.",
        "{jumlah} of {dari} codes are not in the register: a file of another year or code system.",
    ),
    "p_kab_asing": (
        "Desa {kode} berada di kabupaten/kota yang tidak ada di register.",
        "The village {kode} lies in a regency that the register does not hold.",
    ),
    "p_tanpa_nama": ("Wilayah baru {kode} tanpa nama.", "The new wilayah {kode} has no name."),
    "p_nama": (
        "{jumlah} dari {dari} nama berbeda dengan register: kolom nama tampaknya keliru.",
        "{jumlah} of {dari} names differ from the register: the name column seems wrong.",
    ),
    "p_hilang": (
        "{kab}: {jumlah} desa/kelurahan di register tidak ada di berkas ({contoh}). Bila memang sudah "
        "tidak ada, "
        "pakai --pensiun.",
        "{kab}: {jumlah} villages of the register are not in the file ({contoh}). If they have ceased to "
        "exist, "
        "use --pensiun.",
    ),
    "p_kab_hilang": (
        "{kab} tidak ada di berkas; berkas harus memuat seluruh provinsi.",
        "{kab} is not in the file; a file must hold the whole province.",
    ),
    "p_geom_kosong": (
        "{lapisan}, fitur {baris} ({nama}): tanpa bidang.",
        "{lapisan}, feature {baris} ({nama}): no geometry.",
    ),
    "p_geom_jenis": (
        "{lapisan}, fitur {baris} ({nama}): bukan bidang (polygon) dan tidak memuat bidang.",
        "{lapisan}, feature {baris} ({nama}): no polygon and holds none.",
    ),
    "p_geom_rusak": (
        "{lapisan}, fitur {baris} ({nama}): bidang rusak dan tidak dapat diperbaiki.",
        "{lapisan}, feature {baris} ({nama}): a broken polygon that cannot be repaired.",
    ),
    "p_di_luar": (
        "{lapisan}, fitur {baris} ({nama}): di luar 113,5–119,3° BT dan 2,8° LS–2,7° LU.",
        "{lapisan}, feature {baris} ({nama}): outside 113.5–119.3° E and 2.8° S–2.7° N.",
    ),
    "p_tindih": (
        "{satu} dan {dua} bertumpang tindih {luas:.1f} ha selebar {lebar:.0f} m di {lon:.4f}, {lat:.4f}.",
        "{satu} and {dua} overlap by {luas:.1f} ha, {lebar:.0f} m wide, at {lon:.4f}, {lat:.4f}.",
    ),
    "p_celah": (
        "Celah {luas:.1f} ha selebar {lebar:.0f} m yang bukan bagian desa mana pun di {lon:.4f}, {lat:.4f}.",
        "A gap of {luas:.1f} ha, {lebar:.0f} m wide, that belongs to no village at {lon:.4f}, {lat:.4f}.",
    ),
    "p_lenyap": (
        "{nama} tertutup seluruhnya oleh tetangganya.",
        "{nama} is covered completely by its neighbours.",
    ),
    "p_induk_hilang": (
        "Lapisan {lapisan} tidak memuat {kode}, padahal desanya ada.",
        "The layer {lapisan} lacks {kode}, whose villages are there.",
    ),
    "p_induk_asing": (
        "Lapisan {lapisan} memuat {nama} yang tidak punya desa di berkas.",
        "The layer {lapisan} holds {nama}, which has no village in the file.",
    ),
    "p_bersarang": (
        "{lapisan}: {nama} ({kode}) berbeda {luas:.1f} ha dari gabungan desanya. Perbaiki, atau baca "
        "desa saja "
        "dengan --layer.",
        "{lapisan}: {nama} ({kode}) differs by {luas:.1f} ha from the union of its villages. Repair it, "
        "or read "
        "the villages alone with --layer.",
    ),
    "p_luas": (
        "{nama}: {luas:.0f} km², register {register:.0f} km² ({persen:+.1f} %): selisih melebihi 10 %.",
        "{nama}: {luas:.0f} km², register {register:.0f} km² ({persen:+.1f} %): more than 10 % apart.",
    ),
    # notes
    "n_luas": (
        "{nama}: {luas:.0f} km², register {register:.0f} km² ({persen:+.1f} %).",
        "{nama}: {luas:.0f} km², register {register:.0f} km² ({persen:+.1f} %).",
    ),
    "n_provinsi_lain": (
        "{jumlah} fitur provinsi lain dilewati.",
        "{jumlah} features of other provinces were passed over.",
    ),
    "n_z": ("Ketinggian (Z) dibuang dari {jumlah} bidang.", "Heights (Z) were dropped from {jumlah} areas."),
    "n_koleksi": (
        "{jumlah} kumpulan geometri: hanya bidangnya yang dipakai.",
        "{jumlah} geometry collections: only their polygons were used.",
    ),
    "n_perbaiki": ("{jumlah} bidang tidak sah diperbaiki.", "{jumlah} invalid areas were repaired."),
    "n_tindih": (
        "{jumlah} tumpang tindih tipis (seluruhnya {luas:.1f} ha) dirapikan.",
        "{jumlah} thin overlaps ({luas:.1f} ha in all) were mended.",
    ),
    "n_celah": (
        "{jumlah} celah tipis (seluruhnya {luas:.1f} ha) dirapikan.",
        "{jumlah} thin gaps ({luas:.1f} ha in all) were mended.",
    ),
    "n_nama_bps": (
        "{jumlah} desa tanpa kode BPS di register dicocokkan dari namanya.",
        "{jumlah} villages without a BPS code in the register were matched by name.",
    ),
    "n_contoh": (
        "Keluarga contoh masih mengikuti batas lama. Jalankan `kantong demo` untuk membuatnya ulang.",
        "The sample families still follow the old boundaries. Run `kantong demo` to make them anew.",
    ),
    "n_perkotaan": (
        "Klasifikasi perkotaan/perdesaan dibaca untuk {jumlah} desa; keluarga yang sudah terbit "
        "mengikutinya pada "
        "terbitan berikut.",
        "Urban or rural was read for {jumlah} villages; families already published follow with their next "
        "version.",
    ),
    # report
    "r_file": ("Berkas       {berkas} · {jenis} · {crs}", "File         {berkas} · {jenis} · {crs}"),
    "r_level": (
        "Lapisan      {lapisan}: tingkat {tingkat}, {jumlah} fitur, kolom kode “{kolom}”",
        "Layer        {lapisan}: level {tingkat}, {jumlah} features, code column “{kolom}”",
    ),
    "r_code": ("Kode         {sistem} · {alasan}", "Codes        {sistem} · {alasan}"),
    "r_units": (
        "Wilayah      {kabkota} kab/kota, {kecamatan} kecamatan, {desa} desa/kelurahan · {luas} km²",
        "Wilayah      {kabkota} regencies, {kecamatan} districts, {desa} villages · {luas} km²",
    ),
    "r_changes": (
        "Perubahan    {baru} baru, {pensiun} berakhir, {nama} ganti nama",
        "Changes      {baru} new, {pensiun} ended, {nama} renamed",
    ),
    "r_new": ("             baru: {kode} {nama}", "             new: {kode} {nama}"),
    "r_gone": ("             berakhir: {kode} {nama}", "             ended: {kode} {nama}"),
    "r_renamed": (
        "             ganti nama: {kode} {lama} → {baru}",
        "             renamed: {kode} {lama} → {baru}",
    ),
    "r_note": ("Catatan      {isi}", "Note         {isi}"),
    "r_problem": ("Masalah      {isi}", "Problem      {isi}"),
    "r_more": ("             … dan {jumlah} lagi", "             … and {jumlah} more"),
    "r_test": ("Uji saja: tidak ada yang diterbitkan.", "Check only: nothing was published."),
    "r_same": (
        "Berkas ini sudah berlaku di versi {nomor}; tidak ada yang berubah.",
        "This file is in force in version {nomor} already; nothing changed.",
    ),
    "r_version": (
        "Versi {nomor} terbit: batas resmi berlaku sejak {tanggal}, menggantikan batas sebelumnya.",
        "Version {nomor} is published: official boundaries in force since {tanggal} replace the earlier "
        "ones.",
    ),
}
