"""填报: results and chapters of the self-evaluation, the monthly form, adjusting targets.

Every other table is filled in row by row: ``…/tables/{table}``.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from django.http import Http404, HttpRequest
from ninja import Field, Router, Schema
from pydantic import StringConstraints

from jiheng.web.actions import Actor
from jiheng.web.api.common import FAILURES, Code, Month, UnitCode, YearNumber
from jiheng.web.api.dossiers import saved_out, task_out
from jiheng.web.api.schemas import KEEPABLE, ONLY, SavedOut, TaskOut, Words
from jiheng.web.cycle.access import dossier_or_404
from jiheng.web.cycle.actions import begin, task_of
from jiheng.web.cycle.models import Dossier, Stage
from jiheng.web.evaluation.actions import SaveChapter, SaveResult
from jiheng.web.evaluation.narrative import chapter_view
from jiheng.web.evaluation.views import demand_fields
from jiheng.web.monitoring.actions import SaveObservation
from jiheng.web.monitoring.observations import FormRow, form_of
from jiheng.web.monitoring.views.common import month_of
from jiheng.web.records.actions import MAX_TEXT, as_kept
from jiheng.web.targets.actions import BeginAdjustment, ConsentToLowering

router = Router(tags=["filling"])
PLACE = "/dossiers/{year}/{unit}"
FORMS = f"{PLACE}/monitoring/forms/{{month}}"
FieldName = Annotated[
    str,
    StringConstraints(
        max_length=60, pattern=r"^(actual|level|coefficient|choice|absent|reason|measure|(answer|proof):[^\x00]+)$"
    ),
]


class ResultIn(Schema):
    """Fields of one line as ``GET …/tables/results`` names them, beside ``answer:<item>`` and ``proof:<item>`` of checklists.

    ``before`` is what stood there when it was read; what was changed since is reported, not overwritten.
    """

    cells: dict[FieldName, Words] = Field(max_length=100, json_schema_extra=ONLY)
    before: dict[FieldName, Words] = Field({}, max_length=100, json_schema_extra=ONLY)


class ChapterIn(Schema):
    """The text of a chapter, and the one that stood there when it was read."""

    text: Words
    before: Words = ""


class ObservationIn(Schema):
    """What the monthly form asks of an indicator; fields that are left out stay as they are."""

    value: Words | None = None
    likelihood: Words | None = None
    reason: Words | None = None
    measure: Words | None = None


class ObservationOut(Schema):
    """One line of the monthly form; ``missing`` and ``faults`` stand in the way of handing it in."""

    indicator: str
    name: str
    value: str
    likelihood: str
    reason: str
    measure: str
    before: str
    missing: list[str]
    faults: list[str]


class ReasonIn(Schema):
    """Why targets are to be adjusted."""

    reason: Annotated[str, StringConstraints(max_length=MAX_TEXT, pattern=KEEPABLE)]


def _kept(cells: Mapping[str, str]) -> dict[str, str]:
    return {name: as_kept(text) for name, text in cells.items()}


@router.put(f"{PLACE}/evaluation/results/{{path:code}}", response={200: SavedOut, **FAILURES})
def result(request: HttpRequest, given: ResultIn, year: YearNumber, unit: UnitCode, code: Code) -> Any:
    """Fill in the result of one line."""
    dossier, actor = dossier_or_404(request, year, unit, "evaluation.write"), Actor.of(request)
    demand_fields(dossier, code, given.cells)
    cells, before = _kept(given.cells), _kept(given.before)
    saved = SaveResult(actor, dossier, indicator=code, cells=cells, before=before).run()
    begin(actor, task_of(dossier, Stage.EVALUATION))
    return saved_out(dossier, saved)


@router.put(f"{PLACE}/evaluation/chapters/{{chapter}}", response={200: SavedOut, **FAILURES})
def chapter(request: HttpRequest, given: ChapterIn, year: YearNumber, unit: UnitCode, chapter: Code) -> Any:
    """Write a chapter of the report; an empty text gives way to the wording of the pack."""
    dossier, actor = dossier_or_404(request, year, unit, "evaluation.write"), Actor.of(request)
    if chapter_view(dossier, chapter) is None:
        raise Http404
    before, text = as_kept(given.before), as_kept(given.text)
    saved = SaveChapter(actor, dossier, chapter=chapter, before=before, text=text).run()
    begin(actor, task_of(dossier, Stage.EVALUATION))
    return saved_out(dossier, saved)


def _row(row: FormRow) -> ObservationOut:
    cells = {name: row.cells.get(name, "") for name in ("value", "likelihood", "reason", "measure")}
    return ObservationOut(
        indicator=row.indicator.code,
        name=row.indicator.name,
        before=row.before,
        missing=list(row.missing),
        faults=list(row.faults),
        **cells,
    )


def _line(dossier: Dossier, month: str, code: str) -> FormRow:
    found = form_of(dossier, month_of(dossier.year.year, month)).row(code)
    if found is None:
        raise Http404
    return found


@router.get(FORMS, response={200: list[ObservationOut], **FAILURES})
def monthly_form(request: HttpRequest, year: YearNumber, unit: UnitCode, month: Month) -> Any:
    """The monthly form of monitoring, line by line."""
    dossier = dossier_or_404(request, year, unit)
    return [_row(row) for row in form_of(dossier, month_of(year, month)).rows]


@router.put(f"{FORMS}/{{path:code}}", response={200: ObservationOut, **FAILURES})
def observe(  # noqa: PLR0917 - the places of the address
    request: HttpRequest, given: ObservationIn, year: YearNumber, unit: UnitCode, month: Month, code: Code
) -> Any:
    """Fill in one line of the monthly form."""
    dossier, actor = dossier_or_404(request, year, unit, "monitoring.write"), Actor.of(request)
    _line(dossier, month, code)
    cells = _kept(given.dict(exclude_none=True))
    SaveObservation(actor, dossier, month=month, indicator=code, cells=cells).run()
    begin(actor, task_of(dossier, Stage.MONITORING, month))
    dossier.refresh_from_db()
    return _row(_line(dossier, month, code))


@router.post(f"{PLACE}/targets/adjustment", response={200: TaskOut, **FAILURES})
def adjust(request: HttpRequest, given: ReasonIn, year: YearNumber, unit: UnitCode) -> Any:
    """Open approved targets for adjustment; then the table ``indicators`` is changed and handed in."""
    dossier = dossier_or_404(request, year, unit, "targets.write")
    return task_out(BeginAdjustment(Actor.of(request), dossier, reason=given.reason).run())


@router.post(f"{PLACE}/targets/adjustment/consent", response={200: TaskOut, **FAILURES})
def consent(request: HttpRequest, given: ReasonIn, year: YearNumber, unit: UnitCode) -> Any:
    """Let targets be lowered although results are stored or November is over; for who reviews."""
    dossier = dossier_or_404(request, year, unit, "task.review.finance")
    return task_out(ConsentToLowering(Actor.of(request), dossier, reason=given.reason).run())
