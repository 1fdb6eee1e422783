"""One server per data folder and per port: who is first serves, the others learn where."""

import errno
import fcntl
import os
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from api.core.console import SetupError
from api.core.owner import follow_owner
from api.core.settings import Settings

BACKLOG = 2048


class AlreadyRunningError(Exception):
    """Another process serves this data folder; `url` says where, or is empty while it is still starting."""

    def __init__(self, url: str) -> None:
        super().__init__(url)
        self.url = url


@dataclass(frozen=True)
class Instance:
    """The one server of a data folder."""

    handle: int

    def announce(self, url: str) -> None:
        """Write the address for those who come second."""
        os.pwrite(self.handle, f"{url}\n".encode(), 0)


@contextmanager
def only_instance(settings: Settings) -> Iterator[Instance]:
    """Hold the data folder's lock for as long as we serve; raise AlreadyRunningError when it is taken."""
    path = settings.data_dir / "layanan.lock"
    try:
        settings.data_dir.mkdir(parents=True, exist_ok=True)
        first = not path.exists()
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o644)
        if first:
            follow_owner(path)
    except FileExistsError:
        raise SetupError("not_a_folder", path=settings.data_dir) from None
    except OSError as error:
        raise SetupError("folder_unwritable", path=settings.data_dir, reason=error.strerror) from error
    try:
        _lock(handle)
        os.ftruncate(handle, 0)
        yield Instance(handle)
    finally:
        os.close(handle)


@contextmanager
def listening(settings: Settings) -> Iterator[socket.socket]:
    """Take the port before the long work: a busy port is said at once, and nobody takes it meanwhile."""
    family, kind, protocol, _, address = _resolve(settings)
    with socket.socket(family, kind, protocol) as server:
        server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            server.bind(address)
            server.listen(BACKLOG)
        except OSError as error:
            raise _refusal(settings, error) from error
        yield server


def _resolve(settings: Settings) -> tuple[int, int, int, str, tuple[object, ...]]:
    try:
        found = socket.getaddrinfo(
            settings.host, settings.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )
    except OSError as error:
        raise _refusal(settings, error) from error
    return found[0]


def _refusal(settings: Settings, error: OSError) -> SetupError:
    if error.errno == errno.EADDRINUSE:
        other = settings.port + 1 if settings.port < 65535 else 8001
        return SetupError("port_busy", port=settings.port, other=other)
    return SetupError("port_refused", host=settings.host, port=settings.port, reason=error.strerror)


def _lock(handle: int) -> None:
    """Take the lock, or wait a moment for the address of the one who has it."""
    deadline = time.monotonic() + 5
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        except OSError:
            url = os.pread(handle, 200, 0).decode().strip()
        if url or time.monotonic() > deadline:
            raise AlreadyRunningError(url)
        time.sleep(0.05)
