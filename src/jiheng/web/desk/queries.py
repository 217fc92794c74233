"""What waits for a person, what the person waits for, and how the units stand."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from django.db.models import Case, Count, F, Q, QuerySet, When, Window
from django.utils import timezone

from jiheng.web import rights
from jiheng.web.cycle.line import current
from jiheng.web.cycle.models import (
    DECIDED,
    OPEN,
    Dossier,
    Reminder,
    Stage,
    State,
    Step,
    Task,
    Year,
    is_overdue,
    state_in_words,
)
from jiheng.web.cycle.queries import urgency
from jiheng.web.frame import STAGE_PLACES, TASK_PLACES, address, address_of

if TYPE_CHECKING:
    from jiheng.web.rights import Person

SHOWN = 50
REVIEW_PLACE = "review:form"
URGENCY = ("red", "yellow", "none", "green")
"""Lights of the table of units, the most urgent first."""


@dataclass(frozen=True, slots=True)
class Item:
    """One line of a list: a task, where it leads, and how urgent it is in words."""

    task: Task
    address: str
    urgency: str
    light: str


def mine(user: Person) -> tuple[list[Item], int]:
    """The first tasks that the person has to do something about, what came back first, then the most urgent, and how many there are."""
    every = _tasks().filter(_in_hand(user)).annotate(among=Window(Count("pk")))
    returned = Case(When(state=State.RETURNED, then=0), default=1)
    first = list(every.order_by(returned, F("due").asc(nulls_last=True), "pk")[:SHOWN])
    return _items(first, own_place), first[0].among if first else 0


def _in_hand(user: Person) -> Q:
    """Tasks that the person fills in, and those that he reviews now."""
    reach = Q(state__in=OPEN, dossier__unit__in=rights.visible_units(user, "task.submit"))
    for step in Step.values:
        reviewing = rights.visible_units(user, f"task.review.{step}")
        reach |= Q(state=State.SUBMITTED, step=step, dossier__unit__in=reviewing)
    return reach


def waiting(user: Person) -> list[Item]:
    """Tasks of the person's own units that others have now: who fills in, or who reviews next."""
    own = Q(state__in=(*OPEN, State.SUBMITTED), dossier__unit__in=rights.visible_units(user, "dossier.own"))
    return _items(_tasks().filter(own & ~_in_hand(user)).order_by("submitted_at", "due")[:SHOWN])


def overdue(user: Person) -> list[Item]:
    """Tasks below a reviewer that should have been handed in by now."""
    return _items(late(user)[:SHOWN])


def late(user: Person) -> QuerySet[Task]:
    """All of them, the longest overdue first."""
    below = rights.visible_units(user, "task.remind")
    found = _tasks().filter(state__in=OPEN, due__lt=timezone.localdate(), dossier__unit__in=below)
    return found.order_by("due", "dossier__unit__code")


def reminded(user: Person) -> list[Reminder]:
    """Reminders of tasks that the person still has to hand in, the newest of each task."""
    filling = rights.visible_units(user, "task.submit")
    found = Reminder.objects.filter(task__state__in=OPEN, task__dossier__unit__in=filling)
    newest: dict[int, Reminder] = {}
    for each in found.select_related("task__dossier__unit", "task__dossier__year", "by")[:SHOWN]:
        newest.setdefault(each.task_id, each)
    return list(newest.values())


def _tasks() -> QuerySet[Task]:
    """Of open years; an adjustment that nobody has asked for is no task."""
    found = Task.objects.select_related("dossier__unit", "dossier__year", "holder").filter(dossier__year__open=True)
    return found.exclude(stage=Stage.ADJUSTMENT, state=State.BLANK)


def _items(tasks: Iterable[Task], place: Callable[[Task], str] | None = None) -> list[Item]:
    today, where = timezone.localdate(), place or _stage_place
    return [_item(task, today, where(task)) for task in tasks if Stage(task.stage) in TASK_PLACES]


def _item(task: Task, today: date, place: str) -> Item:
    words, light = urgency(task, today)
    return Item(task, address(task.dossier, place), words, light)


def _stage_place(task: Task) -> str:
    """The page of the task's stage."""
    return TASK_PLACES[Stage(task.stage)]


def own_place(task: Task) -> str:
    """The page where the person does his part: a self-evaluation that has left its unit is reviewed on its own page."""
    away = task.state == State.SUBMITTED and task.step != Step.UNIT
    return REVIEW_PLACE if away and task.stage == Stage.EVALUATION else _stage_place(task)


class Standing(NamedTuple):
    """How a task stands; a whole county's are read, so no more of them than the table shows.

    Of a dossier without tasks it is one that stands for no stage.
    """

    stage: str
    period: str
    state: str
    step: str
    due: date | None


@dataclass(frozen=True, slots=True)
class Lights:
    """How one dossier stands, by stage."""

    year: int
    code: str
    name: str
    level: str
    tasks: tuple[Standing | None, ...]
    lights: tuple[str, ...]

    @property
    def urgency(self) -> int:
        """Late units come first, then what was returned."""
        return min(map(URGENCY.index, self.lights))

    @property
    def worst(self) -> str:
        """The light that decides where it stands."""
        return URGENCY[self.urgency]

    @property
    def by_stage(self) -> tuple[int, ...]:
        """How urgent each stage is, 0 the most."""
        return tuple(map(URGENCY.index, self.lights))


@dataclass(frozen=True, slots=True)
class HeatRow:
    """One unit's line in the table of units × stages."""

    stands: Lights

    @property
    def cells(self) -> Iterator[tuple[str, str, str]]:
        """For each stage: address, state in words, light."""
        for place, task, light in zip(STAGE_PLACES.values(), self.stands.tasks, self.stands.lights, strict=True):
            yield (
                address_of(place, self.stands.year, self.stands.code),
                state_in_words(task.state, task.step) if task else "—",
                light,
            )


def heat(user: Person, year: Year) -> list[Lights]:
    """Units × stages for whoever reviews, late ones first: done, due, late."""
    units, today = rights.visible_units(user, "task.remind"), timezone.localdate()
    dossiers = Dossier.objects.filter(year=year, unit__in=units).order_by("unit__code")
    of_unit = ("unit__code", "unit__name", "unit__level")
    found = dossiers.values_list(*of_unit, *(f"tasks__{name}" for name in Standing._fields))
    by_unit: defaultdict[tuple[str, str, str], list[Standing]] = defaultdict(list)
    for code, name, level, *task in found.iterator():
        by_unit[code, name, level].append(Standing(*task))
    return sorted(
        (_lights(year.year, unit, tasks, today) for unit, tasks in by_unit.items()), key=lambda each: each.urgency
    )


def heat_rows(found: Sequence[Lights]) -> list[HeatRow]:
    """The lines of those that are shown."""
    return [HeatRow(each) for each in found]


def _lights(year: int, unit: tuple[str, str, str], tasks: Sequence[Standing], today: date) -> Lights:
    now = tuple(current(tasks, stage) for stage in STAGE_PLACES)
    return Lights(year, *unit, now, tuple(_light(task, today) for task in now))


def _light(task: Standing | None, today: date) -> str:
    if task is None:
        return "none"
    if task.state in DECIDED:
        return "green"
    late = is_overdue(task.state, task.due, today)
    return "red" if late else "yellow" if task.state == State.RETURNED else "none"


def counts(found: Iterable[Lights]) -> Counter[str]:
    """How many cells show each light."""
    return Counter(light for each in found for light in each.lights)
