"""Claim: the change of a total follows from the changes of its parts (总额下降35.45%，其中甲下降18.42%，乙下降44.44%)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from jiheng.checks.finding import Finding, Kind, Relation, Verdict
from jiheng.checks.text.page import Page
from jiheng.checks.text.relations.lists import Added
from jiheng.checks.text.statement import Statement

_BASE = re.compile(r"上年预算|去年预算|年初预算|预算|上年决算|去年决算|上年|去年|同期")
_REACH = 4
_SEVERAL = 2


def find(page: Page, sums: Sequence[Added]) -> Iterator[Relation | Finding]:
    """For every sound sum whose total and parts all changed against the same base, compare the changes."""
    for added in sums:
        rates = _rates(page, added.total)
        for base, rate in rates.items():
            parts = [_rates(page, part).get(base) for part in added.parts]
            if all(part is not None for part in parts):
                yield from _judge(page, added, rate, [part for part in parts if part is not None])


def _rates(page: Page, level: Statement) -> dict[str, Statement]:
    """The rates of change that stand right behind an amount, by what they compare with."""
    found: dict[str, Statement] = {}
    for other in page.statements[level.index + 1 : level.index + 1 + _REACH]:
        if not (other.is_share and other.change) or other.sentence != level.sentence:
            break
        base = _BASE.search(other.subject)
        if base and 0 < other.value < 1:
            found.setdefault(base[0], other)
    return found


def _judge(page: Page, added: Added, rate: Statement, parts: list[Statement]) -> Iterator[Relation]:
    low = sum((_before(s, r, -1) for s, r in zip(added.parts, parts, strict=True)), Fraction(0))
    high = sum((_before(s, r, 1) for s, r in zip(added.parts, parts, strict=True)), Fraction(0))
    if len(parts) < _SEVERAL or low <= 0:
        return
    now = added.total.value
    least, most = sorted((abs(now / low - 1), abs(now / high - 1)))
    inside = least - rate.step / 2 <= rate.value <= most + rate.step / 2
    spans = page.spans([added.total, rate, *added.parts, *parts])
    middle = rate.write((least + most) / 2, rate.places + 2)
    because = "由各分项的本期数和幅度反推上期总数"
    yield Relation(Kind.GROWTH, Verdict.OK if inside else Verdict.UNCHECKED, spans, rate.shown, middle, because)


def _before(amount: Statement, rate: Statement, side: int) -> Fraction:
    """The earlier amount, at the edge of what the rounded amount and rate allow."""
    value = rate.value + side * rate.step / 2 * (1 if rate.change == "down" else -1)
    factor = 1 - value if rate.change == "down" else 1 + value
    return (amount.value + side * amount.half) / factor
