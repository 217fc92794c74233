"""令牌: what the token in use opens, and ending it. Tokens are made on the page 我的账户, by their owner alone."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema

from jiheng.web.actions import Actor
from jiheng.web.api.actions import RevokeToken
from jiheng.web.api.auth import token_of
from jiheng.web.api.common import FAILURES
from jiheng.web.api.models import Token
from jiheng.web.rights import RIGHTS

router = Router(tags=["token"])


class TokenOut(Schema):
    """The token: for whom, in which role of which unit, until when, and the rights that this gives."""

    name: str
    person: str
    role: str
    shown: str
    unit: str
    expires: datetime
    revoked: bool
    rights: list[str]


def _told(token: Token) -> TokenOut:
    held = token.membership
    return TokenOut(
        name=token.name,
        person=held.user.name,
        role=held.role,
        shown=held.get_role_display(),
        unit=held.unit.code,
        expires=token.expires_at,
        revoked=token.revoked,
        rights=[right for right, holders in RIGHTS.items() if held.role in holders],
    )


@router.get("/token", response={200: TokenOut, **FAILURES})
def token(request: HttpRequest) -> Any:
    """What the token in use opens."""
    return _told(token_of(request))


@router.delete("/token", response={200: TokenOut, **FAILURES})
def revoke(request: HttpRequest) -> Any:
    """End the token in use, at once."""
    found = token_of(request)
    RevokeToken(Actor.of(request), found).run()
    return _told(found)
