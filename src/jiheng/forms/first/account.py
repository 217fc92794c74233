"""The account of what is being read: rows by their keys, and for every value where it stood and what it became."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from jiheng.core.exact import Money
from jiheng.facts.dataset import DataSet
from jiheng.facts.rows import SOURCES_OF_MONEY, BudgetLine, Claim, Indicator, Payment, Project, Result
from jiheng.forms.first.looking import Amount
from jiheng.forms.first.understanding import Left, Taken
from jiheng.forms.sighted import Sighted
from jiheng.packs.model import Pack

PROJECT = "P"
"""The stem of codes of projects that have none."""
LEVELS_OF_GOVERNMENT = "分级"
OF_ALL = "一般公共预算"
"""The source of money where a form names none; it is always said."""
CATEGORIES = {"人员经费": "人员经费", "公用经费": "公用经费"}


@dataclass(frozen=True, slots=True)
class Read:
    """One amount that was read."""

    at: Amount
    money: Money


@dataclass(frozen=True, slots=True)
class Line:
    """One budget line to be: whose, and the part of the money that it is."""

    project: str
    key: str

    @property
    def source(self) -> str:
        """Where its money comes from."""
        return source_of(self.key) or OF_ALL

    @property
    def category(self) -> str:
        """What it is for."""
        return CATEGORIES.get(self.key, "项目支出")


def source_of(key: str) -> str:
    """The source of money that a part of a form names; empty for a total or a category."""
    return key if key in SOURCES_OF_MONEY else OF_ALL if key.startswith(LEVELS_OF_GOVERNMENT) else ""


@dataclass(slots=True)
class Gathered:
    """Rows by their keys, and the account of every value."""

    known: DataSet | None
    pack: Pack | None
    money: str = ""
    """The money unit of files that do not name theirs."""
    unit: dict[str, str] = field(default_factory=dict)
    projects: dict[str, Project] = field(default_factory=dict)
    indicators: dict[str, Indicator] = field(default_factory=dict)
    results: dict[str, Result] = field(default_factory=dict)
    claims: dict[tuple[str, str, str], Claim] = field(default_factory=dict)
    budget: dict[str, BudgetLine] = field(default_factory=dict)
    payments: dict[str, Payment] = field(default_factory=dict)
    lines: dict[Line, dict[str, Read]] = field(default_factory=dict)
    taken: list[Taken] = field(default_factory=list)
    left: list[Left] = field(default_factory=list)
    names: dict[tuple[str, str], str] = field(default_factory=dict)

    def take(self, cell: Sighted, label: str, became: tuple[str, str, str], doubt: str = "") -> None:
        """Account for a value: the cell, its label, and the table, owner and value that it became."""
        self.taken.append(Taken(cell.place, " ".join(label.split()), cell.text, *became, doubt))

    def about(self, project: str) -> str:
        """Whose figures they are, in words."""
        return self.projects[project].name if project else self.unit.get("name", "")

    def code(self, project: str, name: str, stem: str) -> str:
        """The code of a name: the known one, the one given before, or the next number."""
        held = self.held(stem)
        known = next((row.code for row in held if row.name == name and getattr(row, "project", "") == project), "")
        if not known and (stem, name) not in self.names:
            used = {*self.names.values(), *(row.code for row in held)}
            self.names[stem, name] = next(code for n in count(1) if (code := f"{stem}{n:02d}") not in used)
        return known or self.names[stem, name]

    def held(self, stem: str) -> Sequence[Any]:
        """The rows that are there already and whose codes must be met."""
        if self.known is None:
            return ()
        return self.known.projects if stem == PROJECT else self.known.indicators
