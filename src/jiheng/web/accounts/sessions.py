"""The log-ins of a person: registered, limited in number, listed and ended."""

from __future__ import annotations

import time
from datetime import timedelta
from importlib import import_module
from typing import Any

from django.conf import settings
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone

from jiheng.web import rights
from jiheng.web.accounts.models import Session, User

ADMINISTRATOR_LIMIT, LIMIT = 1, 3
STARTED, SEEN = "started_at", "seen_at"
"""What a session keeps of its own age, in seconds."""


def limit_of(user: User) -> int:
    """How many log-ins the person may have at once."""
    return ADMINISTRATOR_LIMIT if rights.roles(user) & rights.ADMINISTRATORS else LIMIT


def register(sender: object, request: HttpRequest, user: User, **_kwargs: Any) -> None:  # noqa: ARG001 - a signal's signature
    """Note a new log-in and end the oldest beyond the limit."""
    request.session[STARTED] = request.session[SEEN] = int(time.time())
    Session.objects.create(
        user=user,
        key=str(request.session.session_key),
        address=str(request.META.get("REMOTE_ADDR", ""))[:45],
        browser=str(request.META.get("HTTP_USER_AGENT", ""))[:200],
    )
    live = list(live_of(user))
    end(live[: max(0, len(live) - limit_of(user))])


def unregister(sender: object, request: HttpRequest, user: User | None, **_kwargs: Any) -> None:  # noqa: ARG001 - as above
    """Forget a log-in whose person has logged out."""
    Session.objects.filter(key=str(request.session.session_key)).delete()


def live_of(user: User) -> QuerySet[Session]:
    """The person's log-ins that still open pages, the oldest first; those that have run out are forgotten."""
    now = timezone.now()
    idle = now - timedelta(seconds=settings.SESSION_IDLE_SECONDS)
    begun = now - timedelta(seconds=settings.SESSION_LIFE_SECONDS)
    end(list(Session.objects.filter(Q(seen_at__lt=idle) | Q(started_at__lt=begun), user=user)))
    return Session.objects.filter(user=user)


def end(sessions: list[Session]) -> None:
    """End log-ins: their cookies open nothing from now on."""
    store = import_module(settings.SESSION_ENGINE).SessionStore
    for session in sessions:
        store(session.key).delete()
    Session.objects.filter(pk__in=[session.pk for session in sessions]).delete()


def end_all(user: User, but: str = "") -> int:
    """End all log-ins of the person, except the one with the key ``but``; how many."""
    ended = list(Session.objects.filter(user=user).exclude(key=but))
    end(ended)
    return len(ended)


def touch(key: str) -> None:
    """Note that the log-in is in use."""
    Session.objects.filter(key=key).update(seen_at=timezone.now())


def rename(old: str, new: str) -> None:
    """The log-in goes on under a new key."""
    Session.objects.filter(key=old).update(key=new)
