"""A workbook proved harmless and opened: its sheets' filled rows, as exact as the file holds them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from pathlib import Path

import python_calamine as calamine

from jiheng.core.apart import Limits
from jiheng.core.fault import Place, Refused, refuse
from jiheng.facts.cell import BrokenFormula, Cell, Unfit, exact_float, is_blank
from jiheng.facts.written import decimal
from jiheng.reading.filetype import FileType, identify
from jiheng.reading.guarded import guarded
from jiheng.reading.number_format import show
from jiheng.reading.old_sheet_style import STREAMS, read_old_marks
from jiheng.reading.ole import CompoundFile, DamagedError
from jiheng.reading.sheet import MAX_AREA
from jiheng.reading.sheet_style import SheetMarks, read_marks

MAX_BYTES = 64 * 2**20
LIMITS = Limits(memory=3 * 2**29, processor=120, clock=180)
"""What reading one workbook may use."""
_PADDED = re.compile(r"(?:\[[^\]]*\])?0{2,30}")
_RESAVE = "请用 WPS 或 Excel 打开后另存为 .xlsx，再试"

Numbered = tuple[int, list[Cell]]
"""A row with its number, counted from 1."""


@dataclass(frozen=True, slots=True)
class Opened:
    """What a workbook holds: its worksheets in their order, charts are none, each with its filled rows or its refusal."""

    sheets: dict[str, list[Numbered] | Refused]
    hidden_sheets: frozenset[str] = frozenset()
    hidden_rows: dict[str, frozenset[int]] = field(default_factory=dict)
    """Of each sheet that has any, the numbers of hidden rows."""
    hidden_columns: dict[str, frozenset[int]] = field(default_factory=dict)

    @property
    def names(self) -> list[str]:
        """The worksheets."""
        return list(self.sheets)

    def rows(self, name: str) -> list[Numbered]:
        """The filled rows of a sheet.

        Raises:
            Refused: the sheet is damaged, or its extent is beyond reason.
        """
        found = self.sheets[name]
        if isinstance(found, Refused):
            raise found
        return found


def open_book(path: Path) -> Opened:
    """Read a workbook in a child process, after it proved harmless.

    Raises:
        Refused: too large, hostile, damaged or locked, or its reader died.
    """
    size = path.stat().st_size
    if size > MAX_BYTES:
        raise refuse(
            Place(file=path.name), "文件过大", expected=f"不超过 {MAX_BYTES:,} 字节", fix="请拆分，或改用文件夹"
        )
    opened: Opened = guarded(f"{__name__}:read_book", path, limits=LIMITS)
    return opened


def read_book(path: Path) -> Opened:
    """Read a workbook in this process.

    Raises:
        Refused: as :func:`open_book`.
    """
    book = _Book.open(path)
    known = {name: marks for name, marks in book.marks.items() if marks is not None}
    return Opened(
        {name: book.tried(name) for name in book.names},
        book.hidden,
        {name: frozenset(row + 1 for row in marks.hidden_rows) for name, marks in known.items() if marks.hidden_rows},
        {name: frozenset(marks.hidden_columns) for name, marks in known.items() if marks.hidden_columns},
    )


@dataclass(frozen=True, slots=True)
class _Book:
    """An open workbook; ``marks`` are what is known of each sheet's formats, formulas and extent."""

    book: calamine.CalamineWorkbook
    marks: dict[str, SheetMarks | None]
    place: Place

    @classmethod
    def open(cls, path: Path) -> _Book:
        place = Place(file=path.name)
        kind = identify(path)
        marks = _marks(path, kind, place)
        try:
            book = calamine.load_workbook(str(path))
        except calamine.PasswordError as locked:
            raise refuse(place, "文件设有打开密码", fix="请去掉密码后再试") from locked
        except calamine.CalamineError as broken:
            raise refuse(place, "工作簿已损坏或格式不规范", fix=_RESAVE) from broken
        if kind is FileType.OLD_SHEET and not marks:
            marks = {name: SheetMarks() for name in book.sheet_names}
        return cls(book, marks, place)

    @property
    def names(self) -> list[str]:
        return [meta.name for meta in self.book.sheets_metadata if meta.typ == calamine.SheetTypeEnum.WorkSheet]

    @property
    def hidden(self) -> frozenset[str]:
        shown = calamine.SheetVisibleEnum.Visible
        return frozenset(meta.name for meta in self.book.sheets_metadata if meta.visible != shown)

    def tried(self, name: str) -> list[Numbered] | Refused:
        try:
            return self._rows(name)
        except Refused as refused:
            return refused

    def _rows(self, name: str) -> list[Numbered]:
        marks = self._sound_marks(name)
        try:
            sheet = self.book.get_sheet_by_name(name)
        except calamine.CalamineError as broken:
            raise self._damaged(name) from broken
        first = sheet.start[1] if sheet.start else 0
        rows: dict[int, list[Cell]] = {}
        for row, values in enumerate(sheet.iter_rows()):
            cells: list[Cell] = [""] * first
            cells += [_cell(value, marks.formats.get((row, column), "")) for column, value in enumerate(values, first)]
            if not all(map(is_blank, cells)):
                rows[row] = cells
        _put_in_broken_formulas(rows, marks)
        return [(row + 1, rows[row]) for row in sorted(rows)]

    def _sound_marks(self, name: str) -> SheetMarks:
        marks = self.marks.get(name)
        if marks is None:
            raise self._damaged(name)
        if marks.area > MAX_AREA:
            place = replace(self.place, sheet=name)
            raise refuse(place, "已用区域过大", fix="请删去表格范围之外的零星内容后另存")
        return marks

    def _damaged(self, name: str) -> Refused:
        return refuse(replace(self.place, sheet=name), "工作表已损坏，无法读取", fix=_RESAVE)


def _marks(path: Path, kind: FileType, place: Place) -> dict[str, SheetMarks | None]:
    """What is known of every sheet; nothing for a workbook older than Excel 97."""
    if kind is FileType.SHEET:
        return read_marks(path)
    if kind is not FileType.OLD_SHEET:
        raise refuse(place, "不是工作簿", expected=".xlsx、.xls 或 .et 工作簿", fix=_RESAVE)
    try:
        return dict(read_old_marks(CompoundFile(path.read_bytes()).stream(*STREAMS)))
    except DamagedError as damaged:
        raise refuse(place, "工作簿已损坏或不完整", fix=_RESAVE) from damaged


def _cell(value: Cell, number_format: str) -> Cell:
    """The value; a number shown as a percentage becomes text with its sign, so that 100% is not 1.

    A whole number shown with zeros in front (000) is the code that people see.
    """
    if isinstance(value, float) and _PADDED.fullmatch(number_format):
        shown = show(value, number_format)
        return shown if value.is_integer() and shown.startswith("0") and len(shown) > 1 else value
    if not isinstance(value, float) or "%" not in number_format:
        return value
    try:
        return f"{decimal(exact_float(value) * 100)}%"
    except (Unfit, ValueError):
        return value


def _put_in_broken_formulas(rows: dict[int, list[Cell]], marks: SheetMarks) -> None:
    """They have no value to be read, so they may lie outside of what was read."""
    for (row, column), error in {**dict.fromkeys(marks.valueless, ""), **marks.errors}.items():
        cells = rows.setdefault(row, [])
        cells += [""] * (column + 1 - len(cells))
        cells[column] = BrokenFormula(error)
