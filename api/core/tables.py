"""Tables of the schema `service`: versions and their snapshots, batches, accounts and sessions."""

from sqlalchemy import (
    ARRAY,
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    ForeignKey,
    Identity,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    SmallInteger,
    Table,
    Text,
    func,
)
from sqlalchemy.dialects.postgresql import JSONB

METADATA = MetaData(schema="service")
NOW = func.now()


def _when(name: str, *, filled: bool = True) -> Column[object]:
    zone = DateTime(timezone=True)
    return Column(name, zone, server_default=NOW, nullable=False) if filled else Column(name, zone)


KEADAAN = Table(
    "keadaan",
    METADATA,
    Column("kunci", Text, primary_key=True),
    Column("nilai", Text, nullable=False),
)
PERIODE = Table(
    "periode",
    METADATA,
    Column("id", Integer, Identity(), primary_key=True),
    Column("nama", Text, nullable=False, unique=True),
    Column("tgl_rujukan", Date, nullable=False),
    Column("tgl_tutup", Date),
    _when("dibuat"),
)
PARAMETER = Table(
    "parameter",
    METADATA,
    Column("id", Integer, Identity(), primary_key=True),
    Column("nama", Text, nullable=False),
    Column("berlaku_dari", Date, nullable=False),
    Column("berlaku_sampai", Date),
    Column("dasar_hukum", Text, nullable=False),
    Column("nilai", JSONB, nullable=False),
    Column("sidik", Text, nullable=False, unique=True),
)
BATCH = Table(
    "batch",
    METADATA,
    Column("id", Integer, Identity(), primary_key=True),
    Column("himpunan", Text, nullable=False),
    Column("berkas", Text, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("baris", Integer, nullable=False),
    Column("diterima", Integer, nullable=False),
    Column("peringatan", Integer, nullable=False),
    Column("ditolak", Integer, nullable=False),
    Column("status", Text, nullable=False),
    Column("pengguna", Text),
    _when("dibuat"),
    CheckConstraint("baris = diterima + peringatan + ditolak", name="batch_setiap_baris_terhitung"),
    CheckConstraint(
        "status IN ('tervalidasi','siap_diajukan','diajukan','disetujui_kab',"
        "'disetujui_prov','terbit','ditolak','dikembalikan')",
        name="batch_status_sah",
    ),
    Index("batch_sidik", "sha256"),
)
ISI = Table(
    "isi",
    METADATA,
    Column("id", Integer, Identity(), primary_key=True),
    Column("himpunan", Text, nullable=False),
    Column("wilayah_id", BigInteger, nullable=False),
    Column("batch_id", ForeignKey("service.batch.id")),
    Column("parameter_ids", ARRAY(Integer), nullable=False, server_default="{}"),
    Column("jumlah", Integer, nullable=False),
    Column("contoh", Boolean, nullable=False),
    Column("sumber", Text, nullable=False),
    Column("lisensi", Text),
    Column("sidik", Text, nullable=False),
    Column("batas", ARRAY(Integer)),
    _when("dibuat"),
    CheckConstraint("array_length(batas, 1) = 4", name="isi_batas_empat"),
)
VERSI = Table(
    "versi",
    METADATA,
    Column("id", Integer, Identity(), primary_key=True),
    Column("periode_id", ForeignKey("service.periode.id"), nullable=False),
    Column("status", Text, nullable=False),
    Column("keterangan", Text, nullable=False),
    Column("sidik", Text, nullable=False),
    Column("sebelumnya_id", ForeignKey("service.versi.id")),
    _when("terbit_pada"),
    CheckConstraint("status IN ('draf','calon','terbit','digantikan','arsip')", name="versi_status_sah"),
)
VERSI_ISI = Table(
    "versi_isi",
    METADATA,
    Column("versi_id", ForeignKey("service.versi.id"), primary_key=True),
    Column("himpunan", Text, primary_key=True),
    Column("wilayah_id", BigInteger, primary_key=True, autoincrement=False),
    Column("isi_id", ForeignKey("service.isi.id"), nullable=False),
    Index("versi_isi_isi", "isi_id"),
)
AKUN = Table(
    "akun",
    METADATA,
    Column("id", Integer, Identity(), primary_key=True),
    Column("nama", Text, nullable=False, unique=True),
    Column("peran", Text, nullable=False),
    Column("wilayah_id", BigInteger),
    _when("dibuat"),
)
SESI = Table(
    "sesi",
    METADATA,
    Column("sidik", LargeBinary, primary_key=True),
    Column("akun_id", ForeignKey("service.akun.id")),
    Column("peran", Text, nullable=False),
    Column("wilayah_id", BigInteger),
    Column("tingkat", SmallInteger),
    _when("dibuat"),
    Column("berakhir", DateTime(timezone=True), nullable=False),
)
TAUTAN_MASUK = Table(
    "tautan_masuk",
    METADATA,
    Column("sidik", LargeBinary, primary_key=True),
    Column("peran", Text, nullable=False),
    Column("berakhir", DateTime(timezone=True), nullable=False),
    _when("dibuat"),
)
