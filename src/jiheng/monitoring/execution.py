"""Cumulative execution by month of a project, a special fund, or the whole unit; exact in 分."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from fractions import Fraction

from jiheng.core.beside import percent
from jiheng.core.calendar import Month
from jiheng.core.exact import Money
from jiheng.facts.rows import Adjustment, BudgetLine, Project, SpecialFund
from jiheng.monitoring.books import Books
from jiheng.monitoring.ledger import Outside, spent, total

WHOLE_UNIT = ""
"""The code under which the unit's total is kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Execution:
    """What was to be spent and what was, by the end of the as-of month."""

    code: str
    name: str
    as_of: Month
    first: Month
    last: Month
    """First and last month of the year in which spending is due."""
    original: Money | None
    budget: Money | None
    """As known at the end of the as-of month; None when no figure was given."""
    by_month: tuple[Money, ...]
    """Paid in each month, January to the as-of month; refunds are negative."""
    outside: Outside
    special_fund: bool = False

    @property
    def paid(self) -> Money:
        """Paid from January to the as-of month."""
        return total(self.by_month)

    @property
    def rate(self) -> Fraction | None:
        """Paid ÷ budget; None when there is no positive budget to divide by."""
        if self.budget is None or self.budget.units <= 0:
            return None
        return Fraction(self.paid.units, self.budget.units)

    def rate_by(self, month: Month) -> Fraction | None:
        """Paid up to an earlier month ÷ the budget known now."""
        if self.budget is None or self.budget.units <= 0:
            return None
        return Fraction(total(self.by_month[: month.month]).units, self.budget.units)

    @property
    def expected(self) -> Fraction:
        """序时进度: months elapsed ÷ months due; a project that begins or ends in the year counts its own months."""
        return expected_share(self.first, self.last, self.as_of)

    @property
    def unpaid(self) -> Money:
        """Budget not yet paid; 0 when nothing is left or no budget is known."""
        left = (self.budget.units if self.budget else 0) - self.paid.units
        return Money(max(left, 0))

    def rate_text(self, *bounds: Fraction) -> str:
        """The execution rate with its two numbers, e.g. ``100.00 ÷ 400.00 = 25.00%``, told from each of the bounds."""
        budget = self.budget or Money(0)
        rate = percent(Fraction(self.paid.units, budget.units), *bounds) if budget else "—"
        return f"{self.paid.yuan()} 元 ÷ {budget.yuan()} 元 = {rate}"


def expected_share(first: Month, last: Month, as_of: Month) -> Fraction:
    """Share of the months ``first`` to ``last`` that has passed by the end of ``as_of``; 0 before, 1 after."""
    due = last.month - first.month + 1
    elapsed = min(as_of.month, last.month) - first.month + 1
    return Fraction(max(elapsed, 0), due)


def budget_at(lines: Iterable[BudgetLine], books: Books, as_of: Month) -> Money | None:
    """The budget as it was known at the end of ``as_of``; None if a figure is missing.

    The data set holds the adjusted budget of the whole year; adjustments dated later are taken back.
    A line without an adjusted figure counts its original one and the adjustments made so far.
    """
    amounts = [_line_at(line, books.adjustments.get(line.code, ()), as_of) for line in lines]
    known = [amount for amount in amounts if amount is not None]
    return total(known) if known and len(known) == len(amounts) else None


def _line_at(line: BudgetLine, adjustments: Iterable[Adjustment], as_of: Month) -> Money | None:
    dated = [(Month.of(each.dated), each.amount) for each in adjustments if each.dated and each.amount]
    if line.adjusted is not None:
        return line.adjusted - total(amount for month, amount in dated if month > as_of)
    if line.original is None:
        return None
    return line.original + total(amount for month, amount in dated if month <= as_of)


def project_execution(books: Books, project: Project, as_of: Month) -> Execution:
    """Execution of one project."""
    lines = books.lines.get(project.code, ())
    return _execution(
        books,
        lines,
        as_of,
        due_months(books, project),
        code=project.code,
        name=project.name,
        special_fund=project.special_fund,
    )


def unit_execution(books: Books, as_of: Month) -> Execution:
    """Execution of the whole unit: every budget line, projects or not."""
    unit, whole = books.dataset.unit, (Month(books.year, 1), Month(books.year, 12))
    return _execution(books, books.dataset.budget, as_of, whole, code=WHOLE_UNIT, name=unit.name)


def fund_execution(books: Books, fund: SpecialFund, as_of: Month) -> Execution | None:
    """Execution of a special fund: its project's payments against what was issued; None without its project."""
    project = next((each for each in books.dataset.projects if each.code == fund.project), None)
    if project is None:
        return None
    own = project_execution(books, project, as_of)
    return replace(own, code=fund.code, name=fund.name, special_fund=True, original=fund.issued, budget=fund.issued)


def _execution(
    books: Books,
    lines: tuple[BudgetLine, ...],
    as_of: Month,
    due: tuple[Month, Month],
    *,
    code: str,
    name: str,
    special_fund: bool = False,
) -> Execution:
    paid = spent(books.paid_on(lines), as_of, due[1])
    return Execution(
        code=code,
        name=name,
        as_of=as_of,
        first=due[0],
        last=due[1],
        original=_original(lines),
        budget=budget_at(lines, books, as_of),
        by_month=paid.by_month,
        outside=paid.outside,
        special_fund=special_fund,
    )


def due_months(books: Books, project: Project) -> tuple[Month, Month]:
    """First and last month of the year in which the project is to spend.

    From its own dates; a project that entered the budget by an adjustment begins in that month.
    """
    first, last = Month(books.year, 1), Month(books.year, 12)
    if project.start and project.start.year == books.year:
        first = Month.of(project.start)
    elif entered := _entered(books, books.lines.get(project.code, ())):
        first = entered
    if project.end and project.end.year == books.year:
        last = max(Month.of(project.end), first)
    return first, last


def _entered(books: Books, lines: tuple[BudgetLine, ...]) -> Month | None:
    if not lines or any(line.original is None or line.original for line in lines):
        return None
    days = [each.dated for each in books.adjusted(lines) if each.dated and each.dated.year == books.year]
    return Month.of(min(days)) if days else None


def _original(lines: Iterable[BudgetLine]) -> Money | None:
    amounts = [line.original for line in lines]
    return None if not amounts or None in amounts else total(amount for amount in amounts if amount is not None)
