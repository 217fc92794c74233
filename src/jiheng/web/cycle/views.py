"""The deeds of the workflow, posted from any stage's page."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from jiheng.web.actions import Actor, Refusal
from jiheng.web.cycle.access import dossier_or_404, task_or_404
from jiheng.web.cycle.actions import Approve, Return, ReviewAction, Submit, TakeFrom, TakeUp, TaskAction, Withdraw
from jiheng.web.cycle.models import Stage, Task
from jiheng.web.frame import TASK_PLACES, address

MOST_DIGITS = 18
DEEDS: dict[str, type[TaskAction]] = {
    "submit": Submit,
    "withdraw": Withdraw,
    "take-up": TakeUp,
    "take-from": TakeFrom,
    "approve": Approve,
    "return": Return,
}


@login_required
@require_POST
def deed(request: HttpRequest, year: int, unit: str, stage: str, deed: str) -> HttpResponse:
    """Do it and go back to the stage's page, with what happened in a sentence."""
    dossier = dossier_or_404(request, year, unit)
    if stage not in Stage.values or deed not in DEEDS:
        raise Http404
    task = task_or_404(dossier, Stage(stage), request.POST.get("period", ""))
    try:
        _action(request, task, DEEDS[deed]).run()
        messages.success(request, _("已%(deed)s。") % {"deed": _(DEEDS[deed].title)})
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect(address(dossier, TASK_PLACES[Stage(stage)]))


def _action(request: HttpRequest, task: Task, kind: type[TaskAction]) -> TaskAction:
    given = {"text": request.POST.get("text", "")} if kind in {Submit, TakeFrom, Approve, Return} else {}
    if kind is Return:
        given["reason"] = request.POST.get("reason", "")
    if issubclass(kind, ReviewAction):
        return kind(Actor.of(request), task, basis=basis_of(request), **given)
    return kind(Actor.of(request), task, **given)


def basis_of(request: HttpRequest) -> int | None:
    """The unit's revision that the page was made of, as its form says."""
    told = request.POST.get("basis", "")
    return int(told) if told.isascii() and told.isdigit() and len(told) < MOST_DIGITS else None
