"""Where each term of the vocabulary meets the function that computes it, and the few steps they share."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any, TypeVar

from jiheng.core.calendar import Workdays
from jiheng.core.exact import Money
from jiheng.facts.dataset import DataSet
from jiheng.facts.measures.measured import Found, Unknown
from jiheng.facts.rows import TABLES, Row
from jiheng.facts.schema import columns
from jiheng.packs.model import Pack

R = TypeVar("R", bound=Row)


@dataclass(frozen=True, slots=True)
class Ground:
    """What measures are computed from: the data, the dated limits of the pack, the calendar."""

    dataset: DataSet
    pack: Pack
    workdays: Workdays

    def limit(self, name: str, on: date) -> Fraction:
        """The pack's value on the day of the event.

        Raises:
            Unknown: the pack has none.
        """
        value = self.pack.value(name, on) if name in self.pack.values else None
        if value is None:
            raise Unknown(f"规则包没有规定 {on.isoformat()} 适用的“{name}”")
        return value


Function = Callable[[Ground], Found]
FUNCTIONS: dict[str, Function] = {}
"""Term of the vocabulary → its function."""
REGISTERS: dict[str, tuple[str, ...]] = {}
"""Term of the vocabulary → the tables that it is computed from."""


def term(name: str, *registers: str) -> Callable[[Function], Function]:
    """Declare the function that computes a term, and the registers without which it is missing."""

    def declare(function: Function) -> Function:
        def guarded(ground: Ground) -> Found:
            for register in registers:
                _require(ground.dataset, register)
            return function(ground)

        FUNCTIONS[name] = guarded
        REGISTERS[name] = registers
        return guarded

    return declare


def _require(dataset: DataSet, register: str) -> None:
    if not getattr(dataset, register) and register not in dataset.nil:
        raise Unknown(f"“{TABLES[register][0]}”尚未填报；确无此类事项的请作零填报")


def count(rows: Iterable[Row]) -> Found:
    """How many rows."""
    found = tuple(rows)
    return Found(Fraction(len(found)), found)


def total(rows: Iterable[R], attribute: str) -> Found:
    """The sum of an amount, in 元.

    Raises:
        Unknown: a row lacks it.
    """
    found = tuple(rows)
    amounts: list[Money] = answered(found, attribute)
    return Found(Money(sum(each.units for each in amounts)).exact, found)


def answered(rows: Iterable[Row], attribute: str) -> list[Any]:
    """The values of a column.

    Raises:
        Unknown: a row lacks one.
    """
    found = tuple(rows)
    values = [getattr(row, attribute) for row in found]
    unanswered = [row for row, value in zip(found, values, strict=True) if value is None]
    if unanswered:
        raise Unknown(f"有 {len(unanswered)} 行未填“{_title(unanswered[0], attribute)}”", unanswered)
    return values


def single(row: Row, attribute: str) -> Found:
    """A number of one row.

    Raises:
        Unknown: it is not filled in.
    """
    return Found(Fraction(answered([row], attribute)[0]), (row,))


def within(start: date | None, end: date | None, days: Fraction) -> bool:
    """Whether ``end`` came on or after ``start``, and no more than ``days`` calendar days later."""
    return start is not None and end is not None and 0 <= (end - start).days <= days


def _title(row: Row, attribute: str) -> str:
    return next(column.title for field, column in columns(type(row)) if field.name == attribute)
