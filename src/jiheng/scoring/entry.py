"""What is scored, before it becomes integers: one entry for each row, with all that its explanation needs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from math import lcm

from jiheng.facts.measures import Measured
from jiheng.facts.rows import Answer, Indicator, Result
from jiheng.packs.method.checklist import Item as CheckItem
from jiheng.scoring.plan import Item, Rule
from jiheng.scoring.rows import Row, State

_ZERO = Fraction(0)


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of a subject: where it hangs, what is at stake, what was reached, and from where that is known."""

    code: str
    """Of the leaf, own indicator, deduction or cap."""
    item: Item
    rule: Rule
    weight: Fraction
    """In 1/10 000 point."""
    state: State = State.GIVEN
    actual: Fraction | None = None
    target: Fraction | None = None
    choice: int = -1
    why: str = ""
    """For what is missing or does not apply: the reason."""
    measured: Measured | None = None
    other: Measured | None = None
    """The measure that it was held against and that was not taken."""
    indicator: Indicator | None = None
    result: Result | None = None
    check: CheckItem | None = None
    answer: Answer | None = None
    share: Fraction = Fraction(1)
    """For a part of a completion: its share of the leaf."""
    unit: str = ""
    """Of a value that was typed by hand: its unit, as a measure would have it."""

    def row(self, subject: int, number: int) -> Row:
        """As integers."""
        actual, target = self.actual or _ZERO, self.target or _ZERO
        base = actual.denominator if target is _ZERO else lcm(actual.denominator, target.denominator)
        return Row(
            subject=subject,
            item=self.item.number,
            number=number,
            rule=self.rule.number,
            weight=self.weight.numerator,
            over=self.weight.denominator,
            value=actual.numerator * (base // actual.denominator),
            base=base,
            target=target.numerator * (base // target.denominator),
            choice=self.choice,
            state=int(self.state),
        )


@dataclass(frozen=True, slots=True)
class Assembly:
    """All entries of one subject in the order of the tree, deductions and caps last."""

    entries: tuple[Entry, ...]
    weights: Mapping[str, int]
    """The points of every leaf after those of absent ones have moved, in 1/10 000 point."""
    absent: Mapping[str, str] = field(default_factory=dict)
    """Code → why it does not apply; of the highest node that does not."""

    def rows(self, subject: int) -> list[Row]:
        """As the row table, several rows of one item numbered from 0."""
        rows: list[Row] = []
        for entry in self.entries:
            number = rows[-1].number + 1 if rows and rows[-1].item == entry.item.number else 0
            rows.append(entry.row(subject, number))
        return rows
