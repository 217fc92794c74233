"""From a bearer token to the person, holding only the token's role."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ninja.security import HttpBearer

from jiheng.web.accounts.guard import network
from jiheng.web.api.models import Token, digest
from jiheng.web.api.pace import calls, refusals

if TYPE_CHECKING:
    from django.http import HttpRequest


def token_of(request: HttpRequest) -> Token:
    """The token with which the request was let in."""
    token: Token = request.auth  # type: ignore[attr-defined]  # ninja puts there what authenticate gave
    return token


class TooOften(Exception):  # noqa: N818 - reads as a sentence: the token called too often
    """More calls than are taken in a minute."""

    def __init__(self, seconds: int) -> None:
        super().__init__(seconds)
        self.seconds = seconds


def _demand_pace(seconds: int) -> None:
    if seconds:
        raise TooOften(seconds)


class TokenAuth(HttpBearer):
    """Accepts ``Authorization: Bearer …``; the session of a browser opens nothing here."""

    def authenticate(self, request: HttpRequest, token: str) -> Token | None:
        """A valid token; the request is its person's from here on, with that one role."""
        tokens = Token.objects.select_related("membership__user", "membership__unit")
        place = network(str(request.META.get("REMOTE_ADDR", "")))
        found = tokens.filter(hash=digest(token)).first()
        if found is None or not found.valid or not found.membership.unit.active:
            _demand_pace(refusals.wait(place))
            return None
        _demand_pace(calls.wait(str(found.pk)))
        user = found.membership.user
        user.held_memberships = [found.membership]
        request.user = user
        return found
