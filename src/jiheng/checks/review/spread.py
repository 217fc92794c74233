"""The even hand: how far deductions for the same kind of problem lie apart in one batch."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

ENOUGH = 3
"""Fewer cases say nothing about the hand."""
TOO_FAR = Fraction(1, 2)
"""From here on the units will ask why (form check R28)."""


@dataclass(frozen=True, slots=True)
class Spread:
    """All deductions for one kind of problem; ``lowest`` and ``highest`` name whom they hit."""

    category: str
    count: int
    low: Fraction
    middle: Fraction
    high: Fraction
    lowest: str
    highest: str

    @property
    def enough(self) -> bool:
        """Whether there are enough cases to say anything."""
        return self.count >= ENOUGH

    @property
    def uneven(self) -> bool:
        """Whether they lie too far apart."""
        return self.enough and self.high - self.low >= TOO_FAR


def spread(cases: Iterable[tuple[str, Fraction, str]]) -> list[Spread]:
    """Group a batch's deductions, the most uneven first.

    Args:
        cases: kind of problem, share of the weight that was taken, whom it hit (unit and indicator).
    """
    groups: dict[str, list[tuple[Fraction, str]]] = {}
    for category, percent, where in cases:
        groups.setdefault(category, []).append((percent, where))
    found = [_spread(category, sorted(each)) for category, each in groups.items()]
    return sorted(found, key=lambda each: (not each.uneven, each.low - each.high, each.category))


def _spread(category: str, each: list[tuple[Fraction, str]]) -> Spread:
    shares = [share for share, _where in each]
    middle = (shares[(len(shares) - 1) // 2] + shares[len(shares) // 2]) / 2
    return Spread(category, len(each), shares[0], middle, shares[-1], each[0][1], each[-1][1])
