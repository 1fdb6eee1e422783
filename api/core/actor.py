"""Who asks: role, wilayah and user of one request or job."""

from dataclasses import dataclass

from layers.kit.roles import Role


@dataclass(frozen=True)
class Actor:
    """The person or service behind a transaction; PUBLIK when nobody signed in."""

    role: Role = Role.PUBLIK
    wilayah_id: int | None = None
    user_id: int | None = None
    session: bool = False


PUBLIC = Actor()
"""Whoever has not signed in."""
