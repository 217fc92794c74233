"""Carrying forward, confirming and undoing, from the grids."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from jiheng.web.actions import Actor, Refusal
from jiheng.web.cycle.access import dossier_or_404
from jiheng.web.frame import address
from jiheng.web.records.carrying import CarryForward, ConfirmCarried, ConfirmCells, UndoCarry
from jiheng.web.records.views import UNREADABLE, posted

LONGEST_NAME = 40
MOST_DIGITS = 19
"""Of the number of a row; no database counts further."""


@login_required
@require_POST
def carry(request: HttpRequest, year: int, unit: str) -> HttpResponse:
    """Lay out what goes on from the year before."""
    dossier = dossier_or_404(request, year, unit, "records.write")
    try:
        count = sum(CarryForward(Actor.of(request), dossier).run().values())
        messages.success(request, _("已由上年结转 %(n)d 行，请逐表核对后确认。") % {"n": count})
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect(address(dossier, "records:first"))


@login_required
@require_POST
def confirm(request: HttpRequest, year: int, unit: str, table: str) -> HttpResponse:
    """Confirm the rows that were ticked, or the whole table."""
    dossier = dossier_or_404(request, year, unit, "records.write")
    rows = [int(pk) for pk in request.POST.getlist("row") if pk.isdecimal() and len(pk) < MOST_DIGITS]
    try:
        count = ConfirmCarried(Actor.of(request), dossier, table=table, rows=rows).run()
        messages.success(request, ngettext("已确认 %(n)d 行。", "已确认 %(n)d 行。", count) % {"n": count})
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect(address(dossier, "records:grid", table=table))


@login_required
@require_POST
def confirm_cells(request: HttpRequest, year: int, unit: str, table: str) -> HttpResponse:
    """Confirm the cells that the grid names, by row."""
    dossier = dossier_or_404(request, year, unit, "records.write")
    try:
        cells = _cells(posted(request).get("cells"))
        ConfirmCells(Actor.of(request), dossier, table=table, cells=cells).run()
    except Refusal as refusal:
        return JsonResponse({"problem": str(refusal)}, status=409)
    return JsonResponse({"confirmed": len(cells)})


def _cells(given: Any) -> dict[int, list[str]]:
    try:
        return {int(pk): [str(name)[:LONGEST_NAME] for name in names] for pk, names in given.items()}
    except (ValueError, TypeError, AttributeError) as unreadable:
        raise Refusal(_(UNREADABLE)) from unreadable


@login_required
@require_POST
def undo(request: HttpRequest, year: int, unit: str) -> HttpResponse:
    """Take back all that still waits."""
    dossier = dossier_or_404(request, year, unit, "records.write")
    try:
        count = UndoCarry(Actor.of(request), dossier).run()
        messages.success(request, _("已撤销结转，删除 %(n)d 行尚未确认的数据。") % {"n": count})
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect(address(dossier, "records:first"))
