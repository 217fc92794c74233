"""目标审核 for who reviews many: the queue, one unit's targets with all that helps to judge them, approval of what is sound."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from jiheng.web import rights
from jiheng.web.actions import Actor, Refusal
from jiheng.web.cycle.access import dossier_or_404
from jiheng.web.cycle.actions import Approve, Return, ReviewAction, TakeFrom, TakeUp
from jiheng.web.cycle.models import ReturnReason, State, Step, Task, Year
from jiheng.web.cycle.views import basis_of
from jiheng.web.frame import address, page
from jiheng.web.review.queries import place_in
from jiheng.web.review.rounds import changed_since_return
from jiheng.web.targets.beside import drafted, rows_of
from jiheng.web.targets.weighing import STAGES, doubt_of_targets, kept_remarks, target_queue

PER_PAGE = 50
MAX_OPINION = 4000
PLACE = "targets:table"
DEEDS: dict[str, type[ReviewAction]] = {
    "take-up": TakeUp,
    "take-from": TakeFrom,
    "approve": Approve,
    "return": Return,
}


def _year(request: HttpRequest, year: int) -> Year:
    """The year, for who reviews.

    Raises:
        Http404: there is none, or the person may not know of reviews.
    """
    if not rights.may(request.user, "review.queue"):
        raise Http404
    return get_object_or_404(Year, year=year)


@login_required
def queue(request: HttpRequest, year: int) -> HttpResponse:
    """Targets that wait, the most doubtful money first, and those without any doubt ready to be approved together."""
    found = _year(request, year)
    page = Paginator(target_queue(request.user, found), PER_PAGE).get_page(request.GET.get("page"))
    deciding = rights.may(request.user, "proposal.decide")
    return render(request, "targets/queue.html", {"year": found, "page": page, "deciding": deciding})


@login_required
@require_POST
def approve_sound(request: HttpRequest, year: int) -> HttpResponse:
    """Approve those that were ticked, each by itself; one that is no longer without doubt is left and named."""
    found = _year(request, year)
    chosen = {int(pk) for pk in request.POST.getlist("task") if pk.isdecimal() and len(pk) < len(str(2**63))}
    done, left = 0, []
    for task in target_queue(request.user, found).filter(pk__in=chosen):
        try:
            _demand_sound(task)
            Approve(Actor.of(request), task, text=_("未发现疑点，审核通过。"), basis=task.dossier.own_revision).run()
            done += 1
        except (Refusal, PermissionDenied) as refused:
            left.append(f"{task.dossier.unit_name}：{refused}")
    for sentence in left:
        messages.error(request, sentence)
    messages.success(request, ngettext("已审核通过 %(n)d 份。", "已审核通过 %(n)d 份。", done) % {"n": done})
    return redirect("targets:queue", year=year)


def _demand_sound(task: Task) -> None:
    if doubt_of_targets(task).score:
        raise Refusal(_("单位修改后出现了疑点，请打开逐项审核。"))


@login_required
def form(request: HttpRequest, year: int, unit: str, stage: str) -> HttpResponse:
    """Queue, targets with what is known beside each, and the opinion as it is drafted."""
    dossier = dossier_or_404(request, year, unit)
    task = _task(dossier.tasks, stage)
    if task is None or not rights.may(request.user, "review.queue", dossier.unit):
        raise Http404
    doubt = doubt_of_targets(task)
    found = kept_remarks(doubt)
    sentences, questions = drafted(dossier, found)
    context = {
        "task": task,
        "doubt": doubt,
        "rows": rows_of(dossier, found),
        "sentences": sentences,
        "questions": questions,
        "text": "\n".join([*(each.text for each in sentences), *(f"问：{each}" for each in questions)]),
        "changed": changed_since_return(task),
        "spot": place_in(target_queue(request.user, dossier.year), task),
        "return_reasons": ReturnReason.choices,
        **_may(request, task),
    }
    return page(request, "targets/review.html", dossier, PLACE, **context)


def _task(tasks: Any, stage: str) -> Task | None:
    """The newest task of the stage that was handed in."""
    if stage not in STAGES:
        return None
    handed = tasks.filter(stage=stage, submitted_at__isnull=False).select_related(
        "dossier__unit", "dossier__year", "holder"
    )
    found: Task | None = handed.order_by("-submitted_at").first()
    return found


def _may(request: HttpRequest, task: Task) -> dict[str, bool]:
    """What the person may do now."""
    user = request.user
    under_review = task.state == State.SUBMITTED and task.step != Step.UNIT
    deciding = under_review and rights.may(user, f"task.review.{task.step}", task.dossier.unit)
    free = task.holder_id in {None, user.pk}
    return {
        "can_decide": deciding and free,
        "can_take_up": deciding and task.holder_id is None,
        "can_take_from": deciding and not free,
    }


@login_required
@require_POST
def decide(request: HttpRequest, year: int, unit: str, stage: str, deed: str) -> HttpResponse:
    """Take up, approve or return; after a decision the next of the queue comes up."""
    dossier = dossier_or_404(request, year, unit)
    task = _task(dossier.tasks, stage)
    if task is None or deed not in DEEDS:
        raise Http404
    if not rights.may(request.user, "review.queue", dossier.unit):
        raise PermissionDenied(_("您没有办理此事项的权限，请与本单位管理员联系。"))
    after = place_in(target_queue(request.user, dossier.year), task).after
    try:
        _deed(request, task, DEEDS[deed]).run()
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect(address(dossier, "targets:review", stage=stage))
    messages.success(request, _("%(unit)s：已%(deed)s。") % {"unit": dossier.unit_name, "deed": _(DEEDS[deed].title)})
    if deed.startswith("take-"):
        return redirect(address(dossier, "targets:review", stage=stage))
    return (
        redirect(address(after.dossier, "targets:review", stage=after.stage))
        if after
        else redirect("targets:queue", year=year)
    )


def _deed(request: HttpRequest, task: Task, kind: type[ReviewAction]) -> ReviewAction:
    text = request.POST.get("text", "")[:MAX_OPINION]
    given: dict[str, Any] = {} if kind is TakeUp else {"text": text}
    if kind is Return:
        given["reason"] = request.POST.get("reason", "")
    return kind(Actor.of(request), task, basis=basis_of(request), **given)
