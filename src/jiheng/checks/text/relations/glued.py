"""Claim: numbers that a conversion glued together come apart in one way that adds up (〔20202185000万元, 21182118100%)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from jiheng.checks.finding import Finding, Kind, Relation, Verdict
from jiheng.checks.text.page import Page
from jiheng.checks.text.scan import Glued
from jiheng.checks.text.statement import SCALE, Statement

_CELLS = re.compile(r"(?<![\d.])(\d{1,12}(?:[\d.]{1,24})?)%")
_HUNDRED = re.compile(r"100(?:\.0{1,2})?$")
_MOST = 9
_GLUED_LENGTH = 5
_STATES = 5000


def find(page: Page) -> Iterator[Relation | Finding]:
    """Take glued numbers apart where only one reading fits."""
    yield from _documents(page)
    yield from _cells(page)


def _documents(page: Page) -> Iterator[Relation]:
    groups: dict[int, list[Glued]] = {}
    for glued in page.glued:
        at = page.first_from(glued.start) - 1
        total = _total(page, at)
        if total is not None:
            groups.setdefault(total.index, []).append(glued)
    for index, parts in groups.items():
        yield from _split(page, page.statements[index], parts)


def _total(page: Page, at: int) -> Statement | None:
    """The nearest amount before the glued run that is not itself inside it."""
    for other in reversed(page.statements[max(at - 4, 0) : at + 1]):
        if other.is_money and "〔" not in other.subject and other.depth == 0:
            return other
    return None


def _split(page: Page, total: Statement, parts: list[Glued]) -> Iterator[Relation]:
    if not 2 <= len(parts) <= _MOST:
        return
    inside = page.statements[total.index + 1 : page.first_from(parts[-1].end)]
    known = sum(s.scaled for s in inside if s.is_money and s.depth == total.depth)
    sums = {known}
    for part in parts:
        sums = {running + option for running in sums for option in _options(part) if running + option <= total.scaled}
        if len(sums) > _STATES:
            return
    if total.scaled in sums:
        spans = (*page.spans([total]), *(page.span(part.start, part.end) for part in parts))
        because = "文号与金额粘连，拆开后各项之和与总数相符"
        yield Relation(Kind.SUM, Verdict.OK, spans, total.shown, total.shown, because)


def _options(part: Glued) -> set[int]:
    """Every amount that may follow a year of four digits and a serial number of one to four."""
    digits = part.digits.split(".")[0]
    tail = part.digits[len(digits) :]
    rest = digits[4:] if digits.startswith("20") else digits
    options = {rest[cut:] + tail for cut in range(1, 5) if cut < len(rest) and rest[cut] != "0"}
    return {int(Fraction(option) * part.measure.factor * SCALE) for option in options}


def _cells(page: Page) -> Iterator[Relation]:
    for match in _CELLS.finditer(page.text):
        if len(match[1]) < _GLUED_LENGTH:
            continue
        triple = _triple(match[1])
        if triple is not None:
            budget, spent, rate = triple
            spans = (page.span(match.start(), match.end()),)
            because = f"粘连的数字拆为{budget}、{spent}、{rate}%：{spent} ÷ {budget}"
            yield Relation(Kind.RATIO, Verdict.OK, spans, f"{rate}%", f"{rate}%", because)


def _triple(digits: str) -> tuple[str, str, str] | None:
    """Split into budget, spending and rate; only 100 % with two equal halves is certain."""
    whole = _HUNDRED.search(digits)
    if whole is None:
        return None
    body = digits[: whole.start()]
    for amounts in (body, body.removesuffix("10")):
        half = len(amounts) // 2
        if half and amounts[:half] == amounts[half:] and amounts[0] not in "0.":
            return amounts[:half], amounts[half:], whole[0]
    return None
