"""逐项核对."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Literal

from pydantic import Field

from jiheng.packs.method.base import Base, Doubt, Flaw, KeyPath, Said, Told, repeated
from jiheng.packs.said import difference, number
from jiheng.packs.typing import Marks, Strict


class Item(Strict):
    """One item of a checklist and the points it carries."""

    code: str = Field(title="编号")
    name: str = Field(title="事项")
    points: Marks = Field(title="分值")
    measure: str = Field(default="", title="数据")
    """If given, the item holds when this measure is > 0; otherwise the unit answers 是 / 否 / 不适用."""


class Checklist(Base):
    """逐项核对: the sum of the points of the items that hold; 不适用 keeps its points.

    An item without an answer does not hold. The items' points add up to the weight; if the weight of the
    indicator grew (see ``Absent``), they grow in proportion.
    """

    TITLE = "逐项核对"
    RIGHT_FORMS = {
        "Item": "{code: a, name: 有绩效目标管理制度, points: 1}",
        "Checklist": "{kind: checklist, items: [{code: a, name: 有绩效目标管理制度, points: 1}]}",
    }
    ONE_ROW = False
    OWN = False

    kind: Literal["checklist"]
    items: tuple[Item, ...] = Field(min_length=1, title="核对事项")

    def used(self) -> Iterator[tuple[KeyPath, str]]:
        """The measures that answer for the unit."""
        for place, item in enumerate(self.items):
            if item.measure:
                yield ("items", place, "measure"), item.measure

    def says(self, unit: str) -> Iterator[tuple[str, str]]:
        """The items."""
        del unit
        yield from ((f"事项 {item.code}", f"{item.name}，{number(item.points, '分')}") for item in self.items)

    def sentence(self, told: Told) -> str:
        """E.g. 逐项核对，符合的得分：“有制度” 1 分；“按制度执行” 2 分."""
        del told
        listed = (
            f"“{item.name}” {number(item.points, '分')}" + (f"（{item.measure}大于 0 即符合）" if item.measure else "")
            for item in self.items
        )
        return f"逐项核对，符合的得分：{'；'.join(listed)}"

    def parts(self) -> Iterator[tuple[KeyPath, str, Fraction]]:
        """The points of the items."""
        for place, item in enumerate(self.items):
            yield ("items", place), f"事项“{item.name}”的分值", item.points

    def doubts(self, weight: Fraction | None) -> Iterator[Doubt]:
        """The points of the items add up to the weight, and each item has a code of its own."""
        total = sum((item.points for item in self.items), Fraction(0))
        if weight is not None and total != weight:
            fix = "请调整各事项的 points 或本指标的 weight。"
            yield Doubt("PK103", ("items",), f"的核对事项分值{difference(total, weight)}", fix)
        yield from repeated("items", "事项编号", [item.code for item in self.items])

    def misfits(self, said: Said) -> Iterator[tuple[str, str]]:
        """Answers to items that there are none of."""
        known = {item.code for item in self.items}
        yield from (("没有这个核对事项", item) for item in said.answers if item not in known)

    def flaws(self, weight: Fraction) -> Iterator[Flaw]:
        """The points of the items add up to the weight."""
        total = sum(item.points for item in self.items)
        if total != weight:
            yield Flaw(f"核对事项分值合计 {total} 分", "", f"{weight} 分", "请调整各事项的分值。")
