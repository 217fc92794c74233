"""The page of notices, opening one, and the count in the frame."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.views.decorators.http import require_POST, require_safe

from jiheng.web.notices import counting, reading
from jiheng.web.notices.queries import KEPT, SHOWN, Told, notices_of

if TYPE_CHECKING:
    from jiheng.web.accounts.models import User


def _person(request: HttpRequest) -> User:
    return cast("User", request.user)


def _counted(request: HttpRequest) -> tuple[list[Told], int]:
    """The notices and how many are unread, which the frame will know from now on."""
    told = notices_of(_person(request))
    unread = sum(each.unread for each in told)
    counting.keep(request.session, unread)
    return told, unread


@login_required
@require_safe
def table(request: HttpRequest) -> HttpResponse:
    """Everything that happened, the newest first."""
    now, (told, unread) = timezone.now(), _counted(request)
    context = {"told": told, "unread": unread, "until": now.isoformat(), "days": KEPT.days, "most": SHOWN}
    return render(request, "notices/table.html", context)


@login_required
@require_POST
def read(request: HttpRequest) -> HttpResponse:
    """Open one: it counts as read, and the page on which one goes on follows."""
    user, key = _person(request), request.POST.get("key", "")
    found = next((each.notice for each in notices_of(user) if each.notice.key == key), None)
    if found is None:
        return redirect("notices:table")
    reading.read(user, key)
    counting.forget(request.session)
    return redirect(found.address)


@login_required
@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    """All that stood on the page count as read; what came since does not."""
    now = timezone.now()
    until = _moment(request.POST.get("until", "")) or now
    reading.read_all(_person(request), min(until, now))
    counting.forget(request.session)
    return redirect("notices:table")


def _moment(text: str) -> datetime | None:
    try:
        moment = parse_datetime(text)
    except ValueError:
        return None
    return moment if moment is not None and timezone.is_aware(moment) else None


@login_required
@require_safe
def count(request: HttpRequest) -> HttpResponse:
    """Count afresh, for the frame."""
    _told, unread = _counted(request)
    return render(request, "notices/count.html", {"notice_count": unread, "notice_old": False})
