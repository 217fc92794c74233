"""复核: the queue, what was found in a form, re-scoring, the opinion.

Taking up, approving and returning are deeds of the workflow: ``POST …/tasks/evaluation``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import P, QueryEx, Router

from jiheng.core.exact import fraction_text
from jiheng.web import rights
from jiheng.web.actions import Actor, Refusal
from jiheng.web.api.common import FAILURES, Code, UnitCode, YearNumber, year_or_404
from jiheng.web.api.review_shapes import (
    VERSION,
    ChangedOut,
    ConfirmRescoreIn,
    GroundOut,
    LineOut,
    OpinionIn,
    OvertakenOut,
    QueuedOut,
    RescoreIn,
    ResultOut,
    ReviewOut,
    StaleOut,
    WeighedOut,
)
from jiheng.web.cycle.access import dossier_or_404
from jiheng.web.cycle.actions import task_of, task_seen
from jiheng.web.cycle.models import Dossier, Stage, State, Task
from jiheng.web.review.actions import ConfirmRescore, DropRescore, Rescore, SaveOpinion, WeighAll
from jiheng.web.review.models import Opinion
from jiheng.web.review.queries import (
    ReviewRow,
    beside,
    opinion_draft,
    queue,
    result_of,
    review_rows,
    row_faults,
    told,
)
from jiheng.web.review.rounds import changed_since_return, is_of_earlier_round, stale_rescores
from jiheng.web.review.versions import versions
from jiheng.web.review.weighing import doubt_of

router = Router(tags=["review"])
PLACE = "/dossiers/{year}/{unit}/review"
PAGE = 100


@router.get("/years/{year}/review", response={200: list[QueuedOut], **FAILURES})
def waiting(request: HttpRequest, year: YearNumber, page: QueryEx[int, P(ge=1, le=10_000)] = 1) -> Any:
    """The forms that wait for the role, by doubt × money, 100 a page."""
    rights.demand(request.user, "review.queue")
    first = (page - 1) * PAGE
    return [_queued(task) for task in queue(request.user, year_or_404(year))[first : first + PAGE]]


@router.post("/years/{year}/review/weigh", response={200: WeighedOut, **FAILURES})
def weigh(request: HttpRequest, year: YearNumber) -> Any:
    """Have the forms looked through that were not yet, in the background."""
    rights.demand(request.user, "review.queue")
    found = year_or_404(year)
    waiting = list(queue(request.user, found).filter(doubt=None))
    return WeighedOut(forms=WeighAll(Actor.of(request), found, tasks=waiting).run())


def _queued(task: Task) -> QueuedOut:
    doubt = getattr(task, "doubt", None)
    return QueuedOut(
        unit=task.dossier.unit.code,
        name=task.dossier.unit_name,
        state=task.shown_state,
        holder=str(task.holder or ""),
        doubt=doubt.score if doubt else None,
        budget=doubt.budget.text() if doubt else None,
        reasons=doubt.told if doubt else [],
    )


@router.get(PLACE, response={200: ReviewOut, **FAILURES})
def findings(request: HttpRequest, year: YearNumber, unit: UnitCode) -> Any:
    """What was found in the form, every line with last year and peers beside it, and the opinion."""
    dossier = dossier_or_404(request, year, unit, "review.queue")
    task = task_seen(dossier, Stage.EVALUATION)
    if task.state in {State.BLANK, State.DRAFTING}:
        raise Refusal(_("该单位的自评还没有送审，没有可复核的内容。"))
    doubt = doubt_of(task)
    written = Opinion.objects.filter(task=task).first()
    earlier = written if written and is_of_earlier_round(written, task) else None
    kept = None if earlier else written
    lines = _lines(request, dossier)
    return ReviewOut(
        state=task.shown_state,
        basis=dossier.own_revision,
        stale=[StaleOut(**asdict(each)) for each in stale_rescores(dossier)],
        changed=[ChangedOut(**asdict(each)) for each in changed_since_return(task)],
        earlier_opinion=earlier.text if earlier else "",
        doubt=doubt.score,
        grounds=[GroundOut(**each) for each in doubt.kept_grounds],
        lines=lines,
        faults=[finding.message for _code, finding in row_faults(dossier)],
        result=_result(dossier, lines),
        drafted=[sentence.text for sentence in opinion_draft(dossier, doubt)],
        opinion=kept.text if kept else "",
        opinion_version=kept.version if kept else "",
    )


def _lines(request: HttpRequest, dossier: Dossier) -> list[LineOut]:
    known = versions(dossier)
    return [_line(row, known) for row in review_rows(dossier, beside(request.user, dossier))]


def _line(row: ReviewRow, known: Mapping[str, str]) -> LineOut:
    line, review = row.line, row.review
    percent = review.percent if review else None
    return LineOut(
        code=line.code,
        name=line.name,
        weight=line.weight.shown(),
        score=line.score.shown(),
        reviewed=review.score.shown() if review and review.score is not None else None,
        percent=f"{fraction_text(percent * 100, 4)}%" if percent is not None else None,
        rule=review.rule if review else "",
        category=review.category if review else "",
        reason=review.reason if review else "",
        version=known.get(line.code, ""),
        evidence=row.evidence,
        fault=row.fault,
        last_year=row.last_year.shown() if row.last_year is not None else None,
        peers=row.peers.shown() if row.peers is not None else None,
    )


def _result(dossier: Dossier, lines: list[LineOut]) -> ResultOut:
    result = result_of(dossier)
    return ResultOut(
        own=result.own.shown(),
        reviewed=result.reviewed.shown(),
        grade=result.grade,
        deviation=result.deviation.percent(),
        rescored=[line for line in lines if line.version],
    )


@router.get(f"{PLACE}/result", response={200: ResultOut, **FAILURES})
def result(request: HttpRequest, year: YearNumber, unit: UnitCode) -> Any:
    """Both totals; the unit itself reads them once the review has been decided."""
    dossier = dossier_or_404(request, year, unit)
    reviewing = rights.may(request.user, "review.queue", dossier.unit)
    if not reviewing and not told(task_seen(dossier, Stage.EVALUATION)):
        raise Refusal(_("还没有复核结果，自评送审并经审核通过或退回后可以查看。"))
    return _result(dossier, _lines(request, dossier))


@router.put(f"{PLACE}/lines/{{path:code}}", response={200: ResultOut, **FAILURES, 409: OvertakenOut})
def rescore(request: HttpRequest, given: RescoreIn, year: YearNumber, unit: UnitCode, code: Code) -> Any:
    """Give a line another score, with rule, share, kind of problem and reason."""
    dossier = dossier_or_404(request, year, unit, "review.write")
    cells = given.dict(exclude={"version", "basis"})
    Rescore(Actor.of(request), dossier, indicator=code, seen=given.version, cells=cells, basis=given.basis).run()
    return _again(request, dossier)


@router.post(f"{PLACE}/confirmed/{{path:code}}", response={200: ResultOut, **FAILURES, 409: OvertakenOut})
def confirm(request: HttpRequest, given: ConfirmRescoreIn, year: YearNumber, unit: UnitCode, code: Code) -> Any:
    """Let a re-score stand on the data as the unit has changed them since."""
    dossier = dossier_or_404(request, year, unit, "review.write")
    ConfirmRescore(Actor.of(request), dossier, indicator=code, seen=given.version, basis=given.basis).run()
    return _again(request, dossier)


@router.delete(f"{PLACE}/lines/{{path:code}}", response={200: ResultOut, **FAILURES, 409: OvertakenOut})
def drop(
    request: HttpRequest, year: YearNumber, unit: UnitCode, code: Code, version: QueryEx[str, P(pattern=VERSION)]
) -> Any:
    """Let the unit's own score of a line stand again; the version is that of the re-score as it was read."""
    dossier = dossier_or_404(request, year, unit, "review.write")
    DropRescore(Actor.of(request), dossier, indicator=code, seen=version).run()
    return _again(request, dossier)


def _again(request: HttpRequest, dossier: Dossier) -> ResultOut:
    dossier.refresh_from_db()
    return _result(dossier, _lines(request, dossier))


@router.put(f"{PLACE}/opinion", response={200: OpinionIn, **FAILURES, 409: OvertakenOut})
def opinion(request: HttpRequest, given: OpinionIn, year: YearNumber, unit: UnitCode) -> Any:
    """Keep the opinion; on the decision it goes into the history."""
    dossier = dossier_or_404(request, year, unit, "review.write")
    task = task_of(dossier, Stage.EVALUATION)
    action = SaveOpinion(Actor.of(request), task, text=given.text, seen=given.version, basis=given.basis)
    kept: Opinion = action.run()
    return OpinionIn(text=kept.text, version=kept.version)
