"""The postmaster's parent: it stops the server when the last process that used it is gone, however it went.

Every user of a cluster holds a shared lock on one file; the system drops it even on `kill -9`. The guard asks
for the exclusive lock: when it gets it, nobody is left. Runs alone (`python -I -S guard.py`), so it imports
nothing of the house and starts in a few milliseconds.

Arguments: users_lock log uid gid folder_to_remove postgres…
"""

import ctypes
import fcntl
import os
import shutil
import signal
import subprocess
import sys
import time

POLL_SECONDS = 0.2
PR_SET_PDEATHSIG = 1


def main(arguments: list[str]) -> int:
    """Run the server in `arguments` until it ends or nobody uses it; return its exit code."""
    users_lock, log, uid, gid, remove = arguments[:5]
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    server = start(arguments[5:], log, int(uid), int(gid))
    lock = os.open(users_lock, os.O_RDWR)
    unused = False
    while server.poll() is None:
        if not unused and nobody_holds(lock):
            unused = True  # keep the lock: whoever comes now waits until the server is gone, then starts anew
            server.send_signal(signal.SIGINT)
        time.sleep(POLL_SECONDS / 10 if unused else POLL_SECONDS)
    if remove and (unused or wait_until_unused(lock)):
        shutil.rmtree(remove, ignore_errors=True)
    return server.returncode


def nobody_holds(lock: int) -> bool:
    """Say whether the exclusive lock could be taken."""
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def wait_until_unused(lock: int, seconds: float = 2.0) -> bool:
    """Say whether the last user, who stopped the server himself, lets go of the lock in time."""
    deadline = time.monotonic() + seconds
    while not nobody_holds(lock):
        if time.monotonic() > deadline:
            return False
        time.sleep(POLL_SECONDS / 10)
    return True


def start(server: list[str], log: str, uid: int, gid: int) -> "subprocess.Popen[bytes]":
    """Start PostgreSQL as `uid` (−1: as ourselves), its words appended to `log`."""
    person = {"user": uid, "group": gid, "extra_groups": []} if uid >= 0 else {}
    words = os.open(log, os.O_WRONLY | os.O_APPEND | os.O_NOFOLLOW)
    return subprocess.Popen(  # type: ignore[call-overload, no-any-return]  # person is a plain dict
        server, cwd="/", stdin=subprocess.DEVNULL, stdout=words, stderr=words,
        start_new_session=True, preexec_fn=ready_to_die, **person,
    )  # fmt: skip


def ready_to_die() -> None:
    """In the child: default signals again, and (Linux) a fast shutdown should the guard itself be killed."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGINT, 0, 0, 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
