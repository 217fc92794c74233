"""What a rule pack asks for beside the fixed tables, and what has become of codes over the years."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from jiheng.core.calendar import Month
from jiheng.facts.rows.base import Row
from jiheng.facts.schema import column

KINDS = ("单位", "项目", "指标", "资产", "制度", "专项资金", "其他")
"""What keeps its identity over the years."""
RELATIONS = ("同一", "更名", "合并", "拆分")


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclaredValue(Row):
    """One value of a datum that the pack declares (补充数据); unit and form are the pack's to say.

    ``value`` is kept as it was written, since only the pack knows whether it is a number, a share, a day,
    是 or 否, or a level; a share may be given by ``numerator`` and ``denominator`` instead.
    """

    name: str = column("数据名称", key=True, guide="规则包声明的数据名称")
    project: str = column("项目编码", "code", key=True, default="", refers="projects", guide="不按项目填的留空")
    indicator: str = column("指标编码", "code", key=True, default="", guide="不按指标填的留空")
    month: Month | None = column("月份", "month", key=True, optional=True, guide="不按月填的留空")
    value: str = column("值", default="", guide="按该数据要求的单位和形式填写，如 12、95%、2024-03-05、是")
    numerator: Fraction | None = column("分子", "number", guide="按比率填报的，可填分子、分母而不填值")
    denominator: Fraction | None = column("分母", "number")
    basis: str = column("依据", default="", guide="数据出自的文件或台账")


@dataclass(frozen=True, slots=True, kw_only=True)
class Succession(Row):
    """That a code of an earlier year and one of a later year mean the same, or how one came of the other (沿革).

    A merger has a row for each old code, a split one for each new code. Told by a person; codes do not change.
    """

    year: int | None = column("年度", "year", key=True, guide="新编码开始使用的年度")
    kind: str = column("对象", "choice", key=True, choices=KINDS)
    old: str = column("旧编码", "code", key=True)
    new: str = column("新编码", "code", key=True)
    relation: str = column("关系", "choice", required=True, choices=RELATIONS)
    basis: str = column("依据", default="")
