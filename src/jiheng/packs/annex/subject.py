"""What a criterion is about: the indicator, its points, and the datum that units will fill in for it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from jiheng.packs.annex.said import Aside
from jiheng.packs.source import Plain
from jiheng.packs.vocabulary import VOCABULARY

_RATE = re.compile("(?:率|度|比例|比重|占比)$")
_TROUBLED = re.compile(r"[\s,，;；:：()（）\[\]{}<>《》“”\"'+\-−—×÷*/=≥≤、.。]")


@dataclass(frozen=True, slots=True)
class Subject:
    """An indicator, and what stands beside its criterion."""

    name: str
    weight: Fraction
    aside: Aside
    words: str
    target: str = ""
    points_of: str = ""
    defined: str = ""

    def datum(self, suffix: str, unit: str, meaning: str, **more: Plain) -> tuple[str, dict[str, dict[str, Plain]]]:
        """The name of a datum that units fill in, and its declaration."""
        name = _TROUBLED.sub("", self.name) + suffix
        name = name + "数据" if name in VOCABULARY else name
        said = "；".join(filter(None, (meaning, self.defined)))
        return name, {name: {"unit": unit, "meaning": f"{said}。原文：{self.words}", **more}}

    @property
    def is_rate(self) -> bool:
        """Whether the indicator is a rate by its name."""
        return bool(_RATE.search(self.name))

    def rate(self) -> tuple[str, dict[str, dict[str, Plain]]]:
        """A datum in per cent: the indicator itself where its name is a rate, else its completion."""
        return self.datum("" if self.is_rate else "完成率", "%", f"“{self.name}”的比率")

    def measured(self, unit: str) -> tuple[str, dict[str, dict[str, Plain]]]:
        """A datum in a unit."""
        return self.rate() if unit == "%" else self.datum("实际值", unit, f"“{self.name}”的实际完成值")

    def counted(self, unit: str, what: str) -> tuple[str, dict[str, dict[str, Plain]]]:
        """How many things were found."""
        return self.datum("扣分数", unit or "项", f"应扣分的数量（{what}）")

    def late(self, unit: str) -> tuple[str, dict[str, dict[str, Plain]]]:
        """How late."""
        return self.datum("迟延数", unit, "比规定期限晚多少；没有晚的填 0")
