"""What calamine does not tell of an .xls or .et file: number formats and error values, from its BIFF8 records ([MS-XLS])."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from jiheng.reading.number_format import BUILT_IN
from jiheng.reading.sheet_style import SheetMarks

_BOF, _EOF, _FILEPASS, _BOUNDSHEET = 0x0809, 0x000A, 0x002F, 0x0085
_FORMAT, _XF = 0x041E, 0x00E0
_FORMULA, _NUMBER, _RK, _MULRK, _BOOLERR = 0x0006, 0x0203, 0x027E, 0x00BD, 0x0205
_BIFF8 = 0x0600
_ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}


@dataclass(slots=True)
class _Globals:
    """The workbook's own records: formats by number, formats of cell styles, sheets with their offsets."""

    formats: dict[int, str] = field(default_factory=dict)
    styles: list[int] = field(default_factory=list)
    sheets: list[tuple[str, int]] = field(default_factory=list)
    locked: bool = False

    def code(self, style: int) -> str:
        """The format code of a cell style."""
        number = self.styles[style] if style < len(self.styles) else 0
        return self.formats.get(number) or BUILT_IN.get(number, "")


def is_locked(stream: bytes) -> bool:
    """Whether the workbook is encrypted."""
    return _read_globals(stream).locked


def read_old_marks(stream: bytes) -> dict[str, SheetMarks]:
    """Read the marks of every worksheet by its name; empty for versions before BIFF8."""
    if len(stream) < 8 or struct.unpack_from("<H", stream, 4)[0] != _BIFF8:
        return {}
    book = _read_globals(stream)
    return {name: _read_sheet(stream, start, book) for name, start in book.sheets}


def _records(stream: bytes, at: int) -> Iterator[tuple[int, bytes]]:
    """The records of one substream, from its BOF to its EOF; charts within it are passed over."""
    depth = 0
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<2H", stream, at)
        depth += (kind == _BOF) - (kind == _EOF)
        if depth <= 0:
            return
        if depth == 1:
            yield kind, stream[at + 4 : at + 4 + length]
        at += 4 + length


def _read_globals(stream: bytes) -> _Globals:
    book = _Globals()
    for kind, data in _records(stream, 0):
        if kind == _FILEPASS:
            book.locked = True
            return book
        if kind == _FORMAT and len(data) > 5:
            book.formats[_half(data, 0)] = _text(data[4:], _half(data, 2))
        elif kind == _XF and len(data) >= 4:
            book.styles.append(_half(data, 2))
        elif kind == _BOUNDSHEET and len(data) > 8 and data[5] == 0:
            book.sheets.append((_text(data[7:], data[6]), struct.unpack_from("<I", data)[0]))
    return book


def _half(data: bytes, at: int) -> int:
    return int(struct.unpack_from("<H", data, at)[0])


def _text(data: bytes, length: int) -> str:
    """A string with its flag byte in front: one or two bytes a character."""
    if data[0] & 1:
        return data[1 : 1 + 2 * length].decode("utf-16-le", "replace")
    return data[1 : 1 + length].decode("latin-1")


def _read_sheet(stream: bytes, start: int, book: _Globals) -> SheetMarks:
    marks = SheetMarks()
    for kind, data in _records(stream, start):
        if kind == _MULRK and len(data) >= 6:
            row, first = _half(data, 0), _half(data, 2)
            for index in range((len(data) - 6) // 6):
                _note(marks, (row, first + index), book.code(_half(data, 4 + 6 * index)))
        elif kind in {_NUMBER, _RK, _FORMULA, _BOOLERR} and len(data) >= 8:
            at = (_half(data, 0), _half(data, 2))
            _note(marks, at, book.code(_half(data, 4)))
            if error := _error(kind, data):
                marks.errors[at] = error
    return marks


def _note(marks: SheetMarks, at: tuple[int, int], code: str) -> None:
    if code:
        marks.formats[at] = code


def _error(kind: int, data: bytes) -> str:
    if kind == _BOOLERR and data[7] == 1:
        return _ERRORS.get(data[6], "#N/A")
    if kind == _FORMULA and data[6] == 2 and data[12:14] == b"\xff\xff":
        return _ERRORS.get(data[8], "#N/A")
    return ""
