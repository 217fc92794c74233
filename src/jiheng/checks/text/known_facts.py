"""Figures that the unit's data hold, and the statements of a text that name them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from jiheng.checks.finding import Finding, Kind, Relation, Verdict
from jiheng.checks.text.catalogue import report
from jiheng.checks.text.page import Page
from jiheng.checks.text.statement import Statement
from jiheng.core.measure_unit import unit


@dataclass(frozen=True, slots=True)
class KnownFact:
    """One figure of the data set.

    ``names`` are the ways a text may call it, the most specific first; ``value`` is in base units
    (元, 1, 分 …); ``unit`` is the unit it is kept in; ``what`` names it for the reader; ``source`` says
    where it stands.
    """

    names: tuple[str, ...]
    value: Fraction
    unit: str
    what: str
    source: str

    @property
    def dimension(self) -> str:
        """What the value measures, in the terms of statements."""
        measured = unit(self.unit).dimension
        return {"share": "share", "money": "money", "points": "points"}.get(measured, f"count:{self.unit}")


def find(page: Page, facts: Sequence[KnownFact]) -> Iterator[Relation | Finding]:
    """Compare every statement that names a known fact with it."""
    named = sorted(((name, fact) for fact in facts for name in fact.names if name), key=lambda pair: -len(pair[0]))
    for statement in page.statements:
        fact = _named(statement, named)
        if fact is not None:
            yield from _compare(page, statement, fact)


def _named(statement: Statement, named: list[tuple[str, KnownFact]]) -> KnownFact | None:
    if statement.change or statement.bound or statement.rough:
        return None
    subject = statement.subject
    return next((f for name, f in named if name in subject and f.dimension == statement.dimension), None)


def _compare(page: Page, statement: Statement, fact: KnownFact) -> Iterator[Relation | Finding]:
    same = abs(statement.value - fact.value) <= statement.step / 2
    spans = page.spans([statement])
    expected = statement.write(fact.value)
    because = f"{fact.what}，{fact.source}"
    yield Relation(Kind.CONFLICT, Verdict.OK if same else Verdict.WRONG, spans, statement.shown, expected, because)
    if not same:
        message = f"{fact.what}在数据中为{expected}（{fact.source}），文中写{statement.shown}"
        yield report("T311", message, spans, stated=statement.shown, expected=expected)
