"""Why a number was not checked: what the text would have to say for it to be."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from jiheng.checks.finding import Relation, Unchecked, Verdict
from jiheng.checks.text.page import Page
from jiheng.checks.text.statement import Statement

MOST = 5_000
"""Numbers told one by one; a text with more is a register, and its count stands in the coverage."""

_BY_DIMENSION = {
    "share": "是比率，文中没有写明它的分子和分母",
    "share points": "是百分点，文中没有写明前后两个比率",
    "money": "是金额，文中没有与它相加、相减、相除或重复的数",
    "points": "是得分或分值，文中没有与它相加的合计",
    "": "没有写明单位，文中也没有说明它与其他数的关系",
}
_OTHERWISE = "是数量，文中没有逐项列出，也没有与它比较的数"


def left(page: Page, statements: Sequence[Statement], relations: Sequence[Relation]) -> tuple[Unchecked, ...]:
    """The numbers that no recomputation covers, each with the reason."""
    reasons = {
        span: relation.because
        for relation in relations
        if relation.verdict is Verdict.UNCHECKED
        for span in relation.spans
    }
    tried = sorted((span.start, span.end, because) for span, because in reasons.items())
    return tuple(islice(_left(page, statements, tried), MOST))


def _left(page: Page, statements: Sequence[Statement], tried: Sequence[tuple[int, int, str]]) -> Iterator[Unchecked]:
    waiting = iter(tried)
    upcoming = next(waiting, None)
    for statement in statements:
        span = page.span(statement.start, statement.end)
        while upcoming is not None and upcoming[1] <= span.start:
            upcoming = next(waiting, None)
        said = upcoming[2] if upcoming is not None and upcoming[0] <= span.start else ""
        yield Unchecked(span, said or why(statement))


def why(statement: Statement) -> str:
    """The reason, from what kind of number it is."""
    if statement.bound:
        return "是目标值或限额，文中没有与它对应的完成值"
    if statement.rough:
        return "是约数或范围，不作精确核对"
    if statement.change:
        return "是增减额或增减幅度，文中没有写明前后两个数"
    return _BY_DIMENSION.get(statement.dimension, _OTHERWISE)
