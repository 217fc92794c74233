"""People's background jobs as a list."""

from __future__ import annotations

from django.utils.translation import gettext_noop

from jiheng.web.jobs.models import JobState
from jiheng.web.jobs.queries import JobRow
from jiheng.web.lists.listing import Cell, Choice, Column, Listing, Words

LIGHTS = {JobState.DONE: "green", JobState.FAILED: "red"}


def _state(row: JobRow) -> Cell:
    return Cell(str(row.job.shown.label), light=LIGHTS.get(row.job.shown, "none"))


def _named(state: str) -> str:
    return str(JobState(state).label)


JOBS = Listing(
    "jobs:log",
    gettext_noop("各单位提交的任务"),
    "jobs.watch",
    (
        Column("made", gettext_noop("提交时间"), lambda row: row.job.made, "job__made"),
        Column("title", gettext_noop("任务"), lambda row: row.title, "title"),
        Column("unit", gettext_noop("单位"), lambda row: row.unit or None, "unit"),
        Column("by", gettext_noop("提交人"), lambda row: row.by or None, "by"),
        Column("state", gettext_noop("状态"), _state, "job__state"),
    ),
    (
        Words("q", gettext_noop("单位"), ("unit",)),
        Choice("title", gettext_noop("任务"), ("title",)),
        Choice("state", gettext_noop("状态"), ("job__state",), _named),
    ),
    gettext_noop("还没有任务。导入文件、生成表格等较长的工作会列在这里。"),
)
