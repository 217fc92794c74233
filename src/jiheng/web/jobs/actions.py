"""Starting and cancelling jobs."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django_tasks_db.backend import DatabaseBackend
from django_tasks_db.models import DBTaskResult

from jiheng.web.actions import Action, Actor, Refusal
from jiheng.web.cycle.models import Dossier
from jiheng.web.jobs.kinds import KINDS
from jiheng.web.jobs.models import Job, JobState
from jiheng.web.jobs.tasks import perform
from jiheng.web.organisation.models import Unit

ALIVE = ("READY", "RUNNING")
"""How the queue calls what still waits or runs."""
MOST_ALIVE = 5
"""Jobs of one dossier that may wait or run at a time."""


@dataclass
class StartJob(Action[Dossier]):
    """Put a job on record; ``start`` below also queues it."""

    right = "dossier.view"
    title = gettext_noop("提交后台任务")
    kind: str
    given: Mapping[str, Any]

    def unit(self) -> Unit:
        """The dossier's unit."""
        return self.target.unit

    def needed_right(self) -> str:
        """The right that the kind asks for."""
        return KINDS[self.kind].right

    def detail(self) -> str:
        """What for."""
        return str(KINDS[self.kind].title)

    def apply(self) -> Job:
        """Make the record, unless too many are under way."""
        if (
            Job.objects.filter(dossier=self.target, state__in=(JobState.WAITING, JobState.RUNNING)).count()
            >= MOST_ALIVE
        ):
            raise Refusal(_("还有后台任务没有完成，请等它们完成或取消后再试。"))
        job = Job.objects.create(
            kind=self.kind,
            dossier=self.target,
            by=self.actor.user,
            address=self.actor.address,
            given_text=json.dumps(dict(self.given), ensure_ascii=False),
        )
        if in_this_transaction():
            queue(job)
        return job


@dataclass
class CancelJob(Action[Job]):
    """Stop a job that is no longer wanted: at once if it waits or its worker is gone, at its next step if it runs."""

    right = "dossier.view"
    title = gettext_noop("取消后台任务")

    def unit(self) -> Unit:
        """The dossier's unit."""
        return self.target.dossier.unit

    def needed_right(self) -> str:
        """The right that the kind asks for."""
        return KINDS[self.target.kind].right

    def apply(self) -> None:
        """What has ended cannot be cancelled."""
        job = Job.objects.select_for_update().get(pk=self.target.pk)
        if not job.alive:
            raise Refusal(_("任务已经结束，不能取消。"))
        job.stop = True
        if job.state == JobState.WAITING or not in_hand(job):
            job.state, job.ended = JobState.CANCELLED, timezone.now()
        job.save(update_fields=["stop", "state", "ended"])


def start(actor: Actor, dossier: Dossier, kind: str, **given: Any) -> Job:
    """Put a job on record and queue it, both or neither where the queue lies in the database."""
    job: Job = StartJob(actor, dossier, kind=kind, given=given).run()
    if not in_this_transaction():
        queue(job)
    job.refresh_from_db()
    return job


def in_this_transaction() -> bool:
    """Whether what is queued now is queued by the transaction under way; another queue gets it after that."""
    return isinstance(perform.get_backend(), DatabaseBackend)


def in_hand(job: Job) -> bool:
    """Whether a worker has the job, or it stands in the queue."""
    given = {"args": [job.pk], "kwargs": {}}
    alive = DBTaskResult.objects.filter(task_path=perform.module_path, args_kwargs=given, status__in=ALIVE)
    return alive.exists()


def queue(job: Job) -> None:
    """Hand the job to the worker."""
    Job.objects.filter(pk=job.pk).update(queued=True)
    perform.enqueue(job.pk)
