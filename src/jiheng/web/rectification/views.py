"""The pages of rectification and of the use of results."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import DecimalField
from django.db.models.functions import Cast
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from jiheng.core.fault import Refused
from jiheng.web import rights
from jiheng.web.actions import Action, Actor, Refusal
from jiheng.web.cycle.access import dossier_or_404
from jiheng.web.cycle.models import Dossier, Year
from jiheng.web.frame import address, page
from jiheng.web.lists.views import View
from jiheng.web.records.dataset import sheet_of
from jiheng.web.rectification.actions import AnswerItem, ConfirmItem, Decide, OpenItem, Propose
from jiheng.web.rectification.lists import PROPOSALS
from jiheng.web.rectification.models import Decision, Item, Proposal

PER_PAGE = 50
PLACE = "rectification:items"


@login_required
def items(request: HttpRequest, year: int, unit: str) -> HttpResponse:
    """The dossier's items, its largest losses as candidates, and the proposal."""
    dossier = dossier_or_404(request, year, unit)
    return page(
        request,
        "rectification/items.html",
        dossier,
        PLACE,
        items=dossier.rectifications.select_related("confirmed_by"),
        proposal=Proposal.objects.filter(dossier=dossier).select_related("decided_by").first(),
        decisions=[choice for choice in Decision.choices if choice[0] != Decision.PENDING],
        losses=_losses(dossier),
        can_manage=rights.may(request.user, "rectification.manage", dossier.unit),
        can_answer=rights.may(request.user, "rectification.answer", dossier.unit),
        can_decide=rights.may(request.user, "proposal.decide", dossier.unit),
    )


def _losses(dossier: Dossier) -> list[Any]:
    """The five largest lost points: what is most worth mending; none while there is no score."""
    try:
        sheet = sheet_of(dossier)
    except Refused:
        return []
    parents = {line.parent for line in sheet.lines}
    lost = [line for line in sheet.lines if line.code not in parents and line.lost.units > 0]
    return sorted(lost, key=lambda line: -line.lost.units)[:5]


def _do(request: HttpRequest, dossier: Dossier, action: Callable[[], Action[Any]]) -> HttpResponse:
    """Run an action and go back to the page with what happened in a sentence."""
    try:
        deed = action()
        deed.run()
        messages.success(request, _("已%(deed)s。") % {"deed": _(deed.title)})
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect(address(dossier, PLACE))


@login_required
@require_POST
def open_item(request: HttpRequest, year: int, unit: str) -> HttpResponse:
    """Set a problem down."""
    dossier = dossier_or_404(request, year, unit, "rectification.manage")
    given = request.POST

    def action() -> OpenItem:
        try:
            due = date.fromisoformat(given.get("due", ""))
        except ValueError as unreadable:
            raise Refusal(_("请填写完成期限，如 2025-09-30。")) from unreadable
        return OpenItem(
            Actor.of(request),
            dossier,
            problem=given.get("problem", ""),
            owner=given.get("owner", "")[:30],
            due=due,
            indicator=given.get("indicator", "")[:40],
        )

    return _do(request, dossier, action)


def _item(dossier: Dossier, pk: int) -> Item:
    return get_object_or_404(Item.objects.select_related("dossier__unit"), pk=pk, dossier=dossier)


@login_required
@require_POST
def answer(request: HttpRequest, year: int, unit: str, pk: int) -> HttpResponse:
    """The unit's feedback."""
    dossier = dossier_or_404(request, year, unit, "rectification.answer")
    item, given = _item(dossier, pk), request.POST
    actor = Actor.of(request)
    return _do(
        request,
        dossier,
        lambda: AnswerItem(actor, item, measure=given.get("measure", ""), feedback=given.get("feedback", "")),
    )


@login_required
@require_POST
def confirm(request: HttpRequest, year: int, unit: str, pk: int) -> HttpResponse:
    """The finance office's confirmation."""
    dossier = dossier_or_404(request, year, unit, "rectification.manage")
    item, given = _item(dossier, pk), request.POST
    actor = Actor.of(request)
    return _do(
        request, dossier, lambda: ConfirmItem(actor, item, done=given.get("done") == "1", text=given.get("text", ""))
    )


@login_required
@require_POST
def propose(request: HttpRequest, year: int, unit: str) -> HttpResponse:
    """Put the result before the next budget round."""
    dossier = dossier_or_404(request, year, unit, "proposal.decide")
    return _do(request, dossier, lambda: Propose(Actor.of(request), dossier))


@login_required
@require_POST
def decide(request: HttpRequest, year: int, unit: str) -> HttpResponse:
    """Decide on the proposal."""
    dossier = dossier_or_404(request, year, unit, "proposal.decide")
    proposal = get_object_or_404(Proposal.objects.select_related("dossier__unit"), dossier=dossier)
    given = request.POST
    return _do(
        request,
        dossier,
        lambda: Decide(Actor.of(request), proposal, decision=given.get("decision", ""), reason=given.get("reason", "")),
    )


@login_required
def proposals(request: HttpRequest, year: int) -> HttpResponse:
    """All proposals of a year for who decides."""
    if not rights.may(request.user, "proposal.decide"):
        raise Http404
    found_year = get_object_or_404(Year, year=year)
    units = rights.visible_units(request.user, "proposal.decide")
    found = Proposal.objects.filter(dossier__year=found_year, dossier__unit__in=units)
    listed = found.select_related("dossier__unit", "dossier__year", "decided_by").annotate(
        score=Cast("total", DecimalField(max_digits=10, decimal_places=4))
    )
    heading = _("%(year)d 年度评价结果应用") % {"year": year}
    view = View(request, PROPOSALS, listed, PER_PAGE, heading)
    context = {"year": found_year, "view": view, "deciding": True}
    return view.answer or render(request, "rectification/proposals.html", context)
