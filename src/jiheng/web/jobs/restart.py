"""What a restart interrupted is taken up again."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django_tasks_db.models import DBTaskResult

from jiheng.web.jobs.actions import in_hand, queue
from jiheng.web.jobs.models import Job, JobState

GRACE = timedelta(minutes=2)
"""Age from which a job must stand in the queue or be in a worker's hands."""


def take_up_again(names: Collection[str]) -> int:
    """Put back what workers of these names were doing when they ended, and queue what never reached the queue.

    To be called before the worker starts. Returns how many jobs are taken up.
    """
    running = DBTaskResult.objects.running().only("pk", "worker_ids")
    own = [task.pk for task in running if task.worker_ids and task.worker_ids[-1] in names]
    back = DBTaskResult.objects.filter(pk__in=own).update(status="READY", started_at=None)
    return back + _queue_forgotten()


def _queue_forgotten() -> int:
    unqueued = list(Job.objects.filter(state=JobState.WAITING, queued=False))
    for job in unqueued:
        queue(job)
    return len(unqueued)


def settle(now: datetime) -> int:
    """Tell jobs as failed whose run ended without a word, by a fault of the database or a worker that died for good.

    Returns how many were told so. Young ones are left alone: they may be on their way into the queue.
    """
    left = Job.objects.filter(state__in=(JobState.WAITING, JobState.RUNNING), made__lt=now - GRACE)
    lost = [job.pk for job in left if not in_hand(job)]
    said = _("任务中断，没有完成；数据没有改动的部分不受影响，请重新提交。")
    return Job.objects.filter(pk__in=lost).update(state=JobState.FAILED, message=said, ended=now)
