"""The parts of a criterion: which case it speaks of, and what that case earns."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from jiheng.packs.interval import Interval

WHOLE = Interval(None, None)
Side = Literal["", "low", "high"]


@dataclass(frozen=True, slots=True)
class Case:
    """What a clause speaks of.

    ``range``: values of a measure · ``every``: each step of a measure, or each thing found · ``late``: days late ·
    ``rest``: everything else · ``words``: a state that a person answers for.
    """

    kind: Literal["range", "every", "late", "rest", "words"]
    words: str = ""
    subject: str = ""
    inside: Interval = WHOLE
    unit: str = ""
    loose: frozenset[Fraction] = frozenset()
    """Borders that the text does not say to be inside or outside."""
    side: Side = ""
    """Of ``every``: whether falling short or exceeding costs points; empty where things are counted."""
    size: Fraction = Fraction(0)
    of_target: bool = False
    """Whether it speaks of the target without saying how much that is."""


@dataclass(frozen=True, slots=True)
class Earned:
    """What a clause gives: ``points`` of the weight, ``lost`` ones, a ``rate`` in proportion, or a range of points."""

    kind: Literal["points", "lost", "rate", "range"]
    points: Fraction = Fraction(0)
    to: Fraction = Fraction(0)


@dataclass(frozen=True, slots=True)
class Clause:
    """A case and what it earns."""

    case: Case
    earned: Earned


@dataclass(frozen=True, slots=True)
class Aside:
    """What a criterion says beside its clauses."""

    part: Literal["whole", "begun", "proportional"] = "whole"
    most: Fraction | None = None
    absent: Literal["", "full", "unsaid"] = ""
    until_gone: bool = False
