"""The next thing to do, as one sentence with one button; the desk shows it on top, once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jiheng.web import rights
from jiheng.web.cycle.models import State, Year
from jiheng.web.desk.errands import Errand
from jiheng.web.desk.queries import Item
from jiheng.web.desk.week import WeekStep, begin_with
from jiheng.web.frame import address
from jiheng.web.monitoring.models import Case
from jiheng.web.monitoring.queries import MOST_TO_ANSWER, all_to_answer
from jiheng.web.review.queries import queue

if TYPE_CHECKING:
    from jiheng.web.rights import Person


@dataclass(frozen=True, slots=True)
class NextThing:
    """What to do, and the button that leads there."""

    sentence: str
    button: str
    address: str


def next_thing(
    user: Person,
    year: Year | None,
    mine: tuple[Sequence[Item], int],
    warnings: Sequence[Case],
    others: Sequence[Errand],
) -> NextThing | None:
    """The most urgent of what waits: a task, a warning to answer, another errand, the queue; None if nothing does.

    Of ``mine`` the first are given, and how many there are in all.
    """
    listed, count = mine
    if listed:
        return _task(listed[0], count)
    if warnings:
        full = len(warnings) == MOST_TO_ANSWER
        return _warnings(warnings, all_to_answer(user).count() if full else len(warnings))
    if others:
        return NextThing(others[0].text, others[0].button, others[0].address)
    if year is not None and rights.may(user, "review.queue"):
        return _queue(user, year)
    return None


def _task(first: Item, count: int) -> NextThing:
    words = {"unit": first.task.dossier.unit_name, "year": first.task.dossier.year.year}
    period = f"（{first.task.period}）" if first.task.period else ""
    words["stage"] = f"{first.task.get_stage_display()}{period}"
    if first.task.state == State.SUBMITTED:
        told = _("%(unit)s的%(year)d年度%(stage)s等您审核") % words
        rest = _("，共 %(n)d 件") % {"n": count} if count > 1 else ""
        return NextThing(told + rest, _("去审核"), first.address)
    urgency = _("，%(urgency)s") % {"urgency": first.urgency} if first.urgency else ""
    if first.task.state == State.RETURNED:
        return NextThing(
            _("%(year)d年度%(stage)s被退回，请修改后重新提交") % words + urgency, _("去修改"), first.address
        )
    return NextThing(_("请填报%(year)d年度%(stage)s") % words + urgency, _("去填报"), first.address)


def _warnings(warnings: Sequence[Case], count: int) -> NextThing:
    first = warnings[0]
    words = {"n": count, "day": first.deadline.isoformat()}
    told = ngettext("有 %(n)d 件预警待答复，最早的 %(day)s 到期", "有 %(n)d 件预警待答复，最早的 %(day)s 到期", count)
    return NextThing(told % words, _("去答复"), address(first.dossier, "monitoring:cases"))


def _queue(user: Person, year: Year) -> NextThing | None:
    count = queue(user, year).count()
    if not count:
        return None
    told = ngettext("有 %(n)d 份自评待复核", "有 %(n)d 份自评待复核", count) % {"n": count}
    return NextThing(told, _("开始复核"), reverse("review:queue", args=[year.year]))


def to_begin(steps: Sequence[WeekStep]) -> NextThing | None:
    """On an empty desk, the first thing of the week that the person can begin."""
    step = begin_with(steps)
    return NextThing(step.text, step.button, step.address) if step else None
