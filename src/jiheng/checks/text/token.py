"""A number with its unit as the scan finds it, and other ways to read its digits."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from jiheng.checks.text.measure_words import Measure


@dataclass(frozen=True, slots=True)
class Reading:
    """Another way to read digits that a scan parted: ``23 10.60`` is 10.60 beside 23, or 2310.60."""

    start: int
    end: int
    written: str
    value: Fraction
    places: int


@dataclass(frozen=True, slots=True)
class Token:
    """A number with its unit: offsets, exact value as written (not yet in base units), operator before it.

    ``value`` counts the unit of ``measure`` (12亿3456万元 is 123456 of 万元); ``alternatives`` are other ways to read
    its digits, which only what stands around can decide; ``exact`` says that nothing was rounded (capitals).
    """

    start: int
    end: int
    written: str
    value: Fraction
    places: int
    measure: Measure
    bound: str = ""
    bound_start: int = -1
    rough: bool = False
    alternatives: tuple[Reading, ...] = ()
    exact: bool = False
