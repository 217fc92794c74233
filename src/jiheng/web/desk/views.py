"""The start page: two lists, and for who reviews the table of units."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from jiheng.web import rights
from jiheng.web.cycle.models import Dossier
from jiheng.web.cycle.queries import asked_year
from jiheng.web.desk.first import next_thing
from jiheng.web.desk.queries import counts, heat, heat_rows, mine, overdue, reminded, waiting
from jiheng.web.frame import STAGE_PLACES, home_of
from jiheng.web.monitoring.queries import to_answer

PER_PAGE = 50
"""Units in the table of units × stages."""


@login_required
def desk(request: HttpRequest) -> HttpResponse:
    """Show what waits for me and what I wait for; who has no business content goes to the own first page."""
    home = home_of(request.user)
    if home != "desk":
        return redirect(home)
    year = asked_year(request.GET.get("year", ""))
    reviewing = rights.may(request.user, "task.remind")
    found = heat(request.user, year) if reviewing and year else []
    shown = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    (listed, count), warnings = mine(request.user), to_answer(request.user)
    context = {
        "year": year,
        "mine": listed,
        "next": next_thing(request.user, year, listed, count, warnings),
        "waiting": waiting(request.user),
        "own": Dossier.objects.filter(
            year=year, unit__in=rights.visible_units(request.user, "dossier.own")
        ).select_related("unit", "year"),
        "reviewing": reviewing,
        "page": shown,
        "rows": heat_rows(list(shown)),
        "kept": urlencode({"year": year.year}) if year else "",
        "counts": counts(found),
        "overdue": overdue(request.user) if reviewing else [],
        "reminded": reminded(request.user),
        "warnings": warnings,
        "deciding": rights.may(request.user, "proposal.decide"),
        "rechecking": rights.may(request.user, "review.queue"),
        "stages": [stage.label for stage in STAGE_PLACES],
    }
    return render(request, "desk/desk.html", context)
