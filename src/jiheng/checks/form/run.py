"""Running the form checks on a data set, on the tables of many units, or on a Parquet folder."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import duckdb

from jiheng.checks.finding import Finding, Kind
from jiheng.checks.form.catalogue import HERE, Rule, catalogue
from jiheng.checks.form.parameters import register_parameters
from jiheng.core.calendar import Workdays
from jiheng.core.fault import Place
from jiheng.facts import relations
from jiheng.facts.dataset import DataSet
from jiheng.facts.rows import TITLES
from jiheng.packs.ground import ground
from jiheng.packs.model import Pack
from jiheng.scoring.sheet import ScoreSheet

_SCORES = "CREATE OR REPLACE TEMP TABLE scores (unit_code VARCHAR, unit_year INTEGER, indicator VARCHAR, score BIGINT)"


@dataclass(frozen=True, slots=True)
class FormAnswer:
    """What the rules found, which of them were run, and which could say nothing and why."""

    findings: tuple[Finding, ...]
    checked: tuple[str, ...]
    not_checked: dict[str, str]
    unlisted: dict[str, int] = field(default_factory=dict)
    """Rule → how many more rows break it than are listed as findings."""


def check_dataset(
    dataset: DataSet,
    pack: Pack,
    project_pack: Pack,
    sheets: Iterable[ScoreSheet] = (),
    *,
    calendar: Workdays | None = None,
    rules: Sequence[Rule] = (),
) -> FormAnswer:
    """Check one unit's data set; ``sheets`` are its scored sheets, without which R05 is not checked."""
    with duckdb.connect() as connection:
        relations.register(connection, [dataset])
        prepare(connection, pack, project_pack, _years(dataset.unit.year), calendar or Workdays())
        register_scores(connection, dataset, sheets)
        return check_connection(connection, rules)


def check_parquet(
    folder: Path, pack: Pack, project_pack: Pack, years: range, *, rules: Sequence[Rule] = (), most: int = 0
) -> FormAnswer:
    """Check the Parquet tables of many units (file names are table names); ``scores.parquet`` is optional.

    Args:
        folder: holds ``<table>.parquet`` files.
        pack: the units' pack.
        project_pack: the pack of their projects.
        years: the years that dates of the data may lie in.
        rules: those to run; all if none are named.
        most: findings listed per rule, 0 for all; the others are counted.
    """
    with duckdb.connect() as connection:
        relations.register_parquet(connection, folder)
        connection.execute(_SCORES)
        scores = folder / "scores.parquet"
        if scores.exists():
            connection.execute("INSERT INTO scores SELECT * FROM read_parquet(?)", [str(scores)])
        prepare(connection, pack, project_pack, years, Workdays())
        return check_connection(connection, rules, most)


def _years(year: int) -> range:
    """Events of a budget year reach from the year before to the year after."""
    return range(year - 1, year + 2)


def prepare(
    connection: duckdb.DuckDBPyConnection, pack: Pack, project_pack: Pack, years: range, calendar: Workdays
) -> None:
    """Create the macros, views and parameter tables that the rules use."""
    connection.execute((HERE / "prelude.sql").read_text(encoding="utf-8"))
    register_parameters(connection, pack, project_pack, years, calendar)


def register_scores(connection: duckdb.DuckDBPyConnection, dataset: DataSet, sheets: Iterable[ScoreSheet]) -> None:
    """Put the scored sheets beside prepared tables: scores of own indicators, weights of the whole unit's other lines."""
    connection.execute(_SCORES)
    own = {indicator.code for indicator in dataset.indicators}
    for sheet in sheets:
        for line in sheet.lines:
            row = [dataset.unit.code, dataset.unit.year, line.code]
            if line.code in own:
                connection.execute("INSERT INTO scores VALUES (?, ?, ?, ?)", [*row, line.score.units])
            elif not sheet.subject:
                connection.execute("INSERT INTO sheet_lines VALUES (?, ?, ?, ?)", [*row, line.weight.units])


def check_connection(connection: duckdb.DuckDBPyConnection, rules: Sequence[Rule] = (), most: int = 0) -> FormAnswer:
    """Run the rules (all of the catalogue if none are named) on prepared tables; ``most`` as in check_parquet."""
    answer = FormAnswer((), (), {})
    findings: list[Finding] = []
    for rule in rules or catalogue():
        empty = [table for table in rule.needs if _is_empty(connection, table)]
        if empty:
            answer.not_checked[rule.code] = f"缺少数据：{'、'.join(map(_title, empty))}"
            continue
        answer = replace(answer, checked=(*answer.checked, rule.code))
        rows, more = _bad_rows(connection, rule, most)
        findings.extend(_finding(rule, *row) for row in rows)
        if more:
            answer.unlisted[rule.code] = more
    return replace(answer, findings=tuple(findings))


def _bad_rows(connection: duckdb.DuckDBPyConnection, rule: Rule, most: int) -> tuple[list[Any], int]:
    """The rows that break a rule in the years it is applied to, and how many more than ``most`` there are."""
    query = f"SELECT * FROM ({rule.sql}) WHERE unit_year >= {rule.since}"  # noqa: S608 - both from our catalogue
    if not most:
        return connection.execute(query).fetchall(), 0
    connection.execute(f"CREATE OR REPLACE TEMP TABLE bad AS {query}")
    rows = connection.execute("SELECT * FROM bad LIMIT ?", [most]).fetchall()
    counted = connection.execute("SELECT count(*) FROM bad").fetchone()
    return rows, (counted[0] if counted else 0) - len(rows)


def _is_empty(connection: duckdb.DuckDBPyConnection, table: str) -> bool:
    found = connection.execute(f"SELECT 1 FROM {table} LIMIT 1").fetchone()  # noqa: S608 - names from our catalogue
    return found is None


def _title(table: str) -> str:
    return TITLES.get(table, "计算得分")


def _finding(  # noqa: PLR0917 - the columns every rule selects, in order
    rule: Rule,
    unit: str,
    year: int,
    subject: str,
    value: str,
    expected: str,
    file: str,
    sheet: str,
    row: int,
    cite: str = "",
) -> Finding:
    return Finding(
        code=rule.code,
        kind=Kind.FORM,
        severity=rule.severity,
        message=f"{rule.title}：{f'{unit} {year}'.strip()} 年度 {subject}，{value}；要求：{expected}",
        stated=value,
        expected=expected,
        why=rule.why,
        fix=rule.fix,
        cites=tuple(filter(None, (ground(cite),))) if cite else rule.cites,
        place=Place(file=file or "", sheet=sheet or "", row=row or 0),
    )
