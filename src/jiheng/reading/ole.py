"""Compound files (OLE2), the container of .doc, .xls, .et and of locked office files: names and streams at the root.

Read by olefile; what a stream says of its size is held against the size of the file before anything is read.
"""

from __future__ import annotations

import io
import struct

import olefile

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LEAST = 512
_BROKEN = (OSError, struct.error, IndexError, ValueError, AttributeError, TypeError, RecursionError)
"""What olefile raises at tables that make no sense; all its own faults are an OSError."""


class DamagedError(ValueError):
    """The container's tables contradict its size or themselves."""


class CompoundFile:
    """A compound file held in memory.

    Raises:
        DamagedError: the tables make no sense.
    """

    def __init__(self, data: bytes) -> None:
        if len(data) < _LEAST or not data.startswith(SIGNATURE):
            raise DamagedError
        self._size = len(data)
        try:
            self._file = olefile.OleFileIO(io.BytesIO(data))
            self._root = {entry.name: entry for entry in self._file.root.kids}
        except _BROKEN as broken:
            raise DamagedError from broken

    @property
    def names(self) -> frozenset[str]:
        """Names of the streams and storages at the root."""
        return frozenset(self._root)

    def stream(self, *names: str) -> bytes:
        """The content of the first root stream of these names; empty if there is none.

        Raises:
            DamagedError: its chain of sectors is broken, or it is larger than the file.
        """
        entry = next((self._root[name] for name in names if name in self._root), None)
        if entry is None or entry.entry_type != olefile.STGTY_STREAM:
            return b""
        if entry.size > self._size:
            raise DamagedError
        try:
            return bytes(self._file.openstream([entry.name]).read())
        except _BROKEN as broken:
            raise DamagedError from broken
