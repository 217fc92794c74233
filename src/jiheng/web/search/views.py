"""The page of results, and the short list below the box while one types."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from jiheng.web.cycle.models import Year
from jiheng.web.cycle.queries import asked_year
from jiheng.web.search.queries import search
from jiheng.web.switching.queries import MAX_WORDS

FEW, MANY = 4, 20


def _found(request: HttpRequest, most: int) -> dict[str, Any]:
    text, unit = request.GET.get("q", "").strip(), request.GET.get("unit", "")
    year = asked_year(request.GET.get("year", ""))
    groups = search(request.user, text, year.year if year else 0, unit, most)
    return {
        "words": text[:MAX_WORDS],
        "cut": len(text) > MAX_WORDS,
        "within": unit,
        "in_year": year,
        "groups": groups,
        "count": sum(len(group.hits) for group in groups),
        "more": any(group.more for group in groups),
    }


@login_required
@require_safe
def results(request: HttpRequest) -> HttpResponse:
    """Everything found, by kind."""
    return render(request, "search/results.html", _found(request, MANY) | {"years": Year.objects.all()})


@login_required
@require_safe
def hints(request: HttpRequest) -> HttpResponse:
    """The first of each kind."""
    return render(request, "search/hints.html", _found(request, FEW))
