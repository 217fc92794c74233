"""定性分级."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise
from typing import Literal

from pydantic import Field

from jiheng.packs.method.base import Base, Doubt, Said, Told, repeated
from jiheng.packs.said import number
from jiheng.packs.typing import Share, Strict


class Level(Strict):
    """A qualitative level and the shares of the weight that it may give: (low, high], or [0, high]."""

    name: str = Field(title="等级")
    high: Share = Field(title="上限")
    low: Share = Field(title="下限")


class Qualitative(Base):
    """定性分级: the unit picks a level and, inside its band, a coefficient (the band's top if not given)."""

    TITLE = "定性分级"
    RIGHT_FORMS = {
        "Level": "{name: 达成预期指标, high: 100%, low: 80%}",
        "Qualitative": "{kind: qualitative, levels: [{name: 达成, high: 100%, low: 80%}, {name: 未达成, high: 80%, low: 0}]}",
    }

    kind: Literal["qualitative"]
    levels: tuple[Level, ...] = Field(min_length=2, title="等级")

    def says(self, unit: str) -> Iterator[tuple[str, str]]:
        """The levels."""
        del unit
        for each in self.levels:
            yield f"等级“{each.name}”", f"{number(each.high, '%')} 至 {number(each.low, '%')}"

    def sentence(self, told: Told) -> str:
        """E.g. 按等级和系数得分：“甲等” 8 至 10 分；“乙等” 6 至 8 分."""
        listed = (
            f"“{each.name}” {told.points(each.low).removesuffix(' 分')} 至 {told.points(each.high)}"
            for each in self.levels
        )
        return f"选等级、定系数得分：{'；'.join(listed)}"

    def doubts(self, weight: Fraction | None) -> Iterator[Doubt]:
        """Levels follow each other from 100 % to 0, each a share of the weight."""
        del weight
        for place, level in enumerate(self.levels):
            for share in (level.low, level.high):
                yield from share_doubts(("levels", place), share)
        fix = "各等级应首尾相接，从 100% 到 0，如 100%至80%、80%至60%、60%至0。"
        yield from (Doubt("PK305", ("levels",), f"的{problem}", fix) for problem in self._gaps())

        yield from repeated("levels", "等级名称", [level.name for level in self.levels])

    def misfits(self, said: Said) -> Iterator[tuple[str, str]]:
        """A level that there is none of."""
        if said.level and said.level not in {each.name for each in self.levels}:
            yield "没有这个完成等级", said.level

    def _gaps(self) -> Iterator[str]:
        for level in self.levels:
            if level.low >= level.high:
                yield f"等级“{level.name}”上限 {number(level.high, '%')} 不高于下限 {number(level.low, '%')}"
        ranked = sorted(self.levels, key=lambda level: level.high, reverse=True)
        for upper, lower in pairwise(ranked):
            if upper.low != lower.high:
                word = "之间有空档" if upper.low > lower.high else "重叠"
                yield f"等级“{upper.name}”与“{lower.name}”{word}"
        if ranked[0].high != 1:
            yield f"最高等级“{ranked[0].name}”的上限为 {number(ranked[0].high, '%')}，得不到满分"
        if ranked[-1].low != 0:
            yield f"最低等级“{ranked[-1].name}”的下限为 {number(ranked[-1].low, '%')}，得不到 0 分"


def share_doubts(path: tuple[int | str, ...], share: Fraction) -> Iterator[Doubt]:
    """A doubt if a share of the weight is none."""
    if not 0 <= share <= 1:
        yield Doubt("PK303", path, f"的得分比例为 {number(share, '%')}", "得分比例应在 0 到 100% 之间。")
    elif 0 < share < _LEAST_SHARE:
        fix = f"如指 {number(share * 100, '%')}，请改正。"
        yield Doubt("PK322", path, f"的得分比例 {number(share, '%')} 不到分值的百分之一", fix)


_LEAST_SHARE = Fraction(1, 100)
