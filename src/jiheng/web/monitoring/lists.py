"""The board of units as a list."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from jiheng.web.frame import address
from jiheng.web.lists.listing import Cell, Choice, Column, Listing, Words
from jiheng.web.monitoring.board import RIGHT, CaseCount
from jiheng.web.monitoring.models import LEVELS, UnitWatch
from jiheng.web.templatetags.shown import rate

URGENT = {str(level): place for place, (level, _word) in enumerate(LEVELS)}


@dataclass(frozen=True, slots=True)
class BoardRow:
    """A unit as it was evaluated, and how its warnings stand."""

    watch: UnitWatch
    cases: CaseCount | None

    @property
    def urgency(self) -> int:
        """Red first."""
        return URGENT.get(self.watch.level, len(URGENT))

    @property
    def open(self) -> int:
        """Warnings that wait for an answer."""
        return self.cases.open if self.cases else 0

    @property
    def overdue(self) -> int:
        """Of these, those whose day is over."""
        return self.cases.overdue if self.cases else 0


def _unit(row: BoardRow) -> Cell:
    dossier = row.watch.dossier
    where = f"{address(dossier, 'monitoring:portfolio')}?month={row.watch.month}"
    stale = (_("评估后数据有变动"),) if row.watch.stamp != dossier.stamp else ()
    problem = (row.watch.problem[:80],) if row.watch.problem else ()
    return Cell(f"{dossier.unit.code} {dossier.unit_name}", where, notes=stale + problem)


def _level(level: str) -> str:
    return str(next((word for each, word in LEVELS if each == level), level))


def _open(row: BoardRow) -> Cell:
    return Cell(str(row.open), address(row.watch.dossier, "monitoring:cases") if row.open else "")


def _figure(name: str, title: str, attribute: str, by: str = "") -> Column:
    return Column(name, title, lambda row: getattr(row.watch, attribute), by or f"watch__{attribute}", figure=True)


BOARD = Listing(
    "monitoring:board",
    gettext_noop("各单位预算执行监控"),
    RIGHT,
    (
        Column("unit", gettext_noop("单位"), _unit, "watch__dossier__unit__code"),
        Column("rank", gettext_noop("级次"), lambda row: row.watch.dossier.unit.level, "watch__dossier__unit__level"),
        Column("level", gettext_noop("等级"), lambda row: Cell(_level(row.watch.level), light=row.watch.level), "urgency"),
        _figure("budget", gettext_noop("预算"), "budget", "watch__budget_fen"),
        _figure("paid", gettext_noop("累计支付"), "paid", "watch__paid_fen"),
        Column("rate", gettext_noop("执行率"), lambda row: rate(row.watch.rate), "watch__rate", figure=True),
        _figure("risk", gettext_noop("风险金额"), "at_risk", "watch__risk_fen"),
        _figure("reds", gettext_noop("红灯"), "reds"),
        _figure("yellows", gettext_noop("黄灯"), "yellows"),
        _figure("unjudged", gettext_noop("无法判断"), "unjudged"),
        Column("open", gettext_noop("待答复"), _open, "open", figure=True),
        Column("overdue", gettext_noop("逾期"), lambda row: Cell(str(row.overdue), light="red" if row.overdue else ""), "overdue", figure=True),
    ),
    (
        Words("q", gettext_noop("单位"), ("watch__dossier__unit__code", "watch__dossier__unit__name", "watch__dossier__unit__spelling")),
        Choice("rank", gettext_noop("级次"), ("watch__dossier__unit__level",)),
        Choice("level", gettext_noop("等级"), ("watch__level",), _level),
    ),
    gettext_noop("没有符合条件的单位。"),
    gettext_noop("金额单位：万元"),
    kept=("month",),
)  # fmt: skip
