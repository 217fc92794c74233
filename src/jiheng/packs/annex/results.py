"""What a clause earns: 得满分, 得3分, 扣0.5分, 不得分, 得分值的80%, 按比例得分 …: a closed list."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from fractions import Fraction

from jiheng.packs.annex.said import Earned
from jiheng.packs.annex.words import NUMBER, exact

_ITEM = "(?:本项|该项|此项|本指标|该指标|此指标|该三级指标|本三级指标|指标)?"
_MARKS = "(?:分值|分数|权重分值|权重分|权重|满分|标准分|指标分值|指标分)"
_GIVE = "(?:可?得|计|记|给|赋|打|获得?|加|评)"

_KINDS: tuple[tuple[str, str], ...] = (
    (
        "none",
        rf"(?:(?<!否)则|均|一律)?,?{_ITEM}(?:均|一律)?(?:不得分|不给分|不计分|不予得分|{_GIVE}?(?<![\d.])0分|{_GIVE}0(?!分)|扣(?:除|完|减)?{_ITEM}的?(?:全部|所有)(?:{_MARKS}|分)|全扣|扣(?:除)?满分)(?![\d至.])",
    ),
    (
        "share",
        rf"(?:{_GIVE}|按照?|扣(?:除|减)?){_ITEM}的?(?:{_MARKS})?的?(?P<share>{NUMBER})%(?:的?{_ITEM}{_MARKS})?(?:计分|得分|计算得分|给分|赋分|计算)?(?![\d至])",
    ),
    ("half", rf"{_GIVE}{_ITEM}的?(?:{_MARKS}的?)?一半(?:的?{_MARKS}|分)?"),
    (
        "full",
        rf"(?:(?<!否)则|可|均)?,?(?:{_GIVE}{_ITEM}的?(?:满分|全分|全部{_MARKS}|{_MARKS}(?!的)(?!分))|满分|不扣分|{_GIVE}满)(?!的?\d)",
    ),
    (
        "rate",
        rf"(?:(?<!否)则|再)?,?(?:按照?|根据|以|据实)(?:实际)?(?:完成|执行|达标|落实|到位|达成)?(?:率|的?比例|比率|情况的?比例|程度的?比例|率的?比例)(?:{_GIVE}分|{_GIVE}算?分|计算得分|计算分值|计算|折算得分|折算|赋分|扣分|扣减|得{_MARKS})?(?:分)?",
    ),
    ("span", rf"{_GIVE}{_ITEM}(?P<low>{NUMBER})分?至(?P<high>{NUMBER})分"),
    ("points", rf"(?:(?<!否)则|可)?,?{_GIVE}{_ITEM}(?P<points>{NUMBER})分(?!值)"),
    ("lost", rf"(?:(?<!否)则|应)?,?{_ITEM}(?:扣减|扣除|扣|减|倒扣){_ITEM}(?P<lost>{NUMBER})分(?!值)"),
    ("bracket", rf"\((?P<bracket>{NUMBER})分\)|(?<=:)(?P<colon>{NUMBER})分"),
)
RESULT = re.compile("|".join(f"(?P<{name}_>{pattern})" for name, pattern in _KINDS))
"""Every way of saying what a case earns."""


def earned(found: re.Match[str], weight: Fraction) -> Earned | None:
    """What a match says, in points of the weight; None for a way that has no one meaning."""
    name = next(name for name, _ in _KINDS if found[f"{name}_"] is not None)
    return _MAKE[name](found, weight)


def _share(found: re.Match[str], weight: Fraction) -> Earned:
    share = exact(found["share"]) / 100 * weight
    return Earned("lost" if found[0].lstrip(",").startswith("扣") else "points", share)


def _span(found: re.Match[str], weight: Fraction) -> Earned | None:
    low, high = exact(found["low"]), exact(found["high"])
    return None if max(low, high) > weight else Earned("range", min(low, high), max(low, high))


_MAKE: dict[str, Callable[[re.Match[str], Fraction], Earned | None]] = {
    "none": lambda _found, _weight: Earned("points"),
    "full": lambda _found, weight: Earned("points", weight),
    "share": _share,
    "half": lambda _found, weight: Earned("points", weight / 2),
    "rate": lambda _found, _weight: Earned("rate"),
    "span": _span,
    "points": lambda found, _weight: Earned("points", exact(found["points"])),
    "lost": lambda found, _weight: Earned("lost", exact(found["lost"])),
    "bracket": lambda found, _weight: Earned("points", exact(found["bracket"] or found["colon"])),
}


def segments(text: str) -> Iterator[tuple[str, re.Match[str] | None]]:
    """The text cut after each result: the words before it, and the result; what is left at the end has none."""
    at = 0
    for found in RESULT.finditer(text):
        yield text[at : found.start()], found
        at = found.end()
    if text[at:].strip(",;。:.¶、"):
        yield text[at:], None
