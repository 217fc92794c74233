"""Payments at the wrong time: after the period, in the December rush, booked to another year; refunds."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from jiheng.core.beside import amount, percent
from jiheng.monitoring.rules.wording import answered
from jiheng.monitoring.signal import Level, Signal
from jiheng.monitoring.situation import Situation, plain_percent


def after_the_period(situation: Situation) -> Iterator[Signal]:
    """M107 期后支付: paid after the project's last month, or after the year."""
    beyond, last = situation.execution.outside.beyond, situation.execution.last
    if not beyond:
        return
    yield Signal(
        code="M107",
        level=Level.YELLOW,
        message=f"{last} 之后还有支付 {amount(beyond)}",
        why=f"应在 {last} 前支付完毕，台账中此后仍有 {beyond.yuan()} 元",
        until=answered(situation, "说明期后支付的原因；属记错月份的更正台账，属项目延期的办理变更，本项即消除"),
        answer_by=situation.answer_by,
        cite=situation.rules.cite,
    )


def december_rush(situation: Situation) -> Iterator[Signal]:
    """M108 年底突击花钱: December alone makes more of the year's payments than the pack allows."""
    limit, execution = situation.rules.rush, situation.execution
    if limit is None or situation.as_of.month < 12 or execution.paid.units <= 0:
        return
    december = execution.by_month[11]
    share = Fraction(december.units, execution.paid.units)
    if share <= limit:
        return
    yield Signal(
        code="M108",
        level=Level.YELLOW,
        message=f"12 月一个月支付了全年的 {percent(share, limit)}",
        why=(
            f"{december.yuan()} 元 ÷ {execution.paid.yuan()} 元 = {percent(share, limit)}，"
            f"高于 {plain_percent(limit, share)}"
        ),
        until="年度已经结束，不能再转绿；请说明年底集中支付的依据（合同、验收、进度款）",
        answer_by=situation.answer_by,
        cite=situation.rules.ground("rush"),
    )


def refunds(situation: Situation) -> Iterator[Signal]:
    """M112 退款: negative payments were netted; said, because the sum hides them."""
    back = situation.execution.outside.refunds
    if back:
        yield Signal(
            code="M112",
            level=Level.GREEN,
            message=f"有退款或冲销 {amount(-back)}，已冲减累计支付",
            why=f"负数支付合计 {back.yuan()} 元",
        )


def earlier_year(situation: Situation) -> Iterator[Signal]:
    """M111 往年支付: rows booked to an earlier year are left out, and that is said."""
    before = situation.execution.outside.before
    if before:
        yield Signal(
            code="M111",
            level=Level.NONE,
            message=f"有 {amount(before)} 记在 {situation.as_of.year} 年以前，未计入本年支付",
            why=f"月份早于 {situation.as_of.year}-01 的支付合计 {before.yuan()} 元，无法判断属于哪一年的预算",
            until="核对这些支付的月份：属本年的改正月份，属往年的移出本年台账",
        )
