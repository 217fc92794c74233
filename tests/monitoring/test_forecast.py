from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from functools import cache

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiheng.core.calendar import Month
from jiheng.facts.dataset import DataSet
from jiheng.facts.rows import Unit
from jiheng.monitoring import monitor
from jiheng.monitoring.books import Books
from jiheng.monitoring.curves import BASIC, UNIT_KIND, Curve, curves
from jiheng.monitoring.forecast import as_share
from jiheng.monitoring.learning import Forecaster
from jiheng.monitoring.likeness import shrunk
from jiheng.monitoring.neighbours import FEWEST, Sample, neighbours
from jiheng.monitoring.report import past_curves
from jiheng.monitoring.signal import Level
from tests.monitoring.build import CAPS, YEAR, line, pack, paid, unit


def curve(*rates: float, owner: str = "U9/A", year: int = 2023, **more: object) -> Curve:
    count = len(rates)
    kept = {
        "owner": owner,
        "year": year,
        "kind": "213",
        "size": 5.0,
        "rates": rates,
        "signed": (0.0,) * count,
        "changed": (0.0,) * count,
        "planned": None,
        "due": tuple(number / 12 for number in range(1, count + 1)),
    }
    return Curve(**(kept | more))  # type: ignore[arg-type]


def steady(end: float, owner: str, year: int = 2023) -> Curve:
    return curve(*(end * number / 12 for number in range(1, 13)), owner=owner, year=year)


def late(end: float, owner: str, year: int = 2023) -> Curve:
    return curve(*[0.05] * 10, end / 2, end, owner=owner, year=year)


@cache
def mixed() -> tuple[Curve, ...]:
    """Sixty steady project-years that end near 96 % and sixty late ones that end near 70 %, over two years."""
    rng = np.random.default_rng(5)
    ends = rng.normal(0, 0.02, 120)
    kinds = (*[(steady, 0.96)] * 60, *[(late, 0.70)] * 60)
    return tuple(
        make(mean + end, f"U{at % 6}/{at // 2}", 2022 + at % 2)
        for at, ((make, mean), end) in enumerate(zip(kinds, ends, strict=True))
    )


def test_a_project_that_spends_like_the_late_ones_is_forecast_like_them() -> None:
    said = Forecaster.learn(mixed(), 8).project(curve(*[0.05] * 8, year=2024, owner="U9/new"))
    assert said.low <= said.rate <= said.high
    assert abs(float(said.rate) - 0.70) < 0.03
    assert said.high < 0.8


def test_a_project_that_spends_like_the_steady_ones_is_forecast_like_them() -> None:
    now = curve(*(0.08 * number for number in range(1, 9)), year=2024, owner="U9/new")
    assert abs(float(Forecaster.learn(mixed(), 8).project(now).rate) - 0.96) < 0.04


def test_the_reason_names_the_years_the_neighbours_and_the_own_history() -> None:
    said = Forecaster.learn(mixed(), 8).project(curve(*[0.05] * 8, year=2024, owner="U0/30"))
    assert said.because.startswith("参照 2022—2023 年 120 个项目年度（含本项目往年 1 年）中支付过程最相近的 12 个")


def test_the_interval_says_eighty_percent_and_holds_about_that_many_of_the_held_out() -> None:
    forecaster = Forecaster.learn(mixed(), 8)
    assert forecaster.group is not None
    samples = forecaster.group.held_out()
    ends = [sample.quantiles(np.array([forecaster.level, 1 - forecaster.level])) for sample in samples]
    inside = [
        low - 1e-4 <= rest <= high + 1e-4 for (low, high), rest in zip(ends, forecaster.group.outcomes, strict=True)
    ]
    assert 0.8 <= np.mean(inside) < 0.9


def test_a_small_group_asks_few_neighbours_and_a_large_one_no_more_than_forty() -> None:
    assert [neighbours(pool) for pool in (20, 144, 400, 1600, 10**6)] == [12, 12, 20, 40, 40]


def test_a_year_is_never_calibrated_on_itself() -> None:
    group = Forecaster.learn(mixed(), 8).group
    assert group is not None
    for at, sample in enumerate(group.held_out()):
        assert group.curves[at].year not in {group.curves[other].year for other in sample.indices}


def test_with_a_single_year_each_project_is_left_out_alone() -> None:
    one_year = [replace(each, year=2023, owner=f"U/{at}") for at, each in enumerate(mixed())]
    group = Forecaster.learn(one_year, 8).group
    assert group is not None
    assert all(at not in sample.indices for at, sample in enumerate(group.held_out()))


def test_too_few_past_years_teach_nothing_and_the_interval_says_all_that_is_possible() -> None:
    few = mixed()[: FEWEST - 1]
    said = Forecaster.learn(few, 6).project(curve(0.1, 0.2, 0.2, 0.2, 0.3, 0.3, year=2024))
    assert (float(said.rate), float(said.low), float(said.high), said.learned) == (0.6, 0.3, 1.0, False)


def test_a_spent_budget_is_not_forecast_beyond_itself() -> None:
    said = Forecaster.learn(mixed(), 8).project(curve(*[0.2] * 7, 0.999, year=2024))
    assert said.high <= 1


def test_over_spending_is_forecast_to_stay() -> None:
    said = Forecaster.learn((), 8).project(curve(*[0.2] * 7, 1.1, year=2024))
    assert (float(said.rate), float(said.high)) == (1.1, 1.1)


def test_december_is_a_fact_and_no_forecast() -> None:
    said = Forecaster.learn(mixed(), 12).project(steady(0.91, "U/x", 2024))
    assert (said.rate, said.low, said.high) == (as_share(0.91),) * 3


def test_the_unit_is_forecast_as_the_weighted_sum_of_its_parts() -> None:
    parts = [
        curve(*(0.08 * number for number in range(1, 9)), year=2024, owner="U9/a", size=6.0),
        curve(*[0.05] * 8, year=2024, owner="U9/b", size=6.0),
    ]
    whole = curve(*(0.04 * number + 0.025 for number in range(1, 9)), year=2024, owner="U9/", kind=UNIT_KIND)
    forecaster = Forecaster.learn(mixed(), 8)
    said, apart = forecaster.unit(parts, whole), [forecaster.project(each) for each in parts]
    assert abs(float(said.rate) - sum(float(each.rate) for each in apart) / 2) < 0.02
    widths = [float(each.high - each.low) for each in apart]
    assert float(said.high - said.low) < sum(widths)


@given(st.floats(min_value=-2, max_value=2, allow_nan=False))
def test_a_statistic_leaves_as_hundredths_of_a_percent_rounded_half_up(value: float) -> None:
    share = as_share(value)
    assert share.denominator in {d for d in range(1, 10001) if 10000 % d == 0}
    assert abs(float(share) - value) <= 0.00005 + 1e-12


@given(
    st.lists(st.floats(min_value=-1, max_value=1), min_size=2, max_size=30),
    st.floats(min_value=0.01, max_value=0.98),
)
def test_quantiles_rise_and_stay_within_the_sample(members: list[float], share: float) -> None:
    sample = Sample(np.array(members), np.ones(len(members)), tuple(range(len(members))))
    low, high = sample.quantiles(np.array([share, share + 0.01]))
    assert min(members) <= low <= high <= max(members)


def test_short_history_is_drawn_towards_the_group() -> None:
    assert shrunk([], 0.4, 2) == 0.4
    assert shrunk([1.0], 0.4, 2) == pytest.approx(0.6)
    assert shrunk([1.0] * 98, 0.4, 2) == pytest.approx(0.988)


def test_a_curve_divides_by_the_budget_known_in_each_month() -> None:
    dataset = unit(line("A", 1200), payments=paid("A-1", 120, 120, 60))
    found = [each for each in curves(Books.of(dataset), Month(YEAR, 3)) if each.owner == "U1/A"]
    assert found[0].rates == pytest.approx((0.1, 0.2, 0.25))


def test_basic_expenditure_and_the_whole_unit_have_curves_of_their_own_kind() -> None:
    dataset = unit(line("A", 1200), line("", 600, category="公用经费"), projects=[], payments=paid("A-1", 120))
    kinds = [each.kind for each in curves(Books.of(dataset), Month(YEAR, 3))]
    assert kinds == [BASIC, UNIT_KIND]


def test_a_project_without_a_budget_has_no_curve() -> None:
    dataset = unit(line("A", 0))
    assert [*curves(Books.of(dataset), Month(YEAR, 3))] == []


def test_an_incomplete_past_year_is_not_learned_from() -> None:
    complete = unit(line("A"), payments=paid("A-1", *[90] * 12))
    broken = unit(line("A"), payments=paid("A-1", *[90] * 9))
    assert len(past_curves([Books.of(complete)], YEAR + 1)) == 1
    assert past_curves([Books.of(broken)], YEAR + 1) == []
    assert past_curves([Books.of(complete)], YEAR) == []


def past_unit(year: int) -> DataSet:
    """Thirty projects that stopped at 30 % in April; thirty even ones, of which two in five ended at 90, not 65 %."""
    stopped = {f"S{at:02d}": [75 + at % 3] * 4 for at in range(30)}
    went_on = {f"W{at:02d}": [75] * 8 + [120 if at % 5 < 2 else 45] * 4 for at in range(30)}
    payments = [row for code, amounts in (stopped | went_on).items() for row in paid(f"{code}-1", *amounts, year=year)]
    lines = [line(code, 1000 if code[0] == "S" else 1200) for code in stopped | went_on]
    return unit(*lines, payments=payments, about=Unit(code="U9", name="白鹭镇", year=year, pack="x"))


def test_a_sure_bad_forecast_is_a_red_cap_warning_and_an_unsure_one_is_yellow() -> None:
    payments = (*paid("A-1", *[75] * 4), *paid("B-1", *[75] * 8))
    now = unit(line("A", 1000), line("B", 1200), payments=payments)
    past = [past_unit(YEAR - 2), past_unit(YEAR - 1)]
    found = monitor(now, pack(caps=CAPS), Month(YEAR, 8), past).projects
    levels = [each.level for project in found for each in project.signals if each.code == "M106"]
    assert levels == [Level.RED, Level.YELLOW]
    sure, unsure = (each.forecast for each in found)
    assert sure is not None
    assert sure.high < Fraction(4, 5)
    assert unsure is not None
    assert unsure.rate < Fraction(4, 5) <= unsure.high
