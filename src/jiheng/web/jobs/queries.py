"""What the page of background work shows: the daily runs, and the jobs of people."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks_db.models import DBTaskResult

from jiheng.web import rights
from jiheng.web.jobs.kinds import KINDS
from jiheng.web.jobs.models import Job, JobState
from jiheng.web.jobs.schedule import KINDS as RUNS
from jiheng.web.jobs.schedule import next_moment

if TYPE_CHECKING:
    from jiheng.web.rights import Person

SHOWN = 40
STATES = {
    "READY": JobState.WAITING,
    "RUNNING": JobState.RUNNING,
    "SUCCESSFUL": JobState.DONE,
    "FAILED": JobState.FAILED,
}


@dataclass(frozen=True, slots=True)
class Run:
    """One run that belongs to nobody: the daily evaluation, or one of all units that was asked for."""

    title: str
    queued: datetime
    began: datetime | None
    ended: datetime | None
    state: JobState
    result: str
    worker: str

    @property
    def seconds(self) -> int | None:
        """How long it took."""
        return round((self.ended - self.began).total_seconds()) if self.began and self.ended else None


def runs() -> list[Run]:
    """The latest runs, newest first."""
    found = DBTaskResult.objects.filter(task_path__in=list(RUNS)).order_by("-enqueued_at")[:SHOWN]
    return [_run(each) for each in found]


def _run(found: DBTaskResult[Any, Any]) -> Run:
    kind = RUNS[found.task_path]
    state = STATES[found.status]
    result = kind.result(found.return_value) if state == JobState.DONE else ""
    return Run(
        str(kind.title),
        found.enqueued_at,
        found.started_at,
        found.finished_at,
        state,
        _("程序出错，详见服务器日志；下次到点再运行。") if state == JobState.FAILED else result,
        (found.worker_ids or [""])[-1],
    )


@dataclass(frozen=True, slots=True)
class Timetable:
    """When the daily run is due."""

    hour: int | None
    next: datetime | None


def timetable() -> Timetable:
    """The set hour and the next run; nothing if an outside scheduler does it."""
    return Timetable(settings.DAILY_HOUR, next_moment(timezone.now()))


@dataclass(frozen=True, slots=True)
class JobRow:
    """One job of a person; whoever may not see the unit sees that there is a job, not whose."""

    job: Job
    title: str
    open: bool

    @property
    def unit(self) -> str:
        """Whose it is, for who may know."""
        return str(self.job.dossier) if self.open else ""

    @property
    def by(self) -> str:
        """Who asked for it, for who may know."""
        return str(self.job.by) if self.open else ""


def jobs_of(user: Person) -> Sequence[JobRow]:
    """The latest jobs, newest first: of the units that the person sees; an administrator sees all, without names."""
    units = set(rights.visible_units(user).values_list("pk", flat=True))
    found = Job.objects.select_related("dossier__unit", "dossier__year", "by")
    if not rights.may(user, "units.manage"):
        found = found.filter(dossier__unit__in=units)
    return [
        JobRow(each, str(KINDS[each.kind].title), each.dossier.unit_id in units)
        for each in found[:SHOWN]
        if each.kind in KINDS
    ]
