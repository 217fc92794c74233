"""The line of the cycle: the six steps of a dossier's year, each with its state in a word and a shape."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol, TypeVar

from django.utils import timezone
from django.utils.translation import gettext as _

from jiheng.web.cycle.models import DECIDED, Dossier, Stage, State, Step, Task
from jiheng.web.cycle.queries import urgency

TODO, DOING, AWAY, BACK, DONE = "○", "●", "▶", "▲", "✓"
MARKS = {
    State.BLANK: TODO,
    State.DRAFTING: DOING,
    State.SUBMITTED: AWAY,
    State.RETURNED: BACK,
    State.APPROVED: DONE,
    State.PUBLISHED: DONE,
}


@dataclass(frozen=True, slots=True)
class Stop:
    """One step of the line: the page it opens, its title, and where it stands."""

    place: str
    title: str
    mark: str
    state: str
    left: str = ""
    """How many working days are left or overdue, in words."""
    light: str = "none"


def stops_of(dossier: Dossier) -> list[Stop]:
    """All six steps, in the order of the cycle; reads the tasks and, once, the items to be rectified."""
    today, tasks = timezone.localdate(), list(dossier.tasks.all())
    evaluation = current(tasks, Stage.EVALUATION)
    return [
        _handed_in("targets:table", _("目标"), current(tasks, Stage.TARGETS), today),
        _handed_in("monitoring:portfolio", _("监控"), current(tasks, Stage.MONITORING), today),
        _handed_in("evaluation:table", _("自评"), evaluation, today),
        _reviewed(evaluation),
        _published(evaluation),
        _rectified(dossier),
    ]


class Staged(Protocol):
    """What tells which task of a stage is the current one."""

    @property
    def stage(self) -> str: ...  # noqa: D102 - the fields of a task
    @property
    def period(self) -> str: ...  # noqa: D102
    @property
    def state(self) -> str: ...  # noqa: D102


OneTask = TypeVar("OneTask", bound=Staged)


def current(tasks: Sequence[OneTask], stage: Stage) -> OneTask | None:
    """The stage's first task that is not through yet, else its last one; 运行监控 has one for each month."""
    own = sorted((task for task in tasks if task.stage == stage), key=lambda task: task.period)
    return next((task for task in own if task.state not in DECIDED), own[-1] if own else None)


def _handed_in(place: str, title: str, task: Task | None, today: date) -> Stop:
    if task is None:
        return Stop(place, title, TODO, str(State.BLANK.label))
    left, light = urgency(task, today)
    return Stop(place, title, MARKS[State(task.state)], task.shown_state, left, light)


def _reviewed(evaluation: Task | None) -> Stop:
    """The review after the unit's own: of the department and of the finance office."""
    mark, state = TODO, _("未开始")
    if evaluation is not None and evaluation.state in DECIDED:
        mark, state = DONE, _("已复核")
    elif evaluation is not None and evaluation.step not in {"", Step.UNIT}:
        returned = evaluation.state == State.RETURNED
        mark, state = (BACK, _("已退回")) if returned else (DOING, _("复核中"))
    return Stop("review:form", _("复核"), mark, state)


def _published(evaluation: Task | None) -> Stop:
    state = State.BLANK if evaluation is None else evaluation.state
    if state == State.PUBLISHED:
        return Stop("disclosure:duties", _("公开"), DONE, _("已公开"))
    mark, word = (DOING, _("待公开")) if state == State.APPROVED else (TODO, _("未公开"))
    return Stop("disclosure:duties", _("公开"), mark, word)


def _rectified(dossier: Dossier) -> Stop:
    counted = Counter(dossier.rectifications.order_by().values_list("state", flat=True))
    if counted["open"]:
        mark, state = DOING, _("待整改 %(n)d 项") % {"n": counted["open"]}
    elif counted["answered"]:
        mark, state = AWAY, _("待确认 %(n)d 项") % {"n": counted["answered"]}
    else:
        mark, state = (DONE, _("已完成")) if counted else (TODO, _("无事项"))
    return Stop("rectification:items", _("整改"), mark, state)
