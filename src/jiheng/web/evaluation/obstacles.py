"""What must be mended before a self-evaluation may be submitted."""

from __future__ import annotations

from django.utils.translation import gettext as _

from jiheng.core.fault import Refused
from jiheng.web.cycle.actions import before_submission
from jiheng.web.cycle.models import Stage, Task
from jiheng.web.evaluation.narrative import empty_chapters
from jiheng.web.evaluation.queries import table_rows
from jiheng.web.records.dataset import draft_of


@before_submission(Stage.EVALUATION)
def unreadable_cells(task: Task) -> list[str]:
    """Every cell that cannot be read."""
    return [fault.text() for fault in draft_of(task.dossier).faults]


@before_submission(Stage.EVALUATION)
def unwritten_chapters(task: Task) -> list[str]:
    """Every chapter without which the report cannot be made."""
    sentence = _("“%(title)s”一章还没有内容，请在“文字说明”中填写。")
    return [sentence % {"title": chapter.title} for chapter in empty_chapters(task.dossier)]


@before_submission(Stage.EVALUATION)
def missing_reasons(task: Task) -> list[str]:
    """Every lost point that the pack wants explained, and every value that is missing; or why there is no score."""
    try:
        rows = table_rows(task.dossier)
    except Refused as refused:
        return [fault.text() for fault in refused.faults]
    sentences = []
    for row in rows:
        if row.leaf and row.line.state == "missing":
            sentences.append(_("“%(name)s”：%(why)s。") % {"name": row.line.name, "why": row.line.because})
        elif row.needs_reason:
            sentences.append(_("“%(name)s”失分，请填写偏差原因和改进措施。") % {"name": row.line.name})
    return sentences
