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
_BEYOND = re.compile(r"超(?:额|出|过)?(?:完成)?(?:任务数?|计划数?|目标任务|目标)$")
_RATE = re.compile(r"(?:执行|支付|支出|拨付|使用|发放)(?:进度|率)(?:为|达到?)?$")
_PLANNED = re.compile(r"任务|计划|目标")
_DONE = re.compile(r"实际|完成|达到|最终")
_SPENT = re.compile(r"支付|支出|执行|拨付|使用|发放|报账")
_LEFT = re.compile(r"^(?:尚?未支|尚?未拨|尚?未使用|尚?未执行|结余|剩余|结转)")
_TWO = 2
_FAR = 12
_REACH = 4


def find(page: Page) -> Iterator[Relation | Finding]:
    """Recompute every 完成Y的P% and 占Y的P%."""
    for rate in page.statements:
        if not rate.is_share or rate.bound or rate.rough or not rate.index:
            continue
        if _BEYOND.search(rate.subject):
            yield from _exceeded(page, rate)
        elif _RATE.search(rate.subject):
            yield from _spent_and_left(page, rate)
        if rate.subject not in _OF:
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


def _exceeded(page: Page, rate: Statement) -> Iterator[Relation | Finding]:
    """超任务43%: what was done beyond the plan, over the plan."""
    back = page.statements[max(rate.index - _FAR, 0) : rate.index]
    plan = next((s for s in reversed(back) if _PLANNED.search(s.subject) and s.dimension.startswith("count")), None)
    if plan is None or plan.scaled <= 0:
        return
    done = next((s for s in reversed(back) if s.dimension == plan.dimension and _DONE.search(s.subject)), None)
    if done is None or done.scaled <= plan.scaled:
        return
    excess = done.value / plan.value - 1
    spans = page.spans([plan, done, rate])
    because = f"（{done.shown} − {plan.shown}）÷ {plan.shown}"
    if fit(rate, excess) is not Fit.OFF:
        yield Relation(Kind.RATIO, Verdict.OK, spans, rate.shown, rate.write(excess), because)
        return
    expected = rate.write(excess, max(rate.places, 2))
    yield Relation(Kind.RATIO, Verdict.WRONG, spans, rate.shown, rate.write(excess), because)
    yield report("T102", f"{because} = {expected}，文中写{rate.shown}", spans, stated=rate.shown, expected=expected)


def _spent_and_left(page: Page, rate: Statement) -> Iterator[Relation | Finding]:
    """支付A，未支B，支付率P: the whole is what was spent and what is left."""
    if rate.index < _TWO:
        return
    spent, left = page.statements[rate.index - _TWO : rate.index]
    beside = spent.sentence == left.sentence == rate.sentence and spent.is_money and left.is_money
    if not beside or not _SPENT.search(spent.subject) or not _LEFT.search(left.subject) or spent.scaled <= 0:
        return
    quotient = spent.value / (spent.value + left.value)
    spans = page.spans([spent, left, rate])
    because = f"{spent.shown} ÷（{spent.shown} + {left.shown}）"
    how = fit(rate, quotient)
    verdict = Verdict.WRONG if how is Fit.OFF else Verdict.OK
    yield Relation(Kind.RATIO, verdict, spans, rate.shown, rate.write(quotient), because)
    if how is Fit.OFF:
        expected = rate.write(quotient, max(rate.places, 2))
        yield report("T102", f"{because} = {expected}，文中写{rate.shown}", spans, stated=rate.shown, expected=expected)
