"""The evaluation of a year as a background job."""

from __future__ import annotations

from django.utils import timezone
from django_tasks import task

from jiheng.core.calendar import Month
from jiheng.web.cycle.models import Year
from jiheng.web.monitoring.evaluation import evaluate_year


@task()
def evaluate_units(year: int, month: str = "") -> int:
    """Evaluate every unit of a year at the end of a month; running it again changes nothing."""
    at = Month.parse(month) if month else None
    return evaluate_year(Year.objects.get(year=year), timezone.localdate(), at)
