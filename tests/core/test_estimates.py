"""A year without a holiday notice: every count of working days says that it is an estimate."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

from jiheng.core.calendar import Month, Workdays
from jiheng.facts.rows import Unit
from jiheng.monitoring import monitor
from jiheng.monitoring.note import draft_note
from jiheng.packs.model import Deduction
from jiheng.scoring import score
from tests.monitoring.build import FLOORS, line, paid
from tests.monitoring.build import pack as watching
from tests.monitoring.build import unit as watched
from tests.scoring.small import pack, unit

REMARK = "2027 年放假安排未公布，为估算"


def test_the_remark_names_the_years_that_are_not_known() -> None:
    assert Workdays().remark(date(2026, 12, 30), date(2027, 1, 4)) == REMARK
    assert Workdays().remark(date(2024, 1, 1), date(2025, 1, 1)) == ""


def test_a_deduction_by_working_days_says_so_and_counts_only_days_that_are_sure() -> None:
    late = Deduction(
        code="D", name="迟报", measure="自评迟报工作日数", lose=Fraction(1), at_most=Fraction(50), cite="口径"
    )
    filed = replace(unit(), unit=Unit(code="1", name="某镇", year=2026, due=date(2027, 3, 1), filed=date(2027, 3, 12)))
    (loss,) = score(filed, pack(deductions=(late,))).losses
    assert REMARK in loss.because
    near = replace(unit(), unit=Unit(code="1", name="某镇", year=2026, due=date(2027, 2, 4), filed=date(2027, 2, 10)))
    assert score(near, pack(deductions=(late,))).losses == ()


def test_a_day_of_answer_in_such_a_year_is_told_as_an_estimate() -> None:
    about = Unit(code="U1", name="青溪镇", year=2027, pack="x")
    data = watched(line("A", 1200), payments=paid("A-1", *[10] * 4, year=2027), about=about)
    signals = monitor(data, watching(FLOORS), Month(2027, 4)).projects[0].signals
    until = next(each.until for each in signals if each.code == "M102")
    assert f"（10 个工作日内；{REMARK}）答复" in until


def test_the_letter_says_that_its_day_of_answer_is_an_estimate() -> None:
    about = Unit(code="U1", name="青溪镇", year=2027, pack="x")
    data = watched(line("A", 1200), payments=paid("A-1", *[10] * 4, year=2027), about=about)
    letter = draft_note(monitor(data, watching(FLOORS), Month(2027, 4)), "财政局", date(2027, 5, 6))
    assert letter is not None
    assert f"前（{REMARK}）答复处理意见" in letter.closing[0]


def test_a_notice_that_was_entered_ends_the_estimate() -> None:
    entered = Workdays({date(2027, 2, 8): False, date(2027, 2, 20): True}, frozenset({2027}))
    assert entered.remark(date(2027, 1, 1), date(2027, 12, 31)) == ""
    assert not entered.is_workday(date(2027, 2, 8))
    assert entered.is_workday(date(2027, 2, 20))
    assert entered.is_workday(date(2027, 2, 9))
