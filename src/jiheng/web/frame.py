"""What every page's frame shows: who, which unit and year, the cycle and where it stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from jiheng.web import rights
from jiheng.web.cycle.models import Dossier, Stage, State, Task

MARKS = {
    State.BLANK: "○",
    State.DRAFTING: "●",
    State.SUBMITTED: "▶",
    State.RETURNED: "▲",
    State.APPROVED: "✓",
    State.PUBLISHED: "✓",
}


@dataclass(frozen=True, slots=True)
class CycleStep:
    """One step of the line of the cycle at the top of a dossier's pages."""

    stage: Stage
    title: str
    mark: str
    state: str
    current: bool


def cycle_line(dossier: Dossier, current: str = "") -> list[CycleStep]:
    """The stages of the dossier, each with its mark and state in words."""
    tasks = {task.stage: task for task in dossier.tasks.all()}
    return [_step(stage, tasks.get(stage), current) for stage in (Stage.TARGETS, Stage.MONITORING, Stage.EVALUATION)]


def _step(stage: Stage, task: Task | None, current: str) -> CycleStep:
    state = State(task.state) if task else State.BLANK
    shown = task.shown_state if task else str(State.BLANK.label)
    return CycleStep(stage, str(stage.label), MARKS[state], shown, stage == current)


def frame(request: HttpRequest) -> dict[str, Any]:
    """Template context: the person's roles and the switches that he set."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"elder": request.COOKIES.get("elder") == "1"}
    return {
        "elder": request.COOKIES.get("elder") == "1",
        "held_roles": rights.roles(user),
        "held_memberships": rights.memberships(user),
    }
