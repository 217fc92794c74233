"""A target is compared with what was reached before, and with similar units; without either there is no verdict."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiheng.core.exact import Money, Points
from jiheng.facts.dataset import DataSet
from jiheng.facts.rows import BudgetLine, History, Indicator, Project, Unit
from jiheng.packs.load import load_pack
from jiheng.targets import challenge, judged, match, questions, weight_gaps

MEETINGS = Indicator(
    code="1", level_1="产出指标", level_2="数量指标", name="开展活动", operator="≥", target=Fraction(60), unit="场"
)
COST = replace(MEETINGS, name="单次活动成本", level_2="成本指标", operator="≤", unit="元")


def test_without_history_and_peers_there_is_no_verdict() -> None:
    assert challenge(MEETINGS).grade == "样本不足"
    assert challenge(MEETINGS, peers=[Fraction(70)] * 4).grade == "样本不足"


def test_a_qualitative_target_is_not_compared() -> None:
    assert challenge(replace(MEETINGS, operator="定性", target=None), [Fraction(1)]).grade == "样本不足"


@pytest.mark.parametrize(("last", "grade"), [(99, "偏低"), (60, "持平"), (62, "持平"), (50, "有挑战")])
def test_a_target_is_judged_by_last_years_result(last: int, grade: str) -> None:
    assert challenge(replace(MEETINGS, last_actual=Fraction(last))).grade == grade


@pytest.mark.parametrize(("last", "grade"), [(50, "偏低"), (60, "持平"), (70, "有挑战")])
def test_for_costs_lower_is_harder(last: int, grade: str) -> None:
    assert challenge(replace(COST, last_actual=Fraction(last))).grade == grade


def test_the_best_of_several_years_counts() -> None:
    judged = challenge(replace(MEETINGS, last_actual=Fraction(58)), [Fraction(90), Fraction(57)])
    assert judged.grade == "偏低"
    assert "3 年中最好 90场" in judged.because


def test_an_easy_target_comes_with_a_question_for_the_reviewer() -> None:
    assert "为何低于已达到的水平" in challenge(replace(MEETINGS, last_actual=Fraction(99))).question


@pytest.mark.parametrize(("peer", "grade"), [(90, "偏低"), (30, "有挑战")])
def test_without_history_similar_units_are_the_measure(peer: int, grade: str) -> None:
    assert challenge(MEETINGS, peers=[Fraction(peer)] * 6).grade == grade


@given(st.integers(1, 1000), st.integers(1, 1000))
def test_raising_a_target_never_makes_it_look_easier(last: int, target: int) -> None:
    order = ["偏低", "持平", "有挑战"]
    now = challenge(replace(MEETINGS, target=Fraction(target), last_actual=Fraction(last)))
    more = challenge(replace(MEETINGS, target=Fraction(target + 1), last_actual=Fraction(last)))
    assert order.index(more.grade) >= order.index(now.grade)


def test_weights_that_do_not_add_up_are_named_by_level() -> None:
    own = [replace(MEETINGS, weight=Points.parse("45"))]
    texts = [gap.text for gap in weight_gaps(own, load_pack("cn/project"))]
    assert any("合计 45.00 分，应为 50.00 分，还差 5.00 分" in text for text in texts)


def test_the_reviewer_gets_three_questions_at_most_and_the_missing_outcome_first() -> None:
    easy = [replace(MEETINGS, code=str(n), name=f"活动{n}", last_actual=Fraction(99)) for n in range(5)]
    dataset = DataSet(unit=Unit(code="1", name="青禾镇", year=2024, pack="x"), indicators=tuple(easy))
    asked = questions(dataset)
    assert len(asked) == 3
    assert "没有一项效益指标" in asked[0]


RATE = replace(MEETINGS, name="设施完好率", unit="%", target=Fraction(100))
DAYS = replace(COST, name="办结天数", level_2="时效指标", unit="天")


@pytest.mark.parametrize("behind", ["0.95", "0.9", "0.8"])
@pytest.mark.parametrize("best", [20, 98, 1200])
def test_a_target_a_twentieth_behind_the_best_reached_is_called_easy(best: int, behind: str) -> None:
    target = replace(MEETINGS, target=best * Fraction(behind), last_actual=Fraction(best))
    assert challenge(target, [best * Fraction("0.98"), best * Fraction("0.99")]).grade == "偏低"


def test_how_easy_it_is_grows_with_what_it_stays_behind_and_ends_at_100() -> None:
    eases = [
        challenge(replace(MEETINGS, target=Fraction(n), last_actual=Fraction(100))).ease for n in range(100, 70, -1)
    ]
    assert eases == sorted(eases)
    assert (eases[0], eases[-1]) == (0, 100)


@pytest.mark.parametrize("indicator", [COST, DAYS])
def test_where_less_is_better_a_higher_bound_is_the_easier_one(indicator: Indicator) -> None:
    assert challenge(replace(indicator, target=Fraction(21), last_actual=Fraction(20))).grade == "偏低"
    assert challenge(replace(indicator, target=Fraction(19), last_actual=Fraction(20))).grade == "有挑战"


def test_an_accident_allowed_where_there_was_none_is_as_easy_as_can_be() -> None:
    accidents = replace(COST, name="安全事故", unit="起", target=Fraction(1), last_actual=Fraction(0))
    assert challenge(accidents, [Fraction(0)]).ease == 100
    assert challenge(replace(accidents, target=Fraction(0)), [Fraction(0)]).grade == "持平"


def test_a_rate_of_100_reached_for_years_is_to_be_replaced_not_called_easy() -> None:
    judged = challenge(replace(RATE, last_actual=Fraction(100)), [Fraction(100)])
    assert judged.grade == "已到上限"
    assert "退役" in judged.question


def test_results_that_fall_every_year_are_judged_by_the_latest() -> None:
    falling = replace(MEETINGS, target=Fraction(62), last_actual=Fraction(64))
    assert challenge(falling, [Fraction(100), Fraction(80)]).grade == "持平"


def test_the_parts_of_the_figure_are_told_and_the_easiest_decides() -> None:
    judged = challenge(replace(MEETINGS, last_actual=Fraction(61)), peers=[Fraction(90)] * 6)
    assert [part.with_what for part in judged.parts] == ["同类单位", "本单位往年"]
    assert judged.ease == judged.parts[0].ease == 67


def test_the_years_of_the_history_table_count_last_years_only_once() -> None:
    rows = [History(measure="开展活动", year=year, value=Fraction(value)) for year, value in [(2022, 90), (2023, 59)]]
    unit = Unit(code="1", name="青禾镇", year=2024, pack="x")
    dataset = DataSet(unit=unit, indicators=(replace(MEETINGS, last_actual=Fraction(58)),), history=tuple(rows))
    ((_, found),) = judged(dataset)
    assert "2 年中最好 90场" in found.because


def test_money_without_an_indicator_is_told_with_its_sum() -> None:
    projects = (Project(code="P1", name="管网"), Project(code="P2", name="慰问"))
    lines = tuple(
        BudgetLine(
            code=code, project=code, category="项目支出", source="财政拨款", original=Money(yuan), adjusted=Money(yuan)
        )
        for code, yuan in [("P1", 300_000_00), ("P2", 100_000_00)]
    )
    own = (replace(MEETINGS, project="P1"), replace(MEETINGS, code="2", project="P1", level_1="效益指标"))
    unit = Unit(code="1", name="青禾镇", year=2024, pack="x")
    found = match(DataSet(unit=unit, projects=projects, budget=lines, indicators=own))
    assert (found.share(found.output), found.share(found.outcome)) == (Fraction(3, 4), Fraction(3, 4))
    assert found.question == "“慰问” 1 个项目共 10.00 万元没有产出和效益指标，这些资金要办成什么事？"
