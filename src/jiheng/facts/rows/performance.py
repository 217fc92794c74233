"""Indicators, what was reached, and what is said about it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from jiheng.core.calendar import Month
from jiheng.core.exact import Points
from jiheng.facts.rows.base import Row
from jiheng.facts.schema import column

OPERATORS = ("≥", "≤", "=", ">", "<", "定性")
LEVELS = ("达成预期指标", "部分达成预期指标并具有一定效果", "未达成预期指标且效果较差")


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator(Row):
    """A performance indicator with its target, of a project or of the whole unit."""

    code: str = column("指标编码", "code", key=True)
    project: str = column("项目编码", "code", default="", refers="projects", guide="部门整体指标留空")
    level_1: str = column("一级指标", required=True)
    level_2: str = column("二级指标", default="")
    name: str = column("三级指标", required=True)
    operator: str = column("指标性质", "choice", required=True, choices=OPERATORS)
    target: Fraction | None = column("年度指标值", "number")
    original_target: Fraction | None = column("年初指标值", "number", guide="年中调整过目标的，填调整前的值")
    text_target: str = column("定性目标", default="")
    unit: str = column("度量单位", default="")
    weight: Points | None = column("权重", "points")
    core: bool = column("是否核心指标", "flag", default=False)
    last_actual: Fraction | None = column("上年实际值", "number")
    meaning: str = column("指标解释", default="")
    data_source: str = column("数据来源说明", default="")


@dataclass(frozen=True, slots=True, kw_only=True)
class Result(Row):
    """What was reached on an indicator (own code) or on a leaf of the pack (its code)."""

    indicator: str = column("指标编码", "code", key=True)
    actual: Fraction | None = column("全年完成值", "number")
    level: str = column("完成等级", default="", guide="规则包规定的等级，如达成预期指标")
    coefficient: Fraction | None = column("得分系数", "percent")
    choice: str = column("所选情形", "code", default="")
    absent: str = column("不适用理由", default="")
    claimed: Points | None = column("自评得分", "points")
    reason: str = column("偏差原因", default="")
    measure: str = column("改进措施", default="")


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer(Row):
    """The unit's answer to one item of a checklist (leaf code and item code)."""

    indicator: str = column("指标编码", "code", key=True)
    item: str = column("核对事项编码", "code", key=True)
    answer: str = column("是否符合", "choice", required=True, choices=("是", "否", "不适用"))
    proof: str = column("依据文件", default="")


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence(Row):
    """One piece of supporting evidence (佐证材料)."""

    code: str = column("证据编号", "code", key=True)
    indicator: str = column("指标编码", "code", required=True)
    title: str = column("材料名称", required=True)
    file: str = column("文件", default="")
    page: str = column("页码", "code", default="")
    dated: date | None = column("材料日期", "date")
    sample: int | None = column("调查样本数", "integer")
    sha256: str = column("SHA-256", "code", default="")


@dataclass(frozen=True, slots=True, kw_only=True)
class Observation(Row):
    """The state of an indicator at a month's end (运行监控)."""

    indicator: str = column("指标编码", "code", key=True, refers="indicators")
    month: Month | None = column("监控月份", "month", key=True)
    value: Fraction | None = column("当前完成值", "number")
    likelihood: str = column("完成目标可能性", "choice", default="", choices=("确定能", "有可能", "不可能"))
    reason: str = column("偏差原因", default="")
    measure: str = column("改进措施", default="")


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim(Row):
    """A figure as an official form states it, to be compared with what the data give (表内填报数)."""

    project: str = column("项目编码", "code", key=True, default="", refers="projects", guide="部门整体表留空")
    item: str = column(
        "填报项目",
        "choice",
        key=True,
        choices=(
            "年初预算数",
            "全年预算数",
            "全年执行数",
            "执行率",
            "执行得分",
            "自评总分",
            "评价等级",
        ),
    )
    part: str = column(
        "资金构成",
        key=True,
        default="年度资金总额",
        guide="总额以外写明：财政拨款、上年结转资金、其他资金、基本支出、项目支出",
    )
    stated: Fraction | None = column("填报数", "figure", guide="金额以元计，比率写百分数")
    text: str = column("填报文字", default="", guide="等级等不是数字的填这里")


@dataclass(frozen=True, slots=True, kw_only=True)
class Review(Row):
    """The reviewer's value and score of one indicator, with the rule behind each deduction (复核)."""

    indicator: str = column("指标编码", "code", key=True)
    actual: Fraction | None = column("复核完成值", "number")
    score: Points | None = column("复核得分", "points", required=True)
    rule: str = column("扣分依据", default="")
    percent: Fraction | None = column("扣分比例", "percent")
    category: str = column("问题类型", default="", guide="同类问题写同一个词，便于核对尺度")
    reason: str = column("扣分理由", default="")


@dataclass(frozen=True, slots=True, kw_only=True)
class History(Row):
    """A measure's value in an earlier year."""

    measure: str = column("指标或数据名称", key=True)
    year: int | None = column("年度", "year", key=True)
    value: Fraction | None = column("数值", "number", required=True)
    unit: str = column("单位", default="")


@dataclass(frozen=True, slots=True, kw_only=True)
class Narrative(Row):
    """One block of the narrative; figures are written as bindings, never typed."""

    chapter: str = column("章节编码", "code", key=True)
    text: str = column("正文", required=True)
