"""How doubtful a submitted form is: asked of the core once for each state of the data, and kept."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, replace

from django_tasks import task as background

from jiheng.checks.form import catalogue
from jiheng.checks.review import (
    Ground,
    changed,
    claimed_grounds,
    finding_grounds,
    rank,
    reasons,
    rescore,
    score_of,
)
from jiheng.checks.review.rows import CODES
from jiheng.checks.text import GradeBands, check_text
from jiheng.core.exact import Money
from jiheng.core.fault import Faults, Refused
from jiheng.facts.dataset import DataSet
from jiheng.facts.measures import measure
from jiheng.facts.rows import Indicator, Review
from jiheng.forms import Case
from jiheng.forms.narrative import compose_report
from jiheng.packs.layout import ReportForm
from jiheng.packs.model import Pack
from jiheng.reading.document import Document
from jiheng.scoring.sheet import ScoreSheet
from jiheng.targets import Known, judged
from jiheng.web.cycle.models import Dossier, Stage, Task
from jiheng.web.evaluation.checking import form_answer
from jiheng.web.evaluation.narrative import chapter_views
from jiheng.web.jobs.queues import ALL_UNITS
from jiheng.web.records.dataset import draft_of, pack_of, sheet_of, vouched_for
from jiheng.web.review.models import Doubt
from jiheng.web.targets.known import known_of

TITLES = {rule.code: rule.title for rule in catalogue()}
CHALLENGES = {"偏低": 2, "持平": 1}
"""What a target weighs that asks for less than, or as much as, was reached before."""
MAX_CAUSE = 300


def doubt_of(task: Task) -> Doubt:
    """What is kept of the task, computed again if its data have changed since."""
    kept = Doubt.objects.filter(task=task).first()
    return kept if kept and kept.stamp == task.dossier.stamp else weigh(task)


def weigh(task: Task) -> Doubt:
    """Look through the whole form and keep what was found."""
    dossier = task.dossier
    dataset, pack, sheet = draft_of(dossier).dataset, pack_of(dossier), sheet_of(dossier)
    grounds = [*_rules(dossier), *grounds_of(dataset, pack, sheet, known_of(dossier))]
    score, money = score_of(grounds), budget_of(dataset, pack)
    parents = {line.parent for line in sheet.lines}
    scores = {line.code: line.score.units for line in sheet.lines if line.code not in parents}
    result = rescore(sheet, vouched_for(dossier).reviews, pack)
    chapter_views(dossier)  # what the reviewer opens next: it is kept from now on
    doubt, _made = Doubt.objects.update_or_create(
        task=task,
        defaults={
            "stamp": dossier.stamp,
            "score": score,
            "money": money.units,
            "weight": rank(score, money),
            "own": result.own.units,
            "reviewed": result.reviewed.units,
            "cause": cause_of(sheet, dataset.reviews),
            "reasons": json.dumps(reasons(grounds), ensure_ascii=False),
            "grounds": json.dumps([asdict(ground) for ground in grounds], ensure_ascii=False),
            "line_scores": json.dumps(scores),
        },
    )
    return doubt


@background(queue_name=ALL_UNITS)
def weigh_later(pk: int) -> None:
    """Look through a form in the background, unless it has gone back meanwhile."""
    task = Task.objects.select_related("dossier__unit", "dossier__year").filter(pk=pk, stage=Stage.EVALUATION).first()
    if task is not None and not task.editable:
        doubt_of(task)


def grounds_of(dataset: DataSet, pack: Pack, sheet: ScoreSheet, against: Known | None = None) -> Iterator[Ground]:
    """What is found beside the rules: claims, targets, narrative. The reviewer's own rows are not looked at."""
    own = replace(dataset, reviews=())
    yield from claimed_grounds(own, sheet)
    yield from _easy_targets(own, against)
    yield from _narrative(own, pack, sheet)


def _rules(dossier: Dossier) -> Iterator[Ground]:
    """What breaks the catalogue's rules, as the unit sees it on its own page; not what the reviewer's rows break."""
    found = form_answer(dossier).findings
    yield from finding_grounds((each for each in found if each.code not in CODES), TITLES)


def _easy_targets(dataset: DataSet, against: Known | None) -> Iterator[Ground]:
    for indicator, found in judged(dataset, against=against):
        if found.grade in CHALLENGES and not _at_the_limit(indicator):
            text = f"指标“{indicator.name}”目标{found.grade}：{found.because}。"
            clause = "目标值不低于往年实际水平"
            yield Ground(f"目标{found.grade}", "warning", text, clause, found.because, CHALLENGES[found.grade])


def _at_the_limit(indicator: Indicator) -> bool:
    """Whether nothing more can be asked for: all of them, or none at all."""
    whole = indicator.unit in {"%", "％"} and indicator.target == 100
    return whole or (indicator.operator in {"≤", "<", "="} and indicator.target == 0)


def _narrative(dataset: DataSet, pack: Pack, sheet: ScoreSheet) -> Iterator[Ground]:
    text = narrative_text(dataset, pack, sheet)
    bands = GradeBands(tuple((grade.name, grade.at_least) for grade in pack.grades))
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    answer = check_text(Document("文字说明", digest, text), grades=bands)
    yield from finding_grounds(answer.findings, {each.code: each.why or each.code for each in answer.findings})


def narrative_text(dataset: DataSet, pack: Pack, sheet: ScoreSheet) -> str:
    """The unit's report as it reads, figures in their places; empty if it cannot be put together."""
    case = Case(dataset=dataset, pack=pack, sheet=sheet, measures=measure(dataset, pack))
    forms = [form for form in pack.forms if isinstance(form, ReportForm) and form.per == "单位"]
    try:
        reports = [compose_report(form, case, Faults()) for form in forms]
    except Refused:
        return ""
    return "\n".join(paragraph.text for report in reports for paragraph in report.paragraphs)


def budget_of(dataset: DataSet, pack: Pack) -> Money:
    """The year's budget after adjustment; nothing where the unit has not filled it in."""
    budget = measure(dataset, pack)["调整后预算数"].value
    return Money.rounded(budget or 0)


def cause_of(sheet: ScoreSheet, reviews: tuple[Review, ...]) -> str:
    """What the deviation comes from: the re-scored lines, the largest difference first."""
    told = [
        (line.score.units - score.units, f"{line.name}：{review.reason or review.category or '未写明理由'}")
        for line, score, review in changed(sheet, reviews)
    ]
    return "；".join(text for _difference, text in sorted(told, key=lambda each: -abs(each[0])))[:MAX_CAUSE]
