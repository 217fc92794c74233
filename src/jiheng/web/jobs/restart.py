"""What a restart interrupted is taken up again."""

from __future__ import annotations

from collections.abc import Collection

from django_tasks_db.models import DBTaskResult

from jiheng.web.jobs.actions import queue
from jiheng.web.jobs.models import Job, JobState


def take_up_again(names: Collection[str]) -> int:
    """Put back what workers of these names were doing when they ended, and queue what never reached the queue.

    To be called before the worker starts. Returns how many jobs are taken up.
    """
    running = DBTaskResult.objects.running().only("pk", "worker_ids")
    own = [task.pk for task in running if task.worker_ids and task.worker_ids[-1] in names]
    back = DBTaskResult.objects.filter(pk__in=own).update(status="READY", started_at=None)
    unqueued = list(Job.objects.filter(state=JobState.WAITING, queued=False))
    for job in unqueued:
        queue(job)
    return back + len(unqueued)
