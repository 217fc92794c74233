from __future__ import annotations

from fractions import Fraction

import pytest

from jiheng.facts.rows import Result
from jiheng.packs.method import Proportional
from jiheng.scoring import score
from tests.scoring.small import line, node, over, own, pack, proportional, unit, with_own


def test_it_scores_the_share_of_the_target_and_shows_the_formula() -> None:
    found = line(proportional(), 9498, 10000)
    assert str(found.score) == "9.5000"
    assert found.because == "在职人数 9498 人 ÷ 编制数 10000 人 = 94.98%；10.00 分 × 94.98% = 9.50 分"
    assert found.regain == "在职人数再增加 502 人可达 100%，多得 0.50 分"
    assert str(found.lost) == "0.5000"


def test_a_half_is_rounded_away_from_zero() -> None:
    assert str(line(proportional(), 45, 1000, weight=1).score) == "0.0500"
    assert str(line(proportional(), 44, 1000, weight=1).score) == "0.0400"


def test_more_than_the_target_is_full_and_no_more() -> None:
    found = line(proportional(), 12, 10)
    assert found.lost.units == 0
    assert found.because.endswith("= 120%，达到目标 100%，得满分 10.00 分")
    assert found.regain == ""


def test_the_percentage_has_as_many_digits_as_a_reader_needs() -> None:
    # 50 × 33.33 % would be 16.67.
    found = line(proportional(), 33329, 100000, weight=50)
    assert found.because.endswith("50.00 分 × 33.329% = 16.66 分")


def test_a_target_below_one_is_divided_by() -> None:
    found = line(proportional(target=Fraction(3, 10)), 15, 100)
    assert str(found.score) == "5.0000"
    assert "÷ 目标 30% = 50%" in found.because


def test_a_negative_value_scores_nothing_and_never_less() -> None:
    method = Proportional(kind="proportional", measure="差额", target=Fraction(5))
    found = line(method, 4, 10)
    assert found.score.units == 0
    assert found.because.endswith("为负数，计 0 分")
    assert found.regain == "差额再提高 11 人，达到 5 人，多得 10.00 分"


def test_nothing_reached_is_zero_not_missing() -> None:
    found = line(proportional(), 0, 10)
    assert found.state == "scored"
    assert found.score.units == 0


def test_a_divisor_of_zero_is_missing_and_says_so() -> None:
    found = line(proportional(), 3, 0)
    assert found.state == "missing"
    assert found.score.units == 0
    assert "为 0，无法计算" in found.because
    assert "未填不等于零" in found.because
    assert found.regain.startswith("补齐数据后重新计算")


@pytest.mark.parametrize(("staff", "full"), [(9, True), (10, True), (11, False)])
def test_towards_a_target_of_zero_only_reaching_it_counts(staff: int, *, full: bool) -> None:
    method = Proportional(kind="proportional", measure="差额", target=Fraction(0), direction="反向")
    found = line(method, staff, 10)
    assert (found.lost.units == 0) is full
    assert ("已达到，得满分" in found.because) is full
    assert ("未达到，计 0 分" in found.because) is not full


def test_towards_a_negative_target_there_is_no_ratio() -> None:
    method = Proportional(kind="proportional", measure="差额", target=Fraction(-3))
    assert line(method, 8, 10).lost.units == 0
    assert line(method, 6, 10).score.units == 0


def test_less_is_better_when_the_direction_is_inverse() -> None:
    inverse = proportional(direction="反向", target=Fraction(1))
    found = line(inverse, 5, 4)
    assert str(found.score) == "8.0000"
    assert "目标 100% ÷ 实际 125% = 80%" in found.because
    assert found.regain == "在职人数减少 1 人可降到 100%，多得 2.00 分"
    assert line(inverse, 3, 4).lost.units == 0
    assert line(inverse, 0, 4).lost.units == 0


def test_below_the_pass_mark_nothing_is_scored() -> None:
    method = proportional(pass_at=Fraction(3, 5))
    assert str(line(method, 6, 10).score) == "6.0000"
    found = line(method, 59, 100)
    assert found.score.units == 0
    assert "低于及格线 60%" in found.because


def test_over_completion_is_only_noted_where_the_pack_says_so() -> None:
    assert line(proportional(over=over("note")), 20, 10).lost.units == 0


@pytest.mark.parametrize(
    ("staff", "including", "score_"), [(130, False, "10.0000"), (130, True, "8.0000"), (131, False, "8.0000")]
)
def test_over_completion_takes_points_off(staff: int, including: bool, score_: str) -> None:  # noqa: FBT001 - pytest passes parameters by name
    found = line(proportional(over=over("deduct", lose="2", including=including)), staff, 100)
    assert str(found.score) == score_
    if found.lost:
        assert "扣 2.00 分：10.00 分 − 2.00 分 = 8.00 分" in found.because
        assert "130% 以内" in found.regain


def test_over_completion_never_takes_more_than_there_is() -> None:
    assert line(proportional(over=over("deduct", lose="20")), 200, 100).score.units == 0


def test_the_excess_over_the_border_is_taken_off_the_share() -> None:
    found = line(proportional(over=over("excess")), 150, 100)
    assert str(found.score) == "8.0000"
    assert "超过 130%的部分 20% 从得分比例中扣除" in found.because


def test_over_completion_is_silent_where_there_is_no_ratio() -> None:
    method = proportional(direction="反向", over=over("deduct", lose="2"))
    assert line(method, 0, 10).lost.units == 0


@pytest.mark.parametrize(("actual", "points"), [("0", "10.0000"), ("1", "0.0000"), ("-1", "0.0000")])
def test_an_own_target_that_equals_zero_must_be_met_exactly(actual: str, points: str) -> None:
    rules = {"=": Proportional(kind="proportional")}
    packed = pack(node("1", 10, own={"level_1": "产出"}), own_methods=rules)
    found = score(with_own(own("A", 10, "0", actual, operator="=")), packed)
    assert str(found.line("A").score) == points


def test_an_own_indicator_shows_its_value_target_and_unit() -> None:
    packed = pack(node("1", 10, own={"level_1": "产出"}), own_methods={"≥": Proportional(kind="proportional")})
    found = score(with_own(own("A", 10, "20", "17", unit="公里")), packed).line("A")
    assert found.because == "完成值 17 公里 ÷ 目标 20 公里 = 85%；10.00 分 × 85% = 8.50 分"
    assert found.regain == "“自设A”再提高 3 公里，达到 20 公里，多得 1.50 分"
    assert (found.operator, found.target, found.actual, found.level, found.parent) == (
        "≥",
        "20 公里",
        "17 公里",
        2,
        "1",
    )


def test_a_leaf_without_a_measure_takes_the_value_that_was_filled_in() -> None:
    method = Proportional(kind="proportional", target=Fraction(4))
    packed = pack(node("1", 10, method))
    assert str(score(unit(results=(Result(indicator="1", actual=Fraction(3)),)), packed).line("1").score) == "7.5000"
    assert score(unit(), packed).line("1").state == "missing"
