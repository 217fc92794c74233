"""The start page: two lists, and for who reviews the table of units."""

from __future__ import annotations

from typing import cast

from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from jiheng.web import rights
from jiheng.web.accounts.models import User
from jiheng.web.cycle.models import Dossier, Year
from jiheng.web.cycle.queries import asked_year
from jiheng.web.desk.errands import errands
from jiheng.web.desk.first import next_thing, to_begin
from jiheng.web.desk.lists import HEAT
from jiheng.web.desk.queries import Lights, counts, heat, mine, overdue, reminded, waiting
from jiheng.web.desk.week import Known, WeekStep, is_new, week_of
from jiheng.web.frame import home_of
from jiheng.web.lists.views import View
from jiheng.web.monitoring.queries import to_answer

PER_PAGE = 50
"""Units in the table of units × stages."""


@login_required
def desk(request: HttpRequest) -> HttpResponse:
    """Show what waits for me and what I wait for; who has no business content goes to the own first page."""
    user = cast("User", request.user)
    home = home_of(user)
    if home != "desk":
        return redirect(home)
    year = asked_year(request.GET.get("year", ""))
    reviewing = rights.may(request.user, "task.remind")
    found = heat(request.user, year) if reviewing and year else []
    view = (
        View(request, HEAT, found, PER_PAGE, _("%(year)d 年度各单位进度") % {"year": year.year})
        if reviewing and year
        else None
    )
    if view and view.answer:
        return view.answer
    (listed, count), warnings, others = mine(request.user), to_answer(request.user), errands(request.user)
    own = list(_own(user, year))
    first = next_thing(request.user, year, (listed, count), warnings, others)
    week = _week(user, year, found, own) if first is None or is_new(user) else []
    context = {
        "year": year,
        "week": week,
        "mine": listed,
        "next": first or to_begin(week),
        "errands": others,
        "waiting": waiting(request.user),
        "own": own,
        "reviewing": reviewing,
        "view": view,
        "counts": counts(found),
        "overdue": overdue(request.user) if reviewing else [],
        "reminded": reminded(request.user),
        "warnings": warnings,
        "deciding": rights.may(request.user, "proposal.decide"),
        "rechecking": rights.may(request.user, "review.queue"),
    }
    return render(request, "desk/desk.html", context)


def _own(user: User, year: Year | None) -> QuerySet[Dossier]:
    """The person's own units in the year, with their tasks."""
    units = rights.visible_units(user, "dossier.own")
    found = Dossier.objects.filter(year=year, unit__in=units)
    return found.select_related("unit", "year").prefetch_related("tasks")


def _week(user: User, year: Year | None, found: list[Lights], own: list[Dossier]) -> list[WeekStep]:
    states = frozenset(task.state if task else "" for each in found for task in each.tasks)
    return week_of(user, Known(year, states, own))
