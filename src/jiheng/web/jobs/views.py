"""A job's page, and the fragment that asks again until the job has ended."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from jiheng.web import rights
from jiheng.web.actions import Actor, Refusal
from jiheng.web.cycle.access import dossier_or_404
from jiheng.web.cycle.models import Dossier
from jiheng.web.database import in_one_file
from jiheng.web.frame import address, page
from jiheng.web.jobs.actions import CancelJob
from jiheng.web.jobs.kinds import KINDS
from jiheng.web.jobs.lists import JOBS
from jiheng.web.jobs.models import Job
from jiheng.web.jobs.queries import jobs_of, runs, timetable
from jiheng.web.lists.views import View
from jiheng.web.management.page import page as management_page
from jiheng.web.safekeeping import safety


def job_or_404(request: HttpRequest, year: int, unit: str, pk: int) -> Job:
    """Find a job of a dossier that the person may see.

    Raises:
        Http404: there is none, or it belongs to another dossier.
    """
    dossier = dossier_or_404(request, year, unit)
    found = Job.objects.filter(pk=pk, dossier=dossier).first()
    kind = KINDS.get(found.kind) if found else None
    if found is None or kind is None or not rights.may(request.user, kind.right, dossier.unit):
        raise Http404
    found.dossier = dossier
    return found


@login_required
def log(request: HttpRequest) -> HttpResponse:
    """The daily runs with their results, when the next is due, and people's jobs."""
    rights.demand(request.user, "jobs.watch")
    view = View(request, JOBS, jobs_of(request.user))
    if view.answer:
        return view.answer
    shown: dict[str, Any] = {"runs": runs(), "timetable": timetable(), "view": view}
    shown["safety"] = safety() if in_one_file() else None
    return management_page(request, "jobs/log.html", "jobs:log", **shown)


@login_required
def job(request: HttpRequest, year: int, unit: str, pk: int) -> HttpResponse:
    """What it does, how far it is, and what came of it."""
    found = job_or_404(request, year, unit, pk)
    return page(request, "jobs/job.html", found.dossier, "", **watched(found))


@login_required
def progress(request: HttpRequest, year: int, unit: str, pk: int) -> HttpResponse:
    """The progress alone; when it has ended, the page that shows what came of it is opened."""
    found = job_or_404(request, year, unit, pk)
    answer = render(request, "jobs/progress.html", {"dossier": found.dossier, **watched(found)})
    if not found.alive and found.result.get("open"):
        answer.headers["HX-Redirect"] = opened(found.dossier, found)
    return answer


def watched(job: Job) -> dict[str, Any]:
    """What the progress fragment needs."""
    return {"job": job, "job_title": KINDS[job.kind].title, "job_open": opened(job.dossier, job)}


def opened(dossier: Dossier, job: Job) -> str:
    """Where the result is shown; empty if nowhere."""
    name, more = job.result.get("open", ["", {}])
    return address(dossier, name, **more) if name else ""


@login_required
@require_POST
def cancel(request: HttpRequest, year: int, unit: str, pk: int) -> HttpResponse:
    """Stop it."""
    found = job_or_404(request, year, unit, pk)
    try:
        CancelJob(Actor.of(request), found).run()
        messages.success(request, _("已取消。"))
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect(address(found.dossier, "jobs:job", pk=pk))
