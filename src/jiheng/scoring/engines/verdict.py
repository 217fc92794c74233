"""What an engine answers for one subject, and what it takes to be an engine."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Protocol

from jiheng.packs.model import Grade, Pack
from jiheng.scoring.plan import Plan
from jiheng.scoring.rows import Row


@dataclass(frozen=True, slots=True)
class Verdict:
    """The scores of one subject, in 1/10 000 point.

    ``undecided``: a sum came so close to the border of a rounding that fixed digits cannot tell the side;
    the reference engine then decides (see ``engines.judge``).
    """

    subject: int
    scores: tuple[int | None, ...]
    """By row, in the order of the rows; None: a cap that does not bite."""
    sums: tuple[int, ...]
    """By ``Plan.sums``; the first is the total before deductions and caps."""
    deductions: tuple[int, ...]
    ceilings: tuple[int | None, ...]
    total: int
    grade: int
    """Position in ``ranked_grades``."""
    undecided: bool = False
    bonuses: tuple[int, ...] = ()
    vetoes: tuple[int | None, ...] = ()
    """The best grade that each leaves, by its position; None where it bars nothing."""


class Engine(Protocol):
    """Something that scores rows by a plan."""

    @property
    def name(self) -> str:
        """How ``--engine`` calls it."""

    @property
    def version(self) -> str:
        """Version of what computes."""

    def score(self, plan: Plan, rows: Sequence[Row]) -> Iterable[Verdict]:
        """Score all subjects; the rows of one stand together, subjects ascend."""


def ranked_grades(pack: Pack) -> list[Grade]:
    """The grades from the best down."""
    return sorted(pack.grades, key=lambda grade: grade.at_least, reverse=True)


def grade_number(pack: Pack, total: Fraction) -> int:
    """Which of the ranked grades a total earns; the last if it reaches none."""
    ranked = ranked_grades(pack)
    return next((at for at, grade in enumerate(ranked) if total >= grade.at_least), len(ranked) - 1)
