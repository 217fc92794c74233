"""信息公开: what must be public, publishing, the versions; a correction is a new version, what is withdrawn stays on record."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router, Schema
from pydantic import Field

from jiheng.disclosure import duties
from jiheng.web.actions import Actor
from jiheng.web.api.common import FAILURES, UnitCode, YearNumber
from jiheng.web.cycle.access import dossier_or_404
from jiheng.web.disclosure.actions import MAX_REASON, Publish, WithdrawPublication
from jiheng.web.disclosure.models import Publication
from jiheng.web.records.dataset import draft_of, pack_of

router = Router(tags=["disclosure"])
PLACE = "/dossiers/{year}/{unit}/disclosure"


class DutyOut(Schema):
    """One matter that must be public: until when, and how it stands."""

    matter: str
    note: str
    standing: str
    shown: str
    until: date | None
    published: date | None
    address: str


class PublicFileOut(Schema):
    """One published file."""

    name: str
    size: int
    sha256: str


class PublicationOut(Schema):
    """One frozen version."""

    version: int
    at: datetime
    by: str
    files: list[PublicFileOut]


class DisclosureOut(Schema):
    """Duties, and the versions published so far, newest first."""

    duties: list[DutyOut]
    publications: list[PublicationOut]


@router.get(PLACE, response={200: DisclosureOut, **FAILURES})
def disclosure(request: HttpRequest, year: YearNumber, unit: UnitCode) -> Any:
    """What must be public by when, what is missing, and what was published."""
    dossier = dossier_or_404(request, year, unit)
    found = duties(draft_of(dossier).dataset, pack_of(dossier), timezone.localdate())
    plain = ("matter", "note", "standing", "until", "published", "address")
    published = dossier.publications.select_related("by").defer("frozen")
    return DisclosureOut(
        duties=[DutyOut(shown=duty.words, **{name: getattr(duty, name) for name in plain}) for duty in found],
        publications=[_publication(each) for each in published],
    )


def _publication(published: Publication) -> PublicationOut:
    files = published.files.defer("content")
    return PublicationOut(
        version=published.version,
        at=published.at,
        by=str(published.by),
        files=[PublicFileOut(name=file.name, size=file.size, sha256=file.sha256) for file in files],
    )


@router.post(PLACE, response={200: PublicationOut, **FAILURES})
def publish(request: HttpRequest, year: YearNumber, unit: UnitCode) -> Any:
    """Freeze the approved self-evaluation as a new public version."""
    dossier = dossier_or_404(request, year, unit, "disclosure.publish")
    return _publication(Publish(Actor.of(request), dossier).run())


class WithdrawalIn(Schema):
    """Why what is public is taken back; citizens read it."""

    reason: Annotated[str, Field(min_length=1, max_length=MAX_REASON)]


@router.post(f"{PLACE}/withdrawal", response={200: DisclosureOut, **FAILURES})
def withdraw(request: HttpRequest, year: YearNumber, unit: UnitCode, given: WithdrawalIn) -> Any:
    """Take back what is public; the versions stay on record."""
    dossier = dossier_or_404(request, year, unit, "disclosure.publish")
    WithdrawPublication(Actor.of(request), dossier, reason=given.reason).run()
    return disclosure(request, year, unit)
