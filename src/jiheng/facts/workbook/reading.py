"""Reading a workbook: ours, or one that a person made with the same titles."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from jiheng.core.fault import Faults, Place, Refused, refuse
from jiheng.core.measure_unit import is_money
from jiheng.core.numeral import normalise
from jiheng.facts.assemble import draft_all
from jiheng.facts.cell import Cell, as_text
from jiheng.facts.gaps import Draft
from jiheng.facts.grid import Grid
from jiheng.facts.heads import is_known
from jiheng.facts.rows import TABLES
from jiheng.facts.workbook import layout
from jiheng.facts.workbook.opening import Numbered, Opened, open_book

_SEARCHED_FOR_HEAD = 12
_ASIDE = {layout.GUIDE_SHEET, layout.FAULTS_SHEET}


def read_workbook(path: Path) -> Draft:
    """Read what can be read of a workbook (.xlsx, .xls or .et).

    Raises:
        Refused: hostile or damaged, or it says nothing of the unit.
    """
    faults = Faults()
    return draft_all(read_grids(path, faults), faults, Place(file=path.name))


def read_grids(path: Path, faults: Faults) -> list[Grid]:
    """Read the tables of a workbook before anything in them is understood; unknown sheets become faults.

    Raises:
        Refused: hostile, damaged, or without any table.
    """
    place = Place(file=path.name)
    opened = open_book(path)
    if layout.META_SHEET in opened.names:
        _refuse_newer(opened, place)
    grids = [grid for name in opened.names for grid in _grids(opened, name, place, faults)]
    if not grids and not faults:
        raise refuse(place, "工作簿里没有可识别的工作表", expected="“单位基本情况”等工作表", fix="请使用本系统的模板")
    return grids


def _refuse_newer(opened: Opened, place: Place) -> None:
    first = next((cells for _, cells in opened.rows(layout.META_SHEET)), [])
    version = as_text(first[1]) if len(first) > 1 else ""
    if version.isdecimal() and int(version) > layout.VERSION:
        raise refuse(place, "工作簿由更新版本的系统生成", value=version, fix="请升级系统，或用本版本重新导出")


def _grids(opened: Opened, name: str, place: Place, faults: Faults) -> Iterator[Grid]:
    if name.startswith("_") or name in _ASIDE:
        return
    here = replace(place, sheet=name)
    table = _table(name)
    try:
        rows = opened.rows(name)
    except Refused as refused:
        faults.found.extend(refused.faults)
        if table:
            yield Grid(table=table, place=here, head=(), rows=(), unreadable=True)
        return
    if table is None:
        if rows:
            faults.add(here, "不认识的工作表", expected="数据集说明中列出的表名", fix="请改名，或删除该工作表")
    elif rows and name in opened.hidden_sheets:
        faults.add(here, "工作表被隐藏", fix="请取消隐藏并核对；不需要的请删除这张工作表")
        yield Grid(table=table, place=here, head=(), rows=(), unreadable=True)
    elif rows:
        found = _sideways(rows, here) if _is_sideways(table, rows) else _upright(table, rows, here)
        hidden_rows, hidden_columns = opened.hidden_rows.get(name), opened.hidden_columns.get(name)
        yield replace(found, hidden_rows=hidden_rows or frozenset(), hidden_columns=hidden_columns or frozenset())


def _table(name: str) -> str | None:
    plain = normalise(name)
    return next((table for table, (title, _) in TABLES.items() if plain in {table, normalise(title)}), None)


def _upright(table: str, rows: list[Numbered], place: Place) -> Grid:
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


def _head(table: str, rows: list[Numbered]) -> int:
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


def _is_sideways(table: str, rows: list[Numbered]) -> bool:
    down = [as_text(cells[0]) for _, cells in rows if cells]
    return table == "unit" and sum(is_known(table, title) for title in down) > 1


def _sideways(rows: list[Numbered], place: Place) -> Grid:
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
