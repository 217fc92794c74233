"""The county board and the wall: the rows that the last evaluation kept, and how the cases stand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, TypeAlias

from django.db.models import BooleanField, Count, ExpressionWrapper, QuerySet
from django.utils import timezone

from jiheng.core.calendar import Month
from jiheng.core.exact import Money
from jiheng.monitoring.case import State, Tally
from jiheng.web import rights
from jiheng.web.cycle.models import Year
from jiheng.web.monitoring.cases import tally
from jiheng.web.monitoring.models import Case, ProjectWatch, UnitWatch

if TYPE_CHECKING:
    from jiheng.web.rights import Person

RIGHT = "task.remind"
"""Who may see the board: whoever presses units for progress."""
PER_PAGE = 50
ON_THE_WALL = 7
Standing: TypeAlias = tuple[str, str, bool]
"""State, outcome, and whether an answer is overdue."""


@dataclass(frozen=True, slots=True)
class Totals:
    """All units together."""

    units: Counter[str]
    """By level."""
    projects: Counter[str]
    budget: Money
    paid: Money
    at_risk: Money
    by_month: tuple[Money, ...]

    @property
    def rate(self) -> Fraction | None:
        """Paid ÷ budget."""
        return Fraction(self.paid.units, self.budget.units) if self.budget.units > 0 else None


def months_of(user: Person, year: Year) -> list[str]:
    """The months that were evaluated, newest first."""
    return sorted(set(_watches(user, year).values_list("month", flat=True).order_by()), reverse=True)


def _watches(user: Person, year: Year) -> QuerySet[UnitWatch]:
    return UnitWatch.objects.filter(dossier__year=year, dossier__unit__in=rights.visible_units(user, RIGHT))


def rows_of(user: Person, year: Year, month: str) -> list[UnitWatch]:
    """The units of one month, the most money at risk first."""
    return list(_watches(user, year).filter(month=month).select_related("dossier__unit", "dossier__year"))


def totals(rows: Sequence[UnitWatch]) -> Totals:
    """Add up the units."""
    projects = Counter[str]()
    for row in rows:
        projects.update(red=row.reds, yellow=row.yellows, green=row.greens, none=row.unjudged)
    curves = [[int(amount) for amount in row.by_month.split(",")] for row in rows if row.by_month]
    return Totals(
        units=Counter(row.level for row in rows),
        projects=projects,
        budget=Money(sum(row.budget_fen or 0 for row in rows)),
        paid=Money(sum(row.paid_fen for row in rows)),
        at_risk=Money(sum(row.risk_fen for row in rows)),
        by_month=tuple(Money(sum(month)) for month in zip(*curves, strict=False)),
    )


def expected(month: Month) -> Fraction:
    """序时进度 of a whole year's budget."""
    return Fraction(month.month, 12)


def largest_risks(rows: Sequence[UnitWatch], count: int = ON_THE_WALL) -> list[ProjectWatch]:
    """The red and yellow projects with the most money at risk."""
    found = ProjectWatch.objects.filter(watch__in=[row.pk for row in rows], level__in=("red", "yellow"))
    return list(found.filter(risk_fen__gt=0).select_related("watch__dossier__unit", "watch__dossier__year")[:count])


@dataclass(frozen=True, slots=True)
class CaseCount:
    """How the cases of all units, or of one, stand."""

    open: int
    overdue: int
    answered: int
    tally: Tally

    @classmethod
    def of(cls, counted: Counter[Standing]) -> CaseCount:
        """Add up the cases that stand alike."""
        states, outcomes, overdue = Counter[str](), Counter[str](), 0
        for (state, outcome, late), number in counted.items():
            states[state] += number
            outcomes[outcome] += number
            overdue += number if late else 0
        return cls(open=states[State.OPEN], overdue=overdue, answered=states[State.ANSWERED], tally=tally(outcomes))


def case_counts(user: Person, year: Year) -> tuple[CaseCount, Callable[[int], CaseCount | None]]:
    """All cases of the year together, and those of one dossier when asked for; a page shows few of hundreds."""
    units = rights.visible_units(user, RIGHT)
    counted = _counted(Case.objects.filter(dossier__year=year, dossier__unit__in=units))
    every = CaseCount.of(sum(counted.values(), Counter()))
    return every, lambda dossier: CaseCount.of(counted[dossier]) if dossier in counted else None


def _counted(cases: QuerySet[Case]) -> dict[int, Counter[Standing]]:
    """By dossier, how many cases stand alike; counted by the database, since a county has tens of thousands."""
    late = ExpressionWrapper(Case.overdue(timezone.localdate()), BooleanField())
    alike = cases.order_by().annotate(late=late).values_list("dossier", "state", "outcome", "late")
    counted: dict[int, Counter[Standing]] = {}
    for dossier, *standing, number in alike.annotate(number=Count("pk")):
        counted.setdefault(dossier, Counter())[tuple(standing)] += number
    return counted
