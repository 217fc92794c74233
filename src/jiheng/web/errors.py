"""The last resort: a polite page with a number that the log knows."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable, Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from jiheng.core.fault import Refused
from jiheng.core.trouble import sentence
from jiheng.web.audit import trail
from jiheng.web.cycle.access import dossier_or_404
from jiheng.web.frame import framed

log = logging.getLogger("jiheng")
NUL = "\x00"
API = "/api/"
"""Below this address failures are told as the API tells them, not as pages."""


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer an unforeseen failure: nothing about the inside, a number to quote."""
    number = secrets.token_hex(4)
    log.error("error %s at %s", number, request.path)
    if request.path.startswith(API):
        sentence = _("系统出错，没有办成；请把编号 %(number)s 告诉管理员。")
        return JsonResponse({"problem": sentence % {"number": number}}, status=500)
    return render(request, "errors/500.html", {"number": number}, status=500)


class Keepable:
    """Turns away what no database can keep: a NUL character anywhere in an address or a form."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Look before anything is done with it."""
        posted = request.method == "POST" and not request.path.startswith(API)  # the API judges what it takes
        if NUL in request.path or _has_nul(request.GET) or (posted and _has_nul(request.POST)):
            return _unkeepable(request)
        return self.get_response(request)


def _unkeepable(request: HttpRequest) -> HttpResponse:
    """Say it as a page, or to a program as the API says all failures."""
    if request.path.startswith(API):
        return JsonResponse({"problem": _("内容含有无法保存的字符，请删去后再提交。")}, status=400)
    return render(request, "errors/400.html", status=400)


def _has_nul(given: QueryDict) -> bool:
    return any(NUL in name or any(NUL in str(text) for text in texts) for name, texts in given.lists())


class Unscored:
    """Answers what the core refuses, such as a score by weights that do not add up, with every fault in a sentence."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Nothing beforehand."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """The page that says what to mend, with the way to it; anything else is left to others."""
        if told := sentence(exception):
            return _trouble(request, exception, told)
        if not isinstance(exception, Refused):
            return None
        place = request.resolver_match.kwargs if request.resolver_match else {}
        context = {"faults": exception.faults, "year": place.get("year"), "unit": place.get("unit")}
        return render(request, "errors/refused.html", context | _frame(request, place), status=409)


def _trouble(request: HttpRequest, exception: Exception, told: str) -> HttpResponse:
    """What the machine refuses is said to the person, and to the administrator in the log."""
    log.error("%s at %s: %s", told, request.path, exception)
    return HttpResponse(
        render_to_string("errors/trouble.html", {"told": told}), status=503
    )  # asks the database nothing


def _frame(request: HttpRequest, place: Mapping[str, Any]) -> dict[str, Any]:
    """The frame of the dossier's pages, so that what must be mended is one click away; nothing if there is none."""
    try:
        return framed(dossier_or_404(request, place["year"], place["unit"]), "")
    except (KeyError, Http404, PermissionDenied):
        return {}


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """Answer what is not there and what the reader may not know to be there alike."""
    return render(request, "errors/404.html", status=404)


def denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer a missing right in a sentence; the attempt goes on record, unless an action has written it already."""
    if not getattr(exception, "recorded", False):
        trail.refused(request)
    return render(request, "errors/403.html", {"why": str(exception)}, status=403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form whose page is too old; what was typed stays in the browser's draft."""
    log.warning("csrf failure at %s: %s", request.path, reason)
    return render(request, "errors/csrf.html", status=403)
