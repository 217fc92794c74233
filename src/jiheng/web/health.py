"""``/healthz``: whether this process answers and reaches its database; for supervisors and proxies, without a log-in.

``/.well-known/security.txt`` (RFC 9116) says whom to tell of a weakness, where the installation has named somebody.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from django.http import HttpRequest, HttpResponse, JsonResponse

from jiheng.web.database import answers

ADDRESS = "/healthz"
SECURITY = "/.well-known/security.txt"
CONTACT = "JIHENG_SECURITY_CONTACT"
"""Where weaknesses are reported: ``mailto:``, ``tel:`` or ``https:``."""
VALID = timedelta(days=180)


class Health:
    """Stands before everything else: no host name, no session and no redirect is asked for. It tells nothing of the inside."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """200 or 503."""
        contact = os.environ.get(CONTACT, "").strip()
        if request.path == SECURITY and contact:
            return _security(contact)
        return _answer() if request.path == ADDRESS else self.get_response(request)


def _security(contact: str) -> HttpResponse:
    expires = (datetime.now(UTC) + VALID).replace(microsecond=0)
    told = f"Contact: {contact}\nExpires: {expires:%Y-%m-%dT%H:%M:%SZ}\nPreferred-Languages: zh, en\n"
    return HttpResponse(told, content_type="text/plain; charset=utf-8")


def _answer() -> HttpResponse:
    return JsonResponse({"status": "ok"}) if answers() else JsonResponse({"status": "down"}, status=503)
