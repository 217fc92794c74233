"""Claim: the score of a rate told in a sentence is its weight times the rate (分值10分，执行率95.35%，得9.54分)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from jiheng.checks.finding import Finding, Kind, Relation, Severity, Verdict
from jiheng.checks.text.catalogue import report
from jiheng.checks.text.page import Page
from jiheng.checks.text.precision import Fit, fit
from jiheng.checks.text.statement import Statement

_RATE = re.compile(r"(?:预算执行|执行|支出|支付|支出完成)率(?:为|达到?|是)?$")
_WEIGHT = re.compile(r"分值|权重|满分|\($|标准分")
_SCORE = re.compile(r"得$|得分(?:为)?$|评分(?:为)?$|计$")
_REACH = 3


def find(page: Page) -> Iterator[Relation | Finding]:
    """Recompute the score behind every rate of execution that has a weight beside it."""
    for rate in page.statements:
        if not rate.is_share or rate.bound or rate.rough or not _RATE.search(rate.subject):
            continue
        following = page.statements[rate.index + 1 : rate.index + 1 + _REACH]
        score = next((s for s in following if _of(s, rate) and _SCORE.search(s.subject)), None)
        around = page.statements[max(rate.index - _REACH, 0) : rate.index + _REACH]
        weight = next((s for s in around if _of(s, rate) and s is not score and _WEIGHT.search(s.subject)), None)
        if score is not None and weight is not None and score.value <= weight.value:
            yield from _judge(page, weight, rate, score)


def _of(points: Statement, rate: Statement) -> bool:
    return points.dimension == "points" and points.sentence == rate.sentence and not points.bound


def _judge(page: Page, weight: Statement, rate: Statement, score: Statement) -> Iterator[Relation | Finding]:
    computed = weight.value * min(rate.value, Fraction(1))
    spans = page.spans([weight, rate, score])
    because = f"{weight.shown} × {rate.shown}"
    sound = fit(score, computed, weight.value * rate.half) is not Fit.OFF
    verdict = Verdict.OK if sound else Verdict.UNCHECKED if score.value == weight.value else Verdict.WRONG
    yield Relation(Kind.SCORE_SUM, verdict, spans, score.shown, score.write(computed), because)
    if verdict is Verdict.WRONG:
        expected = score.write(computed, 2)
        message = f"{because} = {expected}，得分写{score.shown}"
        yield report("T143", message, spans, stated=score.shown, expected=expected, severity=Severity.WARNING)
