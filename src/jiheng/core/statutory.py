"""The holidays that the law itself names, for years whose notice (放假安排) is not published yet.

全国年节及纪念日放假办法 (as of 2025-01-01), 第二条: 元旦 1 day, 春节 4 from the eve on, 清明 1, 劳动节 2, 端午 1, 中秋 1, 国庆 3;
第七条: one that falls on a weekend is made up on a working day. Which weekends are worked in exchange is known by the notice alone,
so what is counted with these days is an estimate.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache

LUNAR: dict[int, tuple[str, str, str, str]] = {
    2027: ("02-05", "04-05", "06-09", "09-15"),
    2028: ("01-25", "04-04", "05-28", "10-03"),
    2029: ("02-12", "04-04", "06-16", "09-22"),
    2030: ("02-02", "04-05", "06-05", "09-12"),
    2031: ("01-22", "04-05", "06-24", "10-01"),
    2032: ("02-10", "04-04", "06-12", "09-19"),
    2033: ("01-30", "04-04", "06-01", "09-08"),
    2034: ("02-18", "04-05", "06-20", "09-27"),
    2035: ("02-07", "04-05", "06-10", "09-16"),
    2036: ("01-27", "04-04", "05-30", "10-04"),
    2037: ("02-14", "04-04", "06-18", "09-24"),
    2038: ("02-03", "04-05", "06-07", "09-13"),
    2039: ("01-23", "04-05", "05-27", "10-02"),
    2040: ("02-11", "04-04", "06-14", "09-20"),
}
"""Year → 除夕, 清明, 端午, 中秋: days that follow the moon and the sun."""
SATURDAY = 5
AROUND = timedelta(days=7)
"""So far from a holiday a notice has moved working days."""


@cache
def days_off(year: int) -> frozenset[date]:
    """The holidays that the law names for the year, those on weekends made up on the next weekdays; without the moon's where unknown."""
    named = sorted(_named(year))
    off = set(named)
    for day in named:
        if day.weekday() >= SATURDAY:
            off.add(_next_weekday(day, off))
    return frozenset(off)


def _named(year: int) -> Iterator[date]:
    yield date(year, 1, 1)
    yield from (date(year, 5, day) for day in (1, 2))
    yield from (date(year, 10, day) for day in (1, 2, 3))
    if year in LUNAR:
        eve, *others = (date.fromisoformat(f"{year}-{day}") for day in LUNAR[year])
        yield from (eve + timedelta(days=n) for n in range(4))
        yield from others


def _next_weekday(day: date, off: set[date]) -> date:
    while day in off or day.weekday() >= SATURDAY:
        day += timedelta(days=1)
    return day


def near_holiday(day: date) -> bool:
    """Whether a notice might make of this day what the week and the law do not."""
    years = (day.year - 1, day.year, day.year + 1)
    return any(abs(day - off) <= AROUND for year in years for off in days_off(year))
