"""Is it measurable: a number with its direction and a unit that fits, or a test that anybody can apply."""

from __future__ import annotations

import re
from collections.abc import Iterator

from jiheng.core.measure_unit import is_money
from jiheng.facts.rows import Indicator
from jiheng.targets.doubt import Doubt

_RATE = re.compile(r"(率|比例|占比|覆盖面|满意度)$")
_LOWER_IS_BETTER = re.compile(r"(成本|超支|投诉|事故|差错|失业|死亡|逾期|未完成)")
_MENDED = re.compile(
    r"办结|结案|化解|处置|整改|处理|回复|响应|调处|下降|降幅|压降|减少|参保|保险|再就业|救助|演练|挽回|纠正|培训|预防|查处"
)
"""Words that turn it round: of complaints settled, or of a fall in accidents, more is better."""
_EMPTY_WORDS = re.compile(r"提升|提高|完善|加强|明显|显著|有效|基本|进一步|持续|不断|良好|较好|切实|全面")
_TEST = re.compile(
    r"[0-9０-９]|[一二三四五六七八九十百]+[个项次件人天月户家]|月底|年底|季度末|通过验收|出具|印发|备案|评定|认定|零发生|无.{0,4}(事故|投诉)"
)
_RATE_UNITS = frozenset({"%", "‰", "分"})


def doubts(indicator: Indicator) -> tuple[Doubt, ...]:
    """Every doubt about one indicator, the grave ones first."""
    found = [*_wording(indicator), *_value(indicator), *_direction(indicator), *_kind(indicator)]
    return tuple(sorted(found, key=lambda doubt: not doubt.grave))


def _wording(indicator: Indicator) -> Iterator[Doubt]:
    goal = indicator.text_target
    if indicator.operator != "定性":
        return
    if not goal:
        yield Doubt("text_target", "定性指标没有写目标", "写明完成什么、到什么程度、以什么为准", grave=True)
    elif not _TEST.search(goal):
        words = "、".join(dict.fromkeys(_EMPTY_WORDS.findall(goal)))
        said = f"只有“{words}”一类的说法" if words else "看不出怎样算完成"
        yield Doubt(
            "text_target", said, "改为数量，或写明时点、对象、验收依据，例如“6月底前完成并通过验收”", grave=True
        )


def _value(indicator: Indicator) -> Iterator[Doubt]:
    if indicator.operator == "定性":
        return
    if indicator.target is None:
        yield Doubt("target", "定量指标没有数值", "填写数字", grave=True)
    if not indicator.unit:
        yield Doubt("unit", "没有度量单位", "填写单位，如 场、人、%", grave=True)
    elif _RATE.search(indicator.name) and indicator.unit not in _RATE_UNITS:
        yield Doubt("unit", f"“{indicator.name}”的单位是“{indicator.unit}”", "比率用 %", grave=True)
    elif (
        indicator.unit == "%"
        and indicator.target is not None
        and indicator.target > 100
        and "增长" not in indicator.name
    ):
        yield Doubt("target", "百分比超过 100%", "核对数值，或改用其他单位")


def _direction(indicator: Indicator) -> Iterator[Doubt]:
    named = _LOWER_IS_BETTER.search(indicator.name) and not _MENDED.search(indicator.name)
    lower = bool(named) or "成本" in indicator.level_2
    if lower and indicator.operator in {"≥", ">"}:
        yield Doubt("operator", "这类指标越低越好，却写成“不少于”", "改为“≤”", grave=True)


def _kind(indicator: Indicator) -> Iterator[Doubt]:
    if indicator.level_2.startswith("数量") and is_money(indicator.unit):
        yield Doubt("level_2", "用资金数额作数量指标", "改写做了多少事；资金放在成本指标", grave=True)
    if "效益" in indicator.level_1 and indicator.unit == "%" and not (indicator.meaning or indicator.data_source):
        yield Doubt("meaning", "百分比没有说明怎样计算、数据从哪里来", "填写指标解释和数据来源说明")
