"""Claim: in a form of side-by-side columns read cell by cell, each total is the sum of its own column (省财政、市财政、区财政)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise

from jiheng.checks.finding import Finding, Relation
from jiheng.checks.text.page import Page
from jiheng.checks.text.relations.columns import sound
from jiheng.checks.text.statement import Statement

_NOT_LABEL = re.compile(r"[^\u4e00-\u9fff]")
_MOST_COLUMNS = 5
_LONG = 3

Group = list[Statement]


def find(page: Page) -> Iterator[Relation | Finding]:
    """Add up columns told by repeated labels, where they come out."""
    groups = [list(group) for _, group in groupby(_bare(page.statements), key=_label)]
    for block in _blocks(groups):
        first = block[0][0]
        totals = page.statements[max(first.index - len(block[0]), 0) : first.index]
        for column, total in enumerate(totals):
            parts = _fitting(total, [group[column] for group in block if column < len(group)])
            if parts and total.digits > _LONG and not total.dimension:
                yield from sound(page, total, parts)


def _fitting(total: Statement, parts: Group) -> Group:
    """The parts from the top that give the total; further groups belong to another form."""
    return next((parts[:n] for n in range(2, len(parts) + 1) if sum(p.scaled for p in parts[:n]) == total.scaled), [])


def _bare(statements: Sequence[Statement]) -> Iterator[Statement]:
    return (statement for statement in statements if not statement.dimension and not statement.bound)


def _label(statement: Statement) -> str:
    return _NOT_LABEL.sub("", statement.subject)


def _blocks(groups: Sequence[Group]) -> Iterator[list[Group]]:
    """Neighbouring groups of two to five numbers under one repeated label each."""
    block: list[Group] = []
    for group, following in pairwise([*groups, []]):
        repeated = 1 < len(group) <= _MOST_COLUMNS and bool(_label(group[0]))
        if repeated:
            block.append(group)
        if len(block) > 1 and not (repeated and following):
            yield block
        if not repeated:
            block = []
