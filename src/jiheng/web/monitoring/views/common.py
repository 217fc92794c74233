"""What the pages of monitoring share: the month that is looked at, and running an action."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from jiheng.core.calendar import Month
from jiheng.web.actions import Action, Refusal
from jiheng.web.cycle.models import Dossier
from jiheng.web.frame import PlaceLink, address, page
from jiheng.web.monitoring.reports import latest

PLACE = "monitoring:portfolio"
TABS = (
    ("monitoring:portfolio", gettext_noop("项目进度")),
    ("monitoring:cases", gettext_noop("预警与催办")),
    ("monitoring:forms", gettext_noop("监控表")),
)


def month_of(year: int, text: str) -> Month:
    """Read a month of the year.

    Raises:
        Http404: it is no month, or of another year.
    """
    try:
        month = Month.parse(text)
    except ValueError as unreadable:
        raise Http404 from unreadable
    if month.year != year:
        raise Http404
    return month


def asked_month(request: HttpRequest, dossier: Dossier) -> Month:
    """The month in the address or in the form, else the last one with payments."""
    asked = request.GET.get("month", "") or request.POST.get("month", "")
    return month_of(dossier.year.year, asked) if asked else latest(dossier)


def tabbed(request: HttpRequest, template: str, dossier: Dossier, tab: str, **context: Any) -> HttpResponse:
    """Render a page of monitoring with its tabs."""
    tabs = [PlaceLink(_(title), address(dossier, name), name == tab) for name, title in TABS]
    return page(request, template, dossier, PLACE, tabs=tabs, **context)


def run(request: HttpRequest, action: Action[Any]) -> Any:
    """Run an action and say what happened in a sentence; its result, or None if it was refused."""
    try:
        result = action.run()
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return None
    messages.success(request, _("已%(deed)s。") % {"deed": _(action.title)})
    return result
