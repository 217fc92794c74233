"""Claim: the number of names announced is the number of names listed (预算单位3个，分别为甲局、乙中心和丙站)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from jiheng.checks.finding import Finding, Kind, Relation, Verdict
from jiheng.checks.text.catalogue import report
from jiheng.checks.text.page import Page
from jiheng.checks.text.statement import Statement

_COUNTED = frozenset(
    ["个", "项", "家", "所", "类", "大类", "名", "人", "宗", "处", "座", "部", "种", "条", "方面", "镇", "乡", "村"]
)
_OPENER = re.compile(
    r"(?P<noun>[\u4e00-\u9fff]{0,12}?)(?:[,:]?(?P<sure>分别是|分别为|分别|具体是|具体为|即|它们是)[:为]?"
    r"|[,:]?(?:包括|包含|主要包括|为|是|有):?|(?P<bracket>\()|[,:])"
)
_MAIN_AND_OTHERS = re.compile(
    r"[,:]?(?:具体)?(?:包括|包含|分别为|其中|即|为):?[\u4e00-\u9fff]{0,20}(?:本级|机关)1?[个家]?[及和与、,](?P<others>\d{1,2})[个家]"
)
_STOP = re.compile(r"[。;\n)]")
_OPEN = re.compile(r"等(?=$|[,\d]|[\u4e00-\u9fff]{0,6}$)|……|…|及其他|以及其他")
_ITEM = re.compile(r"[\u4e00-\u9fff\"《》A-Za-z·-]{2,26}")
_AND = re.compile(r"以及|和|及|与")
_LONGEST = 400
_NEAR = 24
_HOLDS = re.compile(
    r"(?:包括|包含|分为|分成|含|涵盖|涉及|设有?|设置|内设|下设|有|共|采购|建设|实施|完成)[^,。;:]{0,12}$"
)
_PARTED = re.compile(r"[,:](?:包括|包含):?$")
_MOST = 40


@dataclass(frozen=True, slots=True)
class Names:
    """Names of a list: their least and greatest number, as 和 parts names or belongs to one, where they stand."""

    least: int
    usual: int
    most: int
    start: int
    end: int


def find(page: Page) -> Iterator[Relation | Finding]:
    """Count the names behind every announced number."""
    for count in page.statements:
        if count.unit not in _COUNTED or count.rough or count.bound or count.change:
            continue
        if count.value.denominator != 1 or not 1 <= count.value <= _MOST:
            continue
        if (main := _MAIN_AND_OTHERS.match(page.text, count.end)) is not None:
            yield from _with_the_main_one(page, count, main)
            continue
        opener = _OPENER.match(page.text, count.end)
        names = _names(page.text, opener.end(), sure=_says_so(opener)) if opener else None
        if opener is not None and names is not None:
            yield from _judge(page, count, names, sure=bool(opener["sure"]) or _introduced(page, count, opener))


def _with_the_main_one(page: Page, count: Statement, main: re.Match[str]) -> Iterator[Relation | Finding]:
    """单位共5个，包括局本级及4个下属单位: the main one and the others."""
    total = int(main["others"]) + 1
    spans = (*page.spans([count]), page.span(main.start("others"), main.end()))
    because = f"本级1个 + {main['others']}个"
    verdict = Verdict.OK if total == count.value else Verdict.WRONG
    yield Relation(Kind.COUNT, verdict, spans, count.shown, str(total), because)
    if verdict is Verdict.WRONG:
        message = f"{because} = {total}个，文中写{count.shown}"
        yield report("T132", message, spans, stated=count.shown, expected=str(total))


def _introduced(page: Page, count: Statement, opener: re.Match[str]) -> bool:
    """Whether the words around a count announce names and nothing else (包括4个子项目：…)."""
    before = page.text[max(count.start - _NEAR, 0) : count.start]
    return (opener[0][-1:] == ":" and bool(_HOLDS.search(before))) or bool(_PARTED.search(opener[0]))


def _says_so(opener: re.Match[str]) -> bool:
    return opener[0][-1:] not in (",", ":")


def _names(text: str, start: int, *, sure: bool) -> Names | None:
    """The names up to the end of their clause; None where anything but names stands there."""
    stop = _STOP.search(text, start, start + _LONGEST)
    end = stop.start() if stop else len(text)
    listed = text[start:end].rstrip(",")
    if stop is None or not listed or _OPEN.search(listed):
        return None
    items = listed.split("、")
    if not all(_ITEM.fullmatch(item) for item in items) or (len(items) < 2 and not _AND.search(listed)):
        return None
    if not sure and len(items) < 2 and len(_AND.findall(listed)) != 1:
        return None
    joined = [len(_AND.findall(item)) for item in items]
    usual = len(items) + (joined[-1] > 0)
    return Names(len(items), usual, len(items) + sum(joined), start, start + len(listed))


def _judge(page: Page, count: Statement, names: Names, *, sure: bool) -> Iterator[Relation | Finding]:
    spans = (*page.spans([count]), page.span(names.start, names.end))
    because = f"列举{names.usual}个名称"
    stated = int(count.value)
    if stated in (names.usual, names.least):
        yield Relation(Kind.COUNT, Verdict.OK, spans, count.shown, str(stated), because)
    elif sure and not names.least <= stated <= names.most:
        yield Relation(Kind.COUNT, Verdict.WRONG, spans, count.shown, str(names.usual), because)
        message = f"写{count.shown}，随后列举{names.usual}个名称"
        yield report("T132", message, spans, stated=count.shown, expected=str(names.usual))
