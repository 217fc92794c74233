"""The working days that the site counts by: the published notices, and those that an administrator entered."""

from __future__ import annotations

import hashlib
import re
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from jiheng.core.calendar import Workdays
from jiheng.web.actions import Action, Refusal
from jiheng.web.cycle.models import HolidayNotice
from jiheng.web.organisation.models import Unit

SECONDS = 60
"""After so long a process asks whether another one entered days."""
LONGEST = 31
"""Days of one stretch of holidays, and more."""
MAX_GROUND = 100
_PART = re.compile(r"[,，、;；\s]+")
_STRETCH = re.compile(r"(\d{4}-\d{1,2}-\d{1,2})(?:(?:至|到|~|—|－)(\d{4}-\d{1,2}-\d{1,2}))?")


class _Known:
    """What this process knows of the entered notices."""

    calendar = Workdays()
    at = float("-inf")
    named: Mapping[str, Workdays] = MappingProxyType({"": Workdays()})


def calendar() -> Workdays:
    """The calendar in force."""
    if time.monotonic() - _Known.at > SECONDS:
        learn(Workdays(*_entered()))
    return _Known.calendar


def learn(known: Workdays) -> None:
    """Let this process count by a calendar from now on."""
    _Known.calendar, _Known.at = known, time.monotonic()
    _Known.named = MappingProxyType({**_Known.named, name_of(known): known})


def learn_again() -> None:
    """Let this process ask the database at its next count, as it does every minute."""
    _Known.at = float("-inf")


def _entered() -> tuple[Mapping[date, bool], frozenset[int]]:
    notices = list(HolidayNotice.objects.all())
    days = {day: worked for notice in notices for day, worked in notice.days.items()}
    return days, frozenset(notice.year for notice in notices)


def name_of(known: Workdays) -> str:
    """A short name of what was entered, for whatever is computed by it and held in memory; empty for nothing."""
    if not known.noticed:
        return ""
    written = f"{sorted(known.noticed)} {sorted(known.corrections.items())}"
    return hashlib.sha256(written.encode()).hexdigest()[:16]


def named(name: str) -> Workdays:
    """The calendar of a name that this process has known."""
    return _Known.named.get(name) or calendar()


@dataclass
class EnterHolidays(Action[None]):
    """Enter the whole notice of a year: the days off, the weekend days that are worked, and the notice's number."""

    right = "calendar.manage"
    title = gettext_noop("登记放假安排")
    year: int
    off: str
    work: str
    ground: str

    def unit(self) -> Unit | None:
        """The calendar belongs to no unit."""
        return None

    def apply(self) -> HolidayNotice:
        """Read all days, refuse with every fault at once, or keep them."""
        off, work = list(self._days(self.off)), list(self._days(self.work))
        faults = [text for text in (*off, *work) if isinstance(text, str)]
        dates = [day for day in off if isinstance(day, date)], [day for day in work if isinstance(day, date)]
        faults += self._faults(*dates)
        if faults:
            raise Refusal("\n".join(faults))
        written = {
            name: ",".join(day.isoformat() for day in sorted(set(days)))
            for name, days in zip(("off", "work"), dates, strict=True)
        }
        given = written | {"ground": self.ground.strip(), "by": self.actor.user}
        notice, _made = HolidayNotice.objects.update_or_create(year=self.year, defaults=given)
        learn(Workdays(*_entered()))
        return notice

    def _faults(self, off: list[date], work: list[date]) -> Iterator[str]:
        if not off:
            yield _("请填写放假日期，例如 2027-02-05至2027-02-11。")
        for day in sorted({each for each in (*off, *work) if each.year != self.year}):
            yield _("“%(day)s”不在 %(year)d 年，请核对。") % {"day": day, "year": self.year}
        for day in sorted(set(off) & set(work)):
            yield _("“%(day)s”既填为放假，又填为上班，请删去一处。") % {"day": day}
        if not self.ground.strip() or len(self.ground) > MAX_GROUND:
            yield _("请填写放假通知的文号或名称，不超过 %(most)d 字。") % {"most": MAX_GROUND}

    def _days(self, text: str) -> Iterator[date | str]:
        """Every day of what was typed, or a sentence on what cannot be read."""
        for part in filter(None, _PART.split(text.strip())):
            found = _STRETCH.fullmatch(part)
            try:
                first = _day(found[1]) if found else None
                last = _day(found[2]) if found and found[2] else first
            except ValueError:
                first = last = None
            if first is None or last is None or not 0 <= (last - first).days < LONGEST:
                yield _("“%(part)s”不是日期，应写作 2027-02-05，或 2027-02-05至2027-02-11。") % {"part": part[:40]}
            else:
                yield from (first + timedelta(days=n) for n in range((last - first).days + 1))

    def detail(self) -> str:
        """Which year, on what ground."""
        return f"{self.year}；{self.ground}"


def _day(text: str) -> date:
    year, month, day = (int(part) for part in text.split("-"))
    return date(year, month, day)
