"""Claim: a rate is the quotient of two amounts of the text (执行率、到位率、支出率、占比)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from jiheng.checks.finding import Finding, Kind, Relation, Severity, Verdict
from jiheng.checks.text.catalogue import report
from jiheng.checks.text.page import Page
from jiheng.checks.text.precision import Fit, fit, quotient_slack
from jiheng.checks.text.statement import SCALE, Statement

_RATE = re.compile(
    r"(?:率|进度|占比|比例|比重|百分比|程度)(?:已|约|仅|均|也|分别)?(?:为|达到了?|达|是|至)?(?:约|了)?:?$"
)
_SHARE_OF = re.compile(r"占.{0,18}$")
_DONE = re.compile(
    r"(?:支出|执行|完成|支付|拨付|使用|到位)(?:了|(?:年初|全年|调整后?)?预算数?的?|计划的?|目标的?|任务的?)?(?:为|达)?$"
)
_SPENT = re.compile(r"支出|执行|支付|拨付|使用|发放|兑[付现]|决算|实际|完成|报账|花费|实支")
_ARRIVED = re.compile(r"到位|拨付|下达|落实|拨入|收到|实际")
_PLANNED = re.compile(
    r"预算|安排|下达|计划|批复|核定|指标|总额|总投资|投入|申请|申报|筹集|应|到位|收到|共|总|目标|任务|资金|收入|年初"
)
_WHOLE = re.compile(r"全部|全额|足额|均已|如数|与预算数?持平")
_NOT_OF_MONEY = re.compile(
    r"满意|参与|合格|知晓|覆盖|达标|入学|就业|治愈|存活|受害|失业|优良|准确|正确|合规|及时|公开|有效|完好|控制|发生|死亡|增长"
)
_OF_MONEY = re.compile(r"资金|执行|支出|预算|经费|支付|拨付|到位")
_OF_ANOTHER = re.compile(r"上年|去年|上一年|往年|同期|全国|全省|全市|平均|目标|计划|要求|标准")
_FAR = 40
_LONG = 3
_AFTER = 14
_GLUED = 20


@dataclass(frozen=True, slots=True)
class Pair:
    """Numerator and denominator, how well they give the rate, and how good a guess they are."""

    numerator: Statement
    denominator: Statement
    fit: Fit
    merit: int


def find(page: Page) -> Iterator[Relation | Finding]:
    """Recompute every rate of the text; a share that fails is held against the total of the shares before it."""
    whole: Statement | None = None
    for rate in page.statements:
        if rate.is_share and not rate.rough and not rate.change and _is_rate(rate):
            said = list(_judge(page, rate))
            yield from said
            pair = _best(rate, *_both(page, rate)) if _SHARE_OF.search(rate.subject) else None
            if pair is not None:
                whole = pair.denominator
            elif whole is not None and _SHARE_OF.search(rate.subject):
                yield from _odd_share(page, rate, whole)


def _both(page: Page, rate: Statement) -> tuple[list[Statement], list[Statement]]:
    near, far = _neighbours(page, rate)
    return near, near + far


def _odd_share(page: Page, rate: Statement, whole: Statement) -> Iterator[Relation | Finding]:
    """占23%: the amount right before, over the total that the shares before it were taken of."""
    part = page.statements[rate.index - 1]
    if (
        part.paragraph - whole.paragraph > 1
        or part.dimension != whole.dimension
        or part.sentence != rate.sentence
        or part is whole
        or rate.bound
    ):
        return
    quotient = part.value / whole.value
    if fit(rate, quotient, quotient_slack(part, whole)) is not Fit.OFF:
        return
    spans = page.spans([whole, part, rate])
    because = f"{part.shown} ÷ {whole.shown}"
    expected = rate.write(quotient, max(rate.places, 2))
    yield Relation(Kind.RATIO, Verdict.WRONG, spans, rate.shown, rate.write(quotient), because)
    rough = Severity.INFO if whole.rough or rate.places == 0 else None
    message = f"{because} = {expected}，文中写{rate.shown}"
    yield report("T102", message, spans, stated=rate.shown, expected=expected, severity=rough)


def _is_rate(rate: Statement) -> bool:
    subject = rate.subject[-24:]
    return bool(_RATE.search(subject) or _SHARE_OF.search(subject) or _DONE.search(subject)) or not subject


def _judge(page: Page, rate: Statement) -> Iterator[Relation | Finding]:
    near, far = _neighbours(page, rate)
    pair = _best(rate, near, near + far)
    if pair is not None:
        yield _sound(page, rate, pair)
        if pair.fit is not Fit.EXACT:
            yield _uneven(page, rate, pair)
        return
    if (whole := _whole_amount(page, rate, near) or _ahead(page, rate) or _of_a_table(page, rate, near)) is not None:
        yield whole
        return
    bound = _bound_pair(rate, near)
    if bound is not None:
        yield from _wrong(page, rate, bound)
    elif _RATE.search(rate.subject[-24:]) and not rate.bound and rate.value < _GLUED:
        yield _unchecked(page, rate)


def _neighbours(page: Page, rate: Statement) -> tuple[list[Statement], list[Statement]]:
    """Split what may be numerator or denominator into the rate's own sentence and earlier ones."""
    near: list[Statement] = []
    far: list[Statement] = []
    for other in reversed(page.statements[max(rate.index - 60, 0) : rate.index]):
        if not _countable(other):
            continue
        if other.sentence == rate.sentence:
            near.append(other)
        else:
            far.append(other)
    behind = page.statements[rate.index + 1 : rate.index + 4]
    near += [s for s in behind if s.sentence == rate.sentence and _countable(s) and not s.change]
    return near[:12], far[:_FAR]


def _countable(other: Statement) -> bool:
    return bool(other.dimension) and not other.is_share and other.scaled > 0 and " per " not in other.dimension


def _best(rate: Statement, numerators: list[Statement], denominators: list[Statement]) -> Pair | None:
    """The likeliest pair whose quotient comes near; a bound (不低于95%) is no quotient."""
    if rate.bound:
        return None
    found: Pair | None = None
    due = [(each, rate.scaled * each.scaled, 2 * rate.grain * each.scaled) for each in denominators]
    for numerator in [*numerators, *denominators[len(numerators) : len(numerators) + 6]]:
        reached = numerator.scaled * SCALE
        for denominator, expected, tolerance in due:
            if abs(reached - expected) > tolerance:
                continue
            pair = _pair(rate, numerator, denominator)
            if pair is not None and (found is None or pair.merit > found.merit):
                found = pair
    return found


def _pair(rate: Statement, numerator: Statement, denominator: Statement) -> Pair | None:
    if numerator.dimension != denominator.dimension or numerator is denominator:
        return None
    how = _fit(rate, numerator, denominator)
    merit = _merit(rate, numerator, denominator)
    if how is Fit.OFF or merit < _required(rate, numerator, denominator):
        return None
    return Pair(numerator, denominator, how, merit - 3 * (how is not Fit.EXACT))


def _fit(rate: Statement, numerator: Statement, denominator: Statement) -> Fit:
    quotient = numerator.value / denominator.value
    if rate.tail.startswith("以上"):
        return (
            Fit.EXACT if rate.value <= quotient <= rate.value * 2 and rate.sentence == numerator.sentence else Fit.OFF
        )
    return fit(rate, quotient, quotient_slack(numerator, denominator))


def _merit(rate: Statement, numerator: Statement, denominator: Statement) -> int:
    """Likeness to what a writer means: roles in the subjects, nearness, money before counts."""
    of = _ARRIVED if "到位" in rate.subject else _SPENT
    merit = 3 * bool(of.search(numerator.subject)) + 2 * bool(_PLANNED.search(denominator.subject))
    merit += 2 * (numerator.sentence == rate.sentence) + 2 * (denominator.sentence == rate.sentence)
    merit += 2 * (abs(numerator.index - rate.index) <= 2) + (abs(denominator.index - rate.index) <= 3)
    merit -= 4 * (numerator.sentence != rate.sentence and "其中" in numerator.lead)
    merit += 2 * numerator.is_money - 2 * bool(numerator.change) - 2 * bool(denominator.change)
    merit -= 5 * (not numerator.is_money and bool(_OF_MONEY.search(rate.subject)))
    return merit + 2 * (denominator.index < numerator.index)


def _required(rate: Statement, numerator: Statement, denominator: Statement) -> int:
    """How much likeness a chance hit of few digits must bring before it counts."""
    if numerator.is_money and _NOT_OF_MONEY.search(rate.subject) and not _controlled(rate, numerator, denominator):
        return 99
    if rate.value == 1 and not _spoken(rate, numerator) and not _side_by_side(rate, numerator, denominator):
        return 99
    if rate.value == 1:
        return 7 if numerator.is_money else 9
    return 4 if rate.places >= 2 else 7


def _controlled(rate: Statement, numerator: Statement, denominator: Statement) -> bool:
    """三公经费控制率: what was spent over its budget, both told right before."""
    told = _side_by_side(rate, numerator, denominator) and "预算" in denominator.subject
    return told and "经费控制率" in rate.subject and bool(_SPENT.search(numerator.subject))


def _side_by_side(rate: Statement, numerator: Statement, denominator: Statement) -> bool:
    """Whether the two amounts stand right before the rate in its sentence."""
    first, second = sorted((numerator.index, denominator.index))
    together = second == rate.index - 1 and first == rate.index - 2
    return (
        together
        and numerator.sentence == denominator.sentence == rate.sentence
        and numerator.level == denominator.level
    )


def _spoken(rate: Statement, numerator: Statement) -> bool:
    """Whether the text says that the amount was spent, arrived, or is a share: equal amounts alone prove nothing."""
    of = _ARRIVED if "到位" in rate.subject else _SPENT
    around = numerator.subject + numerator.tail
    return bool(of.search(around) or _WHOLE.search(around) or _SHARE_OF.search(rate.subject) or not rate.subject)


def _sound(page: Page, rate: Statement, pair: Pair, quotient: Fraction | None = None) -> Relation:
    quotient = pair.numerator.value / pair.denominator.value if quotient is None else quotient
    return Relation(
        Kind.RATIO,
        Verdict.OK,
        page.spans([pair.numerator, pair.denominator, rate]),
        rate.shown,
        rate.write(quotient),
        f"{pair.numerator.shown} ÷ {pair.denominator.shown}",
    )


def _uneven(page: Page, rate: Statement, pair: Pair) -> Finding:
    quotient = pair.numerator.value / pair.denominator.value
    expected = rate.write(quotient, rate.places)
    message = f"{pair.numerator.shown} ÷ {pair.denominator.shown} = {rate.write(quotient)}，四舍五入为{expected}，文中写{rate.shown}"
    spans = page.spans([pair.numerator, pair.denominator, rate])
    code = "T103" if pair.fit is Fit.TRUNCATED else "T105"
    return report(code, message, spans, stated=rate.shown, expected=expected)


def _whole_amount(page: Page, rate: Statement, near: list[Statement]) -> Relation | None:
    """One amount that arrived or was spent in full: 10441万元全部到位，到位率100%."""
    if rate.value != 1 or not near:
        return None
    amount = near[0]
    words = page.text[amount.start - len(amount.subject) : rate.end + _AFTER]
    if not amount.is_money or amount.index != rate.index - 1 or not _WHOLE.search(words):
        return None
    spans = page.spans([amount, rate])
    return Relation(Kind.RATIO, Verdict.OK, spans, rate.shown, "100%", f"{amount.shown}全部到位或支出")


def _ahead(page: Page, rate: Statement) -> Relation | None:
    """A rate told before its amounts: the spending is called so, the budget too, and both have many digits."""
    if rate.bound or not _RATE.search(rate.subject[-24:]) or _NOT_OF_MONEY.search(rate.subject):
        return None
    behind = [
        s
        for s in page.statements[rate.index + 1 : rate.index + _FAR]
        if s.is_money and s.digits > _LONG and not s.change
    ]
    before = [s for s in page.statements[max(rate.index - _FAR, 0) : rate.index] if s.is_money and s.digits > _LONG]
    for spent in (s for s in behind if re.search(r"支|执行", s.subject)):
        for planned in (s for s in (*behind, *before) if s is not spent and _PLANNED.search(s.subject)):
            if fit(rate, spent.value / planned.value) is Fit.EXACT and spent.value != planned.value:
                return _sound(page, rate, Pair(spent, planned, Fit.EXACT, 0))
    return None


def _of_a_table(page: Page, rate: Statement, near: list[Statement]) -> Relation | None:
    """完成年初预算的88.7%: the budget stands in a table before, without its unit."""
    spent = next((s for s in near if s.is_money and s.index < rate.index), None)
    if spent is None or "预算" not in rate.subject or rate.bound or rate.digits < _LONG:
        return None
    amount = spent.value / spent.factor
    for cell in page.statements[max(rate.index - _FAR, 0) : rate.index]:
        bare = not cell.dimension and cell.digits > 1 and not cell.bound
        if bare and fit(rate, amount / cell.value) is not Fit.OFF and cell.value != amount:
            return _sound(page, rate, Pair(spent, cell, Fit.EXACT, 0), amount / cell.value)
    return None


def _bound_pair(rate: Statement, near: list[Statement]) -> Pair | None:
    """The only budget and the only spending that the sentence has before the rate, if it has just these."""
    if (
        rate.bound
        or _NOT_OF_MONEY.search(rate.subject)
        or not _RATE.search(rate.subject[-24:])
        or rate.tail.startswith("以")
        or _OF_ANOTHER.search(rate.subject)
    ):
        return None
    before = [
        s
        for s in near
        if s.index < rate.index and s.is_money and not s.change and not s.rough and s.depth == rate.depth
    ]
    if len(before) != 2 or before[0].index < rate.index - 2:
        return None
    numerator, denominator = before
    of = _ARRIVED if "到位" in rate.subject else _SPENT
    if of.search(denominator.subject) and not of.search(numerator.subject):
        numerator, denominator = denominator, numerator
    if not of.search(numerator.subject) or not _PLANNED.search(denominator.subject):
        return None
    how = fit(rate, numerator.value / denominator.value, quotient_slack(numerator, denominator))
    return Pair(numerator, denominator, how, 0) if how is Fit.OFF else None


def _wrong(page: Page, rate: Statement, pair: Pair) -> Iterator[Relation | Finding]:
    quotient = pair.numerator.value / pair.denominator.value
    spans = page.spans([pair.numerator, pair.denominator, rate])
    because = f"{pair.numerator.shown} ÷ {pair.denominator.shown}"
    expected = rate.write(quotient, max(rate.places, 2))
    yield Relation(Kind.RATIO, Verdict.WRONG, spans, rate.shown, rate.write(quotient), because)
    between = page.text[min(pair.numerator.end, pair.denominator.end) : rate.start]
    sure = "其中" not in between and "其余" not in between
    yield report(
        "T101" if sure else "T102",
        f"{because} = {expected}，文中写{rate.shown}",
        spans,
        stated=rate.shown,
        expected=expected,
        severity=None if sure else Severity.WARNING,
    )


def _unchecked(page: Page, rate: Statement) -> Relation:
    return Relation(Kind.RATIO, Verdict.UNCHECKED, page.spans([rate]), rate.shown, "", "文中没有可用来重算的分子和分母")
