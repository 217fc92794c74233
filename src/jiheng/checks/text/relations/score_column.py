"""Claim: the total row of a table of indicators is the sum of their weights and of their scores (总分 | 100 | 96)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from jiheng.checks.finding import Finding, Kind, Relation, Verdict
from jiheng.checks.text.catalogue import report
from jiheng.checks.text.page import Page
from jiheng.checks.text.relations.lists import addition, sum_of
from jiheng.checks.text.rows import Row
from jiheng.checks.text.statement import Statement

_TOTAL = re.compile(r"总分|总得分|合计|总计")
_HEADER = re.compile(r"分值|权重")
_MOST_WEIGHT = 60
_LEAST = 4
_LABEL = 14

Pair = tuple[Statement, Statement]


def find(page: Page, rows: Sequence[Row]) -> Iterator[Relation | Finding]:
    """Add up the last two columns above every total row that holds two numbers."""
    above: list[Pair] = []
    for row in rows:
        if _TOTAL.search(row.label[-_LABEL:]) and len(row.cells) == 2 and all(map(_bare, row.cells)):
            if len(above) >= _LEAST and _HEADER.search(page.text, 0, row.first.start):
                yield from _judge(page, row, above)
            above = []
        elif (pair := _pair(row)) is not None:
            above.append(pair)


def _bare(cell: Statement) -> bool:
    return cell.dimension in ("", "points") and not cell.bound


def _pair(row: Row) -> Pair | None:
    """Weight and score: the last two cells, or those around the rate of a fund row."""
    if len(row.cells) < 2 or row.label.startswith("其中"):
        return None
    *_, weight, score = row.cells
    if weight.is_share and len(row.cells) > 2:
        weight = row.cells[-3]
    fits = _bare(weight) and _bare(score) and 0 < weight.value <= _MOST_WEIGHT and 0 <= score.value <= weight.value
    return (weight, score) if fits else None


def _judge(page: Page, total: Row, above: Sequence[Pair]) -> Iterator[Relation | Finding]:
    """Only where the weights come out have all rows been read, and the scores can be judged."""
    weights, scores = ([pair[k] for pair in above] for k in (0, 1))
    if sum_of(weights) != total.first.value:
        return
    yield _added(page, total.first, weights)
    yield _added(page, total.last, scores)
    exact = sum_of(scores)
    if exact != total.last.value:
        message = f"{addition(scores)} = {total.last.write(exact)}，总分写{total.last.shown}"
        spans = page.spans([total.last, *scores])
        yield report("T141", message, spans, stated=total.last.shown, expected=total.last.write(exact))


def _added(page: Page, total: Statement, parts: Sequence[Statement]) -> Relation:
    exact = sum_of(parts)
    verdict = Verdict.OK if exact == total.value else Verdict.WRONG
    spans = page.spans([total, *parts])
    return Relation(Kind.SCORE_SUM, verdict, spans, total.shown, total.write(exact), addition(parts))
