"""The workers that live in ``jiheng serve``: their name, the queues, and the clock that queues daily work."""

from __future__ import annotations

import hashlib
import itertools
import logging
import platform
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from django.conf import settings
from django.db import DatabaseError, close_old_connections
from django.utils import timezone
from django_tasks_db.management.commands.db_worker import Worker

from jiheng.core.alive import hold
from jiheng.web.jobs.queues import QUEUES
from jiheng.web.jobs.restart import settle, take_up_again
from jiheng.web.jobs.schedule import look

log = logging.getLogger("jiheng")
LOOKS = 60
"""Seconds between two looks at the clock."""
PAUSE = 5
"""Seconds before a worker that was thrown out, by a database that went away, begins again."""


def run() -> None:
    """Run background jobs for good, a worker for each queue; what a restart interrupted is taken up again."""
    place = Place.take()
    take_up_again(place.dead_names())
    threading.Thread(target=_watch_the_clock, args=(place,), name="daily", daemon=True).start()
    for queue in QUEUES[1:]:
        threading.Thread(target=_work_off, args=(place.name, queue), name=queue, daemon=True).start()
    _work_off(place.name, QUEUES[0])


def _work_off(name: str, queue: str) -> None:
    while True:
        try:
            _worker(name, queue).run()
        except DatabaseError:
            log.exception("the worker lost its database")
            time.sleep(PAUSE)


def _worker(name: str, queue: str) -> Worker:
    return Worker(
        queue_names=[queue],
        interval=1,
        batch=False,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=name,
        excluded_queue_names=[],
    )


def _watch_the_clock(place: Place) -> None:
    while True:
        close_old_connections()
        try:
            look()
            take_up_again(place.abandoned_names())
            settle(timezone.now())
        except DatabaseError:
            log.exception("daily work could not be queued, or jobs not looked after")
        time.sleep(LOOKS)


@dataclass(frozen=True, slots=True)
class Place:
    """A worker's place among those of this state folder, held by a lock that dies with the process."""

    folder: Path
    number: int
    lock: IO[bytes]

    @classmethod
    def take(cls) -> Place:
        """The first place that nobody living holds: after a restart it is the same one again."""
        folder = Path(settings.STATE) / "workers"
        folder.mkdir(exist_ok=True)
        for number in itertools.count(1):
            lock = hold(folder / f"{number}.lock")
            if lock is not None:
                return cls(folder, number, lock)
        raise AssertionError

    @property
    def name(self) -> str:
        """Unique among machines and state folders that share a database."""
        return _name(self.folder, self.number)

    def dead_names(self) -> list[str]:
        """The names under which nobody works any more at the start: this place's own before, and those of others."""
        return [self.name, *self.abandoned_names()]

    def abandoned_names(self) -> list[str]:
        """The names of places that nobody holds: their workers ended while this one went on."""
        numbers = (int(path.stem) for path in self.folder.glob("*.lock"))
        return [_name(self.folder, each) for each in numbers if each != self.number and _is_free(self.folder, each)]


def _name(folder: Path, number: int) -> str:
    where = hashlib.sha256(str(folder.resolve()).encode()).hexdigest()[:8]
    return f"{platform.node()[:40]}-{where}-{number}"


def _is_free(folder: Path, number: int) -> bool:
    lock = hold(folder / f"{number}.lock")
    if lock is None:
        return False
    lock.close()
    return True
