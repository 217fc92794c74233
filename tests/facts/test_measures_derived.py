from __future__ import annotations

from fractions import Fraction

import pytest

from jiheng.core.calendar import Month
from jiheng.core.exact import Ratio
from jiheng.core.fault import Place
from jiheng.facts.measures import Measured, measure
from jiheng.facts.rows import BudgetLine, Payment, RunningCost
from tests.facts.sample import dated, formula, pack, town, yuan

TOWN = town(
    budget=(
        BudgetLine(
            code="1",
            category="人员经费",
            source="一般公共预算",
            original=yuan("300000000"),
            adjusted=yuan("374972800"),
            place=Place(file="budget.csv", row=2),
        ),
    ),
    payments=(
        Payment(
            line="1",
            month=Month(2024, 8),
            amount=yuan("356164000"),
            place=Place(file="payments.csv", row=2),
            origin="重建",
        ),
    ),
    running_costs=(
        RunningCost(code="1", name="办公费", last_actual=yuan("100"), budget=yuan("109"), actual=yuan("105")),
    ),
    nil=("purchases",),
)


def derived(name: str = "甲", **formulas: str) -> Measured:
    values = {"标准": dated("个", d20240101="4", d20250101="5"), "旧标准": dated("个", d20200101="1", d20240101="")}
    measures = {each: formula(text) for each, text in formulas.items()}
    return measure(TOWN, pack(measures=measures, values=values))[name]


def test_a_quotient_keeps_its_two_numbers() -> None:
    rate = derived(甲="支出数 ÷ 调整后预算数")
    assert [rate.numerator, rate.denominator] == [356164000, 374972800]
    assert Ratio(int(rate.numerator), int(rate.denominator)).percent() == "94.98%"
    assert {place.file for place in rate.places} == {"budget.csv", "payments.csv"}
    assert rate.origin == "重建、填报"


def test_another_name_for_a_quotient_keeps_them_too() -> None:
    assert derived("乙", 甲="支出数 ÷ 调整后预算数", 乙="甲").denominator == 374972800


@pytest.mark.parametrize(
    ("text", "share"),
    [
        ("公用经费支出数 ÷ 公用经费预算数", Fraction(105, 109)),
        ("(公用经费支出数 - 公用经费预算数) ÷ 公用经费预算数", Fraction(-4, 109)),
        ("(公用经费支出数 - 公用经费上年支出数) ÷ 公用经费上年支出数", Fraction(5, 100)),
    ],
)
def test_the_pack_names_the_definition_of_the_control_rate(text: str, share: Fraction) -> None:
    assert derived("公用经费控制率", 公用经费控制率=text).value == share


def test_the_deviation_of_the_control_rate_is_written_as_forms_write_it() -> None:
    rate = derived(甲="(公用经费支出数 - 公用经费预算数) ÷ 公用经费预算数")
    assert Ratio(int(rate.numerator), int(rate.denominator)).percent() == "-3.67%"


def test_formulas_build_on_each_other_in_any_order() -> None:
    assert derived("丙", 丙="乙 + 甲", 乙="甲 * 2", 甲="标准").value == 12


def test_values_are_those_in_force_at_the_end_of_the_budget_year() -> None:
    assert derived(甲="标准 * 2").value == 8
    assert derived("标准").value == 4
    ended = derived("旧标准")
    assert (ended.state, "废止" in ended.why) == ("missing", True)


def test_a_measure_of_the_pack_hides_a_term_of_the_vocabulary() -> None:
    assert derived("支出数", 支出数="标准").value == 4


def test_division_by_zero_is_missing_with_its_reason() -> None:
    none = derived(甲="采购合同数 ÷ 采购项目数")
    assert (none.state, none.value) == ("missing", None)
    assert none.why == "除数“采购项目数”为 0，无法计算"
    assert derived(甲="1 + 采购合同数 ÷ 采购项目数").state == "missing"


def test_a_missing_part_makes_the_whole_missing_for_its_reason() -> None:
    none = derived(甲="支出数 - 财务问题数")
    assert (none.state, none.why) == ("missing", "“检查发现”尚未填报；确无此类事项的请作零填报")


def test_names_that_nobody_bears_and_circles_are_missing_not_errors() -> None:
    assert derived(甲="无此数").why == "没有名为“无此数”的数据"
    assert "引用了它自己" in derived("甲", 甲="乙", 乙="甲").why
