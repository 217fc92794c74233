"""A person's last step on a grid taken back and done again: cells, rows that came, rows that went, all of it or nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from jiheng.facts.rows import TABLES, TITLES
from jiheng.facts.schema import columns
from jiheng.web.actions import Refusal
from jiheng.web.records.actions import Change, RecordAction, SaveCells, Saved, as_kept, in_one_form
from jiheng.web.records.models import Record

Cells = Mapping[str, str]
MOST = 1_000_000
"""Beyond the place of any row in a table."""


@dataclass(frozen=True, slots=True)
class Gone:
    """A row that came with the step and goes with it, as the person knows it."""

    pk: int
    cells: Cells


@dataclass(frozen=True, slots=True)
class Back:
    """A row that went with the step and comes back, as it stood and where."""

    position: int
    cells: Cells


@dataclass
class _Step(RecordAction):
    """Refused as a whole where another has changed a cell of it since."""

    table: str
    changes: Sequence[Change]
    removed: Sequence[Gone] = ()
    restored: Sequence[Back] = ()
    returned: list[int] = field(default_factory=list, init=False)
    """Primary keys of the rows that came back, in their order."""

    def apply(self) -> Saved:
        """Rows go first, so that their keys are free for those that come back."""
        self.demand_writable(self.table)
        for gone in self.removed:
            self._remove(gone)
        self.returned = [self._restore(back) for back in self.restored]
        saved: Saved = self._cells(self.changes)
        if saved.conflicts:
            met = saved.conflicts[0]
            raise _changed_since(met.by, column_title(self.table, met.attribute), met.theirs)
        return saved

    def _cells(self, changes: Sequence[Change]) -> Saved:
        return SaveCells(self.actor, self.target, table=self.table, changes=changes).apply()

    def _remove(self, gone: Gone) -> None:
        found = Record.objects.filter(dossier=self.target, table=self.table, pk=gone.pk)
        record = found.select_for_update().first()
        if record is None:
            raise Refusal(_("这一行已被他人删除，请刷新页面。"))
        self.demand_open_month(self.table, record.cells)
        for name in {*record.cells, *gone.cells}:
            if self._one_form(name, record.cells) != self._one_form(name, gone.cells):
                raise _changed_since(
                    str(record.updated_by or ""), column_title(self.table, name), record.cells.get(name, "")
                )
        self.remove(found)

    def _one_form(self, name: str, cells: Cells) -> str:
        return in_one_form(self.table, name, as_kept(cells.get(name, "")))

    def _restore(self, back: Back) -> int:
        change = Change(0, {name: ("", text) for name, text in back.cells.items() if text})
        pk = self._cells([change]).rows[0]
        if 0 < back.position <= MOST:
            Record.objects.filter(pk=pk).update(position=back.position)
        return pk

    def detail(self) -> str:
        """The table, and how many rows changed, went and came back."""
        rows = f"修改 {len(self.changes)} 行，移除 {len(self.removed)} 行，恢复 {len(self.restored)} 行"
        return f"{TITLES.get(self.table, self.table)}：{rows}"


@dataclass
class UndoStep(_Step):
    """Take one's own last step back."""

    title = gettext_noop("撤销修改")


@dataclass
class RedoStep(_Step):
    """Do again what was taken back."""

    title = gettext_noop("重做修改")


def column_title(table: str, attribute: str) -> str:
    """A column as the person reads it."""
    titles = {each.name: column.title for each, column in columns(TABLES[table][1])}
    return titles.get(attribute, attribute)


def _changed_since(by: str, column: str, theirs: str) -> Refusal:
    sentence = _("“%(column)s”已由%(by)s改为“%(theirs)s”，没有执行，以免覆盖；请核对后直接修改。")
    return Refusal(sentence % {"column": column, "by": by or _("他人"), "theirs": theirs})


STEPS: Mapping[str, type[UndoStep | RedoStep]] = {"undo": UndoStep, "redo": RedoStep}
"""How the page names what it asks for."""
