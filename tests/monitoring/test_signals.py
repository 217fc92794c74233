from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from jiheng.core.calendar import Month
from jiheng.core.exact import Points
from jiheng.facts.dataset import DataSet
from jiheng.facts.rows import Indicator, Observation, Payment, Project
from jiheng.monitoring import monitor
from jiheng.monitoring.signal import Level
from jiheng.packs.model import Monitoring
from tests.monitoring.build import CAPS, FLOORS, LIGHTS, YEAR, codes, cut, line, pack, paid, unit, watch, yuan


def spent(*amounts: float, budget: float | None = 1200, **more: Any) -> DataSet:
    return unit(line("A", budget), payments=paid("A-1", *amounts), **more)


def even(each: float, months: int = 8, **more: Any) -> DataSet:
    return spent(*[each] * months, **more)


# 序时进度灯


def test_below_sixty_percent_of_the_elapsed_share_is_red() -> None:
    found = watch(even(59.99), 8)
    assert (codes(found)["M101"], found.level) == ("red", Level.RED)


def test_sixty_percent_exactly_is_yellow() -> None:
    assert codes(watch(even(60), 8))["M101"] == "yellow"


def test_eighty_percent_exactly_is_green() -> None:
    found = watch(even(80), 8)
    assert "M101" not in codes(found)
    assert found.level is Level.GREEN


def test_the_light_says_its_numbers_and_what_turns_it_green() -> None:
    signal = watch(even(60), 8).signals[0]
    assert signal.why == "480.00 元 ÷ 1,200.00 元 = 40.00%；序时进度 66.67%；60.00% 低于 80%"
    assert signal.until == "到 9 月底累计支付达到 720.00 元（执行率 60.00%），即还需支付 240.00 元，转绿"
    assert signal.cite == "口径"


def test_paying_exactly_what_is_asked_turns_it_green() -> None:
    assert "M101" not in codes(watch(spent(*[60] * 8, 240), 9))


def test_in_december_nothing_turns_green_any_more() -> None:
    assert watch(even(60, 12), 12).signals[0].until.startswith("年度已经结束")


# 分月下限


def test_a_missed_floor_warns_with_the_day_of_answer() -> None:
    found = watch(even(10), 4, pack(FLOORS))
    signal = next(each for each in found.signals if each.code == "M102")
    assert signal.message == "4 月底执行率应不低于 25%，现为 3.33%"
    assert signal.cite == "川财绩〔2025〕10号"
    assert signal.answer_by == date(2024, 5, 16)  # 五一放假 5 天，5 月 11 日补班
    assert "5月16日前（10 个工作日内）答复" in signal.until


def test_a_floor_that_is_just_reached_is_silent() -> None:
    assert "M102" not in codes(watch(even(75, 4), 4, pack(FLOORS)))


def test_between_two_floors_the_last_one_holds() -> None:
    assert "M102" in codes(watch(even(10, 5), 5, pack(FLOORS)))


def test_the_way_to_green_looks_at_the_floor_of_the_next_month() -> None:
    signal = next(each for each in watch(even(10, 5), 5, pack(FLOORS)).signals if each.code == "M102")
    assert "到 6 月底累计支付达到 480.00 元（执行率 40.00%）" in signal.until


def test_before_the_first_floor_there_is_none_to_miss() -> None:
    assert "M102" not in codes(watch(even(0.01, 3), 3, pack(FLOORS)))


def test_a_project_that_begins_in_july_does_not_miss_the_floor_of_june() -> None:
    project = Project(code="A", name="甲", start=date(YEAR, 7, 1))
    assert "M102" not in codes(watch(spent(*[0] * 6, 1, projects=[project]), 7, pack(FLOORS)))


# 无支付、超预算、期后、突击、退款、往年


def test_three_months_without_any_payment_are_red() -> None:
    rules = pack(Monitoring(idle_months=3))
    other = unit(line("A"), line("B"), payments=paid("B-1", 1, 1, 1))
    assert "M103" not in codes(watch(other, 2, rules))
    assert codes(watch(other, 3, rules))["M103"] == "red"


def test_paying_more_than_the_budget_is_red_with_the_excess() -> None:
    signal = watch(even(151), 8).signals[0]
    assert (signal.code, signal.level, signal.why) == ("M104", Level.RED, "1,208.00 元 − 1,200.00 元 = 8.00 元")


def test_paying_the_whole_budget_is_not_overspending() -> None:
    assert "M104" not in codes(watch(even(150), 8))


def test_paying_without_a_budget_is_red_and_divides_nothing() -> None:
    found = watch(even(5, budget=0), 8)
    assert (codes(found)["M104"], found.execution.rate, found.level) == ("red", None, Level.RED)
    assert "M101" not in codes(found)


def test_a_payment_after_the_projects_last_month_is_told() -> None:
    project = Project(code="A", name="甲", end=date(YEAR, 6, 30))
    found = watch(spent(*[200] * 6, 0, 12, budget=1300, projects=[project]), 8)
    assert codes(found)["M107"] == "yellow"


def test_december_above_its_share_is_a_rush() -> None:
    rules = pack(Monitoring(rush=Fraction(3, 10)))
    assert codes(watch(spent(*[70] * 11, 330.01), 12, rules))["M108"] == "yellow"
    assert "M108" not in codes(watch(spent(*[70] * 11, 330), 12, rules))


def test_refunds_are_netted_and_said() -> None:
    found = watch(spent(*[100] * 7, -20), 8)
    assert found.execution.paid == yuan(680)
    assert codes(found)["M112"] == "green"


def test_a_payment_of_an_earlier_year_is_left_out_and_said() -> None:
    rows = (*paid("A-1", *[100] * 8), Payment(line="A-1", month=Month(2023, 12), amount=yuan(50)))
    found = watch(unit(line("A"), payments=rows), 8)
    assert found.execution.paid == yuan(800)
    assert codes(found)["M111"] == "none"


# 双监控


def goal(value: int, month: int = 8) -> dict[str, Any]:
    row = Indicator(code="I1", project="A", level_1="产出指标", name="数量", operator="≥", target=Fraction(100))
    return {
        "indicators": (row,),
        "observations": (Observation(indicator="I1", month=Month(YEAR, month), value=Fraction(value)),),
    }


APART = pack(LIGHTS.model_copy(update={"divergence": Fraction(1, 10)}))


def test_the_four_cells_of_dual_monitoring() -> None:
    cells = {(money, work): watch(even(money, **goal(work)), 8).dual for money in (100, 20) for work in (70, 20)}
    assert cells == {
        (100, 70): "钱事同步",
        (100, 20): "钱花了、事没跟上",
        (20, 70): "事办了、钱没付",
        (20, 20): "钱事都慢",
    }


def test_ten_points_apart_are_allowed_and_more_are_not() -> None:
    assert "M105" not in codes(watch(even(90, **goal(50)), 8, APART))  # 60 % 对 50 %
    assert codes(watch(even(90, **goal(49)), 8, APART))["M105"] == "yellow"


def test_an_older_observation_is_compared_with_the_money_of_its_own_month() -> None:
    assert "M105" not in codes(watch(even(90, **goal(20, month=4)), 8, APART))
    signal = next(each for each in watch(even(90, **goal(19, month=4)), 8, APART).signals if each.code == "M105")
    assert "2024-04 执行率 30.00%，同月目标完成进度 19.00%" in signal.why


def test_cell_and_signal_compare_one_month() -> None:
    """By October half of the work and half of the money; December's payments say nothing of October's work."""
    found = watch(even(60, 11, **goal(80, month=10)), 11, APART)
    late = watch(spent(*[60] * 10, 300, 300, **goal(80, month=10)), 12, APART)
    assert found.dual == "事办了、钱没付：事项只到 10 月，资金也按 10 月底比较"
    assert late.dual == found.dual
    signal = next(each for each in late.signals if each.code == "M105")
    assert signal.message == (
        "目标完成快于资金支付 30.00 个百分点，超过 10 个百分点（事项只到 10 月，资金也按 10 月底比较）"
    )


def test_two_that_are_fine_but_too_far_apart_are_not_told_as_in_step() -> None:
    assert watch(even(100, **goal(56)), 8, APART).dual == "钱花了、事没跟上"
    assert watch(even(100, **goal(56)), 8).dual == "钱事同步"
    assert watch(even(85, **goal(80)), 8, APART).dual == "事办了、钱没付"


@given(st.integers(0, 150), st.integers(0, 120), st.integers(1, 12), st.integers(0, 3))
def test_cell_and_signal_never_contradict_each_other(each: int, work: int, month: int, before: int) -> None:
    found = watch(even(each, month, **goal(work, max(month - before, 1))), month, APART)
    told = next((signal.message for signal in found.signals if signal.code == "M105"), "")
    cell = found.dual.partition("：")[0]
    assert not (cell == "钱花了、事没跟上" and "目标完成快于" in told)
    assert not (cell == "事办了、钱没付" and "资金支付快于" in told)
    assert not (cell == "钱事同步" and told)


def test_indicators_seen_at_an_earlier_month_are_counted() -> None:
    rows = tuple(
        Indicator(code=code, project="A", level_1="产出指标", name=code, operator="≥", target=Fraction(100))
        for code in ("I1", "I2")
    )
    seen = tuple(
        Observation(indicator=code, month=Month(YEAR, month), value=Fraction(10))
        for code, month in (("I1", 8), ("I2", 3))
    )
    found = watch(even(100, indicators=rows, observations=seen), 8, APART)
    signal = next(each for each in found.signals if each.code == "M105")
    assert "2 项指标中有 2 项可计量，其中 1 项的数据更早" in signal.why


def test_without_observations_the_targets_are_unjudged_and_the_money_is_not() -> None:
    found = watch(even(100), 8)
    assert (codes(found)["M209"], found.level) == ("none", Level.GREEN)
    assert found.dual == "无法判断：没有登记绩效指标"


def test_a_ceiling_indicator_shows_no_progress() -> None:
    row = Indicator(code="I1", project="A", level_1="成本指标", name="成本", operator="≤", target=Fraction(100))
    seen = Observation(indicator="I1", month=Month(YEAR, 8), value=Fraction(40))
    assert "不能计量进度" in watch(even(100, indicators=(row,), observations=(seen,)), 8).dual


def test_accidents_that_must_be_zero_show_no_progress_either() -> None:
    row = Indicator(code="I1", project="A", level_1="产出指标", name="事故", operator="=", target=Fraction(0))
    seen = Observation(indicator="I1", month=Month(YEAR, 8), value=Fraction(3))
    assert watch(even(100, indicators=(row,), observations=(seen,)), 8).goals.share is None


def test_targets_without_any_observation_say_so() -> None:
    row = Indicator(code="I1", project="A", level_1="产出指标", name="数量", operator="≥", target=Fraction(9))
    assert watch(even(100, indicators=(row,)), 8).dual == "无法判断：1 项指标到 2024-08 都没有监控数据"


def test_weights_count_when_every_indicator_has_one() -> None:
    rows = tuple(
        Indicator(
            code=code, project="A", level_1="产出指标", name=code, operator="≥", target=Fraction(10), weight=weight
        )
        for code, weight in (("I1", Points.of(30)), ("I2", Points.of(10)))
    )
    seen = tuple(
        Observation(indicator=code, month=Month(YEAR, 8), value=Fraction(value))
        for code, value in (("I1", 10), ("I2", 2))
    )
    assert watch(even(100, indicators=rows, observations=seen), 8).goals.share == Fraction(4, 5)
    plain = (rows[0], replace(rows[1], weight=None))
    assert watch(even(100, indicators=plain, observations=seen), 8).goals.share == Fraction(3, 5)


def test_money_behind_the_targets_is_told_as_such() -> None:
    signal = next(each for each in watch(even(30, **goal(60)), 8, APART).signals if each.code == "M105")
    assert signal.message == "目标完成快于资金支付 40.00 个百分点，超过 10 个百分点"


def test_in_december_an_apartness_can_only_be_explained() -> None:
    signal = next(each for each in watch(even(90, 12, **goal(60, 12)), 12, APART).signals if each.code == "M105")
    assert signal.until.startswith("年度已经结束")


# 预计封顶与失分


def test_a_forecast_below_the_cap_says_what_the_score_can_reach() -> None:
    found = watch(even(71), 8, pack(caps=CAPS))
    signal = next(each for each in found.signals if each.code == "M106")
    assert signal.message == "按目前进度预计 71.00%，自评最高 89 分"
    assert "到年底累计支付达到 960.00 元（80%），即还需支付 392.00 元" in signal.until


def test_at_eighty_percent_no_cap_is_announced() -> None:
    assert "M106" not in codes(watch(even(80), 8, pack(caps=CAPS)))


def test_the_lowest_band_is_announced() -> None:
    signal = next(each for each in watch(even(40), 8, pack(caps=CAPS)).signals if each.code == "M106")
    assert signal.message == "按目前进度预计 40.00%，自评最高 59 分"


def test_the_points_that_execution_will_cost_are_said_for_the_unit() -> None:
    total = monitor(even(95, 12), pack(), Month(YEAR, 12)).total
    signal = next(each for each in total.signals if each.code == "M109")
    assert signal.message == "“支出率” 95.00%，得 95.00 分，失 5.00 分"
    assert signal.level is Level.GREEN


def test_below_the_line_that_needs_a_reason_the_lost_points_are_yellow() -> None:
    total = monitor(even(80), pack(), Month(YEAR, 8)).total
    assert {each.code: each.level for each in total.signals}["M109"] is Level.YELLOW


# 无法判断


def unjudged(dataset: DataSet, month: int = 8) -> str:
    found = watch(dataset, month)
    assert found.level is Level.NONE
    assert found.forecast is None
    assert found.at_risk is None
    signal = found.signals[0]
    assert signal.level is Level.NONE
    assert signal.message.startswith("无法判断")
    assert signal.why
    assert signal.until
    return signal.code


def with_other(*rows: Payment, budget: float | None = 1200, **more: Any) -> DataSet:
    """A project beside another that keeps the ledger alive."""
    return unit(line("A", budget), line("B"), payments=(*rows, *paid("B-1", *[90] * 8)), **more)


def test_no_budget_figure_cannot_be_judged() -> None:
    assert unjudged(with_other(*paid("A-1", 5), budget=None)) == "M201"


def test_a_zero_budget_cannot_be_judged() -> None:
    assert unjudged(with_other(budget=0)) == "M202"


def test_a_project_whose_budget_was_withdrawn_in_may_cannot_be_judged() -> None:
    cancelled = line("A", original=yuan(1200), adjusted=yuan(0))
    dataset = unit(
        cancelled,
        line("B"),
        payments=paid("B-1", *[90] * 8),
        adjustments=(cut("A", date(YEAR, 5, 6), -1200),),
    )
    assert unjudged(dataset) == "M202"
    assert watch(dataset, 4).level is Level.RED


def test_a_ledger_in_another_unit_of_money_cannot_be_judged() -> None:
    assert unjudged(with_other(*paid("A-1", 0.02, 0.02, 0.02))) == "M203"
    assert unjudged(with_other(*paid("A-1", *[1_000_000] * 8))) == "M203"


def test_a_month_without_data_cannot_be_judged() -> None:
    assert unjudged(even(90, 6)) == "M204"


def test_a_month_without_payments_in_the_middle_of_the_ledger_is_data() -> None:
    assert watch(spent(100, 100, 100, 100, 100, 100, 100, 0, 100), 8).level is Level.GREEN


def test_an_empty_ledger_cannot_be_judged() -> None:
    assert unjudged(spent()) == "M204"


def test_a_ledger_with_the_whole_year_in_one_row_cannot_be_judged() -> None:
    rows = [Payment(line=f"{each}-1", month=Month(YEAR, 12), amount=yuan(900)) for each in "ABC"]
    assert unjudged(unit(line("A"), line("B"), line("C"), payments=rows)) == "M205"


def test_a_row_without_month_or_amount_cannot_be_judged() -> None:
    assert unjudged(with_other(*paid("A-1", *[90] * 8), Payment(line="A-1", month=None, amount=yuan(3)))) == "M206"


def test_more_refunds_than_payments_cannot_be_judged() -> None:
    assert unjudged(with_other(*paid("A-1", 10, -30))) == "M207"


def test_a_project_that_has_not_begun_cannot_be_judged() -> None:
    projects = [Project(code="A", name="甲", start=date(YEAR, 10, 8)), Project(code="B", name="乙")]
    assert unjudged(with_other(projects=projects)) == "M208"


def test_a_project_that_cannot_be_judged_gets_no_red_light_either() -> None:
    assert not {"M101", "M102", "M103"} & set(codes(watch(even(1, 6), 8)))
