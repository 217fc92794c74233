"""The days on which monitoring forms are due say which month they are about."""

from __future__ import annotations

from datetime import date

import pytest

from jiheng.web.cycle.actions import OpenYear
from jiheng.web.cycle.models import Dossier, Stage, Task, period_of
from jiheng.web.cycle.planning import SetDeadlines
from tests.web.conftest import County


@pytest.mark.parametrize(
    ("due", "period"),
    [
        (date(2024, 9, 10), "2024-08"),
        (date(2024, 8, 31), "2024-08"),
        (date(2024, 8, 30), "2024-07"),
        (date(2025, 1, 15), "2024-12"),
        (date(2026, 5, 1), "2024-12"),
        (date(2023, 11, 1), "2024-01"),
    ],
)
def test_a_monitoring_form_is_about_the_last_month_that_has_ended_by_its_day(due: date, period: str) -> None:
    assert period_of(Stage.MONITORING, 2024, due) == period


def test_other_stages_have_no_month() -> None:
    assert period_of(Stage.EVALUATION, 2024, date(2025, 3, 1)) == ""


def test_opening_a_year_and_later_days_arrange_one_form_a_month(county: County) -> None:
    year, unit = county.dossier.year, county.town
    Dossier.objects.filter(unit=unit).delete()
    actor = county.actor("finance")
    OpenYear(actor, year, [unit], "cn/guangdong/department", {Stage.MONITORING: date(2024, 7, 31)}).run()
    for day in (date(2024, 10, 31), date(2024, 11, 5)):
        SetDeadlines(actor, year, [unit], {Stage.MONITORING: day}).run()
    tasks = Task.objects.filter(dossier__unit=unit, stage=Stage.MONITORING).order_by("period")
    assert [(each.period, each.due) for each in tasks] == [
        ("2024-07", date(2024, 7, 31)),
        ("2024-10", date(2024, 11, 5)),
    ]
