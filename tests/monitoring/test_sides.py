"""Signals print the digits that decide, and 预计不能支出 is a subtraction of two amounts."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jiheng.core.calendar import Month
from jiheng.core.exact import Money
from jiheng.facts.dataset import DataSet
from jiheng.facts.rows import Indicator, Observation, Payment
from jiheng.monitoring import Watched
from jiheng.packs.model import Monitoring
from tests.monitoring.build import CAPS, FLOORS, LIGHTS, YEAR, codes, line, pack, paid, unit, watch
from tests.sides import assert_true

ALL = Monitoring(
    red_below=LIGHTS.red_below,
    yellow_below=LIGHTS.yellow_below,
    floors=FLOORS.floors,
    divergence=Fraction(1, 10),
    rush=Fraction(3, 10),
    cite="口径",
)


def told(watched: Watched) -> list[str]:
    return [text for signal in watched.signals for text in (signal.message, signal.why)]


def data(budget: int, spent: int, month: int, done: Fraction | None = None) -> DataSet:
    rows = (Payment(line="A-1", month=Month(YEAR, month), amount=Money(spent)),)
    early = (Payment(line="A-1", month=Month(YEAR, 1), amount=Money(1)),)
    target = Indicator(code="Z", project="A", name="里程", operator="≥", target=Fraction(10**6), unit="米")
    seen = () if done is None else (Observation(indicator="Z", month=Month(YEAR, month), value=done * 10**6),)
    known = line("A", original=Money(budget), adjusted=Money(budget))
    return unit(known, payments=early + rows, indicators=(target,), observations=seen)


@given(
    st.integers(10**4, 10**12),
    st.sampled_from([4, 6, 8, 10, 12]),
    st.sampled_from([Fraction(each, 100) for each in (25, 40, 48, 60, 64, 80, 100)]),
    st.integers(-3, 3) | st.integers(-(10**5), 10**5),
    st.sampled_from([None, Fraction(1, 2), Fraction(349999, 10**6), Fraction(900004, 10**6)]),
)
@settings(max_examples=150, deadline=None)
def test_a_signal_prints_its_figure_on_the_side_that_it_names(
    budget: int, month: int, rate: Fraction, away: int, done: Fraction | None
) -> None:
    spent = max(budget * rate.numerator // rate.denominator + away, 0)
    assert_true(*told(watch(data(budget, spent, month, done), month, pack(ALL, caps=CAPS))))


def test_a_rate_a_hair_below_the_floor_does_not_read_as_the_floor() -> None:
    found = watch(data(10**9, 249_999_990, 4), 4, pack(FLOORS))
    signal = next(each for each in found.signals if each.code == "M102")
    assert signal.message == "4 月底执行率应不低于 25%，现为 24.999999%"
    assert "比下限低 0.000001 个百分点" in signal.why


def test_a_cap_on_another_measure_compares_that_measure_with_the_band() -> None:
    found = watch(data(10**9, 799_999_000, 12), 12, pack(caps=CAPS))
    signal = next(each for each in found.signals if each.code == "M106")
    assert assert_true(signal.why) == 1


@pytest.mark.parametrize(("budget", "spent"), [(3_749_728_003, 3_561_640_001), (1_000_000, 999_999), (700, 699)])
def test_what_cannot_be_spent_is_at_the_years_end_the_budget_less_what_was_paid(budget: int, spent: int) -> None:
    found = watch(data(budget, spent - 1, 12), 12)
    assert found.at_risk == Money(budget - spent)
    assert found.forecast is not None
    assert found.forecast.rate == Fraction(spent, budget)


def test_what_cannot_be_spent_is_before_the_budget_less_what_the_forecast_lets_be_paid() -> None:
    found = watch(unit(line("A", 1200), payments=paid("A-1", *[60] * 8)), 8)
    assert found.forecast is not None
    assert found.expected_paid == Money.parse("720.00")
    assert found.at_risk == Money.parse("480.00")


def test_paying_more_than_the_budget_leaves_nothing_unspent() -> None:
    assert watch(data(10_000, 10_001, 12), 12).at_risk == Money(0)


def test_two_months_on_the_same_ledger_keep_their_codes() -> None:
    assert "M102" not in codes(watch(data(10**9, 250_000_000, 4), 4, pack(FLOORS)))
