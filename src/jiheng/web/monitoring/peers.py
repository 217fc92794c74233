"""Where a unit and its projects stand beside their peers at the same month, from the rows that the last evaluation kept."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from functools import lru_cache
from typing import TypeAlias

from django.db.models import Count, Max, QuerySet

from jiheng.core.calendar import Month
from jiheng.monitoring.comparison import median, middle
from jiheng.web.cycle.models import Dossier
from jiheng.web.monitoring.models import ProjectWatch, UnitWatch, share_of
from jiheng.web.monitoring.reports import kinds_of

SHIFT = 128
"""Bits of a quotient by which amounts are ordered: quotients of two 64-bit integers that differ, differ by more than 2⁻¹²⁷."""
MONTHS = 24
"""Months of a year whose peers are held in memory."""
Spent: TypeAlias = tuple[int, int, int]
"""Dossier, paid and budget of one project, in 分."""
State: TypeAlias = tuple[int, int | None, datetime | None]


@dataclass(frozen=True, slots=True)
class Peers:
    """The median execution rate of others, and of how many; None if they are too few."""

    median: Fraction | None
    count: int


NOBODY = Peers(None, 0)


@dataclass(frozen=True, slots=True)
class Ranking:
    """Projects in the order of their execution rate, and the places at which each dossier's own stand."""

    spent: Sequence[Spent]
    places: Mapping[int, Sequence[int]]

    @classmethod
    def of(cls, spent: Sequence[Spent]) -> Ranking:
        """Put them in order."""
        ordered, places = sorted(spent, key=by_rate), defaultdict[int, list[int]](list)
        for place, (dossier, _paid, _budget) in enumerate(ordered):
            places[dossier].append(place)
        return cls(ordered, places)

    def others(self, dossier: int) -> Peers:
        """The median of all but the dossier's own."""
        own = self.places.get(dossier, ())
        count = len(self.spent) - len(own)
        return Peers(middle(count, lambda number: self._rate(number, own)), count)

    def _rate(self, number: int, passed_over: Sequence[int]) -> Fraction:
        """The rate at a place among those that are not passed over."""
        for place in passed_over:
            number += place <= number
        return Fraction(*self.spent[number][1:])


NONE = Ranking((), {})


def peers_of(dossier: Dossier, month: Month) -> Mapping[str, Peers]:
    """By project code: other units' projects of the same function class; under ``""``: other units of the same level."""
    units = UnitWatch.objects.filter(dossier__year=dossier.year, month=str(month)).order_by()
    alike = units.filter(dossier__unit__level=dossier.unit.level).exclude(dossier=dossier)
    whole = [share_of(*row) for row in alike.values_list("paid_fen", "budget_fen")]
    by_project = {project: kind for project, kind in kinds_of(dossier).items() if project and kind}
    ranked = _ranked(dossier.year.pk, str(month), _state(units))
    by_kind = {kind: ranked.get(kind, NONE).others(dossier.pk) for kind in set(by_project.values())}
    found = {project: by_kind[kind] for project, kind in by_project.items()}
    return found | {"": _peers([rate for rate in whole if rate is not None])}


def _peers(rates: Sequence[Fraction]) -> Peers:
    return Peers(median(rates), len(rates))


def _state(units: QuerySet[UnitWatch]) -> State:
    """What changes with every evaluation of one of the units, and with every unit that goes."""
    told = units.aggregate(count=Count("pk"), newest=Max("pk"), at=Max("at"))
    return told["count"], told["newest"], told["at"]


@lru_cache(maxsize=MONTHS)
def _ranked(year: int, month: str, _state: State) -> Mapping[str, Ranking]:
    """By function class: every project that has a budget, in the order of its execution rate."""
    found = ProjectWatch.objects.filter(watch__dossier__year=year, watch__month=month, budget_fen__gt=0).exclude(
        kind=""
    )
    by_kind: defaultdict[str, list[Spent]] = defaultdict(list)
    columns = found.order_by().values_list("kind", "watch__dossier", "paid_fen", "budget_fen")
    for kind, dossier, paid, budget in columns.iterator():
        if budget:
            by_kind[kind].append((dossier, paid, budget))
    return {kind: Ranking.of(spent) for kind, spent in by_kind.items()}


def by_rate(spent: Spent) -> int:
    """A whole number in the order of paid ÷ budget, exactly; ten times as fast to compare as the quotients."""
    _dossier, paid, budget = spent
    return (paid << SHIFT) // budget
