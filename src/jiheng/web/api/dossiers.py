"""Dossiers: which there are, their tasks, their score, their tables."""

from __future__ import annotations

from typing import Any, Literal

from django.http import Http404, HttpRequest
from ninja import Router

from jiheng.facts.rows import TABLES
from jiheng.scoring.record import record
from jiheng.web import rights
from jiheng.web.actions import Actor
from jiheng.web.api.common import FAILURES, After, Code, Key, UnitCode, YearNumber
from jiheng.web.api.schemas import ConflictOut, DeedIn, DossierOut, NilIn, RowOut, RowsIn, SavedOut, TaskOut
from jiheng.web.audit import trail
from jiheng.web.cycle.access import dossier_or_404, task_or_404
from jiheng.web.cycle.actions import Approve, Return, ReviewAction, Submit, TakeFrom, begin, task_of
from jiheng.web.cycle.models import Dossier, Stage, Task
from jiheng.web.cycle.views import DEEDS
from jiheng.web.records.actions import GUARDED, Change, DeleteRows, SaveCells, Saved, SetNil, as_kept
from jiheng.web.records.dataset import NIL, sheet_of
from jiheng.web.records.models import Record
from jiheng.web.review.deciding import decided

router = Router(tags=["dossiers"])
StageName = Literal["targets", "adjustment", "monitoring", "evaluation"]
PAGE = 500


@router.get("/dossiers", response={200: list[DossierOut], **FAILURES})
def dossiers(request: HttpRequest, after: After = "") -> Any:
    """Dossiers that the token's role may see, by unit code, up to 500 a call after the given code."""
    units = rights.visible_units(request.user)
    found = Dossier.objects.filter(unit__in=units, unit__code__gt=after)
    listed = found.select_related("unit", "year").order_by("unit__code", "year__year")[:PAGE]
    return [
        DossierOut(year=d.year.year, unit=d.unit.code, name=d.unit_name, pack=d.pack, revision=d.revision)
        for d in listed
    ]


@router.get("/dossiers/{year}/{unit}/tasks", response={200: list[TaskOut], **FAILURES})
def tasks(request: HttpRequest, year: YearNumber, unit: UnitCode) -> Any:
    """The dossier's tasks and where they stand."""
    dossier = dossier_or_404(request, year, unit)
    return [task_out(each) for each in dossier.tasks.all()]


def task_out(task: Task) -> TaskOut:
    """A task as the API tells it."""
    due = str(task.due) if task.due else None
    return TaskOut(stage=task.stage, period=task.period, state=task.state, shown=task.shown_state, due=due)


@router.post("/dossiers/{year}/{unit}/tasks/{stage}", response={200: TaskOut, **FAILURES})
def do(request: HttpRequest, given: DeedIn, stage: StageName, year: YearNumber, unit: UnitCode) -> Any:
    """Submit, withdraw, take up, take over from a colleague, approve or return."""
    dossier = dossier_or_404(request, year, unit)
    task = task_or_404(dossier, Stage(stage), given.period)
    kind = DEEDS[given.deed]
    more: dict[str, Any] = {"text": given.text} if kind in {Submit, TakeFrom, Approve, Return} else {}
    more |= {"reason": given.reason} if kind is Return else {}
    more |= {"basis": given.basis} if issubclass(kind, ReviewAction) else {}
    kind(Actor.of(request), task, **more).run()
    task.refresh_from_db()
    return task_out(task)


@router.get("/dossiers/{year}/{unit}/score", response={200: dict[str, Any], **FAILURES})
def score(request: HttpRequest, year: YearNumber, unit: UnitCode) -> Any:
    """The explained score sheet, as ``jiheng score --format json`` prints it; once decided, with the score that was kept (``decided``)."""
    dossier = dossier_or_404(request, year, unit)
    trail.note(request, trail.READ_SCORE)
    return record(sheet_of(dossier)) | {"decided": decided(dossier)}


def _table(name: str) -> str:
    if name not in TABLES:
        raise Http404
    return name


@router.get("/dossiers/{year}/{unit}/tables/{table}", response={200: list[RowOut], **FAILURES})
def rows(request: HttpRequest, table: Code, year: YearNumber, unit: UnitCode) -> Any:
    """All rows of one table, as written."""
    return _rows(dossier_or_404(request, year, unit), _table(table))


def _rows(dossier: Dossier, table: str) -> list[RowOut]:
    found = Record.objects.filter(dossier=dossier, table=table).exclude(key=NIL)
    return [RowOut(row=each.pk, version=each.version, cells=each.cells) for each in found]


@router.patch("/dossiers/{year}/{unit}/tables/{table}", response={200: SavedOut, **FAILURES})
def save(request: HttpRequest, given: RowsIn, table: Code, year: YearNumber, unit: UnitCode) -> Any:
    """Change cells; what somebody else changed meanwhile is reported and kept."""
    dossier = dossier_or_404(request, year, unit, "records.write")
    changes = [
        Change(each.row, {name: (as_kept(cell.before), as_kept(cell.now)) for name, cell in each.cells.items()})
        for each in given.changes
    ]
    actor = Actor.of(request)
    saved: Saved = SaveCells(actor, dossier, table=table, changes=changes).run()
    begin(actor, task_of(dossier, GUARDED.get(table, Stage.EVALUATION)))
    return saved_out(dossier, saved)


def saved_out(dossier: Dossier, saved: Saved) -> SavedOut:
    """What became of a saving, as the API tells it."""
    conflicts = [
        ConflictOut(row=c.pk, column=c.attribute, mine=c.mine, theirs=c.theirs, by=c.by) for c in saved.conflicts
    ]
    ordered = [saved.rows[index] for index in sorted(saved.rows)]
    return SavedOut(rows=ordered, conflicts=conflicts, revision=dossier.revision)


@router.delete("/dossiers/{year}/{unit}/tables/{table}/rows/{row}", response={200: list[RowOut], **FAILURES})
def delete(request: HttpRequest, table: Code, year: YearNumber, unit: UnitCode, row: Key) -> Any:
    """Take a row out; what is left of the table."""
    dossier = dossier_or_404(request, year, unit, "records.write")
    DeleteRows(Actor.of(request), dossier, table=_table(table), rows=[row]).run()
    return _rows(dossier, table)


@router.put("/dossiers/{year}/{unit}/tables/{table}/nil", response={200: NilIn, **FAILURES})
def nil(request: HttpRequest, given: NilIn, table: Code, year: YearNumber, unit: UnitCode) -> Any:
    """Declare that the unit has none of it this year (零填报), or take the declaration back."""
    dossier = dossier_or_404(request, year, unit, "records.write")
    SetNil(Actor.of(request), dossier, table=_table(table), nil=given.nil).run()
    return given
