"""Claim: an amount has its unit, and the same amount in two units is equal (3.3亿元（33000万元）)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from jiheng.checks.finding import Finding, Kind, Relation, Severity, Verdict
from jiheng.checks.text.catalogue import report
from jiheng.checks.text.page import Page
from jiheng.checks.text.precision import one_slip
from jiheng.checks.text.statement import Statement

_AGAIN = re.compile(r"[,(]?(?:即|折合|合计|合|约合|也就是|=)?(?:人民币)?$")
_OPERATORS = frozenset("×*÷/+-")
_LONG = 4
_BRACKET = 120
_PARTS = 8
_MONEY = re.compile(r"每人|每户|标准|补助|补贴|不超过|发放|人均|救助|费")


def find(page: Page) -> Iterator[Relation | Finding]:
    """Find amounts without a unit and amounts written twice."""
    for statement in page.statements:
        if statement.unit.startswith("/") and _MONEY.search(statement.subject):
            yield from _missing(page, statement)
        yield from _unit_lost(page, statement)
        if statement.is_money and statement.index + 1 < len(page.statements):
            yield from _twice(page, statement, page.statements[statement.index + 1])


def _missing(page: Page, statement: Statement) -> Iterator[Finding]:
    spans = page.spans([statement])
    expected = f"{statement.written}元{statement.unit}"
    yield report(
        "T171", f"“{statement.shown}”没有货币单位，似应为“{expected}”", spans, stated=statement.shown, expected=expected
    )


def _twice(page: Page, first: Statement, second: Statement) -> Iterator[Relation | Finding]:
    gap = page.between(first, second)
    if page.text[first.start - 1 : first.start] in _OPERATORS:
        return
    if not second.is_money or second.factor == first.factor or not gap or not _AGAIN.fullmatch(gap):
        return
    if not page.text.startswith(")", second.end) and "=" not in gap and "即" not in gap and "合" not in gap:
        return
    spans = page.spans([first, second])
    same = abs(first.value - second.value) <= max(first.half, second.half)
    because = f"{first.shown} = {second.write(first.value)}"
    if not same and not one_slip(second, first.value) and first.value > second.value:
        return
    yield Relation(
        Kind.UNIT, Verdict.OK if same else Verdict.WRONG, spans, second.shown, second.write(first.value), because
    )
    if not same:
        severity = None if first.value < 100 * second.value else Severity.WARNING
        message = f"{because}，文中写{second.shown}"
        yield report("T173", message, spans, stated=second.shown, expected=second.write(first.value), severity=severity)


def _unit_lost(page: Page, total: Statement) -> Iterator[Relation]:
    """198007(其中甲197825套，乙182): a conversion dropped some of the units, and the numbers still add up."""
    if total.dimension or total.places or total.digits < _LONG or not page.text.startswith("(其中", total.end):
        return
    end = page.text.find(")", total.end, total.end + _BRACKET)
    parts = [s for s in page.statements[total.index + 1 : total.index + 1 + _PARTS] if s.start < end]
    kinds = {s.dimension for s in parts if s.dimension}
    counted = len(parts) > 1 and len(kinds) == 1 and next(iter(kinds)).startswith("count:")
    if counted and sum(s.scaled for s in parts) == total.scaled:
        because = " + ".join(s.shown for s in parts)
        yield Relation(Kind.COUNT, Verdict.OK, page.spans([total, *parts]), total.shown, total.shown, because)
