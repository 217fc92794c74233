"""Money and targets apart: the divergence rule and the four cells of dual monitoring (双监控)."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from jiheng.core.beside import percent
from jiheng.monitoring.execution import expected_share
from jiheng.monitoring.rules.wording import TOO_LATE, answered
from jiheng.monitoring.signal import Level, Signal
from jiheng.monitoring.situation import Situation, plain_percent, points_apart

BOTH_FINE = "钱事同步"
SPENT_WITHOUT_RESULT = "钱花了、事没跟上"
RESULT_WITHOUT_SPENDING = "事办了、钱没付"
BOTH_LATE = "钱事都慢"
UNKNOWN = "无法判断"


def divergence(situation: Situation) -> Iterator[Signal]:
    """M105 资金与目标偏离: goal progress and the execution rate of the same month further apart than allowed."""
    limit, goals = situation.rules.divergence, situation.goals
    if limit is None or goals.share is None or goals.observed is None:
        return
    rate = situation.execution.rate_by(goals.observed) or Fraction(0)
    gap = rate - goals.share
    if abs(gap) <= limit:
        return
    faster, act = _advice(money_ahead=gap > 0)
    yield Signal(
        code="M105",
        level=Level.YELLOW,
        message=f"{faster} {points_apart(abs(gap), limit)} 个百分点，超过 {plain_percent(limit, abs(gap))[:-1]} 个百分点",
        why=(
            f"{goals.observed} 执行率 {percent(rate)}，同月目标完成进度 {percent(goals.share)}"
            f"（{goals.indicators} 项指标中有 {goals.measured} 项可计量）"
        ),
        until=answered(situation, act) if situation.next_month else TOO_LATE,
        answer_by=situation.answer_by,
        cite=situation.rules.ground("divergence"),
    )


def _advice(*, money_ahead: bool) -> tuple[str, str]:
    if money_ahead:
        return "资金支付快于目标完成", "核实已付资金对应的工作量，补报实际进度或加快实施，两者相差降到限额以内即转绿"
    return "目标完成快于资金支付", "对已完成的工作及时验收、结算和支付，两者相差降到限额以内即转绿"


def dual(situation: Situation, *, judged: bool) -> str:
    """The cell of dual monitoring: each side is fine when it reaches the yellow line of 序时进度 in its month."""
    line, goals = situation.rules.yellow_below, situation.goals
    if not judged:
        return f"{UNKNOWN}：资金进度无法判断"
    if line is None:
        return f"{UNKNOWN}：规则包没有进度标准"
    if goals.share is None or goals.observed is None:
        return f"{UNKNOWN}：{goal_gap(situation)}"
    execution = situation.execution
    money = situation.rate >= line * execution.expected
    work = goals.share >= line * expected_share(execution.first, execution.last, goals.observed)
    return _CELLS[money, work]


_CELLS = {
    (True, True): BOTH_FINE,
    (True, False): SPENT_WITHOUT_RESULT,
    (False, True): RESULT_WITHOUT_SPENDING,
    (False, False): BOTH_LATE,
}


def goal_gap(situation: Situation) -> str:
    """Why the targets cannot be judged."""
    goals = situation.goals
    if not goals.indicators:
        return "没有登记绩效指标"
    if not goals.seen:
        return f"{goals.indicators} 项指标到 {situation.as_of} 都没有监控数据"
    return f"有监控数据的 {goals.seen} 项指标都不能计量进度（定性指标或上限类指标）"
