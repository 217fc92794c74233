"""What pages ask of a task: what may be done with it now, by whom, and what was done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Count
from django.utils.translation import gettext as _

from jiheng.web import rights
from jiheng.web.cycle.actions import advice_on, excusable_in, obstacles_of
from jiheng.web.cycle.models import Passage, ReturnReason, State, Task, Year
from jiheng.web.cycle.workdays import calendar

if TYPE_CHECKING:
    from jiheng.web.rights import Person

DIGITS = 4
"""Of a year."""
SOON_DAYS = 3
"""Working days before a deadline from which on it is near."""


@dataclass(frozen=True, slots=True)
class Standing:
    """A task as one person meets it."""

    task: Task
    can_write: bool
    can_submit: bool
    can_withdraw: bool
    can_review: bool
    obstacles: tuple[str, ...]
    advice: tuple[str, ...]
    """What had better be mended before it is submitted, though it may be submitted without."""
    excusable: tuple[str, ...]
    """What may be submitted only with a reason."""
    last_return: Passage | None
    common_returns: tuple[tuple[str, int], ...] = ()
    """Why forms of this stage were sent back most often, of all units: reason and how often; for who fills in."""


def standing(user: Person, task: Task, write_right: str) -> Standing:
    """What the person may do with the task now."""
    unit = task.dossier.unit
    editable = task.editable and task.dossier.year.open
    filling = editable and rights.may(user, "task.submit", unit)
    submitted = task.state == State.SUBMITTED
    return Standing(
        task=task,
        can_write=editable and rights.may(user, write_right, unit),
        can_submit=filling,
        can_withdraw=submitted
        and task.holder_id is None
        and task.dossier.year.open
        and rights.may(user, "task.submit", unit),
        can_review=submitted and rights.may(user, f"task.review.{task.step}", unit),
        obstacles=tuple(obstacles_of(task)) if filling else (),
        advice=tuple(advice_on(task)) if filling else (),
        excusable=tuple(excusable_in(task)) if filling else (),
        last_return=task.passages.exclude(reason="").last() if task.state == State.RETURNED else None,
        common_returns=common_returns(task.stage) if filling else (),
    )


def common_returns(stage: str, most: int = 3) -> tuple[tuple[str, int], ...]:
    """The reasons for which forms of a stage were sent back most often; no unit and no words of anyone are told."""
    counted = Passage.objects.filter(task__stage=stage).exclude(reason="").order_by().values_list("reason")
    top = counted.annotate(times=Count("pk")).order_by("-times", "reason")[:most]
    return tuple((str(ReturnReason(reason).label), times) for reason, times in top)


def urgency(task: Task, today: date) -> tuple[str, str]:
    """How much time is left, in working days, and the light that goes with it."""
    if task.due is None or not task.editable:
        return "", "none"
    roughly = calendar().estimated(today, task.due)
    if task.due < today:
        told = _("已逾期约 %(n)d 个工作日（放假安排未公布，为估算）") if roughly else _("已逾期 %(n)d 个工作日")
        return told % {"n": calendar().between(task.due, today)}, "red"
    left = calendar().between(today, task.due)
    told = _("还剩约 %(n)d 个工作日（放假安排未公布，为估算）") if roughly else _("还剩 %(n)d 个工作日")
    return told % {"n": left}, "yellow" if left <= SOON_DAYS else "green"


def asked_year(text: str) -> Year | None:
    """The year that an address asks for, if there is such a one; else the newest that is open, or else the newest."""
    found = Year.objects.filter(year=int(text)).first() if text.isdecimal() and len(text) == DIGITS else None
    return found or Year.objects.order_by("-open", "-year").first()
