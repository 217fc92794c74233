"""One form under review: queue, form and opinion side by side; afterwards, the result for the unit to read."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from jiheng.web import rights
from jiheng.web.actions import Action, Actor, Refusal
from jiheng.web.cycle.access import dossier_or_404
from jiheng.web.cycle.actions import Approve, Return, TakeFrom, TakeUp, task_of, task_seen
from jiheng.web.cycle.models import Dossier, Passage, ReturnReason, Stage, State, Step, Task
from jiheng.web.cycle.views import basis_of
from jiheng.web.evaluation.queries import node_of
from jiheng.web.files.queries import proofs
from jiheng.web.frame import address, page
from jiheng.web.records.dataset import pack_of, sheet_of, vouched_for
from jiheng.web.review.actions import FIELDS, MAX_OPINION, ConfirmRescore, DropRescore, Overtaken, Rescore, SaveOpinion
from jiheng.web.review.deciding import compared
from jiheng.web.review.models import Opinion
from jiheng.web.review.queries import (
    beside,
    opinion_draft,
    place_in,
    queue,
    result_of,
    review_rows,
    row_faults,
    told,
)
from jiheng.web.review.rounds import changed_since_return, is_of_earlier_round, stale_rescores
from jiheng.web.review.versions import versions
from jiheng.web.review.weighing import doubt_of

PLACE = "review:form"
Deed = TakeUp | TakeFrom | Approve | Return
DEEDS: dict[str, type[Deed]] = {"take-up": TakeUp, "take-from": TakeFrom, "approve": Approve, "return": Return}


@login_required
def form(request: HttpRequest, year: int, unit: str) -> HttpResponse:
    """Three columns for who reviews; the result, once there is one, for the unit."""
    dossier = dossier_or_404(request, year, unit)
    task = task_seen(dossier, Stage.EVALUATION)
    if not rights.may(request.user, "review.queue", dossier.unit):
        return page(request, "review/result.html", dossier, PLACE, **_result(request, dossier, task))
    if task.state in {State.BLANK, State.DRAFTING}:
        return page(request, "review/result.html", dossier, PLACE, nothing=True)
    context = _context(request, dossier, task) | {"spot": place_in(queue(request.user, dossier.year), task)}
    return page(request, "review/form.html", dossier, PLACE, **context)


def _result(request: HttpRequest, dossier: Dossier, task: Task) -> dict[str, Any]:
    """What the unit reads: nothing of a review that is still under way."""
    if not told(task):
        return {"nothing": True}
    rows = [row for row in review_rows(dossier, beside(request.user, dossier)) if row.review]
    last = Passage.objects.filter(task=task, deed__in=(Approve.title, Return.title)).last()
    shown = {"result": result_of(dossier), "sheet": sheet_of(dossier), "kept_score": compared(dossier)}
    return shown | {"rows": rows, "last": last}


def _context(request: HttpRequest, dossier: Dossier, task: Task) -> dict[str, Any]:
    """Form and opinion."""
    doubt, near = doubt_of(task), beside(request.user, dossier)
    sentences = opinion_draft(dossier, doubt)
    written = Opinion.objects.filter(task=task).select_related("by").first()
    earlier = written if written and is_of_earlier_round(written, task) else None
    kept = None if earlier else written
    drafted = "\n".join(sentence.text for sentence in sentences)
    return {
        "task": task,
        "doubt": doubt,
        "sheet": sheet_of(dossier),
        "rows": review_rows(dossier, near),
        "near": near,
        "result": result_of(dossier),
        "sentences": sentences,
        "drafted": drafted,
        "opinion": kept,
        "text": kept.text if kept else drafted,
        "row_faults": [finding for _code, finding in row_faults(dossier)],
        "return_reasons": ReturnReason.choices,
        "earlier": earlier,
        "stale": list(stale_rescores(dossier)),
        "changed": changed_since_return(task),
        "kept_score": compared(dossier),
        **_may(request, dossier, task),
    }


def _may(request: HttpRequest, dossier: Dossier, task: Task) -> dict[str, bool]:
    """What the person may do with the form now."""
    user = request.user
    under_review = task.state == State.SUBMITTED and task.step != Step.UNIT
    deciding = under_review and rights.may(user, f"task.review.{task.step}", dossier.unit)
    free = task.holder_id in {None, user.pk}
    writing = under_review and rights.may(user, "review.write", dossier.unit) and (free or not deciding)
    return {
        "can_write": writing,
        "can_decide": deciding and free,
        "can_take_up": deciding and task.holder_id is None,
        "can_take_from": deciding and not free,
    }


@login_required
def line(request: HttpRequest, year: int, unit: str, code: str) -> HttpResponse:
    """The drawer of one line: why it scored so, its evidence, and the form to re-score it."""
    dossier = dossier_or_404(request, year, unit)
    if not rights.may(request.user, "review.queue", dossier.unit):
        raise Http404
    return render(request, "review/line.html", _line_context(request, dossier, code))


def _line_context(request: HttpRequest, dossier: Dossier, code: str) -> dict[str, Any]:
    task = task_seen(dossier, Stage.EVALUATION)
    rows = review_rows(dossier, beside(request.user, dossier))
    row = next((each for each in rows if each.line.code == code and each.leaf), None)
    if row is None:
        raise Http404
    used = sorted({review.category for review in vouched_for(dossier).reviews if review.category})
    return {
        "dossier": dossier,
        "row": row,
        "line": row.line,
        "node": node_of(pack_of(dossier), code),
        "evidence": proofs(dossier, code),
        "categories": used,
        "typed": {},
        "version": versions(dossier).get(code, ""),
        "unconfirmed": next((each for each in stale_rescores(dossier) if each.code == code), None),
        **_may(request, dossier, task),
    }


@login_required
@require_POST
def save(request: HttpRequest, year: int, unit: str, code: str) -> HttpResponse:
    """Re-score a line; drawer, table and opinion come back."""
    dossier = dossier_or_404(request, year, unit, "review.write")
    cells = {name: request.POST.get(name, "") for name in FIELDS}
    seen = request.POST.get("version", "")
    action = Rescore(Actor.of(request), dossier, indicator=code, seen=seen, cells=cells, basis=basis_of(request))
    return _rescored(request, dossier, code, action, cells)


@login_required
@require_POST
def drop(request: HttpRequest, year: int, unit: str, code: str) -> HttpResponse:
    """Let the unit's score stand again."""
    dossier = dossier_or_404(request, year, unit, "review.write")
    action = DropRescore(Actor.of(request), dossier, indicator=code, **_as_seen(request))
    return _rescored(request, dossier, code, action, {})


@login_required
@require_POST
def confirm(request: HttpRequest, year: int, unit: str, code: str) -> HttpResponse:
    """Let a re-score stand on the data as they are now."""
    dossier = dossier_or_404(request, year, unit, "review.write")
    action = ConfirmRescore(Actor.of(request), dossier, indicator=code, **_as_seen(request))
    return _rescored(request, dossier, code, action, {})


def _as_seen(request: HttpRequest) -> dict[str, Any]:
    """Re-score and form as they were on the page."""
    return {"seen": request.POST.get("version", ""), "basis": basis_of(request)}


def _rescored(
    request: HttpRequest, dossier: Dossier, code: str, action: Action[Dossier], typed: dict[str, str]
) -> HttpResponse:
    """Run it; what was typed stays in the form if it was refused."""
    problem = ""
    try:
        action.run()
    except Refusal as refusal:
        problem = str(refusal)
    dossier.refresh_from_db()
    task = task_of(dossier, Stage.EVALUATION)
    context = _context(request, dossier, task) | _line_context(request, dossier, code)
    return render(request, "review/saved.html", context | {"problem": problem, "typed": typed if problem else {}})


@login_required
@require_POST
def opinion(request: HttpRequest, year: int, unit: str) -> HttpResponse:
    """Keep the opinion while it is being written; answered with one line."""
    dossier = dossier_or_404(request, year, unit, "review.write")
    task = task_of(dossier, Stage.EVALUATION)
    text, seen = request.POST.get("text", ""), request.POST.get("seen", "")
    try:
        kept: Opinion = SaveOpinion(Actor.of(request), task, text=text, seen=seen, basis=basis_of(request)).run()
    except Overtaken as overtaken:
        return render(request, "review/kept.html", {"problem": str(overtaken), "over": overtaken.version})
    except Refusal as refusal:
        return render(request, "review/kept.html", {"problem": str(refusal)})
    return render(request, "review/kept.html", {"seen": kept.version})


@login_required
@require_POST
def decide(request: HttpRequest, year: int, unit: str, deed: str) -> HttpResponse:
    """Take up, approve or return; after a decision the next form of the queue comes up."""
    dossier = dossier_or_404(request, year, unit)
    if deed not in DEEDS:
        raise Http404
    if not rights.may(request.user, "review.queue", dossier.unit):
        raise PermissionDenied(_("您没有办理此事项的权限，请与本单位管理员联系。"))
    task = task_of(dossier, Stage.EVALUATION)
    after = place_in(queue(request.user, dossier.year), task).after
    try:
        _deed(request, task, DEEDS[deed]).run()
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect(address(dossier, PLACE))
    messages.success(request, _("%(unit)s：已%(deed)s。") % {"unit": dossier.unit_name, "deed": _(DEEDS[deed].title)})
    if deed.startswith("take-"):
        return redirect(address(dossier, PLACE))
    return redirect(address(after.dossier, PLACE)) if after else redirect("review:queue", year=year)


def _deed(request: HttpRequest, task: Task, kind: type[Deed]) -> Deed:
    actor, text = Actor.of(request), request.POST.get("text", "")[:MAX_OPINION]
    if kind is Return:
        return Return(actor, task, reason=request.POST.get("reason", ""), text=text, basis=basis_of(request))
    if kind is TakeFrom:
        return TakeFrom(actor, task, text=text)
    return Approve(actor, task, text=text, basis=basis_of(request)) if kind is Approve else TakeUp(actor, task)
