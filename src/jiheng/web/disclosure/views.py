"""The unit's page of duties, and the public pages that need no log-in."""

from __future__ import annotations

import re

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from jiheng.disclosure import duties
from jiheng.web import rights
from jiheng.web.actions import Actor, Refusal
from jiheng.web.cycle.access import dossier_or_404
from jiheng.web.cycle.actions import task_seen
from jiheng.web.cycle.models import DECIDED, Stage
from jiheng.web.disclosure.actions import MAX_REASON, Publish, WithdrawPublication, digest, public_pack, written
from jiheng.web.disclosure.models import Publication, PublicFile
from jiheng.web.disclosure.readable import readable
from jiheng.web.frame import address, page
from jiheng.web.records.dataset import draft_of, pack_of
from jiheng.web.review.deciding import compared, published_as

PLACE = "disclosure:duties"
LIGHTS = {
    "published": "green",
    "late": "yellow",
    "incomplete": "yellow",
    "due": "yellow",
    "overdue": "red",
    "unknown": "none",
}
TYPES = {
    "json": "application/json",
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
LISTED = 300


@login_required
def duty_list(request: HttpRequest, year: int, unit: str) -> HttpResponse:
    """What must be public by when, what is missing, and the versions published so far."""
    dossier = dossier_or_404(request, year, unit)
    found = duties(draft_of(dossier).dataset, pack_of(dossier), timezone.localdate())
    task = task_seen(dossier, Stage.EVALUATION)
    return page(
        request,
        "disclosure/duties.html",
        dossier,
        PLACE,
        duties=[(duty, LIGHTS[duty.standing]) for duty in found],
        publications=dossier.publications.select_related("by").defer("frozen"),
        task=task,
        ready=task.state in DECIDED,
        standing_version=dossier.publications.filter(withdrawn_at=None).exists(),
        most=MAX_REASON,
        can_publish=rights.may(request.user, "disclosure.publish", dossier.unit),
    )


@login_required
@require_safe
def preview(request: HttpRequest, year: int, unit: str) -> HttpResponse:
    """The public page as citizens would read it, and the button that publishes exactly this."""
    dossier = dossier_or_404(request, year, unit, "disclosure.publish")
    task = task_seen(dossier, Stage.EVALUATION)
    if task.state not in DECIDED:
        messages.error(request, _("绩效自评审核通过后才能公开，现为“%(state)s”。") % {"state": task.shown_state})
        return redirect(address(dossier, PLACE))
    public = public_pack(dossier)
    made = Publication(dossier=dossier, version=dossier.publications.count() + 1, frozen=written(public))
    last = dossier.publications.filter(withdrawn_at=None).first()
    return page(
        request,
        "disclosure/preview.html",
        dossier,
        PLACE,
        publication=made,
        content=made.content,
        tables=readable(made.content["tables"]),
        seen=digest(public),
        kept_score=compared(dossier),
        same_as=last if last is not None and last.what_it_says == made.what_it_says else None,
    )


@login_required
@require_POST
def withdraw(request: HttpRequest, year: int, unit: str) -> HttpResponse:
    """Take back what is public."""
    dossier = dossier_or_404(request, year, unit, "disclosure.publish")
    try:
        WithdrawPublication(Actor.of(request), dossier, reason=request.POST.get("reason", "")).run()
        messages.success(request, _("已撤回公开，公开页面只显示撤回说明。"))
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect(address(dossier, PLACE))


@login_required
@require_POST
def publish(request: HttpRequest, year: int, unit: str) -> HttpResponse:
    """Publish the approved version."""
    dossier = dossier_or_404(request, year, unit, "disclosure.publish")
    try:
        publication: Publication = Publish(Actor.of(request), dossier, seen=request.POST.get("seen", "")).run()
        messages.success(request, _("已公开第 %(n)d 版。") % {"n": publication.version})
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect(address(dossier, PLACE))


@require_safe
def public_list(request: HttpRequest) -> HttpResponse:
    """All units that have published, newest first; found by name."""
    wanted = request.GET.get("q", "").strip()[:50]
    found = (
        Publication.objects.filter(withdrawn_at=None).select_related("dossier__unit", "dossier__year").defer("frozen")
    )
    if wanted:
        found = found.filter(Q(dossier__unit__name__contains=wanted) | Q(dossier__approved_name__contains=wanted))
    newest = {publication.dossier_id: publication for publication in reversed(found[:LISTED])}
    return render(request, "disclosure/list.html", {"publications": list(reversed(newest.values())), "q": wanted})


def _newest(year: int, unit: str) -> Publication:
    found = Publication.objects.select_related("dossier__unit", "dossier__year")
    publication = found.filter(dossier__year__year=year, dossier__unit__code=unit).first()
    return publication or get_object_or_404(found, pk=0)


@require_safe
def public_page(request: HttpRequest, year: int, unit: str) -> HttpResponse:
    """One unit's public page: one column for reading, then tables, then files with their hashes."""
    publication = _newest(year, unit)
    if publication.withdrawn_at is not None:
        return render(request, "disclosure/withdrawn.html", {"publication": publication}, status=410)
    content, files = publication.content, publication.files.defer("content")
    return render(
        request,
        "disclosure/public.html",
        {
            "publication": publication,
            "content": content,
            "tables": readable(content["tables"]),
            "files": files,
            "kept_score": published_as(
                publication.dossier, publication.at, content["total"], content["reviewed_total"]
            ),
        },
    )


@require_safe
def public_file(request: HttpRequest, year: int, unit: str, name: str) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """One published file, byte for byte."""
    file = get_object_or_404(PublicFile, publication=_newest(year, unit), publication__withdrawn_at=None, name=name)
    kind = TYPES.get(name.rpartition(".")[2], "application/octet-stream")
    response = HttpResponse(bytes(file.content), content_type=kind)
    safe = re.sub(r"[^\w.-]", "_", f"{unit}-{year}-{name}")
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=safe) or ""
    return response
