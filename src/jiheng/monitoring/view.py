"""The report as the JSON contract and as text for the terminal."""

from __future__ import annotations

from fractions import Fraction

from jiheng.core.beside import amount, percent
from jiheng.core.exact import Money, Ratio, decimal_text
from jiheng.monitoring.forecast import Forecast, interval_text
from jiheng.monitoring.report import Report, Watched
from jiheng.monitoring.signal import SHOWN, Level, Signal

Json = dict[str, object]


def as_json(report: Report) -> Json:
    """The object that ``jiheng monitor --format json`` prints.

    Amounts are strings in 元 with two digits, rates strings in percent with two digits; ``null`` is unknown.
    """
    pack = report.pack
    return {
        "unit": report.unit_name,
        "as_of": str(report.as_of),
        "pack": {"id": pack.id, "version": pack.version, "sha256": pack.sha256, "status": pack.status},
        "total": _money(report.total) | {"signals": [_signal(each) for each in report.total.signals]},
        "projects": [_project(each) for each in report.projects],
    }


def _project(watched: Watched) -> Json:
    head: Json = {"code": watched.execution.code, "name": watched.execution.name}
    tail: Json = {
        "level": str(watched.level),
        "at_risk": _yuan(watched.at_risk),
        "signals": [_signal(each) for each in watched.signals],
        "dual": watched.dual,
    }
    return head | _money(watched) | tail


def _money(watched: Watched) -> Json:
    execution = watched.execution
    return {
        "budget": _yuan(execution.budget),
        "paid": _yuan(execution.paid),
        "rate": _rate(execution.rate),
        "expected_rate": _rate(execution.expected),
        "forecast": _forecast(watched.forecast),
    }


def _forecast(forecast: Forecast | None) -> Json:
    if forecast is None:
        return {"rate": None, "low": None, "high": None}
    return {"rate": _rate(forecast.rate), "low": _rate(forecast.low), "high": _rate(forecast.high)}


def _signal(signal: Signal) -> Json:
    return {
        "code": signal.code,
        "level": str(signal.level),
        "message": signal.message,
        "why": signal.why,
        "until": signal.until,
        "cite": signal.cite,
    }


def _yuan(amount: Money | None) -> str | None:
    return None if amount is None else decimal_text(amount.units, 2)


def _rate(share: Fraction | None) -> str | None:
    return None if share is None else Ratio(share.numerator, share.denominator).percent()[:-1]


def as_text(report: Report) -> str:
    """The report for the terminal: the total, then each project, the largest risk first."""
    blocks = [_headline(report), _block(report.total, "合计")]
    ranked = sorted(report.projects, key=lambda each: each.at_risk or Money(0), reverse=True)
    blocks += [_block(each, _title(each)) for each in ranked if each.level is not Level.GREEN]
    calm = [_line(each) for each in ranked if each.level is Level.GREEN]
    blocks += ["\n".join(calm)] if calm else []
    blocks += [f"专项资金 {each.code} {each.name}：{each.rate_text()}" for each in report.funds]
    return "\n\n".join(blocks)


def _title(watched: Watched) -> str:
    return f"{watched.execution.code} {watched.execution.name}"


def _line(watched: Watched) -> str:
    """A green project in one line; what could not be judged of it is still said."""
    rate, forecast = watched.execution.rate, watched.forecast
    text = f"{SHOWN[watched.level]}  {_title(watched)}  执行率 {percent(rate or Fraction(0))}"
    if forecast is not None:
        text += f"，预计年末 {percent(forecast.rate)}"
    return "；".join([text, *(each.message for each in watched.signals)])


def _headline(report: Report) -> str:
    levels = [each.level for each in report.projects]
    counts = "，".join(f"{shown} {levels.count(level)} 个" for level, shown in SHOWN.items())
    return f"{report.unit_name} {report.as_of} 预算执行监控（{report.pack.title}）\n项目 {len(levels)} 个：{counts}"


def _block(watched: Watched, title: str) -> str:
    execution, standing = watched.execution, watched.standing
    lines = [f"{SHOWN[watched.level]}  {title}"]
    lines.append(f"  执行率 {execution.rate_text()}，序时进度 {percent(execution.expected)}")
    if standing.last_year is not None:
        lines.append(f"  上年同期 {percent(standing.last_year)}")
    if standing.peers is not None:
        lines.append(f"  同类 {standing.peer_count} 个的中位数 {percent(standing.peers)}")
    if watched.forecast is not None:
        lines.append(f"  {_outlook(watched, watched.forecast)}")
    if execution.code:
        lines.append(f"  钱与事：{watched.dual}")
    for signal in watched.signals:
        lines += _signal_lines(signal)
    return "\n".join(lines)


def _outlook(watched: Watched, forecast: Forecast) -> str:
    risk = amount(watched.at_risk or Money(0))
    return f"预计年末 {percent(forecast.rate)}{interval_text(forecast)}，预计未支出 {risk}。{forecast.because}"


def _signal_lines(signal: Signal) -> list[str]:
    shown = "· 提示" if signal.level is Level.GREEN else SHOWN[signal.level]
    lines = [f"  {shown} {signal.code} {signal.message}", f"      {signal.why}"]
    if signal.until:
        lines.append(f"      {signal.until}")
    if signal.cite:
        lines.append(f"      依据：{signal.cite}")
    return lines
