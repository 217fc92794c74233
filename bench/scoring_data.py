"""The work of the benchmark: a pack, and rows of any number of units made by DuckDB from a hash, the same each time.

Thirty own indicators a unit, five level-1 indicators of 20 points: half 正向, a sixth each 反向, 等于 and 定性;
2 % without a value, 45 % exactly on target, otherwise 60 to 150 % of it. Values, targets and coefficients are
in 1/10 000.
"""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import duckdb

from jiheng.facts.relations import literal
from jiheng.packs.method import AllOrNothing, Level, OverCompletion, Proportional, Qualitative
from jiheng.packs.model import Grade, Node, Own, Pack, Rounding, Years
from jiheng.scoring.plan import Plan, compile_plan
from jiheng.scoring.row_files import write_plan

ROWS_PER_UNIT = 30
UNITS_PER_SHARD = 100_000


def bench_pack() -> Pack:
    """Rows to 4 decimals, levels and total to 2; what goes beyond 130 % of the target is taken off."""
    over = OverCompletion(above=Fraction(13, 10), effect="excess")
    rising, falling = (Proportional(kind="proportional", direction=way) for way in ("正向", "反向"))
    names = ("运行成本", "管理效率", "履职效能", "社会效应", "可持续发展")
    return Pack(
        id="bench",
        version="1",
        title="基准测试",
        region="",
        object="部门整体",
        years=Years(first=2024),
        status="unverified",
        sources=(),
        indicators=tuple(
            Node(code=str(at), name=name, weight=Fraction(20), own=Own(level_1=name)) for at, name in enumerate(names)
        ),
        own_methods={
            "≥": rising,
            "≤": falling,
            "=": AllOrNothing(kind="all_or_nothing", operator="="),
            "定性": Qualitative(
                kind="qualitative",
                levels=(
                    Level(name="达成", high=Fraction(1), low=Fraction(3, 5)),
                    Level(name="未达成", high=Fraction(3, 5), low=Fraction(0)),
                ),
            ),
        },
        own_over=over,
        rounding=Rounding(row=4, level=2, total=2),
        grades=(
            Grade(name="优", at_least=Fraction(90)),
            Grade(name="良", at_least=Fraction(80)),
            Grade(name="中", at_least=Fraction(60)),
            Grade(name="差", at_least=Fraction(0)),
        ),
    )


def write(folder: Path, rows: int) -> Plan:
    """Write the row tables of ``rows ÷ 30`` units, if they are not there yet."""
    plan, units = compile_plan(bench_pack()), rows // ROWS_PER_UNIT
    (folder / "rows").mkdir(parents=True, exist_ok=True)
    with duckdb.connect() as connection:
        for shard, first in enumerate(range(0, units, UNITS_PER_SHARD)):
            target = folder / "rows" / f"{shard:05d}.parquet"
            if not target.exists():
                last = min(first + UNITS_PER_SHARD, units)
                _copy(connection, _rows(plan, first, last), target)
        who = "SELECT range::INTEGER AS subject, 'U' || range AS code, '单位' || range AS name, (range % 100)::VARCHAR AS peer"
        _copy(connection, f"{who} FROM range({units})", folder / "subjects.parquet")
    write_plan(plan, folder)
    return plan


def _copy(connection: duckdb.DuckDBPyConnection, query: str, target: Path) -> None:
    connection.execute(f"COPY ({query}) TO {literal(target)} (FORMAT parquet, COMPRESSION zstd)")


def _rows(plan: Plan, first: int, last: int) -> str:
    rules = {operator: rule.number for operator, rule in plan.own.items()}
    return f"""
        WITH drawn AS (
            SELECT unit.range AS subject, slot.range AS slot, hash(unit.range * 31 + slot.range) AS h
            FROM range({first}, {last}) unit CROSS JOIN range({ROWS_PER_UNIT}) slot),
        valued AS (
            SELECT *, slot // 6 AS level, slot % 6 AS number, 10000 * (1 + (h >> 8) % 500) + (h >> 20) % 10000 AS target,
                   CASE WHEN (h >> 32) % 100 < 45 THEN 10000 ELSE 6000 + (h >> 40) % 9001 END AS reached
            FROM drawn)
        SELECT subject::INTEGER AS subject, level::TINYINT AS item, number::TINYINT AS number,
               CASE number WHEN 3 THEN {rules["≤"]} WHEN 4 THEN {rules["="]} WHEN 5 THEN {rules["定性"]}
                           ELSE {rules["≥"]} END::TINYINT AS rule,
               CASE number WHEN 5 THEN 25000 ELSE 35000 END::INTEGER AS weight,
               CASE number WHEN 5 THEN 3000 + (h >> 40) % 7001 ELSE target * reached // 10000 END::INTEGER AS value,
               10000::INTEGER AS base, target::INTEGER AS target, ((h >> 4) % 50 = 0)::TINYINT AS state
        FROM valued ORDER BY subject, item, number
    """
