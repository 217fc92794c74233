"""工作日历: the holiday notices that were entered, and entering one."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import StringConstraints

from jiheng.web import rights
from jiheng.web.actions import Actor
from jiheng.web.api.common import FAILURES, YearNumber
from jiheng.web.api.schemas import KEEPABLE, Words
from jiheng.web.cycle.models import HolidayNotice
from jiheng.web.cycle.workdays import EnterHolidays

router = Router(tags=["calendar"])
Ground = Annotated[str, StringConstraints(max_length=100, pattern=KEEPABLE)]


class NoticeOut(Schema):
    """One year's notice: days off, weekend days that are worked, and on what ground."""

    year: int
    off: list[str]
    work: list[str]
    ground: str


class NoticeIn(Schema):
    """Days or stretches as on the page: ``2027-01-01、2027-02-05至2027-02-11``."""

    off: Words
    work: Words = ""
    ground: Ground


@router.get("/calendar", response={200: list[NoticeOut], **FAILURES})
def notices(request: HttpRequest) -> Any:  # noqa: ARG001 - the router's signature
    """The notices that were entered; those that come with the software are not listed."""
    return [_out(notice) for notice in HolidayNotice.objects.all()]


@router.put("/calendar/{year}", response={200: NoticeOut, **FAILURES})
def enter(request: HttpRequest, given: NoticeIn, year: YearNumber) -> Any:
    """Enter the whole notice of a year, in the place of what was entered before."""
    rights.demand(request.user, "calendar.manage")
    action = EnterHolidays(Actor.of(request), None, year=year, off=given.off, work=given.work, ground=given.ground)
    notice: HolidayNotice = action.run()
    return _out(notice)


def _out(notice: HolidayNotice) -> NoticeOut:
    off, work = ([day for day in written.split(",") if day] for written in (notice.off, notice.work))
    return NoticeOut(year=notice.year, off=off, work=work, ground=notice.ground)
