"""Words of direction, held against the two numbers they compare.

Four ways to say it, each a row of data: between two roles behind both numbers (决算数大于预算数), between the
numbers (A，高于上年的B; 由A降至B), and behind the second (A，较上年B有所减少; 收入呈增长态势).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

from jiheng.checks.finding import Finding, Kind, Relation, Verdict
from jiheng.checks.text.catalogue import report
from jiheng.checks.text.quantity import Quantity, Sentence, Told

_UP = "增加到?|增长|上升|提高|提升|扩大|延长|上涨|增至|升至|增|升|涨"
_DOWN = "减少|下降|降低|缩短|压减|压缩|缩小|下跌|回落|下滑|降至|减至|减|降"
_MORE = "高于|多于|大于|超过|超出|高出|长于|快于|超"
_LESS = "低于|少于|小于|不及|短于|慢于"
_EQUAL = "等于|持平于"
_SAID = re.compile(
    r"(?:决算|支出|执行|实际|完成)[\u4e00-\u9fff]{0,4}?(?P<way>大于|高于|多于|超过|小于|低于|少于|等于|与)(?:年初|全年|调整)?"
    r"(?P<base>预算|计划|目标)[数金额]{0,2}(?P<level>持平|一致|相同|相等)?"
)
_FROM = re.compile(r"(?:由|从)[^,;:。由从]{0,14}$")
_MOVED = re.compile(rf"^[^,;。\d]{{0,8}}?(?:(?P<up>{_UP})|(?P<down>{_DOWN}))(?:到|至|为|成|了)?[^,;。\d]{{0,8}}$")
_COMPARED = re.compile(
    rf"^[^,;。\d]{{0,6}},?(?:[^,;。\d不]{{0,6}})(?<![不未])(?:(?P<up>{_MORE})|(?P<down>{_LESS})|(?P<same>{_EQUAL}))"
    r"(?:(?:20\d\d年?|上年|去年|同期|年初|全年|调整|本年|计划|预算|目标|任务)[^,;。\d]{0,8})?的?$"
)
_BEHIND = re.compile(
    rf"(?:的水平|相比|而言|比)?,?(?:有所|略有|明显|大幅|小幅|稳步|持续|显著|有较大|均|呈现?|[^,;。\d]{{0,6}}呈现?)"
    rf"(?:稳步|持续|逐年|小幅|大幅)?(?:(?P<up>{_UP})|(?P<down>{_DOWN}))(?P<trend>态势|趋势|的?势头)?(?=[,;。)]|$)"
)
_THAN = re.compile(r"(?:比|较|与|同|对比)[^,;。\d]{0,10}(?:20\d\d年?)?[^,;。\d]{0,10}$")
_LIMITS = re.compile(r"以上|以下|以内|不|未|要求|目标值|指标值|标准|应|须")
_BACK = 8
_SAID_BEHIND = 24
_PAIR = 2


def find(told: Told) -> Iterator[Relation | Finding]:
    """Compare every word of direction with the two amounts that it is said of."""
    starts = [q.s.start for q in told.all]
    for match in _SAID.finditer(told.page.text):
        if match["way"] == "与" and not match["level"]:
            continue
        pair = _pair(told, bisect_left(starts, match.start()), match.start())
        if pair is not None:
            said = ">" if re.fullmatch(_MORE, match["way"]) else "<" if re.fullmatch(_LESS, match["way"]) else "="
            yield from _judged(told, match.span(), said, *pair)
    for sentence in told.sentences:
        yield from _between(told, sentence)


def _pair(told: Told, at: int, start: int) -> tuple[Quantity, Quantity] | None:
    """The nearest result and plan before the words, of one measure, in the same paragraph."""
    before = [q for q in told.all[max(at - _BACK, 0) : at] if q.what == "level" and not q.group]
    before = [q for q in before if "\n" not in told.page.text[q.s.end : start]]
    done = next((q for q in reversed(before) if "actual" in q.near), None)
    if done is None:
        return None
    plan = next(
        (
            q
            for q in reversed(before)
            if q.dim == done.dim and q is not done and q.near & {"plan", "initial", "adjusted"}
        ),
        None,
    )
    return (done, plan) if plan is not None and abs(done.at - plan.at) <= _PAIR else None


def _between(told: Told, sentence: Sentence) -> Iterator[Relation | Finding]:
    """What is said between two numbers of a sentence, or behind the second of them."""
    said = sentence.said
    for k in range(1, len(said)):
        first, second = said[k - 1], said[k]
        if not _comparable(first, second):
            continue
        gap = told.between(first, second)
        moved = _MOVED.match(gap) if _FROM.search(first.lead) else None
        if moved is not None:
            yield from _judged(told, _place(moved, first.s.end), ">" if moved["up"] else "<", second, first)
            continue
        compared = _COMPARED.match(gap)
        if compared is not None and not _LIMITS.search(gap + second.s.tail[:2]):
            sign = ">" if compared["up"] else "<" if compared["down"] else "="
            yield from _judged(told, _place(compared, first.s.end), sign, first, second)
            continue
        yield from _said_behind(told, first, second, gap)


def _comparable(first: Quantity, second: Quantity) -> bool:
    return (
        bool(first.dim)
        and first.dim == second.dim
        and first.s.unit[-1:] == second.s.unit[-1:]
        and first.group == second.group
        and not any(q.s.bound or q.s.rough for q in (first, second))
        and first.what in ("level", "base", "rate", "mean", "rest", "per", "change")
        and second.what in ("level", "base", "rate", "mean", "rest", "excess", "per", "whole", "change")
    )


def _said_behind(told: Told, first: Quantity, second: Quantity, gap: str) -> Iterator[Relation | Finding]:
    """A，较上年B有所减少; 上年A，本年B，呈增长态势."""
    end = second.s.end
    behind = _BEHIND.match(told.page.text, end, min(end + _SAID_BEHIND, len(told.page.text)))
    if behind is None:
        return
    place = (min(behind.start("up" if behind["up"] else "down"), behind.end()), behind.end())
    sign = ">" if behind["up"] else "<"
    if second.what == "base" or second.period == "prior" or _THAN.search(gap):
        if first.period != "prior":
            yield from _judged(told, place, sign, first, second)
    elif _later(first, second):
        yield from _judged(told, place, sign, second, first)


def _later(first: Quantity, second: Quantity) -> bool:
    """Whether the second number is told of a later time."""
    if first.period.isdigit() and second.period.isdigit():
        return int(first.period) < int(second.period)
    return first.period == "prior" and second.period == "now"


def _place(match: re.Match[str], start: int) -> tuple[int, int]:
    """Where the word of direction stands in the text; ``start`` is where the matched piece begins."""
    name = next(name for name, value in match.groupdict().items() if value)
    return start + match.start(name), start + match.end(name)


def _judged(
    told: Told, place: tuple[int, int], said: str, now: Quantity, base: Quantity
) -> Iterator[Relation | Finding]:
    true = ">" if now.s.value > base.s.value else "<" if now.s.value < base.s.value else "="
    page = told.page
    words = page.text[slice(*place)]
    because = f"{now.s.shown}{true}{base.s.shown}"
    spans = (*page.spans([base.s, now.s]), page.span(*place))
    yield Relation(Kind.GROWTH, Verdict.OK if said == true else Verdict.WRONG, spans, words, because, because)
    if said != true:
        yield report(
            "T128",
            f"{because}，文中写“{words}”",
            spans,
            stated=words,
            expected={">": "大于", "<": "小于", "=": "等于"}[true],
        )
