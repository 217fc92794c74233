"""A province's ledger watched at once: 300,000 projects by one query, exact in 分, within bounded memory.

The rules of the money side that need no forecast, in integers: M101 to M104 and what cannot be judged
(M201 to M204, M206 to M208). They answer as :func:`jiheng.monitoring.monitor` does for one unit; a test
compares the two project by project.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import duckdb

from jiheng.core.calendar import Month
from jiheng.core.exact import Money
from jiheng.core.fault import Place, refuse
from jiheng.monitoring.ledger import ODD_SCALE
from jiheng.packs.model import Monitoring, MonthFloor

NEEDED = ("payments", "budget", "projects")
DEFAULT_MEMORY = "1GB"

_PAID = """
SELECT unit_code, line, sum(amount) FILTER (WHERE in_time) AS paid,
    bool_or(in_time AND amount <> 0) AS moved, bool_or(reached) AS reached,
    bool_or(in_time IS NULL OR amount IS NULL) AS incomplete
FROM (SELECT unit_code, line, amount, month BETWEEN $january AND $as_of AS in_time,
          month BETWEEN $as_of AND $december AS reached
      FROM read_parquet($payments) WHERE unit_year = $year)
GROUP BY unit_code, line
"""

_LINES = """
SELECT b.unit_code, b.project, b.original,
    CASE WHEN b.adjusted IS NOT NULL THEN b.adjusted - coalesce(a.later, 0)
         ELSE b.original + coalesce(a.sooner, 0) END AS budget,
    coalesce(p.paid, 0) AS paid, coalesce(p.moved, false) AS moved, coalesce(p.incomplete, false) AS incomplete,
    coalesce(p.reached, false) AS reached, a.entered,
    coalesce(p.paid, 0) > 0 AND b.adjusted > 0
        AND (p.paid::HUGEINT * $odd < b.adjusted OR b.adjusted::HUGEINT * $odd < p.paid) AS odd
FROM read_parquet($budget) b
LEFT JOIN paid p ON p.unit_code = b.unit_code AND p.line = b.code
LEFT JOIN changes a ON a.unit_code = b.unit_code AND a.line = b.code
WHERE b.unit_year = $year
"""

_CHANGES = """
SELECT unit_code, line,
    sum(amount) FILTER (WHERE strftime(dated, '%Y-%m') > $as_of) AS later,
    sum(amount) FILTER (WHERE strftime(dated, '%Y-%m') <= $as_of) AS sooner,
    min(dated) FILTER (WHERE year(dated) = $year) AS entered
FROM {adjustments} WHERE unit_year = $year GROUP BY unit_code, line
"""

_PROJECTS = """
SELECT unit_code, project, sum(paid)::BIGINT AS paid, bool_or(moved) AS moved, bool_or(incomplete) AS incomplete,
    CASE WHEN count(budget) = count(*) THEN sum(budget)::BIGINT END AS budget,
    bool_and(original IS NOT NULL AND original = 0) AS newcomer, min(entered) AS entered, bool_or(odd) AS odd, bool_or(reached) AS reached
FROM lines GROUP BY unit_code, project
"""

_DUE = """
SELECT r.unit_code, r.code AS project, coalesce(p.paid, 0) AS paid, p.budget, coalesce(p.moved, false) AS moved,
    coalesce(p.incomplete, false) AS incomplete, coalesce(p.odd, false) AS odd, coalesce(l.reached, false) AS reached,
    CASE WHEN year(r.start) = $year THEN month(r.start)
         WHEN p.newcomer AND p.entered IS NOT NULL THEN month(p.entered) ELSE 1 END AS first,
    greatest(CASE WHEN year(r."end") = $year THEN month(r."end") ELSE 12 END, first) AS last,
    greatest(least($month, last) - first + 1, 0) AS elapsed,
    last - first + 1 AS due
FROM read_parquet($projects) r
LEFT JOIN projects p ON p.unit_code = r.unit_code AND p.project = r.code
LEFT JOIN (SELECT unit_code, bool_or(reached) AS reached FROM projects GROUP BY unit_code) l ON l.unit_code = r.unit_code
WHERE r.unit_year = $year
"""

_UNJUDGED = """
SELECT *,
    CASE WHEN budget IS NULL THEN 'M201'
         WHEN budget < 0 OR (budget = 0 AND paid <= 0) THEN 'M202'
         WHEN odd THEN 'M203'
         WHEN NOT reached THEN 'M204'
         WHEN incomplete THEN 'M206'
         WHEN paid < 0 THEN 'M207'
         WHEN elapsed = 0 THEN 'M208' END AS unjudged
FROM due
"""

_SIGNALS = """
SELECT unit_code, project, budget, paid,
    unjudged,
    CASE WHEN unjudged IS NULL AND budget > 0 THEN {lights} END AS light,
    CASE WHEN unjudged IS NULL AND budget > 0 THEN {floors} END AS floor,
    CASE WHEN unjudged IS NULL AND budget > 0 AND {idle} THEN 'red' END AS idle,
    CASE WHEN budget >= 0 AND paid > budget AND NOT odd THEN 'red' END AS over
FROM judged
"""

_LEVELS = """
SELECT unit_code, project, budget, paid,
    concat_ws(' ', CASE WHEN light IS NOT NULL THEN 'M101' END, CASE WHEN floor IS NOT NULL THEN 'M102' END,
        CASE WHEN idle IS NOT NULL THEN 'M103' END, CASE WHEN over IS NOT NULL THEN 'M104' END, unjudged) AS codes,
    CASE WHEN light = 'red' OR idle = 'red' OR over = 'red' THEN 'red'
         WHEN light = 'yellow' OR floor = 'yellow' THEN 'yellow'
         WHEN unjudged IS NOT NULL THEN 'none' ELSE 'green' END AS level
FROM signals
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Population:
    """What the query found over all projects of the year."""

    projects: int
    paid: Money
    levels: dict[str, int]


def watch_many(folder: Path, rules: Monitoring, as_of: Month, out: Path, *, memory: str = DEFAULT_MEMORY) -> Population:
    """Watch every project of a folder of Parquet files.

    Args:
        folder: ``payments``, ``budget``, ``projects`` and, if there were any, ``adjustments``, as ``facts`` writes them.
        rules: the pack's thresholds.
        as_of: the month.
        out: the Parquet file to write: unit_code, project, budget and paid in 分, codes, level.
        memory: DuckDB's memory limit; what does not fit is spilled beside ``out``.

    Raises:
        Refused: a needed file is missing.
    """
    _prove(folder)
    with duckdb.connect() as connection:
        connection.execute(f"SET memory_limit = '{memory}'")
        connection.execute(f"SET temp_directory = '{_quoted(out.parent)}'")
        connection.execute("SET preserve_insertion_order = false")
        query = f"COPY ({written(folder, rules, as_of)}) TO '{_quoted(out)}' (FORMAT parquet)"
        connection.execute(query)
        return _counted(connection, out)


def written(folder: Path, rules: Monitoring, as_of: Month) -> str:
    """The query, with every figure in it."""
    signals = _SIGNALS.format(
        lights=_lights(rules), floors=_floors(rules.floors, as_of), idle=_idle(rules.idle_months, as_of)
    )
    steps = {
        "paid": _PAID,
        "changes": _CHANGES.format(adjustments=_adjustments(folder)),
        "lines": _LINES,
        "projects": _PROJECTS,
        "due": _DUE,
        "judged": _UNJUDGED,
        "signals": signals,
    }
    text = "WITH " + ", ".join(f"{name} AS {_kept(name)}({step})" for name, step in steps.items()) + _LEVELS
    for name, value in _values(folder, as_of).items():
        text = text.replace(f"${name}", value)
    return text


def _kept(name: str) -> str:
    """What is asked for twice is computed once."""
    return "MATERIALIZED " if name == "projects" else ""


def _values(folder: Path, as_of: Month) -> dict[str, str]:
    files = {table: f"'{_quoted(folder / f'{table}.parquet')}'" for table in NEEDED}
    year = as_of.year
    return files | {
        "january": f"'{Month(year, 1)}'",
        "december": f"'{Month(year, 12)}'",
        "as_of": f"'{as_of}'",
        "year": str(year),
        "month": str(as_of.month),
        "odd": str(ODD_SCALE),
    }


def _adjustments(folder: Path) -> str:
    file = folder / "adjustments.parquet"
    if file.exists():
        return f"read_parquet('{_quoted(file)}')"
    nothing = (
        "NULL::VARCHAR unit_code, NULL::VARCHAR line, NULL::DATE dated, NULL::BIGINT amount, NULL::INTEGER unit_year"
    )
    return f"(SELECT {nothing} WHERE false)"


def _lights(rules: Monitoring) -> str:
    """Red or yellow where paid ÷ budget ÷ (elapsed ÷ due) is below the line, without a division."""
    lines = [("red", rules.red_below), ("yellow", rules.yellow_below)]
    cases = "".join(
        f" WHEN paid::HUGEINT * due * {line.denominator} < budget::HUGEINT * elapsed * {line.numerator} THEN '{level}'"
        for level, line in lines
        if line is not None
    )
    return f"CASE{cases} END" if cases else "NULL"


def _floors(floors: tuple[MonthFloor, ...], as_of: Month) -> str:
    """The last floor in force since the project's first month."""
    due = sorted((each for each in floors if each.month <= as_of.month), key=lambda each: -each.month)
    cases = "".join(f" WHEN first <= {each.month} THEN {_below(each.rate)}" for each in due)
    return f"CASE{cases} END" if cases else "NULL"


def _below(rate: Fraction) -> str:
    short = f"paid::HUGEINT * {rate.denominator} < budget::HUGEINT * {rate.numerator}"
    return f"CASE WHEN {short} THEN 'yellow' END"


def _idle(months: int | None, as_of: Month) -> str:
    return "false" if months is None else f"(NOT moved AND {as_of.month} - first + 1 >= {months})"


def _prove(folder: Path) -> None:
    missing = [table for table in NEEDED if not (folder / f"{table}.parquet").is_file()]
    if missing:
        names = "、".join(f"{table}.parquet" for table in missing)
        raise refuse(Place(file=str(folder)), "缺少文件", value=names, fix="请先把各单位的数据集存为 Parquet。")


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")


def _counted(connection: duckdb.DuckDBPyConnection, out: Path) -> Population:
    source = f"read_parquet('{_quoted(out)}')"
    rows = connection.execute(f"SELECT level, count(*), sum(paid) FROM {source} GROUP BY level").fetchall()  # noqa: S608
    return Population(
        projects=sum(count for _, count, _ in rows),
        paid=Money(sum(int(paid) for _, _, paid in rows)),
        levels={level: count for level, count, _ in sorted(rows)},
    )
