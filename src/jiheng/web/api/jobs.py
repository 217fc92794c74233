"""后台任务: how far a job is, what came of it, and stopping it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema

from jiheng.web.actions import Actor
from jiheng.web.api.common import FAILURES, Key, UnitCode, YearNumber
from jiheng.web.jobs.actions import CancelJob
from jiheng.web.jobs.kinds import KINDS
from jiheng.web.jobs.models import Job
from jiheng.web.jobs.views import job_or_404

router = Router(tags=["jobs"])
ONE = "/dossiers/{year}/{unit}/jobs/{job}"


class JobOut(Schema):
    """One job; ``message`` says what it does now, or why it failed."""

    job: int
    title: str
    state: str
    shown: str
    done: int
    total: int
    message: str


def told(job: Job) -> JobOut:
    """A job as the API tells it."""
    plain = ("state", "done", "total", "message")
    title = str(KINDS[job.kind].title)
    return JobOut(job=job.pk, title=title, shown=str(job.shown.label), **{name: getattr(job, name) for name in plain})


@router.get(ONE, response={200: JobOut, **FAILURES})
def job(request: HttpRequest, year: YearNumber, unit: UnitCode, job: Key) -> Any:
    """How far it is."""
    return told(job_or_404(request, year, unit, job))


@router.delete(ONE, response={200: JobOut, **FAILURES})
def cancel(request: HttpRequest, year: YearNumber, unit: UnitCode, job: Key) -> Any:
    """Stop it: at once if it waits, at its next step if it runs."""
    found = job_or_404(request, year, unit, job)
    CancelJob(Actor.of(request), found).run()
    return told(job_or_404(request, year, unit, job))
