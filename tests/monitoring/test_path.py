"""The way of the money through the year: planned, paid, forecast."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from jiheng.core.calendar import Month
from jiheng.facts.rows import Plan
from jiheng.monitoring import learn, monitor
from jiheng.monitoring.path import Way, way
from tests.monitoring import build
from tests.monitoring.generated import region

MARCH = Month(build.YEAR, 3)


def watched_way(**more: Any) -> Way:
    data = build.unit(build.line(budget=1200), payments=build.paid("A-1", 100, 0, 200), **more)
    return way(data, monitor(data, build.pack(), MARCH).projects[0])


def test_what_was_paid_ends_at_the_month_that_is_watched() -> None:
    assert watched_way().paid == (Fraction(1, 12), Fraction(1, 12), Fraction(1, 4))


def test_without_a_plan_the_year_passes_evenly() -> None:
    found = watched_way()
    assert not found.by_plan
    assert found.planned == tuple(Fraction(number, 12) for number in range(1, 13))


def test_a_plan_of_payments_is_added_up_by_month() -> None:
    rows = tuple(Plan(line="A-1", month=Month(build.YEAR, number), amount=build.yuan(300)) for number in (2, 6))
    found = watched_way(plans=rows)
    assert found.by_plan
    assert found.planned == (Fraction(0), *[Fraction(1, 4)] * 4, *[Fraction(1, 2)] * 7)


def test_a_plan_for_some_lines_only_is_no_plan_of_the_whole() -> None:
    rows = (Plan(line="A-1", month=Month(build.YEAR, 1), amount=build.yuan(600)),)
    data = build.unit(build.line(), build.line("B"), payments=build.paid("A-1", 100, 0, 200), plans=rows)
    report = monitor(data, build.pack(), MARCH)
    assert not way(data, report.total).by_plan
    assert way(data, report.projects[0]).by_plan


def test_without_a_budget_nothing_is_drawn_as_paid() -> None:
    data = build.unit(build.line(budget=None), payments=build.paid("A-1", 100))
    assert way(data, monitor(data, build.pack(), MARCH).projects[0]).paid == ()


def test_the_whole_unit_takes_the_plans_of_all_lines() -> None:
    rows = (Plan(line="A-1", month=Month(build.YEAR, 1), amount=build.yuan(600)),)
    data = build.unit(build.line(budget=1200), payments=build.paid("A-1", 100, 0, 200), plans=rows)
    assert way(data, monitor(data, build.pack(), MARCH).total).planned[-1] == Fraction(1, 2)


def test_what_is_learned_once_for_many_units_forecasts_as_if_learned_for_each() -> None:
    past, present = region()
    august = Month(build.YEAR, 8)
    learned = learn(past, august)
    for data in present[:2]:
        own = monitor(data, build.pack(), august, past)
        shared = monitor(data, build.pack(), august, forecaster=learned)
        assert [each.forecast for each in own.projects] == [each.forecast for each in shared.projects]
