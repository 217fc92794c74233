"""按步扣分."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from jiheng.packs.method.base import HOLDS, Doubt, Flaw, Told, Valued, sign
from jiheng.packs.method.proportional import positive
from jiheng.packs.said import number
from jiheng.packs.typing import Gap, Limit, Marks


class Step(Valued):
    """按步扣分: for each ``per`` that x falls short of (≥) or exceeds (≤) t, ``lose`` points go."""

    TITLE = "按步扣分"
    RIGHT_FORMS = {"Step": "{kind: step, measure: 支出率, operator: ≥, target: 95%, per: 1%, lose: 0.2}"}
    WORDS = {"part": {"whole": "满一步才扣", "begun": "不足一步按一步扣", "proportional": "按比例扣"}}

    kind: Literal["step"]
    operator: Annotated[Literal["≥", "≤"], BeforeValidator(sign)] = Field(default="≥", title="比较")
    target: Limit | None = Field(default=None, title="目标值")
    """Not needed for a unit's own indicators, which have theirs."""
    per: Gap = Field(title="每")
    lose: Marks = Field(title="扣分")
    part: Literal["whole", "begun", "proportional"] = Field(default="whole", title="零头")
    """whole: only full steps count (每低满) · begun: a begun step counts · proportional: by fraction."""
    at_most: Marks | None = Field(default=None, title="最多扣")
    """The most that may be lost; the weight if not given. The score is never below 0."""
    scaled: bool = Field(default=False, title="随分值放大")
    """Whether points that move to the indicator make the loss grow in proportion."""

    @property
    def bound(self) -> Fraction:
        """The target of a leaf."""
        return Fraction(0) if self.target is None else self.target

    def rises(self) -> bool:
        """Whether more is better."""
        return self.operator == "≥"

    def says(self, unit: str) -> Iterator[tuple[str, str]]:
        """Condition, step, loss."""
        yield "不扣分条件", f"{self.operator} {number(self.target, unit)}"
        yield "扣分标准", per(self.per, unit, self.lose)
        yield from (("零头", self.WORDS["part"][self.part]), ("最多扣", number(self.at_most, "分")))
        yield "随分值放大", "是" if self.scaled else ""

    def sentence(self, told: Told) -> str:
        """E.g. 支出率不低于 95% 得 10 分；每低 1 个百分点扣 0.2 分，扣完为止."""
        own = told.weight is None
        target = "年度指标值" if own else told.limit(self.bound)
        name, side = "完成值" if own else self.subject, "低" if self.rises() else "高"
        how = {"whole": "每{}满", "begun": "每{}", "proportional": "按比例，每{}"}[self.part].format(side)
        begun = "（不足一步按一步）" if self.part == "begun" else ""
        most = "扣完为止" if self.at_most is None else f"最多扣 {number(self.at_most, '分')}"
        full = f"{name}{HOLDS[self.operator]} {target} 得 {told.points(Fraction(1))}"
        grows = "；分值增加时扣分同比放大" if self.scaled else ""
        return f"{full}；{how} {told.distance(self.per)}扣 {number(self.lose, '分')}{begun}，{most}{grows}"

    def doubts(self, weight: Fraction | None) -> Iterator[Doubt]:
        """Sizes, and the target of a leaf."""
        yield from super().doubts(weight)
        yield from positive((), "per", "的 per", self.per)
        yield from positive((), "lose", "的 lose", self.lose)
        yield from positive((), "at_most", "的 at_most", self.at_most)
        if weight is None and self.target is not None:
            sentence = f"的 target: {number(self.target)} 不起作用：自设指标用自己的年度指标值"
            yield Doubt("PK313", ("target",), sentence, "请删去 target。")
        if weight is not None and self.target is None:
            yield Doubt("PK312", (), "没有写 target", "正确写法举例：" + self.RIGHT_FORMS["Step"])
        if weight is not None and 0 < weight < self.lose:
            sentence = f"每步扣 {number(self.lose, '分')}，比分值 {number(weight, '分')}还多"
            yield Doubt("PK315", ("lose",), sentence, "请核对 lose；达不到即不得分的，用 all_or_nothing。")

    def flaws(self, weight: Fraction) -> Iterator[Flaw]:
        """A step has a size."""
        del weight
        if self.per <= 0:
            yield Flaw("扣分步长应大于 0", str(self.per), "", "例如每 1 个百分点写作 per: 1%。")

    def goal(self) -> tuple[str, Fraction | None]:
        """The condition, as a form shows it."""
        return self.operator, self.bound


def per(step: Fraction, unit: str, lose: Fraction) -> str:
    """A rate of losing points: ``每 1%扣 0.2 分``."""
    size = number(step, unit)
    return f"每 {size}{' ' if size[-1].isascii() else ''}扣 {number(lose, '分')}"
