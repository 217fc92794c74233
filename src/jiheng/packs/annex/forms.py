"""From clauses to a scoring method: each form says which clauses it is made of, and takes no others."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import pairwise

from jiheng.packs.annex import scales
from jiheng.packs.annex.said import Clause
from jiheng.packs.annex.subject import Subject
from jiheng.packs.annex.words import ITEM, NUMBER, exact, written
from jiheng.packs.source import Plain

Inputs = dict[str, dict[str, Plain]]


@dataclass(frozen=True, slots=True)
class Made:
    """A method as a pack writes it, and the data that it asks for."""

    method: dict[str, Plain]
    inputs: Inputs = field(default_factory=dict)


_SCORE = "(?:本项|该项|指标|实际|评价|自评|最终|此项)?得分"
_MARKS = (
    rf"(?:(?:该项|本项|指标|该指标|本指标|对应)?(?:分值|权重分值|权重分|权重|满分值?|标准分值?)|(?P<full>{NUMBER})分?)"
)
_QUOTIENT = r"\(?(?P<over>[^()/=,;。×+\d-]{1,30})/(?P<under>[^()/=,;。×+\d-]{1,30})\)?(?:×100%)?"
_RATIO = r"\(?(?P<rate>[^()/=,;。×+\d-]{1,24}(?:率|比例|度|比重))\)?(?:×100%)?"
_FORMULA = re.compile(
    rf"(?:按照?)?(?:{_SCORE}=)?(?:{_QUOTIENT}|{_RATIO})×{_MARKS}(?:计算得分|计算|计分|得分|来计算)?[。;,]?"
)
_TURNED = re.compile(rf"(?:{_SCORE}=){_MARKS}×(?:{_QUOTIENT}|{_RATIO})[。;,]?")
_BY_RATE = re.compile(
    r"(?:得分)?(?:按照?|根据|以|依据)(?:实际)?(?P<rate>[^,;。\d×/]{0,16}?(?:率|比例|比率))(?:情况)?(?:的?比例)?(?:计算得分|计算分值|计算|计分|得分|赋分|折算得分|给分)[。;,]?"
)
_WORSE = re.compile("未|超|不|差|缺|偏|失|误|滞|结转|结余|调整|变动|投诉|控制|逾期|违|负债|事故|退")
_EACH = re.compile(
    r"(?:以上|上述)?(?:各项|每项|每个要点|各要点|评价要点|要点|要素|各要素|评价要素|评价内容|内容)?,?(?:每)?(?:符合|具备|满足|达到|完成|有)?(?:每)?(?:其中)?(?:1?个?(?:项|条|要点|要素|个))?(?:要求|内容|条件|要点)?(?:的)?,?(?:得|计)(?P<each>\d+(?:\.\d+)?)分[。;,]?(?:(?:全部|均|都)?(?:不符合|不具备|不满足)?(?:的)?,?不得分)?[。;,]?"
)
_EVEN = re.compile(
    r"(?:以上|上述)?(?:每|各)(?:1?个?(?:项|条|要点|要素))?(?:各)?(?:得|计|为)?(?P<each>\d+(?:\.\d+)?)分[。;,]?(?:(?:符合|是|有|具备)(?:要求)?(?:的)?得(?:相应)?分,(?:不符合|否则?|无|没有|不具备)(?:要求)?(?:的)?不得分)?[。;,]?"
)
_LEVELS = re.compile(
    r"(?P<names>[^\d;。:=≥≤<>]{4,120}?)(?:等)?(?P<count>\d)(?:档|个等级|级|个档次|种情况)(?P<between>[^\d]{0,40})(?P<ranges>[\d%至()含、,和及\-]+)(?P<after>[^\d]{0,30})"
)
_SPAN = re.compile(rf"({NUMBER})%?(?:\(不?含\))?至({NUMBER})%(?:\(不?含\))?")


def whole(text: str, subject: Subject) -> Made | None:
    """A criterion that is one formula or one list."""
    for read in (_formula, _by_rate, _levels, _each_of):
        made = read(text, subject)
        if made is not None:
            return made
    return None


def _formula(text: str, subject: Subject) -> Made | None:
    found = _FORMULA.fullmatch(text) or _TURNED.fullmatch(text)
    if found is None or (found["full"] and exact(found["full"]) != subject.weight):
        return None
    if found["rate"]:
        return _rated(found["rate"], subject)
    meaning = f"{found['over']} ÷ {found['under']}"
    name, inputs = subject.datum("比率", "%", meaning, form="pair")
    return Made(_proportional(name), inputs)


def _by_rate(text: str, subject: Subject) -> Made | None:
    found = _BY_RATE.fullmatch(text)
    return None if found is None else _rated(found["rate"], subject)


def _rated(rate: str, subject: Subject) -> Made | None:
    if _WORSE.search(rate) or (rate in {"比例", "完成比例", "率"} and _WORSE.search(subject.name)):
        return None
    name, inputs = subject.rate()
    return Made(_proportional(name), inputs)


def _proportional(name: str) -> dict[str, Plain]:
    return {"kind": "proportional", "measure": name, "target": "100%"}


def _levels(text: str, subject: Subject) -> Made | None:
    """达成、部分达成、未达成三档，分别按100%-80%(含)、80%-60%(含)、60%-0%."""
    del subject
    found = _LEVELS.fullmatch(text.rstrip("。;"))
    if found is None or "分别" not in found["between"] or re.search("扣|每", text):
        return None
    spans = [sorted((exact(one) / 100, exact(two) / 100), reverse=True) for one, two in _SPAN.findall(found["ranges"])]
    plain = re.sub("^.*?(?:分为|划分为|为|按)", "", found["names"])
    names = [name.strip("：:") for name in re.split("[、,]|或者|和", plain) if name]
    if not len(spans) == len(names) == int(found["count"]) or not _joined(spans) or len(set(names)) < len(names):
        return None
    rows: list[Plain] = [
        {"name": name, "high": written(high, "%"), "low": written(low, "%")}
        for name, (high, low) in zip(names, spans, strict=True)
    ]
    return Made({"kind": "qualitative", "levels": rows})


def _joined(spans: Sequence[Sequence[Fraction]]) -> bool:
    ends = spans[0][0] == 1 and spans[-1][1] == 0
    return ends and all(upper[1] == lower[0] for upper, lower in pairwise(spans))


def _each_of(text: str, subject: Subject) -> Made | None:
    """①…；②…；每符合一项得1分: the items stand before it, or in 评价要点."""
    *before, last = text.rstrip("。;").split(ITEM)
    for start in _starts(last):
        found = _EACH.fullmatch(last[start:]) or _EVEN.fullmatch(last[start:])
        if found is None:
            continue
        own = [*before, last[:start]] if start else before
        return _checklist(_names(own) or _names(subject.points_of.split(ITEM)), exact(found["each"]), subject)
    return None


def _starts(text: str) -> list[int]:
    return [0, *(found.end() for found in re.finditer("[。;]", text))]


def _names(parts: Sequence[str]) -> list[str]:
    return [name for part in parts if (name := part.strip(",;。:.、"))]


def _checklist(names: Sequence[str], each: Fraction, subject: Subject) -> Made | None:
    fits = len(names) > 1 and each * len(names) == subject.weight and len(set(names)) == len(names)
    if not fits or any(re.search("扣|得分|不得", name) for name in names):
        return None
    rows: list[Plain] = [
        {"code": str(place), "name": name, "points": written(each)} for place, name in enumerate(names, 1)
    ]
    return Made({"kind": "checklist", "items": rows})


def of_clauses(clauses: Sequence[Clause], subject: Subject) -> Made | None:
    """The first form that is made of just these clauses."""
    forms_: tuple[Callable[[Sequence[Clause], Subject], tuple[dict[str, Plain], Inputs] | None], ...] = scales.FORMS
    for form in forms_:
        made = form(clauses, subject)
        if made is not None:
            return Made(*made)
    return None
