"""A layout read backwards: which form a sheet is, and what stands where the layout has bindings."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from rapidfuzz import fuzz

from jiheng.forms.sighted import ALIKE, Sheet, Sighted, folded
from jiheng.packs.layout import Cell, Column, Grid, Hole, Matrix, Table, TableForm, parts

TITLE_ROWS = 4
NEARLY = 0.95
"""What a title is worth that stands inside other words."""
LEAST_HEADS = 0.7
"""Share of a table's column titles that one row must show to be its head."""
LEVELS = ("一级指标", "二级指标")
OTHER_HEADS: Mapping[str, re.Pattern[str]] = {
    "年度指标值": re.compile("年?度?(?:指标值|目标值)|(?:预期|计划)(?:指标|目标)?值"),
    "实际完成值": re.compile("(?:全年|年度)?(?:实际)?完成(?:值|情况|指标值)"),
    "分值": re.compile("(?:指标)?(?:分值|权重|标准分)"),
    "得分": re.compile("(?:自评|评价|实际)?(?:得分|评分)"),
    "偏差原因及改进措施": re.compile(".*原因.*"),
}
"""What counties print over a column, by what it is bound to."""


@dataclass(frozen=True, slots=True)
class Returned:
    """What a returned form says: single values by their name, and the rows of its tables."""

    form: TableForm
    sheet: Sheet
    values: Mapping[str, Sighted]
    rows: tuple[Mapping[str, Sighted], ...]
    explained: tuple[Mapping[str, Sighted], ...] = ()
    """Rows of a table apart that says why indicators fell short."""


def recognise(sheet: Sheet, forms: Iterable[TableForm]) -> TableForm | None:
    """The form whose title stands at the top of the sheet."""
    top = [folded(cell.text) for cell in sheet.cells if cell.row < TITLE_ROWS]
    rated = [(max((_like(form, text) for text in top), default=0.0), form) for form in forms]
    best, form = max(rated, key=lambda pair: (pair[0], len(pair[1].title)), default=(0.0, None))
    return form if best >= ALIKE else None


def _like(form: TableForm, text: str) -> float:
    """100 for the title with any words in its gaps; less for one that is only like it."""
    typed = [folded(part) for part in parts(form.title) if isinstance(part, str)]
    if re.fullmatch(".*?".join(map(re.escape, typed)) + ".{0,12}", text):
        return 100.0
    title = "".join(typed)
    return NEARLY * fuzz.partial_ratio(title, text) if len(text) >= len(title) else fuzz.ratio(title, text)


def read_layout(form: TableForm, sheet: Sheet) -> Returned:
    """Find every labelled value of the form, block by block downwards."""
    values: dict[str, Sighted] = {}
    rows: list[Mapping[str, Sighted]] = []
    explained: list[Mapping[str, Sighted]] = []
    for block in form.blocks:
        match block:
            case Grid():
                values |= dict(_grid(block, sheet))
            case Matrix():
                values |= dict(_matrix(block, sheet))
            case Table() if block.each in {"评分指标", "绩效指标"}:
                rows += _table(block, sheet)
                values |= dict(_total(block, sheet))
            case Table() if block.each == "评分未满":
                explained += _table(block, sheet)
    return Returned(form, sheet, values, tuple(rows), tuple(explained))


def _sole(text: str) -> Hole | None:
    content = list(parts(text))
    return content[0] if len(content) == 1 and isinstance(content[0], Hole) else None


def _grid(block: Grid, sheet: Sheet) -> Iterator[tuple[str, Sighted]]:
    standing = {(row, column): cell for row, column, cell in block.placed()}
    for (row, column), cell in standing.items():
        hole = _sole(cell.text)
        label = _label(standing, row, column)
        if hole is None:
            yield from _behind_words(cell, sheet.cells)
        elif label is not None:
            text, beside = label
            found = sheet.find(text)
            value = found and (sheet.right_of(found) if beside else sheet.below(found))
            if value:
                yield hole.name, value


def _label(standing: Mapping[tuple[int, int], Cell], row: int, column: int) -> tuple[str, bool] | None:
    """The label left of a cell (True) or above it (False)."""
    for (at, start), cell in standing.items():
        if cell.style == "label" and start + cell.span == column and at <= row < at + cell.rows and cell.rows == 1:
            return cell.text, True
    above = standing.get((row - 1, column))
    return (above.text, False) if above and above.style == "label" else None


def _behind_words(cell: Cell, shown: Iterable[Sighted]) -> Iterator[tuple[str, Sighted]]:
    """A value in one cell with its label, such as 填报人：某某."""
    content = list(parts(cell.text))
    if len(content) == 2 and isinstance(content[0], str) and isinstance(content[1], Hole):
        for found in shown:
            if found.text.startswith(content[0].strip()):
                text = found.text.removeprefix(content[0].strip()).strip()
                yield content[1].name, Sighted(found.row, found.column, 1, 1, text, found.place)
                return


def _matrix(block: Matrix, sheet: Sheet) -> Iterator[tuple[str, Sighted]]:
    first = sheet.find(block.columns[0].title)
    if first is None:
        return
    for column in block.columns:
        head = sheet.find(column.title, first.row)
        for row in block.rows:
            side = sheet.find(row.title, first.row)
            if head and side and not (column.only and row.name not in column.only):
                value = sheet.at(side.row, head.column)
                if value:
                    yield f"{block.of}:{row.name}.{column.name}", value


def _table(block: Table, sheet: Sheet) -> Iterator[Mapping[str, Sighted]]:
    head = _head(block, sheet)
    if head is None:
        return
    stop = folded(block.total[0].text) if block.total else ""
    above: dict[str, Sighted] = {}
    for row in range(max(cell.row + cell.rows for cell in head.values()), sheet.height):
        found = {name: cell for name, title in head.items() if (cell := sheet.at(row, title.column))}
        name = found.get("三级指标")
        if name is None or not name.text or folded(name.text) == stop or name.columns > head["三级指标"].columns:
            return
        above |= {level: found[level] for level in LEVELS if level in found and found[level].text}
        yield {**found, **above}  # a level goes on where its cell is blank: a merged cell that was taken apart


def _head(block: Table, sheet: Sheet) -> Mapping[str, Sighted] | None:
    """Binding name → head cell, of the first row that shows most of the titles."""
    columns = {hole.name: column for column in block.columns if (hole := _sole(column.value))}
    for row in range(sheet.height):
        found = {name: cell for name, column in columns.items() if (cell := _head_cell(name, column, sheet, row))}
        if "三级指标" in found and len(found) >= LEAST_HEADS * len(columns):
            return found
    return None


def _head_cell(name: str, column: Column, sheet: Sheet, row: int) -> Sighted | None:
    """The head cell of a column in a row; under a common head, in the row below it."""
    shown = [cell for cell in sheet.cells if cell.row == row]
    above = next((cell for cell in shown if column.group and folded(cell.text) == folded(column.group)), None)
    if above is not None:
        reach = range(above.column, above.column + above.columns)
        shown = [cell for cell in sheet.cells if cell.row == row + above.rows and cell.column in reach]
    exact = next((cell for cell in shown if folded(cell.text) == folded(column.title)), None)
    other = OTHER_HEADS.get(name)
    return exact or next((cell for cell in shown if other and other.fullmatch(folded(cell.text))), None)


def _total(block: Table, sheet: Sheet) -> Iterator[tuple[str, Sighted]]:
    """The values of the last row, each below the head that it stands below in the layout."""
    found = sheet.find(block.total[0].text, TITLE_ROWS) if block.total else None
    if found is None:
        return
    heads = _head(block, sheet) or {}
    above = dict(_placed_heads(block))
    start = 0
    for cell in block.total:
        hole, head = _sole(cell.text), heads.get(above.get(start, ""))
        value = sheet.at(found.row, head.column if head else found.column + start)
        if hole and value:
            yield hole.name, value
        elif value:
            yield from _behind_words(cell, (value,))
        start += cell.span


def _placed_heads(block: Table) -> Iterator[tuple[int, str]]:
    """Where each column starts in the layout, and what it is bound to."""
    start = block.side.span if block.side else 0
    for column in block.columns:
        if hole := _sole(column.value):
            yield start, hole.name
        start += column.span
