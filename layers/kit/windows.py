"""Row conditions of windows: whose wilayah the actor of this transaction is."""

from typing import Any

from sqlalchemy import BigInteger, ColumnElement, cast, func, literal_column


def _own(column: Any) -> ColumnElement[bool]:
    # nullif: with no actor set the setting is an empty string, and the window is empty, not an error.
    setting = func.nullif(func.current_setting(literal_column("'app.wilayah'"), True), literal_column("''"))
    return column == cast(setting, BigInteger)  # type: ignore[no-any-return] # column is untyped on purpose


def own_kabkota(c: Any) -> ColumnElement[bool]:
    """Rows of the actor's kab/kota."""
    return _own(c.kabkota_id)


def own_wilayah(c: Any) -> ColumnElement[bool]:
    """Rows about the actor's wilayah itself."""
    return _own(c.wilayah_id)


def own_desa(c: Any) -> ColumnElement[bool]:
    """Rows of the actor's desa."""
    return _own(c.desa_id)
