"""The exact score of a row as integer SQL: cases of numerator ÷ denominator, and the steps that methods share."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from sqlglot import exp

from jiheng.core.exact import Points
from jiheng.packs.method.base import Base
from jiheng.scoring.integer import NARROW, Int, named, number
from jiheng.scoring.plan import Rule
from jiheng.scoring.rows import Bounds

UNIT: int = 10**Points.PLACES


@dataclass(frozen=True, slots=True)
class Mark:
    """One case: when ``condition`` holds (None: always), the score is ``numerator ÷ denominator``.

    Neither is negative, the denominator is above 0; a numerator of None means no value at all.
    """

    condition: exp.Expr | None
    numerator: Int | None
    denominator: Int


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of a row with their bounds."""

    weight: Int
    over: Int
    value: Int
    base: Int
    target: Int

    @classmethod
    def of(cls, bounds: Bounds) -> Columns:
        """Name them; a column whose bounds leave one value is that constant."""

        def column(name: str, low: int, high: int) -> Int:
            return number(low) if low == high else named(name, low, high, wide=max(-low, high) > NARROW)

        return cls(
            weight=column("weight", 0, bounds.weight),
            over=column("over", 1, bounds.over),
            value=column("value", bounds.low, bounds.high),
            base=column("base", bounds.base_low, bounds.base),
            target=column("target", bounds.target_low, bounds.target_high),
        )


@dataclass(frozen=True, slots=True)
class Versus:
    """The actual value and a target on one denominator: x = ``x ÷ base``, t = ``t ÷ base``."""

    x: Int
    t: Int
    base: Int


def versus(row: Columns, target: Fraction) -> Versus:
    """Bring the actual value and a constant of the plan onto one denominator."""
    return Versus(row.value * target.denominator, row.base * target.numerator, row.base * target.denominator)


def sides(method: Base, rule: Rule, row: Columns) -> Versus:
    """The value against the row's own target, or against that of the pack."""
    return Versus(row.value, row.target, row.base) if rule.own else versus(row, method.goal()[1] or Fraction(0))


def full(row: Columns, condition: exp.Expr | None) -> Mark:
    """All the points."""
    return Mark(condition, row.weight, row.over)


def nothing(condition: exp.Expr | None = None) -> Mark:
    """No point."""
    return Mark(condition, number(0), number(1))


def portion(row: Columns, share: Fraction, condition: exp.Expr | None) -> Mark:
    """A fixed share of the points."""
    return Mark(condition, row.weight * share.numerator, row.over * share.denominator)


def coefficient(row: Columns) -> Mark:
    """The value itself is the share: of a qualitative level, or 1 and 0 of something that holds or does not."""
    return Mark(None, row.weight * row.value.at_least(0).at_most(row.base), row.over * row.base)
