"""复核: the queue, what was found in a form, re-scoring, the opinion.

Taking up, approving and returning are deeds of the workflow: ``POST …/tasks/evaluation``.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import P, QueryEx, Router, Schema
from pydantic import StringConstraints

from jiheng.core.exact import fraction_text
from jiheng.web import rights
from jiheng.web.actions import Actor, Refusal
from jiheng.web.api.common import FAILURES, Code, UnitCode, YearNumber, year_or_404
from jiheng.web.api.schemas import Problem, Words
from jiheng.web.cycle.access import dossier_or_404
from jiheng.web.cycle.actions import task_of, task_seen
from jiheng.web.cycle.models import Dossier, Stage, State, Task
from jiheng.web.review.actions import DropRescore, Rescore, SaveOpinion, WeighAll
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
from jiheng.web.review.versions import versions
from jiheng.web.review.weighing import doubt_of

router = Router(tags=["review"])
PLACE = "/dossiers/{year}/{unit}/review"
PAGE = 100


class QueuedOut(Schema):
    """One form that waits; ``doubt`` and ``budget`` (元) are null until it has been looked through."""

    unit: str
    name: str
    state: str
    holder: str
    doubt: int | None
    budget: str | None
    reasons: list[str]


class WeighedOut(Schema):
    """How many forms are being looked through."""

    forms: int


class GroundOut(Schema):
    """One ground of doubt: the sentence, the clause behind it, the figures in it, what it weighs."""

    code: str
    severity: str
    text: str
    clause: str
    figure: str
    weight: int


class LineOut(Schema):
    """One line of the form; ``reviewed`` is null where the unit's score stands, and ``version`` empty."""

    code: str
    name: str
    weight: str
    score: str
    reviewed: str | None
    percent: str | None
    rule: str
    category: str
    reason: str
    version: str
    evidence: int
    fault: str
    last_year: str | None
    peers: str | None


class ResultOut(Schema):
    """The unit's total beside the reviewer's, and the lines that were re-scored."""

    own: str
    reviewed: str
    grade: str
    deviation: str
    rescored: list[LineOut]


class ReviewOut(Schema):
    """All that helps to judge one form."""

    state: str
    doubt: int
    grounds: list[GroundOut]
    lines: list[LineOut]
    faults: list[str]
    result: ResultOut
    drafted: list[str]
    opinion: str
    opinion_version: str


VERSION = r"^([0-9]{1,18}-[0-9]{1,20})?$"
VersionText = Annotated[str, StringConstraints(pattern=VERSION)]


class RescoreIn(Schema):
    """What the reviewer gives a line; a score alone gives the share taken, a share (percent) alone gives the score.

    ``version`` is the line's as it was read; empty if nobody had re-scored it.
    """

    version: VersionText = ""
    actual: Words = ""
    score: Words = ""
    rule: Words = ""
    percent: Words = ""
    category: Words = ""
    reason: Words = ""


class OvertakenOut(Problem):
    """Refused; if somebody else wrote the same meanwhile, both values, and the version to save over."""

    mine: dict[str, str] | None = None
    theirs: dict[str, str] | None = None
    version: str | None = None


class OpinionIn(Schema):
    """The opinion while it is being written; ``version`` as it was read, empty if there was none."""

    text: Words
    version: VersionText = ""


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
        name=task.dossier.unit.name,
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
    kept = Opinion.objects.filter(task=task).first()
    lines = _lines(request, dossier)
    return ReviewOut(
        state=task.shown_state,
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
    cells = given.dict(exclude={"version"})
    Rescore(Actor.of(request), dossier, indicator=code, seen=given.version, cells=cells).run()
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
    action = SaveOpinion(Actor.of(request), task_of(dossier, Stage.EVALUATION), text=given.text, seen=given.version)
    kept: Opinion = action.run()
    return OpinionIn(text=kept.text, version=kept.version)
