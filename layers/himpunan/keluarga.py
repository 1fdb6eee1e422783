"""Keluarga: one row a family, with its answers in Regsosek codes and what the rules made of them."""

from typing import Any

from sqlalchemy import BigInteger, Date, LargeBinary, Numeric, SmallInteger, Text

from layers.himpunan.kode import CODES
from layers.kit.model import Dataset, Field, Window, Words
from layers.kit.roles import FAMILY_READERS, PROVINCE, REGENCY, VILLAGE
from layers.kit.windows import own_desa, own_kabkota

NOBODY: frozenset[Any] = frozenset()


def _text(name: str, id: str, en: str) -> Field:
    return Field(name, Text, Words(id, en), sees=FAMILY_READERS)


def _code(name: str, id: str, en: str) -> Field:
    codes = CODES.get(name)
    check = None
    if codes:
        check = f"{name} IN ({', '.join(str(c) for c in codes)})"
    return Field(name, SmallInteger, Words(id, en), codes=codes, sees=FAMILY_READERS, check=check)


def _count(name: str, id: str, en: str, unit: str | None = None, low: int = 1) -> Field:
    return Field(name, SmallInteger, Words(id, en), unit=unit, sees=FAMILY_READERS, check=f"{name} >= {low}")


IDENTITY = (
    Field("id_sumber", Text, Words("Id di sumber", "Id in the source"), sees=FAMILY_READERS),
    Field("nik_sandi", LargeBinary, Words("NIK (tersandi)", "NIK (encrypted)"), sees=NOBODY),
    Field("nik_hash", LargeBinary, Words("NIK (hash)", "NIK (hash)"), sees=NOBODY),
    Field("kk_sandi", LargeBinary, Words("No. KK (tersandi)", "KK number (encrypted)"), sees=NOBODY),
    Field("kk_hash", LargeBinary, Words("No. KK (hash)", "KK number (hash)"), sees=NOBODY),
    _text("nama_kepala", "Kepala keluarga", "Head of family"),
    _text("alamat", "Alamat", "Address"),
    _text("rt_rw", "RT/RW", "RT/RW"),
)
PLACE = (
    _code("sumber_koordinat", "Sumber koordinat", "Source of the coordinates"),
    Field("akurasi_m", Numeric(8, 1), Words("Akurasi", "Accuracy"), unit="m", sees=FAMILY_READERS),
    _code("titik_di_desa", "Titik di dalam desa", "Point inside the village"),
)
STATUS = (
    Field(
        "desil", SmallInteger, Words("Desil", "Decile"), sees=FAMILY_READERS, check="desil BETWEEN 1 AND 10"
    ),
    _text("desil_sumber", "Sumber desil", "Source of the decile"),
    _text("desil_versi", "Versi desil", "Version of the decile"),
    _text("desil_lingkup", "Lingkup desil", "Scope of the decile"),
    _code("status_miskin_ekstrem", "Status miskin ekstrem", "Extreme poverty status"),
    _count("jml_anggota", "Jumlah anggota", "Members", "jiwa"),
    _count("jml_kk_serumah", "Jumlah KK serumah", "Families in the house", "KK"),
)
HOUSING = (
    _code("status_bangunan", "Status bangunan", "Tenure of the building"),
    _code("bukti_tanah", "Bukti tanah", "Land title"),
    Field(
        "luas_lantai_m2",
        Numeric(7, 1),
        Words("Luas lantai", "Floor area"),
        unit="m²",
        sees=FAMILY_READERS,
        check="luas_lantai_m2 > 0",
    ),
    _count("jml_kamar_tidur", "Jumlah kamar tidur", "Bedrooms", low=0),
    _code("lantai", "Lantai", "Floor"),
    _code("dinding", "Dinding", "Walls"),
    _code("atap", "Atap", "Roof"),
    _code("kondisi_lantai", "Kondisi lantai", "Condition of the floor"),
    _code("kondisi_dinding", "Kondisi dinding", "Condition of the walls"),
    _code("kondisi_atap", "Kondisi atap", "Condition of the roof"),
)
WATER = (
    _code("air_minum", "Air minum", "Drinking water"),
    _code("jarak_tinja", "Jarak ke penampungan tinja", "Distance to the nearest septic store"),
    _code("air_mandi", "Air mandi", "Water for bathing"),
    _count("waktu_ambil_menit", "Waktu mengambil air", "Time to fetch water", "menit", low=0),
    _code("lokasi_air", "Lokasi air", "Place of the water"),
    _code("air_tersedia", "Ketersediaan air", "Availability of water"),
    _code("kualitas_air", "Kualitas air", "Quality of the water"),
    _code("penerangan", "Penerangan", "Lighting"),
    _code("daya_listrik", "Daya listrik", "Electric power"),
    _code("bahan_bakar", "Bahan bakar memasak", "Cooking fuel"),
)
SANITATION = (
    _code("fas_bab", "Fasilitas BAB", "Toilet facility"),
    _code("kloset", "Kloset", "Toilet pan"),
    _code("tpa_tinja", "Pembuangan akhir tinja", "Final disposal of excreta"),
    _count("tahun_sedot", "Tahun sedot terakhir", "Year last emptied", low=1950),
    _code("ctps", "Cuci tangan pakai sabun", "Handwashing with soap"),
    _code("status_pendataan", "Status pendataan", "Status of the interview"),
    Field("tgl_pendataan", Date, Words("Tanggal pendataan", "Date of the interview"), sees=FAMILY_READERS),
)
RESULTS = (
    _code("kelas_desil", "Kelompok desil", "Decile group"),
    _code("jmp_air", "Air minum (JMP)", "Drinking water (JMP)"),
    _code("bps_air", "Air minum (BPS)", "Drinking water (BPS)"),
    _code("jmp_sanitasi", "Sanitasi (JMP)", "Sanitation (JMP)"),
    _code("bps_sanitasi", "Sanitasi (BPS)", "Sanitation (BPS)"),
    Field("tag_wash", SmallInteger, Words("Tanda celah", "Gap tags"), sees=FAMILY_READERS),
    _code("rtlh", "Tingkat RTLH", "Grade of the house"),
    _code("rtlh_sempit", "Luas per orang", "Area per person"),
    _code("bps_rlh", "Rumah layak huni (BPS)", "Decent house (BPS)"),
)

KELUARGA = Dataset(
    name="keluarga",
    geometry="POINT",
    fields=(
        Field("kecamatan_id", BigInteger, Words("Kecamatan", "District"), sees=NOBODY, required=True),
        *IDENTITY,
        *PLACE,
        *STATUS,
        *HOUSING,
        *WATER,
        *SANITATION,
        *RESULTS,
    ),
    natural_key="id_sumber",
    windows={
        **{role: Window() for role in PROVINCE},
        **{role: Window(rows=own_kabkota) for role in REGENCY},
        **{role: Window(rows=own_desa) for role in VILLAGE},
    },
)
