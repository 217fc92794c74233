"""The one task of the queue: do a job, whatever its kind, and say what came of it."""

from __future__ import annotations

import json
import logging
import secrets
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks import task

from jiheng.core.fault import Refused
from jiheng.core.trouble import sentence
from jiheng.web.actions import Refusal
from jiheng.web.jobs.kinds import KINDS, Cancelled, Running
from jiheng.web.jobs.models import Job, JobState

log = logging.getLogger("jiheng")
MOST_ATTEMPTS = 3
"""A job that was interrupted so often is not begun again: it may be what interrupts."""


@task()
def perform(pk: int) -> None:
    """Do the job, unless it has ended or is no longer wanted."""
    begun = Job.objects.filter(pk=pk, state__in=(JobState.WAITING, JobState.RUNNING))
    if not begun.update(state=JobState.RUNNING, attempts=F("attempts") + 1):
        return
    job = Job.objects.select_related("dossier__unit", "dossier__year", "by").get(pk=pk)
    if job.attempts > MOST_ATTEMPTS:
        _end(pk, JobState.FAILED, _("任务多次中断，已停止；请联系系统管理员。"))
        return
    _work(job)


def _work(job: Job) -> None:
    try:
        result = KINDS[job.kind].work(Running(job))
    except Cancelled:
        _end(job.pk, JobState.CANCELLED, _("已取消。"))
    except (Refusal, Refused, PermissionDenied) as refused:
        _end(job.pk, JobState.FAILED, str(refused))
    except Exception as error:
        number = secrets.token_hex(4)
        log.exception("error %s in job %s", number, job.pk)
        _end(
            job.pk,
            JobState.FAILED,
            sentence(error) or _("程序出错，数据没有改动。请把编号 %(number)s 告诉系统管理员。") % {"number": number},
        )
    else:
        _end(job.pk, JobState.DONE, _("已完成。"), result_text=json.dumps(dict(result), ensure_ascii=False))


def _end(pk: int, state: JobState, message: str, **more: Any) -> None:
    Job.objects.filter(pk=pk).update(state=state, message=message, ended=timezone.now(), **more)
