from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from jiheng.core.calendar import Month
from jiheng.core.exact import Money
from jiheng.facts.rows import Project
from jiheng.monitoring import Watched, monitor
from jiheng.monitoring.books import Books
from jiheng.monitoring.execution import project_execution
from jiheng.monitoring.outlook import measure_at, rests_on_payments
from jiheng.packs.method import Proportional
from jiheng.packs.model import Cap, CapBand, Measure, Node, Pack
from tests.monitoring.build import CAPS, YEAR, line, pack, paid, unit, yuan


def with_measures(**formulas: str) -> Pack:
    base = {"支出率": "支出数 / 调整后预算数"}
    return pack(measures={name: Measure(unit="%", formula=text) for name, text in (base | formulas).items()})


def at(rules: Pack, name: str, rate: Fraction = Fraction(3, 4)) -> Fraction | None:
    dataset = unit(line("A", original=yuan(500), adjusted=yuan(1000)), projects=[Project(code="A", name="甲")])
    return measure_at(rules, project_execution(Books.of(dataset), dataset.projects[0], Month(YEAR, 8)), name, rate)


def test_a_measure_is_computed_with_the_forecast_in_place_of_what_was_paid() -> None:
    assert at(with_measures(), "支出率") == Fraction(3, 4)
    assert at(with_measures(年初口径="支出数 / 年初预算数"), "年初口径") == Fraction(3, 2)
    assert at(with_measures(两步="最小(支出率, 50%)"), "两步") == Fraction(1, 2)
    assert at(with_measures(项目支出率="项目支出数 / 项目支出预算数"), "项目支出率") == Fraction(3, 4)


def test_a_measure_that_asks_for_more_is_left_alone() -> None:
    assert at(with_measures(人均="支出数 / 在职人数"), "人均") is None
    assert at(with_measures(), "没有这个指标") is None


def test_a_division_by_nothing_has_no_value() -> None:
    assert at(with_measures(怪="支出数 / (年初预算数 - 年初预算数)"), "怪") is None


def test_nothing_is_computed_without_a_budget_nor_from_an_original_budget_that_is_missing() -> None:
    def of(**amounts: Money | None) -> Fraction | None:
        kept: dict[str, Any] = {"original": yuan(500), "adjusted": yuan(1000)} | amounts
        dataset = unit(line("A", **kept), projects=[Project(code="A", name="甲")])
        execution = project_execution(Books.of(dataset), dataset.projects[0], Month(YEAR, 8))
        return measure_at(with_measures(年初口径="支出数 / 年初预算数"), execution, "年初口径", Fraction(3, 4))

    assert of(adjusted=None, original=None) is None
    assert of(original=None) is None


def test_only_measures_that_rest_on_payments_are_forecast() -> None:
    rules = with_measures(调整率="调整后预算数 / 年初预算数", 两步="支出率 * 2")
    assert [rests_on_payments(rules, name) for name in ("支出率", "两步", "调整率", "在职人数")] == [
        True,
        True,
        False,
        False,
    ]


def texts(rules: Pack, month: int = 8) -> Mapping[str, str]:
    dataset = unit(line("A", original=yuan(2400), adjusted=yuan(1200)), payments=paid("A-1", *[60] * month))
    report = monitor(dataset, rules, Month(YEAR, month))
    watched: tuple[Watched, ...] = (report.total, *report.projects)
    return {signal.code: signal.until for each in watched for signal in each.signals}


OTHER = {"年初口径": Measure(unit="%", formula="支出数 / 年初预算数")}


def test_a_cap_on_another_measure_names_the_measure_instead_of_payments() -> None:
    cap = Cap(
        code="C",
        name="封顶",
        measure="年初口径",
        bands=(CapBand(below=Fraction(1, 2), at_most=Fraction(89)),),
        cite="手册",
    )
    assert texts(pack(caps=(cap,), measures=OTHER | pack().measures))["M106"] == "到年底“年初口径”达到 50%，不封顶"


def test_points_on_another_measure_name_the_indicator() -> None:
    node = Node(
        code="1", name="年初支出率", weight=Fraction(100), method=Proportional(kind="proportional", measure="年初口径")
    )
    assert texts(pack(indicators=(node,), measures=OTHER))["M109"] == "到年底“年初支出率”达到满分要求，本项不失分"


def test_a_cap_at_the_end_of_the_year_can_only_be_explained() -> None:
    assert texts(pack(caps=CAPS), 12)["M106"].startswith("年度已经结束")


def test_a_pack_of_projects_says_the_points_of_each_project() -> None:
    dataset = unit(line("A"), payments=paid("A-1", *[60] * 8))
    report = monitor(dataset, pack(object="项目"), Month(YEAR, 8))
    assert "M109" in {each.code for each in report.projects[0].signals}
    assert "M109" not in {each.code for each in report.total.signals}
