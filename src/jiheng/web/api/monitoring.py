"""运行监控: the report of a month, warnings as cases, reminders. The monthly form is filled in under ``…/monitoring/forms``."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Router, Schema

from jiheng.core.calendar import Month
from jiheng.monitoring import as_json
from jiheng.web import rights
from jiheng.web.actions import Actor
from jiheng.web.api.common import FAILURES, FILE, Key, MonthText, UnitCode, YearNumber, fetched
from jiheng.web.api.schemas import Words
from jiheng.web.cycle.access import dossier_or_404
from jiheng.web.cycle.models import Dossier
from jiheng.web.monitoring.actions import AnswerCase, CloseCase, Evaluate, SendReminder
from jiheng.web.monitoring.models import Case, CaseEvent, Reminder
from jiheng.web.monitoring.reports import latest, report_of
from jiheng.web.monitoring.views.common import month_of

router = Router(tags=["monitoring"])
PLACE = "/dossiers/{year}/{unit}/monitoring"


class EventOut(Schema):
    """One line of a case's history."""

    on: date
    by: str
    deed: str
    choice: str
    text: str
    measure: str


class CaseOut(Schema):
    """One warning with all that was said and done."""

    case: int
    project: str
    name: str
    code: str
    level: str
    message: str
    until: str
    owner: str
    months: list[str]
    deadline: date
    state: str
    outcome: str
    events: list[EventOut]


class MonthIn(Schema):
    """A month such as 2024-08; empty for the last one with payments."""

    month: MonthText = ""


class AnswerIn(Schema):
    """The unit's answer."""

    choice: Literal["继续执行", "调剂", "取消"]
    reason: Words
    measure: Words


class CloseIn(Schema):
    """How a case ended, and on what ground."""

    outcome: Literal["属实", "已化解", "误报"]
    because: Words


class ReminderOut(Schema):
    """A reminder note as it was sent."""

    note: int
    title: str
    month: str
    sender: str
    dated: date
    sha256: str


def _month(dossier: Dossier, asked: str) -> Month:
    return month_of(dossier.year.year, asked) if asked else latest(dossier)


@router.get(PLACE, response={200: dict[str, Any], **FAILURES})
def report(request: HttpRequest, year: YearNumber, unit: UnitCode, month: MonthText = "") -> Any:
    """The unit's report of a month, as ``jiheng monitor --format json`` prints it."""
    dossier = dossier_or_404(request, year, unit)
    return as_json(report_of(dossier, _month(dossier, month)))


@router.get(f"{PLACE}/cases", response={200: list[CaseOut], **FAILURES})
def cases(request: HttpRequest, year: YearNumber, unit: UnitCode) -> Any:
    """The unit's warnings, the open ones first."""
    return _cases(dossier_or_404(request, year, unit))


def _cases(dossier: Dossier) -> list[CaseOut]:
    return [_told(case) for case in dossier.warnings.prefetch_related("events__actor")]


def _told(case: Case) -> CaseOut:
    plain = ("project", "name", "code", "level", "message", "until", "owner", "months", "deadline", "state", "outcome")
    fields = {name: getattr(case, name) for name in plain}
    return CaseOut(case=case.pk, events=[_event(each) for each in case.events.all()], **fields)


def _event(event: CaseEvent) -> EventOut:
    return EventOut(
        on=event.on,
        by=str(event.actor or ""),
        deed=event.get_deed_display(),
        choice=event.choice,
        text=event.text,
        measure=event.measure,
    )


@router.post(f"{PLACE}/evaluate", response={200: list[CaseOut], **FAILURES})
def evaluate(request: HttpRequest, given: MonthIn, year: YearNumber, unit: UnitCode) -> Any:
    """Evaluate the unit now, not only in the night."""
    dossier = dossier_or_404(request, year, unit, "warning.evaluate")
    Evaluate(Actor.of(request), dossier, month=str(_month(dossier, given.month))).run()
    return _cases(dossier)


def _case(dossier: Dossier, key: int) -> Case:
    return get_object_or_404(Case.objects.select_related("dossier__unit", "dossier__year"), pk=key, dossier=dossier)


@router.post(f"{PLACE}/cases/{{case}}/answer", response={200: CaseOut, **FAILURES})
def answer(request: HttpRequest, given: AnswerIn, year: YearNumber, unit: UnitCode, case: Key) -> Any:
    """The unit says whether it goes on, re-allocates or cancels, why, and with what measure."""
    found = _case(dossier_or_404(request, year, unit, "warning.answer"), case)
    AnswerCase(Actor.of(request), found, **given.dict()).run()
    return _told(_case(found.dossier, case))


@router.post(f"{PLACE}/cases/{{case}}/close", response={200: CaseOut, **FAILURES})
def close(request: HttpRequest, given: CloseIn, year: YearNumber, unit: UnitCode, case: Key) -> Any:
    """The finance office ends the case, with a ground."""
    found = _case(dossier_or_404(request, year, unit, "warning.close"), case)
    CloseCase(Actor.of(request), found, **given.dict()).run()
    return _told(_case(found.dossier, case))


@router.get(f"{PLACE}/reminders", response={200: list[ReminderOut], **FAILURES})
def reminders(request: HttpRequest, year: YearNumber, unit: UnitCode) -> Any:
    """The reminder notes that the unit was sent."""
    dossier = dossier_or_404(request, year, unit)
    return [_reminder(each) for each in dossier.reminders.defer("content")]


@router.post(f"{PLACE}/reminders", response={200: ReminderOut, **FAILURES})
def remind(request: HttpRequest, given: MonthIn, year: YearNumber, unit: UnitCode) -> Any:
    """Send the reminder note; the unit for which the role acts signs it."""
    dossier = dossier_or_404(request, year, unit, "task.remind")
    sender = rights.acting_unit(request.user, "task.remind", dossier.unit).name
    month = str(_month(dossier, given.month))
    return _reminder(SendReminder(Actor.of(request), dossier, month=month, sender=sender).run())


@router.get(f"{PLACE}/reminders/{{note}}", response=FAILURES, openapi_extra=FILE)
def note(request: HttpRequest, year: YearNumber, unit: UnitCode, note: Key) -> Any:
    """A reminder note as it was sent, byte for byte."""
    sent = get_object_or_404(Reminder, pk=note, dossier=dossier_or_404(request, year, unit))
    return fetched(bytes(sent.content), f"{sent.title}（{sent.month}）.docx")


def _reminder(sent: Reminder) -> ReminderOut:
    return ReminderOut(
        note=sent.pk, title=sent.title, month=sent.month, sender=sent.sender, dated=sent.dated, sha256=sent.sha256
    )
