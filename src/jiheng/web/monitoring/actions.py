"""Filling in the monthly form; evaluating, reminding, answering and closing."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from jiheng.core.calendar import Month
from jiheng.core.fault import Refused
from jiheng.forms.letter import write_letter
from jiheng.monitoring import case as rules
from jiheng.monitoring.note import Note, draft_note
from jiheng.web.actions import Action, Refusal
from jiheng.web.cycle.actions import task_of
from jiheng.web.cycle.models import Dossier, Stage, Year
from jiheng.web.monitoring import evaluation, monthly_pack, tasks
from jiheng.web.monitoring.cases import Change as CaseChange
from jiheng.web.monitoring.cases import ended, plain
from jiheng.web.monitoring.models import Case, CaseEvent, Deed, Reminder
from jiheng.web.monitoring.observations import FIELDS, TABLE
from jiheng.web.monitoring.reports import report_or_faults
from jiheng.web.organisation.models import Unit
from jiheng.web.records.actions import Change, RecordAction, SaveCells, Saved
from jiheng.web.records.models import Record


@dataclass
class SaveObservation(RecordAction):
    """Save what was filled in for one indicator in one month."""

    right = "monitoring.write"
    title = gettext_noop("填报运行监控")
    month: str
    indicator: str
    cells: Mapping[str, str]

    def apply(self) -> Saved:
        """Change the row of ``observations``, or make it; a form under review or approved stays as it is."""
        if not task_of(self.target, Stage.MONITORING, self.month).editable:
            raise Refusal(_("%(month)s 的监控表正在审核或已审核通过，不能修改。") % {"month": self.month})
        key = f"{self.indicator}/{self.month}"
        record = Record.objects.filter(dossier=self.target, table=TABLE, key=key).first()
        before = record.cells if record else {}
        wanted = {"indicator": self.indicator, "month": self.month}
        wanted |= {name: text for name, text in self.cells.items() if name in FIELDS}
        cells = {name: (before.get(name, ""), text) for name, text in wanted.items()}
        return SaveCells(self.actor, self.target, TABLE, [Change(record.pk if record else 0, cells)]).apply()


@dataclass
class DossierAction(Action[Dossier]):
    """An action on a unit's warnings in one month."""

    month: str

    def unit(self) -> Unit:
        """The dossier's unit."""
        return self.target.unit

    def snapshot(self) -> Mapping[str, Any]:
        """The cases and where they stand."""
        return {"cases": list(self.target.warnings.values_list("pk", "state", "owner", "seen"))}


@dataclass
class Evaluate(DossierAction):
    """Evaluate one unit now, not only in the night."""

    right = "warning.evaluate"
    title = gettext_noop("评估预算执行")

    def apply(self) -> CaseChange:
        """Keep the rows, follow the cases."""
        return evaluation.evaluate(self.target, Month.parse(self.month), timezone.localdate())


@dataclass
class EvaluateYear(Action[Year]):
    """Evaluate all units of a year in the background."""

    right = "warning.evaluate"
    title = gettext_noop("评估全部单位预算执行")
    month: str

    def unit(self) -> None:
        """A year belongs to no unit."""

    def apply(self) -> None:
        """Hand it to the worker once this is written."""
        year, month = self.target.year, self.month
        transaction.on_commit(lambda: tasks.evaluate_units.enqueue(year, month))


@dataclass
class PreparePack(Action[Year]):
    """Have the pack for the leadership meeting made in the background."""

    right = "task.remind"
    title = gettext_noop("生成月报")
    month: str
    owner: Unit

    def unit(self) -> Unit:
        """For whom it is made."""
        return self.owner

    def apply(self) -> None:
        """Say that it is asked for, and hand it to the worker once this is written."""
        monthly_pack.begin(monthly_pack.folder_of(self.target.year, self.month, self.owner))
        given = (self.target.year, self.month, self.owner.pk)
        transaction.on_commit(lambda: tasks.make_pack.enqueue(*given))


@dataclass
class SendReminder(DossierAction):
    """Send the drafted reminder note to the unit; every open case remembers it."""

    right = "task.remind"
    title = gettext_noop("发出催办函")
    sender: str

    def apply(self) -> Reminder:
        """Keep the letter as sent; nothing to remind of is refused."""
        note = self._note()
        letter = io.BytesIO()
        write_letter(note, letter)
        content = letter.getvalue()
        self._tell_cases(note)
        return Reminder.objects.create(
            dossier=self.target,
            month=self.month,
            title=note.title,
            sender=note.sender,
            dated=note.dated,
            actor=self.actor.user,
            content=content,
            sha256=hashlib.sha256(content).hexdigest(),
        )

    def _note(self) -> Note:
        report, problems = report_or_faults(self.target, Month.parse(self.month))
        if report is None:
            raise Refusal("\n".join(problems))
        note = draft_note(report, self.sender, timezone.localdate())
        if note is None:
            raise Refusal(_("该单位没有红灯或黄灯项目，不需要催办。"))
        return note

    def _tell_cases(self, note: Note) -> None:
        for case in self.target.warnings.filter(state=rules.State.OPEN):
            CaseEvent.objects.create(
                case=case, actor=self.actor.user, deed=Deed.REMINDED, on=note.dated, text=note.title
            )


@dataclass
class CaseAction(Action[Case]):
    """A deed on one warning."""

    def unit(self) -> Unit:
        """The unit that is warned."""
        return self.target.dossier.unit

    def snapshot(self) -> Mapping[str, Any]:
        """Where the case stands."""
        return {"state": self.target.state, "outcome": self.target.outcome, "events": self.target.events.count()}

    def fresh(self) -> rules.Case:
        """Read the case under lock, as the core's case."""
        self.target = (
            Case.objects.select_for_update(of=("self",))
            .select_related("dossier__unit", "dossier__year")
            .get(pk=self.target.pk)
        )
        return plain(self.target)

    def note(self, deed: Deed, **more: str) -> None:
        """Write a line of the history."""
        CaseEvent.objects.create(case=self.target, actor=self.actor.user, deed=deed, on=timezone.localdate(), **more)


@dataclass
class AnswerCase(CaseAction):
    """The unit says whether it goes on, re-allocates or cancels, why, and with what measure."""

    right = "warning.answer"
    title = gettext_noop("答复预警")
    choice: str
    reason: str
    measure: str

    def apply(self) -> None:
        """Refuse an answer that says nothing, or comes after the end."""
        case = self.fresh()
        choice = next((each for each in rules.CHOICES if each == self.choice), None)
        if choice is None:
            raise Refusal(_("请选择处理意见：继续执行、调剂或取消。"))
        by = str(self.actor.user)
        reply = rules.Reply(
            choice=choice, reason=self.reason.strip(), measure=self.measure.strip(), by=by, on=timezone.localdate()
        )
        self.target.state = _by_rule(lambda: rules.answer(case, reply)).state
        self.target.save(update_fields=["state"])
        self.note(Deed.ANSWERED, choice=choice, text=reply.reason, measure=reply.measure)


@dataclass
class CloseCase(CaseAction):
    """The finance office ends the case: it was right, it was averted, or it was a false alarm."""

    right = "warning.close"
    title = gettext_noop("办结预警")
    outcome: str
    because: str

    def apply(self) -> None:
        """Refuse without a ground, and twice."""
        case = self.fresh()
        if self.outcome not in list(rules.Outcome):
            raise Refusal(_("请选择办结情形：属实、已化解或误报。"))
        outcome, day = rules.Outcome(self.outcome), timezone.localdate()
        ended(self.target, _by_rule(lambda: rules.end(case, outcome, self.because.strip(), day)))
        self.note(Deed.ENDED, text=f"{outcome}：{self.because.strip()}")


def _by_rule(act: Any) -> rules.Case:
    """Apply a rule of the core; what it refuses becomes a sentence for the page."""
    try:
        case: rules.Case = act()
    except Refused as refused:
        raise Refusal("\n".join(f"{fault.problem}。{fault.fix}" for fault in refused.faults)) from refused
    return case
