"""One indicator of the library, with everything that a target needs but the unit's own figure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from jiheng.facts.rows import Indicator


class Kind(NamedTuple):
    """Where a kind of indicator stands in the form: 一级指标, 二级指标."""

    level_1: str
    level_2: str


KINDS = {
    "数量": Kind("产出指标", "数量指标"),
    "质量": Kind("产出指标", "质量指标"),
    "时效": Kind("产出指标", "时效指标"),
    "成本": Kind("产出指标", "成本指标"),
    "经济效益": Kind("效益指标", "经济效益指标"),
    "社会效益": Kind("效益指标", "社会效益指标"),
    "生态效益": Kind("效益指标", "生态效益指标"),
    "可持续": Kind("效益指标", "可持续影响指标"),
    "满意度": Kind("满意度指标", "服务对象满意度指标"),
}
OPERATORS = frozenset({"≥", "≤", "="})
LEVELS = ("县", "乡镇")

_TAIL = re.compile(
    r"(平均|年均|人均|户均|亩均|单位|达标|合格|完成|及时|按时|按期|覆盖|使用|利用|办结|增长|总|新增|参与|知晓"
    r"|率|比例|占比|数量|个数|次数|人次|人数|户数|场次|面积|长度|里程|总量|总额|数|量|时间|时长|时限|天数|成本|费用|标准|支出|投入"
    r"|满意度|程度|水平|规模|收入|额)+$"
)
_SHARES = frozenset({"%", "‰", "分"})


@dataclass(frozen=True, slots=True)
class Entry:
    """One indicator as officials use it. ``value`` is an example of a sound figure, not a norm and not a measurement."""

    function: str
    name: str
    kind: str
    unit: str
    operator: str
    value: str
    levels: tuple[str, ...]
    meaning: str
    measured: str
    source: str
    evidence: str
    mistake: str
    pinyin: str
    origin: str

    @property
    def level_1(self) -> str:
        """一级指标."""
        return KINDS[self.kind].level_1

    @property
    def level_2(self) -> str:
        """二级指标."""
        return KINDS[self.kind].level_2

    @property
    def stem(self) -> str:
        """The thing that is counted, without the way in which it is: 农村公路养护里程 and 农村公路养护成本 share one."""
        return _TAIL.sub("", self.name) or self.name

    @property
    def example(self) -> str:
        """A target sentence as it may stand in a plan, with the example's figure."""
        return f"{self.name}{self._words}{self.value}{self.unit}"

    @property
    def _words(self) -> str:
        if self.operator == "=":
            return "为"
        if self.operator == "≤":
            return "不超过"
        return "不低于" if self.unit in _SHARES else "不少于"

    def indicator(self, code: str = "示例", project: str = "") -> Indicator:
        """The row of the data set that it makes, with the example's figure as the target."""
        return Indicator(
            code=code,
            project=project,
            level_1=self.level_1,
            level_2=self.level_2,
            name=self.name,
            operator=self.operator,
            target=Fraction(self.value),
            unit=self.unit,
            meaning=self.meaning_told,
            data_source=self.source_told,
        )

    @property
    def meaning_told(self) -> str:
        """What goes into 指标解释: the meaning and the way of measuring."""
        return f"{self.meaning}。计算方法：{self.measured}"

    @property
    def source_told(self) -> str:
        """What goes into 数据来源说明: where the figure is kept, and what proves it."""
        return f"{self.source}；佐证材料：{self.evidence}"
