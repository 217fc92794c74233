"""按完成比例."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Literal

from pydantic import Field

from jiheng.core.exact import fraction_text
from jiheng.packs.method.base import Direction, Doubt, Told, Valued
from jiheng.packs.said import number
from jiheng.packs.typing import Limit, Marks, Ratio, Strict


class OverCompletion(Strict):
    """What completing far more than the target does (超额完成).

    It speaks of a ratio, so it is silent where there is none: a target of 0 or below, or 反向 with x ≤ 0.
    """

    above: Ratio = Field(title="完成率界限")
    """Completion ratio beyond which the rule speaks, e.g. 130 %."""
    including: bool = Field(default=False, title="含界限本身")
    """Whether a ratio of exactly ``above`` is already too much."""
    effect: Literal["note", "deduct", "excess"] = Field(default="note", title="处理")
    """note: only remarked · deduct: lose ``lose`` points · excess: the share above ``above`` is taken off."""
    lose: Marks = Field(default=Fraction(0), title="扣分")
    cite: str = Field(default="", title="依据")

    def sentence(self) -> str:
        """What it does, as a clause."""
        when = f"完成率{'达到' if self.including else '超过'} {number(self.above, '%')} 时"
        effect = {"note": "只作提示", "deduct": f"扣 {number(self.lose, '分')}", "excess": "超出部分扣减"}
        return when + effect[self.effect]

    def sizes(self, what: str) -> Iterator[Doubt]:
        """Sizes that cannot be meant."""
        yield from positive((), "above", f"{what}超额完成的 above", self.above)
        if self.effect == "deduct":
            yield from positive((), "lose", f"{what}超额完成的 lose", self.lose)


def positive(path: tuple[int | str, ...], key: str, what: str, value: Fraction | None) -> Iterator[Doubt]:
    """A doubt if a size is not above 0."""
    if value is not None and value <= 0:
        yield Doubt("PK306", (*path, key), f"{what} 为 {fraction_text(value, 4)}", "应填大于 0 的数。")


class Proportional(Valued):
    """按完成比例: 正向 w·min(x ÷ t, 1), 反向 w·min(t ÷ x, 1); never below 0.

    Towards a target of 0 or below there is no ratio: 正向 is full when x ≥ t, 反向 when x ≤ t, otherwise 0.
    Above it, 反向 with x ≤ 0 is full.
    """

    TITLE = "按完成比例"
    RIGHT_FORMS = {
        "Proportional": "{kind: proportional, measure: 支出率, target: 100%}",
        "OverCompletion": "{above: 130%, effect: deduct, lose: 2, cite: 自评工作手册}",
    }
    WORDS = {"effect": {"note": "只作提示", "deduct": "扣分", "excess": "超出部分扣减"}}

    kind: Literal["proportional"]
    target: Limit = Field(default=Fraction(1), title="目标值")
    direction: Direction = Field(default="正向", title="方向")
    pass_at: Ratio | None = Field(default=None, title="及格门槛")
    """Completion ratio below which nothing is scored (及格门槛)."""
    over: OverCompletion | None = Field(default=None, title="超额完成")

    def rises(self) -> bool:
        """Whether more is better."""
        return self.direction == "正向"

    def says(self, unit: str) -> Iterator[tuple[str, str]]:
        """Direction, target, pass mark, over-completion."""
        yield from (("方向", self.direction), ("目标值", number(self.target, unit)))
        yield "及格门槛", number(self.pass_at, "%")
        yield "超额完成", self.over.sentence() if self.over else ""

    def sentence(self, told: Told) -> str:
        """E.g. 支出率达到 100% 得 60 分，不足的按“实际 ÷ 100%”的比例得分."""
        name = self.subject if told.weight is not None else "完成值"
        target = told.limit(self.target) if told.weight is not None else "年度指标值"
        reached = f"{name}{'达到' if self.rises() else '不超过'} {target} 得 {told.points(Fraction(1))}"
        if told.weight is not None and self.target <= 0:
            return f"{reached}，否则 0 分"
        way = f"不足的按“实际 ÷ {target}”的比例得分" if self.rises() else f"超过的按“{target} ÷ 实际”的比例得分"
        floor = f"；完成率低于 {number(self.pass_at, '%')} 得 0 分" if self.pass_at is not None else ""
        return f"{reached}，{way}{floor}" + (f"；{self.over.sentence()}" if self.over else "")

    def doubts(self, weight: Fraction | None) -> Iterator[Doubt]:
        """Sizes of the rule on over-completion."""
        yield from super().doubts(weight)
        for doubt in self.over.sizes("") if self.over else ():
            yield doubt._replace(path=("over", *doubt.path))

    def borders(self, target: Fraction | None) -> Iterator[Fraction]:
        """The target, and the values at which the completion comes to the pass mark or to too much."""
        if target is None:
            return
        yield target
        for ratio in (self.pass_at, self.over.above if self.over else None):
            if ratio:
                yield target * ratio if self.rises() else target / ratio

    def goal(self) -> tuple[str, Fraction | None]:
        """The target, as a form shows it."""
        return ("≥" if self.rises() else "≤"), self.target
