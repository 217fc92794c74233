"""The rows of all tables while they are being read."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from jiheng.core.fault import Place
from jiheng.facts.cell import Value
from jiheng.facts.gaps import Gaps, Partial
from jiheng.facts.rows import Row


@dataclass(slots=True)
class Tables:
    """What was read so far. Rows at fault are left out of ``rows``, but their keys are known."""

    rows: dict[str, list[Any]] = field(default_factory=dict)
    keys: dict[str, set[tuple[Value, ...]]] = field(default_factory=dict)
    nil: set[str] = field(default_factory=set)
    unreadable: set[str] = field(default_factory=set)
    """Tables of which not all keys are known, so that no reference to them can be judged."""
    headless: set[str] = field(default_factory=set)
    """Tables with faults in their head, so that what a row says is not all known."""
    percents: list[tuple[str, Row, str]] = field(default_factory=list)
    """(table, row, attribute) of numbers that were written with a percent sign."""
    partial: list[Partial] = field(default_factory=list)
    """The rows at fault."""
    letters: dict[tuple[str, str], str] = field(default_factory=dict)
    """(table, attribute) → letter of the column that it was read from."""

    def place(self, table: str, row: Row, attribute: str) -> Place:
        """Where a value of a row stands."""
        return replace(row.place, column=self.letters.get((table, attribute), ""))

    def gaps(self) -> Gaps:
        """What is lacking in ``rows``."""
        return Gaps(tuple(self.partial), frozenset(self.unreadable | self.headless))
