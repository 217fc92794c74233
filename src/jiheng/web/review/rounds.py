"""What a reviewer saw when he re-scored and wrote, and what the unit has changed since."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from jiheng.core.exact import Points
from jiheng.facts.rows import TABLES, TITLES
from jiheng.facts.schema import columns
from jiheng.web.actions import Actor
from jiheng.web.audit.models import Change
from jiheng.web.cycle.actions import Return, Submit
from jiheng.web.cycle.models import Dossier, Passage, Stage, Task
from jiheng.web.records.dataset import sheet_of
from jiheng.web.records.models import Record
from jiheng.web.review.models import Binding, Opinion
from jiheng.web.review.versions import TABLE

MOST = 200
"""Changes that are listed."""


@dataclass(frozen=True, slots=True)
class Stale:
    """A re-score made on data that the unit has changed since: the line's own score then (if known) and now."""

    code: str
    name: str
    then: str
    now: str


@dataclass(frozen=True, slots=True)
class Changed:
    """One cell that was changed since the form went back."""

    table: str
    key: str
    column: str
    old: str
    new: str


def round_of(task: Task) -> int:
    """How often the form has been handed in."""
    return Passage.objects.filter(task=task, deed=Submit.title).count()


def bind(actor: Actor, dossier: Dossier, indicator: str, score: Points) -> None:
    """Say which state of the unit's data a re-score rests on."""
    dossier.refresh_from_db(fields=["own_revision"])
    task = dossier.tasks.get(stage=Stage.EVALUATION)
    seen = {"own_revision": dossier.own_revision, "own_score": score.units, "round": round_of(task)}
    Binding.objects.update_or_create(dossier=dossier, indicator=indicator, defaults=seen | {"by": actor.user})


def stale_rescores(dossier: Dossier) -> Iterator[Stale]:
    """Every re-score that must be confirmed, changed or dropped before the form is approved."""
    bound = {each.indicator: each for each in Binding.objects.filter(dossier=dossier)}
    rows = list(Record.objects.filter(dossier=dossier, table=TABLE).exclude(key=""))
    lines = {line.code: line for line in sheet_of(dossier).lines} if rows else {}
    for row in rows:
        seen, line = bound.get(row.key), lines.get(row.key)
        if line is not None and _is_stale(dossier, row, seen):
            then = "" if seen is None or seen.own_score is None else Points(seen.own_score).shown()
            yield Stale(row.key, line.name, then, line.score.shown())


def _is_stale(dossier: Dossier, row: Record, seen: Binding | None) -> bool:
    if seen is not None and seen.own_revision is not None:
        return seen.own_revision != dossier.own_revision
    last = Passage.objects.filter(task__dossier=dossier, task__stage=Stage.EVALUATION, deed=Submit.title).last()
    return last is not None and last.at > row.updated_at


def is_of_earlier_round(opinion: Opinion, task: Task) -> bool:
    """Whether the form was handed in again since the opinion was written: it is history then, not the present one."""
    if opinion.round:
        return opinion.round != round_of(task)
    last = Passage.objects.filter(task=task, deed=Submit.title).last()
    return last is not None and last.at > opinion.at


def changed_since_return(task: Task) -> list[Changed]:
    """Every cell of the unit that was changed since the form last went back, in the order of the deeds."""
    back = Passage.objects.filter(task=task, deed=Return.title).last()
    if back is None:
        return []
    found = Change.objects.filter(dossier=task.dossier_id, entry__at__gte=back.at, table__in=TABLES).exclude(
        table=TABLE
    )
    return [
        Changed(TITLES[change.table], change.key, _title(change.table, name), old, new)
        for change in found.order_by("entry_id", "pk")[:MOST]
        for name, old, new in change.cells
    ]


def _title(table: str, attribute: str) -> str:
    return next((column.title for field, column in columns(TABLES[table][1]) if field.name == attribute), attribute)
