"""Files of what was computed: each written once under a name that no other result has, removed when nobody reads it.

The folder is only a memory: losing it, or a file in it, costs the time to compute again.
"""

from __future__ import annotations

import os
import time
from contextlib import suppress
from pathlib import Path
from tempfile import mkstemp

DAY = 24 * 3600
UNREAD_DAYS = 7
"""A result that was not read for so long is of a state that has passed."""


def read(folder: Path, name: str) -> bytes | None:
    """The file's content; None if there is none."""
    path = _path(folder, name)
    try:
        content = path.read_bytes()
        if path.stat().st_mtime < time.time() - DAY:
            os.utime(path)
    except OSError:
        return None
    return content


def write(folder: Path, name: str, content: bytes) -> None:
    """Put a file there, whole or not at all; a full disk loses nothing but time."""
    path = _path(folder, name)
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, half = mkstemp(dir=path.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
            Path(half).replace(path)
        except OSError:
            Path(half).unlink(missing_ok=True)


def sweep(folder: Path) -> int:
    """Remove what was not read for a week; return how many files went."""
    oldest = time.time() - UNREAD_DAYS * DAY
    return sum(_removed(path, oldest) for path in folder.glob("*/*"))


def _removed(path: Path, oldest: float) -> bool:
    with suppress(OSError):
        if path.stat().st_mtime < oldest:
            path.unlink()
            return True
    return False


def _path(folder: Path, name: str) -> Path:
    return folder / name[:2] / name[2:]
