"""审计日志: for the auditor alone, who can read, export and verify it but change nothing."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from jiheng.web import rights
from jiheng.web.accounts import login
from jiheng.web.accounts.models import User
from jiheng.web.actions import Actor, Refusal
from jiheng.web.audit import chain
from jiheng.web.audit.actions import ExportLog, VerifyLog
from jiheng.web.audit.forms import Anchor, Export, Filter
from jiheng.web.audit.lists import LOG
from jiheng.web.audit.queries import entries
from jiheng.web.lists.views import View
from jiheng.web.management.page import page

PLACE = "audit:log"
RIGHT = "audit.read"
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@login_required
def log(request: HttpRequest) -> HttpResponse:
    """List with filters."""
    rights.demand(request.user, RIGHT)
    return _log_page(request, Anchor())


def _log_page(request: HttpRequest, anchor: Anchor) -> HttpResponse:
    form = Filter(request.GET)
    wanted = form.cleaned_data if form.is_valid() else {}
    number, hashed = chain.head()
    view = View(request, LOG, entries(wanted))
    context = {"form": form, "anchor": anchor, "export": Export(), "head": f"{number}:{hashed}", "view": view}
    return view.answer or page(request, "audit/log.html", PLACE, **context)


@login_required
@require_POST
def verify(request: HttpRequest) -> HttpResponse:
    """Recompute the chain and say what was found."""
    rights.demand(request.user, RIGHT)
    form = Anchor(request.POST)
    if not form.is_valid():
        return _log_page(request, form)
    verdict = VerifyLog(Actor.of(request), None, anchor=form.cleaned_data["anchor"]).run()
    say = messages.success if verdict.sound else messages.error
    say(request, verdict.sentence)
    return redirect(PLACE)


@login_required
@require_POST
@sensitive_post_parameters("password")
def export(request: HttpRequest) -> HttpResponse:
    """Give the filtered entries as a workbook to whoever gives the password again."""
    rights.demand(request.user, RIGHT)
    back = redirect(f"{request.path.removesuffix('export/')}?{request.GET.urlencode()}")
    try:
        login.try_password(request, cast("User", request.user).username, request.POST.get("password", ""))
    except Refusal as refusal:
        messages.error(request, _("导出前请重新输入登录密码：%(why)s") % {"why": refusal})
        return back
    form = Filter(request.GET)
    wanted: dict[str, Any] = form.cleaned_data if form.is_valid() else {}
    content = ExportLog(Actor.of(request), None, wanted=wanted).run()
    name = f"audit-{timezone.localtime():%Y%m%d-%H%M}.xlsx"
    return HttpResponse(content, WORKBOOK, headers={"Content-Disposition": f'attachment; filename="{name}"'})
