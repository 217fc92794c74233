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
_RULES = 2


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its label and its numbers from left to right."""

    label: str
    cells: tuple[Statement, ...]

    @property
    def first(self) -> Statement:
        """The first number."""
        return self.cells[0]

    @property
    def last(self) -> Statement:
        """The last number."""
        return self.cells[-1]


def rows_of(page: Page) -> list[Row]:
    """Return the rows of the document's tables, or where there are none, runs of bare numbers in the text."""
    if page.document.tables:
        offsets = [page.folded.origin(s.start) for s in page.statements]
        return [row for table in page.document.tables for row in _true_rows(page, table, offsets)]
    return list(_flat_rows(page))


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


def _flat_rows(page: Page) -> Iterator[Row]:
    """One row for each ruled line, and one for each run of numbers that only blanks and rules part."""
    run: list[Statement] = []
    line, ruled, start = -1, False, 0
    for statement in page.statements:
        if statement.paragraph != line:
            line = statement.paragraph
            start, ruled = _line_of(page, statement)
        if run and not (_same_line(run, statement) if ruled else _follows(page, run, statement)):
            yield _row(page, run)
            run = []
        if not ruled or _fills_its_cell(page, statement, start):
            run.append(statement)
    if run:
        yield _row(page, run)


def _line_of(page: Page, statement: Statement) -> tuple[int, bool]:
    """Where the statement's line begins, and whether rules part its cells."""
    start = page.text.rfind("\n", 0, statement.start) + 1
    end = page.text.find("\n", statement.end)
    return start, page.text.count("|", start, end if end >= 0 else len(page.text)) >= _RULES


def _same_line(run: list[Statement], statement: Statement) -> bool:
    return run[-1].paragraph == statement.paragraph


def _fills_its_cell(page: Page, statement: Statement, line: int) -> bool:
    """Whether nothing but the number stands between two rules."""
    before = page.text[max(statement.start - 3, line) : statement.start].rstrip(" ><=≥≤")
    after = page.text[statement.end : statement.end + 2].lstrip(" ")
    return before.endswith("|") and after[:1] in ("|", "\n", "")


def _follows(page: Page, run: list[Statement], after: Statement) -> bool:
    gap = page.text[run[-1].end : after.start]
    return len(run) < _MAX_CELLS and 0 < len(gap) < 24 and bool(_SEPARATORS.match(gap))


def _row(page: Page, run: list[Statement]) -> Row:
    first = run[0]
    start = max(first.subject_start - 12, 0)
    return Row(page.text[start : first.start], tuple(run))
