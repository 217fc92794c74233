"""Integer SQL expressions that know their bounds, so that no product overflows and none is wider than it must be.

An expression is 64 bits wide (BIGINT) as long as its bounds allow, and 128 bits (HUGEINT in DuckDB,
DECIMAL(38,0) in Spark) from there on. What does not fit 38 digits is refused when the plan is compiled.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlglot import exp

NARROW = 2**63 - 1
"""The largest BIGINT."""
WIDE = 10**38 - 1
"""The largest number of 38 digits: every wide type of every engine holds it."""


class TooWide(Exception):  # noqa: N818 - a condition that callers answer, not a mishap
    """An exact score would need numbers of more than 38 digits."""


@dataclass(frozen=True, slots=True)
class Int:
    """An integer expression between ``low`` and ``high``, both included; ``wide``: its SQL type has 128 bits."""

    sql: exp.Expr
    low: int
    high: int
    wide: bool = False

    def __post_init__(self) -> None:
        if max(abs(self.low), abs(self.high)) > WIDE:
            raise TooWide

    @property
    def constant(self) -> int | None:
        """The value, when there is only one."""
        return self.low if self.low == self.high else None

    def __mul__(self, other: Int | int) -> Int:
        right = _int(other)
        if self.constant in (0, 1):
            return right if self.constant else self
        if right.constant in (0, 1):
            return self if right.constant else right
        corners = [a * b for a in (self.low, self.high) for b in (right.low, right.high)]
        return _joined(exp.Mul, self, right, min(corners), max(corners))

    def __add__(self, other: Int | int) -> Int:
        right = _int(other)
        if right.constant == 0 or self.constant == 0:
            return self if right.constant == 0 else right
        return _joined(exp.Add, self, right, self.low + right.low, self.high + right.high)

    def __sub__(self, other: Int | int) -> Int:
        right = _int(other)
        if right.constant == 0:
            return self
        return _joined(exp.Sub, self, right, self.low - right.high, self.high - right.low)

    def __floordiv__(self, other: Int | int) -> Int:
        """Divide; both sides must not be negative, because engines disagree on how to cut negative quotients."""
        right = _int(other)
        if right.constant == 1:
            return self
        return _joined(exp.IntDiv, self, right, max(self.low, 0) // max(right.high, 1), self.high // max(right.low, 1))

    def __mod__(self, other: Int | int) -> Int:
        """Return what the division leaves; both sides must not be negative."""
        right = _int(other)
        return _joined(exp.Mod, self, right, 0, min(self.high, right.high - 1))

    def at_least(self, low: Int | int) -> Int:
        """The larger of the two."""
        other = _int(low)
        if self.low >= other.high:
            return self
        return _picked(exp.Greatest, self, other, max(self.low, other.low), max(self.high, other.high))

    def at_most(self, high: Int | int) -> Int:
        """The smaller of the two."""
        other = _int(high)
        if self.high <= other.low:
            return self
        return _picked(exp.Least, self, other, min(self.low, other.low), min(self.high, other.high))

    def compare(self, operator: str, other: Int | int) -> exp.Condition:
        """The condition ``self operator other``; operators as packs write them: ≥ ≤ = > <."""
        kinds = {"≥": exp.GTE, "≤": exp.LTE, "=": exp.EQ, ">": exp.GT, "<": exp.LT}
        return kinds[operator](this=_wrapped(self.sql), expression=_wrapped(_int(other).sql))

    def half_up(self, denominator: Int | int, step: int = 1) -> Int:
        """``self ÷ denominator`` rounded half-up to a multiple of ``step``; neither may be negative."""
        whole = _int(denominator) * step
        if whole.constant == 1:
            return self
        return (self * 2 + whole) // (whole * 2) * step

    def rounded(self, how: str, denominator: Int | int, step: int = 1) -> Int:
        """``self ÷ denominator`` as a multiple of ``step``: half_up, up or down; neither may be negative."""
        if how == "half_up":
            return self.half_up(denominator, step)
        whole = _int(denominator) * step
        if whole.constant == 1:
            return self
        return (self + whole - 1 if how == "up" else self) // whole * step

    def narrow(self) -> Int:
        """Back to 64 bits, where the bounds allow."""
        if not self.wide or max(abs(self.low), abs(self.high)) > NARROW:
            return self
        return Int(exp.cast(self.sql, "BIGINT"), self.low, self.high)


def number(value: int) -> Int:
    """A constant."""
    literal: exp.Expr = exp.Literal.number(abs(value))
    return Int(exp.Neg(this=literal) if value < 0 else literal, value, value)


def named(name: str, low: int, high: int, *, wide: bool = False) -> Int:
    """A column; ``wide`` if its type has 128 bits."""
    return Int(exp.column(name), low, high, wide)


def total(parts: Iterable[Int]) -> Int:
    """The sum of the parts; 0 for none."""
    result = number(0)
    for part in parts:
        result = result + part
    return result


def cases(found: Sequence[tuple[exp.Expr, Int | None]], otherwise: Int | None) -> Int | None:
    """The value of the first whose condition holds; None is NULL.

    What need not be asked is not: last cases that give the same as what follows, and neighbours that give the same.
    """
    needed: list[tuple[exp.Expr, Int | None]] = []
    for condition, value in reversed(found):
        below = needed[-1][1] if needed else otherwise
        if not needed and value == otherwise:
            continue
        if needed and value == below:
            needed[-1] = (exp.or_(condition, needed[-1][0]), value)
        else:
            needed.append((condition, value))
    values = [value for value in (*(value for _, value in needed), otherwise) if value is not None]
    if not needed or not values:
        return otherwise
    case = exp.Case()
    for condition, value in reversed(needed):
        case = case.when(condition, exp.Null() if value is None else value.sql)
    case = case.else_(exp.Null() if otherwise is None else otherwise.sql)
    low, high = min(value.low for value in values), max(value.high for value in values)
    return Int(case, low, high, any(value.wide for value in values))


def _int(value: Int | int) -> Int:
    return number(value) if isinstance(value, int) else value


def _wrapped(sql: exp.Expr) -> exp.Expr:
    return exp.Paren(this=sql) if isinstance(sql, exp.Binary) else sql


def _widened(value: Int) -> exp.Expr:
    return value.sql if value.wide else exp.cast(value.sql, "INT128")


def _joined(kind: type[exp.Binary], left: Int, right: Int, low: int, high: int) -> Int:
    if low == high:
        return number(low)
    wide = left.wide or right.wide or max(abs(low), abs(high)) > NARROW
    this = _widened(left) if wide else left.sql
    return Int(kind(this=_wrapped(this), expression=_wrapped(right.sql)), low, high, wide)


def _picked(kind: type[exp.Func], left: Int, right: Int, low: int, high: int) -> Int:
    return Int(kind(this=left.sql, expressions=[right.sql], ignore_nulls=True), low, high, left.wide or right.wide)
