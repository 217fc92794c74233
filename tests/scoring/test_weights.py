"""What does not apply keeps its points, loses them, or moves them, and everything still adds up."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from jiheng.core.fault import Refused
from jiheng.facts.rows import Result
from jiheng.packs.method import Checklist, Completion, Item, Proportional
from jiheng.packs.model import Absent, Own
from jiheng.scoring import score
from tests.scoring.small import adds_up, node, own, pack, proportional, unit, with_own

RISING = {"≥": Proportional(kind="proportional")}


def absent(code: str) -> Result:
    return Result(indicator=code, absent="本单位没有这项职能")


@pytest.mark.parametrize(
    ("rule", "score_", "told"), [("full", "10.0000", "按规则保留 10.00 分"), ("zero", "0.0000", "按规则计 0 分")]
)
def test_a_leaf_that_does_not_apply_keeps_or_loses_its_points(rule: str, score_: str, told: str) -> None:
    packed = pack(node("1", 10, proportional(), not_applicable=Absent.model_validate({"rule": rule})))
    sheet = score(unit(1, 10, results=(absent("1"),)), packed)
    found = sheet.line("1")
    assert found.state == "not_applicable"
    assert str(found.score) == score_
    assert told in found.because
    assert found.regain == ""
    adds_up(sheet)


def test_a_level_moves_its_points_by_weight_when_a_measure_is_zero() -> None:
    packed = pack(
        node(
            "1",
            30,
            children=(
                node("1.1", 10, proportional()),
                node("1.2", 5, proportional()),
                node("1.3", 15, Completion(kind="completion")),
            ),
        ),
        node(
            "2",
            25,
            children=(node("2.1", 20, proportional()), node("2.2", 5, proportional())),
            not_applicable=Absent(rule="move", to="1", when="差额"),
        ),
        own_methods=RISING,
    )
    sheet = score(with_own(own("A", 1, "2", "1"), staff=10, posts=10), packed)
    assert sheet.line("1").weight.units == 550_000
    assert [sheet.line(code).weight.units for code in ("1.1", "1.2", "1.3")] == [183_333, 91_667, 275_000]
    assert sheet.line("2").weight.units == 0
    assert sheet.line("2").because == "不适用（差额为 0），25.00 分移入“指标1”"
    assert sheet.line("2.1").because == "不适用（差额为 0），分值已移入“指标1”"
    assert sheet.line("2.1").state == "not_applicable"
    adds_up(sheet)


@pytest.mark.parametrize(("rule", "told"), [("full", "保留分值"), ("zero", "按规则计 0 分")])
def test_a_level_that_does_not_apply_says_what_becomes_of_its_points(rule: str, told: str) -> None:
    level = node(
        "1", 20, children=(node("1.1", 20, proportional()),), not_applicable=Absent.model_validate({"rule": rule})
    )
    sheet = score(unit(1, 10, results=(absent("1"),)), pack(level))
    assert told in sheet.line("1").because
    assert sheet.line("1.1").state == "not_applicable"
    adds_up(sheet)


def test_a_measure_without_a_value_does_not_make_anything_inapplicable() -> None:
    packed = pack(node("1", 10, proportional(), not_applicable=Absent(rule="full", when="在职人数")))
    assert score(unit(None, 10), packed).line("1").state == "missing"
    assert score(unit(0, 10), packed).line("1").state == "not_applicable"


def test_an_own_indicator_moves_its_points_to_another_level() -> None:
    packed = pack(
        node("1", 30, own=Own(level_1="产出"), not_applicable=Absent(rule="move", to="2")),
        node("2", 20, own=Own(level_1="效益")),
        own_methods=RISING,
    )
    sheet = score(
        with_own(
            own("A", 10, "1", "1"),
            own("B", 20, "1", None, absent="任务取消"),
            own("C", 15, "1", "1", level_1="效益"),
            own("D", 5, "1", "0", level_1="效益"),
        ),
        packed,
    )
    assert [str(sheet.line(code).weight) for code in "ABCD"] == ["10.0000", "0.0000", "30.0000", "10.0000"]
    assert "分值已移入“指标2”" in sheet.line("B").because
    assert sheet.total.units == 900_000
    adds_up(sheet)


def test_a_whole_level_of_own_indicators_may_not_apply() -> None:
    packed = pack(
        node("1", 20, own=Own(level_1="产出")),
        node("2", 10, own=Own(level_1="满意度"), not_applicable=Absent(rule="move", to="1")),
        own_methods=RISING,
    )
    data = with_own(own("A", 20, "1", "1"))
    sheet = score(replace(data, results=(*data.results, absent("2"))), packed)
    assert sheet.line("A").weight.units == 300_000
    assert sheet.line("2").weight.units == 0
    adds_up(sheet)


def test_points_with_nowhere_to_go_are_refused() -> None:
    packed = pack(
        node("1", 20, children=(node("1.1", 20, proportional()),)),
        node("2", 10, proportional(), not_applicable=Absent(rule="move", to="1")),
    )
    with pytest.raises(Refused, match="分值无处可移"):
        score(unit(1, 1, results=(absent("1.1"), absent("2"))), packed)


def test_a_checklist_grows_in_proportion_when_it_receives_points() -> None:
    items = (
        Item(code="A", name="甲", points=Fraction(4), measure="在职人数"),
        Item(code="B", name="乙", points=Fraction(6)),
    )
    packed = pack(
        node("1", 10, children=(node("1.1", 10, Checklist(kind="checklist", items=items)),)),
        node("2", 5, proportional(), not_applicable=Absent(rule="move", to="1")),
    )
    sheet = score(unit(1, 1, results=(absent("2"),)), packed)
    assert str(sheet.line("1.1").score) == "6.0000"
    adds_up(sheet)


def test_own_weights_must_add_up_to_the_level() -> None:
    packed = pack(node("1", 50, own=Own(level_1="产出")), own_methods=RISING)
    with pytest.raises(Refused) as caught:
        score(with_own(own("A", 30, "1", "1"), own("B", 80, "1", "1")), packed)
    assert "“指标1”下自设指标权重合计 110.00 分，应为50.00 分" in caught.value.faults[0].text()
    with pytest.raises(Refused, match="权重合计 0"):
        score(unit(), packed)


def test_an_operator_that_the_pack_does_not_score_is_refused() -> None:
    packed = pack(node("1", 10, own=Own(level_1="产出")), own_methods=RISING)
    with pytest.raises(Refused, match="没有规定这种指标性质怎样计分"):
        score(with_own(own("A", 10, "1", "1", operator="≤")), packed)


def test_a_level_may_take_every_own_indicator_or_only_some_level_2() -> None:
    every = pack(node("1", 30, own=Own(level_1="")), own_methods=RISING)
    sheet = score(with_own(own("A", 10, "1", "1"), own("B", 20, "1", "1", level_1="效益")), every)
    assert sheet.line("1").lost.units == 0
    some = pack(node("1", 10, own=Own(level_1="产出", level_2=("数量",))), own_methods=RISING)
    data = with_own(own("A", 10, "1", "1", level_2="数量"), own("B", 20, "1", "1", level_2="质量"))
    assert score(data, some).line("A").lost.units == 0


def test_an_own_indicator_without_a_target_is_missing() -> None:
    packed = pack(node("1", 10, own=Own(level_1="产出")), own_methods=RISING)
    found = score(with_own(own("A", 10, None, "1")), packed).line("A")
    assert found.state == "missing"
    assert "未填年度指标值" in found.because
