"""Ends sessions that have been idle or open for too long, and holds people to what they owe their account first.

A part of a page is never answered with a page: who must log in again or owes something is told so by a status,
and the page that asked for the part says it (``static/js/jiheng.js``).
"""

from __future__ import annotations

import time
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url
from django.utils.translation import gettext as _

from jiheng.web.accounts import factor, passwords, sessions
from jiheng.web.accounts.models import User
from jiheng.web.accounts.sessions import SEEN, STARTED

ENDED = HTTPStatus.UNAUTHORIZED
OWING = HTTPStatus.PRECONDITION_REQUIRED
OWED_HEADER = "X-Owed"
"""With OWING: the address of the page on which the person does what is owed."""
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
                messages.info(request, _("长时间没有操作，为安全起见已退出登录，请重新登录后继续。"))
            elif now - seen > RENEW_AFTER:
                request.session[SEEN] = now
                sessions.touch(str(request.session.session_key))
        response = self.get_response(request)
        return HttpResponse(status=ENDED) if for_part(request) and _to_log_in(response) else response


def for_part(request: HttpRequest) -> bool:
    """Whether a script asked, to put the answer into a page or to save from it; not a person who opens a page."""
    return "HX-Request" in request.headers or request.headers.get("Sec-Fetch-Dest") == "empty"


def _to_log_in(response: HttpResponse) -> bool:
    return response.headers.get("Location", "").split("?")[0] == resolve_url(settings.LOGIN_URL)


class Obligations:
    """First the own password and the second factor, then everything else."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Nothing before the address is resolved."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: Any) -> HttpResponse | None:
        """Send the person to what is owed; the account's own pages stay open."""
        match, user = request.resolver_match, request.user
        if not isinstance(user, User) or (match is not None and match.app_name == "accounts"):
            return None
        owed = obligation(user)
        if owed and for_part(request):
            return HttpResponse(status=OWING, headers={OWED_HEADER: resolve_url(owed)})
        return redirect(owed) if owed else None


def obligation(user: User) -> str:
    """The page on which the person must do something before going on; empty if nothing is owed."""
    left = passwords.days_left(user)
    if user.must_change or (left is not None and left < 0):
        return "accounts:password"
    if not user.totp_secret and factor.demanded(user):
        return "accounts:factor"
    return ""
