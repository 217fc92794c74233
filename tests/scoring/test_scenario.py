"""Scenario tests of a pack run in one batch, and say what came out otherwise."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from jiheng.core.exact import Points
from jiheng.packs.method import Checklist, Completion, Item, Proportional
from jiheng.packs.model import Own
from jiheng.packs.scenario import Case
from jiheng.scoring.scenario import Failure, run
from tests.scoring.small import node, pack, proportional

PACK = pack(
    node("1", 20, proportional()),
    node("2", 30, Completion(kind="completion", owner="special_funds", weighting="amount")),
    node("3", 40, own=Own(level_1="产出")),
    node(
        "4",
        10,
        Checklist(kind="checklist", items=(Item(code="A", name="有人", points=Fraction(10), measure="在职人数"),)),
    ),
    own_methods={"≥": Proportional(kind="proportional")},
)


def case(given: dict[str, Any], **expect: Any) -> Case:
    return Case.model_validate({"name": "情形", "year": 2024, "input": given, "expect": expect, "because": "规则"})


def test_measures_are_given_directly_as_a_pair_or_through_their_formula() -> None:
    cases = [
        case({"比率": "94.98%"}, score={"1": "19"}),
        case({"比率": "9498 / 10000"}, score={"1": "19"}, lost={"1": "1"}),
        case({"在职人数": "3", "编制数": "4"}, score={"1": "15", "4": "10"}),
        case({"比率": None}, score={"1": "0"}, state={"1": "missing"}),
        case({"比率": "1 / 0"}, state={"1": "missing"}),
    ]
    assert [outcome.failures for outcome in run(PACK, cases)] == [()] * 5


def test_what_is_not_given_is_missing_and_no_fault() -> None:
    (outcome,) = run(PACK, [case({}, total="0", grade="差", state={"1": "missing", "3": "missing", "4": "missing"})])
    assert outcome.passed
    assert outcome.total == Points(0)


def test_own_indicators_and_their_money_are_given_with_the_case() -> None:
    own = {"level_1": "产出", "weight": "30", "target": "6", "actual": "3"}
    funds = {"level_1": "专项", "target": "1", "actual": "1", "project": "P", "amount": "300"}
    other = {"level_1": "专项", "target": "1", "actual": "0", "project": "Q", "amount": "100"}
    cases = [
        case(
            {"X": own, "F": funds, "G": other}, score={"X": "15", "3": "15", "2": "22.5"}, lost={"3": "25", "2": "7.5"}
        ),
        case({"3": {"absent": "没有产出"}}, state={"3": "not_applicable"}, score={"3": "40"}),
        case({"1": {"absent": "不涉及"}}, state={"1": "not_applicable"}, lost={"1": "0"}),
    ]
    assert [outcome.failures for outcome in run(PACK, cases)] == [(), (), ()]


def test_the_loss_of_a_level_is_that_of_all_below_it() -> None:
    nested = pack(node("1", 20, children=(node("1.1", 15, proportional()), node("1.2", 5, proportional()))))
    (outcome,) = run(nested, [case({"比率": "60%"}, lost={"1": "8", "1.1": "6"}, state={"1": "scored"})])
    assert outcome.failures == ()


def test_every_difference_is_told() -> None:
    wrong = case(
        {"比率": "50%"}, score={"1": "9", "X": "1"}, lost={"1": "1"}, state={"1": "missing"}, total="1", grade="优"
    )
    (outcome,) = run(PACK, [wrong])
    assert not outcome.passed
    assert outcome.failures == (
        Failure("1 得分", "9.00 分", "10.00 分"),
        Failure("X 得分", "1.00 分", "没有这一行"),
        Failure("1 扣分", "1.00 分", "10.00 分"),
        Failure("1 状态", "missing", "scored"),
        Failure("总分", "1.00 分", "10.00 分"),
        Failure("等级", "优", "差"),
    )


def test_a_case_that_cannot_be_scored_fails_with_the_reason() -> None:
    too_much = {"level_1": "产出", "weight": "50", "target": "6", "actual": "3"}
    bad, good = run(PACK, [case({"X": too_much}), case({"比率": "1"}, score={"1": "20"})])
    assert bad.failures[0].what == "输入"
    assert "权重合计 50" in bad.failures[0].got
    assert (bad.total, bad.grade, bad.scores) == (None, "", {})
    assert good.passed


def test_all_scores_of_a_case_can_be_had_by_code() -> None:
    own = {"level_1": "产出", "weight": "40", "target": "6", "actual": "6"}
    (outcome,) = run(PACK, [case({"比率": "1", "X": own})], engine="reference")
    assert {code: str(points) for code, points in outcome.scores.items()} == {
        "1": "20.0000",
        "2": "0.0000",
        "3": "40.0000",
        "4": "0.0000",
        "X": "40.0000",
    }
    assert outcome.grade == "差"


def test_very_many_cases_go_through_the_compiled_plan_with_the_same_outcome() -> None:
    cases = [case({"比率": f"{at % 100}%"}, score={"1": f"{at % 100 / 5}"}) for at in range(2100)]
    assert all(outcome.passed for outcome in run(PACK, cases))


def test_no_cases_give_no_outcomes() -> None:
    assert run(PACK, []) == ()
