"""The lists of the two switches, loaded when one is opened."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from jiheng.web.switching import queries
from jiheng.web.switching.places import Here


@login_required
@require_safe
def units(request: HttpRequest) -> HttpResponse:
    """Units to choose from, narrowed by what was typed."""
    at = request.GET.get("at", "")
    choices, more = queries.units(request.user, Here.at(at), request.GET.get("q", ""))
    context = {"at": at, "choices": choices, "more": more, "filtering": "q" in request.GET}
    return render(request, "frame/units.html", context)


@login_required
@require_safe
def years(request: HttpRequest) -> HttpResponse:
    """Years to choose from."""
    choices = queries.years(request.user, Here.at(request.GET.get("at", "")))
    return render(request, "frame/years.html", {"choices": choices})
