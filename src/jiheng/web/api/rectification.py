"""整改与应用: items to be mended, and the use of results in the next budget."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Router, Schema
from pydantic import StringConstraints

from jiheng.web import rights
from jiheng.web.actions import Actor
from jiheng.web.api.common import FAILURES, Key, UnitCode, YearNumber, year_or_404
from jiheng.web.api.schemas import KEEPABLE, Words
from jiheng.web.cycle.access import dossier_or_404
from jiheng.web.cycle.models import Dossier
from jiheng.web.rectification.actions import AnswerItem, ConfirmItem, Decide, OpenItem, Propose
from jiheng.web.rectification.models import Item, Proposal

router = Router(tags=["rectification"])
PLACE = "/dossiers/{year}/{unit}/rectification"
PROPOSAL = "/dossiers/{year}/{unit}/proposal"


class ItemOut(Schema):
    """One problem: who mends it how and until when, what was done."""

    item: int
    indicator: str
    problem: str
    owner: str
    measure: str
    due: date
    state: str
    shown: str
    overdue: bool
    feedback: str
    confirmed_by: str


class ItemIn(Schema):
    """A problem to be mended by somebody until a day."""

    problem: Words
    owner: Annotated[str, StringConstraints(max_length=30, pattern=KEEPABLE)]
    due: date
    indicator: Annotated[str, StringConstraints(max_length=40, pattern=KEEPABLE)] = ""


class FeedbackIn(Schema):
    """What the unit did."""

    feedback: Words
    measure: Words = ""


class ConfirmIn(Schema):
    """Whether it is done; if not, what is still to do."""

    done: bool
    text: Words = ""


class ProposalOut(Schema):
    """What the result suggests for the next budget, on what ground, and what people decided and why."""

    unit: str
    name: str
    grade: str
    total: str
    advice: str
    cite: str
    decision: str
    shown: str
    reason: str
    decided_by: str


class DecisionIn(Schema):
    """The decision with its reason."""

    decision: Literal["adopted", "changed", "rejected"]
    reason: Words


def _item(item: Item) -> ItemOut:
    plain = ("indicator", "problem", "owner", "measure", "due", "state", "feedback")
    return ItemOut(
        item=item.pk,
        shown=item.get_state_display(),
        overdue=item.is_overdue(),
        confirmed_by=str(item.confirmed_by or ""),
        **{name: getattr(item, name) for name in plain},
    )


def _found(dossier: Dossier, key: int) -> Item:
    return get_object_or_404(Item.objects.select_related("dossier__unit", "confirmed_by"), pk=key, dossier=dossier)


@router.get(PLACE, response={200: list[ItemOut], **FAILURES})
def items(request: HttpRequest, year: YearNumber, unit: UnitCode) -> Any:
    """The unit's items, the most urgent first."""
    dossier = dossier_or_404(request, year, unit)
    return [_item(each) for each in dossier.rectifications.select_related("confirmed_by")]


@router.post(PLACE, response={200: ItemOut, **FAILURES})
def open_item(request: HttpRequest, given: ItemIn, year: YearNumber, unit: UnitCode) -> Any:
    """Set a problem down."""
    dossier = dossier_or_404(request, year, unit, "rectification.manage")
    return _item(OpenItem(Actor.of(request), dossier, **given.dict()).run())


@router.post(f"{PLACE}/{{item}}/feedback", response={200: ItemOut, **FAILURES})
def feedback(request: HttpRequest, given: FeedbackIn, year: YearNumber, unit: UnitCode, item: Key) -> Any:
    """The unit says what it did."""
    found = _found(dossier_or_404(request, year, unit, "rectification.answer"), item)
    AnswerItem(Actor.of(request), found, **given.dict()).run()
    return _item(found)


@router.post(f"{PLACE}/{{item}}/confirm", response={200: ItemOut, **FAILURES})
def confirm(request: HttpRequest, given: ConfirmIn, year: YearNumber, unit: UnitCode, item: Key) -> Any:
    """The finance office confirms that it is done, or asks for more."""
    found = _found(dossier_or_404(request, year, unit, "rectification.manage"), item)
    ConfirmItem(Actor.of(request), found, **given.dict()).run()
    return _item(found)


def _proposal(found: Proposal) -> ProposalOut:
    plain = ("grade", "total", "advice", "cite", "decision", "reason")
    return ProposalOut(
        unit=found.dossier.unit.code,
        name=found.dossier.unit_name,
        shown=found.get_decision_display(),
        decided_by=str(found.decided_by or ""),
        **{name: getattr(found, name) for name in plain},
    )


def _of(dossier: Dossier) -> Proposal:
    return get_object_or_404(Proposal.objects.select_related("dossier__unit", "decided_by"), dossier=dossier)


@router.get(PROPOSAL, response={200: ProposalOut, **FAILURES})
def proposal(request: HttpRequest, year: YearNumber, unit: UnitCode) -> Any:
    """The proposal about the unit, if there is one."""
    return _proposal(_of(dossier_or_404(request, year, unit)))


@router.post(PROPOSAL, response={200: ProposalOut, **FAILURES})
def propose(request: HttpRequest, year: YearNumber, unit: UnitCode) -> Any:
    """Put the result before the next budget round."""
    dossier = dossier_or_404(request, year, unit, "proposal.decide")
    return _proposal(Propose(Actor.of(request), dossier).run())


@router.post(f"{PROPOSAL}/decision", response={200: ProposalOut, **FAILURES})
def decide(request: HttpRequest, given: DecisionIn, year: YearNumber, unit: UnitCode) -> Any:
    """People decide, and say why."""
    found = _of(dossier_or_404(request, year, unit, "proposal.decide"))
    Decide(Actor.of(request), found, **given.dict()).run()
    return _proposal(found)


@router.get("/years/{year}/proposals", response={200: list[ProposalOut], **FAILURES})
def proposals(request: HttpRequest, year: YearNumber) -> Any:
    """All proposals of a year, for who decides."""
    rights.demand(request.user, "proposal.decide")
    units = rights.visible_units(request.user, "proposal.decide")
    found = Proposal.objects.filter(dossier__year=year_or_404(year), dossier__unit__in=units)
    return [_proposal(each) for each in found.select_related("dossier__unit", "decided_by")]
