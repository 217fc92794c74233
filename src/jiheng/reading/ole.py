"""Compound files (OLE2), the container of .doc, .xls, .et and of locked office files: names and streams at the root.

Layout after [MS-CFB]: a file of sectors chained by a table; small streams lie in sectors of a stream of their own.
"""

from __future__ import annotations

import struct
from array import array
from collections.abc import Iterator
from dataclasses import dataclass

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

_END = 0xFFFFFFFA
_NONE = 0xFFFFFFFF
_ENTRY = 128
_IN_HEADER = 109
_MINI_SHIFT = 6


class DamagedError(ValueError):
    """The container's tables contradict its size or themselves."""


@dataclass(frozen=True, slots=True)
class _Entry:
    name: str
    left: int
    right: int
    child: int
    start: int
    size: int


class CompoundFile:
    """A compound file held in memory.

    Raises:
        DamagedError: the tables make no sense.
    """

    def __init__(self, data: bytes) -> None:
        if len(data) < 512 or not data.startswith(SIGNATURE):
            raise DamagedError
        self._data = data
        self._shift = struct.unpack_from("<H", data, 30)[0]
        if self._shift not in {9, 12}:
            raise DamagedError
        self._mini_below, self._mini_table = struct.unpack_from("<2I", data, 56)
        self._fat = self._read_fat()
        self._entries = self._read_entries(struct.unpack_from("<I", data, 48)[0])
        self._root = {entry.name: entry for entry in self._walk_root()}

    @property
    def names(self) -> frozenset[str]:
        """Names of the streams and storages at the root."""
        return frozenset(self._root)

    def stream(self, name: str) -> bytes:
        """The content of a root stream; empty if there is none.

        Raises:
            DamagedError: its chain of sectors is broken.
        """
        entry = self._root.get(name)
        if entry is None:
            return b""
        if entry.size >= self._mini_below:
            return self._content(entry.start)[: entry.size]
        return self._small(entry)

    def _small(self, entry: _Entry) -> bytes:
        table = array("I", self._content(self._mini_table))
        container = self._content(self._entries[0].start)
        parts = (
            container[number << _MINI_SHIFT : (number + 1) << _MINI_SHIFT] for number in _chain(entry.start, table)
        )
        return b"".join(parts)[: entry.size]

    def _content(self, start: int) -> bytes:
        return b"".join(map(self._sector, _chain(start, self._fat)))

    def _sector(self, number: int) -> bytes:
        start = (number + 1) << self._shift
        if start >= len(self._data):
            raise DamagedError
        return self._data[start : start + (1 << self._shift)].ljust(1 << self._shift, b"\0")

    def _read_fat(self) -> array[int]:
        listed = array("I", struct.unpack_from(f"<{_IN_HEADER}I", self._data, 76))
        number = struct.unpack_from("<I", self._data, 68)[0]
        for _ in range(len(self._data) >> self._shift):
            if number >= _END:
                break
            more = self._numbers(number)
            listed.extend(more[:-1])
            number = more[-1]
        fat: array[int] = array("I")
        for sector in listed:
            if sector < _END:
                fat.extend(self._numbers(sector))
        return fat

    def _numbers(self, sector: int) -> tuple[int, ...]:
        return struct.unpack(f"<{1 << self._shift - 2}I", self._sector(sector))

    def _read_entries(self, start: int) -> list[_Entry]:
        data = self._content(start)
        return [_entry(data[at : at + _ENTRY]) for at in range(0, len(data) - _ENTRY + 1, _ENTRY)]

    def _walk_root(self) -> Iterator[_Entry]:
        waiting = [self._entries[0].child] if self._entries else []
        seen: set[int] = set()
        while waiting:
            number = waiting.pop()
            if number < len(self._entries) and number not in seen:
                seen.add(number)
                entry = self._entries[number]
                yield entry
                waiting += [entry.left, entry.right]


def _chain(number: int, table: array[int]) -> Iterator[int]:
    """The sectors of a stream, from its first on."""
    for _ in range(len(table) + 1):
        if number >= _END:
            return
        yield number
        number = table[number] if number < len(table) else _NONE
    raise DamagedError


def _entry(data: bytes) -> _Entry:
    length = struct.unpack_from("<H", data, 64)[0]
    name = data[: max(0, min(length, 64) - 2)].decode("utf-16-le", "replace")
    left, right, child = struct.unpack_from("<3I", data, 68)
    start, size = struct.unpack_from("<2I", data, 116)
    return _Entry(name, left, right, child, start, size)
