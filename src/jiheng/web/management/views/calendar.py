"""工作日历: which years' holiday notices are known, and the form to enter one."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from jiheng.core.calendar import Workdays
from jiheng.web import rights
from jiheng.web.actions import Actor
from jiheng.web.cycle.models import HolidayNotice
from jiheng.web.cycle.workdays import EnterHolidays
from jiheng.web.management.forms import Holidays
from jiheng.web.management.page import page, refused_beside

PLACE = "management:calendar"
RIGHT = "calendar.manage"


@login_required
def table(request: HttpRequest) -> HttpResponse:
    """Show this year and the next two, what was entered, and the form."""
    rights.demand(request.user, RIGHT)
    now = timezone.localdate().year
    asked = request.GET.get("year", "")
    entered = {notice.year: notice for notice in HolidayNotice.objects.select_related("by")}
    year = int(asked) if asked.isdecimal() and len(asked) == len(str(now)) else now + 1
    there = entered.get(year)
    shown = {"year": year, "off": there.off if there else "", "work": there.work if there else ""}
    form = Holidays(request.POST or None, initial=shown | {"ground": there.ground if there else ""})
    if form.is_valid():
        action = EnterHolidays(Actor.of(request), None, **form.cleaned_data)
        if not refused_beside(form, action.run):
            return redirect(PLACE)
    years = sorted({now, now + 1, now + 2, *entered}, reverse=True)
    rows = [(each, entered.get(each), _state(each, entered.get(each))) for each in years]
    return page(request, "management/calendar.html", PLACE, rows=rows, form=form)


def _state(year: int, notice: HolidayNotice | None) -> tuple[str, str]:
    """The light and the words of a year."""
    if notice is not None:
        return "green", _("已登记")
    if Workdays().published(year):
        return "green", _("已随软件提供")
    return "yellow", _("未公布，按法定节假日估算")
