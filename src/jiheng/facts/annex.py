"""The indicator tables of a notice's annex, whatever kind of file it is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from jiheng.core.fault import Place, refuse
from jiheng.packs.annex import Cell, Found, found_in
from jiheng.reading import Document, Table, read


@dataclass(frozen=True, slots=True)
class Annex:
    """What an annex says: its indicator tables, in order, and all its text."""

    name: str
    tables: tuple[Found, ...]
    text: str


def read_annex(path: Path) -> Annex:
    """Read a .docx, .xlsx, .pdf or another kind of file, in a child process.

    Raises:
        Refused: it cannot be read, or holds no indicator table.
    """
    document = read(path)
    tables = tuple(found for cells in _joined(document) if (found := found_in(cells)) is not None)
    if not tables:
        raise refuse(
            Place(file=path.name),
            "没有找到指标表",
            expected="有“一级指标”“三级指标”“分值”“评分标准”一类列名的表格",
            fix="请确认附件里有指标表；扫描件请先转换成文字版，图片里的表格读不出",
        )
    return Annex(path.name, tables, document.text)


def _joined(document: Document) -> Iterator[list[Cell]]:
    """The tables as cells; one that goes on without a head on the next page is laid below the one before."""
    room: list[Cell] = []
    for table in document.tables:
        cells = _cells(document.text, table)
        if not cells:
            continue
        if room and found_in(cells) is None and _width(cells) == _width(room) and found_in(room) is not None:
            room += _below(cells, max(cell.row + cell.row_span for cell in room))
            continue
        if room:
            yield room
        room = cells
    if room:
        yield room


def _cells(text: str, table: Table) -> list[Cell]:
    return [
        Cell(each.row, each.column, each.row_span, each.column_span, text[each.start : each.end])
        for each in table.cells
    ]


def _width(cells: Sequence[Cell]) -> int:
    return max(cell.column + cell.column_span for cell in cells)


def _below(cells: Sequence[Cell], rows: int) -> list[Cell]:
    first = min(cell.row for cell in cells)
    return [cell._replace(row=cell.row - first + rows) for cell in cells]
