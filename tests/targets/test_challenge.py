"""A target is compared with what was reached before, and with similar units; without either there is no verdict."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiheng.core.exact import Points
from jiheng.facts.dataset import DataSet
from jiheng.facts.rows import Indicator, Unit
from jiheng.packs.load import load_pack
from jiheng.targets import challenge, questions, weight_gaps

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
    easy = [replace(MEETINGS, code=str(n), last_actual=Fraction(99)) for n in range(5)]
    dataset = DataSet(unit=Unit(code="1", name="青禾镇", year=2024, pack="x"), indicators=tuple(easy))
    asked = questions(dataset)
    assert len(asked) == 3
    assert "没有一项效益指标" in asked[0]
