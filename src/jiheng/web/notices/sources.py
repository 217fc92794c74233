"""Where the notices of business come from: the history of tasks, reminders, deadlines, warnings, items, the audit log."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from jiheng.web import rights
from jiheng.web.audit.models import Entry
from jiheng.web.cycle.actions import Approve, Return, Submit
from jiheng.web.cycle.models import OPEN, Dossier, Passage, Reminder, Stage, State, Step, Task
from jiheng.web.cycle.queries import SOON_DAYS, urgency
from jiheng.web.cycle.workdays import calendar
from jiheng.web.desk.queries import REVIEW_PLACE, own_place
from jiheng.web.evaluation.actions import SaveChapter, SaveResult
from jiheng.web.frame import TASK_PLACES, address
from jiheng.web.monitoring.actions import SaveObservation
from jiheng.web.monitoring.models import CaseEvent, Deed
from jiheng.web.notices.notice import Notice, morning
from jiheng.web.records.actions import DeleteRows, ReplaceTables, SaveCells, SetNil
from jiheng.web.rectification.models import Item

if TYPE_CHECKING:
    from jiheng.web.accounts.models import User

MOST = 50
"""Of one source; older ones are found where they happened."""
MOST_EVENTS, MOST_SAVINGS = 100, 200
"""Of which only one of each case, or of each person and day, is told."""
AHEAD = timedelta(days=14)
"""No deadline farther off than this is near, whatever holidays lie between."""
SAVINGS = [
    action.title for action in (SaveCells, DeleteRows, SetNil, ReplaceTables, SaveResult, SaveChapter, SaveObservation)
]


def decided(user: User, since: datetime) -> Iterator[Notice]:
    """What reviewers decided about the person's own unit."""
    own = rights.visible_units(user, "dossier.own")
    found = Passage.objects.filter(task__dossier__unit__in=own, deed__in=(Return.title, Approve.title), at__gte=since)
    told = found.exclude(actor=user).select_related("task__dossier__unit", "task__dossier__year")
    for passage in told.order_by("-at")[:MOST]:
        returned = passage.deed == Return.title
        matter, step = _matter(passage.task), passage.get_step_display()
        said = {"task": matter, "step": step, "reason": passage.get_reason_display()}
        sentence = _("%(task)s被%(step)s退回：%(reason)s") if returned else _("%(task)s：%(step)s审核通过")
        kind = "returned" if returned else "approved"
        where, about = _page(passage.task), passage.task.dossier
        yield Notice(f"passage:{passage.pk}", kind, passage.at, sentence % said, where, passage.text, about)


def arrived(user: User, since: datetime) -> Iterator[Notice]:
    """What was handed in and waits for the person's review; of each task the last passage."""
    reach = Q(pk__in=[])
    for step in Step.values:
        if rights.may(user, f"task.review.{step}"):
            units = rights.visible_units(user, f"task.review.{step}")
            reach |= Q(task__step=step, task__dossier__unit__in=units)
    found = Passage.objects.filter(reach, task__state=State.SUBMITTED, deed__in=(Submit.title, Approve.title))
    told = found.filter(at__gte=since).exclude(actor=user).select_related("task__dossier__unit", "task__dossier__year")
    seen: set[int] = set()
    for passage in told.order_by("-at")[:MOST]:
        if passage.task_id not in seen:
            seen.add(passage.task_id)
            task, key = passage.task, f"passage:{passage.pk}"
            text = _("%(task)s：%(state)s") % {"task": _matter(task), "state": task.shown_state}
            yield Notice(key, "arrived", passage.at, text, _review(task), about=task.dossier)


def reminded(user: User, since: datetime) -> Iterator[Notice]:
    """Reminders that the person's own unit got."""
    found = Reminder.objects.filter(task__dossier__unit__in=rights.visible_units(user, "dossier.own"), at__gte=since)
    for each in found.select_related("task__dossier__unit", "task__dossier__year")[:MOST]:
        roughly = each.task.due is not None and calendar().estimated(each.task.due, each.at.date())
        told = (
            _("%(task)s：已逾期约 %(n)d 个工作日（放假安排未公布，为估算），请尽快报送")
            if roughly
            else _("%(task)s：已逾期 %(n)d 个工作日，请尽快报送")
        )
        text = told % {"task": _matter(each.task), "n": each.days_late}
        where, about = _page(each.task), each.task.dossier
        yield Notice(f"reminder:{each.pk}", "reminded", each.at, text, where, each.text, about)


def deadlines(user: User, since: datetime) -> Iterator[Notice]:
    """Tasks that the person hands in and that are due within three working days, or were."""
    today, units = timezone.localdate(), rights.visible_units(user, "task.submit")
    found = Task.objects.filter(state__in=OPEN, dossier__unit__in=units, dossier__year__open=True)
    within = found.filter(due__gte=since.date(), due__lte=today + AHEAD)
    for task in within.select_related("dossier__unit", "dossier__year").order_by("due")[:MOST]:
        words, light = urgency(task, today)
        if task.due is None or light not in {"red", "yellow"}:
            continue
        late = light == "red"
        begun = task.due + timedelta(days=1) if late else calendar().add(task.due, -SOON_DAYS)
        kind, text = "late" if late else "near", _("%(task)s：%(left)s") % {"task": _matter(task), "left": words}
        key = f"due:{task.pk}:{task.due}:{kind}"
        yield Notice(key, kind, morning(begun), text, _page(task), about=task.dossier)


TOLD = (Deed.OPENED, Deed.REPEATED, Deed.REMINDED, Deed.ESCALATED, Deed.ENDED)


def warned(user: User, since: datetime) -> Iterator[Notice]:
    """What happened to warnings: of the own unit for who answers, answers for who closes; of each the last."""
    answering, closing = rights.visible_units(user, "warning.answer"), rights.visible_units(user, "warning.close")
    reach = Q(deed__in=TOLD, case__dossier__unit__in=answering) if rights.may(user, "warning.answer") else Q(pk__in=[])
    if rights.may(user, "warning.close"):
        reach |= Q(deed=Deed.ANSWERED, case__dossier__unit__in=closing)
    found = CaseEvent.objects.filter(reach, at__gte=since).exclude(actor__isnull=False, actor=user)
    told: set[int] = set()
    for each in found.select_related("case__dossier__unit", "case__dossier__year").order_by("-at", "-pk")[:MOST_EVENTS]:
        if each.case_id not in told:
            told.add(each.case_id)
            yield _event(each)


def _event(each: CaseEvent) -> Notice:
    case, kind = each.case, {Deed.ANSWERED: "answered", Deed.ENDED: "ended"}.get(Deed(each.deed), "warned")
    text = _("%(name)s：%(deed)s") % {"name": case.name, "deed": each.get_deed_display()}
    detail = case.message if each.text in {"", case.message} else f"{case.message}　{each.text}"
    where = address(case.dossier, "monitoring:cases")
    return Notice(f"event:{each.pk}", kind, each.at, text, where, detail, case.dossier)


def rectified(user: User, since: datetime) -> Iterator[Notice]:
    """Items that the own unit has to mend, and what units told of theirs."""
    reach = Q(pk__in=[])
    if rights.may(user, "rectification.answer"):
        reach |= Q(dossier__unit__in=rights.visible_units(user, "rectification.answer"), made_at__gte=since)
    managing = rights.may(user, "rectification.manage")
    if managing:
        reach |= Q(dossier__unit__in=rights.visible_units(user, "rectification.manage"), answered_at__gte=since)
    for item in Item.objects.filter(reach).select_related("dossier__unit", "dossier__year").order_by("-made_at")[:MOST]:
        text, where = item.problem, address(item.dossier, "rectification:items")
        if managing and item.answered_at:
            key = f"mended:{item.pk}:{item.answered_at.timestamp():.0f}"
            yield Notice(key, "mended", item.answered_at, text, where, item.feedback, item.dossier)
        else:
            detail = _("请于 %(day)s 前完成整改") % {"day": item.due}
            yield Notice(f"mend:{item.pk}", "mend", item.made_at, text, where, detail, item.dossier)


def changed(user: User, since: datetime) -> Iterator[Notice]:
    """What colleagues saved in the data that the person fills in: one notice for each of them, dossier and day.

    It stays the same, and read, however much is saved after the first time.
    """
    units = rights.visible_units(user, "records.write")
    found = Entry.objects.filter(action__in=SAVINGS, result="成功", unit_code__in=units.values("code"), at__gte=since)
    first: dict[str, Entry] = {}
    for entry in found.exclude(username=user.username).order_by("-number")[:MOST_SAVINGS]:
        first[f"changed:{entry.object_id}:{entry.username}:{timezone.localdate(entry.at)}"] = entry
    keys = {int(entry.object_id) for entry in first.values() if entry.object_id.isdecimal()}
    dossiers = Dossier.objects.select_related("unit", "year").in_bulk(keys) if keys else {}
    for key, entry in first.items():
        dossier = dossiers.get(int(entry.object_id)) if entry.object_id.isdecimal() else None
        if dossier is not None:
            said = {"person": entry.person or entry.username, "deed": _(entry.action)}
            text = _("%(person)s 修改了数据（%(deed)s），已与您填的合并") % said
            where = address(dossier, "records:first")
            yield Notice(key, "changed", entry.at, text, where, about=dossier)


def _matter(task: Task) -> str:
    """The task without its unit and year, which stand beside."""
    return f"{task.get_stage_display()}（{task.period}）" if task.period else str(task.get_stage_display())


def _page(task: Task) -> str:
    if task.stage == Stage.MONITORING and task.period:
        return address(task.dossier, "monitoring:form", period=task.period)
    return address(task.dossier, TASK_PLACES[Stage(task.stage)])


def _review(task: Task) -> str:
    """Where the person reviews it."""
    place = own_place(task)
    return address(task.dossier, place) if place == REVIEW_PLACE else _page(task)
