"""How values stand in SQL tables and Parquet: integers, exact decimals, dates and text, never doubles."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from typing import Any

from jiheng.core.calendar import Month
from jiheng.core.exact import Money, Points
from jiheng.facts.cell import Value
from jiheng.facts.coerce import MAX_NUMBER, NUMBER_PLACES
from jiheng.facts.rows import TABLES
from jiheng.facts.schema import Column, columns
from jiheng.facts.written import decimal

_SQL_TYPES = {
    "money": "BIGINT",
    "points": "BIGINT",
    "integer": "BIGINT",
    "year": "BIGINT",
    "number": "DECIMAL(18,6)",
    "percent": "DECIMAL(18,6)",
    "figure": "DECIMAL(18,6)",
    "date": "DATE",
    "flag": "BOOLEAN",
}
"""By kind; every other kind is VARCHAR."""


@dataclass(frozen=True, slots=True)
class Stand:
    """One column of a stored table."""

    name: str
    sql_type: str
    column: Column | None = None


_BEFORE = (Stand("unit_code", "VARCHAR"), Stand("unit_year", "INTEGER"))
_AFTER = (
    Stand("place_file", "VARCHAR"),
    Stand("place_sheet", "VARCHAR"),
    Stand("place_row", "INTEGER"),
    Stand("row_order", "INTEGER"),
)


@cache
def stands(table: str) -> tuple[Stand, ...]:
    """The stored columns of a table: whose they are, the row's attributes, where they were read."""
    own = (
        Stand(field.name, _SQL_TYPES.get(column.kind, "VARCHAR"), column) for field, column in columns(TABLES[table][1])
    )
    return (*_BEFORE, *own, *_AFTER)


def encode(value: Value) -> str | None:
    """Write a value as text that casts exactly to its stored type.

    Raises:
        ValueError: a number larger or finer than DECIMAL(18,6) holds.
    """
    if isinstance(value, Money | Points):
        return str(value.units)
    if isinstance(value, Fraction):
        return _decimal(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    return None if value is None else str(value)


def _decimal(value: Fraction) -> str:
    if abs(value) >= MAX_NUMBER or (value * 10**NUMBER_PLACES).denominator != 1:
        msg = f"{float(value):.10g} 超出可存储的范围：绝对值小于 {MAX_NUMBER:,}，至多 {NUMBER_PLACES} 位小数"
        raise ValueError(msg)
    return decimal(value)


_DECODERS: dict[str, Callable[[Any], Value]] = {
    "money": Money,
    "points": Points,
    "month": Month.parse,
    "number": Fraction,
    "percent": Fraction,
    "figure": Fraction,
}
"""By kind; every other kind is stored as it is."""


def decoder(column: Column) -> Callable[[Any], Value] | None:
    """What turns a stored value back into the value that :func:`encode` was given; None where they are the same."""
    return _DECODERS.get(column.kind)
