"""How doubtful submitted targets are: computed once for each state of the data, and kept like that of self-evaluations."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING

from django.db.models import F, Q, QuerySet
from django_tasks import task as background

from jiheng.checks.review.doubt import rank
from jiheng.core.exact import Money
from jiheng.targets import Remark, match, remarks, score_of
from jiheng.web import rights
from jiheng.web.cycle.actions import after_submission
from jiheng.web.cycle.models import Dossier, Stage, State, Step, Task, Year
from jiheng.web.jobs.queues import ALL_UNITS
from jiheng.web.records.dataset import draft_of
from jiheng.web.review.models import Doubt
from jiheng.web.targets.known import known_of
from jiheng.web.targets.queries import groups

if TYPE_CHECKING:
    from jiheng.web.rights import Person

TOLD = 3
"""Reasons that the queue tells of one unit."""
STAGES = (Stage.TARGETS, Stage.ADJUSTMENT)
LONG = ("line_scores",)


def remarks_of(dossier: Dossier) -> tuple[Remark, ...]:
    """Everything that a reviewer has to say of a dossier's targets."""
    gaps = [f"{group.title}：{gap.text}" for group in groups(dossier) for gap in group.gaps]
    return remarks(draft_of(dossier).dataset, known_of(dossier), gaps)


def doubt_of_targets(task: Task) -> Doubt:
    """What is kept of the task, computed again if its data have changed since."""
    kept = Doubt.objects.filter(task=task).first()
    return kept if kept and kept.stamp == task.dossier.stamp else weigh_targets(task)


def weigh_targets(task: Task) -> Doubt:
    """Look through the targets and keep what was found."""
    found = remarks_of(task.dossier)
    score, money = score_of(found), match(draft_of(task.dossier).dataset).money
    doubt, _made = Doubt.objects.update_or_create(
        task=task,
        defaults={
            "stamp": task.dossier.stamp,
            "score": score,
            "money": money.units,
            "weight": rank(score, money),
            "reasons": json.dumps(_reasons(found), ensure_ascii=False),
            "grounds": json.dumps([_kept(each) for each in found], ensure_ascii=False),
        },
    )
    return doubt


def _reasons(found: tuple[Remark, ...]) -> list[str]:
    """The heaviest remark of each kind, with how many there are of it."""
    kinds = list(dict.fromkeys(each.kind for each in found))
    firsts = ([each for each in found if each.kind == kind] for kind in kinds[:TOLD])
    return [f"{each[0].kind} {len(each)} 处：{each[0].text}" for each in firsts]


def _kept(remark: Remark) -> dict[str, object]:
    return asdict(remark) | {"money": remark.money.units}


def kept_remarks(doubt: Doubt) -> tuple[Remark, ...]:
    """The remarks as they were found."""
    return tuple(Remark(**(each | {"money": Money(each["money"])})) for each in doubt.kept_grounds)


@background(queue_name=ALL_UNITS)
def weigh_targets_later(pk: int) -> None:
    """In the background, unless the targets have gone back meanwhile."""
    found = Task.objects.select_related("dossier__unit", "dossier__year").filter(pk=pk, stage__in=STAGES)
    task = found.first()
    if task is not None and not task.editable:
        doubt_of_targets(task)


@after_submission(Stage.ADJUSTMENT)
@after_submission(Stage.TARGETS)
def look_through(task: Task) -> None:
    """The unit need not wait for it."""
    weigh_targets_later.enqueue(task.pk)


def target_queue(user: Person, year: Year) -> QuerySet[Task]:
    """Submitted targets and adjustments that the person reviews, doubt × money first, without doubt by money."""
    finance = rights.visible_units(user, "task.review.finance")
    department = rights.visible_units(user, "task.review.department")
    mine = Q(step=Step.FINANCE, dossier__unit__in=finance) | Q(step=Step.DEPARTMENT, dossier__unit__in=department)
    found = Task.objects.filter(mine, dossier__year=year, stage__in=STAGES, state=State.SUBMITTED)
    heavy = (F(f"doubt__{name}").desc(nulls_last=True) for name in ("weight", "money"))
    ordered = found.order_by(*heavy, "dossier__unit__code", "pk")
    return ordered.select_related("dossier__unit", "dossier__year", "holder", "doubt").defer(
        *(f"doubt__{name}" for name in LONG)
    )
