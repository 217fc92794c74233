"""What is done on the pages of 规则; each is one action, and a refusal is a sentence above the page."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from jiheng.packs.annex import Header, skeleton
from jiheng.web import rights
from jiheng.web.actions import Actor
from jiheng.web.management.page import run
from jiheng.web.rules import content
from jiheng.web.rules.actions import ChangeRules, DropRules, MakeRules, ReleaseRules, WithdrawRules
from jiheng.web.rules.content import RowChange
from jiheng.web.rules.models import RuleVersion
from jiheng.web.rules.publishing import faults_of

MOST = 20 * 2**20
"""Bytes of an annex or a workbook."""


@login_required
@require_POST
def new(request: HttpRequest) -> HttpResponse:
    """Begin a draft from what was uploaded, or from nothing."""
    rights.demand(request.user, "rules.write")
    given = request.FILES.get("file")
    header, year = _header(request), timezone.localdate().year
    if isinstance(given, UploadedFile):
        files, problems = _uploaded(given, header, year)
        source = str(given.name)
    else:
        files, problems = content.attempt(lambda: skeleton(header, year))
        source = _("空白规则包")
    made = (
        None
        if _told(request, problems)
        else run(request, MakeRules(Actor.of(request), None, files, source), _("已起草，请逐条核对。"))
    )
    return redirect("rules:table") if made is None else redirect("rules:one", made.pk)


def _header(request: HttpRequest) -> Header:
    given = {key: request.POST.get(key, "").strip() for key in ("id", "title", "region", "object", "year")}
    year = int(given["year"]) if given["year"].isdecimal() and len(given["year"]) == 4 else 0
    return Header(given["id"], given["title"], given["region"], given["object"], year)


def _uploaded(given: UploadedFile[bytes], header: Header, year: int) -> tuple[dict[str, str], list[str]]:
    if (given.size or 0) > MOST:
        return {}, [_("文件超过 20 MB，请删去图片等无关内容后再上传。")]
    name = Path(given.name or "").name
    if name.endswith(".json"):
        return _parcel(given.read())
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{Path(name).stem[:60] or '附件'}{Path(name).suffix.lower()[:6]}"
        path.write_bytes(given.read())
        return content.attempt(lambda: content.taken_from(path, header, year))


def _parcel(written: bytes) -> tuple[dict[str, str], list[str]]:
    try:
        parcel: dict[str, Any] = json.loads(written)
    except ValueError:
        return {}, [_("不是本系统导出的规则包文件。")]
    problems = faults_of(parcel)
    return ({}, problems) if problems else content.attempt(lambda: dict(parcel["files"]))


def _told(request: HttpRequest, problems: list[str]) -> bool:
    for problem in problems[:20]:
        messages.error(request, problem)
    return bool(problems)


def _change(request: HttpRequest, pk: int, what: str, deed: Callable[[RuleVersion], dict[str, str]]) -> HttpResponse:
    """Change a draft's files by a deed, and go back to it."""
    rights.demand(request.user, "rules.write")
    version = get_object_or_404(RuleVersion, pk=pk)
    files, problems = content.attempt(lambda: deed(version))
    if not _told(request, problems):
        run(request, ChangeRules(Actor.of(request), version, files, _revision(request), what), _("已保存。"))
    return redirect("rules:one", pk)


def _revision(request: HttpRequest) -> int:
    given = request.POST.get("revision", "")
    return int(given) if given.isdecimal() and len(given) < 9 else 0


@login_required
@require_POST
def row(request: HttpRequest, pk: int) -> HttpResponse:
    """Change one indicator."""
    given = {key: request.POST.get(key, "") for key in ("code", "name", "weight", "words", "method")}
    change = RowChange(**given, settled=request.POST.get("settled") == "1")
    return _change(request, pk, f"指标 {change.code}", lambda version: content.with_row(version.files, change))


@login_required
@require_POST
def settle(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that one point open for the pack as a whole is settled."""
    place = request.POST.get("place", "")
    at = int(place) if place.isdecimal() and len(place) < 5 else -1
    return _change(request, pk, _("核对待定事项"), lambda version: content.settled(version.files, at))


@login_required
@require_POST
def header(request: HttpRequest, pk: int) -> HttpResponse:
    """Change id, version, title, region, object, first year."""
    given = {key: request.POST.get(key, "") for key in ("id", "version", "title", "region", "object", "year")}
    return _change(request, pk, _("基本情况"), lambda version: content.with_header(version.files, given))


@login_required
@require_POST
def replace(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a workbook in the place of the draft."""
    rights.demand(request.user, "rules.write")
    version = get_object_or_404(RuleVersion, pk=pk)
    given = request.FILES.get("file")
    if not isinstance(given, UploadedFile):
        messages.error(request, _("请先选择工作簿。"))
        return redirect("rules:one", pk)
    files, problems = _uploaded(given, Header(id=version.pack, title=version.title), timezone.localdate().year)
    if not _told(request, problems):
        deed = ChangeRules(Actor.of(request), version, files, _revision(request), str(given.name))
        run(request, deed, _("已按工作簿更新。"))
    return redirect("rules:one", pk)


@login_required
@require_POST
def drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Delete a draft."""
    rights.demand(request.user, "rules.write")
    version = get_object_or_404(RuleVersion, pk=pk)
    run(request, DropRules(Actor.of(request), version), _("已删除草案。"))
    return redirect("rules:table")


@login_required
@require_POST
def copy(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin the next version from this one."""
    rights.demand(request.user, "rules.write")
    version = get_object_or_404(RuleVersion, pk=pk)
    following = f"{version.version}-{RuleVersion.objects.filter(pack=version.pack).count() + 1}"
    files, problems = content.attempt(lambda: content.with_header(version.files, {"version": following}))
    made = (
        None
        if _told(request, problems)
        else run(request, MakeRules(Actor.of(request), None, files, str(version)), _("已从这一版起草新版本。"))
    )
    return redirect("rules:one", pk if made is None else made.pk)


@login_required
@require_POST
def release(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a draft in force."""
    rights.demand(request.user, "rules.release")
    version = get_object_or_404(RuleVersion, pk=pk)
    day = _day(request.POST.get("in_force", ""))
    if day is None:
        messages.error(request, _("请填写施行日期，如 2027-01-01。"))
    else:
        reason = request.POST.get("reason", "")
        run(request, ReleaseRules(Actor.of(request), version, day, reason, _revision(request)), _("已发布。"))
    return redirect("rules:one", pk)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return None


@login_required
@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a release out of force."""
    rights.demand(request.user, "rules.release")
    version = get_object_or_404(RuleVersion, pk=pk)
    run(request, WithdrawRules(Actor.of(request), version, request.POST.get("reason", "")), _("已停用。"))
    return redirect("rules:one", pk)
