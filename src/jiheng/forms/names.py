"""The vocabulary of bindings: every name that a layout or a narrative may use.

docs/forms.md lists the names; a test holds that page and this module equal.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from fractions import Fraction

from jiheng.core.exact import Money, Points
from jiheng.facts.measures import Measured
from jiheng.facts.rows import Indicator, Result, Row
from jiheng.facts.schema import columns
from jiheng.forms import value as v
from jiheng.forms.binding import Keyed, Scope
from jiheng.forms.case import Case, leaves
from jiheng.forms.funds import (
    COST_COLUMNS,
    FUND_COLUMNS,
    FUND_ROWS,
    TOTAL,
    cost_row,
    cost_rows,
    fund_row,
)
from jiheng.forms.value import Value
from jiheng.packs.bindings import TEXTS, chapters_of
from jiheng.scoring.sheet import Line

"""Stands where the grade would stand, as long as data are missing."""


def scope(case: Case) -> Scope:
    """Every name that a form about this subject may bind."""
    return Scope(
        {**_measures(case), **_columns(case), **_verdict(case), **_texts(case)},
        {**_lines(case), **_own(case), "资金": _funds(case), "费用": _costs(case), "文字": _chapters(case)},
    )


def _measures(case: Case) -> Mapping[str, Value]:
    return {name: _measure(case, name, each) for name, each in case.measures.items()}


def _measure(case: Case, name: str, measured: Measured) -> Value:
    """A number with its unit; what was chosen or ticked, in its word."""
    spec = case.pack.inputs.get(name)
    if spec is None or measured.value is None or spec.form not in ("level", "flag"):
        return v.measured(measured.value, measured.unit, *measured.places)
    words = spec.options if spec.form == "level" else ("是",)
    return v.words(words[int(measured.value) - 1] if measured.value else "否", *measured.places)


def _columns(case: Case) -> Mapping[str, Value]:
    unit = dict(titled(case.dataset.unit))
    if case.project is None:
        return unit
    own = {title: value for title, value in titled(case.project) if not value.missing or title not in unit}
    fallback = {"实施单位": unit["单位名称"]} if own["实施单位"].missing else {}
    return {**unit, **own, **fallback}


def _verdict(case: Case) -> Mapping[str, Value]:
    sheet = case.sheet
    return {
        "规则包名称": v.words(case.pack.title),
        "规则包编号": v.words(case.pack.id),
        "规则包版本": v.words(case.pack.version),
        "数据指纹": v.words(case.dataset.sha256[:12]),
        "满分": v.points(Points.of(case.pack.full_marks)),
        "总得分": v.points(sheet.total if sheet else None),
        "扣分合计": v.points(sheet.full_marks - sheet.total if sheet else None),
        "评价等级": v.words(sheet.verdict if sheet else ""),
        "扣分说明": v.words(losses(case, "") if sheet else ""),
        "监控月份": v.words(f"{case.watched.month}月" if case.watched else ""),
    }


def _texts(case: Case) -> Mapping[str, Value]:
    watched = {"监控原因说明": _observed(case, "reason"), "监控改进措施": _observed(case, "measure")}
    if case.project:
        return watched
    return watched | {"年度目标": _first(case, "goal", "1.1"), "目标完成情况": _first(case, "achieved", "1.3")}


def _observed(case: Case, column: str) -> Value:
    """What the last monitoring says of all the subject's indicators, each sentence once."""
    own = {each.code for each in case.indicators()}
    rows = [row for row in case.dataset.observations if row.indicator in own and row.month == case.watched]
    sentences = dict.fromkeys(str(getattr(row, column)).rstrip("。；") for row in rows)
    return v.words("；".join(each for each in sentences if each), *(row.place for row in rows))


def _first(case: Case, *chapters: str) -> Value:
    found = (_text(case, chapter) for chapter in chapters)
    return next((text for text in found if not text.missing), v.words(""))


def _text(case: Case, chapter: str) -> Value:
    wanted = f"{case.subject}/{chapter}" if case.project else chapter
    row = next((each for each in case.dataset.narrative if each.chapter == wanted), None)
    return replace(v.words(row.text, row.place), template=True) if row else v.words("")


def _chapters(case: Case) -> Keyed:
    written = {each.chapter for each in case.dataset.narrative}
    return Keyed({*TEXTS, *chapters_of(case.pack), *written}, lambda chapter: _text(case, chapter))


def _lines(case: Case) -> Mapping[str, Keyed]:
    scored = {line.code: line for line in case.sheet.lines} if case.sheet else {}
    return {
        "得分": Keyed(scored, lambda code: v.points(scored[code].score)),
        "分值": Keyed(scored, lambda code: v.points(scored[code].weight)),
        "扣分": Keyed(scored, lambda code: v.points(scored[code].lost)),
        "指标名称": Keyed(scored, lambda code: v.words(scored[code].name)),
        "偏差原因": Keyed(scored, lambda code: v.words(scored[code].reason)),
        "扣分说明": Keyed(scored, lambda code: v.words(losses(case, code))),
    }


def losses(case: Case, code: str) -> str:
    """One clause for each indicator below ``code`` that lost points."""
    return "；".join(_loss(line) for line in leaves(case.sheet, code) if line.lost) or "各项指标均未扣分"


def _loss(line: Line) -> str:
    because = line.because.rstrip("。").replace(" ", "")
    return f"“{line.name}”扣{line.lost.shown()}分（{because}）"


def _own(case: Case) -> Mapping[str, Keyed]:
    own = {each.code: each for each in case.dataset.indicators}
    return {
        "目标值": Keyed(own, lambda code: target(own[code])),
        "完成值": Keyed(own, lambda code: reached(own[code], case.result(code))),
        "上年值": Keyed(own, lambda code: v.quantity(own[code].last_actual, own[code].unit, own[code].place)),
    }


def target(indicator: Indicator) -> Value:
    """What was promised: operator, number and unit, or the words of a qualitative target."""
    if indicator.target is None:
        return v.words(indicator.text_target, indicator.place)
    held = v.quantity(indicator.target, indicator.unit, indicator.place)
    prefix = "" if indicator.operator in {"=", "定性"} else indicator.operator
    return Value(held.kind, held.exact, held.unit, places=held.places, prefix=prefix)


def reached(indicator: Indicator, result: Result) -> Value:
    """What was reached: the number with its unit, or the level."""
    if result.actual is None:
        return v.words(result.level, result.place)
    return v.quantity(result.actual, indicator.unit, result.place)


def _funds(case: Case) -> Keyed:
    data = case.dataset
    names = (*FUND_ROWS, *(project.code for project in data.projects))

    def value(key: str) -> Value:
        row, _, column = key.rpartition(".")
        if (row, column) == (TOTAL, "全年预计执行数") and case.expected is not None:
            return v.money(case.expected)
        if row in FUND_ROWS:
            return fund_row(row, data.budget, data.payments, case.watched)[column]
        lines = [line for line in data.budget if line.project == row]
        return fund_row(TOTAL, lines, data.payments, case.watched)[column]

    return Keyed([f"{name}.{column}" for name in names for column in FUND_COLUMNS], value)


def _costs(case: Case) -> Keyed:
    costs = case.dataset.running_costs

    def value(key: str) -> Value:
        row, _, column = key.rpartition(".")
        return cost_row(row, costs)[column]

    return Keyed([f"{row}.{column}" for row in cost_rows(costs) for column in COST_COLUMNS], value)


def titled(row: Row) -> Iterator[tuple[str, Value]]:
    """A row's columns by their titles."""
    for each, column in columns(type(row)):
        yield column.title, _held(getattr(row, each.name), row)


def _held(held: object, row: Row) -> Value:
    if held is None or isinstance(held, bool):
        return v.words({None: "", True: "是", False: "否"}[held], row.place)
    match held:
        case Money():
            return v.money(held, row.place)
        case Points():
            return v.points(held, row.place)
        case int() | Fraction():
            return v.quantity(held, "", row.place)
        case date():
            return v.day(held, row.place)
        case _:
            return v.words(str(held), row.place)
