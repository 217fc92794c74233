"""A data set's rows found by project and by budget line, so that each is looked up once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from jiheng.facts.dataset import DataSet
from jiheng.facts.rows import Adjustment, BudgetLine, Payment, Plan, Purchase

R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Books:
    """One unit and year, indexed."""

    dataset: DataSet
    lines: Mapping[str, tuple[BudgetLine, ...]]
    """By project; basic expenditure under ``""``."""
    payments: Mapping[str, tuple[Payment, ...]]
    """By budget line."""
    adjustments: Mapping[str, tuple[Adjustment, ...]]
    """By budget line."""
    purchases: Mapping[str, tuple[Purchase, ...]]
    """By project."""
    plans: Mapping[str, tuple[Plan, ...]]
    """By budget line."""

    @classmethod
    def of(cls, dataset: DataSet) -> Books:
        """Index the rows of a data set."""
        return cls(
            dataset,
            grouped(dataset.budget, lambda row: row.project),
            grouped(dataset.payments, lambda row: row.line),
            grouped(dataset.adjustments, lambda row: row.line),
            grouped(dataset.purchases, lambda row: row.project),
            grouped(dataset.plans, lambda row: row.line),
        )

    @property
    def year(self) -> int:
        """The budget year."""
        return self.dataset.unit.year

    def paid_on(self, lines: Iterable[BudgetLine]) -> tuple[Payment, ...]:
        """The payments on these lines."""
        return tuple(row for line in lines for row in self.payments.get(line.code, ()))

    def adjusted(self, lines: Iterable[BudgetLine]) -> tuple[Adjustment, ...]:
        """The adjustments of these lines."""
        return tuple(row for line in lines for row in self.adjustments.get(line.code, ()))


def grouped(rows: Iterable[R], key: Callable[[R], str]) -> dict[str, tuple[R, ...]]:
    """Group rows by a key, keeping their order."""
    found: defaultdict[str, list[R]] = defaultdict(list)
    for row in rows:
        found[key(row)].append(row)
    return {name: tuple(group) for name, group in found.items()}
