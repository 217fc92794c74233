"""Claim: a row called 合计 or 小计 is the sum of the rows beside it, and a cell called so the sum of its row."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from jiheng.checks.finding import Finding, Relation
from jiheng.checks.text.page import Page
from jiheng.checks.text.precision import one_slip
from jiheng.checks.text.relations.columns import sound, wrong
from jiheng.checks.text.relations.lists import sum_of
from jiheng.checks.text.rows import Row
from jiheng.checks.text.statement import Statement

_TOTAL = re.compile(r"合计|总计|小计|共计|总额")
_LABEL = 14
_HEADER = 400
_FEW = 3
_MANY = 60


def find(page: Page, rows: Sequence[Row]) -> Iterator[Relation | Finding]:
    """Recompute total rows and total cells."""
    for at, row in enumerate(rows):
        if len(row.cells) == 1 and row.first.dimension:
            continue
        if _TOTAL.search(row.label[-_LABEL:]):
            yield from _down(page, row, _alike(row, rows[at + 1 : at + 1 + _MANY]))
            yield from _up(page, row, _wide_enough(row, list(reversed(rows[max(at - _MANY, 0) : at]))))
        yield from _across(page, row)


def _alike(total: Row, rows: Sequence[Row]) -> list[Row]:
    """The rows next to the total with as many cells, up to the first that differs."""
    found: list[Row] = []
    for row in rows:
        if len(row.cells) != len(total.cells):
            break
        found.append(row)
    return found


def _wide_enough(total: Row, rows: Sequence[Row]) -> list[Row]:
    """The rows next to the total with at least as many cells: a flattened row drags the next row's number along."""
    found: list[Row] = []
    for row in rows:
        if not len(total.cells) <= len(row.cells) <= len(total.cells) + _FEW:
            break
        found.append(row)
    return found


def _down(page: Page, total: Row, rows: list[Row]) -> Iterator[Relation | Finding]:
    """The total stands above its rows; where they end is where every column comes out."""
    columns = [column for column in range(len(total.cells)) if _amount(total.cells[column])]
    for count in range(2, len(rows) + 1):
        if columns and all(_fits(total.cells[c], [row.cells[c] for row in rows[:count]]) for c in columns):
            for column in columns:
                yield from sound(page, total.cells[column], [row.cells[column] for row in rows[:count]])
            return


def _up(page: Page, total: Row, rows: list[Row]) -> Iterator[Relation | Finding]:
    """The total stands below its rows."""
    parts = [row for row in rows if not _TOTAL.search(row.label[-_LABEL:])]
    if len(parts) != len(rows) or len(parts) < _FEW:
        return
    for column, cell in enumerate(total.cells):
        amounts = [row.cells[column] for row in reversed(parts)]
        if not _amount(cell) or not all(a.dimension == cell.dimension for a in amounts):
            continue
        if _fits(cell, amounts):
            yield from sound(page, cell, amounts)
        elif all(len(row.cells) == len(total.cells) for row in parts) and _one_slip(cell, amounts):
            yield from wrong(page, cell, amounts)


def _amount(cell: Statement) -> bool:
    return cell.dimension in ("", "money") and cell.scaled > 0 and not cell.bound


def _fits(total: Statement, parts: Sequence[Statement]) -> bool:
    several = sum(part.scaled > 0 for part in parts) > 1
    exact = sum(part.scaled for part in parts)
    return several and abs(exact - total.scaled) <= total.slack + sum(part.slack for part in parts)


def _one_slip(total: Statement, parts: Sequence[Statement]) -> bool:
    gap = sum_of(parts) - total.value
    long = len(total.written) > _FEW
    return long and any(one_slip(n, n.value + (gap if n is total else -gap)) for n in (total, *parts))


def _across(page: Page, row: Row) -> Iterator[Relation | Finding]:
    """The first or last amount of a row is the sum of the others, under a header that says so."""
    cells = row.cells
    if len(cells) < _FEW or any(cell.dimension not in ("", "money") or cell.bound for cell in cells):
        return
    start = row.first.start
    for total, parts in ((cells[0], cells[1:]), (cells[0], cells[1:-1]), (cells[-1], cells[:-1])):
        said = total.digits > 2 and len(parts) > 1 and _TOTAL.search(page.text, max(start - _HEADER, 0), start)
        if said and _fits(total, parts):
            yield from sound(page, total, parts)
            return
