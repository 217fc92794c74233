"""What must be mended before a month's monitoring form may be submitted."""

from __future__ import annotations

from django.utils.translation import gettext as _

from jiheng.core.calendar import Month
from jiheng.web.cycle.actions import before_submission
from jiheng.web.cycle.models import Stage, Task
from jiheng.web.monitoring.observations import form_of


@before_submission(Stage.MONITORING)
def incomplete_form(task: Task) -> list[str]:
    """Every value, likelihood, reason and measure that is missing, and every cell that cannot be read."""
    try:
        month = Month.parse(task.period)
    except ValueError:
        return [_("请在运行监控表中选择月份后提交。")]
    form = form_of(task.dossier, month)
    return form.problems() if form.rows else [_("还没有绩效指标，请先填报绩效目标。")]
