"""Slips of the pen: what one slip makes of a number, and how likely one explains a gap by chance."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from jiheng.checks.text.statement import Statement

_PLACES = (10, 100, 1000, Fraction(1, 10), Fraction(1, 100), Fraction(1, 1000))
_TEN_THOUSAND = (10_000, Fraction(1, 10_000))
_CANDIDATES_PER_DIGIT = 10
_CANDIDATES_OF_PLACE = 8
SURE = Fraction(1, 100)
"""A slip that fits by chance in fewer cases than this explains the gap."""


@dataclass(frozen=True, slots=True)
class Slip:
    """What was meant in place of the number written, and by which slip it was missed."""

    name: str
    meant: Fraction


def slip_of(number: Statement, low: Fraction, high: Fraction) -> Slip | None:
    """The slip that turns a value between ``low`` and ``high`` into the number written; None if there is none."""
    if not 0 < low <= high or number.value <= 0:
        return None
    middle = (low + high) / 2
    fitting = [slip for slip in _slips(number) if low <= slip.meant <= high]
    return min(fitting, key=lambda slip: abs(slip.meant - middle), default=None)


def _slips(number: Statement) -> Iterator[Slip]:
    value, unit = number.value, number.step
    for power in _TEN_THOUSAND:
        yield Slip("万字之差", value * power)
    for power in _PLACES:
        yield Slip("小数点移位", value * power)
    digits = number.written.replace(",", "").replace(".", "").replace("-", "").replace("+", "")
    if not digits.isdigit():
        return
    place = unit
    previous = -1
    for char in reversed(digits):
        digit = int(char)
        if previous >= 0 and previous != digit:
            yield Slip("相邻数字颠倒", value + (digit - previous) * (place / 10 - place))
        for other in range(10):
            if other != digit:
                yield Slip("一位数字之差", value + (other - digit) * place)
        previous, place = digit, place * 10


def chance(number: Statement, low: Fraction, high: Fraction) -> Fraction:
    """How likely some slip of the number falls between ``low`` and ``high`` by chance."""
    if not number.value:
        return Fraction(1)
    tried = _CANDIDATES_PER_DIGIT * len(number.written) + _CANDIDATES_OF_PLACE
    window = max(high - low, number.step)
    return min(Fraction(1), tried * window / abs(number.value))
