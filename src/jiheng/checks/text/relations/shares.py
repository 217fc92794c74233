"""Claim: shares that make up 100 % are those of amounts whose total is not written (A占77.8%，B占22.2%)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from jiheng.checks.finding import Kind, Relation, Verdict
from jiheng.checks.text.page import Page
from jiheng.checks.text.precision import Fit, fit
from jiheng.checks.text.relations.lists import sum_of
from jiheng.checks.text.statement import Statement

_SHARE = re.compile(r"占.{0,14}$|占比.{0,4}$")
_TOGETHER = re.compile(r"分别(?:占比?|各占)|占比分别为?|比例分别为?")
_JOINTS = frozenset({"、", ",", "和", "及", " "})
_MOST = 12

Shared = tuple[Statement, Statement]


def find(page: Page) -> Iterator[Relation]:
    """Recompute shares that stand in one paragraph, each behind its amount."""
    yield from _named_together(page)
    pairs = [pair for rate in page.statements if (pair := _pair(page, rate)) is not None]
    for _, group in groupby(pairs, key=lambda pair: (pair[0].paragraph, pair[0].dimension)):
        for run in _full(list(group)[:_MOST]):
            yield from _judge(page, run)


def _named_together(page: Page) -> Iterator[Relation]:
    """分别占60%、30%、5%、5%: shares of one whole told in a row make up 100 %."""
    run: list[Statement] = []
    for rate in (*page.statements, None):
        joined = rate is not None and bool(run) and page.between(run[-1], rate) in _JOINTS
        if rate is not None and rate.is_share and not rate.bound and (joined or _TOGETHER.search(rate.subject)):
            run = [*run, rate] if joined else [rate]
            continue
        if len(run) > 1 and sum_of(run) == 1:
            because = "各项占比之和为100%"
            yield Relation(Kind.RATIO, Verdict.OK, page.spans(run), run[0].shown, run[0].shown, because)
        run = []


def _pair(page: Page, rate: Statement) -> Shared | None:
    if not rate.is_share or rate.bound or rate.index == 0 or not _SHARE.search(rate.subject):
        return None
    part = page.statements[rate.index - 1]
    return (part, rate) if part.sentence == rate.sentence and part.is_money and not part.change else None


def _full(pairs: Sequence[Shared]) -> Iterator[Sequence[Shared]]:
    """Runs of shares that make up the whole."""
    start = 0
    for end in range(1, len(pairs) + 1):
        rates = [rate for _, rate in pairs[start:end]]
        room = sum(rate.step for rate in rates) / 2
        gap = sum_of(rates) - 1
        if abs(gap) <= room and end - start > 1:
            yield pairs[start:end]
        if gap >= -room:
            start = end


def _judge(page: Page, pairs: Sequence[Shared]) -> Iterator[Relation]:
    whole = sum_of([part for part, _ in pairs])
    for part, rate in pairs:
        if whole and fit(rate, part.value / whole) is Fit.EXACT:
            spans = page.spans([part, rate, *(other for other, _ in pairs)])
            because = f"{part.shown} ÷ {part.write(whole)}（各项之和）"
            yield Relation(Kind.RATIO, Verdict.OK, spans, rate.shown, rate.write(part.value / whole), because)
