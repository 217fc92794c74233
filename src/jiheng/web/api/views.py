"""The endpoints: thin, each calls the action or query that the pages call."""

from __future__ import annotations

from typing import Any, Literal

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI, P, PathEx

from jiheng.core.fault import Refused
from jiheng.facts.rows import TABLES
from jiheng.scoring.record import record
from jiheng.web import rights
from jiheng.web.actions import Actor, Refusal
from jiheng.web.api.auth import TokenAuth
from jiheng.web.api.schemas import ConflictOut, DeedIn, DossierOut, Problem, RowOut, RowsIn, SavedOut, TaskOut
from jiheng.web.cycle.access import dossier_or_404, task_or_404
from jiheng.web.cycle.actions import Approve, Return
from jiheng.web.cycle.models import Dossier, Stage
from jiheng.web.cycle.views import DEEDS
from jiheng.web.records.actions import Change, SaveCells, Saved
from jiheng.web.records.dataset import NIL, sheet_of
from jiheng.web.records.models import Record

api = NinjaAPI(title="绩衡", version="1", auth=TokenAuth(), docs_url=None, urls_namespace="api")
FAILURES = {400: Problem, 401: Problem, 403: Problem, 404: Problem, 409: Problem, 422: Problem}
StageName = Literal["targets", "adjustment", "monitoring", "evaluation"]
Year = PathEx[int, P(ge=1990, le=2100)]
UnitCode = PathEx[str, P(max_length=21)]
PAGE = 500


@api.exception_handler(Refusal)
def refused(request: HttpRequest, refusal: Exception) -> HttpResponse:
    """The state does not allow it."""
    return api.create_response(request, {"problem": str(refusal)}, status=409)


@api.exception_handler(Refused)
def unscored(request: HttpRequest, refused: Exception) -> HttpResponse:
    """The data do not allow a score; every fault in a sentence."""
    return api.create_response(request, {"problem": str(refused)}, status=409)


@api.exception_handler(PermissionDenied)
def denied(request: HttpRequest, why: Exception) -> HttpResponse:
    """The token's role lacks the right."""
    return api.create_response(request, {"problem": str(why)}, status=403)


@api.exception_handler(Http404)
def absent(request: HttpRequest, _why: Exception) -> HttpResponse:
    """Not there, or not to be known of."""
    return api.create_response(request, {"problem": _("没有找到，或不在您的查看范围内。")}, status=404)


@api.get("/dossiers", response={200: list[DossierOut], **FAILURES})
def dossiers(request: HttpRequest, after: str = "") -> Any:
    """Dossiers that the token's role may see, by unit code, up to 500 a call after the given code."""
    units = rights.visible_units(request.user)
    found = Dossier.objects.filter(unit__in=units, unit__code__gt=after[:21].replace("\x00", ""))
    listed = found.select_related("unit", "year").order_by("unit__code", "year__year")[:PAGE]
    return [
        DossierOut(year=d.year.year, unit=d.unit.code, name=d.unit.name, pack=d.pack, revision=d.revision)
        for d in listed
    ]


@api.get("/dossiers/{year}/{unit}/tasks", response={200: list[TaskOut], **FAILURES})
def tasks(request: HttpRequest, year: Year, unit: UnitCode) -> Any:
    """The dossier's tasks and where they stand."""
    dossier = dossier_or_404(request, year, unit)
    return [
        TaskOut(stage=t.stage, period=t.period, state=t.state, shown=t.shown_state, due=str(t.due) if t.due else None)
        for t in dossier.tasks.all()
    ]


@api.post("/dossiers/{year}/{unit}/tasks/{stage}", response={200: TaskOut, **FAILURES})
def do(request: HttpRequest, given: DeedIn, stage: StageName, year: Year, unit: UnitCode) -> Any:
    """Submit, withdraw, take up, approve or return."""
    dossier = dossier_or_404(request, year, unit)
    task = task_or_404(dossier, Stage(stage), given.period)
    kind = DEEDS[given.deed]
    more = {"text": given.text} if kind in {Approve, Return} else {}
    more |= {"reason": given.reason} if kind is Return else {}
    kind(Actor.of(request), task, **more).run()
    task.refresh_from_db()
    return TaskOut(stage=task.stage, period=task.period, state=task.state, shown=task.shown_state, due=None)


@api.get("/dossiers/{year}/{unit}/score", response={200: dict[str, Any], **FAILURES})
def score(request: HttpRequest, year: Year, unit: UnitCode) -> Any:
    """The explained score sheet, as ``jiheng score --format json`` prints it."""
    return record(sheet_of(dossier_or_404(request, year, unit)))


def _table(name: str) -> str:
    if name not in TABLES:
        raise Http404
    return name


@api.get("/dossiers/{year}/{unit}/tables/{table}", response={200: list[RowOut], **FAILURES})
def rows(request: HttpRequest, table: str, year: Year, unit: UnitCode) -> Any:
    """All rows of one table, as written."""
    dossier = dossier_or_404(request, year, unit)
    found = Record.objects.filter(dossier=dossier, table=_table(table)).exclude(key=NIL)
    return [RowOut(row=each.pk, version=each.version, cells=each.cells) for each in found]


@api.patch("/dossiers/{year}/{unit}/tables/{table}", response={200: SavedOut, **FAILURES})
def save(request: HttpRequest, given: RowsIn, table: str, year: Year, unit: UnitCode) -> Any:
    """Change cells; what somebody else changed meanwhile is reported and kept."""
    dossier = dossier_or_404(request, year, unit, "records.write")
    changes = [
        Change(each.row, {name: (cell.before, cell.now) for name, cell in each.cells.items()}) for each in given.changes
    ]
    saved: Saved = SaveCells(Actor.of(request), dossier, table=_table(table), changes=changes).run()
    conflicts = [
        ConflictOut(row=c.pk, column=c.attribute, mine=c.mine, theirs=c.theirs, by=c.by) for c in saved.conflicts
    ]
    ordered = [saved.rows[index] for index in range(len(changes))]
    return SavedOut(rows=ordered, conflicts=conflicts, revision=dossier.revision)
