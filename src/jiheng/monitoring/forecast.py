"""The forecast of the year-end execution rate, as it leaves the statistics: hundredths of a percent."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from jiheng.core.exact import half_up

HUNDREDTHS = 10_000
"""Steps of a share that are shown: 0.01 %."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast:
    """Year-end execution rate with the interval that should hold four times in five."""

    rate: Fraction
    low: Fraction
    high: Fraction
    because: str
    """One sentence: from which earlier years and projects, and what they did from here on."""
    learned: bool = True
    """False: nothing to learn from was given; the interval is only what is possible at all."""


def as_share(value: float) -> Fraction:
    """Let a statistic out as an exact share of hundredths of a percent; the only door."""
    exact = Fraction(value)
    return Fraction(half_up(exact.numerator * HUNDREDTHS, exact.denominator), HUNDREDTHS)
