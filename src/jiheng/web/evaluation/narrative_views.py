"""The other pages of the self-evaluation: the narrative, the checks, the forms."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from jiheng.web import rights
from jiheng.web.actions import Actor, Refusal
from jiheng.web.cycle.access import dossier_or_404
from jiheng.web.cycle.actions import begin, task_of
from jiheng.web.cycle.models import Dossier, Stage
from jiheng.web.evaluation.actions import SaveChapter
from jiheng.web.evaluation.built import KIND, built
from jiheng.web.evaluation.checking import check
from jiheng.web.evaluation.narrative import bindings, chapter_view, chapter_views, report_waits_for
from jiheng.web.evaluation.preview import papers, printed, scored_titles
from jiheng.web.frame import address, page
from jiheng.web.jobs.actions import start
from jiheng.web.jobs.models import Job
from jiheng.web.jobs.views import watched
from jiheng.web.records.actions import Saved, as_kept, writable

PLACE = "evaluation:table"
FINDINGS = 50
"""Findings in tables on a page; those in the text stand beside it, all of them."""
MAX_TYPED = 20_000
"""Characters of a chapter that is looked at while it is being typed."""


def _may_write(request: HttpRequest, dossier: Dossier) -> bool:
    return rights.may(request.user, "evaluation.write", dossier.unit) and writable(dossier, "narrative")


@login_required
def narrative(request: HttpRequest, year: int, unit: str) -> HttpResponse:
    """Every chapter: the text to write, and what it says with the figures filled in."""
    dossier = dossier_or_404(request, year, unit)
    can_write = _may_write(request, dossier)
    context = {
        "chapters": chapter_views(dossier),
        "bindings": bindings(dossier) if can_write else [],
        "can_write": can_write,
    }
    return page(request, "evaluation/narrative.html", dossier, PLACE, **context)


@login_required
@require_POST
def attempt(request: HttpRequest, year: int, unit: str, code: str) -> HttpResponse:
    """Look at a chapter while it is being typed; nothing is saved."""
    dossier = dossier_or_404(request, year, unit, "evaluation.write")
    typed = request.POST.get("text", "")[:MAX_TYPED]
    there = chapter_view(dossier, code)
    same = there is not None and there.own != "" and there.own == as_kept(typed)
    return _answer(request, dossier, code, typed, saved=same)


def _answer(request: HttpRequest, dossier: Dossier, code: str, typed: str | None, **more: Any) -> HttpResponse:
    chapter = chapter_view(dossier, code, typed)
    if chapter is None:
        raise Http404
    return render(request, "evaluation/rendered.html", {"dossier": dossier, "chapter": chapter, **more})


@login_required
@require_POST
def save(request: HttpRequest, year: int, unit: str, code: str) -> HttpResponse:
    """Save a chapter; what another wrote meanwhile is shown, not overwritten."""
    dossier = dossier_or_404(request, year, unit, "evaluation.write")
    if chapter_view(dossier, code) is None:
        raise Http404
    text = as_kept(request.POST.get("text", ""))
    before = as_kept(request.POST.get("before", ""))
    actor = Actor.of(request)
    try:
        saved: Saved = SaveChapter(actor, dossier, chapter=code, before=before, text=text).run()
        begin(actor, task_of(dossier, Stage.EVALUATION))
    except Refusal as refusal:
        return _answer(request, dossier, code, text, problem=str(refusal))
    dossier.refresh_from_db(fields=["revision", "stamp"])
    if saved.conflicts:
        return _answer(request, dossier, code, text, conflict=saved.conflicts[0])
    return _answer(request, dossier, code, None, saved=True)


@login_required
@require_GET
def checks(request: HttpRequest, year: int, unit: str) -> HttpResponse:
    """What was checked, what was not and why, and every finding with the way to its place."""
    dossier = dossier_or_404(request, year, unit)
    checked = check(dossier)
    in_tables = Paginator([each for each in checked.found if not each.chapter], FINDINGS).get_page(
        request.GET.get("page")
    )
    listed = {each.key for each in in_tables}
    shown = [each for each in checked.found if each.chapter or each.key in listed]
    context = {"checked": checked, "shown": shown, "in_tables": in_tables}
    return page(request, "evaluation/checks.html", dossier, PLACE, **context)


@login_required
def forms(request: HttpRequest, year: int, unit: str) -> HttpResponse:
    """All forms of the present data to download, or the button that has them made."""
    dossier = dossier_or_404(request, year, unit)
    if request.method == "POST":
        try:
            start(Actor.of(request), dossier, KIND, stamp=dossier.stamp)
        except Refusal as refusal:
            messages.error(request, str(refusal))
        return redirect(address(dossier, "evaluation:forms"))
    found = built(dossier)
    files = [(path.name, path.stat().st_size) for path in found]
    context: dict[str, Any] = {"files": files, "papers": papers(dossier), "waits": report_waits_for(dossier)}
    job = Job.objects.filter(dossier=dossier, kind=KIND).first()
    if job is not None and not found and (job.alive or job.given.get("stamp") == dossier.stamp):
        job.dossier = dossier
        context |= watched(job)
    return page(request, "evaluation/forms.html", dossier, PLACE, **context)


@login_required
@require_GET
def preview(request: HttpRequest, year: int, unit: str, form: str) -> HttpResponse:
    """One form as it will be printed; ``form`` is its code, with ``project-`` before it for one about a project."""
    dossier = dossier_or_404(request, year, unit)
    listed = papers(dossier)
    paper = next((each for each in listed if each.address == form), None)
    projects = [(each.code, each.name) for each in scored_titles(dossier)] if paper and paper.of_project else []
    project = request.GET.get("project", projects[0][0] if projects else "")
    shown = printed(dossier, paper, project) if paper else None
    if shown is None:
        raise Http404
    context = {"papers": listed, "paper": paper, "printed": shown, "projects": projects, "project": project}
    return page(request, "evaluation/preview.html", dossier, PLACE, **context)


@login_required
@require_GET
def form(request: HttpRequest, year: int, unit: str, name: str) -> HttpResponseBase:
    """One form, as long as the data are what it was made from."""
    dossier = dossier_or_404(request, year, unit)
    path = next((path for path in built(dossier) if path.name == name), None)
    if path is None:
        messages.error(request, _("数据已有改动，请重新生成表单。"))
        return redirect(address(dossier, "evaluation:forms"))
    return FileResponse(path.open("rb"), as_attachment=True, filename=name)
