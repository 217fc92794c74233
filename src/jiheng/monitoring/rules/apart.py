"""Money and targets apart: the divergence rule and the four cells of dual monitoring (双监控)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from jiheng.core.beside import percent
from jiheng.core.calendar import Month
from jiheng.monitoring.execution import expected_share
from jiheng.monitoring.rules.wording import TOO_LATE, answered
from jiheng.monitoring.signal import Level, Signal
from jiheng.monitoring.situation import Situation, plain_percent, points_apart

BOTH_FINE = "钱事同步"
SPENT_WITHOUT_RESULT = "钱花了、事没跟上"
RESULT_WITHOUT_SPENDING = "事办了、钱没付"
BOTH_LATE = "钱事都慢"
UNKNOWN = "无法判断"


@dataclass(frozen=True, slots=True)
class Pair:
    """Money and work at the end of one month: the last one of which work is known."""

    month: Month
    money: Fraction
    work: Fraction
    expected: Fraction

    @property
    def gap(self) -> Fraction:
        """Above 0 where the money is ahead."""
        return self.money - self.work


def pair_of(situation: Situation) -> Pair | None:
    """What cell and signal are both made from; None without progress of targets or a budget."""
    goals, execution = situation.goals, situation.execution
    if goals.share is None or goals.observed is None:
        return None
    expected = expected_share(execution.first, execution.last, goals.observed)
    return Pair(goals.observed, execution.rate_by(goals.observed) or Fraction(0), goals.share, expected)


def divergence(situation: Situation) -> Iterator[Signal]:
    """M105 资金与目标偏离: goal progress and the execution rate of the same month further apart than allowed."""
    limit, pair = situation.rules.divergence, pair_of(situation)
    if limit is None or pair is None or abs(pair.gap) <= limit:
        return
    faster, act = _advice(money_ahead=pair.gap > 0)
    apart, most = points_apart(abs(pair.gap), limit), plain_percent(limit, abs(pair.gap))[:-1]
    goals = situation.goals
    yield Signal(
        code="M105",
        level=Level.YELLOW,
        message=f"{faster} {apart} 个百分点，超过 {most} 个百分点{_in_brackets(_only_until(situation))}",
        why=(
            f"{pair.month} 执行率 {percent(pair.money)}，同月目标完成进度 {percent(pair.work)}"
            f"（{goals.indicators} 项指标中有 {goals.measured} 项可计量{_lagging(situation)}）"
        ),
        until=answered(situation, act) if situation.next_month else TOO_LATE,
        answer_by=situation.answer_by,
        cite=situation.rules.ground("divergence"),
    )


def _only_until(situation: Situation) -> str:
    """That work is known of an earlier month only, and that the money is taken at the same one."""
    seen = situation.goals.observed
    if seen is None or seen >= situation.as_of:
        return ""
    return f"事项只到 {seen.month} 月，资金也按 {seen.month} 月底比较"


def _in_brackets(text: str) -> str:
    return f"（{text}）" if text else ""


def _lagging(situation: Situation) -> str:
    """Of how many of the measured indicators the last value is older than that month."""
    count = situation.goals.older
    return f"，其中 {count} 项的数据更早" if count else ""


def _advice(*, money_ahead: bool) -> tuple[str, str]:
    if money_ahead:
        return "资金支付快于目标完成", "核实已付资金对应的工作量，补报实际进度或加快实施，两者相差降到限额以内即转绿"
    return "目标完成快于资金支付", "对已完成的工作及时验收、结算和支付，两者相差降到限额以内即转绿"


def dual(situation: Situation, *, judged: bool) -> str:
    """The cell of dual monitoring, by the numbers of the signal.

    Each side is fine when it reaches the yellow line of 序时进度 at the month of the pair; where both are and lie
    further apart than the pack allows, the one that is behind is not.
    """
    line, pair = situation.rules.yellow_below, pair_of(situation)
    if not judged:
        return f"{UNKNOWN}：资金进度无法判断"
    if line is None:
        return f"{UNKNOWN}：规则包没有进度标准"
    if pair is None:
        return f"{UNKNOWN}：{goal_gap(situation)}"
    money, work = pair.money >= line * pair.expected, pair.work >= line * pair.expected
    limit = situation.rules.divergence
    if money and work and limit is not None and abs(pair.gap) > limit:
        money, work = pair.gap > 0, pair.gap < 0
    cell, aside = _CELLS[money, work], _only_until(situation)
    return f"{cell}：{aside}" if aside else cell


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
