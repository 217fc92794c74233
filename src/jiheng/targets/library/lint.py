"""What is wrong with an entry, or with the library as a whole. Nothing is shipped that a reviewer would return."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction

from jiheng.core.measure_unit import is_money
from jiheng.targets.library.entry import KINDS, LEVELS, OPERATORS, Entry
from jiheng.targets.measurable import doubts

PER_STEM = 3
TEMPLATE = 45
"""No more names may end in one and the same three characters: beyond it the library would be made of templates."""
_SPANS = frozenset({"天", "个工作日", "工作日", "小时", "分钟", "个月", "秒", "年"})
_COMPARED = re.compile(
    r"[÷/×]|之和|合计|平均|计数|按.{1,12}计|统计|累计|实测|实际|差|减|以.{1,20}为准|从.{1,24}[到至]|抽"
)
_BLANK = re.compile(r"进一步|有效提升|显著|明显改善|不断|逐步|较好")


def faults(entry: Entry) -> Iterator[str]:
    """Sentences on one entry; none for a sound one."""
    yield from _fields(entry)
    if entry.kind in KINDS and entry.operator in OPERATORS and _number(entry.value) is not None:
        yield from _direction(entry)
        yield from _figure(entry)
        yield from (f"{doubt.text}，{doubt.fix}" for doubt in doubts(entry.indicator()))


def library_faults(found: Sequence[Entry]) -> Iterator[str]:
    """Sentences on all entries together: names that repeat, stems with too many, names made by one template."""
    yield from (f"名称重复：{name}" for name in _over((each.name for each in found), 1))
    yield from (f"计算方法重复：{text}" for text in _over((each.measured for each in found), 2))
    stems: defaultdict[str, list[str]] = defaultdict(list)
    for each in found:
        stems[each.stem].append(each.name)
    yield from (f"同一词干超过 {PER_STEM} 项：{'、'.join(names)}" for names in stems.values() if len(names) > PER_STEM)
    tails = (each.name[-3:] for each in found if each.kind != "满意度")
    yield from (f"以“{tail}”结尾的过多" for tail in _over(tails, TEMPLATE))


def _over(texts: Iterable[str], most: int) -> list[str]:
    return [text for text, times in Counter(texts).items() if times > most]


def _number(text: str) -> Fraction | None:
    return Fraction(text) if re.fullmatch(r"\d+(\.\d+)?", text) else None


def _fields(entry: Entry) -> Iterator[str]:
    if entry.kind not in KINDS:
        yield f"没有这一类指标：{entry.kind}"
    if entry.operator not in OPERATORS:
        yield f"没有这种指标性质：{entry.operator}"
    if _number(entry.value) is None:
        yield f"示例值不是数：{entry.value}"
    if not entry.levels or set(entry.levels) - set(LEVELS):
        yield "适用层级应为县、乡镇"
    short = [name for name in ("meaning", "measured", "source", "evidence", "mistake") if len(getattr(entry, name)) < 3]
    if short:
        yield f"没有写清：{'、'.join(short)}"
    if not _COMPARED.search(entry.measured):
        yield f"看不出怎样计算：{entry.measured}"
    if _BLANK.search(entry.name + entry.measured):
        yield "名称或计算方法有空话"


def _direction(entry: Entry) -> Iterator[str]:
    if entry.kind == "满意度" and (entry.unit != "%" or entry.operator != "≥"):
        yield "满意度用“≥”和“%”"
    if entry.kind == "成本" and entry.operator == "≥":
        yield "成本不写“不少于”"
    if entry.kind == "时效" and entry.unit in _SPANS and entry.operator == "≥":
        yield "时限不写“不少于”"
    if entry.kind == "数量" and is_money(entry.unit):
        yield "数量指标不用资金数额"
    if entry.unit == "%" and "÷" not in entry.measured:
        yield "比率没有写分子、分母"


def _figure(entry: Entry) -> Iterator[str]:
    value = Fraction(entry.value)
    if entry.unit == "%" and value > 100 and "增长" not in entry.name:
        yield "百分比超过 100%"
    if value == 0 and entry.operator == "≥":
        yield "“不少于 0”什么也不要求"
