"""Claim: a percentage of an amount named right before it (培训2399人，完成目标2000人的120%；占总投资1000万元的80%)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from jiheng.checks.finding import Finding, Kind, Relation, Verdict
from jiheng.checks.text.catalogue import report
from jiheng.checks.text.page import Page
from jiheng.checks.text.precision import Fit, fit, quotient_slack
from jiheng.checks.text.statement import Statement

_OF = frozenset({"的", "之"})
_WHOLE = re.compile(r"完成|达到?|占|为|是|超过?|相当于")
_SURE = re.compile(r"完成|占")
_REACH = 4


def find(page: Page) -> Iterator[Relation | Finding]:
    """Recompute every 完成Y的P% and 占Y的P%."""
    for rate in page.statements:
        if not rate.is_share or rate.subject not in _OF or rate.bound or rate.rough or not rate.index:
            continue
        whole = page.statements[rate.index - 1]
        part = _part(page, whole) if _WHOLE.search(whole.subject) and whole.scaled > 0 else None
        if part is not None:
            yield from _judge(page, rate, part, whole)


def _part(page: Page, whole: Statement) -> Statement | None:
    """The nearest amount of the same measure before the whole, in its sentence."""
    back = reversed(page.statements[max(whole.index - _REACH, 0) : whole.index])
    same = (s for s in back if s.dimension == whole.dimension and s.sentence == whole.sentence)
    return next((s for s in same if s.dimension and not s.change and not s.is_share), None)


def _judge(page: Page, rate: Statement, part: Statement, whole: Statement) -> Iterator[Relation | Finding]:
    quotient = part.value / whole.value
    spans = page.spans([part, whole, rate])
    because = f"{part.shown} ÷ {whole.shown}"
    how = fit(rate, quotient, quotient_slack(part, whole))
    if how is not Fit.OFF:
        yield Relation(Kind.RATIO, Verdict.OK, spans, rate.shown, rate.write(quotient), because)
        return
    if part.index != whole.index - 1 or not _SURE.search(whole.subject) or "其中" in page.between(part, whole):
        return
    expected = rate.write(quotient, max(rate.places, 2))
    yield Relation(Kind.RATIO, Verdict.WRONG, spans, rate.shown, rate.write(quotient), because)
    yield report("T102", f"{because} = {expected}，文中写{rate.shown}", spans, stated=rate.shown, expected=expected)
