"""直接赋分."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Literal

from pydantic import Field

from jiheng.packs.method.base import HOLDS, Comparison, Told, Valued
from jiheng.packs.said import number
from jiheng.packs.typing import Limit


class AllOrNothing(Valued):
    """直接赋分: full when ``x operator t`` holds, otherwise 0."""

    ONE_WAY = False
    TITLE = "直接赋分"
    RIGHT_FORMS = {"AllOrNothing": "{kind: all_or_nothing, measure: 三公经费控制率, operator: ≤, target: 100%}"}

    kind: Literal["all_or_nothing"]
    operator: Comparison = Field(default="≥", title="比较")
    target: Limit = Field(default=Fraction(1), title="目标值")

    def rises(self) -> bool:
        """Whether more is better."""
        return self.operator in {"≥", ">", "="}

    def says(self, unit: str) -> Iterator[tuple[str, str]]:
        """The condition."""
        yield "满分条件", f"{self.operator} {number(self.target, unit)}"

    def sentence(self, told: Told) -> str:
        """E.g. 支出率不低于 95% 得 60 分，否则 0 分."""
        target = told.limit(self.target) if told.weight is not None else "年度指标值"
        name = self.subject if told.weight is not None else "完成值"
        return f"{name}{HOLDS[self.operator]} {target} 得 {told.points(Fraction(1))}，否则 0 分"

    def goal(self) -> tuple[str, Fraction | None]:
        """The condition, as a form shows it."""
        return self.operator, self.target
