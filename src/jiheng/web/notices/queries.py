"""All notices of a person, the newest first, and which of them he has read."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

from jiheng.web import rights
from jiheng.web.notices import sources, upkeep
from jiheng.web.notices.models import Reading
from jiheng.web.notices.notice import Notice

if TYPE_CHECKING:
    from jiheng.web.accounts.models import User

KEPT = timedelta(days=60)
"""How far back notices go."""
SHOWN = 100
Source = Callable[["User", datetime], Iterable[Notice]]
SOURCES: tuple[tuple[str, Source], ...] = (
    ("dossier.own", sources.decided),
    ("dossier.own", sources.reminded),
    ("task.submit", sources.deadlines),
    ("warning.answer", sources.warned),
    ("warning.close", sources.warned),
    ("rectification.answer", sources.rectified),
    ("rectification.manage", sources.rectified),
    ("records.write", sources.changed),
    ("task.review.unit", sources.arrived),
    ("task.review.department", sources.arrived),
    ("task.review.finance", sources.arrived),
    ("jobs.watch", upkeep.failed),
    ("dossier.own", upkeep.failed),
    ("accounts.unlock", upkeep.locked),
    ("audit.read", upkeep.denied),
)
"""The right that a source belongs to; nobody's sources are asked who does not hold it."""


@dataclass(frozen=True, slots=True)
class Told:
    """A notice, and whether the person has read it."""

    notice: Notice
    unread: bool


def notices_of(user: User) -> list[Told]:
    """The newest notices."""
    since = max(timezone.now() - KEPT, user.created_at)
    read: dict[str, datetime] = dict(Reading.objects.filter(user=user).values_list("key", "at"))
    asked = dict.fromkeys(source for right, source in SOURCES if rights.may(user, right))
    found = sorted(
        (notice for source in asked for notice in source(user, since)), key=lambda each: each.at, reverse=True
    )
    until = read.get("", since)
    return [Told(notice, notice.at > until and notice.key not in read) for notice in found[:SHOWN]]
