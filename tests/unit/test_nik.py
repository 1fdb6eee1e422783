"""NIK and KK numbers: the published fixtures, every fault, and that nothing is ever repaired."""

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.rules.nik import Fault, check_kk, check_nik, excel_zeros, find_twins


def _fault(value: str | None) -> Fault:
    return Fault(check_nik([value]).kode[0])


@pytest.mark.parametrize(
    ("value", "fault"),
    [
        ("6472014108900001", Fault.BAIK),
        ("6472010108900001", Fault.BAIK),
        ("6472010113900001", Fault.BULAN),
        ("6472013208900001", Fault.TANGGAL),
        ("6472017208900001", Fault.TANGGAL),
        ("6472014008900001", Fault.TANGGAL),
        ("6472010008900001", Fault.TANGGAL),
        ("6472010100900001", Fault.BULAN),
        ("6.47201E+15", Fault.EXCEL),
        ("6,47201E+15", Fault.EXCEL),
        ("6E+15", Fault.EXCEL),
        ("6472010108900000", Fault.AKHIRAN_0000),
        ("0", Fault.KOSONG),
        ("000", Fault.KOSONG),
        ("", Fault.KOSONG),
        ("-", Fault.KOSONG),
        (None, Fault.KOSONG),
        ("'6472014108900001", Fault.BAIK),
        (" 6472 0141 0890 0001 ", Fault.BAIK),
        ("64.72.01.410890.0001", Fault.BAIK),
        ("6472014108900001\u00a0", Fault.BAIK),
        ("6472014108900001.0", Fault.BAIK),
        ("647201410890001", Fault.PANJANG),
        ("64720141089000011", Fault.PANJANG),
        ("64720141089O0001", Fault.BUKAN_ANGKA),
        ("=cmd|' /C calc'!A0", Fault.BUKAN_ANGKA),
        ("٦٤٧٢٠١٤١٠٨٩٠٠٠٠١", Fault.BUKAN_ANGKA),
        ("1111111111111111", Fault.POLA),
        ("0000000000000000", Fault.POLA),
        ("0000110101900001", Fault.POLA),
        ("1234567890123456", Fault.POLA),
        ("9999990101900001", Fault.PROVINSI),
        ("2272010108900001", Fault.PROVINSI),
        ("3172010108900001", Fault.BAIK),
    ],
)
def test_each_fault(value, fault):
    assert _fault(value) is fault


def test_what_the_number_says_about_the_person():
    check = check_nik(
        ["6472014108900001", "6472010108900001", "3172010108900001"],
        tgl_lahir=np.array(["1990-08-01", "1990-08-02", "NaT"], dtype="datetime64[D]"),
        jk=np.array([2, 2, 0], dtype=np.int8),
        kecamatan=np.array([647201, 647202, 0]),
    )
    assert check.jk.tolist() == [2, 1, 1]
    assert check.tgl_beda.tolist() == [False, True, False]
    assert check.jk_beda.tolist() == [False, True, False]
    assert check.luar_kaltim.tolist() == [False, False, True]
    assert check.luar_kecamatan.tolist() == [False, True, False]
    assert check.angka.tolist() == [6472014108900001, 6472010108900001, 3172010108900001]


def test_a_faulty_number_says_nothing():
    check = check_nik(["6472010113900001"], jk=np.array([2], dtype=np.int8))
    assert (check.jk[0], check.angka[0], check.teks.to_pylist()) == (0, 0, [None])
    assert not check.jk_beda[0]
    assert check_nik(["64720"]).panjang.tolist() == [5]


@given(st.lists(st.one_of(st.none(), st.text(max_size=24), st.from_regex(r"\A[ '.0-9]{10,20}\Z"))))
def test_digits_are_never_repaired(values):
    check = check_nik(values)
    for value, kept in zip(values, check.teks.to_pylist(), strict=True):
        if kept is not None:
            assert kept in "".join(sign for sign in value.removesuffix(".0") if sign.isdigit())


def test_columns_of_arrow_and_of_nothing():
    column = pa.chunked_array([["6472014108900001"], ["0"]])
    assert check_nik(column).kode.tolist() == [Fault.BAIK, Fault.KOSONG]
    assert len(check_nik([]).kode) == 0


@pytest.mark.parametrize(
    ("value", "fault"),
    [
        ("6472012005100003", Fault.BAIK),
        ("9999", Fault.PANJANG),
        ("0", Fault.KOSONG),
        ("2222222222222222", Fault.POLA),
        ("6.47201E+15", Fault.EXCEL),
    ],
)
def test_kk(value, fault):
    assert check_kk([value]).kode.tolist() == [fault]


def test_a_column_that_excel_has_rounded_shows_in_its_last_digit():
    rounded = np.arange(1, 31) * 10 + 6472010108900000
    assert excel_zeros(rounded).all()
    assert not excel_zeros(rounded[:9]).any()
    mixed = np.concatenate([rounded[:8], rounded[:22] + 3, [0]])
    assert not excel_zeros(mixed).any()


def test_two_persons_without_a_number_remain_two():
    assert find_twins(np.array([0, 0, 0])).tolist() == [0, 0, 0]
    assert find_twins(np.array([5, 3, 5, 3, 9])).tolist() == [2, 1, 2, 1, 0]
