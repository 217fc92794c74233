"""What all changes of rows share: whether a table may be written, how a row is kept, and its history."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, ClassVar

from django.db import connection
from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from jiheng.facts.cell import Unfit
from jiheng.facts.days import read_month
from jiheng.facts.rows import TABLES
from jiheng.facts.schema import columns
from jiheng.web.actions import Action, Refusal
from jiheng.web.audit import journal
from jiheng.web.cycle.actions import demand_open
from jiheng.web.cycle.adjusting import adjusting
from jiheng.web.cycle.models import DECIDED, Dossier, Stage, State, Task, new_stamp
from jiheng.web.organisation.models import Unit
from jiheng.web.records.lowering import demand_consent
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
FROM_SITE = "系统"
"""The origin of what the site itself knows."""
SITE_KEY = "XT-"
"""Codes of rows that the site keeps begin with this."""
STEP_WORD = 4
"""Characters by which 报送事项 names the step: 绩效目标, 运行监控, 绩效自评."""
OBJECTION = frozenset({"note"})
"""What a unit may write in a row of the site: why it objects."""


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
    """An action on the rows of a dossier; every cell that it changes goes into the history."""

    right = "records.write"
    by_unit: ClassVar[bool] = True
    """Whether what it writes is the unit's own; a reviewer's rows do not count as a change of what he saw."""
    by_site: ClassVar[bool] = False
    """Whether it writes what the site itself knows, which nobody else may change."""

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
        self.lock()
        if not writable(self.target, table):
            raise Refusal(_("材料正在审核或已审核通过，不能修改；如需修改，请联系审核人退回。"))

    def lock(self) -> None:
        """Wait for who is handing the data in or writing them now, so that no save enters a form that was submitted.

        Tasks come before the dossier, as in every decision. SQLite lets in one writer at a time anyway.
        """
        if connection.features.has_select_for_update:
            list(Task.objects.select_for_update(no_key=True).filter(dossier=self.target.pk).order_by("pk"))
            Dossier.objects.select_for_update(no_key=True).get(pk=self.target.pk)

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
        if table == "indicators" and before and self._adjusting:
            demand_consent(self.target, before, after)
        changed = table == "indicators" and approved and after.get("target", "") != approved
        if changed and not after.get("original_target") and self._adjusting:
            return after | {"original_target": before.get("original_target") or approved}
        return after

    def demand_own(self, record: Record) -> None:
        """Refuse a row that the site itself keeps.

        Raises:
            Refusal: with what to do instead.
        """
        if record.by_site and not self.by_site:
            sentence = _("“%(key)s”由系统按办理记录登记，不能修改；有异议的，请在备注中写明理由。")
            raise Refusal(sentence % {"key": record.key})

    def demand_not_known(self, record: Record) -> None:
        """Refuse to type what the site itself tells: a filing of a step that it keeps.

        Raises:
            Refusal: with where it stands.
        """
        if not self.by_site and not record.by_site and known_to_site(record):
            sentence = _("“%(step)s”已由系统按办理记录登记，不必再填；有异议的，请在系统登记的那一行备注中写明理由。")
            raise Refusal(sentence % {"step": record.cells.get("step", "")})

    def note(self, record: Record, before: Mapping[str, str], after: Mapping[str, str]) -> None:
        """Put every cell that differs into the history."""
        row = (self.target.pk, record.table, record.pk, record.key)
        if (change := journal.RowChange.of(row, before, after)) is not None:
            journal.note(change)

    def remove(self, chosen: QuerySet[Record]) -> int:
        """Take rows out, each cell into the history; the number of rows."""
        rows = list(chosen)
        for record in rows:
            self.demand_own(record)
            if record.table == "indicators" and record.key and self._adjusting:
                demand_consent(self.target, record.cells, {})
            self.note(record, _told(record), {})
        deleted, _by_model = Record.objects.filter(pk__in=[record.pk for record in rows]).delete()
        return deleted

    def touch(self) -> None:
        """Count one more revision of the data."""
        counted: dict[str, Any] = {"revision": F("revision") + 1, "stamp": new_stamp()}
        if self.by_unit:
            counted["own_revision"] = F("revision") + 1
        Dossier.objects.filter(pk=self.target.pk).update(**counted)
        self.target.refresh_from_db(fields=["revision", "own_revision", "stamp"])


def known_to_site(record: Record) -> bool:
    """Whether a typed filing is of a step that the site keeps in the same dossier."""
    step = record.cells.get("step", "") if record.table == "filings" else ""
    if not step or record.by_site:
        return False
    kept = Record.objects.filter(dossier=record.dossier, table="filings", by_site=True)
    return any(names_same_step(step, row.cells) for row in kept)


def names_same_step(typed: str, kept: Mapping[str, str]) -> bool:
    """Whether 报送事项 as typed names the step of a row that the site keeps; of monitoring, the same month."""
    if kept.get("step", "")[:STEP_WORD] not in typed:
        return False
    month = re.search(r"\d{4}-(\d{2})$", kept.get("code", ""))
    return month is None or re.search(rf"(?<!\d){int(month[1])}月|{month[0]}", typed) is not None


def _told(record: Record) -> dict[str, str]:
    """The cells of a row; of the declaration that there is none of it, that one thing."""
    return record.cells if record.key else {NIL_CELL: "是"}


NIL_CELL = "nil"
"""How the history calls the declaration that a table has no rows (零填报)."""


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
    """The row's key as one text; empty while a part of it that must be filled in is."""
    keys = [(cells.get(each.name, "").strip(), column) for each, column in columns(TABLES[table][1]) if column.key]
    whole = all(part or not column.required for part, column in keys)
    return "/".join(part for part, _column in keys)[:120] if whole and any(part for part, _column in keys) else ""
