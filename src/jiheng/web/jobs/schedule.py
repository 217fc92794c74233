"""What is due every day at a set hour: queued once a day by whichever of several workers sees first that it is due."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django_tasks.base import Task
from django_tasks_db.models import DBTaskResult

from jiheng.web.audit.models import Entry
from jiheng.web.database import lock_table

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


@dataclass(frozen=True, slots=True)
class Kind:
    """A task that runs apart from any person's job: what it is called, and its result in words."""

    task: Task[Any, Any]
    title: str | _StrPromise
    result: Callable[[Any], str]
    daily: bool


KINDS: dict[str, Kind] = {}
"""By the task's path. The argument of a daily task is its day, written 2024-09-01."""


def register(
    task: Task[Any, Any], title: str | _StrPromise, result: Callable[[Any], str], *, daily: bool = False
) -> None:
    """Let the page of background work show the task; a daily one is also run once a day."""
    KINDS[task.module_path] = Kind(task, title, result, daily)


def due_moment(now: datetime) -> datetime | None:
    """The last moment at which daily work fell due; None if this installation leaves it to an outside scheduler."""
    if settings.DAILY_HOUR is None:
        return None
    local = timezone.localtime(now)
    today = datetime.combine(local.date(), time(settings.DAILY_HOUR), local.tzinfo)
    return today if today <= local else today - timedelta(days=1)


def next_moment(now: datetime) -> datetime | None:
    """When daily work falls due next."""
    last = due_moment(now)
    return None if last is None else last + timedelta(days=1)


def look(now: datetime | None = None) -> int:
    """Queue what fell due and was not queued yet; a day that was missed while nobody served is caught up once.

    An installation younger than the last due moment missed nothing. Returns how many tasks were queued.
    """
    due = due_moment(now or timezone.now())
    if due is None or not _is_older_than(due):
        return 0
    return sum(_queue_once(kind.task, due.date()) for kind in KINDS.values() if kind.daily)


def _is_older_than(moment: datetime) -> bool:
    return Entry.objects.filter(at__lte=moment).exists()


def _queue_once(task: Task[Any, Any], day: date) -> bool:
    """Under a lock of the queue, so that two servers looking at the same moment queue it once."""
    given = {"args": [day.isoformat()], "kwargs": {}}
    queued = DBTaskResult.objects.filter(task_path=task.module_path, args_kwargs=given)
    if queued.exists():
        return False
    with transaction.atomic():
        lock_table(DBTaskResult)
        if queued.exists():
            return False
        task.enqueue(day.isoformat())
    return True
