"""What all units together take: the evaluation of a year, asked for or every day, and the monthly pack."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_tasks import task

from jiheng.core.calendar import Month
from jiheng.web.cycle.models import Year
from jiheng.web.jobs.queues import ALL_UNITS
from jiheng.web.jobs.schedule import register
from jiheng.web.monitoring import monthly_pack
from jiheng.web.monitoring.evaluation import ended_month, evaluate_year
from jiheng.web.organisation.models import Unit


@task(queue_name=ALL_UNITS)
def evaluate_units(year: int, month: str = "") -> dict[str, int]:
    """Evaluate every unit of a year at the end of a month; running it again changes nothing."""
    today = timezone.localdate()
    at = Month.parse(month) if month else ended_month(year, today)
    return {str(at): evaluate_year(Year.objects.get(year=year), today, at)}


@task(queue_name=ALL_UNITS)
def evaluate_daily(day: str) -> dict[str, int]:
    """Evaluate every unit of every open year at the end of the last month that had ended on that day."""
    today = date.fromisoformat(day)
    done = {}
    for year in Year.objects.filter(open=True):
        month = ended_month(year.year, today)
        done[str(month)] = evaluate_year(year, today, month)
    return done


@task(queue_name=ALL_UNITS)
def make_pack(year: int, month: str, owner: int) -> dict[str, int]:
    """Make the pack for the leadership meeting; doing it again makes the same files from today's data."""
    end = monthly_pack.make(Year.objects.get(year=year), Month.parse(month), Unit.objects.get(pk=owner))
    return {month: end.total - end.left_out}


def in_words(done: Mapping[str, int] | None) -> str:
    """The result of either: how many units at the end of which month."""
    told = [_("%(month)s：已评估 %(count)d 个单位") % {"month": month, "count": n} for month, n in (done or {}).items()]
    return "；".join(told) or _("没有开放的年度")


register(make_pack, gettext_lazy("生成月报"), in_words)
register(evaluate_units, gettext_lazy("评估全部单位预算执行"), in_words)
register(evaluate_daily, gettext_lazy("每日评估预算执行"), in_words, daily=True)
