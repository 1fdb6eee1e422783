"""Start the web processes, watch them, and leave none behind: uvicorn re-raises signals, so it is a child."""

import http.client
import logging
import os
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from types import FrameType
from urllib.parse import urlsplit

from api.core.console import SetupError, say
from api.core.owner import follow_owner
from api.core.serve import GRACE_SECONDS
from api.core.settings import PROJECT, Settings

READY_SECONDS = 90
WATCH_SECONDS = 0.25
RESTARTS_PER_MINUTE = 5
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Stopped(BaseException):
    """A request, not an error, so no `except Exception` may eat it: stop; `number` is the signal."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


@contextmanager
def stop_on_signals() -> Iterator[None]:
    """Turn the first SIGINT, SIGTERM or SIGHUP into `Stopped`; later ones must not interrupt the clean-up."""
    before = {number: signal.getsignal(number) for number in SIGNALS}
    asked: list[int] = []

    def stop(number: int, _frame: FrameType | None) -> None:
        for each in SIGNALS:
            signal.signal(each, signal.SIG_IGN)
        asked.append(number)
        logging.disable()  # a statement cut in half makes its connection complain: nobody needs to hear it
        raise Stopped(number)

    for number, handler in before.items():
        if handler is not signal.SIG_IGN or number != signal.SIGHUP:  # nohup keeps its promise
            signal.signal(number, stop)
    try:
        yield
    except Exception:
        if asked:  # it is a consequence
            raise Stopped(asked[0]) from None
        raise
    finally:
        logging.disable(logging.NOTSET)
        for number, handler in before.items():
            signal.signal(number, handler)


@dataclass
class WebProcesses:
    """The web processes on one listening socket; they end when our end of the pipe closes."""

    factory: str
    environ: Mapping[str, str]
    server: socket.socket
    count: int
    _alive: tuple[int, int] = field(default_factory=os.pipe)
    _go: tuple[int, int] = field(default_factory=os.pipe)
    _released: bool = False
    _children: list["subprocess.Popen[bytes]"] = field(default_factory=list)
    _deaths: list[float] = field(default_factory=list)

    def __enter__(self) -> "WebProcesses":
        """Start the first; it imports, and waits to be released, while the database is prepared."""
        self._children.append(self._spawn())
        return self

    def __exit__(self, *_error: object) -> None:
        """Stop all of them."""
        self._stop()

    def release(self) -> None:
        """Let them serve: the database is ready."""
        if not self._released:
            self._released = True
            os.close(self._go[1])

    def complete(self) -> None:
        """Start the others: they would only have slowed the first one down."""
        while len(self._children) < self.count:
            self._children.append(self._spawn())

    def watch(self, *, restart: bool) -> None:
        """Replace a process that ended; raise SetupError when that happens too often, or not `restart`."""
        for place, child in enumerate(self._children):
            code = child.poll()
            if code is None:
                continue
            now = time.monotonic()
            self._deaths = [moment for moment in self._deaths if now - moment < 60] + [now]
            if not restart or len(self._deaths) > RESTARTS_PER_MINUTE:
                raise SetupError("web_failed", code=code)
            say("web_restarting", code=code)
            self._children[place] = self._spawn()

    def _stop(self) -> None:
        """Ask all to end, wait, and kill who does not."""
        for child in self._children:
            child.terminate()
        deadline = time.monotonic() + GRACE_SECONDS + 2
        for child in self._children:
            with suppress(subprocess.TimeoutExpired):
                child.wait(max(0.0, deadline - time.monotonic()))
            child.kill()
            child.wait()
        self.release()
        for end in (*self._alive, self._go[0]):
            os.close(end)
        self._children = []

    def _spawn(self) -> "subprocess.Popen[bytes]":
        fds = (self.server.fileno(), self._alive[0], self._go[0])
        command = [sys.executable, "-m", "api.core.serve", self.factory, *map(str, fds)]
        return subprocess.Popen(
            command,
            cwd=PROJECT,
            env=dict(self.environ),
            stdin=subprocess.DEVNULL,
            pass_fds=fds,
            start_new_session=True,  # Ctrl-C reaches us alone; we stop them in order
        )


def supervise(
    settings: Settings,
    processes: WebProcesses,
    *,
    on_ready: Callable[[], None],
    on_tick: Callable[[], None] = lambda: None,
) -> None:
    """Watch the web processes until `Stopped` comes or they cannot be kept alive."""
    processes.release()
    _wait_until_ready(settings, processes)
    on_ready()
    processes.complete()
    while True:
        processes.watch(restart=True)
        on_tick()
        time.sleep(WATCH_SECONDS)


def child_environment(settings: Settings, database_url: str) -> dict[str, str]:
    """Return the environment of the web processes: they share one folder of metrics, fresh at each start."""
    metrics = settings.data_dir / "metrik" / socket.gethostname()
    shutil.rmtree(metrics, ignore_errors=True)
    metrics.mkdir(parents=True)
    follow_owner(metrics.parent)
    follow_owner(metrics)
    return dict(os.environ) | {
        "DATABASE_URL": database_url,
        "PROMETHEUS_MULTIPROC_DIR": str(metrics),
        "PYTHONUNBUFFERED": "1",
    }


def _wait_until_ready(settings: Settings, processes: WebProcesses) -> None:
    deadline = time.monotonic() + READY_SECONDS
    while not _answers(settings):
        processes.watch(restart=False)
        if time.monotonic() > deadline:
            raise SetupError("web_slow", seconds=READY_SECONDS)
        time.sleep(0.05)


def _answers(settings: Settings) -> bool:
    """Ask our own `/readyz`; the certificate is not checked, for the name may be the outer one."""
    url = urlsplit(settings.base_url)
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(settings.host, settings.host)
    connection: http.client.HTTPConnection
    if url.scheme == "https":
        context = ssl._create_unverified_context()
        connection = http.client.HTTPSConnection(host, settings.port, timeout=2, context=context)
    else:
        connection = http.client.HTTPConnection(host, settings.port, timeout=2)
    try:
        connection.request("GET", "/readyz")
        return connection.getresponse().status < 400
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
