"""Random data sets: every table, every kind of column, sound in themselves."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

from hypothesis import strategies as st

from jiheng.core.calendar import Month
from jiheng.core.exact import Money, Points
from jiheng.facts import DataSet, sealed
from jiheng.facts.rows import ORIGINS, TABLES, Row
from jiheng.facts.scale import CONFIRMED
from jiheng.facts.schema import Column, columns
from tests.facts.sample import UNIT

YEAR = UNIT.year
_CODES = st.text("0123456789AZ.-甲", min_size=1, max_size=6)
_LINES = st.text(st.characters(categories=("L", "N", "P", "S", "Zs"), include_characters="\n'=+-@\t"), max_size=12)
_TEXTS = _LINES.map(str.strip)


def _numbers(limit: int, places: int, *, signed: bool = True) -> st.SearchStrategy[Fraction]:
    scale = 10**places
    low = -limit * scale + 1 if signed else 0
    return st.integers(low, limit * scale - 1).map(lambda number: Fraction(number, scale))


def values(column: Column) -> st.SearchStrategy[Any]:
    """Values that a cell of the column may hold; codes of other tables come from :func:`datasets`."""
    kinds: dict[str, Any] = {
        "text": _TEXTS,
        "code": _CODES,
        "money": st.integers(-(10**16) + 1 if column.signed else 0, 10**16 - 1).map(Money),
        "number": _numbers(10**12, 6),
        "points": st.integers(0, 10**10 - 1).map(Points),
        "percent": _numbers(10**6, 6),
        "figure": _numbers(10**12, 6),
        "integer": st.integers(0, 10**9 - 1),
        "year": st.integers(1949, 2100),
        "date": st.dates(date(1949, 1, 1), date(2100, 12, 31)),
        "month": st.integers(1, 12).map(lambda month: Month(YEAR, month)),
        "choice": st.sampled_from(column.choices or ("",)),
        "flag": st.booleans(),
    }
    found: st.SearchStrategy[Any] = kinds[column.kind]
    return found


@st.composite
def rows(draw: st.DrawFn, table: str, codes: dict[str, list[str]]) -> tuple[Row, ...]:
    """Rows with different keys that refer only to codes that exist."""
    row_class = TABLES[table][1]
    listed = [(field, column) for field, column in columns(row_class) if field.name not in {"note", "origin"}]
    found: dict[tuple[object, ...], Row] = {}
    for _ in range(draw(st.integers(0, 3))):
        given = {field.name: _draw(draw, field.default, column, codes) for field, column in listed}
        if any(given[field.name] is None for field, column in listed if column.required):
            continue
        row = row_class(**given, origin=draw(st.sampled_from(ORIGINS)), note=CONFIRMED + draw(_TEXTS))
        found[tuple(given[field.name] for field, column in listed if column.key)] = row
    return tuple(found.values())


def _draw(draw: st.DrawFn, default: Any, column: Column, codes: dict[str, list[str]]) -> Any:
    if column.refers:
        return draw(st.sampled_from([default, *codes.get(column.refers, [])]))
    left_empty: bool = not column.required and draw(st.booleans())
    value = default if left_empty else draw(values(column))
    return (default or "甲") if value == "" and (default or column.required) else value


@st.composite
def datasets(draw: st.DrawFn) -> DataSet:
    """A sound data set."""
    codes: dict[str, list[str]] = {}
    tables: dict[str, tuple[Row, ...]] = {}
    for table in TABLES:
        if table != "unit":
            tables[table] = draw(rows(table, codes))
            codes[table] = [getattr(row, "code", "") for row in tables[table]]
    empty = sorted(table for table, found in tables.items() if not found)
    nil = draw(st.sets(st.sampled_from(empty))) if empty else set()
    given: dict[str, Any] = {**tables, "nil": tuple(sorted(nil))}
    return sealed(replace(DataSet(unit=UNIT), **given))
