"""报送记录 that the site itself keeps: what was due, when it was handed in, and how often it went back, from its own log."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Max, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_noop

from jiheng.facts.rows import ORIGINS
from jiheng.web.actions import Actor
from jiheng.web.cycle.actions import Return, Submit, after_submission, at_decision, task_seen
from jiheng.web.cycle.models import DECIDED, Dossier, Passage, Stage, Task
from jiheng.web.records.models import Record
from jiheng.web.records.writing import FROM_SITE, SITE_KEY, RecordAction, names_same_step

TABLE = "filings"
TYPED = ORIGINS[3]
NAMES: Mapping[Stage, str] = {
    Stage.TARGETS: "绩效目标申报（{year}年度）",
    Stage.MONITORING: "运行监控（{period}）",
    Stage.EVALUATION: "绩效自评（{year}年度）",
}
"""Stage → 报送事项; it begins with the word by which a pack asks for the stage."""


@dataclass
class RegisterFiling(RecordAction):
    """Write one step of the cycle into the data set, with origin 系统; the person behind it only acted in the workflow."""

    right = "dossier.view"
    title = gettext_noop("登记报送记录")
    by_unit = False
    by_site = True
    task: Task

    def apply(self) -> bool:
        """Write the row as the log tells it; whether there is one. What the unit typed of the same step gives way."""
        cells = told(self.task)
        if cells is None or self._is_over() or self._published_before(cells):
            return False
        self.lock()
        self.remove(self._same_step(cells))
        own = Record.objects.filter(dossier=self.target, table=TABLE)
        last = own.aggregate(last=Max("position"))["last"] or 0
        empty = Record(dossier=self.target, table=TABLE, key=cells["code"], position=last + 1, by_site=True)
        record = own.filter(key=cells["code"]).first() or empty
        before = record.cells
        record.cells = {name: text for name, text in before.items() if name == "note"} | cells
        if record.cells == before:
            return True
        record.version += 1 if record.pk else 0
        record.updated_by = self.actor.user
        record.save()
        self.note(record, before, record.cells)
        self.touch()
        return True

    def _same_step(self, cells: Mapping[str, str]) -> QuerySet[Record]:
        found = Record.objects.filter(dossier=self.target, table=TABLE, by_site=False).exclude(key="")
        return found.filter(pk__in=[row.pk for row in found if names_same_step(row.cells.get("step", ""), cells)])

    def _published_before(self, cells: Mapping[str, str]) -> bool:
        """Whether the register of this step came from published documents: then it stays as it was published."""
        return any(row.cells.get("origin", TYPED) != TYPED for row in self._same_step(cells))

    def _is_over(self) -> bool:
        """What was decided rests on the register as it was."""
        return task_seen(self.target, Stage.EVALUATION).state in DECIDED

    def detail(self) -> str:
        """Which step."""
        return str(self.task)


def told(task: Task) -> dict[str, str] | None:
    """The row of a task; none where it had no day by which it was due, or was not handed in."""
    first = task.passages.filter(deed=Submit.title).first()
    if task.due is None or first is None or task.stage not in NAMES:
        return None
    year = task.dossier.year.year
    return {
        "code": f"{SITE_KEY}{task.stage}-{task.period or year}",
        "step": NAMES[Stage(task.stage)].format(year=year, period=task.period),
        "due": str(task.due),
        "filed": str(timezone.localdate(first.at)),
        "returned": str(task.passages.filter(deed=Return.title).count()),
        "origin": FROM_SITE,
    }


def dossier_for(task: Task) -> Dossier | None:
    """Where it is told: a self-evaluation is handed in in the year after, and counts there."""
    if task.stage != Stage.EVALUATION:
        return task.dossier
    after = task.dossier.year.year + 1
    return Dossier.objects.select_related("year", "unit").filter(unit=task.dossier.unit, year__year=after).first()


def register(task: Task, passage: Passage | None = None) -> None:
    """Write down what the log tells of a task by now."""
    deed, dossier = passage or task.passages.last(), dossier_for(task)
    if deed is not None and dossier is not None and told(task) is not None:
        RegisterFiling(Actor(deed.actor), dossier, task=task).run()


for _stage in NAMES:
    after_submission(_stage)(register)
    at_decision(_stage)(register)
