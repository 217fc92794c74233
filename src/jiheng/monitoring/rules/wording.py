"""Sentences that several rules share: what turns a signal green, and by when."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from jiheng.core.beside import exact_amount, percent
from jiheng.core.calendar import Month
from jiheng.monitoring.situation import Situation, day_text

TOO_LATE = "年度已经结束，不能再转绿；请在自评中说明原因和改进措施"


def answered(situation: Situation, action: str) -> str:
    """Put the day of the answer in front of what is to be done."""
    day = situation.answer_by
    if day is None:
        return action
    remark = situation.workdays.remark(situation.as_of.end, day)
    within = f"{situation.rules.answer_workdays} 个工作日内" + (f"；{remark}" if remark else "")
    return f"请于 {day_text(day)}前（{within}）答复；{action}"


def until_month_end(situation: Situation, wanted: Callable[[Month], Fraction]) -> str:
    """The payments still needed by the next month's end to reach the rate that is wanted then."""
    month = situation.next_month
    if month is None:
        return TOO_LATE
    rate = min(wanted(month), Fraction(1))
    reach, more = situation.to_reach(rate)
    action = f"到 {month.month} 月底累计支付达到 {exact_amount(reach)}（执行率 {percent(rate)}），即还需支付 {exact_amount(more)}，转绿"
    return answered(situation, action)
