"""审计日志: reading and verifying, for the auditor. An export asks for the password and is made on its page."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema
from pydantic import StringConstraints

from jiheng.web import rights
from jiheng.web.actions import Actor
from jiheng.web.api.common import FAILURES, checked
from jiheng.web.api.schemas import KEEPABLE
from jiheng.web.audit import chain
from jiheng.web.audit.actions import VerifyLog
from jiheng.web.audit.forms import Anchor
from jiheng.web.audit.queries import entries

router = Router(tags=["audit"])
RIGHT = "audit.read"
PAGE = 200
Sought = Annotated[str, StringConstraints(max_length=60, pattern=KEEPABLE)]


class EntryOut(Schema):
    """One deed, with its place in the chain."""

    number: int
    at: datetime
    username: str
    person: str
    roles: str
    address: str
    action: str
    object_type: str
    object_id: str
    object_label: str
    unit_code: str
    result: str
    detail: str
    before_hash: str
    after_hash: str
    previous: str
    hash: str


class Wanted(Schema):
    """What is looked for; ``before`` is the number of the last entry of the page before."""

    since: date | None = None
    until: date | None = None
    who: Sought = ""
    action: Sought = ""
    unit: Sought = ""
    result: Literal["", "成功", "失败", "无权限"] = ""
    before: int | None = Field(None, ge=1, le=2**53)


class AnchorIn(Schema):
    """The head of the chain as it was kept elsewhere, ``number:hash``; empty to look at the log alone."""

    anchor: Annotated[str, StringConstraints(pattern=r"^([0-9]{1,15}:[0-9a-f]{16,64})?$")] = ""


class VerdictOut(Schema):
    """What was found, and the head of the chain to be kept elsewhere."""

    sound: bool
    entries: int
    sentence: str
    head: str


@router.get("/audit", response={200: list[EntryOut], **FAILURES})
def log(request: HttpRequest, wanted: Query[Wanted]) -> Any:
    """Entries that fit, newest first, 200 a call."""
    rights.demand(request.user, RIGHT)
    found = entries(wanted.dict(exclude={"before"}))
    if wanted.before is not None:
        found = found.filter(number__lt=wanted.before)
    return list(found[:PAGE])


@router.post("/audit/verification", response={200: VerdictOut, **FAILURES})
def verify(request: HttpRequest, given: AnchorIn) -> Any:
    """Recompute the chain and compare it with an anchor."""
    rights.demand(request.user, RIGHT)
    anchor = checked(Anchor(given.dict()))["anchor"]
    verdict: chain.Verdict = VerifyLog(Actor.of(request), None, anchor=anchor).run()
    number, hashed = chain.head()
    return VerdictOut(
        sound=verdict.sound, entries=verdict.entries, sentence=verdict.sentence, head=f"{number}:{hashed}"
    )
