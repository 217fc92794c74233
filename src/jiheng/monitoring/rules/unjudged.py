"""What cannot be judged says so, and why; nothing turns green in silence."""

from __future__ import annotations

from collections.abc import Iterator

from jiheng.core.beside import amount
from jiheng.monitoring.rules.apart import goal_gap
from jiheng.monitoring.signal import Level, Signal
from jiheng.monitoring.situation import Situation

BLOCKING = frozenset({"M201", "M202", "M203", "M204", "M205", "M206", "M207", "M208"})
"""Codes of the reasons that keep the money side from being judged."""


def blocking(situation: Situation) -> Iterator[Signal]:
    """Reasons that keep the money side from being judged at all."""
    for rule in (_no_budget, _zero_budget, _odd_scale, _no_data, _lumped, _incomplete, _negative, _not_begun):
        yield from rule(situation)


def partial(situation: Situation) -> Iterator[Signal]:
    """M209 what cannot be judged while the money side can: the targets."""
    if situation.execution.code and situation.goals.share is None:
        yield unjudged(
            "M209",
            f"目标进度无法判断：{goal_gap(situation)}",
            f"指标 {situation.goals.indicators} 项，可计量进度 {situation.goals.measured} 项",
            "在运行监控表填报定量指标的当前完成值",
        )


def unjudged(code: str, message: str, why: str, until: str) -> Signal:
    """A signal of level none: what is missing and how to supply it."""
    return Signal(code=code, level=Level.NONE, message=message, why=why, until=until)


def _no_budget(situation: Situation) -> Iterator[Signal]:
    if situation.execution.budget is None:
        paid = amount(situation.execution.paid)
        yield unjudged("M201", "无法判断：没有预算数", f"累计支付 {paid}，预算表中没有预算数或缺数", "补登预算数")


def _zero_budget(situation: Situation) -> Iterator[Signal]:
    budget, paid = situation.execution.budget, situation.execution.paid
    if budget is None or budget.units > 0 or (budget.units == 0 and paid.units > 0):
        return
    state = "预算为 0，也没有支付" if not budget else f"预算为负数 {budget.yuan()} 元"
    yield unjudged(
        "M202",
        f"无法判断：{state}",
        f"年初预算 {_or_none(situation)}，{situation.as_of} 时预算 {budget.yuan()} 元",
        "核对预算调整：已取消的项目注明取消，漏登的补登",
    )


def _or_none(situation: Situation) -> str:
    original = situation.execution.original
    return f"{original.yuan()} 元" if original is not None else "未填"


def _odd_scale(situation: Situation) -> Iterator[Signal]:
    if situation.execution.code in situation.ledger.odd_scale:
        yield unjudged(
            "M203",
            "无法判断：台账金额与预算相差约一万倍，疑为“元”与“万元”混用",
            f"{situation.execution.rate_text()}",
            "核对台账的金额单位后重新导入",
        )


def _no_data(situation: Situation) -> Iterator[Signal]:
    latest = situation.ledger.latest
    if latest is not None and latest >= situation.as_of:
        return
    known = f"台账只到 {latest}" if latest else "台账中没有本年的任何支付"
    yield unjudged(
        "M204",
        f"无法判断：{situation.as_of} 没有支付数据，{known}",
        f"截至 {situation.as_of} 的累计数为 {situation.execution.paid.yuan()} 元，可能不全",
        "补齐台账" + (f"，或改为查看 {latest}" if latest else ""),
    )


def _lumped(situation: Situation) -> Iterator[Signal]:
    month = situation.ledger.lumped
    if month is not None:
        yield unjudged(
            "M205",
            f"无法判断：全部支付都记在 {month} 一个月，台账疑未分月",
            f"各预算项都只有 {month} 一行支付",
            "按实际支付月份分月填列",
        )


def _incomplete(situation: Situation) -> Iterator[Signal]:
    count = situation.execution.outside.incomplete
    if count:
        yield unjudged("M206", f"无法判断：有 {count} 行支付缺月份或金额", "缺项的行未计入累计支付", "补填月份和金额")


def _negative(situation: Situation) -> Iterator[Signal]:
    paid = situation.execution.paid
    if paid.units < 0:
        yield unjudged(
            "M207",
            "无法判断：退款大于支付，累计支付为负数",
            f"累计支付 {paid.yuan()} 元，其中退款 {situation.execution.outside.refunds.yuan()} 元",
            "核对退款所属年度：退回往年支付的，移出本年台账",
        )


def _not_begun(situation: Situation) -> Iterator[Signal]:
    execution = situation.execution
    if execution.expected <= 0:
        yield unjudged(
            "M208",
            f"无法判断：项目 {execution.first} 才开始",
            f"截至 {situation.as_of} 序时进度为 0，累计支付 {execution.paid.yuan()} 元",
            f"{execution.first} 起开始判断",
        )
