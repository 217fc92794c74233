"""Claim: a rate of change follows from the change and the earlier amount (较上年减少X万元，下降Y%)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from jiheng.checks.finding import Finding, Kind, Relation, Severity, Verdict
from jiheng.checks.text.catalogue import report
from jiheng.checks.text.page import Page
from jiheng.checks.text.precision import Fit, fit
from jiheng.checks.text.statement import Statement

_RATE_OF_CHANGE = re.compile(r"(?:增长率|增幅|降幅|变动率|增速|增减率|下降率|同比|幅度|变化率)(?:为|达到?|是)?:?$")
_EARLIER = re.compile(r"上年|去年|上一年|同期|预算|年初|计划|原|前年")
_VERBS = re.compile(r"增|减|升|降|涨|节约|压缩")
_COMMON = re.compile(r"[^\u4e00-\u9fff]|上年|去年|同期|年度?|较|比|增加|减少|增长|下降|预算|决算|支出|万元|其中|合计")
_AGAIN = re.compile(r"[,;、(]?(?:而|并|且)?(?:同比|环比|与|较|比|同)")
_REACH = 14
_FAR = 70
_ALIKE = 2


@dataclass(frozen=True, slots=True)
class Change:
    """A rate of change with the amounts it follows from."""

    rate: Statement
    base: Fraction
    amount: Fraction
    evidence: tuple[Statement, ...]
    because: str
    fit: Fit


def find(page: Page) -> Iterator[Relation | Finding]:
    """Recompute every rate of change."""
    for rate in page.statements:
        if rate.is_share and not rate.bound and not rate.rough and (_is_change(rate) or _in_brackets(page, rate)):
            yield from _judge(page, rate)


def _is_change(rate: Statement) -> bool:
    return bool(rate.change) or bool(_RATE_OF_CHANGE.search(rate.subject[-10:]))


def _in_brackets(page: Page, rate: Statement) -> bool:
    """较上年减少18.5万元(65.37%): the rate stands in brackets right behind its change."""
    before = page.statements[rate.index - 1] if rate.index else None
    alone = before is not None and page.text.startswith(")", rate.end) and page.between(before, rate) == "("
    return alone and before is not None and bool(before.change) and bool(before.dimension) and not before.is_share


def _judge(page: Page, rate: Statement) -> Iterator[Relation | Finding]:
    amount = _amount(page, rate)
    levels = _levels(page, rate, amount)
    guesses = [*_from_amount(rate, amount, levels), *_from_levels(rate, levels)]
    sound = next((g for g in guesses if g.fit is Fit.EXACT), None) or next(
        (g for g in guesses if g.fit is not Fit.OFF), None
    )
    if sound is not None:
        yield from _sound(page, sound)
        return
    wrong = _certain(page, rate, amount, levels)
    if wrong is not None:
        yield from _wrong(page, wrong, amount)
    else:
        reason = "没有写明上期数或增减额，无法重算"
        yield Relation(Kind.GROWTH, Verdict.UNCHECKED, page.spans([rate]), rate.shown, "", reason)


def _amount(page: Page, rate: Statement) -> Statement | None:
    """The change in money or number that the rate goes with: the statement just before it."""
    before = page.statements[max(rate.index - 2, 0) : rate.index]
    for other in reversed(before):
        if other.sentence == rate.sentence and other.change and other.dimension and not other.is_share:
            return other
    return None


def _levels(page: Page, rate: Statement, amount: Statement | None) -> list[Statement]:
    """Amounts before the change, nearest first, of the same dimension where it is known."""
    back = reversed(page.statements[max(rate.index - _FAR, 0) : rate.index])
    levels = [s for s in back if s.dimension and s.scaled > 0 and not (s.change or s.is_share)]
    if amount is not None:
        levels = [s for s in levels if s.dimension == amount.dimension]
    nouns = _nouns(amount or rate)
    return [s for s in levels if _near(s, rate) or len(nouns & _nouns(s)) >= _ALIKE][:_REACH]


def _near(level: Statement, rate: Statement) -> bool:
    return level.paragraph >= rate.paragraph - 1 and level.index > rate.index - 2 * _REACH


def _nouns(statement: Statement) -> set[str]:
    """Pairs of characters of the words before a number, without those of change and time."""
    words = _COMMON.sub("", statement.lead[-30:])
    return {words[k : k + 2] for k in range(len(words) - 1)}


def _down(rate: Statement, amount: Statement | None) -> bool:
    direction = rate.change or (amount.change if amount else "")
    return direction == "down" or rate.value < 0


def _from_amount(rate: Statement, amount: Statement | None, levels: list[Statement]) -> Iterator[Change]:
    if amount is None:
        return
    sign = -1 if (amount.change or rate.change) == "down" else 1
    for level in levels:
        base = level.value - sign * amount.value
        implied = f"{amount.shown} ÷（{level.shown} {'+' if sign < 0 else '−'} {amount.shown}）"
        if level.is_base:
            yield _change(rate, level.value, amount.value, (level, amount), f"{amount.shown} ÷ {level.shown}")
            continue
        if base > 0:
            yield _change(rate, base, amount.value, (level, amount), implied)
        if _EARLIER.search(level.subject):
            yield _change(rate, level.value, amount.value, (level, amount), f"{amount.shown} ÷ {level.shown}")


def _from_levels(rate: Statement, levels: list[Statement]) -> Iterator[Change]:
    """Two amounts of two years, without the change itself."""
    near = [level for level in levels if level.sentence == rate.sentence][:5]
    sign = -1 if _down(rate, None) else 1
    for now in near:
        for earlier in levels[:8]:
            gap = sign * (now.value - earlier.value)
            if now is earlier or now.dimension != earlier.dimension or gap < 0 or now.is_base:
                continue
            because = f"（{now.shown} − {earlier.shown}）÷ {earlier.shown}"
            yield _change(rate, earlier.value, gap, (now, earlier), because)


def _change(rate: Statement, base: Fraction, amount: Fraction, evidence: tuple[Statement, ...], because: str) -> Change:
    quotient = amount / base
    slack = sum((s.half for s in evidence), Fraction(0)) / base * (1 + quotient)
    stated = fit_size(rate, quotient, slack)
    return Change(rate, base, amount, evidence, because, stated)


def fit_size(rate: Statement, quotient: Fraction, slack: Fraction) -> Fit:
    """Compare sizes only: a fall is written as 下降5% or as 增长-5%."""
    return fit(rate, quotient if rate.value >= 0 else -quotient, slack)


def _sound(page: Page, change: Change) -> Iterator[Relation | Finding]:
    rate = change.rate
    quotient = change.amount / change.base
    spans = page.spans([*change.evidence, rate])
    yield Relation(Kind.GROWTH, Verdict.OK, spans, rate.shown, rate.write(quotient), change.because)
    if change.fit is not Fit.EXACT:
        expected = rate.write(quotient, rate.places)
        message = f"{change.because} = {rate.write(quotient)}，四舍五入为{expected}，文中写{rate.shown}"
        code = "T123" if change.fit is Fit.TRUNCATED else "T125"
        yield report(code, message, spans, stated=rate.shown, expected=expected)


def _certain(page: Page, rate: Statement, amount: Statement | None, levels: list[Statement]) -> Change | None:
    """The one reading that the sentence allows: level, change and rate side by side."""
    same = [level for level in levels if level.sentence == rate.sentence]
    if amount is not None and amount.sentence == rate.sentence and rate.index == amount.index + 1:
        if amount.change and rate.change and amount.change != rate.change:
            return None
        level = next((s for s in same if s.index == amount.index - 1), None) or _only(same)
        if level is None or not _of_one_thing(page, level, amount):
            return None
        return next(iter(_from_amount(rate, amount, [level])), None)
    if amount is None and len(same) == 2 and rate.change and same[0].dimension == same[1].dimension:
        earlier = [s for s in same if _EARLIER.search(s.subject) and re.search(r"上年|去年|上一年|比|较", s.subject)]
        if len(earlier) == 1 and rate.index - same[1].index == 2:
            now = same[0] if same[1] is earlier[0] else same[1]
            gap = abs(now.value - earlier[0].value)
            because = f"（{now.shown} − {earlier[0].shown}）÷ {earlier[0].shown}"
            return _change(rate, earlier[0].value, gap, (now, earlier[0]), because)
    return None


def _of_one_thing(page: Page, level: Statement, amount: Statement) -> bool:
    """Whether the change is still that of the level: side by side, or set against a further base (较年初预算)."""
    if level.index == amount.index - 1:
        return True
    last = page.statements[amount.index - 1]
    return "其中" not in page.between(level, amount) and bool(_AGAIN.match(page.between(last, amount)))


def _only(same: list[Statement]) -> Statement | None:
    return same[0] if len(same) == 1 else None


def _other_way(page: Page, change: Change) -> Iterator[Relation | Finding]:
    """The size is right and the direction is not: a rise called a fall, or the two years changed over."""
    now, earlier = change.evidence
    rate = change.rate
    way = "增加" if now.value > earlier.value else "减少"
    spans = page.spans([*change.evidence, rate])
    yield Relation(Kind.GROWTH, Verdict.WRONG, spans, rate.shown, rate.shown, change.because)
    message = f"从{earlier.shown}到{now.shown}是{way}，文中写的方向相反"
    yield report("T124", message, spans, stated=rate.shown, expected=f"{way}{rate.shown}")


def _wrong(page: Page, change: Change, amount: Statement | None) -> Iterator[Relation | Finding]:
    rate = change.rate
    quotient = change.amount / change.base
    expected = rate.write(quotient, max(rate.places, 2))
    spans = page.spans([*change.evidence, rate])
    if change.fit is not Fit.OFF:
        yield from _other_way(page, change)
        return
    yield Relation(Kind.GROWTH, Verdict.WRONG, spans, rate.shown, rate.write(quotient), change.because)
    level = change.evidence[0]
    misread = amount is not None and fit(rate, amount.value / level.value) is not Fit.OFF
    hint = f"；{rate.shown}是以本期数{level.shown}作分母得出的" if misread else ""
    message = f"{change.because} = {expected}，文中写{rate.shown}{hint}"
    lower = None if misread or level.index >= rate.index - 3 else Severity.WARNING
    yield report("T122" if misread else "T121", message, spans, stated=rate.shown, expected=expected, severity=lower)
