"""Which case a clause speaks of: 达到95%以上的, 80%(含)至90%, 每低1个百分点, 晚1至3日, 否则 …: a closed list."""

from __future__ import annotations

import re
from fractions import Fraction

from jiheng.packs.annex.said import Case, Side
from jiheng.packs.annex.words import COUNTED, NUMBER, exact
from jiheng.packs.interval import Interval

_UNITS = "|".join(
    sorted(("%", "‰", "万元", "亿元", "元", "分", "亩", "公里", "吨", "平方米", *COUNTED), key=len, reverse=True)
)
_V = rf"(?P<{{0}}>{NUMBER})(?P<{{0}}_unit>{_UNITS})?(?P<{{0}}_mark>\((?:不?含)(?:本数|{NUMBER}%?)?\))?"
_SUBJECT = r"(?P<subject>[^\d<>≥≤=%,;。:±+/×-]{0,30}?)"
_AT = "(?:在|为|是|达|达到|介于|位于|处于|于)?"
_WITHIN = "(?:之间|区间|区间内|范围|范围内|以内|间|之内)?"
_TAIL = "(?:的|时|者)?"
_DAYS = {"天": "天", "日": "天", "个工作日": "工作日", "工作日": "工作日", "个月": "个月", "月": "个月"}

_RANGE = re.compile(rf"{_SUBJECT}{_AT}{_V.format('low')}至{_V.format('high')}{_WITHIN}{_TAIL}")
_ENDS = re.compile(
    rf"{_SUBJECT}(?:不低于|高于|大于|超过|≥|>|达到){_V.format('low')}(?:以上)?[,且、]*(?:但|且|并)?(?:未达到|不足|低于|小于|不到|<|≤|不超过|未达)(?P<high>{NUMBER})(?P<high_unit>{_UNITS})?(?P<high_mark>\(不?含\))?(?:以下)?{_TAIL}"
)
_CHAIN = re.compile(rf"{_V.format('low')}(?P<first>[<≤>≥]){_SUBJECT}(?P<second>[<≤>≥]){_V.format('high')}{_TAIL}")
_COMPARED = re.compile(
    rf"{_SUBJECT}(?P<how>不低于|不少于|不小于|≥|高于|大于|超过|超出|>|低于|小于|少于|不足|不到|未达到|未达|达不到|<|不超过|不高于|不大于|≤|控制在|等于|=|为|达到|达|完成|实现|在)?"
    rf"{_V.format('value')}(?P<end>(?:\(含\))?(?:及以上|及以下|以上|以下|以内|之内|以外))?(?P<end_mark>\(不?含(?:{NUMBER}%?)?\))?{_TAIL}"
)
_EVERY = re.compile(
    rf"(?P<each>每)?(?P<verb>低于|低|少于|少|减少|降低|下降|差|不足|落后|高于|高出|高|超过|超出|超|多|增加|上升|增长|偏离|迟报|迟交|迟|晚|延迟|延期|延误|拖延|逾期|推迟|滞后|超期|发现|发生|出现|存在|查出|有|缺少|缺失|缺|漏报|漏|遗漏|未完成)?"
    rf"(?P<what>[^\d,;。每]{{0,16}}?)(?P<size>{NUMBER})(?P<unit>{_UNITS})(?P<tail>[^\d,;。%]{{0,30}}?),?"
)
_LATE = re.compile(
    r"(?:晚|迟报?|迟交|延迟|延期|延误|逾期|超期|推迟|超过(?:规定|截止)?(?:时间|时限|期限))(?:报送|提交|完成|上报|报)?(?:在)?"
    rf"(?P<how>超过|不超过)?(?P<low>{NUMBER})(?:天|日)?(?:至(?P<high>{NUMBER}))?(?P<unit>个工作日|工作日|天|日|个月|月)(?P<end>\(含\)以内|\(不含\)以上|以上|以内|之内|及以上)?(?:报送|提交|完成|上报)?{_TAIL}"
)
_REST = re.compile(
    r"(?:有|任意|任何|任)?1项不(?:符合|满足|达标|合格)(?:要求|规定)?的?|(?:否则|其他|其它|其余|反之)(?:的|则|者|情况|情形|情况的|情形的)?|(?:未|没有|不|达不)(?:达到?|符合|满足|达标|完成|到)(?:要求|标准|目标|目标值|上述标准|条件|以上要求|以上标准)?的?|低于此标准的?|以上均不符合的?|未?达不到的?|不足的?|(?:低于|未达到?|未完成|不足|少于|未实现)(?:年度|预期|计划|绩效|设定|全年)*(?:目标值?|指标值?|任务数?|计划数?值?)的?|(?:未|没有)(?:完成|达到|达标|实现)的?"
)
_TARGET = re.compile(
    r"(?:[^,;。未不没\d]{0,12})??(?:实际)?(?:完成|达到|实现|达成|不低于|≥|高于或等于|达到或超过)(?:了)?(?:年度|年初|预期|既定|计划|设定|绩效|全年|当年|规定|预定)*(?:目标值|目标|指标值|任务|任务数|计划|计划数|计划值|指标|绩效目标|绩效指标)(?:值|数|要求|任务)?(?:及以上|以上)?的?"
)
_OF_TARGET = re.compile(
    r"(?:较|比|于)?(?:年度|年初|预期|计划|设定|绩效|全年)*(?:目标值?|指标值|计划值?|计划数|任务数?|标准)的?"
)
_ON_TIME = re.compile(
    r"[^,;。]{0,20}(?:按时|按期|如期|及时|按规定时间|在规定时间内|在规定时限内|规定时间内|规定时限内|期限内|时限内|按要求时间|按时限)[^,;。\d]{0,20}"
)
_LOOSE_WORDS = re.compile("[¶。;]|每|比例|酌情|视情|适当|情节|程度给|[<>≥≤=%]")
_LOW = frozenset(["低于", "低", "少于", "少", "减少", "降低", "下降", "差", "不足", "落后"])
_HIGH = frozenset(["高于", "高出", "高", "超过", "超出", "超", "多", "增加", "上升", "增长"])
_LATE_VERBS = frozenset(["迟报", "迟交", "迟", "晚", "延迟", "延期", "延误", "拖延", "逾期", "推迟", "滞后", "超期"])
_FOUND = frozenset(["发现", "发生", "出现", "存在", "查出", "有", "缺少", "缺失", "缺", "漏报", "漏", "遗漏", "未完成"])
_AT_LEAST = frozenset(["不低于", "不少于", "不小于", "≥", "达到", "达", "完成", "实现"])
_ABOVE = frozenset(["高于", "大于", "超过", "超出", ">"])
_BELOW = frozenset(["低于", "小于", "少于", "不足", "不到", "未达到", "未达", "达不到", "<"])
_AT_MOST = frozenset(["不超过", "不高于", "不大于", "≤"])
_LEADING = re.compile(
    r"^(?:其中|具体为|评分标准|评分标准为|评价标准|计分标准|得分标准|扣分标准|若|如果|如|当|即|凡|对于?)[:,]?(?=.)"
)
MOST_WORDS = 120
SHORT = "少"
"""Said of what is short of a number (每少1项扣1分)."""
ONCE = "有"
"""Said of one thing found (有一项不符合扣1分), which is each only where the text goes on to 扣完为止."""


def bare(text: str) -> str:
    """A clause without the signs around it and the words that only lead in."""
    return _LEADING.sub("", text.strip(",;。:.¶、")).strip(",;。:.¶、")


def case(text: str) -> Case | None:
    """What a clause speaks of; None where the list does not know it."""
    words = bare(text)
    if not words:
        return None
    for read in (_rest, _late, _chain, _ends, _range, _compared, _every, _said):
        found = read(words)
        if found is not None:
            return found
    return None


def _rest(words: str) -> Case | None:
    return Case("rest", words) if _REST.fullmatch(words) else None


def _late(words: str) -> Case | None:
    found = _LATE.fullmatch(words)
    if found is None:
        return None
    unit, low, high, end = _DAYS[found["unit"]], exact(found["low"]), found["high"], found["end"] or ""
    if high is not None:
        return Case("late", words, inside=Interval(low, exact(high)), unit=unit)
    if found["how"] == "不超过" or end in {"以内", "(含)以内", "之内"}:
        return Case("late", words, inside=Interval(Fraction(0), low, with_low=False), unit=unit)
    if found["how"] == "超过" or end == "(不含)以上":
        return Case("late", words, inside=Interval(low, None, with_low=False), unit=unit)
    if end in {"以上", "及以上"}:
        return Case("late", words, inside=Interval(low, None), unit=unit, loose=frozenset({low}))
    return Case("late", words, inside=Interval(low, low), unit=unit)


def _value(found: re.Match[str], name: str, unit: str) -> Fraction:
    number = exact(found[name])
    return number / 100 if unit == "%" else number


def _chain(words: str) -> Case | None:
    found = _CHAIN.fullmatch(words)
    if found is None or (found["first"] in "<≤") != (found["second"] in "<≤"):
        return None
    names = ("low", "high") if found["first"] in "<≤" else ("high", "low")
    signs = (found["first"], found["second"]) if found["first"] in "<≤" else (found["second"], found["first"])
    unit = found["high_unit"] or found["low_unit"] or ""
    low, high = (_value(found, name, unit) for name in names)
    inside = Interval(low, high, signs[0] in "≤≥", signs[1] in "≤≥")
    return None if inside.empty else Case("range", words, found["subject"], inside, unit)


def _ends(words: str) -> Case | None:
    found = _ENDS.fullmatch(words)
    if found is None:
        return None
    unit = found["high_unit"] or found["low_unit"] or ""
    low, high = _value(found, "low", unit), _value(found, "high", unit)
    start, end = words.find(found["low"]), words.rfind(found["high"])
    with_low = re.search("(?:高于|大于|超过|>)$", words[:start]) is None or found["low_mark"] == "(含)"
    with_high = re.search("(?:≤|不超过)$", words[:end]) is not None or found["high_mark"] == "(含)"
    inside = Interval(low, high, with_low, with_high)
    return None if inside.empty else Case("range", words, found["subject"], inside, unit)


def _range(words: str) -> Case | None:
    found = _RANGE.fullmatch(words)
    if found is None:
        return None
    unit = found["high_unit"] or found["low_unit"] or ""
    if found["low_unit"] and found["low_unit"] != unit:
        return None
    first, last = _value(found, "low", unit), _value(found, "high", unit)
    marks = [found["low_mark"] or "", found["high_mark"] or ""]
    if first > last:
        first, last, marks = last, first, marks[::-1]
    inside = Interval(first, last, "不含" not in marks[0], "不含" not in marks[1])
    told_low, told_high = bool(marks[0]), bool(marks[1])
    if told_low and not told_high and "不含" not in marks[0]:
        inside = Interval(first, last, with_low=True, with_high=False) if last < 1 or unit != "%" else inside
    loose = frozenset(each for each, told in ((first, told_low), (last, told_high or told_low)) if not told)
    if told_high and not told_low and "不含" not in marks[1]:
        inside, loose = Interval(first, last, with_low=False, with_high=True), frozenset()
    return None if inside.empty else Case("range", words, found["subject"], inside, unit, loose)


def _compared(words: str) -> Case | None:
    found = _COMPARED.fullmatch(words)
    if found is None or (not found["how"] and found["subject"] and not found["value_unit"]):
        return None
    if re.search("每|其中|分别|任[意1]", found["subject"]):
        return None
    how, end = found["how"] or "", (found["end"] or "").removeprefix("(含)")
    unit = found["value_unit"] or ""
    value = _value(found, "value", unit)
    marks = (
        (found["value_mark"] or "")
        + (found["end_mark"] or "")
        + ("(含)" if (found["end"] or "").startswith("(含)") else "")
    )
    inside = _inside(how, end, value, marks)
    loose = (
        frozenset({value}) if end in {"以上", "以下", "以内", "之内"} and not marks and how in _NEUTRAL else frozenset()
    )
    subject = found["subject"]
    return None if inside is None else Case("range", words, subject, inside, unit, loose)


_NEUTRAL = frozenset(("", "为", "在", "达到", "达", "控制在", "完成", "实现"))


def _inside(how: str, end: str, value: Fraction, marks: str) -> Interval | None:
    out = "不含" in marks
    into = "含" in marks and not out
    if end:
        return _ended(how, end, value, out=out)
    if how in _AT_LEAST | _ABOVE:
        return Interval(value, None, with_low=into or (how in _AT_LEAST and not out))
    if how in _AT_MOST | _BELOW:
        return Interval(None, value, with_high=into or (how in _AT_MOST and not out))
    return Interval(value, value) if how in {"", "为", "=", "等于"} else None


def _ended(how: str, end: str, value: Fraction, *, out: bool) -> Interval | None:
    """95%以上, 不低于95%以上, 10%以内."""
    if end in {"及以上", "以上"} and how in _NEUTRAL | _ABOVE | {"不低于", "≥"} and how != "控制在":
        return Interval(value, None, with_low=not out)
    if end in {"及以下", "以下", "以内", "之内"} and how in _NEUTRAL | _AT_MOST | {"低于", "小于", "不足"}:
        return Interval(None, value, with_high=not out and how not in {"低于", "小于", "不足"})
    return None


def _every(words: str) -> Case | None:
    found = _EVERY.fullmatch(words)
    if found is None or re.search("比例|酌情|视情|情节|以上|以下|以内", found["tail"] + found["what"]):
        return None
    verb, size, tail = found["verb"] or "", exact(found["size"]), found["tail"]
    each = bool(found["each"]) or verb in {"发现", "查出", "出现", "发生"}
    once = size == 1 and verb in {"有", "存在", ""} and re.search("不|未|无|缺|违|错", tail)
    if not each and not once:
        return None
    if verb in _LATE_VERBS and found["unit"] in _DAYS:
        return Case("late", words, inside=Interval(size, size), unit=_DAYS[found["unit"]], size=size)
    if found["unit"] in {"百分点", "个百分点", "%"}:
        return _per_cent(words, found)
    return _in_things(words, found, each=each)


def _per_cent(words: str, found: re.Match[str]) -> Case | None:
    side, what = _side(found["verb"] or ""), found["what"]
    known = not what or _OF_TARGET.fullmatch(what) or "率" in what
    if not side or not known or found["tail"].strip("的时,"):
        return None
    of_target = bool(_OF_TARGET.fullmatch(what))
    return Case("every", words, unit="%", side=side, size=exact(found["size"]) / 100, of_target=of_target)


def _in_things(words: str, found: re.Match[str], *, each: bool) -> Case | None:
    verb, unit, size = found["verb"] or "", found["unit"], exact(found["size"])
    if verb in {"少", "少于"} and size == 1 and not found["what"]:
        return Case("every", words, subject=SHORT, unit=unit, side="low", size=size)
    if verb in _LOW | _HIGH | _LATE_VERBS:
        plain = not found["tail"].strip("的时") and not found["what"]
        return Case("every", words, unit=unit, side=_side(verb) or "low", size=size) if plain else None
    return Case("every", words, subject="" if each else ONCE, unit="" if unit == "档" else unit, size=size)


def _side(verb: str) -> Side:
    return "low" if verb in _LOW else "high" if verb in _HIGH else ""


def _said(words: str) -> Case | None:
    if re.search(r"\d", words) or _LOOSE_WORDS.search(words) or len(words) > MOST_WORDS:
        return None
    return Case("words", words, of_target=bool(_TARGET.fullmatch(words)), subject="按时" if _is_on_time(words) else "")


def _is_on_time(words: str) -> bool:
    return bool(_ON_TIME.fullmatch(words)) and not re.search("未|不及时|没有|逾期", words)
