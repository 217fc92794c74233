"""Names told before or behind their number: 甲镇、乙镇、丙乡3个乡镇; 分为3个标段，一标段……，二标段……."""

from __future__ import annotations

import re
from collections.abc import Iterator

from jiheng.checks.finding import Finding, Kind, Relation, Verdict
from jiheng.checks.text.catalogue import report
from jiheng.checks.text.page import Page
from jiheng.checks.text.statement import Statement

_COUNTED = frozenset(["个", "项", "家", "所", "类", "大类", "名", "位", "处", "座", "种", "镇", "乡", "村", "部", "条"])
_NAME = r"[\u4e00-\u9fffA-Za-z\"《》]{1,16}"
_BEFORE = re.compile(
    rf"(?P<names>(?:{_NAME}、)+{_NAME}?(?:以及|和|及|与)?{_NAME}|《[^《》]{{2,30}}》(?:[、,]?(?:以及|和|及|与)?《[^《》]{{2,30}}》)+)"
    r"(?:,)?(?P<link>共计?|合计|这|上述|等)?$"
)
_ENDS_NAME = re.compile(r"(?:以及|和|及|与)")
_OPEN = re.compile(r"等|各|其他|主要|第?[一二三四五六七八九十]+是|中的|的$|有的?$")
_VERB = re.compile(r"[了过为]|进行|开展|实施|组织|完成|负责|建设|采购|推进|提高|加强|增加|减少")
_HAN = "一二三四五六七八九十"
_FAR = 90
_BEHIND = 240
_LEAST = 2
_SEVERAL = 3
_MOST = 20
_ALIKE = 4


def find(page: Page) -> Iterator[Relation | Finding]:
    """Count the names of every number of things that stands behind them or is told by ordinals."""
    for count in page.statements:
        plain = count.unit in _COUNTED and not (count.rough or count.bound or count.change)
        if plain and count.value.denominator == 1 and _LEAST <= count.value <= _MOST:
            yield from _before(page, count)
            yield from _by_ordinals(page, count)


def _before(page: Page, count: Statement) -> Iterator[Relation | Finding]:
    begin = max(count.start - _FAR, 0)
    clause = re.split(r"[。;:\n()]", page.text[begin : count.start])[-1]
    match = _BEFORE.search(clause)
    if match is None or match["link"] == "等" or not _plain(match["names"]):
        return
    names = match["names"]
    named = names.count("《") if "》" in names else names.count("、") + 1
    joined = 0 if "》" in names else int(bool(_ENDS_NAME.search(names.split("、")[-1])))
    yield from judge(page, count, (count.start - len(clause) + match.start(), count.start), named, joined)


def _plain(names: str) -> bool:
    """Whether a run of words parted by 、 names things of one sort."""
    if "》" in names:
        return names.startswith("《") or "、《" not in names.partition("《")[0]
    items = names.split("、")
    if len(items) < _SEVERAL or any(_OPEN.search(item) or _VERB.search(item) for item in items[1:]):
        return False
    return max(len(item) for item in items[1:]) - min(len(item) for item in items[1:]) <= _ALIKE


def _by_ordinals(page: Page, count: Statement) -> Iterator[Relation | Finding]:
    """一标段……，二标段……: ordinals before the noun that is counted."""
    noun = page.text[count.end : count.end + 2] if count.unit in ("个", "项") else count.unit
    if len(noun) < _LEAST or not all("\u4e00" <= char <= "\u9fff" for char in noun):
        return
    stop = page.text.find("\n", count.end, count.end + _BEHIND)
    behind = page.text[count.end : stop if stop >= 0 else count.end + _BEHIND]
    found = 0
    while found < len(_HAN) and re.search(rf"[,;:。、中]第?{_HAN[found]}{noun}", behind):
        found += 1
    if found >= _LEAST and ("。" in behind or stop >= 0):
        yield from judge(page, count, (count.end, count.end + len(behind)), found, 0)


def judge(
    page: Page, count: Statement, where: tuple[int, int], named: int, joined: int
) -> Iterator[Relation | Finding]:
    """Hold a number against the names counted; ``joined`` more may hide behind 和."""
    stated = int(count.value)
    spans = (*page.spans([count]), page.span(*where))
    because = f"列举{named + joined}个名称"
    same = stated in (named, named + joined)
    yield Relation(Kind.COUNT, Verdict.OK if same else Verdict.WRONG, spans, count.shown, str(named + joined), because)
    if not same:
        message = f"写{count.shown}，列举{named + joined}个名称"
        yield report("T132", message, spans, stated=count.shown, expected=str(named + joined))
