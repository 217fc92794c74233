"""The row table: what every engine reads, one row for each thing that is scored.

| column | holds |
| --- | --- |
| subject | number of the unit or project |
| item | where the row hangs (``Plan.items``) |
| number | which of several rows there: own indicators, parts, checklist items |
| rule | how it is scored (``Plan.rules``) |
| weight | points at stake, in 1/10 000 point; for parts: times their share |
| over | what ``weight`` is divided by (1, except for parts) |
| value, base | the actual value is ``value ÷ base``; base is above 0 |
| target | own indicators: the target is ``target ÷ base`` |
| choice | which level or alternative was picked, counted from 0; -1 for none |
| state | 0 given · 1 missing · 2 not applicable, keeps its points · 3 not applicable, has none |
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from fractions import Fraction
from typing import NamedTuple


class State(IntEnum):
    """Whether a row has a value; missing, zero and not applicable are three things."""

    GIVEN = 0
    MISSING = 1
    KEPT = 2
    NONE = 3


class Row(NamedTuple):
    """One row of the table; absent values are 0 where ``state`` says that there is none."""

    subject: int
    item: int
    number: int
    rule: int
    weight: int
    over: int
    value: int
    base: int
    target: int
    choice: int
    state: int

    @property
    def points(self) -> Fraction:
        """The points at stake, in 1/10 000 point."""
        return Fraction(self.weight, self.over)

    @property
    def actual(self) -> Fraction:
        """The actual value."""
        return Fraction(self.value, self.base)

    @property
    def goal(self) -> Fraction:
        """The row's own target."""
        return Fraction(self.target, self.base)


COLUMNS = Row._fields


@dataclass(frozen=True, slots=True)
class Bounds:
    """Between which integers each column lies; engines choose the width of their arithmetic by it."""

    weight: int
    over: int
    low: int
    high: int
    base: int
    target_low: int
    target_high: int
    base_low: int = 1

    @property
    def widest(self) -> int:
        """The largest number in any column."""
        return max(self.weight, self.over, -self.low, self.high, self.base, -self.target_low, self.target_high)

    @classmethod
    def of(cls, rows: Sequence[Row]) -> Bounds:
        """The bounds of rows at hand, widened to powers of two so that plans are reused."""
        columns = dict(zip(COLUMNS, zip(*rows, strict=True), strict=True)) if rows else dict.fromkeys(COLUMNS, (0,))
        return cls(
            weight=_power(max(columns["weight"])),
            over=_divisor(max(columns["over"])),
            low=-_power(-min(columns["value"])),
            high=_power(max(columns["value"])),
            base=_divisor(max(columns["base"])),
            target_low=-_power(-min(columns["target"])),
            target_high=_power(max(columns["target"])),
        )


def _power(value: int) -> int:
    return 1 << max(0, value).bit_length()


def _divisor(value: int) -> int:
    return 1 if value <= 1 else _power(value)
