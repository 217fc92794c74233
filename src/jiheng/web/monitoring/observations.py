"""The monthly form: one row per indicator, what stands in it, and what is still missing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _

from jiheng.core.calendar import Month
from jiheng.facts.rows import TABLES, Indicator
from jiheng.web.cycle.models import Dossier
from jiheng.web.records.dataset import draft_of
from jiheng.web.records.models import Record
from jiheng.web.records.queries import faults_by_cell

TABLE = "observations"
LIKELIHOODS = ("确定能", "有可能", "不可能")
LIGHTS = {"确定能": "green", "有可能": "yellow", "不可能": "red"}
EXPLAINED = frozenset({"有可能", "不可能"})
"""Likelihoods that need a reason and a measure."""
ON_A_PAGE = 120
"""More rows than these are filled in project by project."""
FIELDS = ("value", "likelihood", "reason", "measure")


@dataclass(frozen=True)
class FormRow:
    """One indicator in one month's form."""

    indicator: Indicator
    cells: dict[str, str]
    before: str
    """The value of the last month before, as written."""
    faults: tuple[str, ...]

    @property
    def light(self) -> str:
        """The light of the likelihood."""
        return LIGHTS.get(self.cells.get("likelihood", ""), "none")

    @cached_property
    def missing(self) -> tuple[str, ...]:
        """What must be filled in before the form may be submitted."""
        return tuple(self._missing())

    def _missing(self) -> Iterator[str]:
        likelihood = self.cells.get("likelihood", "")
        if self.indicator.target is not None and not self.cells.get("value"):
            yield _("请填写当前完成值")
        if not likelihood:
            yield _("请选择完成目标可能性")
        if likelihood in EXPLAINED and not self.cells.get("reason"):
            yield _("请说明偏差原因")
        if likelihood in EXPLAINED and not self.cells.get("measure"):
            yield _("请填写改进措施")


@dataclass(frozen=True, slots=True)
class FormGroup:
    """The indicators of one project, or of the whole unit."""

    title: str
    rows: tuple[FormRow, ...]
    code: str = ""

    @property
    def open(self) -> int:
        """How many of its rows still miss something or cannot be read."""
        return sum(bool(row.missing or row.faults) for row in self.rows)


@dataclass(frozen=True, slots=True)
class Form:
    """One month's form."""

    month: Month
    groups: tuple[FormGroup, ...]

    @property
    def rows(self) -> tuple[FormRow, ...]:
        """All rows."""
        return tuple(row for group in self.groups for row in group.rows)

    @property
    def open(self) -> int:
        """How many rows still miss something or cannot be read."""
        return sum(bool(row.missing or row.faults) for row in self.rows)

    def part(self, code: str) -> tuple[FormGroup, ...]:
        """The groups that stand on one page: all of a small unit; of a large one the one asked for, else the first."""
        if len(self.rows) <= ON_A_PAGE:
            return self.groups
        return tuple(group for group in self.groups if group.code == code)[:1] or self.groups[:1]

    def row(self, code: str) -> FormRow | None:
        """The row of an indicator."""
        return next((row for row in self.rows if row.indicator.code == code), None)

    def problems(self) -> list[str]:
        """Everything that must be mended before submission, as sentences."""
        return [
            f"“{row.indicator.name}”：{said}。"
            for row in self.rows
            for said in (*row.missing, *(fault.rstrip("。") for fault in row.faults))
        ]


def form_of(dossier: Dossier, month: Month) -> Form:
    """The form of a month: the whole unit's indicators first, then each project's."""
    draft = draft_of(dossier)
    written = _written(dossier)
    earlier = _before(month, written)
    title = TABLES[TABLE][0]
    at = faults_by_cell(TABLE, tuple(fault for fault in draft.faults if fault.place.sheet == title))
    names = {"": _("部门整体")} | {each.code: f"{each.code} {each.name}" for each in draft.dataset.projects}
    groups = (
        FormGroup(
            name,
            tuple(_row(each, month, written, earlier, at) for each in draft.dataset.indicators if each.project == code),
            code,
        )
        for code, name in names.items()
    )
    return Form(month, tuple(group for group in groups if group.rows))


def _written(dossier: Dossier) -> dict[tuple[str, str], tuple[int, dict[str, str]]]:
    """Position and cells by indicator and month as written."""
    found = Record.objects.filter(dossier=dossier, table=TABLE).exclude(key="")
    cells = ((record.position, record.cells) for record in found)
    return {(row.get("indicator", ""), row.get("month", "")): (position, row) for position, row in cells}


def _before(month: Month, written: dict[tuple[str, str], tuple[int, dict[str, str]]]) -> dict[str, str]:
    """By indicator, the value of the last month before this one that has a row."""
    rows = sorted((when, code) for code, when in written if when < str(month))
    return {code: written[code, when][1].get("value", "") for when, code in rows}


def _row(
    indicator: Indicator,
    month: Month,
    written: dict[tuple[str, str], tuple[int, dict[str, str]]],
    earlier: Mapping[str, str],
    at: dict[tuple[int, str], str],
) -> FormRow:
    position, cells = written.get((indicator.code, str(month)), (0, {}))
    faults = tuple(text for (row, _name), text in at.items() if row == position)
    return FormRow(indicator, cells, earlier.get(indicator.code, ""), faults)
