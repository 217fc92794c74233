"""Warnings as cases: the list, the answer, the end, the reminder note."""

from __future__ import annotations

from collections import Counter

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST

from jiheng.monitoring.case import CHOICES, Outcome, State
from jiheng.web import rights
from jiheng.web.actions import Actor
from jiheng.web.cycle.access import dossier_or_404
from jiheng.web.cycle.models import Dossier
from jiheng.web.cycle.workdays import calendar
from jiheng.web.frame import address
from jiheng.web.monitoring.actions import AnswerCase, CloseCase, Evaluate, SendReminder
from jiheng.web.monitoring.board import CaseCount
from jiheng.web.monitoring.models import Case, Reminder
from jiheng.web.monitoring.views.common import asked_month, run, tabbed

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@login_required
def cases(request: HttpRequest, year: int, unit: str) -> HttpResponse:
    """The unit's warnings, the open ones first, with all that was said and done."""
    dossier = dossier_or_404(request, year, unit)
    found = list(dossier.warnings.prefetch_related("events__actor"))
    return tabbed(
        request,
        "monitoring/cases.html",
        dossier,
        "monitoring:cases",
        month=str(asked_month(request, dossier)),
        open=[case for case in found if not case.outcome],
        to_answer=next((case for case in found if case.state == State.OPEN), None),
        remark=next(filter(None, (calendar().remark(case.deadline, case.deadline) for case in found)), ""),
        ended=[case for case in found if case.outcome],
        counts=CaseCount.of(Counter((case.state, case.outcome, case.is_overdue()) for case in found)),
        reminders=dossier.reminders.select_related("actor").defer("content"),
        choices=CHOICES,
        outcomes=list(Outcome),
        can_answer=rights.may(request.user, "warning.answer", dossier.unit),
        can_close=rights.may(request.user, "warning.close", dossier.unit),
        can_remind=rights.may(request.user, "task.remind", dossier.unit),
        can_evaluate=rights.may(request.user, "warning.evaluate", dossier.unit),
    )


def _back(dossier: Dossier) -> HttpResponse:
    return redirect(address(dossier, "monitoring:cases"))


@login_required
@require_POST
def evaluate(request: HttpRequest, year: int, unit: str) -> HttpResponse:
    """Evaluate the unit now."""
    dossier = dossier_or_404(request, year, unit, "warning.evaluate")
    run(request, Evaluate(Actor.of(request), dossier, month=str(asked_month(request, dossier))))
    return _back(dossier)


def _case(dossier: Dossier, pk: int) -> Case:
    return get_object_or_404(Case.objects.select_related("dossier__unit", "dossier__year"), pk=pk, dossier=dossier)


@login_required
@require_POST
def answer(request: HttpRequest, year: int, unit: str, pk: int) -> HttpResponse:
    """The unit's answer."""
    dossier = dossier_or_404(request, year, unit, "warning.answer")
    given = {name: request.POST.get(name, "") for name in ("choice", "reason", "measure")}
    run(request, AnswerCase(Actor.of(request), _case(dossier, pk), **given))
    return _back(dossier)


@login_required
@require_POST
def close(request: HttpRequest, year: int, unit: str, pk: int) -> HttpResponse:
    """The finance office ends the case."""
    dossier = dossier_or_404(request, year, unit, "warning.close")
    given = {name: request.POST.get(name, "") for name in ("outcome", "because")}
    run(request, CloseCase(Actor.of(request), _case(dossier, pk), **given))
    return _back(dossier)


@login_required
@require_POST
def remind(request: HttpRequest, year: int, unit: str) -> HttpResponse:
    """Send the reminder note; the unit for which the person acts signs it."""
    dossier = dossier_or_404(request, year, unit, "task.remind")
    month = str(asked_month(request, dossier))
    sender = rights.acting_unit(request.user, "task.remind", dossier.unit)
    run(request, SendReminder(Actor.of(request), dossier, month=month, sender=sender.name))
    return _back(dossier)


@login_required
def note(request: HttpRequest, year: int, unit: str, pk: int) -> HttpResponse:
    """A reminder note as it was sent, byte for byte."""
    dossier = dossier_or_404(request, year, unit)
    reminder = get_object_or_404(Reminder, pk=pk, dossier=dossier)
    response = HttpResponse(bytes(reminder.content), content_type=WORD)
    name = f"{reminder.title}（{reminder.month}）.docx"
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or ""
    return response
