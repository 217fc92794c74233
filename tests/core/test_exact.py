"""Rounding, fixed-point numbers and ratios."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Context, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiheng.core.exact import Money, Points, Ratio, decimal_text, fraction_text, half_up

WIDE = st.integers(-(10**25), 10**25)
NOT_ZERO = WIDE.filter(bool)


def half_up_by_fractions(value: Fraction) -> int:
    nearest = [value.__floor__(), value.__floor__() + 1]
    return min(nearest, key=lambda whole: (abs(whole - value), -abs(whole)))


@given(WIDE, NOT_ZERO)
def test_half_up_takes_the_nearest_integer_and_of_two_the_one_farther_from_zero(
    numerator: int, denominator: int
) -> None:
    assert half_up(numerator, denominator) == half_up_by_fractions(Fraction(numerator, denominator))


@given(WIDE, NOT_ZERO)
def test_the_sign_never_changes_the_size_of_a_rounded_value(numerator: int, denominator: int) -> None:
    assert half_up(-numerator, denominator) == -half_up(numerator, denominator)
    assert half_up(-numerator, -denominator) == half_up(numerator, denominator)


@pytest.mark.parametrize(
    ("numerator", "denominator", "rounded"), [(5, 2, 3), (-5, 2, -3), (1, 2, 1), (-1, 2, -1), (0, 7, 0), (149, 100, 1)]
)
def test_a_half_is_rounded_away_from_zero(numerator: int, denominator: int, rounded: int) -> None:
    assert half_up(numerator, denominator) == rounded


def test_dividing_by_zero_is_left_to_the_caller() -> None:
    with pytest.raises(ZeroDivisionError):
        half_up(1, 0)


@given(st.integers(-(10**18), 10**18), st.integers(0, 8))
def test_written_decimals_are_read_back_unchanged(value: int, places: int) -> None:
    assert Fraction(decimal_text(value, places)) == Fraction(value, 10**places)
    assert decimal_text(value, places, grouped=True).replace(",", "") == decimal_text(value, places)


@given(st.integers(-(10**18), 10**18))
def test_points_written_in_full_are_parsed_to_the_same_points(units: int) -> None:
    assert Points.parse(Points(units).text()) == Points(units)
    assert Points.parse(str(Points(units))) == Points(units)


@given(st.integers(-(10**18), 10**18), st.integers(0, 4))
def test_shorter_text_is_the_half_up_rounding_of_the_value(units: int, places: int) -> None:
    context = Context(prec=60, rounding=ROUND_HALF_UP)
    rounded = (Decimal(units) / 10000).quantize(Decimal(1).scaleb(-places), context=context)
    assert Fraction(Points(units).text(places)) == Fraction(rounded)
    assert Points(units).to_places(places).exact == Fraction(rounded)


def test_more_decimals_than_the_scale_are_zeros() -> None:
    assert Money(123).text(4) == "1.2300"
    assert Points(45).to_places(9) == Points(45)


def test_a_score_shows_two_decimals_unless_more_say_something() -> None:
    assert Points.parse("49.37").shown() == "49.37"
    assert Points.parse("49.3").shown() == "49.30"
    assert Points.parse("0.0625").shown() == "0.0625"


def test_money_is_shown_in_wan_and_in_yuan() -> None:
    assert Money.parse("374972800").wan() == "37,497.28"
    assert Money.parse("374,972,850.5").yuan() == "374,972,850.50"
    assert Money.parse("-50").wan() == "-0.01"


@pytest.mark.parametrize("text", ["1.234", "abc", "", "1e5", "inf"])
def test_money_finer_than_a_fen_or_not_a_number_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        Money.parse(text)


def test_rounded_holds_any_fraction_half_up() -> None:
    assert Points.rounded(Fraction(1, 3)) == Points(3333)
    assert Points.rounded(Fraction(-1, 20000)) == Points(-1)


@given(st.integers(-(10**12), 10**12), st.integers(0, 10**9), st.integers(1, 10**9))
def test_a_share_of_points_is_rounded_once(units: int, numerator: int, over: int) -> None:
    assert Points(units).times(numerator, over=over).units == half_up_by_fractions(Fraction(units * numerator, over))


@given(WIDE, WIDE)
def test_sums_and_differences_are_exact(left: int, right: int) -> None:
    assert (Points(left) + Points(right)).exact == Points(left).exact + Points(right).exact
    assert (Points(left) - Points(right)) + Points(right) == Points(left)
    assert -Points(left) + Points(left) == Points.zero()
    assert bool(Points(left)) is (left != 0)


def test_points_are_ordered_by_size() -> None:
    assert Points(1) < Points(2) <= Points(2)


def test_points_do_not_compare_with_money() -> None:
    money: object = Money(2)
    with pytest.raises(TypeError):
        _ = Points(1) < money  # type: ignore[operator]  # that it cannot be done is tested


def test_the_seed_town_spent_94_98_per_cent() -> None:
    rate = Ratio(3561640, 3749728)
    assert rate.percent() == "94.98%"
    assert rate.exact == Fraction(3561640, 3749728)


def test_a_ratio_over_nothing_is_undefined_and_shows_a_dash() -> None:
    assert not Ratio(5, 0).defined
    assert Ratio(5, 0).percent() == "—"
    with pytest.raises(ZeroDivisionError):
        _ = Ratio(5, 0).exact


@given(st.fractions(max_denominator=10**6), st.integers(0, 10))
def test_fraction_text_is_as_short_as_it_can_be_and_within_half_a_unit(value: Fraction, places: int) -> None:
    text = fraction_text(value, places)
    assert abs(Fraction(text) - value) * 2 <= Fraction(1, 10**places)
    assert "." not in text or not text.endswith(("0", "."))


def test_fraction_text_has_no_negative_zero() -> None:
    assert fraction_text(Fraction(-1, 1000), 2) == "0"
