"""Opening and closing years, the days on which stages are due, and which pack a unit is scored by."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from jiheng.core.fault import Refused
from jiheng.packs.load import load_pack
from jiheng.web import rights
from jiheng.web.actions import Action, Refusal
from jiheng.web.cycle.models import DECIDED, DUE_STAGES, Dossier, Stage, State, Task, Year, new_stamp, period_of
from jiheng.web.organisation.models import Unit

CLOSED = (State.SUBMITTED, *DECIDED)


@dataclass
class YearAction(Action[Year]):
    """An action on a whole year, which belongs to no unit."""

    right = "cycle.manage"

    def unit(self) -> None:
        """None."""


@dataclass
class AddYear(YearAction):
    """Put a new year on the list."""

    title = gettext_noop("新增年度")

    def apply(self) -> None:
        """Each year is there once."""
        if Year.objects.filter(year=self.target.year).exists():
            raise Refusal(_("%(year)d 年度已经存在。") % {"year": self.target.year})
        self.target.save()


@dataclass
class SetYearOpen(YearAction):
    """Open a year for filling in, or close it."""

    title = gettext_noop("开放或关闭年度")
    open: bool

    def apply(self) -> None:
        """Write it."""
        self.target.open = self.open
        self.target.save(update_fields=["open"])

    def detail(self) -> str:
        """Which way."""
        return f"{self.target}：{'开放' if self.open else '关闭'}"


@dataclass
class SetDeadlines(YearAction):
    """Set the days on which stages are due, for units that were opened in this year."""

    title = gettext_noop("设定报送期限")
    units: Sequence[Unit]
    due: Mapping[Stage, date]

    def apply(self) -> int:
        """Existing tasks get the new day, missing ones are made; how many tasks."""
        for unit in self.units:
            rights.demand(self.actor.user, self.right, unit)
        if not self.due:
            raise Refusal(_("请至少填写一个环节的期限。"))
        demand_due_stages(self.due)
        dossiers = list(Dossier.objects.filter(year=self.target, unit__in=self.units))
        for stage, day in self.due.items():
            period = period_of(stage, self.target.year, day)
            found = Task.objects.filter(dossier__in=dossiers, stage=stage, period=period)
            found.update(due=day)
            there = set(found.values_list("dossier", flat=True))
            missing = [
                Task(dossier=each, stage=stage, period=period, due=day) for each in dossiers if each.pk not in there
            ]
            Task.objects.bulk_create(missing, batch_size=500)
        return len(dossiers) * len(self.due)

    def detail(self) -> str:
        """How many units, which days."""
        days = "；".join(f"{stage.label} {day}" for stage, day in self.due.items())
        return f"{len(self.units)} 个单位；{days}"


def demand_due_stages(due: Mapping[Stage, date]) -> None:
    """Refuse a day for what units ask for themselves.

    Raises:
        Refusal: with what to do.
    """
    if not set(due) <= set(DUE_STAGES):
        raise Refusal(_("目标调整由单位需要时申请，不统一下达，也不设期限。"))


@dataclass
class SetPack(Action[Dossier]):
    """Score a unit by another pack in this year."""

    right = "cycle.manage"
    title = gettext_noop("更换规则包")
    pack: str

    def unit(self) -> Unit:
        """The dossier's unit."""
        return self.target.unit

    def snapshot(self) -> dict[str, Any]:
        """The pack."""
        return {"pack": self.target.pack}

    def apply(self) -> None:
        """Only while nothing that rests on it has been handed in."""
        demand_pack(self.pack)
        if self.target.tasks.filter(state__in=CLOSED).exists():
            raise Refusal(_("该单位已有环节送审或通过，不能更换规则包；确需更换的，请先退回。"))
        self.target.pack, self.target.stamp = self.pack, new_stamp()
        self.target.save(update_fields=["pack", "stamp"])


def demand_pack(name: str) -> None:
    """Refuse a pack that cannot be loaded.

    Raises:
        Refusal: with the first thing that is wrong.
    """
    try:
        load_pack(name)
    except Refused as refused:
        raise Refusal(
            _("规则包“%(name)s”不能使用：%(why)s") % {"name": name, "why": refused.faults[0].text()}
        ) from refused
