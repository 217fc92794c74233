"""Too slow: the time-proportional light, the floor of the month, and no payment at all."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from jiheng.core.beside import amount, percent
from jiheng.core.calendar import Month
from jiheng.monitoring.execution import expected_share
from jiheng.monitoring.rules.wording import answered, until_month_end
from jiheng.monitoring.signal import Level, Signal
from jiheng.monitoring.situation import Situation, plain_percent, points_apart
from jiheng.packs.model import MonthFloor


def lights(situation: Situation) -> Iterator[Signal]:
    """M101 序时进度灯: execution rate ÷ share of the year elapsed, below the pack's red or yellow line."""
    rules, execution = situation.rules, situation.execution
    index = situation.rate / execution.expected
    line = next((line for line in (rules.red_below, rules.yellow_below) if line is not None and index < line), None)
    if line is None:
        return
    green = rules.yellow_below or line
    yield Signal(
        code="M101",
        level=Level.RED if line == rules.red_below else Level.YELLOW,
        message=f"支出进度慢：执行率 {percent(situation.rate)}，只达到序时进度 {percent(execution.expected)} 的 {percent(index, line)}",
        why=(
            f"{execution.rate_text()}；序时进度 {percent(execution.expected)}；"
            f"{percent(index, line)} 低于 {plain_percent(line, index)}"
        ),
        until=until_month_end(situation, lambda month: green * expected_share(execution.first, execution.last, month)),
        answer_by=situation.answer_by,
        cite=rules.ground("lights"),
    )


def month_floor(situation: Situation) -> Iterator[Signal]:
    """M102 分月进度下限: below the last floor that has come into force since spending was due to begin."""
    floor = floor_at(situation.rules.floors, situation.as_of, situation.execution.first)
    if floor is None or situation.rate >= floor.rate:
        return
    first, floors = situation.execution.first, situation.rules.floors

    def wanted(month: Month) -> Fraction:
        due = floor_at(floors, month, first)
        return due.rate if due else floor.rate

    yield Signal(
        code="M102",
        level=Level.YELLOW,
        message=(
            f"{floor.month} 月底执行率应不低于 {plain_percent(floor.rate, situation.rate)}，"
            f"现为 {percent(situation.rate, floor.rate)}"
        ),
        why=(
            f"{situation.execution.rate_text(floor.rate)}，"
            f"比下限低 {points_apart(floor.rate - situation.rate)} 个百分点"
        ),
        until=until_month_end(situation, wanted),
        answer_by=situation.answer_by,
        cite=situation.rules.ground("floors"),
    )


def idle(situation: Situation) -> Iterator[Signal]:
    """M103 无支付: nothing was paid in so many months since spending was due to begin."""
    limit, execution = situation.rules.idle_months, situation.execution
    months = situation.as_of.month - execution.first.month + 1
    if limit is None or months < limit or any(execution.by_month):
        return
    budget = amount(execution.unpaid)
    yield Signal(
        code="M103",
        level=Level.RED,
        message=f"{months} 个月没有任何支付",
        why=f"{execution.first} 至 {situation.as_of} 累计支付 0.00 元，预算 {budget} 全部未动；满 {limit} 个月即为红灯",
        until=answered(situation, "有第一笔支付，或办结调剂、取消手续，本项即消除"),
        answer_by=situation.answer_by,
        cite=situation.rules.ground("idle"),
    )


def floor_at(floors: tuple[MonthFloor, ...], month: Month, first: Month) -> MonthFloor | None:
    """The latest floor in force at the end of ``month``; floors before the project's first month do not count."""
    due = [floor for floor in floors if first.month <= floor.month <= month.month]
    return max(due, key=lambda floor: floor.month, default=None)
