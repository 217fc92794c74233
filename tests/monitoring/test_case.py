from __future__ import annotations

from datetime import date

import pytest

from jiheng.core.calendar import Month, Workdays
from jiheng.core.fault import Refused
from jiheng.monitoring.case import Case, Outcome, Reply, State, answer, end, escalate, follow, tally
from jiheng.monitoring.signal import Level, Signal

DAYS = Workdays()
MAY, JUNE, JULY = (Month(2024, number) for number in (5, 6, 7))


def signal(code: str = "M101", level: Level = Level.YELLOW, by: date | None = date(2024, 6, 14)) -> Signal:
    return Signal(code=code, level=level, message="慢", why="数", until="付", answer_by=by)


def reply(**more: str) -> Reply:
    kept = {"reason": "征地拖延", "measure": "分段施工", "by": "丙"} | more
    return Reply(choice="继续执行", on=date(2024, 6, 10), **kept)


def opened(level: Level = Level.YELLOW) -> Case:
    return follow((), "U1", {"A": [signal(level=level)]}, MAY, DAYS)[0]


def test_a_warning_opens_a_case_with_owner_and_deadline() -> None:
    case = opened()
    assert (case.owner, case.deadline, case.state, case.seen) == ("项目负责人", date(2024, 6, 14), State.OPEN, (MAY,))


def test_without_a_day_of_answer_ten_working_days_are_given() -> None:
    case = follow((), "U1", {"A": [signal(by=None)]}, MAY, DAYS)[0]
    assert DAYS.between(MAY.end, case.deadline) == 10


def test_the_case_of_the_whole_unit_goes_to_its_head() -> None:
    assert follow((), "U1", {"": [signal()]}, MAY, DAYS)[0].owner == "单位负责人"


def test_a_repeat_is_the_same_case_with_the_new_level() -> None:
    cases = follow((opened(),), "U1", {"A": [signal(level=Level.RED)]}, JUNE, DAYS)
    assert [(case.level, case.seen) for case in cases] == [(Level.RED, (MAY, JUNE))]


def test_following_the_same_month_twice_changes_nothing() -> None:
    once = follow((), "U1", {"A": [signal()]}, MAY, DAYS)
    assert follow(once, "U1", {"A": [signal()]}, MAY, DAYS) == once
    ended = follow(once, "U1", {"A": []}, JUNE, DAYS)
    assert follow(ended, "U1", {"A": []}, JUNE, DAYS) == ended


def test_another_signal_or_project_is_another_case() -> None:
    cases = follow((opened(),), "U1", {"A": [signal(), signal("M102")], "B": [signal()]}, JUNE, DAYS)
    assert [case.key for case in cases] == [("U1", "A", "M101"), ("U1", "A", "M102"), ("U1", "B", "M101")]


def test_another_units_cases_are_left_alone() -> None:
    case = opened()
    assert follow((case,), "U2", {"A": []}, JUNE, DAYS) == (case,)


def test_green_and_unjudged_signals_open_nothing() -> None:
    assert follow((), "U1", {"A": [signal(level=Level.GREEN), signal("M209", Level.NONE)]}, MAY, DAYS) == ()


def test_turning_green_without_any_measure_counts_as_a_false_alarm() -> None:
    (case,) = follow((opened(),), "U1", {"A": []}, JUNE, DAYS)
    assert case.end is not None
    assert (case.state, case.end.outcome, case.end.on) == (State.ENDED, Outcome.FALSE, date(2024, 6, 30))


def test_turning_green_after_an_answer_counts_as_averted() -> None:
    (case,) = follow((answer(opened(), reply()),), "U1", {"A": []}, JUNE, DAYS)
    assert case.end is not None
    assert case.end.outcome is Outcome.AVERTED


def test_a_month_that_cannot_be_judged_leaves_the_case_open() -> None:
    (case,) = follow((opened(),), "U1", {"A": [signal("M204", Level.NONE)]}, JUNE, DAYS)
    assert case.state is State.OPEN


def test_unjudged_targets_keep_only_the_case_about_targets_open() -> None:
    before = follow((), "U1", {"A": [signal(), signal("M105")]}, MAY, DAYS)
    after = follow(before, "U1", {"A": [signal("M209", Level.NONE)]}, JUNE, DAYS)
    assert {case.code: case.state for case in after} == {"M101": State.ENDED, "M105": State.OPEN}


def test_a_warning_that_comes_back_after_its_end_is_a_new_case() -> None:
    ended = follow((opened(),), "U1", {"A": []}, JUNE, DAYS)
    cases = follow(ended, "U1", {"A": [signal()]}, JULY, DAYS)
    assert [case.opened for case in cases] == [MAY, JULY]


def test_an_answer_needs_a_reason_and_a_measure() -> None:
    for missing, name in (("reason", "原因"), ("measure", "措施")):
        with pytest.raises(Refused, match=f"答复缺少{name}"):
            answer(opened(), reply(**{missing: " "}))


def test_an_answered_case_is_not_escalated() -> None:
    case = answer(opened(), reply())
    assert case.state is State.ANSWERED
    assert escalate(case, date(2024, 7, 1), DAYS) == case


def test_a_case_is_not_escalated_on_its_last_day() -> None:
    assert escalate(opened(), date(2024, 6, 14), DAYS) == opened()


def test_an_unanswered_yellow_case_goes_one_step_up_and_red_goes_two() -> None:
    late = date(2024, 6, 17)
    yellow, red = escalate(opened(), late, DAYS), escalate(opened(Level.RED), late, DAYS)
    assert (yellow.owner, red.owner) == ("单位负责人", "主管部门")
    assert yellow.escalations[0].because == "项目负责人逾期 1 个工作日未答复"
    assert DAYS.between(late, yellow.deadline) == 10


def test_at_the_last_step_a_case_stays() -> None:
    case, today = opened(Level.RED), date(2024, 6, 17)
    for _ in range(5):
        case = escalate(case, today, DAYS)
        today = date(today.year, today.month + 1, 28)
    assert case.owner == "财政部门"
    assert len(case.escalations) == 2


def test_an_ended_case_takes_no_answer_and_no_second_end() -> None:
    case = end(opened(), Outcome.RIGHT, "年末执行率 61%", date(2025, 1, 6))
    with pytest.raises(Refused, match="已办结"):
        answer(case, reply())
    with pytest.raises(Refused, match="已办结"):
        end(case, Outcome.RIGHT, "再办", date(2025, 1, 7))


def test_an_end_needs_a_ground() -> None:
    with pytest.raises(Refused, match="办结缺少依据"):
        end(opened(), Outcome.RIGHT, "", date(2025, 1, 6))


def test_false_alarms_are_counted_and_shown() -> None:
    cases = [
        opened(),
        end(opened(), Outcome.RIGHT, "属实", date(2025, 1, 6)),
        *follow((opened(),), "U1", {"A": []}, JUNE, DAYS),
    ]
    assert tally(cases).text == "共发出预警 3 件，已办结 2 件：属实 1 件，已化解 0 件，误报 1 件"
