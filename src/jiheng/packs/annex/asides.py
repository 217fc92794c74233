"""What a criterion says beside its clauses (扣完为止, 不足1%按1%计, 无此项的不适用, a definition), taken out of the text."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from fractions import Fraction

from jiheng.packs.annex.said import Aside
from jiheng.packs.annex.words import COUNTED, ITEM, NUMBER, exact

_STEP = f"(?:{NUMBER})?(?:%|{'|'.join(sorted(COUNTED, key=len, reverse=True))})"
_GONE = re.compile(
    r"(?:,|\()?(?:直至|至|直到)?(?:本项|该项|此项|所有)?(?:扣完(?:本项|该项|此项|所有|本项全部|全部|该指标)?(?:分值|权重分?|分数|分|满分)?为止|扣至0分为止|扣到0分为止|扣至0分|扣完)\)?"
    r"|,?(?:本项|该项|此项)?(?:最低(?:得分?)?(?:为|至)?0分|不(?:计|得|出现)负分|最低不低于0分)"
)
_BEGUN = re.compile(
    rf"[,;(]?(?:扣分时)?不足{_STEP}(?:的)?,?(?:均|也)?(?:按照?|视同|以|算)(?:{_STEP})(?:计算|计|扣分|扣|处理)?(?:分)?\)?"
)
_WHOLE = re.compile(rf"[,;(]?不足{_STEP}(?:的)?,?(?:不扣分|不计|不计算|忽略不计|不予扣分)\)?")
_MOST = re.compile(rf"[,;(]?(?:最多|最高|累计最多|累计最高|合计最多)扣(?:减)?(?P<most>{NUMBER})分(?:为止)?\)?")
_FULL = re.compile(
    rf"(?:^|(?<=[。;:,(]))(?:本项|该项|此项|本指标|该指标|指标)?(?:总分|满分|分值)(?:为|:|=)?(?P<full>{NUMBER})分\)?(?=[,。;:)]|$)"
)
_CAP = re.compile(
    rf"[,;。(]?(?:(?:得分|完成率|比例|实际完成)?(?:超过|超出|大于|高于)(?:100%|满分|分值|{NUMBER}分|目标值?)(?:的)?,?(?:均|也)?按照?(?:100%|满分|分值|{NUMBER}分)(?:计算|计分|计|得分)|(?:得分)?(?:最高|最多)?(?:得分)?不(?:得)?超过(?:该指标|本指标|该项|本项)?(?:分值|满分|权重|{NUMBER}分)(?:上限)?|(?:最高|最多)得?(?:{NUMBER}分|满分))\)?(?=[,;。]|$)"
)
_ABSENT_WHO = r"(?:(?:无|没有|未)(?:涉及|发生|安排|开展)?(?:此|该|本|相关|上述|这)(?:项|类)?[^\d,。;得扣]{0,12}|(?:不涉及|未涉及)[^\d,。;得扣]{0,16})(?:的|单位|部门|项目)*"
_ABSENT_FULL = re.compile(
    rf"[,;。(]?{_ABSENT_WHO},?(?:本项|该项|此项)?(?:视同|视为|按|直接|可)?(?:得|计|给)?(?:满分|权重分|不扣分)(?:计|计算|处理)?\)?"
)
_ABSENT_OUT = re.compile(
    rf"[,;。(]?(?:{_ABSENT_WHO}),?(?:则)?(?:本项|该项|此项|本指标|该指标)?(?:指标)?(?:不适用|不参与评价|不参评|不考核|不评分|不评价|不纳入评价)(?:本项|该项|此项|本指标|该指标)?\)?"
)
_DEFINED = re.compile(
    r"(?:^|(?<=[。;,:¶]))(?P<name>[^。;,:=≥≤<>\d]{2,24}?)=(?P<body>[^。;,:=≥≤<>]*[/÷×][^。;,:=≥≤<>]*)(?=[。;,]|$)"
)
_LEAD = re.compile(r"^(?:评分标准|评价标准|计分标准|评分办法|评分规则|计分方法|得分标准|评价要点|评分要点)[:,]?")
_HEAD = re.compile(r"(?:得分|分值|分)$")


@dataclass(slots=True)
class Stripped:
    """A criterion without what stood beside its clauses."""

    text: str
    aside: Aside = field(default_factory=Aside)
    defined: str = ""
    contrary: str = ""
    """What cannot be: marks that differ from the points of the indicator."""


def stripped(text: str, weight: Fraction) -> Stripped:
    """Take out what the closed list of asides knows."""
    found = Stripped(_LEAD.sub("", text))
    _take_formula(found)
    _take_full(found, weight)
    _hold_caps(found, weight)
    for pattern, change in _CHANGES:
        if pattern.search(found.text):
            found.text = pattern.sub(lambda match: "。" if match[0][0] in "。;" else "", found.text)
            found.aside = change(found.aside)
    if match := _MOST.search(found.text):
        found.text = found.text[: match.start()] + found.text[match.end() :]
        found.aside = replace(found.aside, most=exact(match["most"]))
    return found


def _begun(aside: Aside) -> Aside:
    return replace(aside, part="begun")


_CHANGES: tuple[tuple[re.Pattern[str], Callable[[Aside], Aside]], ...] = (
    (_BEGUN, _begun),
    (_WHOLE, lambda aside: aside),
    (_ABSENT_FULL, lambda aside: replace(aside, absent="full")),
    (_ABSENT_OUT, lambda aside: replace(aside, absent="unsaid")),
    (_GONE, lambda aside: replace(aside, until_gone=True)),
    (_CAP, lambda aside: aside),
)


def _take_formula(found: Stripped) -> None:
    for match in reversed(list(_DEFINED.finditer(found.text))):
        if not _HEAD.search(match["name"]) and not re.search("得|扣|分值|权重|满分", match["body"]):
            found.defined = match[0].strip(ITEM) + ("；" + found.defined if found.defined else "")
            found.text = found.text[: match.start()] + found.text[match.end() :].lstrip(",;。")


def _hold_caps(found: Stripped, weight: Fraction) -> None:
    for cap in _CAP.finditer(found.text):
        said = re.search(rf"({NUMBER})分", cap[0])
        if said is not None and exact(said[1]) != weight:
            found.contrary = f"标准写最高 {said[1]} 分，与分值不同"


def _take_full(found: Stripped, weight: Fraction) -> None:
    for match in reversed(list(_FULL.finditer(found.text))):
        if exact(match["full"]) != weight:
            found.contrary = f"标准写满分 {match['full']} 分，与分值不同"
        found.text = found.text[: match.start()] + found.text[match.end() :].lstrip(",;。:")
