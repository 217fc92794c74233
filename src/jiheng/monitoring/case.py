"""A warning as a case: opened once, answered, escalated, ended; plain data and plain functions.

Nothing here knows the clock or a database: days come in, a new case comes out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Literal

from jiheng.core.calendar import Month, Workdays
from jiheng.core.fault import Place, refuse
from jiheng.monitoring.rules.unjudged import BLOCKING
from jiheng.monitoring.signal import Level, Signal

Choice = Literal["继续执行", "调剂", "取消"]
CHOICES: tuple[Choice, ...] = ("继续执行", "调剂", "取消")
STEPS = ("项目负责人", "单位负责人", "主管部门", "财政部门")
"""Who has to act, from the first to the last step of escalation."""
OF_GOALS = {"M209"}
DIVERGENCE = "M105"
DEFAULT_WORKDAYS = 10
"""For a signal to which the pack sets no day of answer."""


class State(StrEnum):
    """Where a case stands."""

    OPEN = "待答复"
    ANSWERED = "已答复"
    ENDED = "已办结"


class Outcome(StrEnum):
    """How a case ended. Only 误报 counts as a false alarm."""

    RIGHT = "属实"
    AVERTED = "已化解"
    FALSE = "误报"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """The unit's answer."""

    choice: Choice
    reason: str
    measure: str
    by: str
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Escalation:
    """The case went one step up because nobody answered in time."""

    to: str
    on: date
    because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class End:
    """How and when the case ended, and on what ground."""

    outcome: Outcome
    on: date
    because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One warning of one project; the same signal in a later month is the same case."""

    unit: str
    subject: str
    code: str
    level: Level
    message: str
    owner: str
    opened: Month
    deadline: date
    seen: tuple[Month, ...]
    """The months in which the signal was there."""
    replies: tuple[Reply, ...] = ()
    escalations: tuple[Escalation, ...] = ()
    end: End | None = None

    @property
    def key(self) -> tuple[str, str, str]:
        """Unit, project and signal code: what makes a repeat the same case."""
        return self.unit, self.subject, self.code

    @property
    def state(self) -> State:
        """Where the case stands."""
        if self.end:
            return State.ENDED
        return State.ANSWERED if self.replies else State.OPEN


def follow(
    cases: Iterable[Case],
    unit: str,
    found: Mapping[str, Iterable[Signal]],
    month: Month,
    workdays: Workdays,
) -> tuple[Case, ...]:
    """Carry the unit's cases into a new month.

    A red or yellow signal opens a case or is added to the one already open; a case whose signal is gone
    ends as averted if the unit had answered, and otherwise as a false alarm. A signal that only cannot be
    judged this month leaves its case open. Following the same month again changes nothing.

    Args:
        cases: all cases so far, of whatever unit.
        unit: the unit's code.
        found: the signals of the month, by project code (``""``: the whole unit).
        month: the month that was watched.
        workdays: the working-day calendar.
    """
    before = tuple(cases)
    grave = {(unit, subject, each.code): each for subject, rows in found.items() for each in rows if _is_grave(each)}
    unclear = {subject: {each.code for each in rows if each.level is Level.NONE} for subject, rows in found.items()}
    carried = [_carry(case, unit, grave, unclear.get(case.subject, set()), month) for case in before]
    still = {case.key for case in carried if not case.end}
    opened = [
        _open(unit, subject, signal, month, workdays)
        for (_, subject, code), signal in grave.items()
        if (unit, subject, code) not in still and not _ended_in(before, (unit, subject, code), month)
    ]
    return (*carried, *opened)


def _is_grave(signal: Signal) -> bool:
    return signal.level in (Level.RED, Level.YELLOW)


def _ended_in(cases: Iterable[Case], key: tuple[str, str, str], month: Month) -> bool:
    return any(case.key == key and case.end is not None and month in case.seen for case in cases)


def _open(unit: str, subject: str, signal: Signal, month: Month, workdays: Workdays) -> Case:
    return Case(
        unit=unit,
        subject=subject,
        code=signal.code,
        level=signal.level,
        message=signal.message,
        owner=STEPS[0] if subject else STEPS[1],
        opened=month,
        deadline=signal.answer_by or workdays.add(month.end, DEFAULT_WORKDAYS),
        seen=(month,),
    )


def _carry(
    case: Case, unit: str, grave: Mapping[tuple[str, str, str], Signal], unclear: set[str], month: Month
) -> Case:
    if case.unit != unit or case.end or month in case.seen:
        return case
    signal = grave.get(case.key)
    if signal is not None:
        return replace(case, level=signal.level, message=signal.message, seen=(*case.seen, month))
    if unclear & (BLOCKING | (OF_GOALS if case.code == DIVERGENCE else set())):
        return case
    outcome = Outcome.AVERTED if case.replies else Outcome.FALSE
    because = f"{month} 已转绿" + ("，此前已有答复和措施" if case.replies else "，未见单位采取措施而自行转绿")
    return end(case, outcome, because, month.end)


def answer(case: Case, reply: Reply) -> Case:
    """Add the unit's answer.

    Raises:
        Refused: reason or measure is missing, or the case has ended.
    """
    if case.end:
        raise refuse(_place(case), "预警已办结，不能再答复", fix="如情况有变，待下月监控产生新的预警后答复。")
    for title, text in (("原因", reply.reason), ("措施", reply.measure)):
        if not text.strip():
            raise refuse(_place(case), f"答复缺少{title}", expected=f"写明{title}", fix=f"请补写{title}后提交。")
    return replace(case, replies=(*case.replies, reply))


def end(case: Case, outcome: Outcome, because: str, on: date) -> Case:
    """End the case.

    Raises:
        Refused: it has ended already, or no ground is given.
    """
    if case.end:
        raise refuse(_place(case), "预警已办结", fix="请勿重复办结。")
    if not because.strip():
        raise refuse(_place(case), "办结缺少依据", fix="请写明办结的依据。")
    return replace(case, end=End(outcome=outcome, on=on, because=because))


def escalate(case: Case, today: date, workdays: Workdays, days: int = DEFAULT_WORKDAYS) -> Case:
    """Hand an unanswered case one step up once its deadline has passed, with a new deadline.

    Red goes two steps up at once. At the last step the case stays there.
    """
    if case.state is not State.OPEN or today <= case.deadline:
        return case
    at = STEPS.index(case.owner)
    to = STEPS[min(at + (2 if case.level is Level.RED else 1), len(STEPS) - 1)]
    if to == case.owner:
        return case
    late = workdays.between(case.deadline, today)
    step = Escalation(to=to, on=today, because=f"{case.owner}逾期 {late} 个工作日未答复")
    deadline = workdays.add(today, days)
    return replace(case, owner=to, deadline=deadline, escalations=(*case.escalations, step))


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """How the warnings proved themselves."""

    opened: int
    ended: int
    right: int
    averted: int
    false: int

    @property
    def text(self) -> str:
        """One sentence for the report."""
        return (
            f"共发出预警 {self.opened} 件，已办结 {self.ended} 件："
            f"属实 {self.right} 件，已化解 {self.averted} 件，误报 {self.false} 件"
        )


def tally(cases: Iterable[Case]) -> Tally:
    """Count the cases by how they ended; false alarms are shown, not hidden."""
    rows = tuple(cases)
    outcomes = [case.end.outcome for case in rows if case.end]
    return Tally(
        opened=len(rows),
        ended=len(outcomes),
        right=outcomes.count(Outcome.RIGHT),
        averted=outcomes.count(Outcome.AVERTED),
        false=outcomes.count(Outcome.FALSE),
    )


def _place(case: Case) -> Place:
    return Place(path=f"预警 {case.code}（{case.subject or '单位合计'}）")
