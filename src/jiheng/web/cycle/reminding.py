"""催报: the drafted text, and the action that tells a unit and writes down that it was told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, override

from jiheng.web import rights
from jiheng.web.actions import Action, Refusal
from jiheng.web.cycle.models import Reminder, Task, Year
from jiheng.web.cycle.workdays import calendar

MAX_WORDS = 200


def days_late(task: Task, today: date) -> int:
    """Working days since the task was due."""
    return calendar().between(task.due, today) if task.due else 0


def reminder_text(task: Task, today: date, sender: str, words: str = "") -> str:
    """The drafted reminder: unit, matter, deadline, days late, what to do; polite, and short enough for a message."""
    with override("zh-hans"):  # a letter to the unit, whatever language its sender reads
        matter, state = task.get_stage_display(), task.shown_state
    unit, year = task.dossier.unit_name, task.dossier.year.year
    remark = calendar().remark(task.due or today, today)
    late = f"约 {days_late(task, today)} 个工作日（{remark}）" if remark else f" {days_late(task, today)} 个工作日"
    body = (
        f"贵单位 {year} 年度{matter}材料应于 {_day(task.due or today)}前报送，截至 {_day(today)}"
        f"已逾期{late}，目前状态为“{state}”。"
        "请尽快登录绩衡完成填报并提交审核；如有困难，请及时与我们联系。感谢支持。"
    )
    return "\n".join([f"{unit}：", body, *([words] if words else []), f"{sender}　{_day(today)}"])


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


@dataclass
class Remind(Action[Year]):
    """Remind all the named units at once; one that was reminded today is not reminded twice."""

    right = "task.remind"
    title = gettext_noop("催报")
    tasks: Sequence[Task]
    sender: str
    words: str = ""

    def unit(self) -> None:
        """Many units; the right is asked for each below."""

    def apply(self) -> list[Reminder]:
        """Write one reminder for each task that is overdue.

        Raises:
            Refusal: nothing to remind of, or more words than a message holds.
        """
        if len(self.words) > MAX_WORDS:
            raise Refusal(_("附言请控制在 %(n)d 字以内。") % {"n": MAX_WORDS})
        today = timezone.localdate()
        tasks = self._locked()
        told = set(Reminder.objects.filter(task__in=tasks, at__date=today).values_list("task_id", flat=True))
        made = [self._reminder(task, today) for task in tasks if task.pk not in told and task.is_overdue(today)]
        if not made:
            raise Refusal(_("没有需要催报的单位：所选单位已报送，或今天已催报过。"))
        return Reminder.objects.bulk_create(made, batch_size=500)

    def _locked(self) -> list[Task]:
        """The tasks as they stand now, held, so that a double click reminds once."""
        found = Task.objects.select_for_update(of=("self",)).select_related("dossier__unit", "dossier__year")
        return list(found.filter(pk__in=[task.pk for task in self.tasks], dossier__year=self.target))

    def _reminder(self, task: Task, today: date) -> Reminder:
        rights.demand(self.actor.user, self.right, task.dossier.unit)
        text = reminder_text(task, today, self.sender, self.words)
        return Reminder(task=task, by=self.actor.user, days_late=days_late(task, today), text=text)

    def detail(self) -> str:
        """Whom."""
        return "、".join(task.dossier.unit.code for task in self.tasks)
