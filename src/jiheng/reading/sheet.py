"""Workbooks (.xlsx, .xls, .et): every sheet, each cell as it is displayed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import python_calamine as calamine

from jiheng.core.fault import refuse
from jiheng.reading.document import Cell
from jiheng.reading.draft import Draft
from jiheng.reading.number_format import Shown, display
from jiheng.reading.old_sheet_style import STREAMS, is_locked, read_old_marks
from jiheng.reading.ole import CompoundFile
from jiheng.reading.sheet_style import SheetMarks, column_letters, read_marks

MAX_AREA = 5_000_000
"""Cells of a sheet's used rectangle; a stray cell in the last corner would need all of a machine's memory."""
_RESAVE = "请用 Excel 或 WPS 打开后另存为 .xlsx，再试"


def read_sheet(draft: Draft) -> None:
    """Read an .xlsx workbook with its number formats.

    Raises:
        Refused: hostile, damaged, or a sheet's extent is beyond MAX_AREA.
    """
    _read_book(draft, read_marks(draft.path))


def read_old_sheet(draft: Draft) -> None:
    """Read an .xls or .et workbook with its number formats (formats since Excel 97).

    Raises:
        Refused: damaged or locked.
    """
    stream = CompoundFile(draft.path.read_bytes()).stream(*STREAMS)
    if is_locked(stream):
        raise refuse(draft.place(), "文件设有打开密码，无法读取", fix="请去掉密码后再试")
    _read_book(draft, dict(read_old_marks(stream)))


def _read_book(draft: Draft, marks: dict[str, SheetMarks | None]) -> None:
    for name, sheet in marks.items():
        if sheet is not None and sheet.area > MAX_AREA:
            fix = "请删去表格范围之外的零星内容后另存，再试"
            raise refuse(draft.place(sheet=name), "已用区域过大，无法读取", fix=fix)
    try:
        book = calamine.load_workbook(str(draft.path))
    except calamine.PasswordError as locked:
        raise refuse(draft.place(), "文件设有打开密码，无法读取", fix="请去掉密码后再试") from locked
    except calamine.CalamineError as broken:
        raise refuse(draft.place(), "工作簿已损坏或格式不规范", fix=_RESAVE) from broken
    for meta in book.sheets_metadata:
        if meta.typ == calamine.SheetTypeEnum.WorkSheet:
            _read_one(book, meta.name, draft, marks.get(meta.name, SheetMarks()))


def _read_one(book: calamine.CalamineWorkbook, name: str, draft: Draft, marks: SheetMarks | None) -> None:
    try:
        sheet = book.get_sheet_by_name(name)
    except calamine.CalamineError:
        marks = None
    if marks is None:
        draft.skip(draft.place(sheet=name), "工作表已损坏，未能读取", _RESAVE)
        return
    _SheetWriter(draft, name, marks, _merges(sheet), frozenset(marks.valueless)).write(sheet)
    for row, column in marks.valueless[:1]:
        place = draft.place(sheet=name, row=row + 1, column=column_letters(column))
        why = f"有 {len(marks.valueless)} 个公式没有存下算得的值（此处为第一个）"
        draft.skip(place, why, "请用 Excel 或 WPS 打开，重新计算并保存，再试")


def _merges(sheet: calamine.CalamineSheet) -> dict[tuple[int, int], tuple[int, int]]:
    """The extent (rows, columns) of each merged cell by its upper left corner."""
    return {start: (end[0] - start[0] + 1, end[1] - start[1] + 1) for start, end in sheet.merged_cell_ranges or ()}


@dataclass(slots=True)
class _SheetWriter:
    """Writes one sheet: filled cells of a row parted by tabs, rows by line breaks, sheets by a blank line."""

    draft: Draft
    name: str
    marks: SheetMarks
    merges: dict[tuple[int, int], tuple[int, int]]
    placeholders: frozenset[tuple[int, int]] = frozenset()
    """Cells with a formula whose result nobody has computed."""

    def write(self, sheet: calamine.CalamineSheet) -> None:
        """Write all rows and note the table."""
        cells: list[Cell] = []
        first_column = sheet.start[1] if sheet.start else 0
        for row, values in enumerate(sheet.iter_rows()):
            started = len(cells)
            for column, shown in self._shown(row, first_column, values):
                if len(cells) > started:
                    self.draft.write("\t")
                cells.append(self._cell(row, column, shown))
            if len(cells) > started:
                self.draft.write("\n")
        if cells:
            self.draft.table(cells, self.name)
            self.draft.write("\n")

    def _shown(self, row: int, first_column: int, values: Sequence[object]) -> Iterator[tuple[int, Shown]]:
        placeholders = self.placeholders
        for column, value in enumerate(values, start=first_column):
            at = (row, column)
            error = self.marks.errors.get(at)
            shown = Shown(error) if error else display(value, self.marks.formats.get(at, ""))
            if shown.text and not shown.text.isspace() and at not in placeholders:
                yield column, shown

    def _cell(self, row: int, column: int, shown: Shown) -> Cell:
        place = self.draft.place(sheet=self.name, row=row + 1, column=column_letters(column))
        start = self.draft.write(shown.text)
        self.draft.mark(start, place, "cell")
        row_span, column_span = self.merges.get((row, column), (1, 1))
        return Cell(row, column, start, self.draft.length, place, row_span, column_span, shown.exact)
