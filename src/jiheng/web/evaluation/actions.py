"""Filling in results: one line at a time, score and caps follow at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext_noop

from jiheng.core.fault import Refused
from jiheng.facts.rows import TABLES
from jiheng.web.actions import Refusal
from jiheng.web.evaluation.asked import ANSWER, MEASURE, PROOF, REASON
from jiheng.web.records.actions import Change, RecordAction, SaveCells, Saved, as_kept
from jiheng.web.records.dataset import sheet_of
from jiheng.web.records.models import Record

FIELDS = frozenset({"actual", "level", "coefficient", "choice", "absent", "reason", "measure"})
"""What the unit may fill in; scores are computed, and the reviewer's fields are not here."""


@dataclass
class SaveResult(RecordAction):
    """Save what was filled in for one indicator: its result and the answers to its checklist.

    ``cells`` and ``before`` hold the fields of the drawer, now and when the person began; what another changed
    meanwhile is reported, not overwritten. Without ``before`` what stands there now counts as begun from.
    """

    right = "evaluation.write"
    title = gettext_noop("填报完成情况")
    indicator: str
    cells: Mapping[str, str]
    before: Mapping[str, str] = field(default_factory=dict)

    def apply(self) -> Saved:
        """Change the row of ``results`` and the rows of ``answers``, or make them."""
        self.lock()
        saved = Saved()
        given = {name: text for name, text in self.cells.items() if name in FIELDS}
        if given:
            self._save("results", self.indicator, {"indicator": self.indicator}, {name: name for name in given}, saved)
        for item in dict.fromkeys(name.partition(":")[2] for name in self.cells if name.startswith((ANSWER, PROOF))):
            key = {"indicator": self.indicator, "item": item}
            names = {"answer": f"{ANSWER}{item}", "proof": f"{PROOF}{item}"}
            self._save("answers", f"{self.indicator}/{item}", key, names, saved)
        for code in dict.fromkeys(name.partition(":")[2] for name in self.cells if name.startswith((REASON, MEASURE))):
            self._save(
                "results", code, {"indicator": code}, {"reason": REASON + code, "measure": MEASURE + code}, saved
            )
        self._demand_fitting()
        return saved

    def _demand_fitting(self) -> None:
        """Refuse what the pack does not know, such as a coefficient beyond its level.

        Raises:
            Refusal: every such fault in a sentence.
        """
        try:
            sheet_of(self.target)
        except Refused as refused:
            own = [fault for fault in refused.faults if fault.place.sheet == TABLES["results"][0]]
            if own:
                sentences = (f"{fault.problem}，应为{fault.expected}。{fault.fix}" for fault in own)
                raise Refusal("\n".join(sentences)) from refused

    def _save(self, table: str, key: str, fixed: Mapping[str, str], names: Mapping[str, str], saved: Saved) -> None:
        """One row: ``names`` says which field of the drawer fills which attribute."""
        record = Record.objects.filter(dossier=self.target, table=table, key=key).first()
        there = record.cells if record else {}
        typed = {name: self.cells.get(shown, "") for name, shown in names.items() if shown in self.cells}
        if record is None and not any(typed.values()):
            return
        begun = {name: self.before.get(shown, there.get(name, "")) for name, shown in names.items()}
        cells = {name: (there.get(name, ""), text) for name, text in fixed.items()}
        cells |= {name: (begun[name], text) for name, text in typed.items() if text != begun[name]}
        change = Change(record.pk if record else 0, cells)
        saved.conflicts += SaveCells(self.actor, self.target, table, [change]).apply().conflicts

    def detail(self) -> str:
        """Which indicator, not what was written."""
        return self.indicator


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
        self.lock()
        record = Record.objects.filter(dossier=self.target, table="narrative", key=self.chapter).first()
        if not self.text.strip() and (record is None or as_kept(record.cells.get("text", "")) == as_kept(self.before)):
            self.demand_writable("narrative")
            self.remove(Record.objects.filter(dossier=self.target, table="narrative", key=self.chapter))
            self.touch()
            return Saved()
        begun = (self.chapter, self.before) if record else ("", "")
        cells = {"chapter": (begun[0], self.chapter), "text": (begun[1], self.text)}
        change = Change(record.pk if record else 0, cells)
        return SaveCells(self.actor, self.target, "narrative", [change]).apply()

    def detail(self) -> str:
        """Which chapter, not its text."""
        return f"章节 {self.chapter}：{len(self.text)} 字"
