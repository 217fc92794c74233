"""One equation for every kind of claim: it is evaluated with the rounding of its numbers, written out, and solved.

A term is a number of the text, a constant, or an operation on terms. No number stands twice in one
equation (a rate of change is ``now ÷ base − 1``), so the reach of its result follows from the reach
of its numbers by interval arithmetic, and each number can be solved for.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from jiheng.checks.text.statement import Statement
from jiheng.core.exact import fraction_text

ONE = Fraction(1)


@dataclass(frozen=True, slots=True)
class Number:
    """A number of the text."""

    of: Statement


@dataclass(frozen=True, slots=True)
class Given:
    """A constant that the text or the kind of claim gives, as written."""

    value: Fraction
    shown: str


@dataclass(frozen=True, slots=True)
class Op:
    """An operation: ``+`` and ``×`` on any number of terms, ``-``, ``÷`` and ``|-|`` (a difference's size) on two."""

    sign: str
    terms: tuple[Term, ...]


Term = Number | Given | Op
Reach = tuple[Fraction, Fraction, Fraction]
"""Least, middle and greatest value."""


def numbers(term: Term) -> Iterator[Statement]:
    """The numbers of a term, left to right."""
    if isinstance(term, Number):
        yield term.of
    elif isinstance(term, Op):
        for part in term.terms:
            yield from numbers(part)


def total(parts: list[Statement]) -> Op:
    """The sum of numbers."""
    return Op("+", tuple(Number(part) for part in parts))


def reach(term: Term) -> Reach | None:
    """Evaluate with the rounding of the numbers shown; None where it cannot be divided."""
    if isinstance(term, Number):
        value, half = term.of.value, term.of.half
        return value - half, value, value + half
    if isinstance(term, Given):
        return term.value, term.value, term.value
    parts = [reach(part) for part in term.terms]
    known = [part for part in parts if part is not None]
    return _combined(term.sign, known) if len(known) == len(parts) else None


def _combined(sign: str, parts: list[Reach]) -> Reach | None:
    if sign == "+":
        least, middle, greatest = (_sum(values) for values in zip(*parts, strict=True))
        return least, middle, greatest
    if sign == "×":
        return _product(parts)
    (a0, a, a2), (b0, b, b2) = parts
    if sign == "-":
        return a0 - b2, a - b, a2 - b0
    if sign == "|-|":
        spread = (a2 - a0 + b2 - b0) / 2
        return abs(a - b) - spread, abs(a - b), abs(a - b) + spread
    if sign == "^":
        return a0 ** int(b), a ** int(b), a2 ** int(b)
    return _quotient(parts)


def _sum(values: Iterable[Fraction]) -> Fraction:
    """The sum over one common denominator: long lists of amounts are added as whole numbers."""
    ratios = [value.as_integer_ratio() for value in values]
    common = math.lcm(*(below for _, below in ratios))
    return Fraction(sum(above * (common // below) for above, below in ratios), common)


def _product(parts: list[Reach]) -> Reach:
    low, middle, high = parts[0]
    for b0, b, b2 in parts[1:]:
        ends = (low * b0, low * b2, high * b0, high * b2)
        low, middle, high = min(ends), middle * b, max(ends)
    return low, middle, high


def _quotient(parts: list[Reach]) -> Reach | None:
    (a0, a, a2), (b0, b, b2) = parts
    if b == 0:
        return None
    if b0 <= 0 <= b2:
        return a / b, a / b, a / b
    ends = (a0 / b0, a0 / b2, a2 / b0, a2 / b2)
    return min(ends), a / b, max(ends)


def shown(term: Term) -> str:
    """Write the term as a reader would, with the numbers as they stand."""
    if isinstance(term, Number):
        return term.of.shown
    if isinstance(term, Given):
        return term.shown
    sign = {"|-|": "-"}.get(term.sign, term.sign)
    sign = {"-": "−"}.get(sign, sign)
    return f" {sign} ".join(written for part in term.terms if (written := _bracketed(part, sign)))


def _bracketed(part: Term, sign: str) -> str:
    written = shown(part)
    return f"（{written}）" if isinstance(part, Op) and sign in "÷×−^" and part.sign in "+-|-|" else written


def _holds(term: Term, number: Statement) -> bool:
    if isinstance(term, Number):
        return term.of is number
    return isinstance(term, Op) and any(_holds(part, number) for part in term.terms)


def _middle(term: Term) -> Fraction | None:
    """What a term is with the numbers as shown; a number alone, as most are, without its rounding."""
    if isinstance(term, Number):
        return term.of.value
    value = reach(term)
    return None if value is None else value[1]


def solve(term: Term, unknown: Statement, wanted: Fraction) -> Fraction | None:
    """The value of one number that makes the term equal ``wanted``; None if there is none."""
    if isinstance(term, Number):
        return wanted if term.of is unknown else None
    if isinstance(term, Given):
        return None
    at = next((k for k, part in enumerate(term.terms) if _holds(part, unknown)), None)
    if at is None:
        return None
    others = [_middle(part) for k, part in enumerate(term.terms) if k != at]
    values = [value for value in others if value is not None]
    if len(values) < len(others):
        return None
    inner = _inverse(term.sign, at, values, wanted, unknown.value)
    return None if inner is None else solve(term.terms[at], unknown, inner)


def _inverse(sign: str, at: int, others: list[Fraction], wanted: Fraction, now: Fraction) -> Fraction | None:
    if sign == "+":
        return wanted - _sum(others)
    if sign == "×":
        product = ONE
        for value in others:
            product *= value
        return wanted / product if product else None
    other = others[0]
    if sign == "-":
        return wanted + other if at == 0 else other - wanted
    if sign == "|-|":
        return other + wanted if now >= other else other - wanted
    if sign == "÷":
        return wanted * other if at == 0 else other / wanted if wanted else None
    return None


def plain(value: Fraction, places: int = 6) -> str:
    """Write a value without unit."""
    return fraction_text(value, places)
