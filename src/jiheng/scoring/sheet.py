"""The scored sheet of one unit or project: what explanations, forms and pages are made from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from jiheng.core.exact import Points
from jiheng.core.fault import Place

State = Literal["scored", "missing", "not_applicable"]


@dataclass(frozen=True, slots=True)
class Input:
    """One number that went into a score: its exact value, its unit, and where it stands."""

    name: str
    value: Fraction | None
    unit: str
    places: tuple[Place, ...] = ()
    origin: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One indicator or level, scored and explained.

    ``weight - score == lost`` always; at a level, the children's ``lost`` and ``rounding`` add up to ``lost``.
    """

    code: str
    name: str
    level: int
    parent: str
    weight: Points
    score: Points
    state: State
    because: str
    """The formula with its numbers, in Chinese."""
    regain: str = ""
    """The cheapest legitimate way to have kept the points; empty when none were lost."""
    inputs: tuple[Input, ...] = ()
    cite: str = ""
    evidence: tuple[str, ...] = ()
    rounding: Points = Points(0)
    """At a level: the part of the loss that rounding the level made (negative: a gain)."""
    operator: str = ""
    target: str = ""
    actual: str = ""
    reason: str = ""
    measure: str = ""
    """Of a completion: what is said at the indicators that fell short, each with its name."""
    parts: tuple[str, ...] = ()
    """Of a completion: the codes of the indicators that it counts, where reason, measure and evidence stand."""
    unexplained: tuple[str, ...] = ()
    """Of these, the ones that fell short and lack a reason or a measure."""

    @property
    def lost(self) -> Points:
        """Points lost here."""
        return self.weight - self.score


@dataclass(frozen=True, slots=True)
class Loss:
    """Points taken off the total by a cap or a deduction."""

    code: str
    name: str
    lost: Points
    because: str
    regain: str
    cite: str


@dataclass(frozen=True, slots=True)
class Notice:
    """What the unit should know before it submits: a cap in reach, a reason or evidence that is missing."""

    code: str
    indicator: str
    text: str
    fix: str


NO_GRADE = "未评定（数据未补齐）"


@dataclass(frozen=True, slots=True)
class ScoreSheet:
    """The whole result; recomputing it from the same pack and data gives the same digits."""

    unit: str
    year: int
    pack_id: str
    pack_version: str
    pack_sha256: str
    pack_status: str
    pack_label: str
    dataset_sha256: str
    engine: str
    engine_version: str
    lines: tuple[Line, ...]
    losses: tuple[Loss, ...]
    before_losses: Points
    total: Points
    full_marks: Points
    grade: str
    notices: tuple[Notice, ...] = ()
    subject: str = ""
    """Empty for the whole unit; otherwise the project's code."""
    rounding: Points = Points(0)
    """The part of ``full_marks - before_losses`` that rounding the total made.

    ``full_marks - total`` is this plus what the top lines lost plus ``losses``, exactly.
    """

    @property
    def verdict(self) -> str:
        """The grade as it may be told: none while data are missing, since their indicators stand at nothing."""
        return NO_GRADE if any(line.state == "missing" for line in self.lines) else self.grade

    @property
    def lost(self) -> Points:
        """Points lost in all: full marks less the total."""
        return self.full_marks - self.total

    def line(self, code: str) -> Line:
        """Find a line by its code.

        Raises:
            KeyError: no such indicator.
        """
        for line in self.lines:
            if line.code == code:
                return line
        raise KeyError(code)

    def children(self, code: str) -> Iterator[Line]:
        """The lines right below ``code`` (``""``: the top level)."""
        return (line for line in self.lines if line.parent == code)
