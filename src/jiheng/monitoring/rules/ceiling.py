"""Too much, and too little at the year's end: over-spending, and the forecast that meets a cap on the score."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from jiheng.core.beside import amount, exact_amount, percent
from jiheng.core.exact import Money, Points, fraction_text
from jiheng.monitoring.forecast import interval_text
from jiheng.monitoring.outlook import Expected, ceiling_at, expected_points, measure_at
from jiheng.monitoring.rules.wording import TOO_LATE, answered
from jiheng.monitoring.signal import Level, Signal
from jiheng.monitoring.situation import Situation, plain_percent
from jiheng.packs.model import Cap, CapBand, Node


def overspending(situation: Situation) -> Iterator[Signal]:
    """M104 超预算支出: more was paid than the budget holds, or anything without a budget."""
    execution = situation.execution
    budget = execution.budget
    doubtful = execution.code in situation.ledger.odd_scale
    if doubtful or budget is None or budget.units < 0 or execution.paid.units <= budget.units:
        return
    over = Money(execution.paid.units - budget.units)
    yield Signal(
        code="M104",
        level=Level.RED,
        message=f"累计支付超过预算 {amount(over)}" if budget else f"没有预算而支付 {amount(over)}",
        why=f"{execution.paid.yuan()} 元 − {budget.yuan()} 元 = {over.yuan()} 元",
        until=answered(situation, f"属记账错误的更正台账；确需支付的，先办理预算调剂 {exact_amount(over)}，本项即消除"),
        answer_by=situation.answer_by,
        cite="《预算法》第十三条",
    )


def cap(situation: Situation) -> Iterator[Signal]:
    """M106 预计封顶: with the forecast, a cap of the pack limits the score."""
    for each in situation.pack.caps:
        yield from _cap(situation, each)


def _cap(situation: Situation, each: Cap) -> Iterator[Signal]:
    forecast = situation.forecast
    if forecast is None:
        return
    value = measure_at(situation.pack, situation.execution, each.measure, forecast.rate)
    best = measure_at(situation.pack, situation.execution, each.measure, forecast.high)
    band = ceiling_at(each, value)
    if band is None or value is None:
        return
    sure = forecast.learned and ceiling_at(each, best) is not None
    yield Signal(
        code="M106",
        level=Level.RED if sure else Level.YELLOW,
        message=f"{_lead(situation)} {percent(value, band.below)}，自评最高 {fraction_text(band.at_most, 2)} 分",
        why=_why_capped(situation, each, band, value),
        until=_to_escape(situation, each, value),
        answer_by=situation.answer_by,
        cite=each.cite,
    )


def _why_capped(situation: Situation, each: Cap, band: CapBand, value: Fraction) -> str:
    """The forecast, the measure where it is another than the rate, and the band that it falls under."""
    forecast = situation.forecast
    assert forecast is not None
    told = percent(value, band.below)
    rate, measured = (told, "") if _is_rate(situation, value) else (percent(forecast.rate), f"，{each.measure} {told}")
    lead = "预计年末执行率" if situation.next_month else "全年执行率"
    below = plain_percent(band.below, value)
    return f"{lead} {rate}{interval_text(forecast)}{measured}，低于 {below}；{forecast.because}"


def _lead(situation: Situation) -> str:
    return "按目前进度预计" if situation.next_month else "全年为"


def _is_rate(situation: Situation, value: Fraction) -> bool:
    """Whether the measure is paid ÷ budget itself, so that payments can be named that reach it."""
    return situation.forecast is not None and value == situation.forecast.rate


def points(situation: Situation) -> Iterator[Signal]:
    """M109 预计失分: what the forecast costs on the pack's indicators of execution."""
    if situation.plan is None or situation.forecast is None:
        return
    for each in expected_points(situation.plan, situation.execution, situation.forecast.rate):
        if each.lost:
            yield _points(situation, each)


def _points(situation: Situation, each: Expected) -> Signal:
    node, full = each.node, Points.of(each.node.weight)
    grave = node.reason_below is not None and each.value < node.reason_below
    lead = f"“{node.name}”" + ("预计" if situation.next_month else "")
    return Signal(
        code="M109",
        level=Level.YELLOW if grave else Level.GREEN,
        message=f"{lead} {percent(each.value)}，得 {each.score.shown()} 分，失 {each.lost.shown()} 分",
        why=f"指标 {node.code} 满分 {full.shown()} 分，按 {percent(each.value)} 计 {each.score.shown()} 分",
        until=_to_keep(situation, each.node, each.value),
        answer_by=situation.answer_by if grave else None,
        cite=node.cite,
    )


def _to_keep(situation: Situation, node: Node, value: Fraction) -> str:
    if situation.next_month is None:
        return "年度已经结束，失分已定"
    if not _is_rate(situation, value):
        return f"到年底“{node.name}”达到满分要求，本项不失分"
    reach, more = situation.to_reach(Fraction(1))
    reason = f"；低于 {plain_percent(node.reason_below)} 须说明原因" if node.reason_below is not None else ""
    return f"到年底累计支付达到 {exact_amount(reach)}，即还需支付 {exact_amount(more)}，本项不失分{reason}"


def _to_escape(situation: Situation, each: Cap, value: Fraction) -> str:
    if situation.next_month is None:
        return TOO_LATE
    free = max(band.below for band in each.bands)
    if not _is_rate(situation, value):
        return answered(situation, f"到年底“{each.measure}”达到 {plain_percent(free)}，不封顶")
    reach, more = situation.to_reach(min(free, Fraction(1)))
    action = (
        f"到年底累计支付达到 {exact_amount(reach)}（{plain_percent(free)}），即还需支付 {exact_amount(more)}，不封顶"
    )
    return answered(situation, action)
