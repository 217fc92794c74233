"""线性插值."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Literal

from pydantic import Field

from jiheng.packs.method.base import Doubt, Flaw, Told, Valued
from jiheng.packs.said import number
from jiheng.packs.typing import Limit


class Linear(Valued):
    """线性插值: 0 at ``zero_at``, w at ``full_at``, straight between, capped outside."""

    TITLE = "线性插值"
    RIGHT_FORMS = {"Linear": "{kind: linear, measure: 支出率, zero_at: 60%, full_at: 95%}"}

    kind: Literal["linear"]
    zero_at: Limit = Field(title="得 0 分的值")
    full_at: Limit = Field(title="得满分的值")

    def rises(self) -> bool:
        """Whether more is better."""
        return self.full_at > self.zero_at

    def says(self, unit: str) -> Iterator[tuple[str, str]]:
        """The two ends."""
        yield from (("得 0 分的值", number(self.zero_at, unit)), ("得满分的值", number(self.full_at, unit)))

    def sentence(self, told: Told) -> str:
        """E.g. 支出率 60% 及以下得 0 分，95% 及以上得 10 分，之间按直线计算."""
        low, high = ("及以下", "及以上") if self.rises() else ("及以上", "及以下")
        zero, full = told.limit(self.zero_at), told.limit(self.full_at)
        name = self.subject if told.weight is not None else "完成值"
        return f"{name} {zero} {low}得 0 分，{full} {high}得 {told.points(Fraction(1))}，之间按直线计算"

    def doubts(self, weight: Fraction | None) -> Iterator[Doubt]:
        """The two ends differ."""
        yield from super().doubts(weight)
        if self.zero_at == self.full_at:
            fix = "两个值应不同，得 0 分的值和得满分的值各写一个。"
            yield Doubt("PK306", (), "的 zero_at 与 full_at 相同", fix)

    def borders(self, target: Fraction | None) -> Iterator[Fraction]:
        """The two ends."""
        del target
        yield from (self.zero_at, self.full_at)

    def flaws(self, weight: Fraction) -> Iterator[Flaw]:
        """The two ends differ."""
        del weight
        if self.zero_at == self.full_at:
            yield Flaw("零分点与满分点相同", str(self.full_at), "", "请写出两个不同的数值。")
