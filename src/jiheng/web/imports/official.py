"""上年的表格和报告: what official forms and a report say, shown whole before any of it is taken."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from jiheng.facts.carrying import carry
from jiheng.facts.dataset import DataSet
from jiheng.facts.rows import TITLES
from jiheng.forms.first import Understanding, understand
from jiheng.reading import read
from jiheng.web.actions import Actor, Refusal
from jiheng.web.cycle.models import Dossier
from jiheng.web.imports.models import Import, ImportState
from jiheng.web.organisation.models import Unit
from jiheng.web.records.actions import REVIEWERS_TABLES, key_of
from jiheng.web.records.carrying import LayOut
from jiheng.web.records.dataset import draft_of, pack_of
from jiheng.web.records.intake import written_rows
from jiheng.web.records.models import Record

TABLE = "forms"
"""Stands for official forms where an import names the table that it fills."""
TITLE = gettext_lazy("上年的表格和报告")
EXTENSIONS = (".docx", ".doc", ".wps", ".xlsx", ".xls", ".et", ".pdf", ".ofd")
MONEY_UNITS = ("元", "万元")
LISTED = 2000
"""Cells of an account that are kept; more are counted."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What the person says of a file: of which year it is, and in which unit its amounts are where it does not say."""

    year: int
    money: str = ""

    @classmethod
    def of(cls, dossier: Dossier, given: Mapping[str, Any]) -> Asked:
        """From what was posted.

        Raises:
            Refusal: another year or unit than there is to choose.
        """
        year = str(given.get("year") or dossier.year.year - 1)
        money = str(given.get("money") or "")
        if year not in {str(dossier.year.year), str(dossier.year.year - 1)} or money not in {"", *MONEY_UNITS}:
            raise Refusal(_("请选择材料的年度（上年或本年）和金额单位。"))
        return cls(int(year), money)

    def written(self) -> str:
        """As an import keeps it."""
        return json.dumps({"year": self.year, "money": self.money})


def asked(imported: Import) -> Asked:
    """What was said of the file."""
    return Asked(**json.loads(imported.columns_text))


def understood(imported: Import, path: Path) -> Understanding:
    """Read the file, in a child process, and understand it beside what the dossier holds.

    Raises:
        Refused: it cannot be read, is of another year, or shows no form and no report.
    """
    said, dossier = asked(imported), imported.dossier
    document = replace(read(path), path=imported.name)
    return understand(
        [document], pack=pack_of(dossier), known=draft_of(dossier).dataset, year=said.year, money=said.money
    )


def laid(imported: Import, found: Understanding) -> DataSet:
    """The rows that would be written: those of this year as they are, those of last year as they go on."""
    dossier, dataset = imported.dossier, found.dataset
    if dataset.unit.year == dossier.year.year:
        return dataset
    return carry(replace(dataset, payments=()), dossier.pack)  # a year's total has no month to ask for again


def fresh_rows(imported: Import, dataset: DataSet) -> dict[str, list[dict[str, str]]]:
    """Of these rows the ones that are not there yet, by table."""
    held = set(Record.objects.filter(dossier=imported.dossier).values_list("table", "key"))
    keyed = {
        table: [cells for cells in rows if (table, key_of(table, cells)) not in held]
        for table, rows in written_rows(dataset).items()
        if table not in {"unit", *REVIEWERS_TABLES}
    }
    return {table: rows for table, rows in keyed.items() if rows}


def account(imported: Import, found: Understanding) -> dict[str, Any]:
    """What the page shows of it."""
    other = found.unit_name and found.unit_name != imported.dossier.unit.name
    return {
        "year": found.dataset.unit.year,
        "unit": found.unit_name if other else "",
        "taken": [
            {"title": title, "count": len(rows), "rows": rows[:LISTED]}
            for table, title in TITLES.items()
            if (rows := [_told(each) for each in found.taken if each.table == table])
        ],
        "doubts": [
            {"why": why, "cells": [[each.place.text(), each.text] for each in cells[:LISTED]]}
            for why, cells in found.doubted.items()
        ],
        "left": [[each.place.text(), each.text, each.why] for each in found.left[:LISTED]],
    }


def _told(each: Any) -> list[str]:
    return [each.place.text(), each.about, each.label, each.text, each.value, each.doubt]


def account_of(imported: Import) -> dict[str, Any]:
    """The account that was kept; empty for any other import, and before it was read."""
    kept: dict[str, Any] = json.loads(imported.rows_text).get("account", {})
    return kept


def needs_assent(told: Mapping[str, Any]) -> bool:
    """Whether something was assumed that a person has to look at first."""
    return bool(told["doubts"] or told["unit"])


@dataclass
class TakeForms(LayOut):
    """Write what forms and report said, as far as the dossier does not say it already."""

    title = gettext_noop("导入上年的表格和报告")
    source: Import
    dataset: DataSet

    def unit(self) -> Unit:
        """The dossier's unit."""
        return self.target.unit

    def apply(self) -> dict[str, int]:
        """Write the rows that are not there yet; how many by table."""
        counts = self.lay(self.dataset)
        Import.objects.filter(pk=self.source.pk).update(state=ImportState.TAKEN)
        return counts

    def detail(self) -> str:
        """Which file."""
        return self.source.name


def actor_takes(actor: Actor, imported: Import, found: Understanding) -> dict[str, int]:
    """Take what was understood."""
    counts: dict[str, int] = TakeForms(actor, imported.dossier, imported, dataset=laid(imported, found)).run()
    return counts
