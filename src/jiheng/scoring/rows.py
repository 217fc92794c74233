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

from collections.abc import Iterable, Sequence
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
        return cls(
            weight=_power(row.weight for row in rows),
            over=1 if all(row.over == 1 for row in rows) else _power(row.over for row in rows),
            low=-_power(-row.value for row in rows),
            high=_power(row.value for row in rows),
            base=1 if all(row.base == 1 for row in rows) else _power(row.base for row in rows),
            target_low=-_power(-row.target for row in rows),
            target_high=_power(row.target for row in rows),
        )


def _power(values: Iterable[int]) -> int:
    return 1 << max(0, *values, 0).bit_length()
