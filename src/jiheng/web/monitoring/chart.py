"""The large curve as data for the browser: texts carry the exact figures, the chart only draws them."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import accumulate
from typing import Any

from django.utils.translation import gettext as _

from jiheng.core.exact import Ratio
from jiheng.monitoring import Report, Watched
from jiheng.monitoring.monthly import MonthRow, months
from jiheng.monitoring.path import Way
from jiheng.monitoring.situation import plain_percent
from jiheng.packs.model import Pack
from jiheng.web.monitoring.board import Totals
from jiheng.web.monitoring.models import Case

YEAR = 12


def text(rate: Fraction) -> str:
    """A share in percent with two decimals, without the sign."""
    return Ratio(rate.numerator, rate.denominator).percent()[:-1]


def curve(report: Report, watched: Watched, course: Way, cases: Sequence[Case]) -> dict[str, Any]:
    """Plan, actual, fan, thresholds and flags of one project or of the whole unit."""
    return {
        "plan": [text(rate) for rate in course.planned],
        "planName": _("用款计划") if course.by_plan else _("序时进度"),
        "paid": [text(rate) for rate in course.paid],
        "month": report.as_of.month,
        "forecast": _forecast(course),
        "thresholds": [*_lights(report.pack, course), *_floors(report.pack, watched)],
        "caps": _caps(report.pack, watched),
        "flags": [_flag(case, month) for case in cases for month in case.months],
    }


def _forecast(course: Way) -> dict[str, str] | None:
    found = course.forecast
    return {"rate": text(found.rate), "low": text(found.low), "high": text(found.high)} if found else None


def _lights(pack: Pack, course: Way) -> list[dict[str, Any]]:
    """The lines of the lights: shares of 序时进度."""
    lines = (("yellow", _("黄灯线"), pack.monitoring.yellow_below), ("red", _("红灯线"), pack.monitoring.red_below))
    return [
        {
            "name": f"{name}（{plain_percent(share)}）",
            "light": light,
            "rates": [text(share * due) for due in course.due],
        }
        for light, name, share in lines
        if share is not None
    ]


def _floors(pack: Pack, watched: Watched) -> list[dict[str, Any]]:
    """The floors of single months, as one broken line."""
    floors = {
        floor.month: floor.rate for floor in pack.monitoring.floors if floor.month >= watched.execution.first.month
    }
    if not floors:
        return []
    rates = [text(floors[month]) if month in floors else None for month in range(1, YEAR + 1)]
    return [{"name": _("分月进度下限"), "light": "yellow", "rates": rates}]


def _caps(pack: Pack, watched: Watched) -> list[dict[str, str]]:
    """The year-end rates below which the score is capped, where the pack scores what is watched."""
    if (pack.object == "项目") != bool(watched.execution.code):
        return []
    return [
        {"rate": text(band.below), "text": _("低于 %(rate)s 封顶") % {"rate": plain_percent(band.below)}}
        for cap in pack.caps
        for band in cap.bands
    ]


def _flag(case: Case, month: str) -> dict[str, Any]:
    return {"month": int(month[5:]), "level": case.level, "text": f"{case.code} {case.message}"}


def month_rows(watched: Watched, course: Way) -> list[tuple[MonthRow, Fraction]]:
    """The table beside the chart: each month with what was planned by its end."""
    return list(zip(months(watched.execution), course.planned, strict=False))


def county_curve(totals: Totals) -> dict[str, Any]:
    """All units together: cumulative payments as a share of the budget, beside 序时进度."""
    budget = totals.budget.units
    sums = list(accumulate(amount.units for amount in totals.by_month))
    return {
        "plan": [text(Fraction(month, YEAR)) for month in range(1, YEAR + 1)],
        "planName": _("序时进度"),
        "paid": [text(Fraction(paid, budget)) for paid in sums] if budget > 0 else [],
        "month": len(sums),
        "forecast": None,
        "thresholds": [],
        "caps": [],
        "flags": [],
    }
