"""The kinds of jobs: each app registers its own when apps are ready."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from jiheng.web.actions import Actor
from jiheng.web.jobs.models import Job

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

INTERVAL = 0.5
"""Seconds between two writings of a job's progress."""


class Cancelled(Exception):  # noqa: N818 - reads as a sentence: the job was cancelled
    """The person no longer wants it."""


@dataclass
class Running:
    """A job at work: tells how far it is, and learns whether it is still wanted."""

    job: Job
    told: float = field(default=float("-inf"), init=False)

    @property
    def actor(self) -> Actor:
        """Who started it; what the job does is done in this person's name and with this person's rights."""
        return Actor(self.job.by, self.job.address)

    def tell(self, message: str, done: int = 0, total: int = 0) -> None:
        """Write the progress, at most twice a second. Not inside a transaction, where nobody would see it.

        Raises:
            Cancelled: the person no longer wants it.
        """
        now = time.monotonic()
        if now - self.told < INTERVAL:
            return
        self.told = now
        own = Job.objects.filter(pk=self.job.pk)
        own.update(message=message, done=done, total=total)
        if own.filter(stop=True).exists():
            raise Cancelled


Work = Callable[[Running], Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Kind:
    """What a kind of job is called, the right to start it, and the work; the result is kept as JSON."""

    title: str | _StrPromise
    right: str
    work: Work


KINDS: dict[str, Kind] = {}


def register(name: str, title: str | _StrPromise, right: str) -> Callable[[Work], Work]:
    """Register the function that does a kind of job.

    It may be begun again after a restart, so it must give the same whether it runs once or twice.
    """

    def remember(work: Work) -> Work:
        KINDS[name] = Kind(title, right, work)
        return work

    return remember
