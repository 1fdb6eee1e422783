"""What a file is, whatever its name says; hostile and foreign files are refused with their own code."""

import zipfile

import pytest

from geo.files import kinds
from geo.files.kinds import detect_kind
from geo.files.source import FileError

WORKBOOK = {"xl/workbook.xml": b"<workbook/>"}


def zipped(path, members):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def code(path):
    with pytest.raises(FileError) as refused:
        detect_kind(path)
    return refused.value.code


@pytest.mark.parametrize(
    ("content", "refused"),
    [
        (b"", "berkas_kosong"),
        (b" \n\n\t", "berkas_kosong"),
        (b"%PDF-1.7 ...", "berkas_pdf"),
        (b"\x89PNG\r\n", "berkas_gambar"),
        (b"\xff\xd8\xff\xe0", "berkas_gambar"),
        (b"Rar!\x1a", "berkas_arsip"),
        (b"\x1f\x8b\x08", "berkas_arsip"),
        (b"\x00\x00\x27\x0a\x00", "berkas_shapefile"),
        (b"PK\x03\x04 broken", "berkas_rusak"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "berkas_xls_lama"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "berkas_terkunci"),
        (b"<html><table><tr><td>NIK</td></tr></table>", "berkas_html"),
        (b"\xef\xbb\xbf<?xml version='1.0'?><kml xmlns=''>", "berkas_kml"),
    ],
)
def test_foreign_files(tmp_path, content, refused):
    path = tmp_path / "berkas.csv"
    path.write_bytes(content)
    assert code(path) == refused


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"NIK,Nama\n1,A\n", "csv"),
        (b"  {}", "geojson"),
        (b"SQLite format 3\x00", "gpkg"),
        (b"\xef\xbb\xbf{", "geojson"),
    ],
)
def test_the_content_decides(tmp_path, content, kind):
    path = tmp_path / "berkas.xlsx"
    path.write_bytes(content)
    assert detect_kind(path) == kind


@pytest.mark.parametrize(
    ("members", "refused"),
    [
        ({"doc.kml": b"<kml/>"}, "berkas_kml"),
        ({"data/batas.SHP": b"x", "data/batas.dbf": b"x"}, "berkas_shapefile"),
        ({"content.xml": b"<x/>"}, "berkas_ods"),
        ({"surat.docx": b"x"}, "berkas_arsip"),
        (WORKBOOK | {"xl/sharedStrings.xml": b'<!DOCTYPE x [<!ENTITY a "aaaa">]><x/>'}, "berkas_bom_xml"),
    ],
)
def test_archives(tmp_path, members, refused):
    assert code(zipped(tmp_path / "berkas.xlsx", members)) == refused


def test_a_workbook(tmp_path):
    assert detect_kind(zipped(tmp_path / "berkas.csv", WORKBOOK)) == "xlsx"


def test_a_zip_bomb_is_not_opened(tmp_path):
    members = WORKBOOK | {"xl/worksheets/sheet1.xml": bytes(80 * 2**20)}
    assert code(zipped(tmp_path / "bom.xlsx", members)) == "berkas_bom_zip"


def test_shared_strings_that_would_fill_the_memory(tmp_path, monkeypatch):
    monkeypatch.setattr(kinds, "STRINGS_BYTES", 10)
    members = WORKBOOK | {"xl/sharedStrings.xml": b"<sst>panjang sekali</sst>"}
    assert code(zipped(tmp_path / "besar.xlsx", members)) == "berkas_bom_zip"


def test_too_large(tmp_path, monkeypatch):
    monkeypatch.setitem(kinds.LIMIT_BYTES, "csv", 4)
    path = tmp_path / "besar.csv"
    path.write_bytes(b"NIK,Nama\n")
    assert code(path) == "berkas_terlalu_besar"


def test_no_file(tmp_path):
    assert code(tmp_path / "tidak_ada.csv") == "berkas_tidak_ada"
    assert code(tmp_path) == "berkas_folder"
    assert code(tmp_path / ("x" * 400)) == "berkas_tak_terbaca"
    (tmp_path / "a.csv").write_text("x")
    assert code(tmp_path / "a.csv" / "b.csv") == "berkas_tak_terbaca"
