"""Rows of numbers: those of true tables, and those of tables that a conversion flattened into text."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from jiheng.checks.text.page import Page
from jiheng.checks.text.statement import Statement
from jiheng.reading.document import Cell, Table

_SEPARATORS = re.compile(r"[|\s/]*[><=≥≤]{0,2}$")
_MAX_CELLS = 14


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its label and its numbers from left to right."""

    label: str
    cells: tuple[Statement, ...]
    headed: bool = True

    @property
    def first(self) -> Statement:
        """The first number."""
        return self.cells[0]


def rows_of(page: Page) -> list[Row]:
    """Return the rows of the document's tables, or where there are none, runs of bare numbers in the text."""
    if page.document.tables:
        offsets = [page.folded.origin(s.start) for s in page.statements]
        return [row for table in page.document.tables for row in _true_rows(page, table, offsets)]
    return list(_runs(page))


def _true_rows(page: Page, table: Table, offsets: list[int]) -> Iterator[Row]:
    by_row: dict[int, list[Cell]] = defaultdict(list)
    for cell in table.cells:
        by_row[cell.row].append(cell)
    for number in sorted(by_row):
        cells = sorted(by_row[number], key=lambda cell: cell.column)
        label = "".join(page.document.text[c.start : c.end].strip() for c in cells if not _numeric(page, c))
        found = [s for c in cells for s in _inside(page, offsets, c)]
        if found:
            yield Row(label, tuple(found))


def _numeric(page: Page, cell: Cell) -> bool:
    return bool(re.fullmatch(r"[\s\d.,%<>=≥≤|-]+", page.document.text[cell.start : cell.end]))


def _inside(page: Page, offsets: list[int], cell: Cell) -> list[Statement]:
    low, high = bisect_left(offsets, cell.start), bisect_left(offsets, cell.end)
    return page.statements[low:high][:1]


def _runs(page: Page) -> Iterator[Row]:
    run: list[Statement] = []
    for statement in page.statements:
        if run and (len(run) >= _MAX_CELLS or not _follows(page, run[-1], statement)):
            yield _row(page, run)
            run = []
        run.append(statement)
    if run:
        yield _row(page, run)


def _follows(page: Page, before: Statement, after: Statement) -> bool:
    gap = page.text[before.end : after.start]
    return 0 < len(gap) < 24 and bool(_SEPARATORS.match(gap))


def _row(page: Page, run: list[Statement]) -> Row:
    first = run[0]
    label = page.text[max(first.subject_start - 12, 0) : first.start]
    return Row(label, tuple(run))
