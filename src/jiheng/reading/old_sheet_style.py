"""What calamine does not tell of an .xls or .et file, read by xlrd: number formats and error values, from Excel 5 on."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from os import devnull
from pathlib import Path
from typing import Any

import xlrd
from xlrd.formatting import std_format_strings

from jiheng.reading.number_format import BUILT_IN
from jiheng.reading.sheet_style import SheetMarks

STREAMS = ("Workbook", "Book")
"""How the stream of the workbook is called: since Excel 97, and before."""
_FORMATTED = frozenset({xlrd.XL_CELL_NUMBER, xlrd.XL_CELL_DATE})
_BROKEN = (xlrd.XLRDError, xlrd.compdoc.CompDocError, struct.error, LookupError, AssertionError, ValueError, TypeError)
"""What xlrd raises at records that make no sense."""
_MORE_BROKEN = (AttributeError, ArithmeticError, NotImplementedError, RecursionError)


def is_locked(stream: bytes) -> bool:
    """Whether the workbook is encrypted."""
    try:
        _open(stream, on_demand=True)
    except xlrd.XLRDError as refused:
        return "encrypted" in str(refused)
    except (*_BROKEN, *_MORE_BROKEN):
        return False
    return False


def read_old_marks(stream: bytes) -> dict[str, SheetMarks]:
    """Read the marks of every worksheet by its name; empty where the records make no sense."""
    try:
        book = _open(stream, on_demand=False)
        return {sheet.name: _marks(book, sheet) for sheet in book.sheets()}
    except (*_BROKEN, *_MORE_BROKEN):
        return {}


def _open(stream: bytes, *, on_demand: bool) -> Any:
    with Path(devnull).open("w", encoding="utf-8") as silent:
        return xlrd.open_workbook(file_contents=stream, logfile=silent, formatting_info=True, on_demand=on_demand)


def _marks(book: Any, sheet: Any) -> SheetMarks:
    marks = SheetMarks()
    for at, kind, value, style in _cells(sheet):
        if kind in _FORMATTED and (code := _code(book, style)):
            marks.formats[at] = code
        elif kind == xlrd.XL_CELL_ERROR:
            marks.errors[at] = xlrd.error_text_from_code.get(value, "#N/A")
    return marks


def _cells(sheet: Any) -> Iterator[tuple[tuple[int, int], int, Any, int]]:
    for row in range(sheet.nrows):
        for column in range(sheet.row_len(row)):
            kind = sheet.cell_type(row, column)
            if kind in _FORMATTED or kind == xlrd.XL_CELL_ERROR:
                yield (row, column), kind, sheet.cell_value(row, column), sheet.cell_xf_index(row, column)


def _code(book: Any, style: int) -> str:
    """The format code of a cell style; of a built-in format in the form that we show dates in."""
    number = book.xf_list[style].format_key
    code = str(book.format_map[number].format_str)
    return BUILT_IN.get(number, code) if code == std_format_strings.get(number) else code
