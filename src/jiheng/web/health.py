"""``/healthz``: whether this process answers and reaches its database; for supervisors and proxies, without a log-in."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, JsonResponse

from jiheng.web.database import answers

ADDRESS = "/healthz"


class Health:
    """Stands before everything else: no host name, no session and no redirect is asked for. It tells nothing of the inside."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """200 or 503."""
        return _answer() if request.path == ADDRESS else self.get_response(request)


def _answer() -> HttpResponse:
    return JsonResponse({"status": "ok"}) if answers() else JsonResponse({"status": "down"}, status=503)
