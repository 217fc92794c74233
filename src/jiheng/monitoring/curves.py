"""Spending curves: a project-year as shares of the budget known at each month's end, for the statistics.

Here, and only on the way to a forecast, amounts become floats.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate
from math import log10

from jiheng.core.calendar import Month
from jiheng.core.exact import Money
from jiheng.facts.rows import BudgetLine, Project
from jiheng.monitoring.books import Books
from jiheng.monitoring.execution import WHOLE_UNIT, budget_at, due_months, expected_share
from jiheng.monitoring.ledger import spent

BASIC = "基本支出"
"""The code under which basic expenditure is forecast."""
UNIT_KIND = "单位"
"""The kind of a whole unit's curve, which is not compared with those of projects."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Curve:
    """One project in one year, month by month as far as it is known (a past year: twelve months)."""

    owner: str
    """Unit and project: the same project in another year has the same owner."""
    year: int
    kind: str
    """Function class (类), or the whole unit: projects of a kind spend alike."""
    size: float
    """Decimal logarithm of the budget in 元."""
    rates: tuple[float, ...]
    """Cumulative payments ÷ the budget as known at that month's end."""
    signed: tuple[float, ...]
    """Contracts signed by then ÷ the same budget; all 0 where no purchase is registered."""
    changed: tuple[float, ...]
    """The budget as known then ÷ the original one − 1."""
    planned: tuple[float, ...] | None
    """Payments planned for the months after ÷ the same budget; None where no plan was given."""
    due: tuple[float, ...]
    """序时进度 at each month's end; below months ÷ 12 only for projects that begin or end in the year."""

    @property
    def known(self) -> int:
        """How many months are known."""
        return len(self.rates)

    @property
    def final(self) -> float:
        """The execution rate at the end of the known months."""
        return self.rates[-1]


def curves(books: Books, as_of: Month) -> Iterator[Curve]:
    """The curve of every project that had a budget in each month from its entry, and of the whole unit."""
    for project in books.dataset.projects:
        if found := project_curve(books, project, as_of):
            yield found
    if basic := basic_curve(books, as_of):
        yield basic
    if whole := unit_curve(books, as_of):
        yield whole


def project_curve(books: Books, project: Project, as_of: Month) -> Curve | None:
    """The curve of one project; None if it has no budget to divide by."""
    return curve(books, books.lines.get(project.code, ()), as_of, project.code, due_months(books, project))


def unit_curve(books: Books, as_of: Month) -> Curve | None:
    """The curve of the whole unit."""
    return curve(books, books.dataset.budget, as_of, WHOLE_UNIT, (Month(books.year, 1), Month(books.year, 12)))


def basic_curve(books: Books, as_of: Month) -> Curve | None:
    """The curve of what belongs to no project (基本支出)."""
    lines = books.lines.get("", ())
    return curve(books, lines, as_of, BASIC, (Month(books.year, 1), Month(books.year, 12)))


def kind_of(lines: tuple[BudgetLine, ...]) -> str:
    """The function class (三位类) of the first line that has one."""
    return next((line.function[:3] for line in lines if line.function), "")


def curve(
    books: Books, lines: tuple[BudgetLine, ...], as_of: Month, code: str, due: tuple[Month, Month]
) -> Curve | None:
    """The curve of these lines; None if there is no budget to divide by at the end."""
    months = [Month(books.year, number) for number in range(1, as_of.month + 1)]
    budgets = [_units(budget_at(lines, books, month)) for month in months]
    if budgets[-1] <= 0:
        return None
    paid = list(accumulate(amount.units for amount in spent(books.paid_on(lines), as_of, months[-1]).by_month))
    contracts = [_signed(books, code, month) for month in months]
    original = _units(budget_at(lines, books, Month(books.year - 1, 12))) or budgets[-1]
    return Curve(
        owner=f"{books.dataset.unit.code}/{code}",
        year=books.year,
        kind=code if code == BASIC else kind_of(lines) if code else UNIT_KIND,
        size=log10(budgets[-1] / 100),
        rates=tuple(_share(amount, budget) for amount, budget in zip(paid, budgets, strict=True)),
        signed=tuple(_share(amount, budget) for amount, budget in zip(contracts, budgets, strict=True)),
        changed=tuple(_share(budget, original) - 1 for budget in budgets),
        planned=_planned(books, lines, months, budgets),
        due=tuple(float(expected_share(*due, month)) for month in months),
    )


def _planned(
    books: Books, lines: tuple[BudgetLine, ...], months: list[Month], budgets: list[int]
) -> tuple[float, ...] | None:
    rows = [row for line in lines for row in books.plans.get(line.code, ()) if row.month]
    if not rows:
        return None
    ahead = [sum(_units(row.amount) for row in rows if row.month and row.month > month) for month in months]
    return tuple(_share(amount, budget) for amount, budget in zip(ahead, budgets, strict=True))


def _units(amount: Money | None) -> int:
    return amount.units if amount else 0


def _share(amount: int, budget: int) -> float:
    return amount / budget if budget > 0 else 0.0


def _signed(books: Books, code: str, month: Month) -> int:
    rows = books.purchases.get(code, ())
    return sum(_units(row.amount) for row in rows if row.signed and Month.of(row.signed) <= month)
