"""Claim: the weights of the indicators under a heading add up to the heading's own (产出指标（50分）)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from jiheng.checks.finding import Finding, Kind, Relation, Verdict
from jiheng.checks.text.page import Page
from jiheng.checks.text.rows import Row
from jiheng.checks.text.statement import Statement

_HEADING = re.compile(r"(?:指标|满意度|产出|效益|成本)\(?$")


def find(page: Page, rows: Sequence[Row]) -> Iterator[Relation | Finding]:
    """Add up the weights between one heading and the next."""
    headings = [s for s in page.statements if _is_heading(page, s)]
    for heading, following in pairwise(headings):
        inside = [row for row in rows if heading.end <= row.first.start < following.start]
        readings = [
            [w for row in inside if (w := read(row)) is not None] for read in (_before_target, _last_but_one, _last)
        ]
        readings = [weights for weights in readings if len(weights) > 1]
        fitting = (weights for weights in readings if sum(w.scaled for w in weights) == heading.scaled)
        if readings:
            yield _judge(page, heading, next(fitting, readings[0]))


def _is_heading(page: Page, statement: Statement) -> bool:
    before = page.text[max(statement.start - 8, 0) : statement.start]
    return statement.dimension == "points" and before.endswith("(") and bool(_HEADING.search(before))


def _before_target(row: Row) -> Statement | None:
    """The bare number before the target of a row of weight, target, actual value and score."""
    for cell, following in pairwise(row.cells):
        if following.bound and cell.dimension in ("", "points") and not cell.bound and cell.places <= 1:
            return cell
    return row.first if len(row.cells) > 2 and row.first.dimension in ("", "points") and row.first.places <= 1 else None


def _last_but_one(row: Row) -> Statement | None:
    """The weight of a row that ends in weight and score."""
    if len(row.cells) < 2 or row.cells[-1].dimension not in ("", "points"):
        return None
    cell = row.cells[-2]
    return cell if cell.dimension in ("", "points") and not cell.bound and cell.places <= 1 else None


def _last(row: Row) -> Statement | None:
    """The weight of a row that ends in its weight."""
    cell = row.cells[-1]
    return cell if cell.dimension in ("", "points") and not cell.bound and cell.places <= 1 else None


def _judge(page: Page, heading: Statement, weights: list[Statement]) -> Relation:
    exact = sum((weight.value for weight in weights), start=heading.value * 0)
    spans = page.spans([heading, *weights])
    shown = " + ".join(weight.shown for weight in weights)
    verdict = Verdict.OK if exact == heading.value else Verdict.UNCHECKED
    because = shown if verdict is Verdict.OK else f"读到的分值之和为{heading.write(exact)}，表格可能没有读全"
    return Relation(Kind.SCORE_SUM, verdict, spans, heading.shown, heading.write(exact), because)
