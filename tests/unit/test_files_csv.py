"""CSV files as the field sends them: encodings, delimiters, headers, quotes; records keep their number."""

import codecs
import random

import numpy as np
import pytest

from geo.files.delimited import BLOCK_BYTES
from geo.files.encoding import detect_encoding
from geo.files.header import make_vocabulary
from geo.files.source import FileError
from geo.files.table import read_table

WORDS = make_vocabulary(
    {"nik": ("no ktp",), "nama": ("nama krt",), "desa": ("desa kel",), "luas_m2": ("luas",)}
)


def write(tmp_path, content, name="berkas.csv"):
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def read(path, sheet=None):
    source = read_table(path, WORDS, sheet)
    rows, broken, blank = [], [], 0
    for chunk in source.chunks():
        rows += zip(
            chunk.baris.tolist(),
            zip(*(column.to_pylist() for column in chunk.columns), strict=True),
            strict=True,
        )
        broken += [(row.baris, row.cells) for row in chunk.broken]
        blank += chunk.blank
    return source, rows, broken, blank


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_delimiters_and_line_ends(tmp_path, delimiter, newline):
    text = newline.join(["NIK,Nama,Desa", "1,Siti,A", "2,Udin,B"]).replace(",", delimiter) + newline
    source, rows, broken, _ = read(write(tmp_path, text))
    assert source.facts["pemisah"] == delimiter
    assert rows == [(2, ("1", "Siti", "A")), (3, ("2", "Udin", "B"))]
    assert not broken


@pytest.mark.parametrize(
    ("encoding", "mark", "name"),
    [
        ("utf-8", b"", "utf-8"),
        ("utf-8", codecs.BOM_UTF8, "utf-8"),
        ("utf-16-le", codecs.BOM_UTF16_LE, "utf-16-le"),
        ("utf-16-be", codecs.BOM_UTF16_BE, "utf-16-be"),
        ("utf-16-le", b"", "utf-16-le"),
        ("utf-16-be", b"", "utf-16-be"),
        ("cp1252", b"", "cp1252"),
    ],
)
def test_encodings(tmp_path, encoding, mark, name):
    text = "Daftar keluarga “contoh”\nNIK;Nama\n1;Siti Rosé\n2;Udin – Sepaku\n"
    source, rows, *_ = read(write(tmp_path, mark + text.encode(encoding)))
    assert source.facts["sandi"] == name
    assert source.header.names == ("NIK", "Nama")
    assert rows == [(3, ("1", "Siti Rosé")), (4, ("2", "Udin – Sepaku"))]


@pytest.mark.parametrize(
    ("content", "code", "line"),
    [
        (b"NIK,Nama\n1,A\n2,B\x00C\n", "berkas_byte_nul", 3),
        (codecs.BOM_UTF16_LE + "NIK,Nama\n1,A\0B\n".encode("utf-16-le"), "berkas_byte_nul", 2),
        (b"NIK,Nama\n1,A\n2,\x81\xe9\n", "berkas_sandi", 1),
        (codecs.BOM_UTF16_LE + "NIK,Nama\n1,AB\n".encode("utf-16-le")[:-1], "berkas_terpotong", 2),
    ],
)
def test_bytes_that_are_no_text(tmp_path, content, code, line):
    with pytest.raises(FileError) as refused:
        read(write(tmp_path, content))
    assert (refused.value.code, refused.value.values["baris"]) == (code, line)


def test_a_nul_far_into_the_file_is_found_by_its_line(tmp_path):
    content = b"NIK,Nama\n" + b"1,Siti\n" * 700_000 + b"2,\x00\n"
    with pytest.raises(FileError) as refused:
        detect_encoding(write(tmp_path, content))
    assert refused.value.values["baris"] == 700_002


def test_title_rows_blank_rows_and_column_numbers(tmp_path):
    text = (
        "DAFTAR KELUARGA;;\n;;\nKecamatan Sepaku;;\nNo. KTP;Nama KRT;Desa/Kel\n(1);(2);(3)\n"
        "1;Siti;A\n\n;;\n2;Udin;B\n;;;;\n"
    )
    source, rows, _, blank = read(write(tmp_path, text))
    assert (source.header.first, source.header.depth) == (3, 2)
    assert rows == [(6, ("1", "Siti", "A")), (9, ("2", "Udin", "B"))]
    assert blank == 3


def test_a_header_of_two_rows_with_merged_cells(tmp_path):
    words = make_vocabulary(
        {"nik": (), "lat": ("koordinat lintang",), "lon": ("koordinat bujur",), "desa": ()}
    )
    path = write(tmp_path, "NIK,Desa,Koordinat,,Ket\n,,Lintang,Bujur,\n1,A,-0.5,117.1,x\n")
    header = read_table(path, words).header
    assert header.fields == ("nik", "desa", "lat", "lon", None)
    assert header.names == ("NIK", "Desa", "Koordinat Lintang", "Koordinat Bujur", "Ket")
    assert (header.depth, header.ignored) == (2, ("Ket",))


def test_names_of_the_lower_row_stand_alone(tmp_path):
    path = write(tmp_path, "IDENTITAS,,WILAYAH\nNIK,Nama,Desa\n1,Siti,A\n")
    source, rows, *_ = read(path)
    assert source.header.recognised == {"nik": "NIK", "nama": "Nama", "desa": "Desa"}
    assert rows == [(3, ("1", "Siti", "A"))]


@pytest.mark.parametrize("text", ["1,Siti,A\n2,Udin,B\n", "satu baris saja", "NIK saja\n1\n"])
def test_no_header(tmp_path, text):
    with pytest.raises(FileError) as refused:
        read(write(tmp_path, text))
    assert refused.value.code == "tanpa_kepala"


def test_a_header_without_rows(tmp_path):
    for text in ("NIK,Nama", "NIK,Nama\n"):
        assert read(write(tmp_path, text))[1] == []


def test_quoted_line_breaks_are_one_record(tmp_path):
    _, rows, broken, _ = read(write(tmp_path, 'NIK,Nama,Desa\n1,"Siti\nbinti Umar",A\n2,"Udin ""Udi""",B\n'))
    assert rows == [(2, ("1", "Siti\nbinti Umar", "A")), (3, ("2", 'Udin "Udi"', "B"))]
    assert not broken


def test_quotes_inside_a_cell_are_letters(tmp_path):
    assert read(write(tmp_path, 'NIK,Nama,Desa\n1,pipa 5" lama,A\n'))[1] == [(2, ("1", 'pipa 5" lama', "A"))]


@pytest.mark.parametrize(
    "text",
    [
        'NIK,Nama,Desa\n1,Siti,A\n2,"Udin,B\n3,Ani,C\n',
        'NIK,Nama,Desa\n1,Siti,A\n2,Udin,"B\n3,Ani,C\n4,Budi,D\n',
        'NIK,Nama,Desa\n1,Siti,A\n2,Udin,"B\n3,Ani,C\n4,Budi,D"\n5,Edi,E\n',
    ],
)
def test_an_open_quote_is_refused_with_its_row(tmp_path, text):
    with pytest.raises(FileError) as refused:
        read(write(tmp_path, text))
    assert (refused.value.code, refused.value.values["baris"]) == ("kutip_terbuka", 3)


def test_an_open_quote_that_swallows_megabytes(tmp_path):
    text = 'NIK,Nama,Desa\n1,"Siti,A\n' + "2,Udin,B\n" * BLOCK_BYTES
    with pytest.raises(FileError) as refused:
        read(write(tmp_path, text))
    assert refused.value.code == "kutip_terbuka"


def test_rows_of_another_width_are_kept_apart_by_number(tmp_path):
    text = "NIK,Nama,Desa\n1,Siti,A\n2,Udin\n3,Ani,C,,\n4,Budi,D,x\n5,Edi,E\n"
    source, rows, broken, _ = read(write(tmp_path, text))
    assert [number for number, _ in rows] == [2, 6, 4]
    assert broken == [(3, ("2", "Udin")), (5, ("4", "Budi", "D", "x"))]
    wanted = np.array([3, 4, 6])
    assert list(source.read_rows(wanted)) == [
        (3, ("2", "Udin")),
        (4, ("3", "Ani", "C")),
        (6, ("5", "Edi", "E")),
    ]


def test_a_row_longer_than_a_block(tmp_path):
    long = "7 " * BLOCK_BYTES
    _, rows, *_ = read(write(tmp_path, f'NIK,Nama,Desa\n1,"{long}",A\n2,Udin,B\n'))
    assert [(number, len(cells[1])) for number, cells in rows] == [(2, len(long)), (3, 4)]


def test_a_broken_row_with_an_endless_cell(tmp_path):
    with pytest.raises(FileError) as refused:
        read(write(tmp_path, f"NIK,Nama,Desa\n1,{'x' * 200_000}\n"))
    assert (refused.value.code, refused.value.values["baris"]) == ("kutip_terbuka", 2)


def test_a_broken_last_row_is_not_lost(tmp_path):
    _, rows, broken, blank = read(write(tmp_path, "NIK,Nama,Desa\n1,Siti\n,,,,,\n"))
    assert (rows, broken, blank) == ([], [(2, ("1", "Siti"))], 1)


def test_numbers_hold_over_blocks_with_misfits_anywhere(tmp_path):
    chance = random.Random(7)
    lines, expected = [], {}
    for number in range(2, 120_002):
        if chance.random() < 0.01:
            lines.append(f"{number},pendek")
        else:
            lines.append(f"{number},nama yang panjang sekali {'x' * 90},A")
            expected[number] = str(number)
    _, rows, broken, _ = read(write(tmp_path, "NIK,Nama,Desa\n" + "\n".join(lines)))
    assert {number: cells[0] for number, cells in rows} == expected
    assert all(cells[0] == str(number) for number, cells in broken)
    assert len(rows) + len(broken) == 120_000


def test_two_columns_for_one_field(tmp_path):
    with pytest.raises(FileError) as refused:
        read(write(tmp_path, "NIK,NIK,Nama\n1,2,Siti\n"))
    assert refused.value.code == "kolom_ganda"
    source, *_ = read(write(tmp_path, "No KTP,NIK,Nama\n1,2,Siti\n"))
    assert source.header.fields == (None, "nik", "nama")


def test_hectares_are_no_square_metres(tmp_path):
    source, *_ = read(write(tmp_path, "NIK,Nama,Luas (Ha)\n1,Siti,3\n"))
    assert source.header.ignored == ("Luas (Ha)",)
    source, *_ = read(write(tmp_path, "NIK,Nama,4. Luas (m²)\n1,Siti,36\n"))
    assert source.header.recognised["luas_m2"] == "4. Luas (m²)"
