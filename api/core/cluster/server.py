"""Making, starting and finding one PostgreSQL server, and reading why it would not start."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from api.core.cluster import guard
from api.core.cluster.binaries import Binaries, clean_environment
from api.core.cluster.places import Place, open_file
from api.core.console import SetupError

START_SECONDS = 60.0
POLL_SECONDS = 0.02
Guard = subprocess.Popen[bytes]


def initialise(place: Place, binaries: Binaries, *, fsync: bool) -> None:
    """Make the data directory beside its place and rename it in: there is never half a cluster."""
    draft = place.data.with_name("data.new")
    shutil.rmtree(draft, ignore_errors=True)
    command = [binaries.path("initdb"), "-D", str(draft), "-U", "postgres", "-A", "trust", "-E", "UTF8"]
    command += ["--no-locale", "--data-checksums", "--no-instructions"]
    done = _run(place, command if fsync else [*command, "--no-sync"])
    if done.returncode != 0:
        shutil.rmtree(draft, ignore_errors=True)
        raise SetupError("initdb_failed", path=place.data, reason=_last_line(done.stderr))
    draft.rename(place.data)


def start(place: Place, binaries: Binaries, settings: Mapping[str, str], *, remove: bool) -> Guard:
    """Start the server, wait until it answers, return its guard; else raise SetupError with the reason."""
    deadline = time.monotonic() + START_SECONDS
    while True:
        clear_stale_locks(place)
        offset = _log_size(place)
        process = _spawn_guard(place, binaries, settings, remove=remove)
        if _wait_until_ready(place, binaries, process, deadline):
            return process
        said = _log_since(place.log, offset)
        if "pre-existing shared memory block" not in said or time.monotonic() > deadline:
            raise SetupError("start_failed", reason=_reason(said), log=place.log)
        time.sleep(0.5)  # the children of a killed postmaster take a moment to notice


def is_running(place: Place, binaries: Binaries) -> bool:
    """Say whether the server that answers on our socket serves our data directory."""
    if not (place.sockets / ".s.PGSQL.5432").exists():
        return False
    done = query(place, binaries, "SHOW data_directory")
    return done.returncode == 0 and done.stdout.strip() == str(place.data)


def query(place: Place, binaries: Binaries, sql: str, **values: str) -> subprocess.CompletedProcess[str]:
    """Run psql as the owner, untouched by the caller's environment; `sql` names its values as :'name'."""
    command = [
        binaries.path("psql"),
        "-XAtqw",
        "-v",
        "ON_ERROR_STOP=1",
        "-h",
        str(place.sockets),
        "-p",
        "5432",
    ]
    for name, value in values.items():
        command += ["-v", f"{name}={value}"]
    return _run(place, [*command, "-U", "postgres", "-d", "postgres", "-f", "-"], said=sql)


def postmaster(place: Place) -> int | None:
    """Return the process id of our running postmaster, read from its pid file and checked."""
    pid = _first_number(place.data / "postmaster.pid")
    return pid if pid is not None and _is_our_postgres(pid, place) else None


def interrupt(place: Place) -> None:
    """Ask the server for a fast shutdown and wait until it is gone."""
    pid = postmaster(place)
    if pid is None:
        return
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGINT)
    deadline = time.monotonic() + START_SECONDS
    while _is_our_postgres(pid, place) and time.monotonic() < deadline:
        time.sleep(POLL_SECONDS)


def clear_stale_locks(place: Place) -> None:
    """Delete pid files whose number now belongs to another program: PostgreSQL would wait for it forever."""
    for lock in (place.data / "postmaster.pid", place.sockets / ".s.PGSQL.5432.lock"):
        pid = _first_number(lock)
        if pid is not None and not _is_our_postgres(pid, place):
            lock.unlink(missing_ok=True)


def _spawn_guard(place: Place, binaries: Binaries, settings: Mapping[str, str], *, remove: bool) -> Guard:
    server = [binaries.path("postgres"), "-D", str(place.data), "-k", str(place.sockets)]
    for name, value in settings.items():
        server += ["-c", f"{name}={value}"]
    person = place.person
    command = [sys.executable, "-I", "-S", guard.__file__, str(place.users_lock), str(place.log)]
    command += [
        str(person.uid if person.switch else -1),
        str(person.gid),
        str(place.base.parent if remove else ""),
    ]
    return subprocess.Popen(
        [*command, *server],
        cwd="/",
        env=clean_environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def _wait_until_ready(place: Place, binaries: Binaries, process: Guard, deadline: float) -> bool:
    while time.monotonic() < deadline:
        if is_running(place, binaries):
            return True
        if process.poll() is not None:
            return False
        time.sleep(POLL_SECONDS)
    raise SetupError("start_timeout", seconds=int(START_SECONDS), log=place.log)


def _run(place: Place, command: list[str], said: str = "") -> subprocess.CompletedProcess[str]:
    person = place.person.run_as()
    return subprocess.run(  # type: ignore[call-overload, no-any-return]  # person is a plain dict
        command, capture_output=True, text=True, env=clean_environment(), input=said, **person
    )


def _first_number(path: Path) -> int | None:
    try:
        first = path.read_text("ascii", errors="replace").split("\n", 1)[0].strip()
    except OSError:
        return None
    return int(first) if first.isdigit() else None


def _is_our_postgres(pid: int, place: Place) -> bool:
    """Say whether `pid` is alive, is PostgreSQL, and serves our data directory."""
    if pid <= 1 or not _alive(pid):
        return False
    proc = Path("/proc") / str(pid)
    if not proc.exists():
        return _program(pid).startswith("postgres")
    try:
        command = (proc / "cmdline").read_bytes().split(b"\0")
        state = (proc / "stat").read_text().rsplit(")", 1)[1].split()[0]
    except OSError:
        return False
    return (
        state != "Z"
        and Path(os.fsdecode(command[0])).name == "postgres"
        and os.fsencode(place.data) in command
    )


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return True


def _program(pid: int) -> str:
    done = subprocess.run(["ps", "-o", "comm=", "-p", str(pid)], capture_output=True, text=True, check=False)
    return Path(done.stdout.strip()).name


def _log_size(place: Place) -> int:
    """Make the log if need be, in its person's name, and return its size in bytes."""
    handle = open_file(place, place.log)
    try:
        return os.fstat(handle).st_size
    finally:
        os.close(handle)


def _log_since(log: Path, offset: int) -> str:
    """Return what this attempt logged: an older 'disk full' must not be read as today's."""
    with suppress(OSError), log.open("rb") as file:
        file.seek(offset)
        return file.read(2**20).decode("utf-8", "replace")
    return ""


def _reason(said: str) -> str:
    lines = [line.strip() for line in said.splitlines()]
    for marker in ("No space left on device", "PANIC:", "FATAL:", "ERROR:", "could not"):
        for line in lines:
            if marker in line:
                return line.partition("] ")[2] or line
    return lines[-1] if lines else "?"


def _last_line(said: str) -> str:
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    failing = [line for line in lines if "error" in line.lower() or "could not" in line.lower()]
    return (failing or lines or ["?"])[0]
