"""The bridge to the core's monitoring: a dossier's rows and a month become a report, kept by their state."""

from __future__ import annotations

from functools import lru_cache

from jiheng.core.calendar import Month
from jiheng.core.fault import Refused
from jiheng.monitoring import Report, learn, monitor
from jiheng.monitoring.learning import Forecaster
from jiheng.monitoring.ledger import latest_month
from jiheng.packs.load import load_pack
from jiheng.web.cycle.models import Dossier
from jiheng.web.records.dataset import Origin, dataset_at, draft_of
from jiheng.web.records.kept import kept

YEARS_BACK = 3
"""Earlier years that forecasts are learned from."""


def latest(dossier: Dossier) -> Month:
    """The last month with payments, which pages show unless another is asked for; January in an empty year."""
    return latest_month(draft_of(dossier).dataset) or Month(dossier.year.year, 1)


def report_of(dossier: Dossier, month: Month) -> Report:
    """The unit's monitoring at the end of a month.

    Raises:
        Refused: the ledger counts something twice, or the month is of another year.
    """
    sha256 = load_pack(dossier.pack).sha256
    return _report(Origin.of(dossier), dossier.pack, sha256, month, _past(dossier.year.year))


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
def _report(origin: Origin, pack: str, _sha256: str, month: Month, past: tuple[Origin, ...]) -> Report:
    unit = dict(origin.identity)["code"]
    own = [dataset_at(each) for each in past if dict(each.identity)["code"] == unit]
    return monitor(dataset_at(origin), load_pack(pack), month, own, forecaster=_forecaster(past, month))


@lru_cache(maxsize=24)
def _forecaster(past: tuple[Origin, ...], month: Month) -> Forecaster:
    return learn([dataset_at(each) for each in past], month)
