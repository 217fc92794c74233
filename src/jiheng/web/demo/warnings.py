"""The county's year of monitoring: evaluated five times, warnings answered, closed, and some left open."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from django.utils import timezone

from jiheng.core.calendar import Month
from jiheng.monitoring.case import State
from jiheng.web.actions import Action, Actor, Refusal
from jiheng.web.cycle.models import Year
from jiheng.web.cycle.workdays import calendar
from jiheng.web.monitoring.actions import AnswerCase, CloseCase, SendReminder
from jiheng.web.monitoring.evaluation import evaluate_year
from jiheng.web.monitoring.models import Case, CaseEvent, UnitWatch
from jiheng.web.notices.notice import morning
from jiheng.web.organisation.models import Unit

MONTHS = (4, 6, 8, 10, 12)
DAYS_AFTER = 6
"""So many days after its end a month was evaluated."""
ANSWERS = (
    ("继续执行", "前期手续办理时间长，工程量已完成大半", "与施工单位逐周核对进度，具备条件即支付"),
    ("继续执行", "合同约定按节点支付，下一节点在下月", "提前准备验收和支付资料"),
    ("调剂", "项目内容调整，部分资金年内用不完", "结余部分按程序申请调剂到急需项目"),
    ("继续执行", "上级资金到位晚", "资金到位后一周内拨付"),
)
ENDS = (
    ("已化解", "次月支付进度已达到要求，经核对属实"),
    ("误报", "按学期一次性拨付，往年同期也未支付，不属于进度慢"),
    ("属实", "进度确实慢，已列入整改清单"),
)
REMINDED = 3
"""So many units with the most money at risk got a reminder note."""


def watch(year: Year, finance: Actor, head_of: Callable[[Unit], Actor]) -> None:
    """Evaluate the year, month by month; after each but the last, units answer and finance closes."""
    for number in MONTHS:
        month = Month(year.year, number)
        day = month.end + timedelta(days=DAYS_AFTER)
        evaluate_year(year, day, month)
        if number < max(MONTHS):
            _answer(year, day + timedelta(days=3), head_of)
            _close(year, day + timedelta(days=6), finance)
    _date_back(year, day)
    _remind(year, month, finance)
    _leave_open(year)


def _date_back(year: Year, last: date) -> None:
    """What the story tells of earlier months happened then, and is no news today."""
    events = CaseEvent.objects.filter(case__dossier__year=year, on__lt=last)
    for day in events.order_by().values_list("on", flat=True).distinct():
        events.filter(on=day).update(at=morning(day))


def _leave_open(year: Year) -> None:
    """What is still open waits for an answer by next week, as the rest of the demo's tasks; every tenth is overdue."""
    today = timezone.localdate()
    for number, case in enumerate(Case.objects.filter(dossier__year=year, state=State.OPEN).order_by("pk")):
        case.deadline = calendar().add(today, -2 if number % 10 == 9 else 5)
        case.save(update_fields=["deadline"])


def _remind(year: Year, month: Month, finance: Actor) -> None:
    found = UnitWatch.objects.filter(dossier__year=year, month=str(month)).select_related("dossier__unit")
    for row in found.order_by("-risk_fen")[:REMINDED]:
        try:
            SendReminder(finance, row.dossier, month=str(month), sender="青云县财政局").run()
        except Refusal:
            continue


def _answer(year: Year, day: date, head_of: Callable[[Unit], Actor]) -> None:
    """Two of three open warnings are answered in time."""
    found = Case.objects.filter(dossier__year=year, state=State.OPEN).select_related("dossier__unit")
    for number, case in enumerate(found.order_by("pk")):
        if number % 3:
            choice, reason, measure = ANSWERS[number % len(ANSWERS)]
            answer = AnswerCase(head_of(case.dossier.unit), case, choice=choice, reason=reason, measure=measure)
            _on(day, case, answer)


def _close(year: Year, day: date, finance: Actor) -> None:
    """Every fourth answered warning is closed."""
    found = Case.objects.filter(dossier__year=year, state=State.ANSWERED).order_by("pk")
    for number, case in enumerate(found):
        if number % 4 == 0:
            outcome, because = ENDS[number // 4 % len(ENDS)]
            _on(day, case, CloseCase(finance, case, outcome=outcome, because=because))


def _on(day: date, case: Case, action: Action[Case]) -> None:
    """Do it, and let its line in the history carry the day on which the story has it."""
    action.run()
    last = CaseEvent.objects.filter(case=case).latest("pk")
    CaseEvent.objects.filter(pk=last.pk).update(on=day)
    Case.objects.filter(pk=case.pk, ended_on__isnull=False).update(ended_on=day)
