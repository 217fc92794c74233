"""The pages of the targets: a grid to fill in, and what the core says of it beside."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from jiheng.web import rights
from jiheng.web.actions import Actor, Refusal
from jiheng.web.cycle.access import dossier_or_404
from jiheng.web.cycle.actions import task_seen
from jiheng.web.cycle.adjusting import CONSENT, adjustment_of
from jiheng.web.cycle.models import Dossier, ReturnReason, Stage, State
from jiheng.web.cycle.queries import standing
from jiheng.web.frame import address, page
from jiheng.web.records.actions import writable
from jiheng.web.records.queries import grid_of
from jiheng.web.targets.actions import BeginAdjustment, ConsentToLowering
from jiheng.web.targets.queries import Group, adjusted, effect_of, groups, matched, part_of, reason_of, telling

PLACE = "targets:table"


@login_required
def table(request: HttpRequest, year: int, unit: str) -> HttpResponse:
    """All indicators in one grid; every change is judged at once."""
    dossier = dossier_or_404(request, year, unit)
    found = groups(dossier)
    part = part_of(found, request.GET.get("group", ""), request.GET.get("row", ""))
    return page(
        request,
        "targets/table.html",
        dossier,
        PLACE,
        grid=grid_of(dossier, "indicators", part.holds) if part else grid_of(dossier, "indicators"),
        part=part,
        all_groups=found,
        can_write=rights.may(request.user, "records.write", dossier.unit) and writable(dossier, "indicators"),
        **_told(found),
        **matched(dossier),
        effect=effect_of(dossier),
        standing=standing(request.user, task_seen(dossier, Stage.TARGETS), "targets.write"),
        return_reasons=ReturnReason.choices,
        **_adjustment(request, dossier),
    )


def _adjustment(request: HttpRequest, dossier: Dossier) -> dict[str, object]:
    """The adjustment under way and what it changes, or whether one may be asked for."""
    task = adjustment_of(dossier)
    if task is None:
        approved = task_seen(dossier, Stage.TARGETS).state == State.APPROVED and dossier.year.open
        return {"can_adjust": approved and rights.may(request.user, "targets.write", dossier.unit)}
    stands = standing(request.user, task, "targets.write")
    consenting = task.editable and rights.may(request.user, "task.review.finance", dossier.unit)
    told = {"adjusting": stands, "adjusted": adjusted(task), "why": reason_of(task), "can_consent": consenting}
    return told | {"consents": task.passages.filter(deed=CONSENT)}


@login_required
@require_POST
def consent(request: HttpRequest, year: int, unit: str) -> HttpResponse:
    """Let targets be lowered late."""
    dossier = dossier_or_404(request, year, unit, "task.review.finance")
    try:
        ConsentToLowering(Actor.of(request), dossier, reason=request.POST.get("reason", "")).run()
        messages.success(request, _("已同意调低，单位可以修改。"))
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect(address(dossier, PLACE))


@login_required
@require_POST
def adjust(request: HttpRequest, year: int, unit: str) -> HttpResponse:
    """Ask for an adjustment; the table opens for it."""
    dossier = dossier_or_404(request, year, unit, "targets.write")
    try:
        BeginAdjustment(Actor.of(request), dossier, reason=request.POST.get("reason", "")).run()
        messages.success(request, _("可以调整了：修改或增加指标后，在本页提交审核。"))
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect(address(dossier, PLACE))


@login_required
def judgement(request: HttpRequest, year: int, unit: str) -> HttpResponse:
    """The judgement alone, asked for again after each saving."""
    dossier = dossier_or_404(request, year, unit)
    told = {"dossier": dossier, "effect": effect_of(dossier), **_told(groups(dossier)), **matched(dossier)}
    return render(request, "targets/judgement.html", told)


def _told(found: list[Group]) -> dict[str, object]:
    shown = telling(found)
    return {"groups": shown, "sound": len(found) - len(shown)}
