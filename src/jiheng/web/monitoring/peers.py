"""Where a unit and its projects stand beside their peers at the same month, from the rows that the last evaluation kept."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from jiheng.core.calendar import Month
from jiheng.monitoring.comparison import median
from jiheng.web.cycle.models import Dossier
from jiheng.web.monitoring.evaluation import kinds_of
from jiheng.web.monitoring.models import ProjectWatch, UnitWatch, share_of


@dataclass(frozen=True, slots=True)
class Peers:
    """The median execution rate of others, and of how many; None if they are too few."""

    median: Fraction | None
    count: int


NOBODY = Peers(None, 0)


def peers_of(dossier: Dossier, month: Month) -> Mapping[str, Peers]:
    """By project code: other units' projects of the same function class; under ``""``: other units of the same level."""
    units = UnitWatch.objects.filter(dossier__year=dossier.year, month=str(month)).exclude(dossier=dossier)
    alike = units.filter(dossier__unit__level=dossier.unit.level)
    kinds = kinds_of(dossier)
    rates: defaultdict[str, list[Fraction]] = defaultdict(list)
    others = ProjectWatch.objects.filter(watch__in=units, kind__in=set(kinds.values()) - {""})
    for kind, paid, budget in others.values_list("kind", "paid_fen", "budget_fen"):
        rates[kind] += [rate] if (rate := share_of(paid, budget)) is not None else []
    whole = [share_of(*row) for row in alike.values_list("paid_fen", "budget_fen")]
    found = {project: _peers(rates[kind]) for project, kind in kinds.items() if project and kind}
    return found | {"": _peers([rate for rate in whole if rate is not None])}


def _peers(rates: list[Fraction]) -> Peers:
    return Peers(median(rates), len(rates))
