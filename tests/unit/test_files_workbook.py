"""XLSX workbooks: the right sheet, headers under titles, and cells as a person sees them."""

import datetime

import openpyxl
import pytest
from openpyxl.worksheet.formula import ArrayFormula

from geo.files.header import make_vocabulary
from geo.files.source import FileError
from geo.files.table import read_table
from geo.files.workbook import cell_text

WORDS = make_vocabulary({"nik": (), "nama": (), "desa": (), "lat": ("lintang",), "lon": ("bujur",)})
SEEN = [["NIK", "Nama", "Desa"], ["6472014108900001", "Siti", "A"]]


def book(tmp_path, sheets, name="berkas.xlsx"):
    made = openpyxl.Workbook()
    made.remove(made.active)
    for title, rows in sheets.items():
        sheet = made.create_sheet(title)
        for row in rows:
            sheet.append(row)
    path = tmp_path / name
    made.save(path)
    return path


def rows_of(source):
    return [
        (number, cells)
        for chunk in source.chunks()
        for number, cells in zip(
            chunk.baris.tolist(), zip(*(c.to_pylist() for c in chunk.columns), strict=True), strict=True
        )
    ]


def test_the_sheet_with_the_table_is_chosen_and_the_others_are_told(tmp_path):
    path = book(tmp_path, {"Petunjuk": [["Isi lembar berikut"]], "Data": SEEN, "Data lama": SEEN})
    source = read_table(path, WORDS)
    assert (source.facts["lembar"], source.facts["lembar_lain"]) == ("Data", ("Data lama",))
    assert rows_of(source) == [(2, ("6472014108900001", "Siti", "A"))]
    assert read_table(path, WORDS, "Data lama").facts["lembar"] == "Data lama"


def test_sheets_that_are_not_there_or_hold_no_table(tmp_path):
    path = book(tmp_path, {"Data": SEEN, "Petunjuk": [["Isi lembar berikut"]]})
    for wanted, code in (("Tidak ada", "lembar_tidak_ada"), ("Petunjuk", "tanpa_kepala")):
        with pytest.raises(FileError) as refused:
            read_table(path, WORDS, wanted)
        assert refused.value.code == code


def test_hidden_sheets_are_read_only_when_asked_for(tmp_path):
    path = book(tmp_path, {"Data": SEEN, "Rahasia": [*SEEN, ["2", "Udin", "B"]]})
    made = openpyxl.load_workbook(path)
    made["Rahasia"].sheet_state = "hidden"
    made.save(path)
    assert read_table(path, WORDS).facts["lembar_lain"] == ()
    assert len(rows_of(read_table(path, WORDS, "Rahasia"))) == 2


def test_merged_headers_titles_and_gaps(tmp_path):
    path = book(tmp_path, {"Data": []})
    made = openpyxl.load_workbook(path)
    sheet = made["Data"]
    sheet["A1"] = "DAFTAR KELUARGA MISKIN"
    sheet.merge_cells("A1:E1")
    sheet["A3"], sheet["B3"], sheet["C3"] = "NIK", "Nama", "KOORDINAT"
    sheet.merge_cells("C3:D3")
    sheet["C4"], sheet["D4"] = "Lintang", "Bujur"
    sheet["A6"], sheet["C6"], sheet["D6"], sheet["H6"] = "0", -0.5, 117.15, "catatan jauh"
    made.save(path)
    source = read_table(path, WORDS)
    assert source.header.fields == ("nik", "nama", "lat", "lon")
    assert rows_of(source) == [(6, ("0", "", "-0.5", "117.15"))]


def test_cells():
    seen = {
        None: "",
        True: "Ya",
        False: "Tidak",
        36.0: "36",
        0.125: "0.125",
        -12: "-12",
        6472014108900000: "6.47201E+15",
        6.472014108900001e15: "6.47201E+15",
        datetime.datetime.fromisoformat("2025-03-01T00:00"): "2025-03-01",
        datetime.datetime.fromisoformat("2025-03-01T08:30"): "2025-03-01 08:30:00",
        datetime.date(2025, 3, 1): "2025-03-01",
        datetime.time(8, 30): "08:30:00",
        "=A1+1": "=A1+1",
        "Siti\n": "Siti",
    }
    for value, text in seen.items():
        assert cell_text(value) == text
    assert cell_text(ArrayFormula("A1:A2", "=SUM(B1:B2)")) == "=SUM(B1:B2)"


def test_formatted_cells_to_the_right_are_no_columns(tmp_path):
    path = book(tmp_path, {"Data": SEEN})
    made = openpyxl.load_workbook(path)
    made["Data"]["J1"].font = openpyxl.styles.Font(bold=True)
    made.save(path)
    assert read_table(path, WORDS).header.names == ("NIK", "Nama", "Desa")


def test_formulas_keep_their_sign(tmp_path):
    path = book(tmp_path, {"Data": [["NIK", "Nama"], ["=1+1", '=HYPERLINK("x")']]})
    assert rows_of(read_table(path, WORDS)) == [(2, ("=1+1", '=HYPERLINK("x")'))]


def test_a_workbook_cut_short(tmp_path):
    path = book(tmp_path, {"Data": SEEN})
    path.write_bytes(path.read_bytes()[:-200])
    with pytest.raises(FileError) as refused:
        read_table(path, WORDS)
    assert refused.value.code == "berkas_rusak"


def test_a_workbook_with_broken_parts(tmp_path):
    import zipfile

    path = book(tmp_path, {"Data": SEEN})
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, b"<worksheet><sheetData><row" if "sheet1" in name else content)
    with pytest.raises(FileError) as refused:
        rows_of(read_table(path, WORDS))
    assert refused.value.code == "berkas_rusak"


def test_a_dimension_that_lies(tmp_path):
    import zipfile

    path = book(tmp_path, {"Data": [*SEEN, ["2", "Udin", "B"]]})
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content.replace(b'ref="A1:C3"', b'ref="A1"'))
    assert len(rows_of(read_table(path, WORDS))) == 2
