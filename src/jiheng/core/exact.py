"""The one rounding function, and the fixed-point numbers that use it.

No float touches money or a score: a value is an integer count of a small unit,
and a quotient stays a pair of integers until it is rounded here, once.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar, Self

from jiheng.core.numeral import read_number


def half_up(numerator: int, denominator: int) -> int:
    """Return ``numerator ÷ denominator`` rounded to an integer, halves away from zero.

    Raises:
        ZeroDivisionError: the denominator is 0; callers decide what that means.
    """
    negative = (numerator < 0) != (denominator < 0)
    n, d = abs(numerator), abs(denominator)
    rounded = (2 * n + d) // (2 * d)
    return -rounded if negative else rounded


def at_places(value: Fraction, places: int) -> Fraction:
    """The value as that many decimals write it."""
    return Fraction(half_up(value.numerator * 10**places, value.denominator), 10**places)


def places_beside(value: Fraction, bounds: Iterable[Fraction], least: int) -> int:
    """Decimals, from ``least`` up, at which ``value`` as written lies on its own side of each bound as written.

    A value of 79.996 beside 80 takes three: with two it would read as 80 itself.
    """
    return max((_apart(value, bound, least) for bound in bounds), default=least)


def _apart(value: Fraction, bound: Fraction, places: int) -> int:
    while value != bound and at_places(value, places) == at_places(bound, places):
        places += 1
    return places


def percent_places(share: Fraction, bounds: Iterable[Fraction] = ()) -> int:
    """Decimals of a percentage: two, or as many more as keep it from reading as a whole per cent that it is not.

    Bounds are whole per cents nearly everywhere, so that a rate reads alike wherever it stands; a sentence with
    another bound names it.
    """
    value = share * 100
    whole = Fraction(half_up(value.numerator, value.denominator))
    return places_beside(value, (whole, *(bound * 100 for bound in bounds)), 2)


def decimal_text(value: int, places: int, *, grouped: bool = False) -> str:
    """Write the integer ``value`` of 10⁻ᵖˡᵃᶜᵉˢ units, e.g. ``(9637, 2)`` → ``96.37``."""
    sign = "-" if value < 0 else ""
    whole, rest = divmod(abs(value), 10**places)
    head = f"{whole:,}" if grouped else str(whole)
    return f"{sign}{head}.{rest:0{places}d}" if places else f"{sign}{head}"


@dataclass(frozen=True, slots=True, order=True)
class Fixed:
    """A fixed-point number: ``units`` counts of 10⁻ᴾᴸᴬᶜᴱˢ."""

    units: int
    PLACES: ClassVar[int] = 0

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a decimal such as ``37,497.28``; digits beyond the scale are refused.

        Raises:
            ValueError: not a number, or finer than this type can hold.
        """
        return cls.of(read_number(text))

    @classmethod
    def of(cls, value: int | Fraction) -> Self:
        """Hold ``value`` exactly.

        Raises:
            ValueError: the value is finer than this type can hold.
        """
        scaled = Fraction(value) * 10**cls.PLACES
        if scaled.denominator != 1:
            msg = f"小数位数超过 {cls.PLACES} 位"
            raise ValueError(msg)
        return cls(scaled.numerator)

    @classmethod
    def rounded(cls, value: int | Fraction) -> Self:
        """Hold ``value`` rounded half-up to this type's scale."""
        exact = Fraction(value) * 10**cls.PLACES
        return cls(half_up(exact.numerator, exact.denominator))

    @classmethod
    def zero(cls) -> Self:
        """Nothing, in this unit."""
        return cls(0)

    def __add__(self, other: Self) -> Self:
        return type(self)(self.units + other.units)

    def __sub__(self, other: Self) -> Self:
        return type(self)(self.units - other.units)

    def __neg__(self) -> Self:
        return type(self)(-self.units)

    def __bool__(self) -> bool:
        return self.units != 0

    @property
    def exact(self) -> Fraction:
        """The value as a fraction of whole units."""
        return Fraction(self.units, 10**self.PLACES)

    def times(self, numerator: int, *, over: int) -> Self:
        """Return the share ``numerator ÷ over`` of this number, rounded half-up."""
        return type(self)(half_up(self.units * numerator, over))

    def to_places(self, places: int) -> Self:
        """Round half-up to ``places`` decimals, keeping the scale."""
        step = 10 ** max(self.PLACES - places, 0)
        return type(self)(half_up(self.units, step) * step)

    def text(self, places: int | None = None, *, grouped: bool = False) -> str:
        """Write with ``places`` decimals (all of them if not given), rounded half-up."""
        wanted = self.PLACES if places is None else places
        if wanted >= self.PLACES:
            return decimal_text(self.units * 10 ** (wanted - self.PLACES), wanted, grouped=grouped)
        return decimal_text(half_up(self.units, 10 ** (self.PLACES - wanted)), wanted, grouped=grouped)

    def __str__(self) -> str:
        return self.text()


class Points(Fixed):
    """A score or a weight (分值、得分): integer counts of 1/10 000 point."""

    __slots__ = ()
    PLACES: ClassVar[int] = 4

    def shown(self) -> str:
        """Write as forms do: two decimals, or all four where they say more."""
        return self.text(2) if self.units % 100 == 0 else self.text()


class Money(Fixed):
    """An amount of public money: integer 分 (fen)."""

    __slots__ = ()
    PLACES: ClassVar[int] = 2

    def wan(self, places: int = 2) -> str:
        """Write in 万元 with thousands separators, e.g. ``37,497.28``."""
        return decimal_text(half_up(self.units * 10**places, 10**6), places, grouped=True)

    def yuan(self) -> str:
        """Write in 元 with thousands separators and two decimals."""
        return self.text(2, grouped=True)


@dataclass(frozen=True, slots=True)
class Ratio:
    """A quotient kept as its two numbers, because both are shown and neither is rounded."""

    numerator: int
    denominator: int

    @property
    def defined(self) -> bool:
        """Whether there is anything to divide by."""
        return self.denominator != 0

    @property
    def exact(self) -> Fraction:
        """The quotient.

        Raises:
            ZeroDivisionError: the denominator is 0.
        """
        return Fraction(self.numerator, self.denominator)

    def percent(self) -> str:
        """Write as a percentage, e.g. ``94.98%``; ``—`` when the denominator is 0.

        What is not a whole per cent never reads as one: 79.996 % takes a third decimal.
        """
        if not self.defined:
            return "—"
        places = percent_places(self.exact)
        return decimal_text(half_up(self.numerator * 100 * 10**places, self.denominator), places) + "%"


def fraction_text(value: Fraction, places: int) -> str:
    """Write any exact value with at most ``places`` decimals, trailing zeros dropped."""
    text = decimal_text(half_up(value.numerator * 10**places, value.denominator), places)
    return text.rstrip("0").rstrip(".") if "." in text else text
