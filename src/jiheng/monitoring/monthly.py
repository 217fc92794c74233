"""The monthly table for the leadership meeting, as rows: built from the ledger alone, exact in 分."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate

from jiheng.core.calendar import Month
from jiheng.core.exact import Money
from jiheng.monitoring.execution import Execution
from jiheng.monitoring.report import Report
from jiheng.monitoring.signal import Level


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthRow:
    """One month of the unit: paid in it, paid by its end, and the rate beside 序时进度."""

    month: Month
    paid: Money
    cumulative: Money
    rate: Fraction | None
    expected: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """What the first page of the monthly pack says."""

    levels: dict[Level, int]
    at_risk: Money
    """Of red and yellow projects."""
    unjudged: tuple[str, ...]
    """Names of the projects that cannot be judged."""


def months(execution: Execution) -> tuple[MonthRow, ...]:
    """The months of the year so far; rates are over the budget known now."""
    sums = accumulate(amount.units for amount in execution.by_month)
    rows = zip(execution.by_month, sums, strict=True)
    return tuple(_row(execution, number, paid, Money(so_far)) for number, (paid, so_far) in enumerate(rows, 1))


def _row(execution: Execution, number: int, paid: Money, so_far: Money) -> MonthRow:
    month = Month(execution.as_of.year, number)
    expected = Fraction(number, 12)
    return MonthRow(month=month, paid=paid, cumulative=so_far, rate=execution.rate_by(month), expected=expected)


def summary(reports: Sequence[Report]) -> Summary:
    """Count levels and money at risk over one or many units."""
    projects = [each for report in reports for each in report.projects]
    grave = [each.at_risk for each in projects if each.level in (Level.RED, Level.YELLOW) and each.at_risk]
    return Summary(
        levels={level: sum(each.level is level for each in projects) for level in Level},
        at_risk=Money(sum(amount.units for amount in grave)),
        unjudged=tuple(each.execution.name for each in projects if each.level is Level.NONE),
    )
