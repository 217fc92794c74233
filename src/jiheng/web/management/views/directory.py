"""Many units and people at once: the workbook, the slips as one print, and the roles that wait to be granted."""

from __future__ import annotations

import tempfile
from pathlib import Path

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from jiheng.web import rights
from jiheng.web.accounts.activation import HOURS
from jiheng.web.accounts.models import User
from jiheng.web.accounts.opening import Slip
from jiheng.web.actions import Actor, Refusal
from jiheng.web.management.page import page, run
from jiheng.web.organisation.directory.actions import DecideAskedRoles, ImportDirectory, NewSlip
from jiheng.web.organisation.directory.lines import Directory
from jiheng.web.organisation.directory.reading import read
from jiheng.web.organisation.directory.template import template
from jiheng.web.organisation.models import AskedRole, Membership

UNITS, USERS = "management:units", "management:users"
KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@login_required
@never_cache
def take(request: HttpRequest) -> HttpResponse:
    """Show how; take the workbook; show all that is wrong, or the slips."""
    rights.demand(request.user, "accounts.manage")
    given = request.FILES.get("file")
    if not isinstance(given, UploadedFile):
        problems = [_("请先选择填好的工作簿。")] if request.method == "POST" else []
        return page(request, "management/directory.html", UNITS, problems=problems)
    directory, problems = _read(given)
    if not problems:
        try:
            slips = ImportDirectory(Actor.of(request), directory).run()
            return _slips(request, slips, directory)
        except Refusal as refusal:
            problems = str(refusal).split("\n")
    return page(request, "management/directory.html", UNITS, problems=problems)


def _read(given: UploadedFile[bytes]) -> tuple[Directory, list[str]]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"upload{Path(given.name or '').suffix.lower()[:6]}"
        path.write_bytes(given.read())
        return read(path)


def _slips(request: HttpRequest, slips: list[Slip], directory: Directory | None = None) -> HttpResponse:
    address = request.build_absolute_uri("/activate/")
    context = {"slips": slips, "hours": HOURS, "address": address, "directory": directory}
    return page(request, "management/slips.html", USERS, **context)


@login_required
@require_safe
def blank(request: HttpRequest) -> HttpResponse:
    """The workbook to be filled in."""
    rights.demand(request.user, "accounts.manage")
    headers = {"Content-Disposition": 'attachment; filename="units-and-people.xlsx"'}
    return HttpResponse(template(), KIND, headers=headers)


@login_required
@require_POST
@never_cache
def all_slips(request: HttpRequest) -> HttpResponse:
    """New codes for everybody who has not activated the account yet, as one print."""
    rights.demand(request.user, "accounts.manage")
    slips = []
    for user in User.objects.filter(is_active=True).exclude(activation_hash="").order_by("username"):
        held = Membership.objects.filter(user=user).select_related("unit")
        asked = AskedRole.objects.filter(user=user).select_related("unit")
        code = NewSlip(Actor.of(request), user).run()
        slips.append(Slip(user, code, tuple(str(each) for each in (*held, *asked))))
    return _slips(request, slips)


@login_required
def asked(request: HttpRequest) -> HttpResponse:
    """The roles that lists of people ask for: grant all that are ticked, or strike them off."""
    rights.demand(request.user, "roles.grant")
    every = AskedRole.objects.select_related("unit", "user", "by")
    if request.method == "POST":
        ticked = {int(pk) for pk in request.POST.getlist("asked") if pk.isdecimal()}
        chosen = [each for each in every if each.pk in ticked]
        granting = request.POST.get("deed") == "grant"
        if not chosen:
            messages.error(request, _("请至少勾选一项。"))
        else:
            action = DecideAskedRoles(Actor.of(request), None, asked=chosen, granting=granting)
            done = _("已授予 %(n)d 项角色，立即生效。") if granting else _("已从名单中划去 %(n)d 项。")
            run(request, action, done % {"n": len(chosen)})
        return redirect("management:asked-roles")
    return page(request, "management/asked.html", USERS, asked=every)
