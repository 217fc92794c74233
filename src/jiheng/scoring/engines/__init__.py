"""The engines, and the one rule above them: what fixed digits cannot decide, the reference decides."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from importlib import import_module
from itertools import groupby

from jiheng.scoring.engines.reference import score_subject
from jiheng.scoring.engines.verdict import Engine, Verdict
from jiheng.scoring.integer import TooWide
from jiheng.scoring.plan import Plan
from jiheng.scoring.rows import Row

ENGINES = {"duckdb": "DuckDB", "reference": "Reference", "spark": "Spark"}
"""Name → class in the module of that name; a module is imported when its engine is asked for."""


def engine(name: str) -> Engine:
    """Make the engine of that name.

    Raises:
        KeyError: there is none.
    """
    known = ENGINES[name]
    made: Callable[[], Engine] = getattr(import_module(f"jiheng.scoring.engines.{name}"), known)
    return made()


def judge(by: Engine, plan: Plan, rows: Sequence[Row]) -> Iterator[Verdict]:
    """Score all subjects, each exactly: an open rounding or numbers of over 38 digits go to the reference."""
    try:
        found = iter(by.score(plan, rows))
    except TooWide:
        found = iter(engine("reference").score(plan, rows))
    for verdict, (subject, own) in zip(found, groupby(rows, key=lambda row: row.subject), strict=True):
        yield score_subject(plan, subject, list(own)) if verdict.undecided else verdict
