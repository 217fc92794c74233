"""Ends sessions that have been idle or open for too long."""

from __future__ import annotations

import time
from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse

STARTED, SEEN = "started_at", "seen_at"
RENEW_AFTER = 60
"""Seconds after which the last sign of life is written again; each writing costs a database row."""


class SessionLimits:
    """Idle limit and absolute limit of a session; what was typed stays in the browser's draft."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Log out what has lasted too long, then go on."""
        if request.user.is_authenticated:
            now = int(time.time())
            started = request.session.setdefault(STARTED, now)
            seen = request.session.setdefault(SEEN, now)
            if now - seen > settings.SESSION_IDLE_SECONDS or now - started > settings.SESSION_LIFE_SECONDS:
                logout(request)
            elif now - seen > RENEW_AFTER:
                request.session[SEEN] = now
        return self.get_response(request)
