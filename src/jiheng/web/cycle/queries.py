"""What pages ask of a task: what may be done with it now, by whom, and what was done."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count

from jiheng.web import rights
from jiheng.web.cycle.actions import advice_on, obstacles_of
from jiheng.web.cycle.models import Passage, ReturnReason, State, Task

if TYPE_CHECKING:
    from jiheng.web.rights import Person


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
        last_return=task.passages.exclude(reason="").last() if task.state == State.RETURNED else None,
        common_returns=common_returns(task.stage) if filling else (),
    )


def common_returns(stage: str, most: int = 3) -> tuple[tuple[str, int], ...]:
    """The reasons for which forms of a stage were sent back most often; no unit and no words of anyone are told."""
    counted = Passage.objects.filter(task__stage=stage).exclude(reason="").order_by().values_list("reason")
    top = counted.annotate(times=Count("pk")).order_by("-times", "reason")[:most]
    return tuple((str(ReturnReason(reason).label), times) for reason, times in top)
