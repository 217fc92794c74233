"""The drafted reminder (催办函) of one unit as structured text; the Word layout by GB/T 9704 is made elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from jiheng.core.beside import amount, percent
from jiheng.core.exact import Money
from jiheng.monitoring.ledger import total
from jiheng.monitoring.report import Report, Watched
from jiheng.monitoring.signal import Level, Signal
from jiheng.monitoring.situation import day_text

CONTACT = "（联系人：　　　　　　联系电话：　　　　　　　　）"
SEAL = "（盖章）"
HEAD = ("项目", "预算（万元）", "累计支付（万元）", "执行率", "预计年末", "预警事项", "转绿条件")


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A letter: number, title, addressee, paragraphs, one table, closing, sender and day, and whom to ask."""

    title: str
    addressee: str
    paragraphs: tuple[str, ...]
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    closing: tuple[str, ...]
    sender: str
    dated: date
    number: str = ""
    """The line of its number, which the office fills in."""
    contact: str = CONTACT


def draft_note(report: Report, sender: str, dated: date) -> Note | None:
    """Draft the reminder for all red and yellow projects; None if there is nothing to remind of.

    Args:
        report: the unit's monitoring of the month.
        sender: who signs.
        dated: the day of the letter.
    """
    warned = [each for each in report.projects if each.level in (Level.RED, Level.YELLOW)]
    if not warned:
        return None
    ranked = sorted(warned, key=lambda each: each.at_risk or Money(0), reverse=True)
    return Note(
        title=f"关于加快{report.as_of.year}年预算执行和落实绩效目标的提醒函",
        addressee=f"{report.unit_name}：",
        paragraphs=(_state(report), _warned(ranked), _concluded(ranked)),
        head=HEAD,
        rows=tuple(_row(each) for each in ranked),
        closing=_closing(report, ranked),
        sender=sender,
        dated=dated,
        number=f"　　〔{dated.year}〕　　号",
    )


def _state(report: Report) -> str:
    execution = report.total.execution
    budget = execution.budget or Money(0)
    rate = percent(execution.rate) if execution.rate is not None else "无法计算"
    return (
        f"截至{report.as_of.year}年{report.as_of.month}月底，你单位预算 {amount(budget)}，"
        f"累计支付 {amount(execution.paid)}，执行率 {rate}，序时进度 {percent(execution.expected)}。"
    )


def _warned(warned: Sequence[Watched]) -> str:
    red = sum(each.level is Level.RED for each in warned)
    risk = amount(total(each.at_risk for each in warned if each.at_risk))
    return (
        f"经监控，{len(warned)} 个项目需要处理，其中红灯 {red} 个、黄灯 {len(warned) - red} 个，"
        f"按目前进度预计年末共有 {risk} 不能支出，详见下表。"
    )


def _concluded(warned: Sequence[Watched]) -> str:
    """What follows from it."""
    if any(each.level is Level.RED for each in warned):
        return "经研究，上述红灯项目列为重点督办事项，黄灯项目由你单位自行纠正。"
    return "经研究，上述项目由你单位自行纠正，暂不列为督办事项。"


def _row(watched: Watched) -> tuple[str, ...]:
    execution, forecast = watched.execution, watched.forecast
    grave = [each for each in watched.signals if each.level in (Level.RED, Level.YELLOW)]
    return (
        execution.name,
        execution.budget.wan() if execution.budget else "—",
        execution.paid.wan(),
        percent(execution.rate) if execution.rate is not None else "—",
        percent(forecast.rate) if forecast else "—",
        "；".join(each.message for each in grave),
        "；".join(each.until for each in grave if each.until),
    )


def _closing(report: Report, warned: Sequence[Watched]) -> tuple[str, ...]:
    days = [day for each in warned if (day := _earliest(each.signals))]
    remark = report.workdays.remark(report.as_of.end, min(days)) if days else ""
    by = f"于{day_text(min(days))}前" + (f"（{remark}）" if remark else "") if days else "尽快"
    return (
        f"请逐项分析原因，{by}答复处理意见（继续执行、调剂或取消），写明原因、措施、责任人和完成时间。",
        "逾期未答复的，将按规定提请上一级处理。",
    )


def _earliest(signals: Sequence[Signal]) -> date | None:
    return min((each.answer_by for each in signals if each.answer_by), default=None)
