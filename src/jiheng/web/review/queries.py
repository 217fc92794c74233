"""What the pages of a review show: the queue, the form with last year and peers beside it, the result."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING

from django.db.models import F, Q, QuerySet

from jiheng.checks.finding import Finding
from jiheng.checks.review import Ground, Rescored, Sentence, Spread, check_reviews, draft, rescore, spread
from jiheng.core.exact import Points, Ratio
from jiheng.core.numeral import read_number
from jiheng.facts.rows import Review
from jiheng.scoring.sheet import Line
from jiheng.web import rights
from jiheng.web.cycle.models import DECIDED, Dossier, Passage, ReturnReason, Stage, State, Step, Task, Year
from jiheng.web.records.dataset import (
    Origin,
    dataset_at,
    pack_by,
    pack_of,
    project_pack,
    sheet_at,
    sheet_of,
    vouched_for,
)
from jiheng.web.records.kept import kept
from jiheng.web.records.models import Record
from jiheng.web.review.models import Doubt

if TYPE_CHECKING:
    from jiheng.web.rights import Person

ENOUGH_PEERS = 5
"""Fewer similar units say nothing about what is usual, and would tell what a single one has."""
LONG = ("grounds", "line_scores")
"""Columns of a doubt that no list shows; they are most of its size."""
GROUPS = 24
"""Groups of similar units whose scores are held in memory."""
AROUND = 20
"""Lines of the queue that stand above and below the one in hand."""


def queue(user: Person, year: Year) -> QuerySet[Task]:
    """The submitted self-evaluations that the person looks at, doubt × money first, without doubt by money; what is not weighed yet, last."""
    finance = rights.visible_units(user, "review.write")
    department = rights.visible_units(user, "task.review.department")
    mine = Q(step=Step.FINANCE, dossier__unit__in=finance) | Q(step=Step.DEPARTMENT, dossier__unit__in=department)
    found = Task.objects.filter(mine, dossier__year=year, stage=Stage.EVALUATION, state=State.SUBMITTED)
    heavy = (F(f"doubt__{name}").desc(nulls_last=True) for name in ("weight", "money"))
    ordered = found.order_by(*heavy, "dossier__unit__code")
    found = ordered.select_related("dossier__unit", "dossier__year", "holder", "doubt")
    return found.defer(*(f"doubt__{name}" for name in LONG))


@dataclass(frozen=True, slots=True)
class Place:
    """Where a task stands in the queue: those around it, the one before and the one after."""

    number: int
    total: int
    around: tuple[tuple[int, Task], ...]
    before: Task | None
    after: Task | None


def place_in(waiting: QuerySet[Task], task: Task) -> Place:
    """Find the task in the queue; one that is not in it stands before the first."""
    numbers = list(waiting.values_list("pk", flat=True))
    at = numbers.index(task.pk) if task.pk in numbers else -1
    first = max(at - AROUND, 0)
    near = list(waiting[first : at + AROUND + 1])
    before = near[at - first - 1] if at > first else None
    after = near[at - first + 1] if at - first + 1 < len(near) else None
    return Place(at + 1, len(numbers), tuple(enumerate(near, first + 1)), before, after)


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """One line of the form under review, with what helps to judge it."""

    line: Line
    leaf: bool
    evidence: int
    review: Review | None
    fault: str
    last_year: Points | None
    peers: Points | None

    @property
    def indent(self) -> str:
        """The class that sets the line in by its level."""
        return f"level-{self.line.level}"

    @property
    def changed(self) -> bool:
        """Whether the reviewer gives another score."""
        return self.review is not None and self.review.score != self.line.score


def review_rows(dossier: Dossier, beside: Beside) -> list[ReviewRow]:
    """All lines of the form, parents before children."""
    vouched, sheet = vouched_for(dossier), sheet_of(dossier)
    parents = {line.parent for line in sheet.lines}
    proofs = Counter(row.indicator for row in vouched.evidence)
    given = {row.indicator: row for row in vouched.reviews}
    faults = {code: finding.message for code, finding in row_faults(dossier)}
    return [
        ReviewRow(
            line=line,
            leaf=line.code not in parents,
            evidence=proofs[line.code],
            review=given.get(line.code),
            fault=faults.get(line.code, ""),
            last_year=_points(beside.last_year, line.code),
            peers=_points(beside.peers, line.code),
        )
        for line in sheet.lines
    ]


def _points(scores: Mapping[str, int], code: str) -> Points | None:
    return Points(scores[code]) if code in scores else None


def row_faults(dossier: Dossier) -> tuple[tuple[str, Finding], ...]:
    """What the form checks say of the reviewer's own rows: code of the indicator and finding."""
    return _faults_at(Origin.of(dossier), dossier.pack, pack_of(dossier).sha256)


@kept
def _faults_at(origin: Origin, name: str, _sha256: str) -> tuple[tuple[str, Finding], ...]:
    dataset, pack = dataset_at(origin), pack_by(name, origin.pack_sha256)
    found = check_reviews(dataset, pack, project_pack(pack), sheet_at(origin, name))
    at = {row.place.row: row.indicator for row in dataset.reviews if row.place}
    return tuple((at.get(finding.place.row if finding.place else 0, ""), finding) for finding in found)


@dataclass(frozen=True, slots=True)
class Beside:
    """Scores to hold against: the unit's own of last year, and the middle of similar units this year; by line."""

    last_year: Mapping[str, int]
    peers: Mapping[str, int]
    count: int


def beside(user: Person, dossier: Dossier) -> Beside:
    """What is known of last year and of similar units, as far as the person may see them."""
    earlier = Doubt.objects.filter(
        task__stage=Stage.EVALUATION,
        task__dossier__unit=dossier.unit,
        task__dossier__year__year=dossier.year.year - 1,
        task__state__in=DECIDED,
    ).first()
    alike = Doubt.objects.filter(
        task__stage=Stage.EVALUATION,
        task__dossier__year=dossier.year,
        task__dossier__pack=dossier.pack,
        task__dossier__unit__level=dossier.unit.level,
        task__dossier__unit__in=rights.visible_units(user),
    )
    scores = _scores(tuple(alike.order_by("pk").values_list("task__dossier", "stamp")))
    others = [each for pk, each in scores.items() if pk != dossier.pk]
    return Beside(earlier.scores if earlier else {}, _middles(others), len(others))


@lru_cache(maxsize=GROUPS)
def _scores(states: tuple[tuple[int, str], ...]) -> Mapping[int, dict[str, int]]:
    """By dossier, for a group of them at one state of each; read once, while hundreds of forms are held against them."""
    found = Doubt.objects.filter(task__stage=Stage.EVALUATION, task__dossier__in=[pk for pk, _stamp in states])
    return {pk: json.loads(scores) for pk, scores in found.values_list("task__dossier", "line_scores")}


def _middles(found: list[dict[str, int]]) -> dict[str, int]:
    """The median of each line, where enough units have it; of an even number the lower one."""
    if len(found) < ENOUGH_PEERS:
        return {}
    by_code: dict[str, list[int]] = {}
    for scores in found:
        for code, score in scores.items():
            by_code.setdefault(code, []).append(score)
    return {
        code: sorted(scores)[(len(scores) - 1) // 2] for code, scores in by_code.items() if len(scores) >= ENOUGH_PEERS
    }


def result_of(dossier: Dossier) -> Rescored:
    """The unit's total beside the reviewer's."""
    return rescore(sheet_of(dossier), vouched_for(dossier).reviews, pack_of(dossier))


def opinion_draft(dossier: Dossier, doubt: Doubt) -> list[Sentence]:
    """The opinion as the core drafts it from what was found and re-scored."""
    grounds = [Ground(**each) for each in doubt.kept_grounds]
    return draft(sheet_of(dossier), grounds, vouched_for(dossier).reviews, result_of(dossier))


def told(task: Task) -> bool:
    """Whether the unit may read the review: it has been decided by who reviews after the unit itself."""
    returned = task.state == State.RETURNED and task.step != Step.UNIT
    return task.state in DECIDED or returned


def summary(user: Person, year: Year) -> QuerySet[Doubt]:
    """Reviewed self-evaluations of a year, those decided and those re-scored so far: both scores and the cause."""
    units = rights.visible_units(user, "review.queue")
    reviewed = Q(task__state__in=DECIDED) | ~Q(reviewed=F("own"))
    found = Doubt.objects.filter(
        reviewed, task__dossier__year=year, task__dossier__unit__in=units, task__stage=Stage.EVALUATION
    )
    lean = found.select_related("task__dossier__unit", "task__dossier__year").defer(*LONG)
    return lean.order_by("task__dossier__unit__code")


def spreads(user: Person, year: Year) -> list[Spread]:
    """How far the deductions of the year's reviews lie apart, by kind of problem."""
    units = rights.visible_units(user, "review.queue")
    rows = Record.objects.filter(table="reviews", dossier__year=year, dossier__unit__in=units)
    return spread(_cases(rows.select_related("dossier__unit").order_by("dossier__unit__code", "position")))


def _cases(rows: Iterable[Record]) -> Iterator[tuple[str, Fraction, str]]:
    for row in rows:
        cells = row.cells
        if cells.get("category") and cells.get("percent"):
            share = read_number(cells["percent"].rstrip("%")) / 100
            yield cells["category"], share, f"{row.dossier.unit_name} {cells.get('indicator', '')}"


def returns(user: Person, year: Year) -> list[ReturnCount]:
    """Why forms were sent back, the most frequent reason first, with the latest words of each."""
    units = rights.visible_units(user, "review.queue")
    found = Passage.objects.filter(task__dossier__year=year, task__dossier__unit__in=units).exclude(reason="")
    counts: Counter[tuple[str, str]] = Counter()
    words: dict[tuple[str, str], str] = {}
    for stage, reason, text in found.order_by("-at", "-pk").values_list("task__stage", "reason", "text"):
        counts[stage, reason] += 1
        words.setdefault((stage, reason), text)
    total = sum(counts.values())
    return [
        ReturnCount(
            str(Stage(stage).label), str(ReturnReason(reason).label), times, Ratio(times, total), words[stage, reason]
        )
        for (stage, reason), times in sorted(counts.items(), key=lambda each: (-each[1], each[0]))
    ]


@dataclass(frozen=True, slots=True)
class ReturnCount:
    """How often forms of a stage were sent back for a reason."""

    stage: str
    reason: str
    times: int
    share: Ratio
    words: str
