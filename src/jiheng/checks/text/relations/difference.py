"""Claim: a difference is what two amounts leave (较预算减少X, 结余, 调增调减)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import permutations

from jiheng.checks.finding import Finding, Kind, Relation, Severity, Verdict
from jiheng.checks.text.catalogue import report
from jiheng.checks.text.page import Page
from jiheng.checks.text.statement import Statement

_LEFT = re.compile(r"结余|结转|剩余|余额|未支|未使用|未执行|尚未|差额|节约|缺口|尚余|收回")
_MOVED = re.compile(r"^[^,]{0,6}(?:追减|调减|核减|收回|扣减|追加|调增|核增|新增)")
_EARLIER = re.compile(r"上年|去年|上一年|同期|预算|年初|计划|下达|安排|20\d\d")
_LAST_YEAR = re.compile(r"上年|去年|上一年|同期|20\d\d")
_COMPARED = re.compile(r"相?(?:较|比)于?[^,。;]{0,4}(?:上年|去年|上一年|20\d\d年)[^,。;]{0,6}$")
_NOT_HAN = re.compile(r"[^\u4e00-\u9fff]")
_YEAR = re.compile(r"(20\d\d)(?=年)")
_FROM = re.compile(r"由|从|上年|去年")
_TO = re.compile(r"到|至|为|达")
_NOUN = 4
_SET_AGAINST = re.compile(r"^(?:与?(?:上年|去年|20\d\d年)?(?:同期)?(?:对比|相比|比较)|同比|相比)")
_SPENT = re.compile(r"支出|执行|支付|使用|拨付|决算|完成|发放")
_PLANNED = re.compile(r"预算|安排|下达|计划|到位|收入|收到|资金|共|总")
_LESS = re.compile(r"减|收回")
_REACH = 10
_PARAGRAPHS = 5
_LONG = 4
_FAR = 80
_END = re.compile(r"(?:为|是|共|合计|总计|数)+$")


def find(page: Page) -> Iterator[Relation | Finding]:
    """Recompute every stated difference."""
    for statement in page.statements:
        if statement.dimension == "share points":
            yield from _points(page, statement)
            continue
        if statement.rough or statement.is_share or not statement.dimension or statement.scaled <= 0:
            continue
        if statement.change or _MOVED.search(statement.subject):
            yield from _changed(page, statement)
        elif _LEFT.search(statement.subject) and not (balance := _balance(page, statement)):
            yield from _left(page, statement)
        elif _LEFT.search(statement.subject) and balance:
            yield balance


def _points(page: Page, points: Statement) -> Iterator[Relation | Finding]:
    """由92%提高到95.5%，提高3.5个百分点: the gap of the two percentages right before."""
    if points.index < 2 or points.rough or points.bound:
        return
    first, second = page.statements[points.index - 2 : points.index]
    beside = first.sentence == second.sentence == points.sentence and first.depth == second.depth == points.depth
    if not (beside and first.is_share and second.is_share) or first.bound or second.bound:
        return
    gap = abs(second.value - first.value)
    spans = page.spans([first, second, points])
    because = f"{second.shown} − {first.shown}"
    if abs(gap - points.value) <= points.step / 2 + (first.step + second.step) / 2:
        yield Relation(Kind.SUM, Verdict.OK, spans, points.shown, points.write(gap), because)
    elif _FROM.search(first.subject) and _TO.search(second.subject):
        yield Relation(Kind.SUM, Verdict.WRONG, spans, points.shown, points.write(gap), because)
        message = f"{because} = {points.write(gap)}，文中写{points.shown}"
        yield report("T114", message, spans, stated=points.shown, expected=points.write(gap))


def _changed(page: Page, amount: Statement) -> Iterator[Relation | Finding]:
    """较上年(或预算)减少X: some earlier amount plus or minus X gives the present one."""
    less = amount.change == "down" or (not amount.change and bool(_LESS.search(amount.subject)))
    sign = -1 if less else 1
    levels = _before(page, amount)
    pair = _near_pair(page, amount, levels, sign) or _far_pair(page, amount, sign)
    if pair is not None:
        yield _sound(page, amount, *pair)
        return
    said = list(_stated_base(page, amount, levels, sign))
    yield from said or _two_years(page, amount, sign)


Levels = tuple[Statement, Statement]


def _near_pair(page: Page, amount: Statement, levels: list[Statement], sign: int) -> Levels | None:
    for level in [*levels[: 12 if amount.digits > 2 else 4], *_after(page, amount)]:
        base = _base(page, amount, level, level.scaled - sign * amount.scaled)
        if base is not None and (level.scaled or base.is_base) and not level.is_base:
            return level, base
    return None


def _far_pair(page: Page, amount: Statement, sign: int) -> Levels | None:
    """Two amounts of one noun, told far before, whose difference the change is."""
    if amount.digits < _LONG - 1:
        return None
    back = [s for s in page.statements[max(amount.index - _FAR, 0) : amount.index] if s.dimension == amount.dimension]
    known = {s.scaled: s for s in back if not s.change}
    for level in reversed(known.values()):
        base = known.get(level.scaled - sign * amount.scaled)
        if (
            base is not None
            and base is not level
            and _END.sub("", level.subject)[-3:] == _END.sub("", base.subject)[-3:]
        ):
            return level, base
    return None


def _after(page: Page, amount: Statement) -> list[Statement]:
    """Amounts right behind the change (111万元，调减40万元，实际71万元)."""
    following = page.statements[amount.index + 1 : amount.index + 3]
    return [
        s for s in following if s.paragraph - amount.paragraph < 2 and s.dimension == amount.dimension and not s.change
    ]


def _before(page: Page, amount: Statement) -> list[Statement]:
    back = reversed(page.statements[max(amount.index - 3 * _REACH, 0) : amount.index])
    near = (s for s in back if s.paragraph >= amount.paragraph - _PARAGRAPHS)
    return [s for s in near if s.dimension == amount.dimension and not s.change][:_REACH]


def _base(page: Page, amount: Statement, level: Statement, wanted: int) -> Statement | None:
    tolerance = amount.slack + level.slack
    for other in reversed(page.statements[max(amount.index - 60, 0) : amount.index + 4]):
        if other.dimension != amount.dimension or other in (amount, level) or other.scaled <= 0 or other.change:
            continue
        earlier = _LAST_YEAR if amount.digits <= 2 and _LAST_YEAR.search(amount.subject) else _EARLIER
        if abs(other.scaled - wanted) <= tolerance and (other.digits > 2 or earlier.search(other.subject)):
            return other
    return None


def _two_years(page: Page, amount: Statement, sign: int) -> Iterator[Relation | Finding]:
    """2022年经费合计A；2021年经费合计B。……2022年经费较上年增加C: both years are told in the same words."""
    compared = _COMPARED.search(amount.lead)
    noun = _NOT_HAN.sub("", amount.lead[: compared.start()])[-_NOUN:] if compared else ""
    if len(noun) < _NOUN:
        return
    back = page.statements[max(amount.index - _FAR, 0) : amount.index]
    named = [s for s in back if s.dimension == amount.dimension and not s.change and _named(s, noun)]
    if len(named) != 2 or named[0].depth or named[1].depth:
        return
    years = [_YEAR.findall(s.lead + s.subject) for s in named]
    if not all(years) or int(years[0][-1]) - int(years[1][-1]) not in (1, -1):
        return
    then, now = sorted(named, key=lambda s: _YEAR.findall(s.lead + s.subject)[-1])
    gap = sign * (now.value - then.value)
    if abs(gap - amount.value) <= amount.half + now.half + then.half:
        return
    spans = page.spans([then, now, amount])
    expected = amount.write(abs(gap))
    because = f"{now.shown} − {then.shown}"
    yield Relation(Kind.SUM, Verdict.WRONG, spans, amount.shown, expected, because)
    message = f"{because} = {amount.write(now.value - then.value)}，文中写{amount.shown}"
    yield report("T114", message, spans, stated=amount.shown, expected=expected, severity=Severity.WARNING)


def _named(level: Statement, noun: str) -> bool:
    return noun in _NOT_HAN.sub("", level.lead + level.subject)[-2 * _NOUN - 4 :]


def _sound(page: Page, amount: Statement, level: Statement, base: Statement) -> Relation:
    spans = page.spans([amount, level, base])
    more, less = (level, base) if level.value >= base.value else (base, level)
    gap = amount.write(more.value - less.value)
    return Relation(Kind.SUM, Verdict.OK, spans, amount.shown, gap, f"{more.shown} − {less.shown}")


def _stated_base(page: Page, amount: Statement, levels: list[Statement], sign: int) -> Iterator[Relation | Finding]:
    """Present amount and 比上年Y万元 side by side, then the change."""
    pair = [level for level in levels if level.sentence == amount.sentence]
    if len(pair) != 2 or pair[0].index != amount.index - 1 or pair[1].index != amount.index - 2:
        return
    base, level = pair
    compared = re.search(r"(?:比|较)[^,]{0,10}(?:上年|去年|上一年|年初预算|预算数?|20\d\d年)[^,]{0,8}$", base.subject)
    if amount.depth != base.depth or level.depth != base.depth:
        return
    if compared is None and not _of_two_years(level, base, amount):
        return
    gap = sign * (level.value - base.value)
    spans = page.spans([level, base, amount])
    expected = amount.write(abs(gap))
    if abs(gap + amount.value) <= amount.half + level.half + base.half:
        way = "减少" if level.value < base.value else "增加"
        yield Relation(Kind.SUM, Verdict.WRONG, spans, amount.shown, expected, f"{level.shown} − {base.shown}")
        message = f"从{base.shown}到{level.shown}是{way}，文中写的方向相反"
        yield report("T124", message, spans, stated=amount.shown, expected=f"{way}{expected}")
        return
    yield Relation(Kind.SUM, Verdict.WRONG, spans, amount.shown, expected, f"{level.shown} − {base.shown}")
    message = f"{level.shown} − {base.shown} = {amount.write(level.value - base.value)}，文中写{amount.shown}"
    yield report("T114", message, spans, stated=amount.shown, expected=expected)


def _of_two_years(level: Statement, base: Statement, amount: Statement) -> bool:
    """2016年预算8万元，2015年预算12.5万元；对比减少4.5万元: the year before stands right behind the year."""
    years = _YEAR.findall(level.subject), _YEAR.findall(base.subject)
    before = all(years) and int(years[0][-1]) - int(years[1][-1]) == 1
    return before and bool(_SET_AGAINST.search(amount.subject))


def _left(page: Page, rest: Statement) -> Iterator[Relation | Finding]:
    """预算A，支出B，结余C."""
    levels = _before(page, rest)
    for spent in levels[:6]:
        for planned in levels:
            gap = planned.scaled - spent.scaled
            if planned is spent or gap <= 0:
                continue
            if abs(gap - rest.scaled) <= rest.slack + spent.slack + planned.slack and _told(rest, spent):
                yield _sound(page, rest, planned, spent)
                return
    yield from _wrong_rest(page, rest, levels)


def _told(rest: Statement, spent: Statement) -> bool:
    """Whether a short rest is more than chance: many digits, or the spending right before it."""
    return rest.digits > 1 or spent.index == rest.index - 1


def _balance(page: Page, end: Statement) -> Relation | None:
    """年初余额A，增加B，减少C，年末余额D: D = A + B − C, all in one sentence."""
    if end.digits < _LONG:
        return None
    same = [s for s in _before(page, end) if s.sentence == end.sentence and not s.is_base][:5]
    for first, second, less in permutations(same, 3):
        if first.index < second.index and first.scaled + second.scaled - less.scaled == end.scaled:
            spans = page.spans([first, second, less, end])
            because = f"{first.shown} + {second.shown} − {less.shown}"
            return Relation(Kind.SUM, Verdict.OK, spans, end.shown, end.shown, because)
    return None


def _wrong_rest(page: Page, rest: Statement, levels: list[Statement]) -> Iterator[Relation | Finding]:
    pair = [level for level in levels if level.sentence == rest.sentence and level.is_money]
    if len(pair) != 2 or not re.match(
        r"(?:年末|资金|当年|尚|预算)?(?:结余|结转|剩余)(?:资金|金额)?(?:为|了)?$", rest.subject
    ):
        return
    spent, planned = pair
    if spent.index != rest.index - 1 or not _SPENT.search(spent.subject) or not _PLANNED.search(planned.subject):
        return
    if (
        planned.value - spent.value == rest.value
        or planned.index != rest.index - 2
        or planned.scaled <= spent.scaled
        or "其中" in page.between(planned, rest)
    ):
        return
    spans = page.spans([planned, spent, rest])
    expected = rest.write(planned.value - spent.value)
    yield Relation(Kind.SUM, Verdict.WRONG, spans, rest.shown, expected, f"{planned.shown} − {spent.shown}")
    message = f"{planned.shown} − {spent.shown} = {expected}，文中写{rest.shown}"
    yield report("T114", message, spans, stated=rest.shown, expected=expected)
