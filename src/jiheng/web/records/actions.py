"""Changing rows: saved cell by cell, so that two people in one table lose nothing of each other's."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from jiheng.facts.rows import CARRIED, ORIGINS, TABLES, TITLES
from jiheng.facts.schema import columns
from jiheng.web.actions import Refusal
from jiheng.web.records.models import Record
from jiheng.web.records.writing import (
    GUARDED,
    MAX_TEXT,
    NIL_CELL,
    OBJECTION,
    REVIEWERS_TABLES,
    Change,
    Conflict,
    RecordAction,
    Saved,
    as_kept,
    in_one_form,
    key_of,
    known_to_site,
    writable,
)

__all__ = [
    "GUARDED",
    "MAX_TEXT",
    "REVIEWERS_TABLES",
    "Change",
    "Conflict",
    "DeleteRows",
    "RecordAction",
    "ReplaceTables",
    "SaveCells",
    "Saved",
    "SetNil",
    "as_kept",
    "in_one_form",
    "key_of",
    "writable",
]


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
            before = record.cells
            self._merge(record, change, saved)
            self._store(record, before)
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
            record = Record.objects.select_for_update().get(pk=change.pk, dossier=self.target, table=self.table)
        except Record.DoesNotExist as missing:
            raise Refusal(_("这一行已被他人删除，请刷新页面。")) from missing
        if not set(change.cells) <= OBJECTION:
            self.demand_own(record)
        return record

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
        if cells != before and before.get("origin") == cells.get("origin") == CARRIED:
            cells["origin"] = ORIGINS[3]  # whoever changes a row of last year's has looked at it
        record.cells = self.with_original(self.table, before, cells)

    def _compared(self, attribute: str, text: str) -> str:
        return in_one_form(self.table, attribute, as_kept(text))

    def _store(self, record: Record, before: Mapping[str, str]) -> None:
        self.demand_open_month(self.table, record.cells)
        self.demand_not_known(record)
        key = key_of(self.table, record.cells) or f"#{record.position}"
        if Record.objects.filter(dossier=self.target, table=self.table, key=key).exclude(pk=record.pk).exists():
            raise Refusal(_("“%(key)s”已有一行，请改用其他编码。") % {"key": key})
        record.key, record.updated_by = key, self.actor.user
        record.version += 1 if record.pk else 0
        record.save()
        self.note(record, before, record.cells)

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
        deleted = self.remove(chosen)
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
            declared, made = rows.get_or_create(key="", defaults={"dossier": self.target, "table": self.table})
            self.note(declared, {}, {NIL_CELL: "是"} if made else {})
        else:
            self.remove(rows.filter(key=""))
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
            before = {record.key: record.cells for record in known.values()}
            written = [
                record
                for number, row in enumerate(rows, 1)
                if (record := self._written(known, table, number, row)) is not None
            ]
            fresh, changed = [r for r in written if not r.pk], [r for r in written if r.pk]
            Record.objects.bulk_create(fresh, batch_size=500)
            Record.objects.bulk_update(changed, ["written", "version", "updated_by"], batch_size=500)
            for record in written:
                self.note(record, before.get(record.key, {}), record.cells)
            counts[table] = len(written)
        self.touch()
        return counts

    def _written(self, known: Mapping[str, Record], table: str, number: int, row: Mapping[str, str]) -> Record | None:
        """The row as it will be kept; none where the site itself keeps it, for then a file has nothing to say."""
        row = {name: in_one_form(table, name, text) for name, text in row.items()}
        key = key_of(table, row) or f"#{number}"
        self.demand_open_month(table, row)
        if key in known and known[key].by_site and not self.by_site:
            return None
        record = known.get(key) or Record(dossier=self.target, table=table, key=key, position=len(known) + number)
        record.cells = self.with_original(table, record.cells, dict(row))
        if known_to_site(record):
            return None
        record.version += 1 if record.pk else 0
        record.updated_by = self.actor.user
        return record

    def detail(self) -> str:
        """Rows by table."""
        return "；".join(f"{TITLES.get(table, table)} {len(rows)} 行" for table, rows in self.tables.items())
