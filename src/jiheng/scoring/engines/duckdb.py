"""The default engine: the plan as DuckDB SQL over scaled integers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby, islice

import duckdb
from sqlglot import exp

from jiheng.scoring import sql
from jiheng.scoring.engines.verdict import Verdict
from jiheng.scoring.integer import NARROW
from jiheng.scoring.plan import Plan
from jiheng.scoring.rows import COLUMNS, Bounds, Row


class DuckDB:
    """Keeps one connection in memory and the statements of the plan used last."""

    name = "duckdb"
    version = duckdb.__version__

    def __init__(self) -> None:
        self._connection = duckdb.connect()
        self._compiled: dict[tuple[int, Bounds], tuple[Plan, str, str]] = {}

    def score(self, plan: Plan, rows: Sequence[Row]) -> Iterator[Verdict]:
        """Score all subjects; their rows stand together, subjects ascend."""
        bounds = Bounds.of(rows)
        row_scores, added_up = self._statements(plan, bounds)
        self._load(rows, bounds)
        self._connection.execute(f"CREATE OR REPLACE TEMP TABLE trail AS {row_scores}")
        scores = self._connection.execute("SELECT score FROM trail ORDER BY seq").fetchall()
        found = self._connection.execute(f"{added_up} ORDER BY subject").fetchall()
        return verdicts(plan, rows, [score for (score,) in scores], found)

    def _statements(self, plan: Plan, bounds: Bounds) -> tuple[str, str]:
        known = self._compiled.get((id(plan), bounds))
        if known is None:
            query = sql.trail(plan, bounds, exp.to_table("rows"), (*COLUMNS, "seq"))
            known = (plan, query.sql("duckdb"), sql.totals(plan, exp.to_table("trail")).sql("duckdb"))
            self._compiled = {(id(plan), bounds): known}
        return known[1:]

    def _load(self, rows: Sequence[Row], bounds: Bounds) -> None:
        columns = dict(zip(COLUMNS, zip(*rows, strict=True), strict=True))
        kind = "HUGEINT" if bounds.widest > NARROW else "BIGINT"
        parts = ", ".join(f"unnest(${name}::{kind}[]) AS {name}" for name in COLUMNS)
        self._connection.execute(
            f"CREATE OR REPLACE TEMP TABLE rows AS SELECT *, row_number() OVER () AS seq FROM (SELECT {parts})",
            {name: list(values) for name, values in columns.items()},
        )


def verdicts(
    plan: Plan, rows: Sequence[Row], scores: Sequence[int | None], totals: Sequence[tuple[int, ...]]
) -> Iterator[Verdict]:
    """Put the two answers of an SQL engine together."""
    at, sums = 0, len(plan.sums)
    deductions, caps = len(plan.pack.deductions), len(plan.pack.caps)
    for (subject, own), found in zip(groupby(rows, key=lambda row: row.subject), totals, strict=True):
        size = sum(1 for _ in own)
        values = iter(found[1:])
        yield Verdict(
            subject=subject,
            scores=tuple(scores[at : at + size]),
            sums=tuple(islice(values, sums)),
            deductions=tuple(one or 0 for one in islice(values, deductions)),
            ceilings=tuple(islice(values, caps)),
            total=next(values),
            undecided=bool(next(values)),
            grade=next(values),
        )
        at += size
