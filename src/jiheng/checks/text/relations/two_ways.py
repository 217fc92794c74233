"""Claim: the same funds told by income and by expenditure come to the same total (按收入性质分、按支出性质分)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from jiheng.checks.finding import Finding, Kind, Relation, Verdict
from jiheng.checks.text.catalogue import report
from jiheng.checks.text.page import Page

_INCOME = re.compile(r"按收入性质分?:?$")
_SPENDING = re.compile(r"按支出性质分?:?$")
_BACK = 12
_APART = 4


def find(page: Page) -> Iterator[Relation | Finding]:
    """Compare the two totals where both are told."""
    for income in page.statements:
        if not _INCOME.search(page.text[max(income.start - _BACK, 0) : income.start]):
            continue
        for spending in page.statements[income.index + 1 : income.index + _APART]:
            if not _SPENDING.search(page.text[max(spending.start - _BACK, 0) : spending.start]):
                continue
            same = abs(income.scaled - spending.scaled) <= income.slack + spending.slack
            spans = page.spans([income, spending])
            because = "两种分法的合计应相等"
            verdict = Verdict.OK if same else Verdict.WRONG
            yield Relation(Kind.SUM, verdict, spans, spending.shown, income.shown, because)
            if not same:
                message = f"按收入性质分为{income.shown}，按支出性质分为{spending.shown}，应相等"
                yield report("T112", message, spans, stated=spending.shown, expected=income.shown)
            break
