"""Peers at the same month: the median of the same kind of project, of units of the same level, never of too few."""

from __future__ import annotations

import statistics
from fractions import Fraction

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from jiheng.core.calendar import Month
from jiheng.monitoring.comparison import FEWEST_PEERS
from jiheng.web.cycle.models import Dossier
from jiheng.web.monitoring.evaluation import evaluate
from jiheng.web.monitoring.models import ProjectWatch, UnitWatch
from jiheng.web.monitoring.peers import Ranking, by_rate
from jiheng.web.organisation.models import Unit
from tests.web.conftest import County
from tests.web.test_monitoring import town  # noqa: F401 - a fixture

AUGUST = Month(2024, 8)
PORTFOLIO = "/2024/900001/monitoring/?month=2024-08"
PROJECT = "/2024/900001/monitoring/projects/P02/?month=2024-08"
SEWERS = "211"


@pytest.fixture
def among(town: County) -> County:  # noqa: F811 - the fixture
    """Three other towns with works of the kind of P02, paid 10, 40 and 70 of 100, and one of another kind."""
    for number, paid in enumerate((10, 40, 70), 1):
        unit = Unit.objects.create(code=f"8{number:03}", name=f"山{number}镇", level="乡镇", parent=town.county)
        dossier = Dossier.objects.create(year=town.dossier.year, unit=unit, pack=town.dossier.pack)
        row = {"level": "green", "budget_fen": 100, "paid_fen": paid}
        watch = UnitWatch.objects.create(dossier=dossier, month="2024-08", stamp="x", **row)
        ProjectWatch.objects.create(watch=watch, project="P1", name="管网", kind=SEWERS, **row)
        ProjectWatch.objects.create(watch=watch, project="P2", name="道路", kind="999", **row | {"paid_fen": 99})
    return town


def page(county: County, address: str) -> str:
    text: str = county.client("filler").get(address).content.decode()
    return text


def test_a_project_stands_beside_the_median_of_its_kind(among: County) -> None:
    assert "同类 3 个项目同月中位数 40.00%" in page(among, PROJECT)
    assert "同类 3 个 40.00%" in page(among, PORTFOLIO)


def test_a_unit_stands_beside_the_median_of_its_level(among: County) -> None:
    assert "同级 3 个单位中位数 40.00%" in page(among, PORTFOLIO)
    assert "同级 3 个单位同月中位数 40.00%" in page(among, "/2024/900001/monitoring/whole/?month=2024-08")


def test_too_few_peers_are_not_shown(among: County) -> None:
    UnitWatch.objects.filter(dossier__unit__code="8001").delete()
    assert "中位数" not in page(among, PROJECT)
    assert "中位数" not in page(among, PORTFOLIO)


def test_another_month_says_nothing_of_this_one(among: County) -> None:
    UnitWatch.objects.update(month="2024-06")
    assert "中位数" not in page(among, PROJECT)


def test_an_evaluation_of_a_peer_shows_at_once(among: County) -> None:
    assert "同类 3 个项目同月中位数 40.00%" in page(among, PROJECT)
    watch = UnitWatch.objects.get(dossier__unit__code="8002")
    again = UnitWatch(dossier=watch.dossier, month=watch.month, stamp="y", level="green", budget_fen=100, paid_fen=50)
    watch.delete()
    again.save()
    ProjectWatch.objects.create(
        watch=again, project="P1", name="管网", kind=SEWERS, level="green", budget_fen=100, paid_fen=50
    )
    assert "同类 3 个项目同月中位数 50.00%" in page(among, PROJECT)


AMOUNT = st.integers(1, 2**63 - 1)


@given(st.lists(st.tuples(st.just(0), AMOUNT, AMOUNT), max_size=20))
@example([(0, 2**63 - 2, 2**63 - 1), (0, 2**63 - 3, 2**63 - 2), (0, 1, 2**63 - 1), (0, 1, 2**63 - 2)])
def test_the_order_of_whole_numbers_is_the_order_of_the_quotients(spent: list[tuple[int, int, int]]) -> None:
    assert [Fraction(*each[1:]) for each in sorted(spent, key=by_rate)] == sorted(Fraction(*each[1:]) for each in spent)


PROJECTS = st.lists(st.tuples(st.integers(1, 4), st.integers(0, 100), st.integers(1, 100)), max_size=24)


@given(PROJECTS, st.integers(1, 4))
def test_the_median_of_others_is_that_of_the_list_without_ones_own(spent: list[tuple[int, int, int]], own: int) -> None:
    found = Ranking.of(spent).others(own)
    rates = [Fraction(*each[1:]) for each in spent if each[0] != own]
    assert found.count == len(rates)
    assert found.median == (statistics.median(rates) if len(rates) >= FEWEST_PEERS else None)


def test_ones_own_projects_are_not_ones_peers_and_an_evaluation_keeps_their_kind(among: County) -> None:
    evaluate(among.dossier, AUGUST, AUGUST.end)
    assert ProjectWatch.objects.get(watch__dossier=among.dossier, project="P02").kind == SEWERS
    assert "同类 3 个项目同月中位数 40.00%" in page(among, PROJECT)


def test_false_alarms_are_counted_and_every_signal_says_what_turns_it_green(among: County) -> None:
    evaluate(among.dossier, AUGUST, AUGUST.end)
    shown = page(among, PROJECT)
    assert "误报 0 件" in shown
    assert "怎样转绿：到 9 月底累计支付达到" in shown
    assert "转绿：</span>" not in page(among, PORTFOLIO)
    assert "到 9 月底累计支付达到" in page(among, PORTFOLIO)
