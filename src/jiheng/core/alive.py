"""A sign of life between processes: a locked file, which the system lets go when its process ends, however it ends."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import IO


def hold(path: Path) -> IO[bytes] | None:
    """The file, locked until it is closed or the process ends; None if another holds it."""
    file = path.open("ab")
    if take(file):
        return file
    file.close()
    return None


def take(file: IO[bytes]) -> bool:
    """Lock an open file if nobody holds it; say whether that worked."""
    try:
        _lock(file)
    except OSError:
        return False
    return True


if sys.platform == "win32":
    import msvcrt

    def _lock(file: IO[bytes]) -> None:
        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _lock(file: IO[bytes]) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
