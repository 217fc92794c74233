"""从指标库选: search the library beside the grid, and take an indicator into it with one click."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from jiheng.targets.library import Entry, entries, find, is_vague, suggest
from jiheng.web.actions import Actor, Refusal
from jiheng.web.cycle.access import dossier_or_404
from jiheng.web.cycle.actions import begin, task_of
from jiheng.web.cycle.models import Dossier, Stage
from jiheng.web.frame import address
from jiheng.web.records.actions import Change, SaveCells
from jiheng.web.records.models import Record

LONGEST = 60
"""Characters of a search; more is no search but a text."""


@login_required
def library(request: HttpRequest, year: int, unit: str) -> HttpResponse:
    """What the library has for the words or initials; a vague wording gets its three proposals."""
    dossier = dossier_or_404(request, year, unit, "records.write")
    text = request.GET.get("q", "").strip()[:LONGEST]
    found = suggest(text) if is_vague(text) else find(text)
    project = request.GET.get("group", "")
    return render(request, "targets/found.html", {"dossier": dossier, "q": text, "found": found, "group": project})


@login_required
@require_POST
def take(request: HttpRequest, year: int, unit: str) -> HttpResponse:
    """Put an indicator of the library into the table, with everything but the unit's own figure."""
    dossier = dossier_or_404(request, year, unit, "records.write")
    entry = next((each for each in entries() if each.name == request.POST.get("name")), None)
    if entry is None:
        messages.error(request, _("指标库里没有这个指标，请重新搜索后再选。"))
        return redirect(address(dossier, "targets:table"))
    try:
        cells = _cells(entry, _free_code(dossier), _project(request, dossier))
        change = Change(0, {name: ("", text) for name, text in cells.items()})
        SaveCells(Actor.of(request), dossier, table="indicators", changes=[change]).run()
        begin(Actor.of(request), task_of(dossier, Stage.TARGETS))
        messages.success(
            request, _("已把“%(name)s”加到表格最后一行，请填写本单位的年度指标值。") % {"name": entry.name}
        )
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect(address(dossier, "targets:table"))


def _project(request: HttpRequest, dossier: Dossier) -> str:
    """The project it is for; the whole unit's where none of the dossier's is named."""
    asked = request.POST.get("group", "")
    known = Record.objects.filter(dossier=dossier, table="projects").values_list("key", flat=True)
    return asked if asked in known else ""


def _free_code(dossier: Dossier) -> str:
    taken = set(Record.objects.filter(dossier=dossier, table="indicators").values_list("key", flat=True))
    return next(code for code in (f"K{number:02d}" for number in range(1, len(taken) + 2)) if code not in taken)


def _cells(entry: Entry, code: str, project: str) -> dict[str, str]:
    told = {
        "code": code,
        "project": project,
        "level_1": entry.level_1,
        "level_2": entry.level_2,
        "name": entry.name,
        "operator": entry.operator,
        "unit": entry.unit,
        "meaning": entry.meaning_told,
        "data_source": entry.source_told,
    }
    return {name: text for name, text in told.items() if text}
