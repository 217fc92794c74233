"""Reading the log."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from jiheng.web.audit.models import Entry


def entries(wanted: Mapping[str, Any]) -> QuerySet[Entry]:
    """Entries that fit the filter, the newest first."""
    found = Entry.objects.order_by("-number")
    if wanted.get("since"):
        found = found.filter(at__gte=_midnight(wanted["since"]))
    if wanted.get("until"):
        found = found.filter(at__lt=_midnight(min(wanted["until"], LAST) + timedelta(days=1)))
    if wanted.get("who"):
        found = found.filter(Q(username=wanted["who"]) | Q(person__contains=wanted["who"]))
    if wanted.get("action"):
        found = found.filter(action__contains=wanted["action"])
    exact = {"unit_code": wanted.get("unit"), "result": wanted.get("result")}
    return found.filter(**{name: value for name, value in exact.items() if value})


FIRST, LAST = date(2000, 1, 1), date(2200, 1, 1)
"""No entry lies beyond; and no calendar reckons with a day after the last."""


def _midnight(day: date) -> datetime:
    day = min(max(day, FIRST), LAST)
    return timezone.make_aware(datetime.combine(day, time()))
