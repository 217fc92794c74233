"""Targets and what came of them: a limit said by a sign or in words, or a plan, and the actual value beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from jiheng.checks.finding import Finding, Kind, Relation, Severity, Verdict
from jiheng.checks.text.catalogue import report
from jiheng.checks.text.claims.tables import Sheet
from jiheng.checks.text.page import Page
from jiheng.checks.text.quantity import Quantity, Sentence, Told
from jiheng.checks.text.statement import Statement
from jiheng.reading.grid import Row

_AT_LEAST = re.compile(r"(?:\(含\))?(?:及?以上|起)")
_AT_MOST = re.compile(r"(?:\(含\))?(?:以内|之内|以下|内(?!容))")
_DEMANDS = re.compile(r"任务书|指标|要求|目标|计划|标准|控制|限|规定|应|承诺|须|合同|约定|时限")
_REAL = re.compile(r"实际|完成|达到|达|实现|平均|已|为|用时|用|做了|办了|结果|年末")
_PLAN = re.compile(r"计划|目标|任务|预期|年初指标|指标值|应")
_DONE = re.compile(r"实际|完成|实现")
_RATE_OF_DOING = re.compile(r"(?<!实际)(?:完成|执行|达标)(?:率|比例)(?:为|达到?|是)?$")
_LOWER_IS_BETTER = re.compile(r"成本|支出|经费|费用|误差|时间|天数|受害|失业|投诉|事故|死亡|发生|能耗|排放|用水|用电")
_REASON = re.compile(r"因|由于|原因|受.{1,8}影响")
_UNDER_WAY = re.compile(r"完成(?:目标)?(?:的)?可能性|(?:执行|运行)监控表")
_TARGET_HEAD = re.compile(r"指标值|目标值|年度目标|计划数|任务数|计划值|年初目标|绩效目标值|目标$|计划$")
_ACTUAL_HEAD = re.compile(r"完成值|实际值|实际完成|完成数|实绩|完成情况|全年实际")
_PAST_HEAD = re.compile(r"上年|历史|去年")
_FAR = 60
_SIGNS = {">": ">=", "<": "<="}


def find(told: Told, sheets: Sequence[Sheet]) -> Iterator[Relation | Finding]:
    """Compare every target with the actual value beside it."""
    gravity = Severity.INFO if _UNDER_WAY.search(told.page.text) else None
    for sheet in sheets:
        yield from _in_table(told.page, sheet, gravity)
    yield from _in_cells(told.page, gravity)
    for sentence in told.sentences:
        for k, q in enumerate(sentence.said):
            yield from _limited(told, sentence, k, gravity)
            if _is_plan(q):
                yield from _planned(told, sentence, k, gravity)


def limit_of(q: Quantity) -> str:
    """The limit that a number is: by its sign, or by the words behind it."""
    if q.s.bound and q.s.bound != "=":
        return _SIGNS.get(q.s.bound, q.s.bound)
    if _AT_LEAST.match(q.s.tail):
        return ">="
    return "<=" if _AT_MOST.match(q.s.tail) else ""


def _limited(told: Told, sentence: Sentence, k: int, gravity: Severity | None) -> Iterator[Relation | Finding]:
    target = sentence.said[k]
    limit = limit_of(target)
    if not limit or not target.dim or target.s.rough:
        return
    actual = _actual(told, sentence, k, limit)
    if actual is not None:
        yield from _judged(told.page, target.s, actual.s, limit, gravity)


def _actual(told: Told, sentence: Sentence, k: int, limit: str) -> Quantity | None:
    said, target = sentence.said, sentence.said[k]
    for other in said[k + 1 : k + 3]:
        gap = told.between(target, other)
        if other.dim != target.dim or other.s.unit != target.s.unit or limit_of(other) or len(gap) > _FAR:
            continue
        if _RATE_OF_DOING.search(other.lead) or _PLAN.search(other.lead):
            return None
        if _REAL.search(other.lead) or (
            _DEMANDS.search(gap) is None and ";" not in gap and other.gap.startswith(",实")
        ):
            return other
    before = said[k - 1] if k else None
    if (
        before is None
        or before.dim != target.dim
        or limit_of(before)
        or before.s.rough
        or before.way
        or not before.lead
    ):
        return None
    gap = told.between(before, target)
    demanded = _DEMANDS.search(target.lead + gap) or (not target.lead and limit == "<=")
    if gap.startswith(",") and demanded and "另" not in gap and not _PLAN.search(before.lead):
        return before
    return None


def _is_plan(q: Quantity) -> bool:
    return (
        q.what == "level"
        and bool(_PLAN.search(q.lead))
        and not q.s.is_money
        and not q.s.is_share
        and bool(q.dim)
        and q.dim != "points"
    )


def _planned(told: Told, sentence: Sentence, k: int, gravity: Severity | None) -> Iterator[Relation | Finding]:
    said, target = sentence.said, sentence.said[k]
    if _LOWER_IS_BETTER.search(target.lead) or limit_of(target):
        return
    for other in said[k + 1 : k + 3]:
        if other.dim != target.dim or limit_of(other) or len(told.between(target, other)) > _FAR:
            return
        if other.what in ("adjust", "change") or _PLAN.search(other.lead):
            return
        if _DONE.search(other.lead) and other.what == "level":
            excused = _REASON.search(told.page.text[other.s.end : sentence.end])
            yield from _judged(told.page, target.s, other.s, ">=", Severity.INFO if excused else gravity, planned=True)
            return


def _judged(
    page: Page, target: Statement, actual: Statement, limit: str, gravity: Severity | None, *, planned: bool = False
) -> Iterator[Relation | Finding]:
    met = actual.value >= target.value if limit.startswith(">") else actual.value <= target.value
    spans = page.spans([target, actual])
    named = f"计划{target.shown}" if planned else f"指标值{limit}{target.shown}"
    because = f"{named}，实际{actual.shown}"
    yield Relation(Kind.UNMET, Verdict.OK if met else Verdict.WRONG, spans, actual.shown, target.shown, because)
    if not met:
        yield report("T161", because, spans, stated=actual.shown, expected=f"{limit}{target.shown}", severity=gravity)


_GAP_OF_CELLS = re.compile(r"[|\s]*(?:实际|完成|达到)?[|\s:]*$")
_UNIT_CELL = re.compile(r"\|?[ \n]?\|[ \n]?(?P<unit>[%‰]|[\u4e00-\u9fff/]{1,5})[ \n]?\|[ \n]?")
_HISTORY = re.compile(r"上年(?:实际|完成)")
_RESULT = re.compile(r"(?:实际|全年|当前|年度)完成|完成值|本年实际|(?<!上年)实际值|全年实际")


def _in_cells(page: Page, gravity: Severity | None) -> Iterator[Relation | Finding]:
    """Target and actual value in neighbouring cells of a flattened form."""
    if _HISTORY.search(page.text) and not _RESULT.search(page.text):
        return
    for at, target in enumerate(page.statements[:-1]):
        limit = _SIGNS.get(target.bound, target.bound)
        if limit not in (">=", "<="):
            continue
        actual = page.statements[at + 1]
        gap = page.between(target, actual)
        unit = _UNIT_CELL.fullmatch(gap) if not target.dimension else None
        beside = (
            bool(gap) and _GAP_OF_CELLS.match(gap) and actual.dimension == target.dimension and bool(target.dimension)
        )
        if actual.bound or not (beside or (unit and actual.unit in ("", unit["unit"]))):
            continue
        yield from _scored(page, at, limit, gravity)


def _scored(page: Page, at: int, limit: str, gravity: Severity | None) -> Iterator[Relation | Finding]:
    target, actual = page.statements[at : at + 2]
    met = actual.value >= target.value if limit == ">=" else actual.value <= target.value
    full = _score_behind(page, at)
    if met or full is None:
        yield from _judged(page, target, actual, limit, gravity)
        return
    because = f"指标值{limit}{target.shown}，实际{actual.shown}"
    spans = page.spans([target, actual])
    yield Relation(Kind.UNMET, Verdict.WRONG, spans, actual.shown, target.shown, because)
    yield report(
        "T162", f"{because}，得分{full.shown}为满分", spans, stated=actual.shown, expected=f"{limit}{target.shown}"
    )


def _score_behind(page: Page, at: int) -> Statement | None:
    """The score cell behind the actual value, if it equals the weight before the target."""
    if not at or at + 2 >= len(page.statements):
        return None
    weight, target, actual, score = page.statements[at - 1 : at + 3]
    cells = _GAP_OF_CELLS.match(page.between(weight, target).rstrip("><≥≤=")) and _GAP_OF_CELLS.match(
        page.between(actual, score)
    )
    return (
        score
        if cells and weight.value == score.value and not weight.is_share and score.dimension in ("", "points")
        else None
    )


def _in_table(page: Page, sheet: Sheet, gravity: Severity | None) -> Iterator[Relation | Finding]:
    """Target and actual value in the cells of one row, told by the heads of their columns."""
    targets = [
        c
        for c, head in sheet.heads.items()
        if _TARGET_HEAD.search(head) and not _ACTUAL_HEAD.search(head) and not _PAST_HEAD.search(head)
    ]
    actuals = [c for c, head in sheet.heads.items() if _ACTUAL_HEAD.search(head) and not _PAST_HEAD.search(head)]
    if len(targets) != 1 or len(actuals) != 1:
        return
    for row in sheet.rows:
        target, actual = sheet.at(row, targets[0]), sheet.at(row, actuals[0])
        if target is None or actual is None:
            continue
        limit = _SIGNS.get(target.bound, target.bound)
        if limit not in (">=", "<=") or target.dimension != actual.dimension:
            continue
        full = _full_marks(sheet, row)
        met = actual.value >= target.value if limit == ">=" else actual.value <= target.value
        if met or full is None:
            yield from _judged(page, target, actual, limit, gravity)
            continue
        spans = page.spans([target, actual])
        because = f"指标值{limit}{target.shown}，实际{actual.shown}"
        yield Relation(Kind.UNMET, Verdict.WRONG, spans, actual.shown, target.shown, because)
        yield report(
            "T162", f"{because}，得分{full.shown}为满分", spans, stated=actual.shown, expected=f"{limit}{target.shown}"
        )


def _full_marks(sheet: Sheet, row: Row) -> Statement | None:
    """The score of a row, if it is its full weight."""
    weights = [c for c, head in sheet.heads.items() if re.search(r"分值|权重|满分", head)]
    scores = [c for c, head in sheet.heads.items() if re.search(r"得分|评分", head)]
    if len(weights) != 1 or len(scores) != 1:
        return None
    weight, score = sheet.cells.get((row.number, weights[0])), sheet.cells.get((row.number, scores[0]))
    return score if weight is not None and score is not None and weight.value == score.value else None
