"""One fact told more than once: the same measure of the same thing, role and time has one number.

Mentions are compared by their noun, the role that their words show, and the marks of part, period and
level; a slip between two of them is an objection, a wider gap is not (it is likelier of two things).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from itertools import combinations

from jiheng.checks.finding import Finding, Kind, Relation, Verdict
from jiheng.checks.text.catalogue import report
from jiheng.checks.text.page import Page
from jiheng.checks.text.precision import one_slip
from jiheng.checks.text.quantity import Quantity, Told

_COPULA = re.compile(r"(?:为|是|达到?|共计|合计|总计|共|约|了|计|有|仅|即|:|=|[\"']|,|里|的)+$")
_MARKS = re.compile(
    r"[一二三四]季度|上半年|下半年|前三季度|\d{1,2}月|第.批|[中央省市县区镇乡村]级|自治区|本级|上级|上年|去年|年初|年末|期初|期末|当月|累计"
    r"|男|女|一期|二期|复核|审核|核定|自评|计划|实际|预计|拟|追加|剩余|结余|其中|派遣|编制|退休|在职|东|西|南|北"
)
_HAN = re.compile(r"[\u4e00-\u9fff]+")
_WHOLE = re.compile(
    r"^(?:全[年省市县区镇乡村校馆局院站队厂园]|本[年省市县区镇乡村校馆局院站]|[我该]?[单位部门]{2}|[馆校局院站镇县市]里?|现有?|当年|共|年度|上述|该|再看|总|各|开出|发放|安排|下达|安排|投入|累计)+"
)
_PLACE = re.compile(r"[省市县区镇乡村站局院所校馆队中心厂公司园]$")
_SCORES = re.compile(r"(?:总得分|最终得分|综合得分|总评分|考核得分|合计得分|总分)(?:为|是)?$")
_OF_OTHERS = re.compile(r"复核|审核|核定|财政局|第三方|上年|去年")
_FUND_ROLES = (("adjusted", re.compile(r"可用指标|可支配资金|调整后预算|可用资金|全年预算|调整预算")),)
_APART = 40
_MOST = 8
_NOUN = 6
_LEAST = 2


def find(told: Told, sound: AbstractSet[int], faulty: AbstractSet[int]) -> Iterator[Relation | Finding]:
    """Compare the mentions of each fact; ``sound`` and ``faulty`` are numbers that other claims confirm or blame."""
    seen: set[tuple[int, int]] = set()
    for group in _groups(told).values():
        for first, second in combinations(group[:_MOST], 2):
            if (first.at, second.at) not in seen and _is_slip(first, second) and _same_fact(told, first, second):
                seen.add((first.at, second.at))
                yield from _told(told.page, first, second, sound, faulty)


def noun(told: Told, q: Quantity) -> str:
    """The noun that a number is of: the words before it, else those of the clause before."""
    words = "".join(_HAN.findall(_COPULA.sub("", q.lead)))
    if not words:
        before = told.page.text[max(q.s.start - 16, 0) : q.s.start].rstrip(",:")
        words = "".join(_HAN.findall(before)[-1:])
    return words[-10:]


def _groups(told: Told) -> dict[tuple[str, str], list[Quantity]]:
    """Mentions by what they measure and the last characters of their noun; counts also by the noun behind them."""
    groups: dict[tuple[str, str], list[Quantity]] = defaultdict(list)
    for q in told.all:
        if q.what not in ("level", "rest") or not q.dim or q.s.bound or q.s.rough or q.s.digits < _LEAST:
            continue
        for key in dict.fromkeys(_keys(told, q)):
            groups[q.dim, key].append(q)
    return {key: group for key, group in groups.items() if len(group) > 1}


def _keys(told: Told, q: Quantity) -> Iterator[str]:
    if q.dim == "points":
        if _SCORES.search(_COPULA.sub("", q.lead)) and not _OF_OTHERS.search(
            told.page.text[q.s.lead_start : q.s.start]
        ):
            yield "总得分"
        return
    for name, words in _FUND_ROLES:
        if words.search(q.lead):
            yield name
    name = noun(told, q)
    if len(name) >= _LEAST:
        yield name[-_LEAST:]
    if q.dim.startswith("count"):
        tail = _HAN.match(q.s.tail)
        if tail and len(tail[0]) >= _LEAST:
            yield tail[0][:_LEAST]


def _is_slip(first: Quantity, second: Quantity) -> bool:
    if first.s.value == second.s.value or second.s.start - first.s.end < _APART:
        return False
    if first.s.digits == _LEAST == second.s.digits:
        return first.s.written[::-1] == second.s.written and first.s.written.isdigit()
    return one_slip(first.s, second.s.value)


def _same_fact(told: Told, first: Quantity, second: Quantity) -> bool:
    if first.s.sentence == second.s.sentence or _marks(told, first) != _marks(told, second):
        return False
    if first.period.isdigit() and second.period.isdigit() and first.period != second.period:
        return False
    if first.dim == "points" or all(any(words.search(q.lead) for _, words in _FUND_ROLES) for q in (first, second)):
        return True
    if ("plan" in first.near) != ("plan" in second.near) and ("actual" in first.near) != ("actual" in second.near):
        return False
    return _same_noun(told, first, second)


def _marks(told: Told, q: Quantity) -> frozenset[str]:
    text = told.page.text
    start = max(
        text.rfind("。", 0, q.s.start), text.rfind("\n", 0, q.s.start), text.rfind(";", 0, q.s.start), q.s.start - 40
    )
    return frozenset(_MARKS.findall(text[start + 1 : q.s.start]))


def _same_noun(told: Told, first: Quantity, second: Quantity) -> bool:
    """Whether the nouns are one: the same end, and before it only words of the whole."""
    a, b = noun(told, first), noun(told, second)
    common = 0
    while common < min(len(a), len(b)) and a[-1 - common] == b[-1 - common]:
        common += 1
    if common < _LEAST:
        return first.dim.startswith("count")
    rests = [_WHOLE.sub("", name[: len(name) - common]) for name in (a, b)]
    if first.s.is_money and common < _NOUN // 2 + 1:
        return False
    if all(rests):
        return False
    return not any(_PLACE.search(rest) for rest in rests if rest) or common >= _NOUN


def _told(
    page: Page, first: Quantity, second: Quantity, sound: AbstractSet[int], faulty: AbstractSet[int]
) -> Iterator[Relation | Finding]:
    held = [q for q in (first, second) if q.s.index in sound]
    if len(held) == 2 or any(q.s.index in faulty for q in (first, second)):
        return
    right, wrong = (held[0], second if held[0] is first else first) if held else (first, second)
    spans = page.spans([first.s, second.s])
    yield Relation(Kind.CONFLICT, Verdict.WRONG, spans, wrong.s.shown, right.s.shown, "同一事项两处不一致")
    message = f"一处写{first.s.shown}，一处写{second.s.shown}"
    if held:
        message += f"；{right.s.shown}与文中其他数字相符"
    yield report("T301" if held else "T302", message, spans, stated=wrong.s.shown, expected=right.s.shown)
