"""Every wilayah with its codes, parent and extent, kept at hand per version."""

import re
import threading
import unicodedata
from dataclasses import dataclass, field

from api.core.actor import PUBLIC
from api.core.db import Database
from api.indicators import queries
from api.versions.served import Served

MOST = 20


@dataclass(frozen=True)
class Place:
    """One wilayah in force; extent is (west, south, east, north) in degrees, or None without an outline."""

    id: int
    tingkat: int
    kode: str
    kode_bps: str | None
    nama: str
    jenis: str
    induk_id: int | None
    perkotaan: bool | None
    luas_km2: float | None
    extent: tuple[float, float, float, float] | None
    skematik: bool | None

    @property
    def key(self) -> str:
        """Return the folded name that a search compares with."""
        return fold(self.nama)


@dataclass(frozen=True)
class Gazette:
    """All wilayah of one version."""

    places: dict[int, Place] = field(default_factory=dict)
    children: dict[int, list[int]] = field(default_factory=dict)
    skematik: bool = False

    def by_code(self, kode: str) -> Place | None:
        """Return the wilayah of a Kemendagri code, dotted or not."""
        digits = kode.replace(".", "")
        return (
            self.places.get(int(digits))
            if digits.isascii() and digits.isdigit() and len(digits) < 12
            else None
        )

    def chain(self, place: Place) -> list[Place]:
        """Return the wilayah from the province down to this one."""
        chain = [place]
        while chain[0].induk_id is not None and chain[0].induk_id in self.places:
            chain.insert(0, self.places[chain[0].induk_id])
        return chain

    def below(self, place: Place, tingkat: int) -> list[Place]:
        """Return the wilayah of a level within a wilayah."""
        level = [place]
        while level and level[0].tingkat < tingkat:
            level = [self.places[child] for one in level for child in self.children.get(one.id, [])]
        return level

    def search(self, words: str) -> list[Place]:
        """Return at most 20 wilayah by code (either system) or name, the best first."""
        digits = re.sub(r"[.\s]", "", words)
        if digits.isascii() and digits.isdigit():
            found = [p for p in self.places.values() if _has_code(p, digits)]
            return sorted(found, key=lambda p: (p.tingkat, p.id))[:MOST]
        wanted = fold(words)
        if not wanted:
            return []
        found = [p for p in self.places.values() if wanted in p.key or wanted in fold(f"{p.jenis} {p.nama}")]
        return sorted(found, key=lambda p: (_distance(p.key, wanted), p.tingkat, p.key))[:MOST]


def fold(text: str) -> str:
    """Return lower-case letters and digits without accents."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return " ".join(re.findall(r"[a-z0-9]+", plain.lower()))


def _has_code(place: Place, digits: str) -> bool:
    return str(place.id).startswith(digits) or (place.kode_bps or "").startswith(digits)


def _distance(name: str, wanted: str) -> int:
    if name == wanted:
        return 0
    return 1 if name.startswith(wanted) else 2


class Gazetteer:
    """Keeps the gazette of the version in force; the key is the version number."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._lock = threading.Lock()
        self._kept: tuple[int, Gazette] | None = None

    def current(self, served: Served | None) -> Gazette:
        """Return the wilayah of a version; the bare register before the first one."""
        number = served.nomor if served else 0
        kept = self._kept
        if kept is not None and kept[0] == number and number:
            return kept[1]
        with self._lock:
            gazette = self._load(served)
            self._kept = (number, gazette)
        return gazette

    def _load(self, served: Served | None) -> Gazette:
        with self._database.reading(PUBLIC) as conn:
            rows = queries.read_register(conn)
            outlines = queries.read_extents(conn, served.ids("batas") if served else [])
        places: dict[int, Place] = {}
        children: dict[int, list[int]] = {}
        for row in rows:
            outline = outlines.get(row.id)
            places[row.id] = Place(
                id=row.id,
                tingkat=row.tingkat,
                kode=row.kode_dagri,
                kode_bps=row.kode_bps,
                nama=row.nama,
                jenis=row.jenis,
                induk_id=row.induk_id,
                perkotaan=row.perkotaan,
                luas_km2=None if row.luas_km2 is None else float(row.luas_km2),
                extent=None
                if outline is None
                else (outline.west, outline.south, outline.east, outline.north),
                skematik=None if outline is None else outline.skematik,
            )
            if row.induk_id is not None:
                children.setdefault(row.induk_id, []).append(row.id)
        return Gazette(places, children, any(p.skematik for p in places.values()))
