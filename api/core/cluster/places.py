"""Where a cluster lies and who runs it: PostgreSQL refuses root, and sockets have short names."""

import hashlib
import os
import pwd
import shutil
import stat
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from api.core.console import SetupError

SOCKET_NAME = ".s.PGSQL.5432"
SOCKET_PATH_BYTES = 103 if sys.platform == "darwin" else 107
NEW_CLUSTER_MIB = 400
RUNNING_CLUSTER_MIB = 64


@dataclass(frozen=True)
class Person:
    """The system user who runs PostgreSQL; `switch` is true when we are root and must become them."""

    uid: int
    gid: int
    switch: bool

    def run_as(self) -> dict[str, object]:
        """Return the subprocess arguments that make a program run as this person."""
        if not self.switch:
            return {"cwd": "/"}
        return {"cwd": "/", "user": self.uid, "group": self.gid, "extra_groups": []}


@dataclass(frozen=True)
class Place:
    """The folders of one cluster, all below `base`, which its person alone may enter."""

    base: Path
    person: Person

    @property
    def data(self) -> Path:
        """PostgreSQL's data directory."""
        return self.base / "data"

    @property
    def log(self) -> Path:
        """What PostgreSQL says."""
        return self.base / "log.txt"

    @property
    def sockets(self) -> Path:
        """The folder of the socket: below `base`, or a short one when the path would be too long."""
        near = self.base / "soket"
        if len(os.fsencode(near / SOCKET_NAME)) <= SOCKET_PATH_BYTES:
            return near
        return Path("/tmp") / f"kantong-{self.person.uid}-{_digest(self.base)}"  # short on every system

    @property
    def start_lock(self) -> Path:
        """Held while one process prepares and starts the cluster."""
        return self.base / "mulai.lock"

    @property
    def users_lock(self) -> Path:
        """Shared by every process that uses the running cluster."""
        return self.base / "pemakai.lock"


def choose_place(data_dir: Path) -> Place:
    """Decide folder and person for `data_dir` and make the folder; raise SetupError if that cannot be."""
    data_dir = Path(os.path.realpath(data_dir))
    if os.path.exists(data_dir) and not os.path.isdir(data_dir):  # Path.exists raises where we may not look
        raise SetupError("not_a_folder", path=data_dir)
    person = _person_for(data_dir / "pg")
    base = data_dir / "pg"
    if person.switch and not _can_enter(data_dir, person):
        base = Path("/var/lib/kantong") / _digest(data_dir) / "pg"
        person = _person_for(base)
    place = Place(base, person)
    _make_private(base, person)
    _check_owner(place)
    return place


def make_socket_folder(place: Place) -> Path:
    """Make the socket folder with mode 0700; refuse one that somebody else prepared."""
    folder = place.sockets
    try:
        folder.mkdir(mode=0o700)
        if place.person.switch:
            os.chown(folder, place.person.uid, place.person.gid)
    except FileExistsError:
        pass
    found = folder.lstat()
    mine = stat.S_ISDIR(found.st_mode) and found.st_uid == place.person.uid
    if not mine or found.st_mode & 0o077:
        raise SetupError("socket_folder_unsafe", path=folder)
    return folder


def open_file(place: Place, path: Path) -> int:
    """Open a file of ours beside the data, made if need be; it belongs to the person, not to root.

    Links are refused: root must not be led out of a folder that somebody else may write.
    """
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_NOFOLLOW, 0o600)
    if place.person.switch and os.fstat(handle).st_nlink == 1:
        os.fchown(handle, place.person.uid, place.person.gid)
    return handle


def check_free_space(folder: Path, need_mib: int) -> None:
    """Raise SetupError unless `folder` has `need_mib` MiB to spare."""
    free_mib = shutil.disk_usage(folder).free // 2**20
    if free_mib < need_mib:
        raise SetupError("disk_full", path=folder, free_mib=free_mib, need_mib=need_mib)


def temporary_folder() -> Path:
    """Return a fresh folder for a throw-away cluster: in memory when there is a gibibyte of it."""
    memory = Path("/dev/shm")
    large = memory.is_dir() and os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > 2**30
    folder = Path(tempfile.mkdtemp(prefix="kantong-uji-", dir=memory if large else None))
    folder.chmod(0o755)
    return folder


def _person_for(base: Path) -> Person:
    """Return us, or for root the owner of the existing folder, else the system user `postgres`."""
    if os.geteuid() != 0:
        return Person(os.geteuid(), os.getegid(), switch=False)
    if base.exists() and base.stat().st_uid != 0:
        found = base.stat()
        return Person(found.st_uid, found.st_gid, switch=True)
    try:
        entry = pwd.getpwnam("postgres")
    except KeyError:
        raise SetupError("postgres_user_missing") from None
    return Person(entry.pw_uid, entry.pw_gid, switch=True)


def _can_enter(data_dir: Path, person: Person) -> bool:
    """Ask the system itself whether `person` may pass through `data_dir` or its nearest parent."""
    nearest = next(path for path in (data_dir, *data_dir.parents) if path.exists())
    command = ["test", "-d", f"{nearest}/.", "-a", "-x", f"{nearest}/."]
    done = subprocess.run(command, **person.run_as())  # type: ignore[call-overload]  # a plain dict
    return bool(done.returncode == 0)


def _make_private(base: Path, person: Person) -> None:
    try:
        base.parent.mkdir(parents=True, exist_ok=True)
        if not base.exists():
            base.mkdir(mode=0o700, exist_ok=True)
            if person.switch:
                os.chown(base, person.uid, person.gid)
    except OSError as error:
        raise SetupError("folder_unwritable", path=base, reason=error.strerror) from error


def _check_owner(place: Place) -> None:
    """Refuse folders of another user: PostgreSQL would, with a message that helps nobody."""
    for path in (place.base, place.data):
        owner = _owner(path)
        if owner is None or owner == place.person.uid:
            continue
        if owner == 0 and os.geteuid() == 0:
            raise SetupError("root_owned", path=path)
        raise SetupError("wrong_owner", path=path, owner=_name(owner), me=_name(place.person.uid))
    if not place.base.is_dir():
        raise SetupError("not_a_folder", path=place.base)


def _owner(path: Path) -> int | None:
    try:
        return path.stat().st_uid
    except FileNotFoundError:
        return None
    except PermissionError:
        raise SetupError("folder_unwritable", path=path, reason="izin ditolak / permission denied") from None


def _name(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return str(uid)


def _digest(path: Path) -> str:
    return hashlib.sha256(os.fsencode(path)).hexdigest()[:12]
