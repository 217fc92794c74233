"""The way of the money through the year, month by month: planned, paid, and forecast; what charts draw."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from jiheng.core.calendar import Month
from jiheng.core.exact import Money
from jiheng.facts.dataset import DataSet
from jiheng.monitoring.execution import WHOLE_UNIT, Execution, expected_share
from jiheng.monitoring.forecast import Forecast
from jiheng.monitoring.ledger import total
from jiheng.monitoring.report import Watched

MONTHS = range(1, 13)


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """Cumulative shares of the budget known now; what is not known is not there."""

    planned: tuple[Fraction, ...]
    """Twelve months: by the unit's own plan of payments if it gave one, else 序时进度."""
    by_plan: bool
    paid: tuple[Fraction, ...]
    """January to the as-of month; empty without a budget to divide by."""
    due: tuple[Fraction, ...]
    """序时进度 at each of the twelve months' ends."""
    forecast: Forecast | None


def way(dataset: DataSet, watched: Watched) -> Way:
    """The way of one project, or of the whole unit."""
    execution = watched.execution
    due = tuple(_due(execution, number) for number in MONTHS)
    planned = _planned(dataset, execution)
    paid = (execution.rate_by(Month(execution.as_of.year, number)) for number in range(1, execution.as_of.month + 1))
    return Way(
        planned=planned or due,
        by_plan=bool(planned),
        paid=tuple(rate for rate in paid if rate is not None),
        due=due,
        forecast=watched.forecast,
    )


def _due(execution: Execution, number: int) -> Fraction:
    return expected_share(execution.first, execution.last, Month(execution.as_of.year, number))


def _planned(dataset: DataSet, execution: Execution) -> tuple[Fraction, ...]:
    """Planned payments by month's end ÷ budget; empty unless the unit gave a plan for every line."""
    budget, year = execution.budget, execution.as_of.year
    lines = {line.code for line in dataset.budget if execution.code in {WHOLE_UNIT, line.project}}
    rows = [row for row in dataset.plans if row.line in lines and row.month and row.amount and row.month.year == year]
    if not rows or lines - {row.line for row in rows} or budget is None or budget.units <= 0:
        return ()
    sums = (_sum(row.amount for row in rows if row.month and row.month.month <= number) for number in MONTHS)
    return tuple(Fraction(amount.units, budget.units) for amount in sums)


def _sum(amounts: Iterable[Money | None]) -> Money:
    return total(amount for amount in amounts if amount is not None)
