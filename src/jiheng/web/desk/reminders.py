"""催报: who has not sent, the drafted texts, one click for all, and the log of who was reminded when."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Count, Max
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from jiheng.web import rights
from jiheng.web.actions import Actor, Refusal
from jiheng.web.cycle.models import Reminder, Task, Year
from jiheng.web.cycle.reminding import Remind, days_late, reminder_text
from jiheng.web.cycle.workdays import calendar
from jiheng.web.desk.lists import REMINDED
from jiheng.web.desk.queries import late
from jiheng.web.lists.views import View

if TYPE_CHECKING:
    from datetime import datetime

    from jiheng.web.rights import Person

RIGHT = "task.remind"
LOG = 50


@dataclass(frozen=True, slots=True)
class Overdue:
    """One task that is late, the drafted text, and how often and when its unit was reminded."""

    task: Task
    days: int
    text: str
    times: int
    last: datetime | None


def _year(request: HttpRequest, year: int) -> Year:
    """The year, for who reminds.

    Raises:
        Http404: there is none, or the person may not know of it.
    """
    if not rights.may(request.user, RIGHT):
        raise Http404
    return get_object_or_404(Year, year=year)


def overdue(user: Person, year: Year) -> list[Overdue]:
    """What is late among the units that the person reminds, the longest first, with the drafted texts."""
    today, sender = timezone.localdate(), rights.acting_unit(user, RIGHT).name
    tasks = late(user).filter(dossier__year=year)
    counted = tasks.annotate(times=Count("reminders"), last=Max("reminders__at"))
    return [
        Overdue(task, days_late(task, today), reminder_text(task, today, sender), task.times, task.last)
        for task in counted
    ]


@login_required
def overview(request: HttpRequest, year: int) -> HttpResponse:
    """Who is late, and who was reminded."""
    found = _year(request, year)
    units = rights.visible_units(request.user, RIGHT)
    log = Reminder.objects.filter(task__dossier__year=found, task__dossier__unit__in=units)
    told = log.select_related("task__dossier__unit", "task__dossier__year", "by")
    view = View(request, REMINDED, told, LOG, _("%(year)d 年度催报记录") % {"year": year})
    if view.answer:
        return view.answer
    listed = overdue(request.user, found)
    remarks = (calendar().remark(each.task.due, timezone.localdate()) for each in listed if each.task.due)
    remark = next((each for each in remarks if each), "")
    context = {"year": found, "overdue": listed, "remark": remark, "view": view}
    return render(request, "desk/reminders.html", context)


@login_required
@require_POST
def send(request: HttpRequest, year: int) -> HttpResponse:
    """Remind the ticked units at once."""
    found = _year(request, year)
    ticked = {int(pk) for pk in request.POST.getlist("task") if pk.isdecimal()}
    tasks = [task for task in late(request.user).filter(dossier__year=found) if task.pk in ticked]
    sender, words = rights.acting_unit(request.user, RIGHT).name, request.POST.get("words", "").strip()
    try:
        made = Remind(Actor.of(request), found, tasks=tasks, sender=sender, words=words).run()
        messages.success(request, _("已催报 %(n)d 项，通知已显示在各单位的工作台。") % {"n": len(made)})
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect("reminders:list", year=year)


@login_required
def text(request: HttpRequest, year: int) -> HttpResponse:
    """The drafted texts of all, to be pasted into 粤政易, 浙政钉 or 微信."""
    found = _year(request, year)
    content = "\n\n".join(each.text for each in overdue(request.user, found))
    headers = {"Content-Disposition": f'attachment; filename="reminders-{found.year}.txt"'}
    return HttpResponse("\ufeff" + content, "text/plain; charset=utf-8", headers=headers)
