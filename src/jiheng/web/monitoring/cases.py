"""Between the rows of a case and the core's rules of cases: rows in, rules applied, rows and history out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from jiheng.core.calendar import Month
from jiheng.monitoring import Report
from jiheng.monitoring import case as rules
from jiheng.monitoring.report import Watched
from jiheng.monitoring.signal import Level, Signal
from jiheng.web.cycle.models import Dossier
from jiheng.web.cycle.workdays import calendar
from jiheng.web.monitoring.models import Case, CaseEvent, Deed


@dataclass(slots=True)
class Change:
    """How many cases an evaluation opened, saw again, escalated and ended."""

    opened: int = 0
    repeated: int = 0
    escalated: int = 0
    ended: int = 0

    @property
    def text(self) -> str:
        """One sentence for the log and the page; empty if nothing changed."""
        named = {"新发预警": self.opened, "再次预警": self.repeated, "升级": self.escalated, "办结": self.ended}
        return "，".join(f"{name} {count} 件" for name, count in named.items() if count)


def plain(case: Case) -> rules.Case:
    """The row as the core's case."""
    events = list(case.events.all())
    return rules.Case(
        unit=case.dossier.unit.code,
        subject=case.project,
        code=case.code,
        level=Level(case.level),
        message=case.message,
        owner=case.owner,
        opened=Month.parse(case.opened),
        deadline=case.deadline,
        seen=tuple(Month.parse(each) for each in case.months),
        replies=tuple(_reply(each) for each in events if each.deed == Deed.ANSWERED),
        escalations=tuple(
            rules.Escalation(to=each.measure, on=each.on, because=each.text)
            for each in events
            if each.deed == Deed.ESCALATED
        ),
        end=_end(case),
    )


def _reply(event: CaseEvent) -> rules.Reply:
    choice = next(each for each in rules.CHOICES if each == event.choice)
    return rules.Reply(choice=choice, reason=event.text, measure=event.measure, by=str(event.actor or ""), on=event.on)


def _end(case: Case) -> rules.End | None:
    if case.ended_on is None:
        return None
    return rules.End(outcome=rules.Outcome(case.outcome), on=case.ended_on, because=case.ended_because)


@dataclass(slots=True)
class Docket:
    """All cases of a dossier while an evaluation changes them."""

    dossier: Dossier
    today: date
    change: Change = field(default_factory=Change)

    def follow(self, report: Report) -> Change:
        """Carry the cases into the report's month, then escalate what nobody answered in time."""
        rows = list(
            Case.objects.filter(dossier=self.dossier).select_related("dossier__unit").prefetch_related("events__actor")
        )
        found = {each.execution.code: each.signals for each in (report.total, *report.projects)}
        before = [plain(row) for row in rows]
        after = rules.follow(before, report.unit, found, report.as_of, calendar())
        for row, old, new in zip(rows, before, after, strict=False):
            self._carry(row, old, new, found)
        names = {each.execution.code: each.execution.name for each in report.projects}
        for new in after[len(rows) :]:
            row = self._open(new, names.get(new.subject, report.unit_name), found)
            self._escalate(row, new)
        return self.change

    def _carry(self, row: Case, old: rules.Case, new: rules.Case, found: Mapping[str, Sequence[Signal]]) -> None:
        if new.seen != old.seen:
            self.change.repeated += 1
            self._describe(row, new, found)
            self._note(row, Deed.REPEATED, text=new.message)
        if new.end is not None and old.end is None:
            self.change.ended += 1
            ended(row, new)
            self._note(row, Deed.ENDED, text=f"{new.end.outcome}：{new.end.because}")
        self._escalate(row, new)

    def _escalate(self, row: Case, case: rules.Case) -> None:
        higher = rules.escalate(case, self.today, calendar())
        if higher.owner == case.owner:
            return
        self.change.escalated += 1
        row.owner, row.deadline = higher.owner, higher.deadline
        row.save(update_fields=["owner", "deadline"])
        self._note(row, Deed.ESCALATED, text=higher.escalations[-1].because, measure=higher.owner)

    def _open(self, new: rules.Case, name: str, found: Mapping[str, Sequence[Signal]]) -> Case:
        self.change.opened += 1
        row = Case(
            dossier=self.dossier,
            project=new.subject,
            name=name[:200],
            code=new.code,
            owner=new.owner,
            opened=str(new.opened),
            deadline=new.deadline,
        )
        self._describe(row, new, found)
        self._note(row, Deed.OPENED, text=new.message)
        return row

    def _describe(self, row: Case, case: rules.Case, found: Mapping[str, Sequence[Signal]]) -> None:
        signal = next(each for each in found[case.subject] if each.code == case.code)
        row.level, row.message, row.seen = case.level, case.message, ",".join(map(str, case.seen))
        row.why, row.until, row.cite = signal.why, signal.until, signal.cite
        row.save()

    def _note(self, row: Case, deed: Deed, *, text: str = "", measure: str = "") -> None:
        CaseEvent.objects.create(case=row, deed=deed, on=self.today, text=text, measure=measure)


def ended(row: Case, case: rules.Case) -> None:
    """Write how the case ended."""
    if case.end is not None:
        row.state, row.outcome = case.state, case.end.outcome
        row.ended_on, row.ended_because = case.end.on, case.end.because
        row.save()


def tally_of(cases: Sequence[Case]) -> rules.Tally:
    """Count cases by how they ended."""
    return tally(Counter(case.outcome for case in cases))


def tally(outcomes: Counter[str]) -> rules.Tally:
    """Cases by how they ended, for one unit or many; an empty outcome has not ended."""
    return rules.Tally(
        opened=outcomes.total(),
        ended=outcomes.total() - outcomes[""],
        right=outcomes[rules.Outcome.RIGHT],
        averted=outcomes[rules.Outcome.AVERTED],
        false=outcomes[rules.Outcome.FALSE],
    )


def gravest(watched: Watched) -> str:
    """The message of the gravest signal."""
    return watched.signals[0].message if watched.signals else ""
