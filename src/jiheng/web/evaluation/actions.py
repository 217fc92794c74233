"""Filling in results: one line at a time, score and caps follow at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext_noop

from jiheng.web.records.actions import Change, RecordAction, SaveCells, Saved
from jiheng.web.records.models import Record

FIELDS = frozenset({"actual", "level", "coefficient", "choice", "absent", "reason", "measure"})
"""What the unit may fill in; scores are computed, and the reviewer's fields are not here."""


@dataclass
class SaveResult(RecordAction):
    """Save what was filled in for one indicator."""

    right = "evaluation.write"
    title = gettext_noop("填报完成情况")
    indicator: str
    cells: Mapping[str, str]

    def apply(self) -> Saved:
        """Change the row of ``results``, or make it."""
        record = Record.objects.filter(dossier=self.target, table="results", key=self.indicator).first()
        before = record.cells if record else {}
        cells = {name: (before.get(name, ""), text) for name, text in self.cells.items() if name in FIELDS}
        change = Change(
            record.pk if record else 0, {"indicator": (before.get("indicator", ""), self.indicator), **cells}
        )
        return SaveCells(self.actor, self.target, "results", [change]).apply()


@dataclass
class SaveChapter(RecordAction):
    """Save the text of one chapter; an empty one gives way to the wording of the pack."""

    right = "evaluation.write"
    title = gettext_noop("填写文字说明")
    chapter: str
    before: str
    text: str

    def apply(self) -> Saved:
        """Change the row of ``narrative``, make it, or take it out."""
        record = Record.objects.filter(dossier=self.target, table="narrative", key=self.chapter).first()
        if not self.text.strip() and (record is None or record.cells.get("text", "") == self.before):
            self.demand_writable("narrative")
            Record.objects.filter(dossier=self.target, table="narrative", key=self.chapter).delete()
            self.touch()
            return Saved()
        cells = {"chapter": (self.chapter, self.chapter), "text": (self.before if record else "", self.text)}
        change = Change(record.pk if record else 0, cells)
        return SaveCells(self.actor, self.target, "narrative", [change]).apply()

    def detail(self) -> str:
        """Which chapter, not its text."""
        return f"章节 {self.chapter}：{len(self.text)} 字"
