"""The official forms of the present data: having them made, listing and fetching them."""

from __future__ import annotations

from typing import Any

from django.http import FileResponse, Http404, HttpRequest
from ninja import Router, Schema

from jiheng.web.actions import Actor
from jiheng.web.api.common import FAILURES, FILE, OCTETS, Name, UnitCode, YearNumber
from jiheng.web.cycle.access import dossier_or_404
from jiheng.web.cycle.models import Dossier
from jiheng.web.evaluation.built import KIND, built
from jiheng.web.jobs.actions import start
from jiheng.web.jobs.models import Job

router = Router(tags=["forms"])
PLACE = "/dossiers/{year}/{unit}/forms"


class FormOut(Schema):
    """One form."""

    name: str
    size: int


class FormsOut(Schema):
    """The forms of the present data, none until they have been made; where the making stands."""

    revision: int
    forms: list[FormOut]
    making: str


def _forms(dossier: Dossier) -> FormsOut:
    listed = [FormOut(name=path.name, size=path.stat().st_size) for path in built(dossier)]
    job = Job.objects.filter(dossier=dossier, kind=KIND).first()
    return FormsOut(revision=dossier.revision, forms=listed, making=job.get_state_display() if job else "")


@router.get(PLACE, response={200: FormsOut, **FAILURES})
def forms(request: HttpRequest, year: YearNumber, unit: UnitCode) -> Any:
    """The forms that can be fetched."""
    return _forms(dossier_or_404(request, year, unit))


@router.post(PLACE, response={200: FormsOut, **FAILURES})
def make(request: HttpRequest, year: YearNumber, unit: UnitCode) -> Any:
    """Have the forms of the present data made in the background."""
    dossier = dossier_or_404(request, year, unit)
    if not built(dossier):
        start(Actor.of(request), dossier, KIND, stamp=dossier.stamp)
    return _forms(dossier)


@router.get(f"{PLACE}/{{name}}", response=FAILURES, openapi_extra=FILE)
def form(request: HttpRequest, year: YearNumber, unit: UnitCode, name: Name) -> Any:
    """One form; not there any more once the data have changed."""
    dossier = dossier_or_404(request, year, unit)
    path = next((path for path in built(dossier) if path.name == name), None)
    if path is None:
        raise Http404
    return FileResponse(path.open("rb"), as_attachment=True, filename=name, content_type=OCTETS)
