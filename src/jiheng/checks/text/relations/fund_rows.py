"""Claim: in a row of a fund table, rate = spent ÷ budget, and score = weight × rate."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import combinations

from jiheng.checks.finding import Finding, Kind, Relation, Severity, Verdict
from jiheng.checks.text.catalogue import report
from jiheng.checks.text.page import Page
from jiheng.checks.text.precision import Fit, fit
from jiheng.checks.text.rows import Row
from jiheng.checks.text.statement import Statement

_FUNDS = re.compile(r"资金|总额|拨款|预算|经费|合计|补助|支出")
_HEADER = re.compile(r"执行率")
_LOOK_BACK = 240
_HUNDRED = Fraction(1, 100)


def find(page: Page, rows: Sequence[Row]) -> Iterator[Relation | Finding]:
    """Recompute the rate and the score of every row that has two amounts and a rate."""
    for row in rows:
        if 3 <= len(row.cells) <= 10:
            yield from _row(page, row)


def _row(page: Page, row: Row) -> Iterator[Relation | Finding]:
    for at, rate in enumerate(row.cells):
        if at < 2 or rate.bound or not (rate.is_share or _bare_rate(page, row, at)):
            continue
        value = rate.value if rate.is_share else rate.value * _HUNDRED
        pair = _pair(row.cells[:at], rate, value)
        if pair is not None:
            yield _sound(page, rate, pair)
            yield from _score(page, row, at)
            continue
        if _is_fund_row(row, at):
            yield from _wrong(page, row, at)
            return


def _bare_rate(page: Page, row: Row, at: int) -> bool:
    """A rate written without % under the header 执行率, in a row of few cells."""
    rate = row.cells[at]
    if rate.dimension or not 0 <= rate.value <= 110 or len(row.cells) > 6 or not _FUNDS.search(row.label):
        return False
    start = row.first.start
    return bool(_HEADER.search(page.text, max(start - _LOOK_BACK, 0), start))


def _pair(cells: Sequence[Statement], rate: Statement, value: Fraction) -> tuple[Statement, Statement] | None:
    """Budget and spending left of the rate; the last budget before the spending is tried first."""
    amounts = [cell for cell in cells if cell.dimension in ("", "money") and not cell.bound]
    if len(amounts) > 2 and amounts[-1].scaled in _WEIGHTS and amounts[-1].index == rate.index - 1 and rate.is_share:
        amounts = amounts[:-1]
    for spent, budget in sorted(
        combinations(reversed(amounts), 2), key=lambda two: two[1].index - two[0].index, reverse=True
    ):
        if (
            budget.scaled <= 0
            or (not spent.scaled and not rate.is_share)
            or (len(spent.written) < 2 and rate.is_share and value != 1 and spent.scaled)
        ):
            continue
        quotient = spent.value / budget.value
        stated = fit(rate, quotient if rate.is_share else quotient * 100)
        if stated is not Fit.OFF:
            return budget, spent
    return None


def _sound(page: Page, rate: Statement, pair: tuple[Statement, Statement]) -> Relation:
    budget, spent = pair
    spans = page.spans([budget, spent, rate])
    computed = f"{rate.write(spent.value / budget.value * (1 if rate.is_share else 100))}"
    return Relation(Kind.RATIO, Verdict.OK, spans, rate.shown, computed, f"{spent.shown} ÷ {budget.shown}")


def _score(page: Page, row: Row, at: int) -> Iterator[Relation | Finding]:
    """The weight stands before the rate (分值) or in the header (20分×执行率); the score stands behind it."""
    if at + 1 >= len(row.cells):
        return
    rate, score = row.cells[at], row.cells[at + 1]
    if at + 2 < len(row.cells) and score.scaled in _WEIGHTS:
        yield from _weighted(page, row, score, rate, row.cells[at + 2])
        return
    weight = row.cells[at - 1] if at >= 3 and row.cells[at - 1].scaled in _WEIGHTS else _header_weight(page, row)
    if weight is not None:
        yield from _weighted(page, row, weight, rate, score)


def _weighted(
    page: Page, row: Row, weight: Statement, rate: Statement, score: Statement
) -> Iterator[Relation | Finding]:
    if score.is_share or score.value > weight.value:
        return
    value = rate.value if rate.is_share else rate.value * _HUNDRED
    computed = weight.value * min(value, Fraction(1))
    spans = page.spans([weight, rate, score])
    because = f"{weight.shown} × {rate.shown}"
    if fit(score, computed, weight.value * rate.half) is not Fit.OFF:
        yield Relation(Kind.SCORE_SUM, Verdict.OK, spans, score.shown, score.write(computed), because)
        return
    if not _FUNDS.search(row.label):
        return
    yield Relation(Kind.SCORE_SUM, Verdict.WRONG, spans, score.shown, score.write(computed), because)
    expected = score.write(computed, 2)
    message = f"{because} = {expected}，得分写{score.shown}"
    full = Severity.INFO if score.value == weight.value else None  # some places give full marks from a threshold on
    yield report("T143", message, spans, stated=score.shown, expected=expected, severity=full)


_WEIGHTS = frozenset(points * 10**8 for points in (5, 8, 10, 15, 20, 25, 30))


def _header_weight(page: Page, row: Row) -> Statement | None:
    following = page.first_from(row.first.start)
    for other in reversed(page.statements[max(following - 3, 0) : following]):
        if other.dimension == "points" and "执行率" in other.tail:
            return other
    return None


def _is_fund_row(row: Row, at: int) -> bool:
    """Budget (once or twice), spending, weight, rate: the official layout, and nothing else."""
    before = row.cells[:at]
    amounts, weight = before[:-1], before[-1]
    layout = (
        len(amounts) in (2, 3)
        and weight.scaled in _WEIGHTS
        and all(len(c.written) > 1 and not c.is_share for c in amounts)
    )
    return layout and row.cells[at].is_share and bool(_FUNDS.search(row.label)) and amounts[-2].scaled > 0


def _wrong(page: Page, row: Row, at: int) -> Iterator[Relation | Finding]:
    rate = row.cells[at]
    budget, spent = row.cells[at - 3], row.cells[at - 2]
    quotient = spent.value / budget.value
    spans = page.spans([budget, spent, rate])
    because = f"{spent.shown} ÷ {budget.shown}"
    yield Relation(Kind.RATIO, Verdict.WRONG, spans, rate.shown, rate.write(quotient), because)
    expected = rate.write(quotient, 2)
    yield report("T102", f"{because} = {expected}，表中写{rate.shown}", spans, stated=rate.shown, expected=expected)
