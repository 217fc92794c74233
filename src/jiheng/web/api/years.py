"""Years of the cycle with the days on which their stages are due, for who sets them."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema

from jiheng.web import rights
from jiheng.web.api.common import FAILURES
from jiheng.web.management.queries import deadlines
from jiheng.web.management.queries import years as known_years

router = Router(tags=["years"])
RIGHT = "cycle.manage"


class DeadlineOut(Schema):
    """First and last day on which a stage is due among the units that the role reaches."""

    stage: str
    first: date | None
    last: date | None


class YearOut(Schema):
    """One year."""

    year: int
    open: bool
    units: int
    deadlines: list[DeadlineOut]


@router.get("/years", response={200: list[YearOut], **FAILURES})
def years(request: HttpRequest) -> Any:
    """All years, newest first."""
    rights.demand(request.user, RIGHT)
    units = rights.visible_units(request.user, RIGHT)
    return [
        YearOut(
            year=each.year,
            open=each.open,
            units=each.dossiers.filter(unit__in=units).count(),
            deadlines=[DeadlineOut(stage=s, first=first, last=last) for s, first, last in deadlines(each, units)],
        )
        for each in known_years()
    ]
