"""Response headers that no page may lack."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; object-src 'none'; "
    "base-uri 'none'; frame-ancestors 'none'; form-action 'self'"
)


class ClientAddress:
    """Takes the client's address and scheme from what the installation's own reverse proxy says, and from nobody else."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Read X-Forwarded-For from the right: the last address that is not a proxy's is the client's."""
        told = request.META.get("HTTP_X_FORWARDED_FOR", "")
        if request.META.get("REMOTE_ADDR") not in settings.PROXIES:
            request.META.pop("HTTP_X_FORWARDED_PROTO", None)
        elif told:
            hops = [hop.strip() for hop in told.split(",")]
            request.META["REMOTE_ADDR"] = next((hop for hop in reversed(hops) if hop not in settings.PROXIES), hops[0])[
                :45
            ]
        return self.get_response(request)


class SecurityHeaders:
    """Content policy without inline script or style, and no caching of pages behind a log-in."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Add what is missing to the response."""
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", POLICY)
        response.headers.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
        user = getattr(request, "user", None)
        if user is not None and user.is_authenticated:
            response.headers.setdefault("Cache-Control", "no-store")
        return response
