"""The document laid out as on paper: paragraphs and tables in reading order, made of marked segments."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from jiheng.checks.answer.marks import MarkedText, Segment
from jiheng.reading.document import Block, Cell, Document, Table

MAX_GRID = 40_000
"""Cells of a table drawn with its gaps; a larger one is drawn without."""

_FIGURE = re.compile(r"[-+−(（¥￥]?\s*\d[\d,，.\s]*[%％‰)）]?")


@dataclass(frozen=True, slots=True)
class PaperCell:
    """A cell as drawn; a gap of a sparse sheet has no segments."""

    segments: tuple[Segment, ...] = ()
    row_span: int = 1
    column_span: int = 1

    @property
    def is_number(self) -> bool:
        """Whether it holds a figure, to be set flush right."""
        return _FIGURE.fullmatch("".join(segment.text for segment in self.segments)) is not None


@dataclass(frozen=True, slots=True)
class Part:
    """A paragraph (``segments``) or a table (``rows``), with its page where pages are known."""

    kind: str
    page: int = 0
    segments: tuple[Segment, ...] = ()
    rows: tuple[tuple[PaperCell, ...], ...] = ()
    name: str = ""

    @property
    def signs(self) -> list[str]:
        """The styles of findings in this part, gravest first, for the margin."""
        cells = [segment for row in self.rows for cell in row for segment in cell.segments]
        marks = {mark for segment in (*self.segments, *cells) for mark in segment.marks if mark.reference[0] == "f"}
        return list(dict.fromkeys(mark.style for mark in sorted(marks)))


def lay_out(document: Document, text: MarkedText) -> Iterator[Part]:
    """Yield paragraphs and tables; a table within a cell is drawn as that cell's text."""
    tables = _outer_tables(document)
    upcoming = next(tables, None)
    covered = -1
    for block in document.blocks:
        while upcoming is not None and upcoming.cells[0].start <= block.start:
            covered = max(cell.end for cell in upcoming.cells)
            yield _draw_table(upcoming, text)
            upcoming = next(tables, None)
        if block.start >= covered or block.kind != "cell":
            yield _draw_block(block, text)


def _outer_tables(document: Document) -> Iterator[Table]:
    covered = -1
    filled = [table for table in document.tables if any(cell.end > cell.start for cell in table.cells)]
    for table in sorted(filled, key=lambda table: (table.cells[0].start, -max(c.end for c in table.cells))):
        if table.cells[0].start >= covered:
            covered = max(cell.end for cell in table.cells)
            yield table


def _draw_block(block: Block, text: MarkedText) -> Part:
    return Part(block.kind, block.place.page, tuple(text.segments(block.start, block.end)))


def _draw_table(table: Table, text: MarkedText) -> Part:
    rows: dict[int, list[Cell]] = {}
    for cell in table.cells:
        rows.setdefault(cell.row, []).append(cell)
    width = max(cell.column + cell.column_span for cell in table.cells)
    gaps = width * len(rows) <= MAX_GRID
    taken: set[tuple[int, int]] = set()
    drawn = [tuple(_draw_row(row, cells, width if gaps else 0, taken, text)) for row, cells in sorted(rows.items())]
    return Part("table", table.cells[0].place.page, rows=tuple(drawn), name=table.name)


def _draw_row(
    row: int, cells: list[Cell], width: int, taken: set[tuple[int, int]], text: MarkedText
) -> Iterator[PaperCell]:
    column = 0
    for cell in sorted(cells, key=lambda cell: cell.column):
        yield from _gaps(row, column, min(cell.column, width), taken)
        yield PaperCell(tuple(text.segments(cell.start, cell.end)), cell.row_span, cell.column_span)
        if width and cell.row_span > 1:
            taken.update(
                (row + down, cell.column + right)
                for down in range(1, min(cell.row_span, MAX_GRID))
                for right in range(min(cell.column_span, width))
            )
        column = cell.column + cell.column_span
    yield from _gaps(row, column, width, taken)


def _gaps(row: int, start: int, end: int, taken: set[tuple[int, int]]) -> Iterator[PaperCell]:
    return (PaperCell() for column in range(start, end) if (row, column) not in taken)
