"""Budget, costs, assets, disclosure, filings: what each measure counts, and when it is missing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from jiheng.core.calendar import Month
from jiheng.core.exact import Money
from jiheng.core.fault import Place
from jiheng.facts import for_project
from jiheng.facts.measures import FUNCTIONS, Measured, measure
from jiheng.facts.rows import (
    TABLES,
    Adjustment,
    Asset,
    AssetIncome,
    BudgetLine,
    Disclosure,
    Filing,
    Payment,
    Project,
    Result,
    RuleDocument,
    RunningCost,
    SpecialFund,
)
from jiheng.packs.vocabulary import VOCABULARY
from tests.facts.sample import LIMITS, UNIT, full_town, inspection, pack, town, yuan


def measured(name: str, **tables: Any) -> Measured:
    return measure(town(**tables), pack(values=LIMITS))[name]


def value(name: str, **tables: Any) -> Fraction | None:
    return measured(name, **tables).value


def line(code: str, category: str, original: str, adjusted: str, **more: Any) -> BudgetLine:
    given: dict[str, Any] = {"code": code, "category": category, "source": "一般公共预算", "original": yuan(original)}
    return BudgetLine(**(given | {"adjusted": yuan(adjusted)} | more))


BUDGET = (
    line("1", "人员经费", "60", "50"),
    line("2", "公用经费", "20", "20"),
    line("3", "项目支出", "20", "30.50", project="001", source="上年结转"),
)
PAYMENTS = (
    Payment(line="1", month=Month(2024, 1), amount=yuan("45")),
    Payment(line="2", month=Month(2024, 1), amount=yuan("20")),
    Payment(line="3", month=Month(2024, 2), amount=yuan("31.40")),
    Payment(line="3", month=Month(2024, 3), amount=yuan("-1.40")),
)


def test_every_term_of_the_vocabulary_has_its_function() -> None:
    assert set(FUNCTIONS) == set(VOCABULARY)


def test_without_any_register_every_term_is_missing_and_says_why() -> None:
    bare = measure(town(unit=replace(UNIT, posts=None, staff=None)), pack(values=LIMITS))
    assert all(bare[name].state == "missing" and bare[name].why for name in VOCABULARY)


def test_an_empty_register_is_missing_until_it_is_reported_as_nil() -> None:
    assert measured("财务问题数").why == "“检查发现”尚未填报；确无此类事项的请作零填报"
    everything = tuple(sorted(table for table in TABLES if table != "unit"))
    dates: dict[str, Any] = {"due": date(2025, 3, 31), "filed": date(2025, 3, 31)}
    nil = measure(town(unit=replace(UNIT, posts=0, staff=0, **dates), nil=everything), pack(values=LIMITS))
    assert {nil[name].value for name in VOCABULARY} == {0}


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("年初预算数", "100"),
        ("调整后预算数", "100.50"),
        ("支出数", "95"),
        ("基本支出预算数", "70"),
        ("基本支出数", "65"),
        ("项目支出预算数", "30.50"),
        ("项目支出数", "30"),
        ("人员经费支出数", "45"),
        ("结转结余数", "5.50"),
        ("上年结转预算数", "30.50"),
    ],
)
def test_budget_and_spending_are_summed_in_yuan(name: str, expected: str) -> None:
    assert value(name, budget=BUDGET, payments=PAYMENTS) == Fraction(expected)


def test_adjustments_count_by_their_size_unless_policy_forced_them() -> None:
    def adjustment(code: str, amount: str, *, excepted: bool = False) -> Adjustment:
        return Adjustment(code=code, dated=date(2024, 7, 1), amount=yuan(amount), excepted=excepted)

    rows = (adjustment("1", "30"), adjustment("2", "-20"), adjustment("3", "99", excepted=True))
    assert value("预算调整数", adjustments=rows) == 50


def test_special_funds_are_counted_and_summed() -> None:
    fund = SpecialFund(code="1", name="养护", project="001", issued=yuan("9"), paid=yuan("8"))
    tables = {"special_funds": (fund,)}
    assert [value(name, **tables) for name in ("专项资金数", "专项资金下达数", "专项资金支出数")] == [1, 9, 8]


def test_new_projects_need_an_answer_about_their_assessment() -> None:
    old, new = Project(code="1", name="甲"), Project(code="2", name="乙", attribute="新增", assessed=True)
    assert value("新增项目数", projects=(old, new)) == 1
    assert value("已评估新增项目数", projects=(old, new)) == 1
    assert value("已评估新增项目数", projects=(replace(new, assessed=False),)) == 0
    unanswered = replace(new, assessed=None, place=Place(file="a.csv", row=3))
    missing = measured("已评估新增项目数", projects=(unanswered,))
    assert missing.why == "有 1 行未填“是否完成事前绩效评估”"
    assert missing.places == (Place(file="a.csv", row=3),)


def test_posts_and_staff_are_those_of_the_unit() -> None:
    assert [value("编制数"), value("在职人数")] == [46, 44]
    assert measured("编制数", unit=replace(UNIT, posts=None)).why == "有 1 行未填“编制数”"


def cost(code: str, three_public: str, last: str | None, budget: str, actual: str) -> RunningCost:
    before = yuan(last) if last else None
    given: dict[str, Any] = {
        "code": code,
        "name": code,
        "last_actual": before,
        "budget": yuan(budget),
        "actual": yuan(actual),
    }
    return RunningCost(three_public=three_public, **given)


def test_running_costs_hold_the_three_public_expenses() -> None:
    costs = (
        cost("1", "", "50", "60", "55"),
        cost("2", "公务接待费", "9", "8", "7"),
        cost("3", "公务用车运行维护费", "5", "6", "5"),
    )
    names = (
        "公用经费预算数",
        "公用经费支出数",
        "公用经费上年支出数",
        "三公经费预算数",
        "三公经费支出数",
        "三公经费上年支出数",
    )
    assert [value(name, running_costs=costs) for name in names] == [74, 67, 64, 14, 12, 14]
    assert value("公务接待费支出数", running_costs=costs) == 7
    assert value("公务接待费上年支出数", running_costs=costs) == 9


def test_last_years_costs_are_missing_when_one_is_not_filled_in() -> None:
    costs = (cost("1", "", None, "60", "55"), cost("2", "公务接待费", "9", "8", "7"))
    assert measured("公用经费上年支出数", running_costs=costs).state == "missing"
    assert value("三公经费上年支出数", running_costs=costs) == 9


def asset(code: str, ledger: str, accounts: str, counted: str | None, day: date | None) -> Asset:
    found = yuan(counted) if counted else None
    given: dict[str, Any] = {
        "code": code,
        "name": code,
        "ledger": yuan(ledger),
        "accounts": yuan(accounts),
        "in_use": yuan(ledger),
    }
    return Asset(counted=found, counted_on=day, **given)


def test_ledger_accounts_and_count_are_compared_class_by_class() -> None:
    assets = (
        asset("1", "10", "10", "10", date(2024, 12, 31)),
        asset("2", "10", "10.01", "9.99", date(2024, 1, 1)),
        asset("3", "10", "10", None, None),
        asset("4", "10", "10", "10", date(2023, 12, 31)),
    )
    names = ("资产类别数", "账账相符类别数", "账实相符类别数", "已盘点类别数", "资产台账数", "在用资产价值")
    assert [value(name, assets=assets) for name in names] == [4, 3, 2, 2, 40, 40]
    assert measured("在用资产价值", assets=(replace(assets[0], in_use=None),)).state == "missing"


@pytest.mark.parametrize(("paid", "counted"), [(date(2024, 6, 30), 1), (date(2024, 7, 1), 0), (None, 0)])
def test_income_is_in_time_on_the_day_it_is_due(paid: date | None, counted: int) -> None:
    income = AssetIncome(code="1", name="租金", amount=Money(1), due=date(2024, 6, 30), paid=paid)
    assert value("按期上缴收益笔数", asset_income=(income,)) == counted
    assert value("资产收益笔数", asset_income=(income,)) == 1


def disclosure(matter: str = "部门预算", **fields: Any) -> Disclosure:
    given: dict[str, Any] = {"code": matter, "matter": matter, "approved": date(2024, 2, 1), "complete": True}
    return Disclosure(**(given | fields))


@pytest.mark.parametrize(
    ("published", "counted"),
    [(date(2024, 2, 1), 1), (date(2024, 2, 21), 1), (date(2024, 2, 22), 0), (date(2024, 1, 31), 0), (None, 0)],
)
def test_budgets_are_public_in_time_up_to_the_20th_day(published: date | None, counted: int) -> None:
    assert value("按期公开事项数", disclosures=(disclosure(published=published),)) == counted
    assert value("应公开事项数", disclosures=(disclosure(published=published),)) == 1


def test_what_is_incomplete_is_not_in_time_and_what_is_unanswered_is_missing() -> None:
    shown: dict[str, Any] = {"published": date(2024, 2, 5)}
    assert value("按期公开事项数", disclosures=(disclosure(complete=False, **shown),)) == 0
    assert measured("按期公开事项数", disclosures=(disclosure(complete=None, **shown),)).state == "missing"
    assert value("应公开事项数", disclosures=(disclosure(approved=None, **shown),)) == 0


def test_performance_matters_are_counted_apart() -> None:
    rows = (
        disclosure("绩效目标", published=date(2024, 3, 1)),
        disclosure("绩效自评结果", published=date(2024, 3, 1), complete=False),
        disclosure("部门决算"),
    )
    assert value("绩效应公开事项数", disclosures=rows) == 2
    assert value("绩效已公开事项数", disclosures=rows) == 1
    assert measured("绩效已公开事项数", disclosures=(replace(rows[0], complete=None),)).state == "missing"


def test_rule_documents_are_counted_by_area() -> None:
    areas = ("事前绩效评估", "绩效目标管理", "绩效目标管理", "采购内控", "财务管理")
    rows = tuple(RuleDocument(code=str(number), area=area, title="办法") for number, area in enumerate(areas))
    names = (
        "事前绩效评估制度数",
        "绩效目标管理制度数",
        "绩效运行监控制度数",
        "绩效评价管理制度数",
        "评价结果应用制度数",
        "采购内控制度数",
    )
    assert [value(name, rule_documents=rows) for name in names] == [1, 2, 0, 0, 0, 1]


def test_findings_are_counted_by_kind_and_by_whether_they_are_mended() -> None:
    rows = (inspection(), inspection(code="W2", kind="采购", mended=True), inspection(code="W3", kind="绩效"))
    names = ("财务问题数", "采购问题数", "资产问题数", "绩效问题数", "未整改问题数")
    assert [value(name, inspections=rows) for name in names] == [1, 1, 0, 1, 2]


@pytest.mark.parametrize(("filed", "counted"), [(date(2024, 8, 31), 1), (date(2024, 9, 1), 0), (None, 0)])
def test_a_filing_is_in_time_on_its_last_day(filed: date | None, counted: int) -> None:
    row = Filing(code="1", step="监控", due=date(2024, 8, 31), filed=filed, returned=2)
    assert [value(name, filings=(row,)) for name in ("按期报送事项数", "应报送事项数", "退回次数")] == [counted, 1, 2]


@pytest.mark.parametrize(
    ("filed", "days"),
    [
        (date(2025, 3, 31), 0),
        (date(2025, 3, 30), 0),
        (date(2025, 4, 3), 3),
        (date(2025, 4, 6), 3),
        (date(2025, 4, 7), 4),
    ],
)
def test_lateness_is_counted_in_working_days(filed: date, days: int) -> None:
    """4 to 6 April 2025 are the Qingming holiday."""
    assert value("自评迟报工作日数", unit=replace(UNIT, due=date(2025, 3, 31), filed=filed)) == days


def test_lateness_is_missing_before_anything_is_filed() -> None:
    assert measured("自评迟报工作日数", unit=replace(UNIT, due=date(2025, 3, 31))).state == "missing"


def test_a_measure_knows_its_rows_and_how_they_came_to_be() -> None:
    rows = tuple(
        replace(payment, origin=origin, place=Place(file="payments.csv", row=row))
        for payment, origin, row in zip(PAYMENTS, ("重建", "原文", "重建", "填报"), (2, 3, 4, 4), strict=True)
    )
    spent = measured("支出数", payments=rows)
    assert spent.origin == "原文、重建、填报"
    assert [place.row for place in spent.places] == [2, 3, 4]


def test_a_project_has_measures_of_its_own() -> None:
    whole = town(
        budget=BUDGET, payments=PAYMENTS, projects=(Project(code="001", name="甲"), Project(code="002", name="乙"))
    )
    measures = measure(for_project(whole, "001"), pack(values=LIMITS))
    assert [measures["调整后预算数"].value, measures["支出数"].value] == [Fraction("30.50"), 30]
    none = measure(for_project(whole, "002"), pack(values=LIMITS))
    assert none["支出数"].value == 0
    assert none["采购项目数"].state == "missing"
    with pytest.raises(KeyError):
        for_project(whole, "003")


def test_a_project_keeps_its_own_indicators_and_the_leaves_of_packs() -> None:
    project = for_project(full_town(), "001")
    assert [row.code for row in project.indicators] == ["Z01"]
    assert [row.indicator for row in project.results] == ["Z01", "1.1.1"]
    assert project.sha256 == full_town().sha256


def test_what_is_said_about_a_leaf_of_the_projects_pack_bears_the_projects_code() -> None:
    whole = town(
        projects=(Project(code="001", name="甲"), Project(code="002", name="乙")),
        results=(
            Result(indicator="001/A", reason="一"),
            Result(indicator="002/A", reason="二"),
            Result(indicator="1.1"),
        ),
    )
    assert [row.indicator for row in for_project(whole, "001").results] == ["A", "1.1"]
