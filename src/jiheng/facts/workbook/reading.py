"""Reading a workbook: ours, or one that a person made with the same titles."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import python_calamine as calamine

from jiheng.core.fault import Faults, Place, refuse
from jiheng.core.measure_unit import is_money
from jiheng.core.numeral import normalise
from jiheng.facts.assemble import assemble
from jiheng.facts.coerce import Cell, Unfit, as_text, exact_float, is_blank
from jiheng.facts.dataset import DataSet
from jiheng.facts.grid import Grid, column_letter
from jiheng.facts.heads import is_known
from jiheng.facts.rows import TABLES
from jiheng.facts.workbook import layout
from jiheng.facts.written import decimal
from jiheng.reading.sheet import MAX_AREA
from jiheng.reading.sheet_style import SheetMarks, read_marks

MAX_BYTES = 64 * 2**20
_SEARCHED_FOR_HEAD = 12
_ASIDE = {layout.GUIDE_SHEET, "错误清单"}
_RESAVE = "请用 WPS 或 Excel 打开后另存为 .xlsx，再试"

_Rows = list[tuple[int, list[Cell]]]


def load_workbook(path: Path) -> DataSet:
    """Read a workbook (.xlsx, .xls or .et).

    Raises:
        Refused: hostile, damaged, or with faults: all of them.
    """
    place = Place(file=path.name)
    if path.stat().st_size > MAX_BYTES:
        raise refuse(place, "文件过大", expected=f"不超过 {MAX_BYTES:,} 字节", fix="请拆分，或改用文件夹")
    marks = _marks(path, place)
    book = _open(path, place)
    faults = Faults()
    grids = [grid for name in book.sheet_names for grid in _grids(book, name, place, marks, faults)]
    if not grids and not faults:
        raise refuse(place, "工作簿里没有可识别的工作表", expected="“单位基本情况”等工作表", fix="请使用本系统的模板")
    return assemble(grids, faults, place)


def _marks(path: Path, place: Place) -> dict[str, SheetMarks]:
    """Formats and extents of an .xlsx file, which is proved harmless on the way; nothing for .xls and .et."""
    if path.suffix.lower() != ".xlsx":
        return {}
    marks = read_marks(path)
    for name, sheet in marks.items():
        if sheet.area > MAX_AREA:
            raise refuse(replace(place, sheet=name), "已用区域过大", fix="请删去表格范围之外的零星内容后另存")
    return marks


def _open(path: Path, place: Place) -> calamine.CalamineWorkbook:
    try:
        book = calamine.load_workbook(str(path))
    except calamine.PasswordError as locked:
        raise refuse(place, "文件设有打开密码", fix="请去掉密码后再试") from locked
    except calamine.CalamineError as broken:
        raise refuse(place, "工作簿已损坏或格式不规范", fix=_RESAVE) from broken
    if layout.META_SHEET in book.sheet_names:
        _refuse_newer(book, place)
    return book


def _refuse_newer(book: calamine.CalamineWorkbook, place: Place) -> None:
    first = next(iter(book.get_sheet_by_name(layout.META_SHEET).iter_rows()), [])
    version = as_text(first[1]) if len(first) > 1 else ""
    if version.isdecimal() and int(version) > layout.VERSION:
        raise refuse(place, "工作簿由更新版本的系统生成", value=version, fix="请升级系统，或用本版本重新导出")


def _grids(
    book: calamine.CalamineWorkbook, name: str, place: Place, marks: dict[str, SheetMarks], faults: Faults
) -> Iterator[Grid]:
    if name.startswith("_") or name in _ASIDE:
        return
    here = replace(place, sheet=name)
    rows = _Sheet(book, name, marks.get(name) or SheetMarks(), here, faults).rows()
    table = _table(name)
    if table is None:
        if rows:
            faults.add(here, "不认识的工作表", expected="数据集说明中列出的表名", fix="请改名，或删除该工作表")
    elif rows:
        yield _sideways(rows, here) if _is_sideways(table, rows) else _upright(table, rows, here)


def _table(name: str) -> str | None:
    plain = normalise(name)
    return next((table for table, (title, _) in TABLES.items() if plain in {table, normalise(title)}), None)


class _Sheet:
    """The filled rows of one sheet, numbered as the sheet numbers them."""

    def __init__(
        self, book: calamine.CalamineWorkbook, name: str, marks: SheetMarks, place: Place, faults: Faults
    ) -> None:
        self.sheet = book.get_sheet_by_name(name)
        self.marks = marks
        self.place = place
        self.faults = faults

    def rows(self) -> _Rows:
        """Read them; errors and formulas without a value are noted."""
        first_column = self.sheet.start[1] if self.sheet.start else 0
        rows: _Rows = []
        for number, values in enumerate(self.sheet.iter_rows()):
            cells: list[Cell] = [""] * first_column
            cells += [self._cell((number, column), value) for column, value in enumerate(values, first_column)]
            if not all(map(is_blank, cells)):
                rows.append((number + 1, cells))
        self._note_broken()
        return rows

    def _cell(self, at: tuple[int, int], value: Cell) -> Cell:
        """The value; a number shown as a percentage becomes text with its sign, so that 100 is not 1."""
        if not isinstance(value, float) or "%" not in self.marks.formats.get(at, ""):
            return value
        try:
            return f"{decimal(exact_float(value) * 100)}%"
        except (Unfit, ValueError):
            return value

    def _note_broken(self) -> None:
        for (row, column), error in self.marks.errors.items():
            self._note(row, column, "公式出错", error)
        for row, column in self.marks.valueless:
            self._note(row, column, "公式没有存下算得的值", "")

    def _note(self, row: int, column: int, problem: str, value: str) -> None:
        place = replace(self.place, row=row + 1, column=column_letter(column))
        self.faults.add(place, problem, value=value, fix="请改正公式，或直接填写数字")


def _upright(table: str, rows: _Rows, place: Place) -> Grid:
    at = _head(table, rows)
    above = [cells for _, cells in rows[:at]]
    head_row, head = rows[at]
    return Grid(
        table=table,
        place=place,
        head=tuple(as_text(cell) for cell in head),
        head_row=head_row,
        rows=tuple(rows[at + 1 :]),
        money_unit=_money_unit(above),
        nil=_says_nil(above),
    )


def _head(table: str, rows: _Rows) -> int:
    """The row that names most columns, near the top."""
    scores = [sum(is_known(table, as_text(cell)) for cell in cells) for _, cells in rows[:_SEARCHED_FOR_HEAD]]
    return scores.index(max(scores))


def _money_unit(above: Sequence[Sequence[Cell]]) -> str:
    """The unit that the note above the head declares, e.g. 单位：万元."""
    for cell in (cell for cells in above for cell in cells):
        _, found, name = normalise(as_text(cell)).partition("单位:")
        if found and is_money(name):
            return name
    return "元"


def _says_nil(above: Sequence[Sequence[Cell]]) -> bool:
    label = normalise(layout.NIL_LABEL)
    return any(
        normalise(as_text(cell)) == label and any(as_text(other).strip() == "是" for other in cells)
        for cells in above
        for cell in cells
    )


def _is_sideways(table: str, rows: _Rows) -> bool:
    down = [as_text(cells[0]) for _, cells in rows if cells]
    return table == "unit" and sum(is_known(table, title) for title in down) > 1


def _sideways(rows: _Rows, place: Place) -> Grid:
    """The unit's sheet: titles in column A, values in column B."""
    items = [(number, cells) for number, cells in rows if cells and is_known("unit", as_text(cells[0]))]
    values = [cells[1] if len(cells) > 1 else "" for _, cells in items]
    return Grid(
        table="unit",
        place=place,
        head=tuple(as_text(cells[0]) for _, cells in items),
        rows=((items[0][0], values),),
        cell_rows=tuple(number for number, _ in items),
    )


def is_workbook(path: Path) -> bool:
    """Whether the name is that of a workbook."""
    return path.suffix.lower() in {".xlsx", ".xls", ".et"}
