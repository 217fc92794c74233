"""A value with its unit: what an indicator promises and what was reached."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from jiheng.core.exact import Money, fraction_text
from jiheng.core.measure_unit import Unit, unit
from jiheng.core.numeral import normalise, read_number

_WRITTEN = re.compile(r"([+-]?[\d.,]+)(.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Quantity:
    """An exact value in a unit, e.g. 94.98 %, 6 场, 37,497.28 万元."""

    value: Fraction
    unit: Unit

    @classmethod
    def parse(cls, text: str, default_unit: str = "") -> Quantity:
        """Read a number with an optional unit behind it, e.g. ``100%`` or ``35,616.40万元``.

        Raises:
            ValueError: no number at the front.
        """
        match = _WRITTEN.fullmatch(normalise(text))
        if match is None:
            msg = f"不是“数字＋单位”：{text.strip()[:40]}"
            raise ValueError(msg)
        return cls(read_number(match[1]), unit(match[2] or default_unit))

    @property
    def base(self) -> Fraction:
        """The value in the base unit of its dimension (元, 1, 天 …)."""
        return self.value * self.unit.factor

    def into(self, name: str) -> Quantity:
        """Convert to another unit.

        Raises:
            ValueError: the two units measure different things.
        """
        wanted = unit(name)
        if not self.unit.converts_to(wanted):
            msg = f"“{self.unit.name}”不能换算为“{wanted.name}”"
            raise ValueError(msg)
        return Quantity(self.base / wanted.factor, wanted)

    def money(self) -> Money:
        """Return the amount in 分.

        Raises:
            ValueError: not money, or finer than 分.
        """
        return Money.of(self.into("元").value)

    def text(self, places: int = 6) -> str:
        """Write the value and its unit."""
        return f"{fraction_text(self.value, places)}{self.unit.name}"
