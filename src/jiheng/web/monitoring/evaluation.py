"""The evaluation of one month: the report is kept as rows for the board, and its warnings become cases.

Doing it again changes nothing: the rows are replaced, a case has seen the month already.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import date, timedelta
from fractions import Fraction

from django.db import transaction
from django.utils import timezone

from jiheng.core.calendar import Month
from jiheng.core.exact import Money, half_up
from jiheng.monitoring import Report
from jiheng.monitoring.monthly import summary
from jiheng.monitoring.report import Watched
from jiheng.monitoring.signal import Level
from jiheng.web.audit import chain
from jiheng.web.cycle.models import Dossier, Year
from jiheng.web.monitoring.cases import Change, Docket, gravest
from jiheng.web.monitoring.models import HUNDREDTHS, ProjectWatch, UnitWatch
from jiheng.web.monitoring.queries import sparks_at
from jiheng.web.monitoring.reports import asked, kinds_of, report_or_faults

log = logging.getLogger("jiheng")
TITLE = "评估预算执行"


def ended_month(year: int, today: date) -> Month:
    """The last month of the year that has ended by today; January before it has."""
    before = Month.of(today.replace(day=1) - timedelta(days=1))
    return min(max(before, Month(year, 1)), Month(year, 12))


@transaction.atomic
def evaluate(dossier: Dossier, month: Month, today: date) -> Change:
    """Evaluate one unit; its dossier is locked, so that two evaluations cannot open one case twice."""
    dossier = Dossier.objects.select_for_update(of=("self",)).select_related("unit", "year").get(pk=dossier.pk)
    report, problems = report_or_faults(dossier, month)
    _keep(dossier, month, report, problems)
    return Docket(dossier, today).follow(report) if report else Change()


def _keep(dossier: Dossier, month: Month, report: Report | None, problems: tuple[str, ...]) -> None:
    row = _unit_row(report) if report else {"level": Level.NONE, "problem": "\n".join(problems)}
    UnitWatch.objects.filter(dossier=dossier, month=str(month)).delete()
    watch = UnitWatch.objects.create(dossier=dossier, month=str(month), stamp=dossier.stamp, at=timezone.now(), **row)
    if report:
        kinds = kinds_of(dossier)
        sparks_at(*asked(dossier, month))  # the unit's own page draws them: they are kept from now on
        rows = [_project_row(watch, each, kinds) for each in report.projects]
        ProjectWatch.objects.bulk_create(rows, batch_size=500)


def _unit_row(report: Report) -> dict[str, object]:
    whole, counted = report.total, summary([report])
    return {
        "level": whole.level,
        "reds": counted.levels[Level.RED],
        "yellows": counted.levels[Level.YELLOW],
        "greens": counted.levels[Level.GREEN],
        "unjudged": counted.levels[Level.NONE],
        "budget_fen": _fen(whole.execution.budget),
        "paid_fen": whole.execution.paid.units,
        "risk_fen": counted.at_risk.units,
        "by_month": ",".join(str(each.units) for each in whole.execution.by_month),
    }


def _project_row(watch: UnitWatch, watched: Watched, kinds: Mapping[str, str]) -> ProjectWatch:
    execution, forecast = watched.execution, watched.forecast
    return ProjectWatch(
        watch=watch,
        project=execution.code,
        name=execution.name[:200],
        kind=kinds.get(execution.code, ""),
        level=watched.level,
        budget_fen=_fen(execution.budget),
        paid_fen=execution.paid.units,
        risk_fen=_fen(watched.at_risk),
        forecast=_hundredths(forecast.rate) if forecast else None,
        message=gravest(watched),
    )


def _hundredths(rate: Fraction) -> int:
    return half_up(rate.numerator * HUNDREDTHS, rate.denominator)


def _fen(amount: Money | None) -> int | None:
    return None if amount is None else amount.units


def evaluate_year(year: Year, today: date, month: Month | None = None) -> int:
    """Evaluate every unit of a year, each in a transaction and with a line in the log where something changed.

    One unit that cannot be evaluated by a fault of the program keeps no other from it; the server's log tells.

    Returns:
        How many units were evaluated.
    """
    at = month or ended_month(year.year, today)
    dossiers = Dossier.objects.filter(year=year, unit__active=True).select_related("unit", "year")
    return sum(_evaluated(dossier, at, today) for dossier in dossiers)


def _evaluated(dossier: Dossier, at: Month, today: date) -> bool:
    try:
        change = evaluate(dossier, at, today)
    except Exception:
        log.exception("%s could not be evaluated at %s", dossier.unit.code, at)
        return False
    if change.text:
        _log(dossier, at, change)
    return True


def _log(dossier: Dossier, month: Month, change: Change) -> None:
    """The daily evaluation is nobody's deed; the log says so."""
    chain.write(
        username="",
        person="系统",
        action=TITLE,
        object_type="Dossier",
        object_id=str(dossier.pk),
        object_label=str(dossier)[:200],
        unit_code=dossier.unit.code,
        result="成功",
        detail=f"{month}：{change.text}",
    )
