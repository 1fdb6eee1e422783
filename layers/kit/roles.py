"""Who looks at the map: each role is a schema of windows in PostgreSQL."""

from enum import StrEnum


class Role(StrEnum):
    """The roles of the service; the value is the name of the role's schema."""

    PUBLIK = "publik"
    ADM_PROV = "adm_prov"
    VER_PROV = "ver_prov"
    OP_KAB = "op_kab"
    VER_KAB = "ver_kab"
    OP_DESA = "op_desa"
    PU_PROV = "pu_prov"
    PU_KAB = "pu_kab"
    OPD = "opd"
    PIMPINAN = "pimpinan"
    AUDITOR = "auditor"
    PPDP = "ppdp"
    SYS = "sys"

    @property
    def login(self) -> str:
        """Name of the PostgreSQL role that owns no object and sees this schema only."""
        return f"kantong_{self.value}"


EVERYONE = frozenset(Role)
PROVINCE = frozenset({Role.ADM_PROV, Role.VER_PROV, Role.AUDITOR})
REGENCY = frozenset({Role.OP_KAB, Role.VER_KAB})
VILLAGE = frozenset({Role.OP_DESA})
FAMILY_READERS = PROVINCE | REGENCY | VILLAGE
"""Roles that may read a single family, each within its own wilayah."""
PLANNERS = frozenset({Role.PU_PROV, Role.PU_KAB})
LOCAL = REGENCY | VILLAGE | {Role.PU_KAB}
"""Roles that see one wilayah, their own, and without one nothing."""
STAFF = FAMILY_READERS | PLANNERS | {Role.OPD, Role.PIMPINAN}
"""Roles that see exact counts of their wilayah; PPDP and SYS see no data of the map."""
