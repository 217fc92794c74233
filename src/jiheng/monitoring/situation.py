"""All that the signal rules look at for one project or the whole unit."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from jiheng.core.beside import percent
from jiheng.core.calendar import Month, Workdays
from jiheng.core.exact import Money
from jiheng.monitoring.execution import Execution
from jiheng.monitoring.forecast import Forecast
from jiheng.monitoring.goals import GoalProgress
from jiheng.packs.model import Monitoring, Pack
from jiheng.scoring.plan import Plan


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerState:
    """What is known of the ledger as a whole."""

    latest: Month | None = None
    """The last month with a payment row."""
    lumped: Month | None = None
    """The one month that holds everything, if the ledger was not kept by month."""
    odd_scale: frozenset[str] = frozenset()
    """Projects with a line whose payments look 10,000 times too small or too large."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """One project (or the whole unit) at the end of the as-of month."""

    execution: Execution
    pack: Pack
    goals: GoalProgress
    ledger: LedgerState
    forecast: Forecast | None = None
    plan: Plan | None = None
    """The compiled pack, where it scores what this situation is about; None elsewhere."""
    workdays: Workdays = field(default_factory=Workdays)

    @property
    def rules(self) -> Monitoring:
        """The pack's thresholds."""
        return self.pack.monitoring

    @property
    def as_of(self) -> Month:
        """The as-of month."""
        return self.execution.as_of

    @property
    def rate(self) -> Fraction:
        """The execution rate; rules that ask for it run only where the money can be judged."""
        return self.execution.rate or Fraction(0)

    @property
    def next_month(self) -> Month | None:
        """The next month-end at which the light can turn; None in December."""
        return Month(self.as_of.year, self.as_of.month + 1) if self.as_of.month < 12 else None

    @property
    def answer_by(self) -> date | None:
        """The day by which a warning is to be answered."""
        days = self.rules.answer_workdays
        return None if days is None else self.workdays.add(self.as_of.end, days)

    def to_reach(self, rate: Fraction) -> tuple[Money, Money]:
        """The payments that make this rate, in all and still to come, rounded up to the 分."""
        budget = self.execution.budget or Money(0)
        wanted = Money(-(-budget.units * rate.numerator // rate.denominator))
        return wanted, Money(max(wanted.units - self.execution.paid.units, 0))


def plain_percent(value: Fraction, *bounds: Fraction) -> str:
    """Write a threshold without idle decimals, e.g. ``60%``."""
    text = percent(value, *bounds)[:-1]
    return (text.rstrip("0").rstrip(".") if "." in text else text) + "%"


def points_apart(value: Fraction, *bounds: Fraction) -> str:
    """Write a distance of two shares in percentage points, e.g. ``3.33``; never 0 where there is one."""
    return percent(value, Fraction(0), *bounds)[:-1]


def day_text(day: date) -> str:
    """Write a day as documents do: 2024年9月13日."""
    return f"{day.year}年{day.month}月{day.day}日"
