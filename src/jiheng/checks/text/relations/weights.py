"""Claim: the weights of the indicators under a heading add up to the heading's own (产出指标（50分）)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from jiheng.checks.finding import Finding, Kind, Relation, Verdict
from jiheng.checks.text.page import Page
from jiheng.checks.text.rows import Row
from jiheng.checks.text.statement import Statement

_HEADING = re.compile(r"(?:指标|满意度|产出|效益|成本)\(?$")


def find(page: Page, rows: Sequence[Row]) -> Iterator[Relation | Finding]:
    """Add up the weights between one heading and the next."""
    headings = [s for s in page.statements if _is_heading(page, s)]
    for heading, following in zip(headings, headings[1:], strict=False):
        weights = [row.first for row in rows if heading.end <= row.first.start < following.start and _weighs(row)]
        if len(weights) > 1:
            yield _judge(page, heading, weights)


def _is_heading(page: Page, statement: Statement) -> bool:
    before = page.text[max(statement.start - 8, 0) : statement.start]
    return statement.dimension == "points" and before.endswith("(") and bool(_HEADING.search(before))


def _weighs(row: Row) -> bool:
    first = row.first
    return len(row.cells) >= 3 and first.dimension in ("", "points") and not first.bound and first.places <= 1


def _judge(page: Page, heading: Statement, weights: list[Statement]) -> Relation:
    exact = sum((weight.value for weight in weights), start=heading.value * 0)
    spans = page.spans([heading, *weights])
    shown = " + ".join(weight.shown for weight in weights)
    verdict = Verdict.OK if exact == heading.value else Verdict.UNCHECKED
    because = shown if verdict is Verdict.OK else f"读到的分值之和为{heading.write(exact)}，表格可能没有读全"
    return Relation(Kind.SCORE_SUM, verdict, spans, heading.shown, heading.write(exact), because)
