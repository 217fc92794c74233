"""The pages of the self-evaluation."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_POST

from jiheng.core.fault import Refused
from jiheng.web.actions import Actor, Refusal
from jiheng.web.cycle.access import dossier_or_404
from jiheng.web.cycle.actions import begin, task_of, task_seen
from jiheng.web.cycle.models import Dossier, ReturnReason, Stage
from jiheng.web.cycle.queries import standing
from jiheng.web.evaluation.actions import FIELDS, SaveResult
from jiheng.web.evaluation.asked import OF_PART, fields_of
from jiheng.web.evaluation.queries import LINE, node_of, split_notices, table_rows, waterfall
from jiheng.web.files.queries import evidence_section
from jiheng.web.frame import page
from jiheng.web.records.actions import Saved, as_kept
from jiheng.web.records.dataset import draft_of, pack_of, sheet_of, vouched_for
from jiheng.web.review.deciding import compared
from jiheng.web.review.queries import told

PLACE = "evaluation:table"
BEFORE = "before:"
"""Before the name of a field: what stood in it when the person began."""


@login_required
def table(request: HttpRequest, year: int, unit: str) -> HttpResponse:
    """The scored table: total, waterfall of lost points, every indicator with its reason at hand."""
    dossier = dossier_or_404(request, year, unit)
    context = _table_context(request, dossier)
    opened = next((row.line.code for row in context["rows"] if row.line.code == request.GET.get(LINE)), "")
    context |= {"opened": opened, "kept_score": compared(dossier)}
    return page(request, "evaluation/table.html", dossier, PLACE, **context)


def _table_context(request: HttpRequest, dossier: Dossier) -> dict[str, Any]:
    sheet, listed = sheet_of(dossier), table_rows(dossier)
    return {
        "sheet": sheet,
        "rows": listed,
        "missing": sum(row.leaf and row.line.state == "missing" for row in listed),
        "notices": split_notices(sheet),
        "waterfall": waterfall(sheet),
        "standing": standing(request.user, task_seen(dossier, Stage.EVALUATION), "evaluation.write"),
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
    node = node_of(pack_of(dossier), code)
    stands = standing(request.user, task_seen(dossier, Stage.EVALUATION), "evaluation.write")
    reviews = vouched_for(dossier).reviews if told(stands.task) else ()
    leaf = not any(line.parent == code for line in sheet_of(dossier).lines)
    return {
        "dossier": dossier,
        "line": found,
        "node": node,
        "fields": fields_of(dossier, code, node) if leaf else [],
        "leaf": leaf,
        "review": next((each for each in reviews if each.indicator == code), None),
        **evidence_section(request.user, dossier, code),
        "standing": stands,
    }


@login_required
@require_POST
def save(request: HttpRequest, year: int, unit: str, code: str) -> HttpResponse:
    """Save what was filled in for one indicator; what came of it and, out of band, the explanation and the table."""
    dossier = dossier_or_404(request, year, unit, "evaluation.write")
    actor, problem, conflicts = Actor.of(request), "", []
    cells, before = _typed(request.POST, ""), _typed(request.POST, BEFORE)
    demand_fields(dossier, code, cells)
    try:
        saved: Saved = SaveResult(actor, dossier, indicator=code, cells=cells, before=before).run()
        conflicts = saved.conflicts
        begin(actor, task_of(dossier, Stage.EVALUATION))
    except Refusal as refusal:
        problem = str(refusal)
    dossier.refresh_from_db()
    outcome = {"problem": problem, "conflicts": conflicts, "saved": not problem and not conflicts, "swapped": True}
    try:
        context = _line_context(request, dossier, code) | _table_context(request, dossier)
        answer = render(request, "evaluation/saved.html", context | outcome)
    except Refused as unscored:
        outcome |= {"unscored": unscored.faults, "fields": fields_of(dossier, code, node_of(pack_of(dossier), code))}
        answer = render(request, "evaluation/line_saved.html", outcome)
    if not problem:
        answer["HX-Trigger"] = "draft-saved"
    return answer


def _typed(posted: QueryDict, prefix: str) -> dict[str, str]:
    """The posted fields with this prefix, without it."""
    names = (name for name in posted if name.startswith(prefix) and (prefix or not name.startswith(BEFORE)))
    return {
        name[len(prefix) :]: as_kept(str(posted[name]))
        for name in names
        if name[len(prefix) :] in FIELDS or name[len(prefix) :].startswith(OF_PART)
    }


def demand_fields(dossier: Dossier, code: str, cells: Iterable[str]) -> None:
    """Find nothing for a line that is none, or for an item that its checklist does not have.

    Raises:
        Http404: there is no such line or item.
    """
    node = node_of(pack_of(dossier), code)
    own = any(each.code == code for each in draft_of(dossier).dataset.indicators)
    if node is None and not own:
        raise Http404
    items = {name for name in cells if name.startswith(OF_PART)}
    if items - {each.name for each in fields_of(dossier, code, node)}:
        raise Http404
