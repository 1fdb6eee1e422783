"""Values of cells: numbers, dates, codes and labels as people write them; blank stays blank."""

from datetime import date

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.files.convert import NO_CODE, Converter
from geo.files.fields import FAMILY, POCKET, FieldSpec, names_of
from geo.files.findings import find
from geo.files.header import make_header, make_vocabulary, normalise
from geo.files.labels import ALLOWED, LABELS, PARTIAL, TOO_LITTLE, label_codes, parse_code, squeeze
from geo.files.neutral import STARTS, has_formula, looks_like_formula, neutralise, unwrap, write_csv
from geo.files.source import Chunk
from geo.files.values import AmbiguousNumberError, Habit, dates, numbers, parse_date, parse_number, texts

TODAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("36", 36),
        (" 36 ", 36),
        ("36,5", 36.5),
        ("36.5", 36.5),
        ("-0,5", -0.5),
        ("+7", 7),
        ("1.234,5", 1234.5),
        ("1,234.5", 1234.5),
        ("1.250.000", 1_250_000),
        ("1,250,000", 1_250_000),
        ("1 250 000", 1_250_000),
        ("36 m2", 36),
        ("36m²", 36),
        ("1,5 Ha", 1.5),
        ("4 orang", 4),
        ("12 KK", 12),
        ("30 menit", 30),
        ("7%", 7),
        ("0.712908367704", 0.712908367704),
        ("0,712", 0.712),
        ("\u22125", -5),
        ("12\u00a0m", 12),
        ("0.500", 0.5),
    ],
)
def test_numbers(text, number):
    assert parse_number(text) == number


@pytest.mark.parametrize(
    "text", ["", "luas", "1e5", "1.2.3", "1,2,3", "--5", "0x10", "٣٦", "nan", "1" * 50, "=1+1"]
)
def test_no_numbers(text):
    with pytest.raises(ValueError, match=r"^"):
        parse_number(text)


@pytest.mark.parametrize("text", ["1.234", "1,234", "-12.345"])
def test_a_thousand_or_a_fraction(text):
    with pytest.raises(AmbiguousNumberError):
        parse_number(text)
    assert parse_number(text, Habit(".")) == float(text.replace(",", ""))
    assert parse_number(text, Habit(",")) == float(text.replace(".", "").replace(",", "."))


def test_a_column_shows_its_habit():
    habit = Habit()
    column = numbers(pa.array(["1,5", "1.234", "-", "n/a", "x", ""]), habit)
    assert habit.decimal == ","
    assert column.values[:2].tolist() == [1.5, 1234]
    assert np.isnan(column.values[2:]).all()
    assert column.bad.tolist() == [False] * 4 + [True, False]
    assert numbers(pa.array(["1.234"]), habit).values.tolist() == [1234]
    undecided = numbers(pa.array(["1.234", "1,5", "1.5"]), Habit())
    assert undecided.unsure.tolist() == [True, False, False]


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("31/12/2025", "2025-12-31"),
        ("1-2-2025", "2025-02-01"),
        ("01.02.2025", "2025-02-01"),
        ("1/2/25", "2025-02-01"),
        ("1/2/85", "1985-02-01"),
        ("2025-12-31", "2025-12-31"),
        ("2025/12/31", "2025-12-31"),
        ("2025-12-31 00:00:00", "2025-12-31"),
        ("2025-12-31T08:00:00Z", "2025-12-31"),
        ("31/12/2025 08:15", "2025-12-31"),
        ("17 Agustus 1945", "1945-08-17"),
        ("17 agt 45", "1945-08-17"),
        ("1 Pebruari 2024", "2024-02-01"),
        ("05-Nov-2024", "2024-11-05"),
        ("5 Nopember, 2024", "2024-11-05"),
        ("45689", "2025-02-01"),
        ("7306", "1920-01-01"),
    ],
)
def test_dates(text, iso):
    assert parse_date(text).isoformat() == iso


@pytest.mark.parametrize(
    "text", ["31/02/2025", "13/13/2025", "Sabtu", "2025", "99999", "1 Foo 2025", "2025-13-01", "5"]
)
def test_no_dates(text):
    with pytest.raises(ValueError, match=r"^"):
        parse_date(text)


def test_blank_dates_stay_blank():
    column = dates(pa.array(["", "-", "31/12/2025", "besok"]))
    assert np.isnat(column.values).tolist() == [True, True, False, True]
    assert column.bad.tolist() == [False, False, False, True]


def test_texts():
    column = texts(pa.array([" Siti ", "-", "N/A", "TIDAK TAHU", "", "a\x00b", "x" * 501, "Tidak"]))
    assert column.values.to_pylist() == ["Siti", None, None, None, None, None, None, "Tidak"]
    assert column.bad.tolist() == [False] * 5 + [True, True, False]


@pytest.mark.parametrize(
    ("text", "field", "code"),
    [
        ("3", "atap", 3),
        ("03", "atap", 3),
        ("3.0", "atap", 3),
        ("(3) Seng", "atap", 3),
        ("3. Seng", "atap", 3),
        ("3 - Seng", "atap", 3),
        ("3=seng", "atap", 3),
        (" SENG ", "atap", 3),
        ("9", "atap", None),
        ("0", "atap", None),
        ("Jerami/Ijuk/Daun-daunan/Rumbia", "atap", 7),
        ("Kayu / Papan", "lantai", 5),
        ("< 10 m", "jarak_tinja", 1),
        (">= 10 M", "jarak_tinja", 2),
        ("Tidak tahu", "jarak_tinja", 3),
        ("1.300 VA", "daya_listrik", 3),
        ("450", "daya_listrik", 1),
        (">2.200 VA", "daya_listrik", 5),
        ("Gas 5,5 kg", "bahan_bakar", 2),
        ("10", "bahan_bakar", 10),
        ("Kayu bakar", "bahan_bakar", 10),
        ("5.5", "bahan_bakar", None),
        ("Ya, dengan Septic Tank", "fas_bab", 1),
        ("Tidak, Jamban Umum/Bersama", "fas_bab", 4),
        ("0", "status_miskin_ekstrem", 0),
        ("Bukan", "status_miskin_ekstrem", 0),
        ("Terverifikasi", "status_miskin_ekstrem", 2),
        ("PDAM", "air_minum", 3),
        ("sumur", "air_minum", TOO_LITTLE),
        ("gas", "bahan_bakar", 4 + PARTIAL),
        ("-5", "atap", None),
        ("3,5", "atap", None),
        ("=cmd|'/C calc'!A0", "atap", None),
        ("Di atas air", "tipologi", 1),
    ],
)
def test_codes(text, field, code):
    assert parse_code(text, field) == code


def test_no_label_means_two_codes_and_every_code_has_one():
    for field, labels in LABELS.items():
        assert set(labels) == set(ALLOWED[field]), field
        squeezed = [squeeze(label) for group in labels.values() for label in set(group.split("|"))]
        assert len(set(squeezed)) == len(label_codes(field))
        first = {code: label.split("|")[0] for code, label in labels.items()}
        for code, label in first.items():
            assert parse_code(label, field) == code


def test_no_column_name_means_two_fields():
    for specs in (FAMILY, POCKET):
        owners: dict[str, str] = {}
        for field, names in names_of(specs).items():
            for name in (field, *names):
                assert owners.setdefault(normalise(name), field) == field, name


def _converter(specs, **columns):
    vocabulary = make_vocabulary(names_of(specs))
    header = make_header(list(columns), vocabulary)
    arrays = tuple(pa.array(values) for values in columns.values())
    chunk = Chunk(np.arange(2, 2 + len(arrays[0])), arrays)
    return Converter(specs, header, TODAY).convert(chunk)


def _rows(converted, kode):
    return [row for one in converted.findings if one.kode == kode for row in one.baris.tolist()]


def test_converting_a_chunk():
    found = _converter(
        FAMILY,
        atap=["seng", "12", "", "tidak tahu"],
        air_minum=["sumur", "gas", "3", "air kemasan/isi ulang"],
        jml_anggota=["4", "empat", "2,5", "100"],
        luas_lantai_m2=["36", "1.234", "", "2000"],
        tgl_pendataan=["31/12/2025", "31/12/2099", "", "x"],
        nama_kepala=["Siti", "=1+1", "- Udin", "a\x01"],
        desil=["Desil 3", "1", "11", "-"],
        nik=['="0123"', "'6472", "=A1", "-"],
        catatan=["a", "b", "c", "d"],
    )
    assert found.values["atap"].tolist() == [3, NO_CODE, NO_CODE, NO_CODE]
    assert found.values["air_minum"].tolist() == [NO_CODE, NO_CODE, 3, 2]
    assert found.values["jml_anggota"][0] == 4
    assert np.isnan(found.values["jml_anggota"][1:]).all()
    assert found.values["nama_kepala"].to_pylist() == ["Siti", None, "- Udin", None]
    assert found.values["desil"].tolist()[:2] == [3, 1]
    assert found.values["nik"].to_pylist() == ["0123", "6472", "", "-"]
    assert "catatan" not in found.values
    expected = {
        "kode_tidak_dikenal": [3, 3],
        "label_kurang": [2],
        "label_gabungan": [5],
        "bukan_angka": [3],
        "bukan_bulat": [4],
        "di_luar_batas": [5, 5, 4],
        "angka_ambigu": [3],
        "tanggal_depan": [3],
        "bukan_tanggal": [5],
        "rumus": [3, 4],
        "mirip_rumus": [4],
        "teks_rusak": [5],
    }
    assert {kode: _rows(found, kode) for kode in expected} == expected


def test_findings_keep_the_values_of_their_rows():
    rows, mask = np.array([2, 3, 4]), np.array([True, False, True])
    for values in (["a", "b", "c"], np.array(["a", "b", "c"]), pa.array(["a", "b", "c"])):
        (found,) = find("rumus", "nik", rows, mask, nilai=values)
        assert (found.baris.tolist(), found.nilai.tolist(), found.usulan) == ([2, 4], ["a", "c"], None)
    assert find("rumus", "nik", rows, ~np.ones(3, dtype=bool)) == []


def test_the_tank_in_the_answer_about_the_toilet():
    found = _converter(FAMILY, fas_bab=["Ya, dengan septic tank", "Ya, tanpa septic tank", "6"])
    assert found.values["fas_bab"].tolist() == [1, 1, 6]
    assert found.values["tpa_tinja"].tolist() == [1, NO_CODE, NO_CODE]
    both = _converter(FAMILY, fas_bab=["Ya, dengan septic tank", "1"], tpa_tinja=["3", ""])
    assert both.values["tpa_tinja"].tolist() == [3, NO_CODE]


def test_every_kind_of_field_is_read():
    assert {spec.kind for spec in FAMILY.values()} == {"kode", "bulat", "angka", "tanggal", "teks", "mentah"}
    assert FieldSpec("teks", ()).least == 0


def test_formulas_are_told_from_text_and_numbers():
    column = pa.array(["=1", " =1", "+62 812", "-5", "- Jl. A", "@x", "A=1", "+1,5", ""])
    assert has_formula(column).tolist() == [True, True] + [False] * 7
    assert looks_like_formula(column).tolist() == [
        False,
        False,
        False,
        False,
        True,
        True,
        False,
        False,
        False,
    ]


@given(st.lists(st.text(max_size=30)))
def test_whatever_goes_out_is_harmless_and_comes_back(cells):
    for cell in cells:
        out = neutralise(cell)
        harmless = not out.lstrip(" ").startswith(STARTS) or set(out.strip()) <= set("+-0123456789.,")
        assert harmless
        if not cell.startswith(("'", "\u2019", "=")):
            assert unwrap(pa.array([out])).to_pylist() == [cell]


def test_files_out_open_in_excel_and_belong_to_their_owner(tmp_path):
    path = tmp_path / "keluar.csv"
    count = write_csv(path, ["=nama", "b"], [["=cmd|' /C calc'!A0", 1], ["Siti\nAminah", -0.5]])
    assert count == 2
    assert path.read_bytes().startswith(b"\xef\xbb\xbf'=nama,b\r\n'=cmd|' /C calc'!A0,1\r\n")
    assert path.stat().st_mode & 0o077 == 0
    assert [one.name for one in tmp_path.iterdir()] == ["keluar.csv"]


def test_half_a_file_never_gets_its_name(tmp_path):
    def rows():
        yield ["a"]
        raise OSError("penuh")

    with pytest.raises(OSError, match="penuh"):
        write_csv(tmp_path / "keluar.csv", ["a"], rows())
    assert list(tmp_path.iterdir()) == []
