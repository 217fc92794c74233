"""The pages of the targets: a grid to fill in, and what the core says of it beside."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from jiheng.web import rights
from jiheng.web.cycle.access import dossier_or_404
from jiheng.web.cycle.actions import task_of
from jiheng.web.cycle.models import ReturnReason, Stage
from jiheng.web.cycle.queries import standing
from jiheng.web.frame import page
from jiheng.web.records.actions import writable
from jiheng.web.records.queries import grid_of
from jiheng.web.targets.queries import Group, groups, telling

PLACE = "targets:table"


@login_required
def table(request: HttpRequest, year: int, unit: str) -> HttpResponse:
    """All indicators in one grid; every change is judged at once."""
    dossier = dossier_or_404(request, year, unit)
    found = groups(dossier)
    return page(
        request,
        "targets/table.html",
        dossier,
        PLACE,
        grid=grid_of(dossier, "indicators"),
        can_write=rights.may(request.user, "records.write", dossier.unit) and writable(dossier, "indicators"),
        **_told(found),
        standing=standing(request.user, task_of(dossier, Stage.TARGETS), "targets.write"),
        return_reasons=ReturnReason.choices,
    )


@login_required
def judgement(request: HttpRequest, year: int, unit: str) -> HttpResponse:
    """The judgement alone, asked for again after each saving."""
    dossier = dossier_or_404(request, year, unit)
    return render(request, "targets/judgement.html", {"dossier": dossier, **_told(groups(dossier))})


def _told(found: list[Group]) -> dict[str, object]:
    shown = telling(found)
    return {"groups": shown, "sound": len(found) - len(shown)}
