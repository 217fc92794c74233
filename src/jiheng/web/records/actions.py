"""Changing rows: saved cell by cell, so that two people in one table lose nothing of each other's."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.db.models import F, Max
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from jiheng.facts.cell import Unfit
from jiheng.facts.days import read_month
from jiheng.facts.rows import TABLES, TITLES
from jiheng.facts.schema import columns
from jiheng.web.actions import Action, Refusal
from jiheng.web.cycle.actions import demand_open
from jiheng.web.cycle.adjusting import adjusting
from jiheng.web.cycle.models import DECIDED, Dossier, Stage, State, new_stamp
from jiheng.web.organisation.models import Unit
from jiheng.web.records.models import Record

GUARDED: dict[str, Stage] = {
    "indicators": Stage.TARGETS,
    "results": Stage.EVALUATION,
    "answers": Stage.EVALUATION,
    "evidence": Stage.EVALUATION,
    "narrative": Stage.EVALUATION,
}
"""Tables that may not change while the task of this stage is under review or done; others follow the evaluation."""
REVIEWERS_TABLES = frozenset({"reviews"})
"""Tables that only the reviewer writes, through the review's own actions."""
MAX_TEXT = 4000


@dataclass(frozen=True, slots=True)
class Change:
    """What one person changed in one row: attribute → (text when he began, text now). ``pk`` 0: a new row."""

    pk: int
    cells: Mapping[str, tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Conflict:
    """A cell that someone else changed meanwhile: both texts are shown, neither is lost."""

    pk: int
    attribute: str
    mine: str
    theirs: str
    by: str


@dataclass(slots=True)
class Saved:
    """What became of a saving."""

    rows: dict[int, int] = field(default_factory=dict)
    """Index of the change → primary key of its row."""
    conflicts: list[Conflict] = field(default_factory=list)


def writable(dossier: Dossier, table: str, month: str = "") -> bool:
    """Whether the unit may change the table (of one month, if named) now.

    It may not while a task that rests on it is under review or done, nor once the year is closed.
    """
    if not dossier.year.open:
        return False
    if table == "indicators" and adjusting(dossier):
        return True
    stage = Stage.MONITORING if month else GUARDED.get(table, Stage.EVALUATION)
    closed = (State.SUBMITTED, *DECIDED)
    tasks = dossier.tasks.filter(stage=stage, state__in=closed)
    return not (tasks.filter(period=month) if month else tasks).exists()


@dataclass
class RecordAction(Action[Dossier]):
    """An action on the rows of a dossier."""

    right = "records.write"

    def unit(self) -> Unit:
        """The dossier's unit."""
        return self.target.unit

    def snapshot(self) -> Mapping[str, Any]:
        """The revision."""
        return {"revision": self.target.revision}

    def demand_writable(self, table: str) -> None:
        """Refuse tables that are unknown or under review.

        Raises:
            Refusal: with what to do.
        """
        if table not in TABLES:
            raise Refusal(_("没有这张表。"))
        if table in REVIEWERS_TABLES:
            raise Refusal(_("“%(title)s”由复核人填写，填报人不能修改。") % {"title": TABLES[table][0]})
        demand_open(self.target)
        if not writable(self.target, table):
            raise Refusal(_("材料正在审核或已审核通过，不能修改；如需修改，请联系审核人退回。"))

    def demand_open_month(self, table: str, cells: Mapping[str, str]) -> None:
        """Refuse what belongs to a month whose monitoring form is under review or done.

        Raises:
            Refusal: with what to do.
        """
        month = cells.get("month", "")
        if table == "observations" and not writable(self.target, table, month):
            sentence = _("%(month)s 的监控表正在审核或已审核通过，不能修改；如需修改，请联系审核人退回。")
            raise Refusal(sentence % {"month": month})

    @cached_property
    def _adjusting(self) -> bool:
        return adjusting(self.target)

    def with_original(self, table: str, before: Mapping[str, str], after: dict[str, str]) -> dict[str, str]:
        """The cells, and beside an approved target that is adjusted now the value that was approved first."""
        approved = before.get("target", "")
        changed = table == "indicators" and approved and after.get("target", "") != approved
        if changed and not after.get("original_target") and self._adjusting:
            return after | {"original_target": before.get("original_target") or approved}
        return after

    def touch(self) -> None:
        """Count one more revision of the data."""
        Dossier.objects.filter(pk=self.target.pk).update(revision=F("revision") + 1, stamp=new_stamp())
        self.target.refresh_from_db(fields=["revision", "stamp"])


@dataclass
class SaveCells(RecordAction):
    """Save what was typed in one table. A cell changed by another meanwhile is reported, not overwritten."""

    title = gettext_noop("保存数据")
    table: str
    changes: Sequence[Change]

    def apply(self) -> Saved:
        """Merge every change; nothing half-written, since the whole runs in one transaction."""
        self.demand_writable(self.table)
        saved = Saved()
        for index, change in enumerate(self.changes):
            self._demand_sound(index, change)
            record = self._row(change)
            self._merge(record, change, saved)
            self._store(record)
            saved.rows[index] = record.pk
        self.touch()
        return saved

    def _demand_sound(self, index: int, change: Change) -> None:
        allowed = {each.name for each, _column in columns(TABLES[self.table][1])}
        too_long = any(len(new) > MAX_TEXT for _old, new in change.cells.values())
        if too_long or set(change.cells) - allowed:
            sentence = _("第 %(row)d 行含有无法保存的内容（列不存在，或文字超过 4000 字）。")
            raise Refusal(sentence % {"row": index + 1})

    def _row(self, change: Change) -> Record:
        if not change.pk:
            last = (
                Record.objects.filter(dossier=self.target, table=self.table).aggregate(last=Max("position"))["last"]
                or 0
            )
            return Record(dossier=self.target, table=self.table, position=last + 1)
        try:
            return Record.objects.select_for_update().get(pk=change.pk, dossier=self.target, table=self.table)
        except Record.DoesNotExist as missing:
            raise Refusal(_("这一行已被他人删除，请刷新页面。")) from missing

    def _merge(self, record: Record, change: Change, saved: Saved) -> None:
        before, cells = record.cells, record.cells
        for attribute, (old, typed) in change.cells.items():
            current = cells.get(attribute, "")
            new = in_one_form(self.table, attribute, typed)
            if self._compared(attribute, current) in {self._compared(attribute, old), self._compared(attribute, new)}:
                cells[attribute] = new
            else:
                by = str(record.updated_by or "")
                saved.conflicts.append(Conflict(record.pk, attribute, new, current, by))
        record.cells = self.with_original(self.table, before, cells)

    def _compared(self, attribute: str, text: str) -> str:
        return in_one_form(self.table, attribute, as_kept(text))

    def _store(self, record: Record) -> None:
        self.demand_open_month(self.table, record.cells)
        key = key_of(self.table, record.cells) or f"#{record.position}"
        if Record.objects.filter(dossier=self.target, table=self.table, key=key).exclude(pk=record.pk).exists():
            raise Refusal(_("“%(key)s”已有一行，请改用其他编码。") % {"key": key})
        record.key, record.updated_by = key, self.actor.user
        record.version += 1 if record.pk else 0
        record.save()

    def detail(self) -> str:
        """Table and number of rows, not the content."""
        return f"{TITLES.get(self.table, self.table)}：{len(self.changes)} 行"


@dataclass
class DeleteRows(RecordAction):
    """Take rows out of one table."""

    title = gettext_noop("删除数据行")
    table: str
    rows: Sequence[int]

    def apply(self) -> int:
        """Delete the rows that are of this dossier and table; others are ignored."""
        self.demand_writable(self.table)
        chosen = Record.objects.filter(dossier=self.target, table=self.table, pk__in=self.rows)
        for record in chosen:
            self.demand_open_month(self.table, record.cells)
        deleted, _by_model = chosen.delete()
        self.touch()
        return deleted

    def detail(self) -> str:
        """Which rows."""
        return f"{TITLES.get(self.table, self.table)}：{len(self.rows)} 行（编号 {'、'.join(map(str, self.rows))}）"


@dataclass
class SetNil(RecordAction):
    """Declare that the unit has none of it this year (零填报), which is not the same as not having filled it in."""

    title = gettext_noop("零填报")
    coded = {"table": TITLES}
    table: str
    nil: bool

    def apply(self) -> None:
        """A table with rows cannot be declared empty."""
        self.demand_writable(self.table)
        rows = Record.objects.filter(dossier=self.target, table=self.table)
        if self.nil and rows.exclude(key="").exists():
            raise Refusal(_("表中已有数据，不能零填报；如确无此项，请先删除各行。"))
        if self.nil:
            rows.get_or_create(key="", defaults={"dossier": self.target, "table": self.table})
        else:
            rows.filter(key="").delete()
        self.touch()


@dataclass
class ReplaceTables(RecordAction):
    """Take over whole tables from an accepted import: same keys update, new keys are added, none doubles."""

    title = gettext_noop("导入数据")
    tables: Mapping[str, Sequence[Mapping[str, str]]]

    def apply(self) -> dict[str, int]:
        """Write every row of every table; all or nothing."""
        counts = {}
        for table, rows in self.tables.items():
            self.demand_writable(table)
            known = {record.key: record for record in Record.objects.filter(dossier=self.target, table=table)}
            written = [self._written(known, table, number, row) for number, row in enumerate(rows, 1)]
            fresh, changed = [r for r in written if not r.pk], [r for r in written if r.pk]
            Record.objects.bulk_create(fresh, batch_size=500)
            Record.objects.bulk_update(changed, ["written", "version", "updated_by"], batch_size=500)
            counts[table] = len(written)
        self.touch()
        return counts

    def _written(self, known: Mapping[str, Record], table: str, number: int, row: Mapping[str, str]) -> Record:
        row = {name: in_one_form(table, name, text) for name, text in row.items()}
        key = key_of(table, row) or f"#{number}"
        self.demand_open_month(table, row)
        record = known.get(key) or Record(dossier=self.target, table=table, key=key, position=len(known) + number)
        record.cells = self.with_original(table, record.cells, dict(row))
        record.version += 1 if record.pk else 0
        record.updated_by = self.actor.user
        return record

    def detail(self) -> str:
        """Rows by table."""
        return "；".join(f"{TITLES.get(table, table)} {len(rows)} 行" for table, rows in self.tables.items())


def as_kept(text: str) -> str:
    """What was typed, as it is kept: ends of lines as one character (browsers send two), no blanks around it."""
    return text.replace("\r\n", "\n").strip()


def in_one_form(table: str, attribute: str, text: str) -> str:
    """A month in the one form in which it is kept (2024/1 → 2024-01); any other text, and what is no month, as typed."""
    if not text.strip() or attribute not in _MONTHS.get(table, ()):
        return text
    try:
        return str(read_month(text))
    except Unfit:
        return text


_MONTHS = {
    table: {field_.name for field_, column in columns(row_class) if column.kind == "month"}
    for table, (_title, row_class) in TABLES.items()
}


def key_of(table: str, cells: Mapping[str, str]) -> str:
    """The row's key as one text; empty while a part of it is."""
    parts = [cells.get(each.name, "").strip() for each, column in columns(TABLES[table][1]) if column.key]
    return "/".join(parts)[:120] if all(parts) else ""
