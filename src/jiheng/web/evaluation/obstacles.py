"""What must be mended before a self-evaluation may be submitted."""

from __future__ import annotations

from urllib.parse import quote

from django.utils.translation import gettext as _

from jiheng.checks.finding import Severity
from jiheng.core.fault import Refused
from jiheng.web.cycle.actions import Pointed, advised_before_submission, before_submission, excused_before_submission
from jiheng.web.cycle.models import Dossier, Stage, Task
from jiheng.web.evaluation.narrative import chapter_views, empty_chapters
from jiheng.web.evaluation.queries import ASKED, LINE, REQUIRED, table_rows, unproven
from jiheng.web.frame import address
from jiheng.web.records.dataset import draft_of, sheet_of


@before_submission(Stage.EVALUATION)
def unreadable_cells(task: Task) -> list[str]:
    """Every cell that cannot be read."""
    return [fault.text() for fault in draft_of(task.dossier).faults]


@before_submission(Stage.EVALUATION)
def unwritten_chapters(task: Task) -> list[str]:
    """Every chapter without which the report cannot be made."""
    sentence = _("“%(title)s”一章还没有内容，请在“文字说明”中填写。")
    return [sentence % {"title": chapter.title} for chapter in empty_chapters(task.dossier)]


@excused_before_submission(Stage.EVALUATION)
def wrong_numbers(task: Task) -> list[str]:
    """Every number typed in a chapter that does not agree with what it was held against."""
    try:
        written = [chapter for chapter in chapter_views(task.dossier) if chapter.own]
    except Refused:
        return []
    there = address(task.dossier, "evaluation:narrative")
    return [
        Pointed(f"“{chapter.title}”：{finding.message}", f"{there}#{chapter.anchor}")
        for chapter in written
        for finding in chapter.rendered.findings
        if finding.severity is Severity.ERROR
    ]


@before_submission(Stage.EVALUATION)
def missing_reasons(task: Task) -> list[str]:
    """Every lost point that the pack wants explained, and every value that is missing; or why there is no score."""
    try:
        rows = table_rows(task.dossier)
    except Refused as refused:
        return [fault.text() for fault in refused.faults]
    sentences: list[str] = []
    for row in rows:
        if row.leaf and row.line.state == "missing":
            sentence = _("“%(name)s”：%(why)s。") % {"name": row.line.name, "why": row.line.because}
            sentences.append(Pointed(sentence, _where(task.dossier, row.line.code, {row.line.code})))
        elif row.needs_reason:
            sentence = _("“%(name)s”失分，请填写偏差原因和改进措施。") % {"name": row.line.name}
            sentences.append(Pointed(sentence, _where(task.dossier, row.line.code, {row.line.code})))
    return sentences


@before_submission(Stage.EVALUATION)
def required_evidence(task: Task) -> list[str]:
    """Every indicator that the pack lets nobody hand in without evidence."""
    return _unproven(task, REQUIRED)


@advised_before_submission(Stage.EVALUATION)
def wanted_evidence(task: Task) -> list[str]:
    """Every indicator for which the reviewer will ask for evidence."""
    return _unproven(task, ASKED)


def _unproven(task: Task, code: str) -> list[str]:
    """A sentence for each, which leads to where a file is uploaded; nothing while there is no score, which is told apart."""
    dossier = task.dossier
    try:
        sheet = sheet_of(dossier)
    except Refused:
        return []
    lines = {line.code for line in sheet.lines}
    return [
        Pointed(f"{notice.text}，{notice.fix}。", _where(dossier, notice.indicator, lines))
        for notice in unproven(sheet)
        if notice.code == code
    ]


def _where(dossier: Dossier, indicator: str, lines: set[str]) -> str:
    """The drawer of the line, where files are uploaded; an indicator that is part of a line has the table of evidence."""
    if indicator in lines:
        return f"{address(dossier, 'evaluation:table')}?{LINE}={quote(indicator)}"
    return address(dossier, "records:grid", table="evidence")
