"""What the rules need from the packs in force, as small tables beside the data."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise
from typing import Any

import duckdb

from jiheng.core.calendar import Workdays
from jiheng.core.exact import half_up
from jiheng.packs.method import Proportional, Qualitative
from jiheng.packs.model import Pack

MILLION = 10**6
"""Shares are counted in millionths."""
OVER_COMPLETION = Fraction(13, 10)
"""Completion beyond which a target looks too low, where the pack says nothing (rules.md 9, rule 5)."""
ADJUSTMENT_LIMIT = Fraction(1, 5)
HALF_A_HUNDREDTH = 50
"""In 1/10,000 points."""
REVIEW_TOLERANCE = Fraction(1, 10)
"""How far a stated deduction may be from the real one, as a share of the weight."""

_LIMITS = {  # dated value of the pack → whether it counts working days
    "合同签订期限": False,
    "合同备案期限": True,
    "合同公告期限": True,
    "采购意向公开提前天数": False,
    "预决算公开期限": False,
}
_RATE = "支出率"
_FAR = date(9999, 12, 31)
_TABLES = """
CREATE OR REPLACE TEMP TABLE pack_levels (level_1 VARCHAR, weight BIGINT);
CREATE OR REPLACE TEMP TABLE pack_grades (name VARCHAR, at_least BIGINT);
CREATE OR REPLACE TEMP TABLE pack_qualities (name VARCHAR, low BIGINT, high BIGINT, low_included BOOLEAN);
CREATE OR REPLACE TEMP TABLE pack_settings (full_marks BIGINT, execution_weight BIGINT,
  unit_execution_weight BIGINT, over_completion BIGINT,
  adjustment_limit BIGINT, review_tolerance BIGINT, total_slack BIGINT);
CREATE OR REPLACE TEMP TABLE limits (name VARCHAR, first DATE, last DATE, days INTEGER, working BOOLEAN, cite VARCHAR);
CREATE OR REPLACE TEMP TABLE workdays (day DATE, ordinal INTEGER);
"""


def register_parameters(
    connection: duckdb.DuckDBPyConnection, pack: Pack, project_pack: Pack, years: range, calendar: Workdays
) -> None:
    """Create the tables ``pack_levels``, ``pack_grades``, ``pack_qualities``, ``pack_settings``, ``limits``, ``workdays``."""
    connection.execute(_TABLES)
    _fill(connection, "pack_levels", _levels(project_pack))
    _fill(connection, "pack_grades", ((g.name, _units(g.at_least, 10**4)) for g in pack.grades))
    _fill(connection, "pack_qualities", _qualities(project_pack))
    _fill(connection, "pack_settings", [_settings(project_pack, pack)])
    _fill(connection, "limits", _limits(pack))
    _fill(connection, "workdays", _workdays(years, calendar))


def _fill(connection: duckdb.DuckDBPyConnection, table: str, rows: Any) -> None:
    """Insert column by column: a statement for each row would take longer than most rules."""
    columns = [list(column) for column in zip(*rows, strict=True)]
    if columns:
        marks = ", ".join(["unnest(?)"] * len(columns))
        connection.execute(f"INSERT INTO {table} SELECT {marks}", columns)


def _units(value: Fraction, scale: int) -> int:
    scaled = value * scale
    return half_up(scaled.numerator, scaled.denominator)


def _levels(pack: Pack) -> Iterator[tuple[str, int]]:
    sums: dict[str, Fraction] = {}
    for node in pack.nodes():
        if node.own is not None:
            sums[node.own.level_1] = sums.get(node.own.level_1, Fraction(0)) + node.weight
    return ((level, _units(weight, 10**4)) for level, weight in sums.items())


def _qualities(pack: Pack) -> Iterator[tuple[str, int, int, bool]]:
    method = pack.own_methods.get("定性")
    levels = method.levels if isinstance(method, Qualitative) else ()
    return (
        (each.name, _units(each.low, MILLION), _units(each.high, MILLION), each.low == 0 or _top(each.low, levels))
        for each in levels
    )


def _top(low: Fraction, levels: tuple[Any, ...]) -> bool:
    """Bands are «100–80 % (含 80 %)»: the lower bound belongs to the band."""
    return any(level.low == low for level in levels)


def _execution(pack: Pack) -> int | None:
    """The weight of the leaf that scores the whole execution rate in proportion; None where a pack scores it otherwise."""
    for node in pack.nodes():
        method = node.method
        if isinstance(method, Proportional) and method.measure == _RATE and method.target == 1:
            return _units(node.weight, 10**4)
    return None


def _settings(pack: Pack, whole: Pack) -> tuple[int, int | None, int | None, int, int, int, int | None]:
    over = pack.own_over.above if pack.own_over else OVER_COMPLETION
    return (
        _units(pack.full_marks, 10**4),
        _execution(pack),
        _execution(whole) if whole.of_whole else None,
        _units(over, MILLION),
        _units(ADJUSTMENT_LIMIT, MILLION),
        _units(REVIEW_TOLERANCE, MILLION),
        _total_slack(pack),
    )


def _total_slack(pack: Pack) -> int | None:
    """How far a total may be from the sum of its rows, for each row; None where caps and deductions change it.

    Rows that the pack rounds to hundredths add up exactly; others may be shown half a hundredth off.
    """
    if pack.caps or pack.deductions:
        return None
    row = pack.rounding.row
    return 0 if row is not None and row <= 2 else HALF_A_HUNDREDTH


def _limits(pack: Pack) -> Iterator[tuple[str, date, date, int, bool, str]]:
    for name, working in _LIMITS.items():
        since = pack.values[name].since if name in pack.values else {}
        days = sorted(since)
        for first, following in pairwise([*days, _FAR]):
            value = since[first].value
            if value is not None:
                last = following if following == _FAR else following - timedelta(days=1)
                yield name, first, last, int(value), working, since[first].cite


def _workdays(years: range, calendar: Workdays) -> Iterator[tuple[date, int]]:
    """Number the days so that a difference of ordinals counts the working days after the first day."""
    day, ordinal = date(years.start, 1, 1), 0
    while day.year < years.stop:
        ordinal += calendar.surely_works(day)
        yield day, ordinal
        day += timedelta(days=1)
