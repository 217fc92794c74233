"""The adjustment of targets that is under way, if there is one."""

from __future__ import annotations

from jiheng.web.cycle.models import Dossier, Stage, State, Task

CONSENT = "同意调低目标"
"""The deed by which a reviewer lets targets be lowered late."""


def adjustment_of(dossier: Dossier) -> Task | None:
    """The adjustment that has been begun and not yet approved; there is at most one."""
    found = dossier.tasks.filter(stage=Stage.ADJUSTMENT).exclude(state__in=(State.BLANK, State.APPROVED))
    return found.select_related("dossier__unit", "dossier__year").first()


def adjusting(dossier: Dossier) -> bool:
    """Whether approved targets are open for adjustment now."""
    task = adjustment_of(dossier)
    return task is not None and task.editable
