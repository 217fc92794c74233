"""The unit behind a number: money, shares, scores, and the measure words of counted things."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from functools import cache

# A measure word that also begins an ordinary word names what must not follow it.
_WORDS = {
    "个": "",
    "项": "目",
    "宗": "旨教",
    "笔": "试记者录",
    "人": "员民均才大口事力为工们数文",
    "名": "称单录",
    "户": "籍",
    "家": "庭乡属长居",
    "所": "有属需在以谓",
    "次": "要日年月",
    "场": "地所馆",
    "件": "",
    "套": "",
    "台": "账",
    "辆": "",
    "头": "",
    "只": "",
    "批": "准复",
    "期": "间末初满望",
    "条": "件例",
    "座": "谈位",
    "处": "理置于罚长",
    "份": "额",
    "册": "",
    "篇": "",
    "部": "分门署",
    "架": "构",
    "株": "",
    "棵": "",
    "盏": "",
    "张": "",
    "幅": "度",
    "支": "出付持部撑援农",
    "间": "接隔断",
    "栋": "",
    "幢": "",
    "块": "",
    "根": "据本",
    "类": "型别似",
    "种": "植养子业粮苗",
    "级": "别",
    "对": "应于象比照口接外",
    "组": "织成长",
    "口": "径",
    "眼": "",
    "床": "",
    "桶": "",
    "箱": "",
    "瓶": "",
    "本": "级年单部项次镇县局院校市区人着",
    "枚": "",
    "道": "路德",
    "段": "",
    "位": "于置",
    "版": "",
    "页": "",
    "艘": "",
    "尾": "",
    "羽": "",
    "包": "括含装",
    "袋": "",
    "岁": "",
    "班": "子",
    "队": "伍",
    "节": "约能余",
    "课时": "",
    "学时": "",
    "标段": "",
    "方面": "",
    "大方面": "",
    "大块": "",
    "大项": "",
    "斤": "",
    "起": "诉源伏到草步点始来",
    "例": "如外会行子",
    "千瓦时": "",
    "千瓦": "时",
    "兆瓦": "",
    "门": "",
    "双": "",
    "盒": "",
    "颗": "",
    "堂": "",
    "轮": "换次胎",
    "届": "",
    "匹": "配",
    "卷": "",
    "人天": "",
    "立方": "米",
    "项次": "",
    "例次": "",
    "台套": "",
    "大类": "",
    "点": "多",
    "字": "",
    "镇": "",
    "村": "民庄委",
    "乡": "镇村",
    "路": "面灯径段",
    "人次": "数",
    "批次": "",
    "场次": "",
    "车次": "",
    "班次": "",
    "架次": "",
    "台次": "",
    "户次": "",
    "件次": "",
    "余次": "",
    "平方米": "",
    "平米": "",
    "㎡": "",
    "m2": "",
    "平方公里": "",
    "平方千米": "",
    "立方米": "",
    "m³": "",
    "公里": "",
    "千米": "",
    "km": "",
    "hm2": "",
    "hm²": "",
    "hm": "",
    "公顷": "",
    "亩": "产",
    "米": "",
    "公斤": "",
    "千克": "",
    "kg": "",
    "吨": "",
    "克": "",
    "小时": "",
    "分钟": "",
    "天": "",
    "周": "年边",
    "工作日": "",
    "个工作日": "",
    "个月": "",
    "月": "份底初末度均报结至",
    "倍": "增",
    "日": "常期前均报",
    "年": "度初末底中来间",
    "季度": "",
    "分": "别为解布析类管项局公期行之中享散配批成担",
    "元": "",
    "%": "",
    "‰": "",
    "个百分点": "",
    "百分点": "",
    "kw": "",
    "mm": "",
    "cm": "",
    "m": "",
    "t": "",
}


def _pattern(words: dict[str, str]) -> str:
    ordered = sorted(words, key=len, reverse=True)
    return "|".join(re.escape(word) + (f"(?![{words[word]}])" if words[word] else "") for word in ordered)


_UNIT = re.compile(
    r"(?P<approx>[多余来几])?(?P<scale>万亿|千万|百万|[万亿千百])?(?P<approx2>[多余])?"
    rf"(?P<unit>{_pattern(_WORDS)})?"
    r"(?P<per>(?:/|每)(?:人次|人|户|亩|年|月|天|日|次|个|米|公里|平方米|吨|套|台|辆|场|小时|学年|学期|生|㎡|公顷|头|只)"
    r"(?:[·*./每](?:年|月|天|日|次|人|学年|学期))?)?"
)
_SCALES = {"": 1, "百": 100, "千": 1000, "万": 10**4, "百万": 10**6, "千万": 10**7, "亿": 10**8, "万亿": 10**12}
_SAME = {
    "平米": "平方米",
    "㎡": "平方米",
    "m2": "平方米",
    "m³": "立方米",
    "工作日": "个工作日",
    "kg": "公斤",
    "t": "吨",
    "hm2": "hm",
    "hm²": "hm",
}
SIZES: dict[str, tuple[str, Fraction]] = {
    "元": ("money", Fraction(1)),
    "%": ("share", Fraction(1, 100)),
    "‰": ("share", Fraction(1, 1000)),
    "倍": ("share", Fraction(1)),
    "个百分点": ("share points", Fraction(1, 100)),
    "百分点": ("share points", Fraction(1, 100)),
    "分": ("points", Fraction(1)),
    "公里": ("length", Fraction(1000)),
    "千米": ("length", Fraction(1000)),
    "km": ("length", Fraction(1000)),
    "米": ("length", Fraction(1)),
    "m": ("length", Fraction(1)),
    "公斤": ("weight", Fraction(1)),
    "千克": ("weight", Fraction(1)),
    "吨": ("weight", Fraction(1000)),
    "平方公里": ("area", Fraction(10**6)),
    "平方千米": ("area", Fraction(10**6)),
    "公顷": ("area", Fraction(10**4)),
    "hm": ("area", Fraction(10**4)),
    "平方米": ("area", Fraction(1)),
}


@dataclass(frozen=True, slots=True)
class Measure:
    """A unit as it stands: its name, what it measures, its size, where it ends, whether the number is rough."""

    name: str
    dimension: str
    factor: Fraction
    end: int
    rough: bool


_BARE = Fraction(1)


def read_measure(text: str, start: int) -> Measure:
    """Read the unit that begins at ``start``; an empty name is a bare number."""
    match = _UNIT.match(text, start)
    if match is None or match.end() == start:
        return Measure("", "", _BARE, start, rough=False)
    approx, scale, unit = match["approx"], match["scale"] or "", match["unit"] or ""
    if not unit and (approx or (scale and scale not in "万亿")):
        return Measure("", "", _BARE, start, rough=bool(approx))
    name, dimension, factor = _sized(_SAME.get(unit, unit), scale, match["per"] or "")
    if not unit and scale and "\u4e00" <= text[match.end() : match.end() + 1] <= "\u9fff":
        dimension = dimension.removeprefix("money")
    return Measure(name, dimension, factor, match.end(), bool(approx or match["approx2"]))


@cache
def _sized(unit: str, scale: str, per: str) -> tuple[str, str, Fraction]:
    """Name, dimension and size of a unit; 48万 alone is money unless a noun follows (10万农户)."""
    counted = f"count:{unit}" if unit else "money" if scale else ""
    dimension, factor = SIZES.get(unit, (counted, _BARE))
    return scale + unit + per, f"{dimension} per {per[1:]}" if per else dimension, factor * _SCALES[scale]
