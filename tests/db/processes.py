"""Which processes belong to a folder: by command line, environment or working folder in /proc."""

import os
import time
from contextlib import suppress
from pathlib import Path


def of_folder(folder: Path) -> set[int]:
    """The living processes that name `folder` in their command line or environment, or stand in it."""
    mark = os.fsencode(folder)
    found = set()
    for proc in Path("/proc").iterdir():
        if proc.name.isdigit() and int(proc.name) != os.getpid() and _names(proc, mark):
            found.add(int(proc.name))
    return found


def wait_until_none(folder: Path, seconds: float = 15) -> set[int]:
    """Wait until no process belongs to `folder`; return those that still do."""
    deadline = time.monotonic() + seconds
    while (left := of_folder(folder)) and time.monotonic() < deadline:
        time.sleep(0.05)
    return left


def _names(proc: Path, mark: bytes) -> bool:
    with suppress(OSError):
        if (proc / "stat").read_text().rsplit(")", 1)[1].split()[0] == "Z":
            return False
        if mark in (proc / "cmdline").read_bytes() or mark in os.fsencode(os.readlink(proc / "cwd")):
            return True
        return mark in (proc / "environ").read_bytes()
    return False
