"""The pages of the self-evaluation."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from jiheng.facts.rows import LEVELS
from jiheng.web.actions import Actor, Refusal
from jiheng.web.cycle.access import dossier_or_404
from jiheng.web.cycle.actions import Begin, task_of
from jiheng.web.cycle.models import Dossier, ReturnReason, Stage
from jiheng.web.cycle.queries import standing
from jiheng.web.evaluation.actions import FIELDS, SaveResult
from jiheng.web.evaluation.queries import node_of, result_cells, split_notices, table_rows, waterfall
from jiheng.web.files.queries import evidence_section
from jiheng.web.frame import page
from jiheng.web.records.dataset import draft_of, pack_of, sheet_of

PLACE = "evaluation:table"


@login_required
def table(request: HttpRequest, year: int, unit: str) -> HttpResponse:
    """The scored table: total, waterfall of lost points, every indicator with its reason at hand."""
    dossier = dossier_or_404(request, year, unit)
    return page(request, "evaluation/table.html", dossier, PLACE, **_table_context(request, dossier))


def _table_context(request: HttpRequest, dossier: Dossier) -> dict[str, object]:
    sheet, listed = sheet_of(dossier), table_rows(dossier)
    return {
        "sheet": sheet,
        "rows": listed,
        "missing": sum(row.leaf and row.line.state == "missing" for row in listed),
        "notices": split_notices(sheet),
        "waterfall": waterfall(sheet),
        "standing": standing(request.user, task_of(dossier, Stage.EVALUATION), "evaluation.write"),
        "return_reasons": ReturnReason.choices,
    }


@login_required
def rows(request: HttpRequest, year: int, unit: str) -> HttpResponse:
    """The table alone, asked for again when evidence has come or gone."""
    dossier = dossier_or_404(request, year, unit)
    context = {"dossier": dossier, "sheet": sheet_of(dossier), "rows": table_rows(dossier)}
    return render(request, "evaluation/rows.html", context)


@login_required
def line(request: HttpRequest, year: int, unit: str, code: str) -> HttpResponse:
    """The drawer of one indicator: formula with numbers, sources, clause, what would have kept the points."""
    dossier = dossier_or_404(request, year, unit)
    return render(request, "evaluation/line.html", _line_context(request, dossier, code))


def _line_context(request: HttpRequest, dossier: Dossier, code: str) -> dict[str, object]:
    try:
        found = sheet_of(dossier).line(code)
    except KeyError as unknown:
        raise Http404 from unknown
    dataset = draft_of(dossier).dataset
    return {
        "dossier": dossier,
        "line": found,
        "node": node_of(pack_of(dossier), code),
        "result": result_cells(dataset, code),
        **evidence_section(request.user, dossier, code),
        "levels": LEVELS,
        "standing": standing(request.user, task_of(dossier, Stage.EVALUATION), "evaluation.write"),
    }


@login_required
@require_POST
def save(request: HttpRequest, year: int, unit: str, code: str) -> HttpResponse:
    """Save what was filled in for one indicator; the drawer and, out of band, the table come back."""
    dossier = dossier_or_404(request, year, unit, "evaluation.write")
    actor, problem = Actor.of(request), ""
    cells = {name: request.POST[name].strip() for name in FIELDS if name in request.POST}
    try:
        SaveResult(actor, dossier, indicator=code, cells=cells).run()
        Begin(actor, task_of(dossier, Stage.EVALUATION)).run()
    except Refusal as refusal:
        problem = str(refusal)
    dossier.refresh_from_db()
    context = _line_context(request, dossier, code) | _table_context(request, dossier)
    return render(request, "evaluation/saved.html", context | {"problem": problem})
