"""Words of direction between two roles: 决算数大于预算数, 与预算持平; held against the two numbers before them."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

from jiheng.checks.finding import Finding, Kind, Relation, Verdict
from jiheng.checks.text.catalogue import report
from jiheng.checks.text.quantity import Quantity, Told

_SAID = re.compile(
    r"(?:决算|支出|执行|实际|完成)[\u4e00-\u9fff]{0,4}?(?P<way>大于|高于|多于|超过|小于|低于|少于|等于|与)(?:年初|全年|调整)?"
    r"(?P<base>预算|计划|目标)[数金额]{0,2}(?P<level>持平|一致|相同|相等)?"
)
_MORE = ("大于", "高于", "多于", "超过")
_LESS = ("小于", "低于", "少于")
_BACK = 8


def find(told: Told) -> Iterator[Relation | Finding]:
    """Compare every word of direction with the amounts of its paragraph."""
    starts = [q.s.start for q in told.all]
    for match in _SAID.finditer(told.page.text):
        way = match["way"]
        if way == "与" and not match["level"]:
            continue
        pair = _pair(told, bisect_left(starts, match.start()), match.start())
        if pair is not None:
            yield from _judged(told, match, *pair)


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
    return (done, plan) if plan is not None and abs(done.at - plan.at) <= 2 else None


def _judged(told: Told, match: re.Match[str], done: Quantity, plan: Quantity) -> Iterator[Relation | Finding]:
    said = ">" if match["way"] in _MORE else "<" if match["way"] in _LESS else "="
    true = ">" if done.s.value > plan.s.value else "<" if done.s.value < plan.s.value else "="
    page = told.page
    words = page.text[match.start() : match.end()]
    because = f"{done.s.shown}{true}{plan.s.shown}"
    spans = (*page.spans([plan.s, done.s]), page.span(match.start(), match.end()))
    yield Relation(Kind.GROWTH, Verdict.OK if said == true else Verdict.WRONG, spans, words, because, because)
    if said != true:
        yield report(
            "T128",
            f"{because}，文中写“{words}”",
            spans,
            stated=words,
            expected={">": "大于", "<": "小于", "=": "等于"}[true],
        )
