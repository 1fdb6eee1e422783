"""Files that root leaves in somebody's folder belong to that somebody, who may come without root."""

import os
from pathlib import Path


def follow_owner(path: Path) -> None:
    """Give `path`, which we just made, to the owner of its folder; only root can and needs to."""
    if os.geteuid() == 0:
        owner = path.parent.stat()
        os.chown(path, owner.st_uid, owner.st_gid, follow_symlinks=False)
