"""The fiscal year, its months, and Chinese working days with their make-up days.

Working days come from the published holiday notices (package chinesecalendar); a correction
list, kept by the administrator, overrides single days. A year whose notice is not yet
published counts Monday to Friday less the holidays that the law itself names
(:mod:`jiheng.core.statutory`); that is an estimate (:meth:`Workdays.estimated`), by which no point is taken
(:meth:`Workdays.at_least`).
"""

from __future__ import annotations

import calendar as _calendar
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache

import chinese_calendar

from jiheng.core.statutory import days_off, near_holiday


def month_end(year: int, month: int) -> date:
    """Return the last day of the month."""
    return date(year, month, _calendar.monthrange(year, month)[1])


_MONTH = re.compile(r"([12]\d{3})-(0?[1-9]|1[0-2])", re.ASCII)


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """One month of a fiscal year (January to December), written ``2024-08``."""

    year: int
    month: int

    @classmethod
    def parse(cls, text: str) -> Month:
        """Read ``2024-08``.

        Raises:
            ValueError: not a year and a month.
        """
        found = _MONTH.fullmatch(text.strip())
        if found is None:
            msg = f"月份应写作 2024-08 的形式，现为“{text[:20]}”"
            raise ValueError(msg)
        return cls(int(found[1]), int(found[2]))

    @classmethod
    def of(cls, day: date) -> Month:
        """Return the month that the day is in."""
        return cls(day.year, day.month)

    @property
    def end(self) -> date:
        """The last day."""
        return month_end(self.year, self.month)

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.month:02d}"


FRIDAY_AFTER = 5
"""Weekdays from Monday (0) to Friday lie below it."""


@dataclass(frozen=True)
class Workdays:
    """Chinese working days; ``corrections`` maps a day to whether it is worked.

    Of a year in ``noticed`` the corrections hold the whole notice: every other day follows the week.
    """

    corrections: Mapping[date, bool] = field(default_factory=dict)
    noticed: frozenset[int] = frozenset()

    def published(self, year: int) -> bool:
        """Whether the holiday notice of that year is known."""
        if year in self.noticed:
            return True
        try:
            chinese_calendar.is_workday(date(year, 1, 1))
        except NotImplementedError:
            return False
        return True

    def estimated(self, start: date, end: date) -> bool:
        """Whether counting between the two days rests on a year whose notice is not published."""
        return not all(self.published(year) for year in range(min(start, end).year, max(start, end).year + 1))

    def remark(self, start: date, end: date) -> str:
        """What is said beside a day or a count between the two days that is an estimate; empty for one that is sure."""
        years = range(min(start, end).year, max(start, end).year + 1)
        unknown = [str(year) for year in years if not self.published(year)]
        return f"{'、'.join(unknown)} 年放假安排未公布，为估算" if unknown else ""

    def at_least(self, start: date, end: date) -> int:
        """As :meth:`between`, but of years without a notice only days that no notice would move: nothing is held against anybody else."""
        if not self.estimated(start, end):
            return self.between(start, end)
        days = (start + timedelta(days=n) for n in range(1, (end - start).days + 1))
        return sum(self.surely_works(day) for day in days)

    def surely_works(self, day: date) -> bool:
        """Whether offices work on that day, whatever a notice that is not published yet will say."""
        sure = day in self.corrections or self.published(day.year) or not near_holiday(day)
        return sure and self.is_workday(day)

    def is_workday(self, day: date) -> bool:
        """Whether offices work on that day."""
        if day in self.corrections:
            return self.corrections[day]
        return day.weekday() < FRIDAY_AFTER if day.year in self.noticed else _is_workday(day)

    def add(self, day: date, count: int) -> date:
        """Return the ``count``-th working day after ``day``, or before it if negative; day itself is not counted."""
        step = timedelta(days=1 if count > 0 else -1)
        left = abs(count)
        while left > 0:
            day += step
            left -= self.is_workday(day)
        return day

    def between(self, start: date, end: date) -> int:
        """Count working days after ``start`` up to and including ``end``; 0 if end is not later."""
        days = (end - start).days
        return sum(self.is_workday(start + timedelta(days=n)) for n in range(1, days + 1))


@cache
def _is_workday(day: date) -> bool:
    """Whether the notices say so, or week and law where there is none yet; asked again and again for few days."""
    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:
        return day.weekday() < FRIDAY_AFTER and day not in days_off(day.year)
