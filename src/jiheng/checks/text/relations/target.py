"""Claim: the actual value reaches the target written beside it (≥928小时，实际909.93小时)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from jiheng.checks.finding import Finding, Kind, Relation, Severity, Verdict
from jiheng.checks.text.catalogue import report
from jiheng.checks.text.page import Page
from jiheng.checks.text.statement import Statement

_ACTUAL = re.compile(r"实际|完成|达到|实现|已|达$|为$")
_GAP_OF_CELLS = re.compile(r"[|\s\n]*(?:实际|完成|达到)?[|\s\n:]*$")
_PLANNED = re.compile(r"计划|目标值?|年初指标|预期|应|(?<![级项])指标值?为?$")
_REAL = re.compile(r"实际|完成")
_UNIT_CELL = re.compile(r"\|?[ \n]?\|[ \n]?(?P<unit>[%‰]|[\u4e00-\u9fff/]{1,5})[ \n]?\|[ \n]?")
_CUMULATIVE = re.compile(r"成本|支出|经费|控制|误差|时间|天数|受害|失业|投诉|事故|死亡|发生")
_RATE_OF_DOING = re.compile(r"(?<!实际)(?:完成|执行|达标|合格)率(?:为|达到?|是)?$")
_WITHIN = re.compile(r"以内|之内|以下|内")
_REACH = 3
_ARITHMETIC = re.compile(r"[÷×＋]|\d/\d")
_BEFORE = 80
_HISTORY = re.compile(r"上年(?:实际|完成)")
_UNDER_WAY = re.compile(r"完成(?:目标)?(?:的)?可能性|(?:执行|运行)监控表")
_RESULT = re.compile(r"(?:实际|全年|当前|年度)完成|完成值|本年实际|(?<!上年)实际值")


def find(page: Page) -> Iterator[Relation | Finding]:
    """Compare every target with the actual value that follows it."""
    beside = not _tells_past_only(page.text)
    for target in page.statements:
        if target.bound and beside:
            yield from _bounded(page, target)
        elif target.dimension and not target.is_money:
            yield from _planned(page, target)


def _bounded(page: Page, target: Statement) -> Iterator[Relation | Finding]:
    actual = None if _is_computed(page, target) else _kept_within(page, target) or _actual(page, target)
    if actual is None:
        return
    spans = page.spans([target, actual])
    met = _met(target, actual)
    if not met and not actual.dimension and not _unit_cell(target, page.between(target, actual)):
        return
    because = f"指标值{target.bound}{target.shown}，实际{actual.shown}"
    yield Relation(Kind.UNMET, Verdict.OK if met else Verdict.WRONG, spans, actual.shown, target.shown, because)
    if met:
        return
    full = _full_score(page, target, actual)
    code = "T162" if full else "T161"
    message = because + (f"，得分{full.shown}为满分" if full else "")
    gravity = Severity.INFO if not full and _UNDER_WAY.search(page.text) else None  # there is time left to reach it
    yield report(code, message, spans, stated=actual.shown, expected=f"{target.bound}{target.shown}", severity=gravity)


def _kept_within(page: Page, target: Statement) -> Statement | None:
    """失业率2.42%，控制在4.5%以内: the actual value stands before its limit."""
    before = page.statements[target.index - 1] if target.index else None
    if before is None or not _WITHIN.match(target.tail) or target.subject or before.bound or not before.subject:
        return None
    beside = page.between(before, target).startswith(",") and before.sentence == target.sentence
    return before if beside and before.dimension == target.dimension and not before.rough else None


def _tells_past_only(text: str) -> bool:
    """Whether the values beside the targets are last year's, as in a table of targets (目标值、上年实际值)."""
    return bool(_HISTORY.search(text)) and not _RESULT.search(text)


def _is_computed(page: Page, target: Statement) -> bool:
    """Whether the equals sign is that of a calculation (9 ÷ 10 = 90%) and no target's."""
    before = page.text[max(target.start - _BEFORE, 0) : target.start]
    return target.bound == "=" and bool(_ARITHMETIC.search(before))


def _actual(page: Page, target: Statement) -> Statement | None:
    for other in page.statements[target.index + 1 : target.index + 1 + _REACH]:
        gap = page.between(target, other)
        if other.bound or len(gap) > 40:
            return None
        if (unit := _unit_cell(target, gap)) is not None:
            return other if _in_unit(other, unit) else None
        if other.dimension != target.dimension:
            if _GAP_OF_CELLS.match(gap) and gap and not other.dimension:
                return _same_number(target, other)
            continue
        return other if _belongs(target, other, gap) else None
    return None


def _unit_cell(target: Statement, gap: str) -> str | None:
    """The unit that stands in a cell of its own between the two numbers (≥ | 735 | 人次 | 735)."""
    match = _UNIT_CELL.fullmatch(gap) if not target.dimension else None
    return match["unit"] if match else None


def _in_unit(other: Statement, unit: str) -> bool:
    return not other.dimension or other.unit == unit


def _belongs(target: Statement, other: Statement, gap: str) -> bool:
    """Whether the number is the next cell, or the text calls it the actual value."""
    apart = ";" in gap or bool(_RATE_OF_DOING.search(other.subject))
    said = not apart and bool(_ACTUAL.search(other.subject)) and other.sentence == target.sentence
    return said or (bool(gap) and bool(_GAP_OF_CELLS.match(gap)))


def _same_number(target: Statement, cell: Statement) -> Statement | None:
    """A bare cell behind a target is its actual value only if it shows the same number; else it may be a weight."""
    return cell if cell.value * target.factor == target.value else None


def _met(target: Statement, actual: Statement) -> bool:
    done = actual.value if target.dimension else actual.value / actual.factor
    return {
        ">=": done >= target.value,
        "<=": done <= target.value,
        ">": done >= target.value,
        "<": done <= target.value,
        "=": done == target.value,
    }[target.bound]


def _full_score(page: Page, target: Statement, actual: Statement) -> Statement | None:
    """The score cell behind the actual value, if it equals the weight before the target."""
    if actual.index + 1 >= len(page.statements) or target.index == 0:
        return None
    weight, score = page.statements[target.index - 1], page.statements[actual.index + 1]
    cells = _GAP_OF_CELLS.match(page.between(weight, target).rstrip("><≥≤=")) and _GAP_OF_CELLS.match(
        page.between(actual, score)
    )
    same = weight.scaled == score.scaled and not weight.is_share and score.dimension in ("", "points")
    return score if cells and same else None


def _planned(page: Page, target: Statement) -> Iterator[Relation | Finding]:
    """计划100户，实际完成95户: a plan in words and what came of it in the same sentence."""
    said = bool(_PLANNED.search(target.subject))
    for other in page.statements[target.index + 1 : target.index + (3 if said else 2)]:
        if not said and not other.subject.startswith("实际"):
            return
        if other.sentence != target.sentence or other.dimension != target.dimension or not _REAL.search(other.subject):
            continue
        if other.change or _CUMULATIVE.search(target.subject) or len(page.between(target, other)) > 20:
            return
        spans = page.spans([target, other])
        met = other.value >= target.value
        because = f"计划{target.shown}，实际{other.shown}"
        yield Relation(Kind.UNMET, Verdict.OK if met else Verdict.WRONG, spans, other.shown, target.shown, because)
        if not met:
            yield report("T161", because, spans, stated=other.shown, expected=target.shown, severity=Severity.INFO)
        return
