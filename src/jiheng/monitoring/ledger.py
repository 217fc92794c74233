"""The ledger of one unit, read for monitoring: what counts by the as-of month and what is set aside, and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from jiheng.core.calendar import Month
from jiheng.core.exact import Money
from jiheng.core.fault import Faults, Place
from jiheng.facts.dataset import DataSet
from jiheng.facts.rows import BudgetLine, Payment
from jiheng.monitoring.books import Books

NOTHING = Money(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outside:
    """Payments that do not count as spent by the as-of month, and refunds that were netted."""

    before: Money = NOTHING
    """Booked to an earlier year."""
    later: Money = NOTHING
    """In the year, after the as-of month."""
    beyond: Money = NOTHING
    """After the end of the year, or after the project's last month."""
    refunds: Money = NOTHING
    """Negative payments up to the as-of month; they are part of the sum."""
    incomplete: int = 0
    """Rows without a month or an amount."""


@dataclass(frozen=True, slots=True)
class Spent:
    """Payments by month, January to the as-of month, and what was set aside."""

    by_month: tuple[Money, ...]
    outside: Outside


def total(amounts: Iterable[Money]) -> Money:
    """Add amounts exactly."""
    return Money(sum(amount.units for amount in amounts))


def spent(payments: Iterable[Payment], as_of: Month, last: Month) -> Spent:
    """Sort payments into the months of the year; ``last`` is the last month in which payment was due."""
    rows = tuple(payments)
    known = [(row.month, row.amount) for row in rows if row.month is not None and row.amount is not None]

    def where(keep: Callable[[Month], bool]) -> Money:
        return total(amount for month, amount in known if keep(month))

    months = tuple(where(Month(as_of.year, number).__eq__) for number in range(1, as_of.month + 1))
    in_time = [amount for month, amount in known if month.year == as_of.year and month <= as_of]
    return Spent(
        months,
        Outside(
            before=where(lambda month: month.year < as_of.year),
            later=where(lambda month: month.year == as_of.year and month > as_of),
            beyond=where(lambda month: month.year > as_of.year or last < month <= as_of),
            refunds=total(amount for amount in in_time if amount.units < 0),
            incomplete=len(rows) - len(known),
        ),
    )


ODD_SCALE = 5000
"""Paid and budget so many times apart on one line: 元 and 万元 are mixed up."""
LUMPED_LINES = 3
"""So many lines that were all paid in one and the same month make a ledger that was not kept by month."""


def latest_month(dataset: DataSet) -> Month | None:
    """The last month of the budget year with any payment row; None for an empty ledger."""
    months = [row.month for row in dataset.payments if row.month and row.month.year == dataset.unit.year]
    return max(months, default=None)


def lumped_month(dataset: DataSet) -> Month | None:
    """The month that holds the whole ledger, when it was not kept by month; January may rightly be alone."""
    months = {row.month for row in dataset.payments if row.amount}
    lines = {row.line for row in dataset.payments if row.amount}
    only = months.pop() if len(months) == 1 and len(lines) >= LUMPED_LINES else None
    return only if only and only.month > 1 else None


def odd_scale(books: Books, as_of: Month) -> frozenset[str]:
    """Projects with a line on which payments so far and budget are about 10,000 times apart."""
    return frozenset(line.project for line in books.dataset.budget if _odd(line, books, as_of))


def _odd(line: BudgetLine, books: Books, as_of: Month) -> bool:
    paid = sum(amount.units for amount in spent(books.payments.get(line.code, ()), as_of, as_of).by_month)
    budget = line.adjusted.units if line.adjusted else 0
    return paid > 0 and budget > 0 and (paid * ODD_SCALE < budget or budget * ODD_SCALE < paid)


def prove_ledger(dataset: DataSet) -> None:
    """Refuse a ledger that counts a payment twice or pays on a line that the budget does not have.

    Raises:
        Refused: with every such row.
    """
    faults = Faults()
    lines = {line.code for line in dataset.budget}
    for row in dataset.payments:
        if row.line not in lines:
            faults.add(
                row.place if row.place.text() else Place(path="支付"),
                "支付指向不存在的预算项",
                value=row.line,
                expected="预算表中已有的预算项编码",
                fix="请改正编码，或先在预算表中登记该预算项。",
            )
    for (line, month), count in Counter((row.line, row.month) for row in dataset.payments if row.month).items():
        if count > 1:
            again = [row.place for row in dataset.payments if (row.line, row.month) == (line, month)][-1]
            faults.add(
                again if again.text() else Place(path="支付"),
                f"预算项 {line} 在 {month} 出现 {count} 次，疑为同一份台账导入两次",
                expected="同一预算项每月一行",
                fix="请删去重复的行；确属多笔支付的，请合并为当月合计数。",
            )
    faults.raise_if_any()
