"""From a bearer token to the person, holding only the token's role."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ninja.security import HttpBearer

from jiheng.web.api.models import Token, digest

if TYPE_CHECKING:
    from django.http import HttpRequest

    from jiheng.web.accounts.models import User


class TokenAuth(HttpBearer):
    """Accepts ``Authorization: Bearer …``; the session of a browser opens nothing here."""

    def authenticate(self, request: HttpRequest, token: str) -> User | None:
        """The person behind a valid token, with that one role."""
        found = Token.objects.select_related("membership__user", "membership__unit").filter(hash=digest(token)).first()
        if found is None or not found.valid or not found.membership.unit.active:
            return None
        user = found.membership.user
        user.held_memberships = [found.membership]
        request.user = user
        return user
