"""The county: the board, the wall, and the monthly pack."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from jiheng.core.calendar import Month
from jiheng.web import rights
from jiheng.web.actions import Actor
from jiheng.web.cycle.models import Year
from jiheng.web.lists.views import View
from jiheng.web.monitoring import board as queries
from jiheng.web.monitoring import monthly_pack
from jiheng.web.monitoring.actions import EvaluateYear, PreparePack
from jiheng.web.monitoring.chart import county_curve
from jiheng.web.monitoring.evaluation import ended_month
from jiheng.web.monitoring.lists import BOARD, BoardRow
from jiheng.web.monitoring.models import LEVELS
from jiheng.web.monitoring.views.common import month_of, run


def _year(request: HttpRequest, year: int, right: str = queries.RIGHT) -> Year:
    """The year, for who may see the board; for others it is not there."""
    if not rights.may(request.user, right):
        raise Http404
    return get_object_or_404(Year, year=year)


def _seen(request: HttpRequest, year: Year) -> dict[str, Any]:
    """What board and wall show alike: one month's rows, added up, and the cases."""
    months = queries.months_of(request.user, year)
    asked = request.GET.get("month", "")
    month = str(month_of(year.year, asked)) if asked else (months[0] if months else "")
    rows = queries.rows_of(request.user, year, month) if month else []
    counts, of_dossier = queries.case_counts(request.user, year)
    return {
        "year": year,
        "month": month,
        "months": months,
        "all": rows,
        "totals": queries.totals(rows),
        "expected": queries.expected(Month.parse(month)) if month else None,
        "cases": counts,
        "of_dossier": of_dossier,
    }


@login_required
def board(request: HttpRequest, year: int) -> HttpResponse:
    """Units by level and money at risk, narrowed by level and name."""
    seen = _seen(request, _year(request, year))
    heading = _("%(month)s 各单位预算执行监控") % {"month": seen["month"]}
    rows = [BoardRow(row, seen["of_dossier"](row.dossier_id)) for row in seen["all"]]
    view = View(request, BOARD, rows, queries.PER_PAGE, heading)
    if view.answer:
        return view.answer
    default = str(ended_month(year, timezone.localdate()))
    context = {
        "view": view,
        "levels": LEVELS,
        "default": seen["month"] or default,
        "can_evaluate": rights.may(request.user, "warning.evaluate"),
    }
    return render(request, "monitoring/board.html", seen | context)


@login_required
def wall(request: HttpRequest, year: int) -> HttpResponse:
    """The page for the wall of the leaders' room: the same rows in large figures."""
    seen = _seen(request, _year(request, year))
    context = {"risks": queries.largest_risks(seen["all"]), "chart": county_curve(seen["totals"])}
    return render(request, "monitoring/wall.html", seen | context)


@login_required
@require_POST
def evaluate(request: HttpRequest, year: int) -> HttpResponse:
    """Evaluate all units in the background."""
    found = _year(request, year, "warning.evaluate")
    month = str(month_of(year, request.POST.get("month", "")))
    run(request, EvaluateYear(Actor.of(request), found, month=month))
    return redirect("monitoring:board", year=year)


def _pack_folder(request: HttpRequest, year: Year, month: str) -> tuple[str, Path]:
    """The month, and where its pack for the unit lies for which the person acts."""
    at = str(month_of(year.year, month))
    owner = rights.acting_unit(request.user, queries.RIGHT)
    return at, monthly_pack.folder_of(year.year, at, owner)


@login_required
def pack_page(request: HttpRequest, year: int, month: str) -> HttpResponse:
    """Have the pack of a month made; how far it is; the files once they are there."""
    found = _year(request, year)
    at, folder = _pack_folder(request, found, month)
    if request.method == "POST":
        owner = rights.acting_unit(request.user, queries.RIGHT)
        PreparePack(Actor.of(request), found, month=at, owner=owner).run()
        return redirect("monitoring:pack-page", year=year, month=at)
    context = {"year": found, "month": at, "progress": monthly_pack.progress_of(folder)}
    partial = request.headers.get("HX-Request") == "true"
    return render(request, "monitoring/pack_progress.html" if partial else "monitoring/pack.html", context)


@login_required
def pack(request: HttpRequest, year: int, month: str, kind: str) -> HttpResponse:
    """A finished file of the pack."""
    found = _year(request, year)
    _month, folder = _pack_folder(request, found, month)
    there = monthly_pack.finished(folder, kind)
    if there is None:
        raise Http404
    path, name = there
    response = HttpResponse(path.read_bytes(), content_type=monthly_pack.KINDS[kind])
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or ""
    return response
