"""A claim: a frame with its slots filled from the text, and what its equation says of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum
from fractions import Fraction

from jiheng.checks.text.equation import Op, Reach, Term, numbers, reach, solve
from jiheng.checks.text.frames import FRAMES, Frame
from jiheng.checks.text.slips import SURE, Slip, chance, slip_of
from jiheng.checks.text.statement import Statement

_NONE = Fraction(0)
MOST_SOLVED = 40
"""Numbers of an equation that are each solved for; of a longer one only the result is, so that work grows with the text."""


class Bound(Enum):
    """How language fills the slots: said in words and complete, or likely but left open."""

    STRONG = "strong"
    OPEN = "open"
    WRITTEN = "written"
    """A written-out formula or a complete ruled table: no slip is needed to call it wrong."""


class Outcome(Enum):
    """What the equation says."""

    EXACT = "exact"
    CUT = "cut"
    NEAR = "near"
    OFF = "off"


@dataclass(slots=True, eq=False)
class Claim:
    """One claim. ``readings`` are the ways its words may be read, likeliest first: it holds if one of them does.

    ``listed`` says that a total's parts stand under a word such as 其中: such a list counts as checked
    even where its numbers are short, because its slots are told by language.
    """

    frame: Frame
    result: Statement
    readings: tuple[Term, ...]
    bound: Bound
    listed: bool = False
    exceeds: bool = False
    likely: Fraction = SURE
    way: str = ""
    also: tuple[Statement, ...] = ()
    outcome: Outcome = Outcome.OFF
    term: Term | None = None
    computed: Fraction = _NONE
    low: Fraction = _NONE
    high: Fraction = _NONE
    slips: dict[int, Slip] = field(default_factory=dict)

    @property
    def numbers(self) -> list[Statement]:
        """Its numbers, the result first."""
        inner = list(numbers(self.term)) if self.term is not None else []
        return [self.result, *inner, *self.also]


def claim(
    name: str,
    result: Statement,
    readings: tuple[Term, ...],
    bound: Bound,
    *,
    listed: bool = False,
    exceeds: bool = False,
    likely: Fraction = SURE,
) -> Claim:
    """Make a claim of one kind."""
    return Claim(
        FRAMES[name], result, readings, bound, listed, exceeds, SURE * 5 if bound is not Bound.OPEN else likely
    )


def weigh(said: Claim) -> bool:
    """Evaluate a claim; false where no reading can be computed."""
    best: tuple[int, Outcome, Term, Reach] | None = None
    order = list(Outcome)
    for term in said.readings:
        value = reach(term)
        if value is None:
            continue
        outcome = compare(said.result, value, room_of(said.result, term))
        rank = order.index(outcome)
        if best is None or rank < best[0]:
            best = rank, outcome, term, value
        if outcome is Outcome.EXACT:
            break
    if best is None:
        return False
    said.outcome, said.term = best[1], best[2]
    said.low, said.computed, said.high = best[3]
    return True


def room_of(stated: Statement, term: Term) -> Fraction:
    """Half a unit of the last digit; nothing for counts, and for scores that are added up rather than multiplied out."""
    rounded = stated.dimension == "points" and stated.places > 0 and _multiplies(term)
    return stated.half if stated.is_whole and not rounded else stated.step / 2


def _multiplies(term: Term) -> bool:
    return isinstance(term, Op) and (term.sign in "×÷^" or any(_multiplies(part) for part in term.terms))


def fits(stated: Statement, term: Term) -> bool:
    """Whether a result is what its term makes."""
    value = reach(term)
    return value is not None and compare(stated, value, room_of(stated, term)) is not Outcome.OFF


def compare(stated: Statement, value: Reach, half: Fraction) -> Outcome:
    """Compare at the precision shown: half a unit of the last digit, then cut off, then the inputs' own rounding."""
    low, middle, high = value
    if abs(stated.value - middle) <= half:
        return Outcome.EXACT
    if half and 0 < abs(middle) - abs(stated.value) < stated.step:
        return Outcome.CUT
    return Outcome.NEAR if low - half <= stated.value <= high + half else Outcome.OFF


def chance_of_fit(said: Claim) -> Fraction:
    """How likely one of the readings fits by chance: the width of a fit over the size of the number, times the readings."""
    stated = said.result
    if not stated.value:
        return Fraction(1)
    width = max(said.high - said.low + stated.step, stated.step)
    return min(Fraction(1), 2 * len(said.readings) * width / abs(stated.value))


def explain(said: Claim) -> None:
    """Find for a claim that fails the reading and the one slip of a number that would mend it."""
    for term in said.readings:
        value = reach(term)
        if value is None:
            continue
        found = dict(_slips(said, term, value))
        if found:
            said.term, said.slips = term, found
            said.low, said.computed, said.high = value
            return


def _slips(said: Claim, term: Term, value: Reach) -> Iterator[tuple[int, Slip]]:
    """The slips of single numbers that mend one reading; those that hit by chance are left out."""
    half = room_of(said.result, term)
    limit = said.likely / len(said.readings)
    inner = list(numbers(term))
    for number in dict.fromkeys([said.result, *(inner if len(inner) <= MOST_SOLVED else ())]):
        span = _mended(said, term, value, number, half)
        if span is None:
            continue
        slip = slip_of(number, *span)
        if slip is not None and chance(number, *span) <= limit:
            yield number.index, slip


def _mended(
    said: Claim, term: Term, value: Reach, number: Statement, half: Fraction
) -> tuple[Fraction, Fraction] | None:
    """Least and greatest value of a number with which a reading would hold."""
    low, middle, high = value
    if number is said.result:
        room = half
        return min(low, middle) - room, max(high, middle) + room
    room = max((high - low) / 2, half)
    ends = [solve(term, number, said.result.value + side * room) for side in (-1, 1)]
    known = [end for end in ends if end is not None]
    return (min(known), max(known)) if len(known) > 1 else None


def mended(said: Claim, number: Statement) -> Fraction | None:
    """The value of a number with which the claim would hold exactly."""
    if number.index in said.slips:
        return said.slips[number.index].meant
    if number is said.result:
        return said.computed
    return solve(said.term, number, said.result.value) if said.term is not None else None


def against(said: Claim) -> bool:
    """Whether a change that fits in size goes the other way than its words say."""
    term = said.term
    if not said.way or not isinstance(term, Op) or term.sign != "|-|":
        return False
    first, second = term.terms
    values = [value[1] for value in (reach(first), reach(second)) if value is not None]
    return len(values) == 2 and values[0] != values[1] and (values[0] > values[1]) != (said.way == "up")
