"""The pages about a whole batch: the queue, the summary sheet, the spread of deductions, the reasons of returns."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from jiheng.web import rights
from jiheng.web.actions import Actor
from jiheng.web.cycle.models import Year
from jiheng.web.lists.listing import Listing
from jiheng.web.lists.views import View
from jiheng.web.review.actions import WeighAll
from jiheng.web.review.lists import QUEUE, RETURNS, SPREAD, SUMMARY
from jiheng.web.review.queries import queue, returns, spreads, summary
from jiheng.web.review.workbook import workbook

PER_PAGE = 50
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _year(request: HttpRequest, year: int) -> Year:
    """The year, for who reviews.

    Raises:
        Http404: there is none, or the person may not know of reviews.
    """
    if not rights.may(request.user, "review.queue"):
        raise Http404
    return get_object_or_404(Year, year=year)


def _page(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    """Render one of the pages of all reviews, with the list of those that the person may open."""
    return render(request, template, context | {"deciding": rights.may(request.user, "proposal.decide")})


@login_required
def queue_page(request: HttpRequest, year: int) -> HttpResponse:
    """The queue by doubt × money, each line with why it stands there."""
    found = _year(request, year)
    tasks = queue(request.user, found)
    view = View(request, QUEUE, tasks, PER_PAGE, _titled(found, QUEUE))
    context = {"year": found, "view": view, "unweighed": tasks.filter(doubt=None).count() if not view.answer else 0}
    return view.answer or _page(request, "review/queue.html", context)


def _titled(year: Year, listing: Listing) -> str:
    return _("%(year)d 年度绩效自评%(list)s") % {"year": year.year, "list": _(listing.title)}


@login_required
@require_POST
def weigh_all(request: HttpRequest, year: int) -> HttpResponse:
    """Look through what has not been looked through, in the background."""
    found = _year(request, year)
    waiting = list(queue(request.user, found).filter(doubt=None))
    count = WeighAll(Actor.of(request), found, tasks=waiting).run()
    messages.success(request, _("正在分析 %(n)d 份材料，完成后刷新本页即可看到。") % {"n": count})
    return redirect("review:queue", year=year)


@login_required
def summary_page(request: HttpRequest, year: int) -> HttpResponse:
    """自评得分, 复核得分, 偏差 and what it comes from, unit by unit."""
    found = _year(request, year)
    rows = summary(request.user, found).annotate(difference=F("own") - F("reviewed"))
    view = View(request, SUMMARY, rows, PER_PAGE, _titled(found, SUMMARY))
    return view.answer or _page(request, "review/summary.html", {"year": found, "view": view})


@login_required
def summary_file(request: HttpRequest, year: int) -> HttpResponse:
    """The same as a workbook."""
    found = _year(request, year)
    content = workbook(f"{found.year} 年度绩效自评复核汇总表", summary(request.user, found))
    name = f"review-summary-{found.year}.xlsx"
    return HttpResponse(content, XLSX, headers={"Content-Disposition": f'attachment; filename="{name}"'})


@login_required
def spread_page(request: HttpRequest, year: int) -> HttpResponse:
    """Like cases with unlike deductions."""
    found = _year(request, year)
    view = View(request, SPREAD, spreads(request.user, found), PER_PAGE, _titled(found, SPREAD))
    return view.answer or _page(request, "review/spread.html", {"year": found, "view": view})


@login_required
def returns_page(request: HttpRequest, year: int) -> HttpResponse:
    """Why forms were sent back, by frequency."""
    found = _year(request, year)
    view = View(request, RETURNS, returns(request.user, found), PER_PAGE, _titled(found, RETURNS))
    return view.answer or _page(request, "review/returns.html", {"year": found, "view": view})
