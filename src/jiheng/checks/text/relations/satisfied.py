"""Claim: a rate of satisfaction is the satisfied answers over all answers (满意120份，基本满意20份，满意率93.33%)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import accumulate

from jiheng.checks.finding import Kind, Relation, Verdict
from jiheng.checks.text.page import Page
from jiheng.checks.text.precision import Fit, fit
from jiheng.checks.text.relations.lists import addition
from jiheng.checks.text.statement import Statement

_RATE = re.compile(r"满意(?:率|度)(?:为|达到?|是)?$")
_SATISFIED = re.compile(r"(?<!不)满意(?:的|为)?$")
_REACH = 8


def find(page: Page) -> Iterator[Relation]:
    """Recompute every rate of satisfaction that stands behind the answers."""
    for rate in page.statements:
        if rate.is_share and not rate.bound and not rate.rough and _RATE.search(rate.subject):
            relation = _answers(page, rate)
            if relation is not None:
                yield relation


def _answers(page: Page, rate: Statement) -> Relation | None:
    near = [s for s in page.statements[max(rate.index - _REACH, 0) : rate.index] if s.sentence == rate.sentence]
    kinds = [s for s in near if s.dimension.startswith("count") and _SATISFIED.search(s.subject)]
    wholes = [s for s in near if kinds and s.dimension == kinds[0].dimension and s not in kinds]
    for count, satisfied in enumerate(accumulate(s.value for s in kinds), start=1):
        for whole in wholes:
            if count > 1 and whole.value >= satisfied and fit(rate, satisfied / whole.value) is not Fit.OFF:
                spans = page.spans([*kinds[:count], whole, rate])
                because = f"（{addition(kinds[:count])}）÷ {whole.shown}"
                stated = rate.write(satisfied / whole.value)
                return Relation(Kind.RATIO, Verdict.OK, spans, rate.shown, stated, because)
    return None
