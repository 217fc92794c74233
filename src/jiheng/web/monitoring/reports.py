"""The bridge to the core's monitoring: a dossier's rows and a month become a report, kept by their state."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

from jiheng.core.calendar import Month
from jiheng.core.fault import Refused
from jiheng.monitoring import Report, learn, monitor
from jiheng.monitoring.books import grouped
from jiheng.monitoring.curves import kind_of
from jiheng.monitoring.learning import Forecaster
from jiheng.monitoring.ledger import latest_month
from jiheng.packs.load import load_pack
from jiheng.web.cycle.models import Dossier
from jiheng.web.cycle.workdays import named
from jiheng.web.records.dataset import Origin, dataset_at
from jiheng.web.records.kept import kept

YEARS_BACK = 3
"""Earlier years that forecasts are learned from."""


Asked: TypeAlias = tuple[Origin, str, str, Month, tuple[Origin, ...]]
"""All that a report comes from: the unit's data at one state, pack and its hash, month, the data of earlier years."""


@dataclass(frozen=True, slots=True)
class Overview:
    """What every page of monitoring needs of a data set of thousands of rows."""

    latest: Month | None
    kinds: Mapping[str, str]


def latest(dossier: Dossier) -> Month:
    """The last month with payments, which pages show unless another is asked for; January in an empty year."""
    return _overview(Origin.of(dossier)).latest or Month(dossier.year.year, 1)


def kinds_of(dossier: Dossier) -> Mapping[str, str]:
    """The function class of every project."""
    return _overview(Origin.of(dossier)).kinds


@kept
def _overview(origin: Origin) -> Overview:
    dataset = dataset_at(origin)
    lines = grouped(dataset.budget, lambda line: line.project)
    return Overview(latest_month(dataset), {project: kind_of(own) for project, own in lines.items()})


def asked(dossier: Dossier, month: Month) -> Asked:
    """What the report of the month comes from, in its present state."""
    sha256 = load_pack(dossier.pack).sha256
    return Origin.of(dossier), dossier.pack, sha256, month, _past(dossier.year.year)


def report_of(dossier: Dossier, month: Month) -> Report:
    """The unit's monitoring at the end of a month.

    Raises:
        Refused: the ledger counts something twice, or the month is of another year.
    """
    return report_at(*asked(dossier, month))


def report_or_faults(dossier: Dossier, month: Month) -> tuple[Report | None, tuple[str, ...]]:
    """The report, or what keeps it from being made, in sentences."""
    try:
        return report_of(dossier, month), ()
    except Refused as refused:
        return None, tuple(fault.text() for fault in refused.faults)


def _past(year: int) -> tuple[Origin, ...]:
    """The dossiers of earlier years, by their present state; whoever watches learns from all of them."""
    found = Dossier.objects.filter(year__year__lt=year, year__year__gte=year - YEARS_BACK)
    return tuple(Origin.of(each) for each in found.select_related("unit", "year").order_by("pk"))


@kept
def report_at(origin: Origin, pack: str, _sha256: str, month: Month, past: tuple[Origin, ...]) -> Report:
    """The monitoring of what was named before."""
    unit = dict(origin.identity)["code"]
    own = [dataset_at(each) for each in past if dict(each.identity)["code"] == unit]
    workdays, learned = named(origin.calendar), _forecaster(past, month)
    return monitor(dataset_at(origin), load_pack(pack), month, own, workdays, forecaster=learned)


@lru_cache(maxsize=24)
def _forecaster(past: tuple[Origin, ...], month: Month) -> Forecaster:
    return learn([dataset_at(each) for each in past], month)
