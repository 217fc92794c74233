"""Months, working days, make-up days and corrections."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiheng.core.calendar import Month, Workdays, month_end

DAYS = st.dates(date(2015, 1, 1), date(2035, 12, 31))


@pytest.mark.parametrize("text", ["2024-08", " 2024-8 "])
def test_it_reads_a_month(text: str) -> None:
    assert Month.parse(text) == Month(2024, 8)


@pytest.mark.parametrize("text", ["2024", "2024-13", "2024-00", "2024/08", "0024-08", "2024-08-01", "２０２４-08", ""])
def test_it_refuses_what_is_not_a_month(text: str) -> None:
    with pytest.raises(ValueError, match="2024-08"):
        Month.parse(text)


@given(DAYS)
def test_a_month_is_written_so_that_it_is_read_back(day: date) -> None:
    assert Month.parse(str(Month.of(day))) == Month.of(day)


@given(DAYS)
def test_the_day_after_a_month_s_end_is_in_the_next_month(day: date) -> None:
    month = Month.of(day)
    assert Month.of(month.end) == month
    assert Month.of(month.end + timedelta(days=1)) > month


def test_february_of_a_leap_year_has_29_days() -> None:
    assert month_end(2024, 2) == date(2024, 2, 29)


def test_national_day_is_no_working_day_and_its_make_up_sunday_is() -> None:
    days = Workdays()
    assert not days.is_workday(date(2024, 10, 1))
    assert days.is_workday(date(2024, 9, 29))
    assert not days.is_workday(date(2024, 9, 28))


def test_seven_working_days_after_a_contract_skip_the_holiday() -> None:
    assert Workdays().add(date(2024, 9, 27), 7) == date(2024, 10, 12)


def test_a_correction_overrides_the_notice() -> None:
    days = Workdays({date(2024, 9, 29): False, date(2024, 10, 1): True})
    assert not days.is_workday(date(2024, 9, 29))
    assert days.is_workday(date(2024, 10, 1))


@pytest.mark.parametrize(
    ("off", "worked"),
    [
        (date(2027, 1, 1), date(2027, 1, 4)),
        (date(2027, 2, 8), date(2027, 2, 11)),
        (date(2027, 4, 5), date(2027, 4, 6)),
        (date(2027, 5, 4), date(2027, 5, 5)),
        (date(2027, 6, 9), date(2027, 6, 10)),
        (date(2028, 10, 4), date(2028, 10, 5)),
    ],
)
def test_a_year_without_a_notice_rests_on_the_days_that_the_law_names(off: date, worked: date) -> None:
    days = Workdays()
    assert not days.is_workday(off)
    assert days.is_workday(worked)
    assert days.estimated(off, worked)


def test_counting_within_years_whose_notice_is_known_is_no_estimate() -> None:
    assert not Workdays().estimated(date(2025, 12, 1), date(2026, 2, 1))
    assert Workdays().estimated(date(2026, 12, 30), date(2027, 1, 5))


def test_nothing_is_held_against_anybody_that_a_notice_might_move() -> None:
    days = Workdays()
    assert days.between(date(2027, 4, 1), date(2027, 4, 13)) == 7
    assert days.at_least(date(2027, 4, 1), date(2027, 4, 13)) == 1
    assert days.at_least(date(2027, 7, 1), date(2027, 7, 30)) == days.between(date(2027, 7, 1), date(2027, 7, 30))
    assert days.at_least(date(2026, 4, 1), date(2026, 4, 13)) == days.between(date(2026, 4, 1), date(2026, 4, 13))


def test_days_that_the_administrator_entered_are_sure() -> None:
    days = Workdays({date(2027, 4, 6): True})
    assert days.at_least(date(2027, 4, 1), date(2027, 4, 13)) == 2


@given(DAYS, st.integers(0, 60))
def test_what_is_sure_is_never_more_than_what_is_counted(day: date, count: int) -> None:
    end = day + timedelta(days=count)
    assert Workdays().at_least(day, end) <= Workdays().between(day, end)


def test_a_year_without_a_notice_counts_monday_to_friday_and_says_so() -> None:
    days = Workdays()
    assert days.published(2024)
    assert not days.published(2050)
    assert not days.is_workday(date(2050, 1, 3))  # made up for a Saturday
    assert days.is_workday(date(2050, 1, 4))
    assert not days.is_workday(date(2050, 1, 1))


@given(DAYS, st.integers(0, 40))
def test_the_nth_working_day_after_is_n_working_days_away(day: date, count: int) -> None:
    days = Workdays()
    later = days.add(day, count)
    assert days.between(day, later) == count
    assert count == 0 or days.is_workday(later)


@given(DAYS, st.integers(1, 40))
def test_working_days_are_counted_backwards_too(day: date, count: int) -> None:
    days = Workdays()
    earlier = days.add(day, -count)
    assert days.is_workday(earlier)
    assert days.between(earlier - timedelta(days=1), day - timedelta(days=1)) == count


def test_there_are_no_working_days_between_a_day_and_an_earlier_one() -> None:
    assert Workdays().between(date(2024, 5, 10), date(2024, 5, 6)) == 0
