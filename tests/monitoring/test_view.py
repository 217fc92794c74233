from __future__ import annotations

from dataclasses import replace
from datetime import date

from jiheng.core.calendar import Month
from jiheng.facts.rows import Project, SpecialFund, Unit
from jiheng.monitoring import as_json, as_text, monitor
from tests.monitoring.build import CAPS, YEAR, line, pack, paid, unit, yuan

AUGUST = Month(YEAR, 8)


def test_what_cannot_be_judged_is_null_and_never_green() -> None:
    report = monitor(unit(line("A", None), line("B"), payments=paid("B-1", *[90] * 8)), pack(), AUGUST)
    project = as_json(report)["projects"][0]  # type: ignore[index]
    assert project["budget"] is None
    assert project["rate"] is None
    assert project["at_risk"] is None
    assert project["forecast"] == {"rate": None, "low": None, "high": None}
    assert project["level"] == "none"
    assert "○ 无法判断  A 项目A" in as_text(report)


def test_the_text_puts_the_largest_risk_first_and_a_green_project_in_one_line() -> None:
    rows = (*paid("A-1", *[60] * 8), *paid("B-1", *[40] * 8), *paid("C-1", *[100] * 8))
    text = as_text(monitor(unit(line("A"), line("B"), line("C"), payments=rows), pack(caps=CAPS), AUGUST))
    assert text.index("B 项目B") < text.index("A 项目A") < text.index("C 项目C")
    assert "■ 绿 正常  C 项目C  执行率 66.67%，预计年末 100.00%；目标进度无法判断：没有登记绩效指标" in text
    assert "可能的范围 26.67%—100.00%" in text
    assert "依据：手册" in text


def test_the_text_shows_special_funds_last_year_and_what_the_interval_claims() -> None:
    dataset = unit(
        line("A"),
        payments=paid("A-1", *[60] * 8),
        special_funds=(SpecialFund(code="S", name="专项", project="A", issued=yuan(960), paid=yuan(480)),),
    )
    many = [Project(code=f"P{number}", name="往年") for number in range(30)] + [Project(code="A", name="项目A")]
    lines = [line(each.code) for each in many]
    payments = [
        row for at, each in enumerate(many) for row in paid(f"{each.code}-1", *[70 + at % 5] * 12, year=YEAR - 1)
    ]
    past = unit(*lines, projects=many, payments=payments, about=Unit(code="U1", name="青溪镇", year=YEAR - 1, pack="x"))
    text = as_text(monitor(dataset, pack(), AUGUST, [past]))
    assert "专项资金 S 专项：480.00 元 ÷ 960.00 元 = 50.00%" in text
    assert "上年同期 46.67%" in text
    assert "八成把握在" in text


def test_a_unit_without_any_budget_still_prints() -> None:
    dataset = replace(unit(), projects=(Project(code="A", name="甲", end=date(YEAR, 6, 1)),))
    assert "○ 无法判断" in as_text(monitor(dataset, pack(), AUGUST))
