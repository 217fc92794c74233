"""Claim: in a row of target, actual value, weight and score, the target is reached (214人 | 203人 | 2 | 1.8)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from jiheng.checks.finding import Finding, Kind, Relation, Severity, Verdict
from jiheng.checks.text.catalogue import report
from jiheng.checks.text.page import Page
from jiheng.checks.text.rows import Row

_HEADER = re.compile(r"指标值[\s\S]{0,40}完成值")
_LESS_IS_MORE = re.compile(r"成本|支出|经费|控制|误差|时间|天数|失业|投诉|事故|死亡|发生|发病|违规|损失|能耗|下降|减少")
_CELLS = 4
_MOST_WEIGHT = 60


def find(page: Page, rows: Sequence[Row]) -> Iterator[Relation | Finding]:
    """Compare target and actual value of every such row under a header that names both."""
    header = _HEADER.search(page.text)
    for row in rows if header else ():
        if header and row.first.start > header.end() and len(row.cells) == _CELLS and _laid_out(row):
            yield from _judge(page, row)


def _laid_out(row: Row) -> bool:
    target, actual, weight, score = row.cells
    counted = target.dimension == actual.dimension and (target.is_share or target.dimension.startswith("count"))
    marked = not weight.dimension and not score.dimension and 0 < weight.value <= _MOST_WEIGHT
    signs = any(cell.bound for cell in row.cells)
    return counted and marked and not signs and score.value <= weight.value and not _LESS_IS_MORE.search(row.label)


def _judge(page: Page, row: Row) -> Iterator[Relation | Finding]:
    target, actual, weight, score = row.cells
    met = actual.value >= target.value
    spans = page.spans([target, actual])
    because = f"指标值{target.shown}，实际{actual.shown}"
    yield Relation(Kind.UNMET, Verdict.OK if met else Verdict.WRONG, spans, actual.shown, target.shown, because)
    if met:
        return
    full = score.value == weight.value
    message = because + (f"，得分{score.shown}为满分" if full else "")
    gravity = None if full else Severity.INFO  # points were taken off for it
    yield report(
        "T162" if full else "T161", message, spans, stated=actual.shown, expected=target.shown, severity=gravity
    )
