"""Whether a stated number fits a computed one, judged by the precision shown."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum
from fractions import Fraction

from jiheng.checks.text.statement import Statement


class Fit(Enum):
    """How a stated number compares with the computed one."""

    EXACT = "exact"
    TRUNCATED = "truncated"
    ENVELOPE = "envelope"
    OFF = "off"


def fit(stated: Statement, computed: Fraction, slack: Fraction = Fraction(0)) -> Fit:
    """Compare at the precision shown: half a unit of the last digit, then cut off, then the inputs' own rounding."""
    gap = abs(stated.value - computed)
    if gap <= stated.step / 2:
        return Fit.EXACT
    if 0 < abs(computed) - abs(stated.value) < stated.step:
        return Fit.TRUNCATED
    return Fit.ENVELOPE if gap <= stated.step / 2 + slack else Fit.OFF


def quotient_slack(numerator: Statement, denominator: Statement) -> Fraction:
    """How far a quotient may move because both numbers were rounded themselves."""
    quotient = abs(numerator.value / denominator.value)
    relative = denominator.half / abs(denominator.value)
    return numerator.half / abs(denominator.value) + quotient * relative


def sum_slack(total: Statement, parts: Sequence[Statement]) -> Fraction:
    """How far a sum may lie from its total: half a unit of the last digit for each number."""
    return total.half + sum((part.half for part in parts), Fraction(0))


def one_slip(wrong: Statement, right: Fraction) -> bool:
    """Whether one slip of the pen (a digit, two digits swapped, a place, a unit) turns ``right`` into ``wrong``."""
    if right <= 0 or wrong.value <= 0:
        return False
    quotient = right / wrong.value
    if quotient in (10, 100, 1000, 10000, Fraction(1, 10), Fraction(1, 100), Fraction(1, 1000), Fraction(1, 10000)):
        return True
    scaled = right / wrong.factor * 10**wrong.places
    if scaled.denominator != 1:
        return False
    a = wrong.written.replace(",", "").replace(".", "").lstrip("0")
    b = str(scaled.numerator)
    return len(a) >= 3 and (_one_digit(a, b) or _swapped(a, b) or _dropped(a, b) or _dropped(b, a))


def _one_digit(a: str, b: str) -> bool:
    return len(a) == len(b) and sum(x != y for x, y in zip(a, b, strict=True)) == 1


def _swapped(a: str, b: str) -> bool:
    if len(a) != len(b):
        return False
    at = [k for k in range(len(a)) if a[k] != b[k]]
    return len(at) == 2 and at[1] == at[0] + 1 and a[at[0]] == b[at[1]] and a[at[1]] == b[at[0]]


def _dropped(longer: str, shorter: str) -> bool:
    return len(longer) == len(shorter) + 1 and any(longer[:k] + longer[k + 1 :] == shorter for k in range(len(longer)))
