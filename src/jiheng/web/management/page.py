"""What all pages of 管理 share: their frame, the right that opens each, a list cut into pages, a refusal shown."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.db.models import Model, QuerySet
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from jiheng.web import rights
from jiheng.web.accounts.models import User
from jiheng.web.actions import Action, Refusal
from jiheng.web.desk.week import administrators_week
from jiheng.web.frame import MANAGEMENT, PlaceLink, home_of

SIZES = (20, 50, 100)


def page(request: HttpRequest, template: str, place: str, **context: Any) -> HttpResponse:
    """Render a page of 管理 with the list of those that the person may open."""
    places = [
        PlaceLink(_(title), reverse(name), name == place)
        for name, right, title in MANAGEMENT
        if rights.may(request.user, right)
    ]
    home, user = home_of(request.user), cast("User", request.user)
    shared = {"places": places, "with_desk": home == "desk"}
    shared |= {"week": administrators_week(user)} if place == home else {}
    return render(request, template, shared | context)


def cut(request: HttpRequest, found: QuerySet[Any]) -> dict[str, Any]:
    """The page of a list that was asked for, and the query string that keeps the filters."""
    wanted = request.GET.get("size", "")
    size = int(wanted) if wanted.isdecimal() and int(wanted) in SIZES else SIZES[0]
    kept = request.GET.copy()
    kept.pop("page", None)
    shown: Page[Model] = Paginator(found, size).get_page(request.GET.get("page"))
    return {"page": shown, "kept": kept.urlencode(), "size": size, "sizes": SIZES}


def run(request: HttpRequest, action: Action[Any], done: str) -> Any:
    """Run an action and say what became of it; its result, or None if it was refused."""
    try:
        result = action.run()
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return None
    messages.success(request, done)
    return result


def refused_beside(form: BaseForm, deed: Callable[[], Any]) -> bool:
    """Run a deed that a form asks for; a refusal is shown in the form."""
    try:
        deed()
    except Refusal as refusal:
        form.add_error(None, str(refusal).split("\n"))
        return True
    return False
