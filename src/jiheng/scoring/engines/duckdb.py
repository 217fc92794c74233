"""The default engine: the plan as DuckDB SQL over scaled integers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby, islice
from pathlib import Path

import duckdb
import numpy as np
from sqlglot import exp

from jiheng.facts.relations import literal
from jiheng.scoring import sql
from jiheng.scoring.engines.verdict import Verdict
from jiheng.scoring.integer import NARROW
from jiheng.scoring.plan import Plan
from jiheng.scoring.rows import COLUMNS, Bounds, Row

WIDE = ("weight", "over", "value", "base", "target")
"""Columns that may need 128 bits."""


class DuckDB:
    """Scores in a connection of its own, in memory."""

    name = "duckdb"
    version = duckdb.__version__

    def __init__(self) -> None:
        self._connection = duckdb.connect()

    def score(self, plan: Plan, rows: Sequence[Row]) -> Iterator[Verdict]:
        """Score all subjects; their rows stand together, subjects ascend."""
        bounds = Bounds.of(rows)
        row_scores, added_up = _statements(plan, bounds)
        load_rows(self._connection, rows, bounds)
        self._connection.execute(f"CREATE OR REPLACE TEMP TABLE trail AS {row_scores}")
        scores = self._connection.execute("SELECT score FROM trail ORDER BY seq").fetchall()
        found = self._connection.execute(f"{added_up} ORDER BY subject").fetchall()
        return verdicts(plan, rows, [score for (score,) in scores], found)


_COMPILED: dict[tuple[int, Bounds], tuple[Plan, str, str]] = {}
"""The statements of the plans used last; each keeps its plan alive, so that its identity stays its own."""
_MOST_COMPILED = 64


def _statements(plan: Plan, bounds: Bounds) -> tuple[str, str]:
    key = id(plan), bounds
    known = _COMPILED.get(key)
    if known is None:
        query = sql.trail(plan, bounds, exp.to_table("rows"), (*COLUMNS, "seq"))
        known = (plan, query.sql("duckdb"), sql.totals(plan, exp.to_table("trail")).sql("duckdb"))
        if len(_COMPILED) >= _MOST_COMPILED:
            _COMPILED.clear()
        _COMPILED[key] = known
    return known[1:]


def load_rows(connection: duckdb.DuckDBPyConnection, rows: Sequence[Row], bounds: Bounds) -> None:
    """Make the table ``rows``: the row table, and ``seq`` for the order that it came in."""
    if bounds.widest > NARROW:
        _load_wide(connection, rows)
        return
    columns = np.array(rows, dtype=np.int64).reshape(-1, len(COLUMNS)).T
    given = dict(zip(COLUMNS, columns, strict=True)) | {"seq": np.arange(1, len(rows) + 1)}
    connection.register("given", given)
    connection.execute("CREATE OR REPLACE TEMP TABLE rows AS FROM given")
    connection.unregister("given")


def _load_wide(connection: duckdb.DuckDBPyConnection, rows: Sequence[Row]) -> None:
    parts = ", ".join(f"unnest(${name}::HUGEINT[]) AS {name}" for name in COLUMNS)
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE rows AS SELECT *, row_number() OVER () AS seq FROM (SELECT {parts})",  # noqa: S608 - our own column names
        {name: list(values) for name, values in zip(COLUMNS, zip(*rows, strict=True), strict=True)},
    )


def written_rows(rows: Sequence[Row], bounds: Bounds, path: Path) -> None:
    """Write the table ``rows`` as Parquet, 128-bit integers as DECIMAL(38,0)."""
    with duckdb.connect() as connection:
        load_rows(connection, rows, bounds)
        wide = ", ".join(f"{name}::DECIMAL(38, 0) AS {name}" for name in WIDE) if bounds.widest > NARROW else ""
        replaced = f"* REPLACE ({wide})" if wide else "*"
        connection.execute(f"COPY (SELECT {replaced} FROM rows) TO {literal(path)} (FORMAT parquet)")  # noqa: S608 - our own names


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
            bonuses=tuple(one or 0 for one in islice(values, len(plan.pack.bonuses))),
            vetoes=tuple(islice(values, len(plan.pack.vetoes))),
            total=next(values),
            undecided=bool(next(values)),
            grade=next(values),
        )
        at += size
