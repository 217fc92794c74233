"""What the workflow does for reviews: look through a form once it is submitted, refuse groundless deductions."""

from __future__ import annotations

from django.utils.translation import gettext as _

from jiheng.checks.finding import Severity
from jiheng.web.cycle.actions import after_submission, before_approval
from jiheng.web.cycle.models import Stage, Step, Task
from jiheng.web.review import deciding  # noqa: F401 - it registers what is kept at a decision
from jiheng.web.review.queries import row_faults
from jiheng.web.review.rounds import stale_rescores
from jiheng.web.review.weighing import weigh_later


@after_submission(Stage.EVALUATION)
def look_through(task: Task) -> None:
    """In the background: the unit need not wait for it."""
    weigh_later.enqueue(task.pk)


@before_approval(Stage.EVALUATION)
def groundless_deductions(task: Task) -> list[str]:
    """Deductions without rule, share or reason stop the approval, by whoever reviews after the unit itself."""
    if task.step == Step.UNIT:
        return []
    faults = row_faults(task.dossier)
    return [
        _("“%(code)s”的复核扣分：%(text)s") % {"code": code, "text": finding.message}
        for code, finding in faults
        if finding.severity == Severity.ERROR
    ]


@before_approval(Stage.EVALUATION)
def unconfirmed_rescores(task: Task) -> list[str]:
    """Re-scores that rest on data which the unit has changed since stop the approval until somebody has looked again."""
    if task.step == Step.UNIT:
        return []
    sentence = _(
        "“%(code)s %(name)s”改分之后，单位修改了数据（本项自评现为 %(now)s 分）；请核对后确认、改写或撤销这项改分。"
    )
    return [sentence % {"code": each.code, "name": each.name, "now": each.now} for each in stale_rescores(task.dossier)]
