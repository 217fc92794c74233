"""What a restart interrupted is taken up again."""

from __future__ import annotations

from django_tasks_db.models import DBTaskResult

from jiheng.web.jobs.actions import queue
from jiheng.web.jobs.models import Job, JobState

EMBEDDED = "embedded"
"""Name of the worker that lives in ``jiheng serve``; an installation has one."""


def take_up_again() -> int:
    """Put back what the embedded worker was doing when it ended, and queue what never reached the queue.

    To be called before the worker starts. Returns how many jobs are taken up.
    """
    running = DBTaskResult.objects.running().only("pk", "worker_ids")
    own = [task.pk for task in running if task.worker_ids[-1:] == [EMBEDDED]]
    back = DBTaskResult.objects.filter(pk__in=own).update(status="READY", started_at=None)
    unqueued = list(Job.objects.filter(state=JobState.WAITING, queued=False))
    for job in unqueued:
        queue(job)
    return back + len(unqueued)
