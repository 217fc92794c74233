"""Files that appear whole or not at all, whatever happens while they are written."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def written_whole(path: Path) -> Iterator[Path]:
    """Yield a temporary neighbour of ``path`` to write to; it takes the place of ``path`` when all went well.

    A failure, a full disk or a kill leaves what was at ``path`` untouched.
    """
    handle, name = tempfile.mkstemp(prefix=f".{path.name[:60]}.", suffix=path.suffix, dir=path.parent)
    os.close(handle)
    draft = Path(name)
    try:
        yield draft
        _settle(draft)
        draft.chmod(0o666 & ~_umask())
        draft.replace(path)
        _settle_folder(path.parent)
    finally:
        draft.unlink(missing_ok=True)


def _settle(path: Path) -> None:
    with path.open("rb") as written:
        os.fsync(written.fileno())


def _settle_folder(folder: Path) -> None:
    """Make the new name itself survive a power cut, where the system can."""
    if hasattr(os, "O_DIRECTORY"):
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _umask() -> int:
    current = os.umask(0o022)
    os.umask(current)
    return current
