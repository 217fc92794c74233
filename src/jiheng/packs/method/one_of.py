"""择一赋分."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Literal

from pydantic import Field

from jiheng.packs.method.base import Base, Doubt, Said, Told, repeated
from jiheng.packs.method.qualitative import share_doubts
from jiheng.packs.said import number
from jiheng.packs.typing import Share, Strict


class Choice(Strict):
    """One alternative of a one-of indicator."""

    code: str = Field(title="编号")
    name: str = Field(title="情形")
    share: Share = Field(title="得分比例")


class OneOf(Base):
    """择一赋分: exactly one alternative is chosen; it gives its share of the weight."""

    TITLE = "择一赋分"
    RIGHT_FORMS = {
        "Choice": "{code: a, name: 全部公开, share: 100%}",
        "OneOf": "{kind: one_of, choices: [{code: a, name: 全部公开, share: 100%}, {code: b, name: 未公开, share: 0}]}",
    }
    OWN = False

    kind: Literal["one_of"]
    choices: tuple[Choice, ...] = Field(min_length=2, title="情形")

    def says(self, unit: str) -> Iterator[tuple[str, str]]:
        """The alternatives."""
        del unit
        yield from ((f"情形 {each.code}", f"{each.name}，得 {number(each.share, '%')}") for each in self.choices)

    def sentence(self, told: Told) -> str:
        """E.g. 选一种情形：“全部公开” 5 分；“未公开” 0 分."""
        return "选一种情形：" + "；".join(f"“{each.name}” {told.points(each.share)}" for each in self.choices)

    def doubts(self, weight: Fraction | None) -> Iterator[Doubt]:
        """Shares are shares, and some alternative gives all the points."""
        del weight
        for place, choice in enumerate(self.choices):
            yield from share_doubts(("choices", place), choice.share)
        if max(choice.share for choice in self.choices) < 1:
            yield Doubt("PK304", ("choices",), "没有一种情形能得满分", "请核对各情形的 share。")
        yield from repeated("choices", "情形编号", [choice.code for choice in self.choices])

    def misfits(self, said: Said) -> Iterator[tuple[str, str]]:
        """A choice that there is none of."""
        if said.choice and said.choice not in {each.code for each in self.choices}:
            yield "没有这种情形", said.choice
