"""The smallest compound files (OLE2) for tests: a table, a directory, empty streams."""

from __future__ import annotations

import struct

from jiheng.reading.ole import SIGNATURE

NONE, END = 0xFFFFFFFF, 0xFFFFFFFE


def compound(*names: str) -> bytes:
    """A container with empty streams of these names, up to three."""
    header = SIGNATURE + bytes(16) + struct.pack("<5H", 62, 3, 0xFFFE, 9, 6) + bytes(10)
    header += struct.pack("<2I", 1, 1) + bytes(4) + struct.pack("<5I", 4096, END, 0, END, 0)
    header += struct.pack("<I", 0) + struct.pack("<I", NONE) * 108
    table = struct.pack("<I", 0xFFFFFFFD) + struct.pack("<I", END) + struct.pack("<I", NONE) * 126
    entries = [_entry("Root Entry", 5, 1 if names else NONE, NONE)]
    entries += [_entry(name, 2, NONE, n + 1 if n < len(names) else NONE) for n, name in enumerate(names, start=1)]
    return header + table + b"".join(entries).ljust(512, b"\0")


def _entry(name: str, kind: int, child: int, right: int) -> bytes:
    title = name.encode("utf-16-le")
    data = title.ljust(64, b"\0") + struct.pack("<HBB", len(title) + 2, kind, 1)
    return data + struct.pack("<3I", NONE, right, child) + bytes(36) + struct.pack("<3I", END, 0, 0)
