"""Claim: in a table of two years, the changes and rates of change follow from the two years' amounts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from jiheng.checks.finding import Kind, Relation, Verdict
from jiheng.checks.text.page import Page
from jiheng.checks.text.precision import Fit, fit
from jiheng.checks.text.rows import Row
from jiheng.checks.text.statement import Statement

_CHANGES = re.compile(r"增减|增长|变动|变化|升降|±")
_LAYOUT = re.compile(r"上年[\s\S]{0,30}本年[\s\S]{0,60}增、?减")
_HEADER = 160
_COLUMNS = 4
_HUNDRED = Fraction(100)


def find(page: Page, rows: Sequence[Row]) -> Iterator[Relation]:
    """Recompute rows of changes below two years, and the difference in rows of 上年、本年、增减额、幅度."""
    for then, now, changes in zip(rows, rows[1:], rows[2:], strict=False):
        if len(then.cells) == len(now.cells) == len(changes.cells) > 1 and _CHANGES.search(changes.label):
            for column in zip(then.cells, now.cells, changes.cells, strict=True):
                yield from _rate(page, *column)
    header = _LAYOUT.search(page.text)
    for row in rows if header else ():
        if header and row.first.start > header.start() and len(row.cells) == _COLUMNS:
            yield from _difference(page, row)


def _rate(page: Page, then: Statement, now: Statement, rate: Statement) -> Iterator[Relation]:
    if then.scaled <= 0 or then.dimension not in ("", "money") or not (rate.is_share or not rate.dimension):
        return
    change = (now.value - then.value) / then.value
    scale = 1 if rate.is_share else _HUNDRED
    slack = (now.step + then.step) / then.value * scale  # the table itself is rounded
    if fit(rate, change * scale, slack) is not Fit.OFF:
        because = f"（{now.shown} − {then.shown}）÷ {then.shown}"
        stated = rate.write(change * scale)
        yield Relation(Kind.GROWTH, Verdict.OK, page.spans([then, now, rate]), rate.shown, stated, because)


def _difference(page: Page, row: Row) -> Iterator[Relation]:
    then, now, change, rate = row.cells
    if rate.is_share and change.scaled and now.scaled - then.scaled == change.scaled:
        because = f"{now.shown} − {then.shown}"
        yield Relation(Kind.SUM, Verdict.OK, page.spans([then, now, change]), change.shown, change.shown, because)
