"""Families come in: published whole or not at all, every row accounted for, nothing changed in silence."""

import json
import os
import signal
import subprocess
import sys
import time

import openpyxl
import pandas as pd
import pytest
import shapely
from sqlalchemy import text

from api.cli import execute
from api.core.db import Database
from api.imports.service import ImportRefusal
from api.versions.identity import Vault
from api.versions.service import Snapshot, publish
from tests.db.imports import KEYS, KUKAR, SAMARINDA, Importer, desa_of, family, load_register, nik, write_csv

OTHERS = "datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'"


@pytest.fixture
def importer(database, tmp_path, monkeypatch):
    monkeypatch.setenv("KANTONG_BAHASA", "id")
    opened = Database(database)
    load_register(opened)
    yield Importer(opened, tmp_path)
    opened.dispose()


def refused(importer, *args, **wish):
    before = importer.counts()
    with pytest.raises(ImportRefusal) as error:
        importer.families(*args, **wish)
    assert importer.counts() == before
    return error.value


def test_sound_families_are_published(importer):
    other = {"Kode Desa": KUKAR, "Kabupaten/Kota": "Kutai Kartanegara"}
    assert importer.families([family(0), family(1, **other)]) == 0
    rows = importer.all(
        "SELECT desa_id, kabkota_id, nama_kepala, desil, jml_anggota, atap, ST_X(geom), ST_Y(geom)"
        " FROM data.keluarga ORDER BY desa_id"
    )
    assert rows == [
        (6402012001, 6402, "Contoh 1", 1, 4, 3, 117.15, -0.50001),
        (6472011001, 6472, "Contoh 0", 1, 4, 3, 117.15, -0.5),
    ]
    assert importer.all("SELECT baris, diterima, peringatan, ditolak, status FROM service.batch") == [
        (2, 2, 0, 0, "terbit")
    ]
    assert importer.all(
        "SELECT himpunan, wilayah_id, jumlah FROM service.isi WHERE himpunan = 'keluarga' ORDER BY 2"
    ) == [
        ("keluarga", 6402, 1),
        ("keluarga", 6472, 1),
    ]
    assert "2 = 2 diterima + 0 dengan peringatan + 0 ditolak" in importer.line("Baris ")
    assert not importer.rejected()


def test_numbers_of_persons_are_encrypted_and_found_by_hash(importer):
    importer.families([family(0), family(1, NIK="0")])
    rows = importer.all("SELECT nik_sandi, nik_hash, kk_sandi FROM data.keluarga ORDER BY nama_kepala")
    vault = Vault(KEYS, "nik")
    assert vault.reveal(bytes(rows[0][0])) == nik(0)
    assert bytes(rows[0][1]) == vault.digest(nik(0))
    assert rows[1][:2] == (None, None)
    assert not any(nik(0) in line for line in importer.said)


def test_two_families_without_a_number_remain_two(importer):
    rows = [family(at, **{"NIK": "0", "No KK": "0"}) for at in range(3)]
    assert importer.families(rows) == 0
    assert importer.one("SELECT count(*) FROM data.keluarga") == 3
    assert importer.one("SELECT peringatan FROM service.batch") == 3


def test_rejected_rows_come_back_with_why_and_what_to_do(importer):
    rows = [family(at) for at in range(12)]
    rows[5]["NIK"] = nik(5)[:15]
    rows[7]["Jenis Atap"] = "kaca"
    assert importer.families(rows) == 0
    first, second = importer.rejected()
    assert (first["baris"], first["kode_galat"], first["Nama Kepala Keluarga"]) == ("7", "V05", "Contoh 5")
    assert first["pesan"] == "Baris 7, kolom NIK: 15 digit. Excel mungkin menghilangkan angka."
    assert first["usulan_perbaikan"] == "Format kolom sebagai Teks lalu salin ulang dari sumber."
    assert second["kode_galat"] == "V16"
    assert "3 seng" in second["usulan_perbaikan"]
    assert importer.one("SELECT count(*) FROM data.keluarga") == 10
    assert importer.all("SELECT baris, diterima, peringatan, ditolak FROM service.batch") == [(12, 10, 0, 2)]


def test_twins_are_both_rejected_with_each_other_s_row(importer):
    rows = [family(0), family(1), family(2, NIK=nik(0))]
    importer.families(rows)
    assert [(row["baris"], row["kode_galat"]) for row in importer.rejected()] == [("2", "V13"), ("4", "V13")]
    assert "baris 4" in importer.rejected()[0]["pesan"]
    assert "baris 2" in importer.rejected()[1]["pesan"]


def test_a_formula_is_refused_and_disarmed(importer):
    rows = [family(0), family(1, **{"Nama Kepala Keluarga": "=cmd|' /C calc'!A0"})]
    rows.append(family(2, **{"Nama Kepala Keluarga": "@Udin"}))
    importer.families(rows)
    (row,) = importer.rejected()
    assert (row["kode_galat"], row["Nama Kepala Keluarga"]) == ("V39", "'=cmd|' /C calc'!A0")
    raw = (importer.folder / "keluarga.csv.ditolak.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    assert b",=cmd" not in raw
    assert [row["kode"] for row in importer.warnings()] == ["V39"]
    assert importer.one("SELECT count(*) FROM data.keluarga WHERE nama_kepala = '@Udin'") == 1


@pytest.mark.parametrize(
    ("lat", "lon", "kode", "proposal"),
    [
        ("117.15", "-0.5", "V23", "-0.500000, 117.150000"),
        ("9944500", "517000", "V25", "-0.502"),
        ("-500000", "117150000", "V24", "-0.500000, 117.150000"),
        ("-6.2", "106.8", "V26", ""),
        ("", "", "V21", ""),
        ("0", "0", "V21", ""),
        ("pasar", "117.15", "V22", ""),
        ("-0.5", "", "V30", ""),
    ],
)
def test_a_family_without_a_usable_point_is_kept_without_one(importer, lat, lon, kode, proposal):
    importer.families([family(0, Lintang=lat, Bujur=lon)])
    assert importer.all("SELECT geom IS NULL, k IS NULL FROM data.keluarga") == [(True, True)]
    (warning,) = importer.warnings()
    assert warning["kode"] == kode
    assert proposal in warning["usulan_perbaikan"]


def test_points_of_an_office_are_told(importer):
    importer.families([family(at, Lintang="-0.5", Bujur="117.1") for at in range(6)])
    assert {row["kode"] for row in importer.warnings()} == {"V27", "V28"}


def test_codes_of_bps_are_proven_and_turned(importer):
    desa = [one for one in desa_of(6407) if one.kode_bps][:3]
    rows = [
        family(at, **{"Kode Desa": one.kode_bps, "Kabupaten/Kota": "Kutai Barat"})
        for at, one in enumerate(desa)
    ]
    importer.families(rows)
    assert "BPS" in importer.line("Kode desa")
    assert importer.all("SELECT DISTINCT kabkota_id FROM data.keluarga") == [(6407,)]


def test_two_code_systems_are_blocked(importer):
    bps = next(one.kode_bps for one in desa_of(6407) if one.kode_bps)
    rows = [family(0, **{"Kabupaten/Kota": ""}), family(1, **{"Kode Desa": bps, "Kabupaten/Kota": ""})]
    error = refused(importer, rows)
    assert error.code == "kode_campuran"
    assert refused(importer, rows, system="dagri").code == "kode_campuran"


def test_a_wrong_declaration_is_blocked(importer):
    assert refused(importer, [family(0)], system="bps").code == "kode_bertentangan"


def test_rows_whose_place_cannot_be_are_rejected(importer):
    rows = [family(at) for at in range(60)]
    rows[1] |= {"Kode Desa": "64.72.01.9999"}
    rows[2] |= {"Kabupaten/Kota": "Kutai Barat"}
    rows[3] |= {"Kode Desa": "64.72"}
    rows[4] |= {"Kode Desa": "rusak"}
    importer.families(rows)
    assert [(row["baris"], row["kode_galat"]) for row in importer.rejected()] == [
        ("3", "V04"), ("4", "V03"), ("5", "V04"), ("6", "V04"),
    ]  # fmt: skip


def test_a_wrong_code_comes_back_with_its_place_by_name_or_by_lineage(importer):
    with importer.database.owner() as conn:
        old = "(6472019999, 4, '64.72.01.9999', 'Lama', 'kelurahan', 647201, '2000-01-01', '2020-01-01')"
        columns = "id, tingkat, kode_dagri, nama, jenis, induk_id, berlaku_dari, berlaku_sampai"
        conn.execute(text(f"INSERT INTO data.wilayah ({columns}) VALUES {old}"))
        line = "(6472019999, 6472011001, 'ganti_nama', '2020-01-01')"
        conn.execute(
            text(f"INSERT INTO data.wilayah_silsilah (dari_id, ke_id, jenis, tanggal) VALUES {line}")
        )
    named = {"Kecamatan": "Palaran", "Desa": "Rawa Makmur"}
    rows = [family(0, **named), family(1, **named, **{"Kode Desa": "64.72.01.9999"})]
    rows.append(family(2, **named, **{"Kode Desa": "64.72.01.9998"}))
    importer.families(rows)
    advice = [row["usulan_perbaikan"] for row in importer.rejected()]
    assert advice == ["Periksa kode desa. → 64.72.01.1001 (Rawa Makmur)"] * 2
    assert importer.rejected()[0]["NIK"] == f"'{nik(1)}"


def test_corrected_rows_can_be_sent_again(importer):
    importer.families([family(0, Alamat="-"), family(1, **{"Jenis Atap": "kaca", "Alamat": "- Jl. Mawar"})])
    path = importer.folder / "keluarga.csv.ditolak.csv"
    path.write_text(path.read_text("utf-8-sig").replace("kaca", "seng"), "utf-8")
    assert importer.bring(path) == 0
    vault = Vault(KEYS, "nik")
    assert vault.reveal(
        bytes(importer.one("SELECT nik_sandi FROM data.keluarga WHERE nama_kepala = 'Contoh 1'"))
    ) == nik(1)


def test_names_alone_may_place_a_family(importer):
    row = family(
        0, **{"Kode Desa": "", "Kecamatan": "Kec. Muara Muntai", "Desa": "Perian", "Kabupaten/Kota": "Kukar"}
    )
    importer.families([row])
    assert importer.all("SELECT desa_id FROM data.keluarga") == [(6402012001,)]
    assert importer.warnings()[0]["kode"] == "V04"


def test_the_same_file_twice_changes_nothing(importer):
    importer.families([family(0)])
    before = importer.counts()
    assert importer.families([family(0)]) == 0
    assert importer.counts() == before
    assert importer.line("Berkas ini sudah terbit sebagai versi 1")
    assert importer.families([family(1)]) == 0
    assert importer.families([family(0)]) == 0
    assert importer.one("SELECT max(id) FROM service.versi") == 3


def test_a_file_replaces_its_own_kab_kota_alone(importer):
    importer.families([family(0), family(1, **{"Kode Desa": KUKAR, "Kabupaten/Kota": ""})])
    importer.families([family(2), family(3)], name="samarinda.csv")
    names = importer.all(
        "SELECT k.nama_kepala FROM data.keluarga k JOIN service.versi_isi v ON v.isi_id = k.isi_id"
        " WHERE v.versi_id = 2 ORDER BY 1"
    )
    assert names == [("Contoh 1",), ("Contoh 2",), ("Contoh 3",)]
    assert importer.line("Terbit       Kota Samarinda: 2 menggantikan 1")


def test_a_steep_fall_asks_first(importer):
    importer.families([family(at) for at in range(10)])
    error = refused(importer, [family(at) for at in range(6)], name="sedikit.csv")
    assert error.code == "turun_tajam"
    assert "10 → 6" in str(error)
    assert importer.families([family(at) for at in range(6)], name="sedikit.csv", ganti=True) == 0
    assert importer.line("PERINGATAN   Kota Samarinda: 10 menjadi 6 (-40 %)")


def test_when_every_row_is_rejected_nothing_is_published(importer):
    error = refused(importer, [family(0, NIK="1"), family(1, NIK="2")])
    assert (error.code, len(importer.rejected())) == ("semua_ditolak", 2)


def test_a_trial_publishes_nothing(importer):
    before = importer.counts()
    assert importer.families([family(0), family(1, NIK="1")], uji=True) == 0
    assert importer.counts() == before
    assert len(importer.rejected()) == 1


def test_the_demo_is_in_the_way(importer):
    importer.families([family(0)])
    with importer.database.owner() as conn:
        conn.execute(text("UPDATE service.isi SET contoh = true WHERE himpunan = 'keluarga'"))
    error = refused(importer, [family(1)])
    assert "kantong demo --hapus" in str(error)
    assert importer.families([family(1)], uji=True) == 0


def test_once_accounts_exist_a_file_waits_for_others(importer):
    with importer.database.owner() as conn:
        conn.execute(text("INSERT INTO service.akun (nama, peran) VALUES ('rina', 'OP_KAB')"))
    assert refused(importer, [family(0)]).code == "pengguna_perlu"
    assert refused(importer, [family(0)], pengguna="andi").code == "pengguna_tidak_ada"
    assert importer.families([family(0)], pengguna="rina") == 0
    assert importer.all("SELECT status, pengguna FROM service.batch") == [("siap_diajukan", "rina")]
    assert importer.one("SELECT count(*) FROM service.versi") == 0


def test_nothing_can_be_matched_without_a_register(database, tmp_path):
    opened = Database(database)
    with pytest.raises(ImportRefusal) as error:
        Importer(opened, tmp_path).families([family(0)])
    opened.dispose()
    assert error.value.code == "register_kosong"


P3KE = {
    "ID Keluarga P3KE": "64720000001",
    "Provinsi": "KALIMANTAN TIMUR",
    "Kabupaten/Kota": "KOTA SAMARINDA",
    "Kecamatan": "PALARAN",
    "Desa/Kelurahan": "RAWA MAKMUR",
    "Kode Kemdagri": "6472011001",
    "Desil Kesejahteraan": "1",
    "Alamat": "Jl. Contoh",
    "Kepala Keluarga": "CONTOH",
    "NIK": nik(1),
    "Padan Dukcapil": "Ya",
    "Jenis Kelamin": "Laki-laki",
    "Tanggal Lahir": "01/01/1961",
    "Pekerjaan": "Nelayan",
    "Kepemilikan Rumah": "Milik Sendiri",
    "Memiliki Simpanan Uang/Perhiasan/Ternak/Lainnya": "Tidak",
    "Jenis Atap": "Jerami/Ijuk/Daun-daunan/Rumbia",
    "Jenis Dinding": "Kayu/Papan",
    "Jenis Lantai": "Keramik/Granit/Marmer/Ubin/Tegel/Teraso",
    "Sumber Penerangan": "Listrik Pribadi s/d 900 Watt",
    "Bahan Bakar Memasak": "Listrik/Gas",
    "Sumber Air Minum": "Sumur Terlindung",
    "Memiliki Fasilitas Buang Air Besar": "Ya, dengan Septic Tank",
    "Penerima BPNT": "Ya",
    "Risiko Stunting": "Tidak",
}


def test_a_file_of_p3ke_with_its_text_labels(importer):
    other = {
        "ID Keluarga P3KE": "2",
        "NIK": nik(2),
        "Sumber Air Minum": "Sumur",
        "Tanggal Lahir": "01/01/1962",
    }
    importer.families([P3KE, P3KE | other])
    answers = "status_bangunan, atap, dinding, lantai, penerangan, bahan_bakar, air_minum, fas_bab, tpa_tinja"
    assert importer.all(f"SELECT id_sumber, desil, {answers} FROM data.keluarga ORDER BY id_sumber") == [
        ("2", 1, 1, 7, 3, 2, 1, 4, None, 1, 1),
        ("64720000001", 1, 1, 7, 3, 2, 1, 4, 5, 1, 1),
    ]
    assert "Padan Dukcapil" in importer.line("             tidak dipakai")
    told = {(row["kolom"], row["kode"]) for row in importer.warnings() if row["baris"] == "3"}
    assert ("Sumber Air Minum", "V16") in told


def test_what_is_filled_in_is_said(importer):
    rows = [family(0, **{"Desil Sumber": ""}), family(1)]
    importer.families(rows, sumber="Dinsos Samarinda")
    assert importer.line("Catatan:")
    assert importer.all("SELECT desil_sumber FROM data.keluarga ORDER BY nama_kepala") == [
        ("Dinsos Samarinda",),
        ("DTSEN 2026",),
    ]
    importer.families([row | {"Desil": "2"} for row in rows])
    assert [(row["baris"], row["kode"]) for row in importer.warnings()] == [("2", "V31")]


def test_a_point_outside_its_village_informs_and_moves_nothing(importer):
    frame = pd.DataFrame(
        {"wilayah_id": [6472011001], "tingkat": [4], "kode": [SAMARINDA], "nama": ["Rawa Makmur"]}
    )
    frame["geom"], frame["skematik"] = [shapely.box(117, -1, 117.2, 0)], True
    with importer.database.owner() as conn:
        publish(conn, [Snapshot("batas", 64, frame, sumber="uji")], keterangan="batas", keys=KEYS)
    importer.families([family(0), family(1, Bujur="117.3")])
    assert importer.line("             1 dari 2 titik di luar desa")
    assert importer.all("SELECT DISTINCT desa_id FROM data.keluarga") == [(6472011001,)]


def test_excel_turns_rt_rw_into_dates(importer):
    importer.families([family(0, **{"RT/RW": "01-Feb"}), family(1, **{"RT/RW": "001/002"})])
    assert [(row["baris"], row["kode"]) for row in importer.warnings()] == [("2", "V19")]


def test_answers_that_do_not_fit_together_are_told(importer):
    odd = {"Fasilitas BAB": "6", "Kloset": "1", "Luas Lantai (m2)": "2", "RT": "3", "RW": "1"}
    odd |= {"Jenis Kelamin": "P", "Tanggal Lahir": "02/01/1970"}
    importer.families([family(0, **odd)])
    assert {row["kode"] for row in importer.warnings()} == {"V17", "V18", "V09", "V10"}
    assert importer.all("SELECT rt_rw, kloset FROM data.keluarga") == [("3/1", 1)]


def test_a_family_card_may_begin_with_nought(importer):
    importer.families([family(0, **{"No KK": "0172012005100001"})])
    sealed = importer.one("SELECT kk_sandi FROM data.keluarga")
    assert Vault(KEYS, "no_kk").reveal(bytes(sealed)) == "0172012005100001"


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ([{"NIK": nik(0), "Nama": "Siti"}], "tanpa_kolom_wilayah"),
        ([{"Kode Desa": SAMARINDA, "Nama": "Air Putih"}], "bukan_keluarga"),
        ([{"a": "1", "b": "2"}], "tanpa_kepala"),
    ],
)
def test_files_that_are_no_list_of_families(importer, rows, code):
    assert refused(importer, rows).code == code


def test_a_header_without_families(importer):
    path = importer.folder / "kosong.csv"
    path.write_text("NIK,Kode Desa\n")
    with pytest.raises(ImportRefusal) as error:
        importer.bring(path)
    assert error.value.code == "tanpa_baris"


def test_a_folder_that_cannot_be_written(importer):
    path = write_csv(importer.folder / "keluarga.csv", [family(0), family(1, NIK="1")])
    with pytest.raises(ImportRefusal) as error:
        Importer(importer.database, path / "bukan-folder").bring(path)
    assert error.value.code == "folder_keluar"
    Importer(importer.database, importer.folder / "belum" / "ada").bring(path)
    assert list((importer.folder / "belum" / "ada").glob("*.ditolak.csv"))
    assert refused(importer, [family(0)], periode="tahun ini").code == "periode_salah"


def test_excel_with_destroyed_numbers(importer):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["DAFTAR KELUARGA"])
    sheet.append(list(family(0)))
    for at in range(3):
        sheet.append(list(family(at).values()))
    sheet.append([int(nik(9)), *list(family(9).values())[1:]])
    path = importer.folder / "keluarga.xlsx"
    book.save(path)
    importer.bring(path)
    (row,) = importer.rejected("keluarga.xlsx")
    assert (row["baris"], row["kode_galat"]) == ("6", "V06")
    assert importer.one("SELECT count(*) FROM data.keluarga") == 3


def test_a_csv_that_excel_rounded_is_rejected_as_a_whole(importer):
    error = refused(importer, [family(at, NIK=f"{nik(at)[:15]}0") for at in range(10, 400, 10)])
    assert error.code == "semua_ditolak"
    assert {row["kode_galat"].split()[0] for row in importer.rejected()} >= {"V06"}


def test_geojson_in_utm(importer):
    properties = {
        name.replace("/", " "): cell for name, cell in family(0).items() if name not in ("Lintang", "Bujur")
    }
    features = [
        {
            "type": "Feature",
            "properties": properties,
            "geometry": {"type": "Point", "coordinates": [517027, 9944510]},
        },
        {
            "type": "Feature",
            "properties": properties | {"NIK": nik(1)},
            "geometry": {"type": "GeometryCollection", "geometries": []},
        },
        {
            "type": "Feature",
            "properties": properties | {"NIK": nik(2)},
            "geometry": {"type": "LineString", "coordinates": [[517027, 9944510], [517028, 9944511]]},
        },
    ]
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::32750"}}
    path = importer.folder / "keluarga.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "crs": crs, "features": features}))
    importer.bring(path)
    points = importer.all(
        "SELECT round(ST_X(geom)::numeric, 3), round(ST_Y(geom)::numeric, 3) FROM data.keluarga ORDER BY id"
    )
    assert sorted(map(str, points[0])) == ["-0.502", "117.153"]
    assert points[1:] == [(None, None), (None, None)]
    assert {row["kode"] for row in importer.warnings("keluarga.geojson")} >= {"V21", "V33"}


def test_from_the_command_line(importer, database, tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("DATABASE_URL", database)
    monkeypatch.setenv("KANTONG_DATA", str(tmp_path / "data"))
    path = write_csv(tmp_path / "keluarga.csv", [family(0), family(1, NIK="1")])
    assert (
        execute(
            ["import", "keluarga", str(path), "--kode", "dagri", "--sumber", "Dinsos", "--periode", "2026-T4"]
        )
        == 0
    )
    assert importer.all("SELECT sumber FROM service.isi WHERE himpunan = 'keluarga'") == [("Dinsos",)]
    assert "2 = 1 diterima + 0 dengan peringatan + 1 ditolak" in capsys.readouterr().out
    assert (tmp_path / "keluarga.csv.ditolak.csv").exists()
    assert execute(["import", "keluarga", str(tmp_path / "tidak_ada.csv")]) == 1
    assert capsys.readouterr().err == "Berkas tidak_ada.csv tidak ada.\n"
    monkeypatch.setenv("KANTONG_BAHASA", "en")
    assert execute(["import", "kumuh", str(path)]) == 1
    assert "All 2 rows were rejected" in capsys.readouterr().err


def test_a_file_that_changes_under_our_hands(importer, monkeypatch):
    from api.imports import service

    stamps = iter([(1, 1), (1, 2)])
    monkeypatch.setattr(service, "_stamp", lambda _path: next(stamps))
    assert refused(importer, [family(0)]).code == "berkas_berubah"


@pytest.mark.parametrize("moment", ["%", "COPY%keluarga%", "%PRIMARY KEY%", "ANALYZE%sel%"])
def test_killed_in_the_middle_nothing_is_half_written(importer, database, tmp_path, moment):
    rows = [family(at % 9000, NIK="0", Desil=str(at % 10 + 1)) for at in range(60_000)]
    path = write_csv(tmp_path / "banyak.csv", rows)
    before = importer.counts()
    environment = {"DATABASE_URL": database, "KANTONG_DATA": str(tmp_path / "data"), "PATH": "/usr/bin:/bin"}
    command = [sys.executable, "-m", "api.cli", "import", "keluarga", str(path)]
    silent = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    with subprocess.Popen(command, env=environment, **silent) as process:
        _wait_for_moment(importer, process, moment)
        process.send_signal(signal.SIGKILL)
        process.wait()
    _wait_for_quiet(importer)
    after = importer.counts()
    assert after == before or after["service.versi"] == 1
    partitions = "SELECT count(*) FROM pg_class WHERE relname LIKE 'keluarga_isi_%' AND relkind = 'r'"
    assert importer.one(partitions) == importer.one(
        "SELECT count(*) FROM service.isi WHERE himpunan = 'keluarga'"
    )
    assert importer.bring(path) == 0
    assert importer.one("SELECT count(*) FROM data.keluarga") == 60_000


def _wait_for_moment(importer, process, moment):
    """Wait until the import is seen at the statement, or has ended because it passed it too fast."""
    query = f"SELECT count(*) FROM pg_stat_activity WHERE {OTHERS} AND query ILIKE :moment"
    while process.poll() is None and not importer.one(query, moment=moment):
        time.sleep(0.005)


def _wait_for_quiet(importer):
    """Wait until PostgreSQL has noticed that its client is gone."""
    query = (
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )
    for _ in range(200):
        if not importer.one(query):
            return
        time.sleep(0.05)
    raise AssertionError("a killed import still holds a connection")


def test_the_name_of_a_file_is_never_public(importer):
    """Files from the field often bear the name of a person."""
    path = write_csv(importer.folder / "rumah_bu_contoh.csv", [family(0), family(1)])
    importer.bring(path)
    with importer.database.owner() as conn:
        told = conn.scalars(
            text("SELECT keterangan FROM service.versi UNION ALL SELECT sumber FROM service.isi")
        ).all()
    assert told
    assert not any("rumah_bu_contoh" in words for words in told)


def test_a_pipe_is_refused_and_not_waited_for(importer):
    path = importer.folder / "pipa.csv"
    os.mkfifo(path)
    with pytest.raises(ImportRefusal) as error:
        importer.bring(path)
    assert error.value.code == "berkas_bukan_biasa"
