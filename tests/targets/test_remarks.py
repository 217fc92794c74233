"""What a reviewer is told of targets: every remark with clause and figure, at most five questions that differ."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from jiheng.core.exact import Money
from jiheng.facts.dataset import DataSet
from jiheng.facts.rows import BudgetLine, Indicator, Project, Result, Succession, Unit
from jiheng.targets import asked, known, remarks, score_of


def indicator(code: str, name: str = "改造管网", operator: str = "≥", **more: object) -> Indicator:
    given = {"level_1": "产出指标", "level_2": "数量指标", "unit": "公里", "target": Fraction(20)} | more
    return Indicator(code=code, name=name, operator=operator, **given)  # type: ignore[arg-type]


def year(number: int, *indicators: Indicator, actuals: dict[str, int] | None = None, **more: object) -> DataSet:
    unit = Unit(code="1", name="某镇", year=number, pack="cn/guangdong/department", level="乡镇")
    results = tuple(Result(indicator=code, actual=Fraction(value)) for code, value in (actuals or {}).items())
    return DataSet(unit=unit, indicators=indicators, results=results, **more)  # type: ignore[arg-type]


OUTCOME = indicator(
    "E1", "群众用水投诉办结率", level_1="效益指标", level_2="社会效益指标", unit="%", target=Fraction(95)
)


def kinds(dataset: DataSet, *past: DataSet) -> list[str]:
    return [each.kind for each in remarks(dataset, known(dataset, past))]


def test_a_target_below_what_earlier_years_reached_is_told_with_the_target_that_they_bear_out() -> None:
    past = [year(2022 + n, indicator("A"), actuals={"A": 18 + n}) for n in range(3)]
    now = year(2025, indicator("A", target=Fraction(12)), OUTCOME)
    (easy,) = (each for each in remarks(now, known(now, past)) if each.kind == "目标偏低")
    assert "上年完成 20公里" in easy.figure
    assert "3 年中最好 20公里" in easy.figure
    assert easy.rewrite == "改造管网 ≥20公里"
    assert "财预〔2015〕88号" in easy.clause


def test_earlier_years_are_found_through_a_renamed_code() -> None:
    before = year(2024, indicator("A"), actuals={"A": 20})
    row = Succession(year=2025, kind="指标", old="A", new="B", relation="更名")
    now = year(2025, indicator("B", target=Fraction(12)), OUTCOME, lineage=(row,))
    assert kinds(now, before) == ["目标偏低"]


def test_a_result_in_another_unit_is_not_held_against_the_target() -> None:
    before = year(2024, indicator("A", unit="米"), actuals={"A": 20000})
    assert kinds(year(2025, indicator("A"), OUTCOME), before) == []


def test_similar_units_are_asked_only_from_five_on() -> None:
    now = year(2025, indicator("A", target=Fraction(5)), OUTCOME)
    kind = ("改造管网", "公里", False)
    few, enough = (known(now, peers={kind: (Fraction(20),) * n}) for n in (4, 5))
    assert [each.kind for each in remarks(now, few)] == []
    assert [each.figure for each in remarks(now, enough)] == ["5 家同类单位中，5 家的目标更高"]


def test_an_indicator_that_was_dropped_weighs_more_where_last_year_missed_it() -> None:
    last = year(2024, indicator("A"), indicator("B", "新增管网"), actuals={"A": 12, "B": 25})
    now = year(2025, OUTCOME)
    found = remarks(now, known(now, [last]))
    assert [(each.kind, each.code) for each in found] == [("上年未达标的指标取消", "A"), ("指标取消", "B")]
    assert "完成 12公里" in found[0].text


def test_what_went_with_its_project_was_not_dropped() -> None:
    project = Project(code="P1", name="管网")
    last = year(2024, indicator("A", project="P1"), actuals={"A": 12}, projects=(project,))
    assert kinds(year(2025, OUTCOME), last) == []


def test_rates_that_all_stand_at_100_are_one_remark() -> None:
    rates = [indicator(f"R{n}", f"第{n}类项目验收合格率", unit="%", target=Fraction(100)) for n in range(3)]
    now = year(2025, *rates, replace(OUTCOME, target=Fraction(100)))
    assert kinds(now) == ["全部定为百分之百"]


def test_an_accident_that_is_allowed_is_asked_about() -> None:
    now = year(2025, indicator("A", "安全生产事故起数", "≤", unit="起", target=Fraction(3)), OUTCOME)
    assert kinds(now) == ["允许事故"]


def test_money_without_any_indicator_comes_first_and_the_largest_before_the_smaller() -> None:
    projects = tuple(Project(code=code, name=code) for code in ("P1", "P2"))
    lines = tuple(
        BudgetLine(code=code, project=code, category="项目支出", source="一般公共预算", adjusted=Money(cents))
        for code, cents in (("P1", 100_000_00), ("P2", 900_000_00))
    )
    now = year(2025, indicator("A", target=Fraction(12)), OUTCOME, projects=projects, budget=lines)
    found = remarks(now, known(now, [year(2024, indicator("A"), actuals={"A": 20})]))
    assert [(each.kind, each.code) for each in found] == [("资金无指标", "P2"), ("资金无指标", "P1"), ("目标偏低", "A")]


def test_at_most_five_questions_that_differ_and_one_of_each_kind_first() -> None:
    vague = [indicator(f"V{n}", f"第{n}项环境", "定性", text_target="显著改善") for n in range(9)]
    past = year(2024, indicator("A"), actuals={"A": 20})
    now = year(2025, indicator("A", target=Fraction(12)), *vague)
    found = remarks(now, known(now, [past]))
    questions = asked(found)
    assert len(questions) == len(set(questions)) == 5
    assert any("改造管网" in each for each in questions)
    assert score_of(found) == 5 * 5 + 3 + 2


def test_sound_targets_have_no_remark() -> None:
    now = year(2025, indicator("A", target=Fraction(22)), OUTCOME)
    assert remarks(now, known(now, [year(2024, indicator("A"), actuals={"A": 20})])) == ()
