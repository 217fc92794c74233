"""From a bearer token to the person, holding only the token's role."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ninja.security import HttpBearer

from jiheng.web.api.models import Token, digest

if TYPE_CHECKING:
    from django.http import HttpRequest

    from jiheng.web.accounts.models import User


def _kept(text: str) -> Token | None:
    found = Token.objects.select_related("membership__user", "membership__unit")
    return found.filter(hash=digest(text)).first()


def token_of(request: HttpRequest) -> Token:
    """The token with which the request was let in."""
    _bearer, _space, text = request.headers["Authorization"].partition(" ")
    return Token.objects.select_related("membership__user", "membership__unit").get(hash=digest(text.strip()))


class TokenAuth(HttpBearer):
    """Accepts ``Authorization: Bearer …``; the session of a browser opens nothing here."""

    def authenticate(self, request: HttpRequest, token: str) -> User | None:
        """The person behind a valid token, with that one role."""
        found = _kept(token)
        if found is None or not found.valid or not found.membership.unit.active:
            return None
        user = found.membership.user
        user.held_memberships = [found.membership]
        request.user = user
        return user
