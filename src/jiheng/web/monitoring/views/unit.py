"""The unit's pages: portfolio, one project, the monthly forms."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST

from jiheng.monitoring.path import way
from jiheng.web import rights
from jiheng.web.actions import Actor, Refusal
from jiheng.web.cycle.access import dossier_or_404
from jiheng.web.cycle.actions import Begin, task_of, task_seen
from jiheng.web.cycle.models import ReturnReason, Stage
from jiheng.web.cycle.queries import standing
from jiheng.web.monitoring.actions import SaveObservation
from jiheng.web.monitoring.cases import tally_of
from jiheng.web.monitoring.chart import curve, month_rows
from jiheng.web.monitoring.monthly_pack import KINDS
from jiheng.web.monitoring.observations import FIELDS, LIKELIHOODS, form_of
from jiheng.web.monitoring.papers import papers_of, written
from jiheng.web.monitoring.peers import NOBODY, peers_of
from jiheng.web.monitoring.queries import dual_cells, months_of, next_step, periods_of, portfolio
from jiheng.web.monitoring.reports import latest, report_or_faults
from jiheng.web.monitoring.views.common import asked_month, month_of, tabbed
from jiheng.web.records.actions import writable
from jiheng.web.records.dataset import draft_of


@login_required
def projects(request: HttpRequest, year: int, unit: str) -> HttpResponse:
    """The portfolio: every project with its small curve, the most money at risk first."""
    dossier = dossier_or_404(request, year, unit)
    month = asked_month(request, dossier)
    report, problems = report_or_faults(dossier, month)
    whole, rows = portfolio(dossier, report) if report else (None, [])
    return tabbed(
        request,
        "monitoring/portfolio.html",
        dossier,
        "monitoring:portfolio",
        month=str(month),
        months=months_of(dossier, latest(dossier)),
        report=report,
        problems=problems,
        whole=whole,
        rows=rows,
        dual=dual_cells(rows),
        next=next_step(request.user, dossier),
        can_evaluate=rights.may(request.user, "warning.evaluate", dossier.unit),
    )


@login_required
def project(request: HttpRequest, year: int, unit: str, project: str = "") -> HttpResponse:
    """One project, or the whole unit: the large curve, signals, targets, history of answers."""
    dossier = dossier_or_404(request, year, unit)
    month = asked_month(request, dossier)
    report, problems = report_or_faults(dossier, month)
    watched = (
        next((each for each in (report.total, *report.projects) if each.execution.code == project), None)
        if report
        else None
    )
    if report is not None and watched is None:
        raise Http404
    cases = list(dossier.warnings.filter(project=project).prefetch_related("events__actor"))
    course = way(draft_of(dossier).dataset, watched) if watched else None
    return tabbed(
        request,
        "monitoring/project.html",
        dossier,
        "monitoring:portfolio",
        month=str(month),
        months=months_of(dossier, latest(dossier)),
        problems=problems,
        watched=watched,
        course=course,
        chart=curve(report, watched, course, cases) if report and watched and course else None,
        table=month_rows(watched, course) if watched and course else [],
        targets=[row for row in form_of(dossier, month).rows if row.indicator.project == project],
        cases=cases,
        tally=tally_of(cases),
        peers=peers_of(dossier, month).get(project, NOBODY),
    )


@login_required
def forms(request: HttpRequest, year: int, unit: str) -> HttpResponse:
    """The months of the year, each with its form's state."""
    dossier = dossier_or_404(request, year, unit)
    found = periods_of(dossier, latest(dossier))
    return tabbed(
        request,
        "monitoring/forms.html",
        dossier,
        "monitoring:forms",
        periods=found,
        next=next_step(request.user, dossier),
    )


@login_required
def form(request: HttpRequest, year: int, unit: str, period: str) -> HttpResponse:
    """One month's form: value, likelihood, reason and measure of every indicator, saved as one leaves a field."""
    dossier = dossier_or_404(request, year, unit)
    month = month_of(year, period)
    stands = standing(request.user, task_seen(dossier, Stage.MONITORING, str(month)), "monitoring.write")
    found = form_of(dossier, month)
    return tabbed(
        request,
        "monitoring/form.html",
        dossier,
        "monitoring:forms",
        form=found,
        shown=found.part(request.GET.get("group", "")),
        period=str(month),
        likelihoods=LIKELIHOODS,
        standing=stands,
        can_write=stands.can_write and writable(dossier, "observations"),
        return_reasons=ReturnReason.choices,
        papers=list(papers_of(dossier)),
    )


@login_required
def paper(request: HttpRequest, year: int, unit: str, period: str, code: str) -> HttpResponse:
    """An official monitoring form of the month, filled, as a workbook."""
    dossier = dossier_or_404(request, year, unit)
    month = month_of(year, period)
    chosen = next((each for each in papers_of(dossier) if each.code == code), None)
    content = written(dossier, month, chosen) if chosen else None
    if chosen is None or content is None:
        raise Http404
    response = HttpResponse(content, content_type=KINDS["xlsx"])
    name = f"{dossier.unit_name}{chosen.title}（{month}）.xlsx"
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or ""
    return response


@login_required
@require_POST
def save(request: HttpRequest, year: int, unit: str, period: str, indicator: str) -> HttpResponse:
    """Save the field that was left; what the row still needs comes back."""
    dossier = dossier_or_404(request, year, unit, "monitoring.write")
    month = month_of(year, period)
    if form_of(dossier, month).row(indicator) is None:
        raise Http404
    actor, problem = Actor.of(request), ""
    cells = {name: request.POST[name].strip() for name in FIELDS if name in request.POST}
    try:
        SaveObservation(actor, dossier, month=str(month), indicator=indicator, cells=cells).run()
        Begin(actor, task_of(dossier, Stage.MONITORING, str(month))).run()
    except Refusal as refusal:
        problem = str(refusal)
    dossier.refresh_from_db()
    found = form_of(dossier, month)
    task = task_of(dossier, Stage.MONITORING, str(month))
    context = {
        "dossier": dossier,
        "form": found,
        "row": found.row(indicator),
        "problem": problem,
        "swapped": True,
        "standing": standing(request.user, task, "monitoring.write"),
    }
    return render(request, "monitoring/saved.html", context)
