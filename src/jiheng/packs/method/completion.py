"""指标完成情况."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Literal

from pydantic import Field

from jiheng.packs.method.base import Base, Flaw, Told


class Completion(Base):
    """指标完成情况: w × mean completion of a set of the unit's own indicators, each capped at 100 %.

    The completion of one indicator is the share that its own method gives; over-completion is only noted. One
    that does not apply is left out, one without a value counts as 0. ``weighting``: plain, each the same ·
    weight, by the indicator's weight · amount, by the money of its project, shared evenly among its indicators
    (a special fund: what was issued to it; a project: its adjusted budget).
    """

    TITLE = "指标完成情况"
    RIGHT_FORMS = {"Completion": "{kind: completion, owner: unit, level_1: [产出指标]}"}
    WORDS = {
        "owner": {"unit": "部门整体指标", "special_funds": "专项资金的指标", "projects": "项目的指标"},
        "weighting": {"plain": "各指标同权", "weight": "按指标权重", "amount": "按资金额"},
    }
    ONE_ROW = False
    OWN = False
    OF_OWN = True

    kind: Literal["completion"]
    owner: Literal["unit", "special_funds", "projects"] = Field(default="unit", title="所看指标")
    level_1: tuple[str, ...] = Field(default=(), title="一级指标")
    """Only indicators under these level-1 names; empty: all."""
    weighting: Literal["plain", "weight", "amount"] = Field(default="plain", title="汇总")

    def says(self, unit: str) -> Iterator[tuple[str, str]]:
        """Which indicators, and how they are weighed."""
        del unit
        yield "所看指标", self._which
        yield "汇总", self.WORDS["weighting"][self.weighting]

    @property
    def _which(self) -> str:
        return self.WORDS["owner"][self.owner] + (f"（{'、'.join(self.level_1)}）" if self.level_1 else "")

    def sentence(self, told: Told) -> str:
        """E.g. 部门整体指标（产出指标）的平均完成率 × 10 分，各指标同权."""
        way = self.WORDS["weighting"][self.weighting]
        return f"{self._which}的平均完成率 × {told.points(Fraction(1))}（{way}，单项最高按 100% 计）"

    def flaws(self, weight: Fraction) -> Iterator[Flaw]:
        """Indicators of the unit as a whole have no money."""
        del weight
        if self.owner == "unit" and self.weighting == "amount":
            yield Flaw("部门整体指标没有金额可以加权", "amount", "plain 或 weight", "请改写 weighting。")

    def goal(self) -> tuple[str, Fraction | None]:
        """Everything done."""
        return "", Fraction(1)
