"""The forecast of the year-end execution rate: hundredths of a percent, as it leaves the statistics."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction

from jiheng.core.beside import percent
from jiheng.core.exact import Money, half_up

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


def interval_text(forecast: Forecast) -> str:
    """The interval in brackets, with what it claims; nothing once the year has ended."""
    if forecast.low == forecast.high:
        return ""
    claim = "八成把握在" if forecast.learned else "可能的范围"
    return f"（{claim} {percent(forecast.low)}—{percent(forecast.high)}）"


def on_ledger(forecast: Forecast, budget: Money, paid: Money) -> Forecast:
    """The same forecast, ends at which nothing more is paid standing at what the ledger has, exactly.

    At the year's end all of them do, so that what is left over is one subtraction of two amounts.
    """
    so_far = Fraction(half_up(paid.units * HUNDREDTHS, budget.units), HUNDREDTHS)
    exact = Fraction(paid.units, budget.units)
    rate, low, high = (exact if end == so_far else end for end in (forecast.rate, forecast.low, forecast.high))
    return replace(forecast, rate=rate, low=low, high=high)


def as_share(value: float) -> Fraction:
    """Let a statistic out as an exact share of hundredths of a percent; the only door."""
    exact = Fraction(value)
    return Fraction(half_up(exact.numerator * HUNDREDTHS, exact.denominator), HUNDREDTHS)
