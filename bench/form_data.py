"""Rows for the benchmark of form checks: units, projects, indicators, results, evidence and fund claims, with planted faults.

Everything follows from the row's number by a hash, so that two runs make the same rows.
"""

from __future__ import annotations

from pathlib import Path

import duckdb

from jiheng.facts import relations
from jiheng.facts.rows import TABLES

PER_PROJECT, PER_UNIT = 8, 5
"""Indicators of a project, projects of a unit."""
SHARES = {"indicators": 1, "results": 1, "evidence": 1}
"""Rows of each table for one indicator; claims: eight for one project."""
_CHANCE = "(hash(n, '{}') % 1000)"
_UNIT = f"'U' || (n // {PER_PROJECT * PER_UNIT})::VARCHAR"
_PROJECT = f"'P' || (n // {PER_PROJECT} % {PER_UNIT})::VARCHAR"
_CODE = f"{_PROJECT} || '-' || (n % {PER_PROJECT})::VARCHAR"
_LEVELS = "['产出指标','产出指标','产出指标','产出指标','效益指标','效益指标','效益指标','满意度指标']"
_SECONDS = (
    "['数量指标','数量指标','质量指标','时效指标','经济效益指标','社会效益指标','生态效益指标','服务对象满意度指标']"
)
_NAMES = "['新建路灯数量','维修道路长度','工程验收合格率','按期完工率','节约用水比例','受益居民数','污水收集率','群众满意度']"
_UNITS = "['盏','公里','%','%','%','人','%','%']"
_WEIGHTS = "[150000,150000,100000,100000,100000,150000,50000,100000]"
_TARGETS = "[60,12,100,95,20,900,85,90]"
_AT = f"[1 + n % {PER_PROJECT}]"


def _chance(name: str) -> str:
    return _CHANCE.format(name)


COLUMNS = {
    "indicators": {
        "code": _CODE,
        "project": _PROJECT,
        "level_1": f"{_LEVELS}{_AT}",
        "level_2": f"CASE WHEN {_chance('cost')} = 0 THEN '经济成本指标' ELSE {_SECONDS}{_AT} END",
        "name": f"CASE WHEN {_chance('name')} = 0 THEN '发放补贴金额' "
        f"WHEN {_chance('twin')} = 0 THEN {_NAMES}[1] ELSE {_NAMES}{_AT} END",
        "operator": f"""CASE WHEN {_chance("qualitative")} < 50 THEN '定性' WHEN {_chance("operator")} = 0 OR {_chance("cost")} = 0 THEN '≤'
                        ELSE '≥' END""",
        "target": f"CASE WHEN {_chance('qualitative')} < 50 OR {_chance('target')} = 0 THEN NULL "
        f"WHEN n % {PER_PROJECT} = 0 AND {_chance('misread')} = 0 THEN 260 ELSE {_TARGETS}{_AT} END",
        "original_target": "NULL",
        "text_target": f"""CASE WHEN {_chance("qualitative")} >= 50 THEN '' WHEN {_chance("vague")} < 100 THEN '进一步提升服务水平'
                           ELSE '年底前通过验收' END""",
        "unit": f"CASE WHEN {_chance('unit')} = 0 THEN '' ELSE {_UNITS}{_AT} END",
        "weight": f"{_WEIGHTS}{_AT} + CASE WHEN {_chance('weight')} = 0 THEN 10000 ELSE 0 END",
        "core": "FALSE",
        "last_actual": "NULL",
        "meaning": f"CASE WHEN {_chance('meaning')} = 0 THEN '' ELSE '完成数除以计划数' END",
        "data_source": f"CASE WHEN {_chance('meaning')} = 0 THEN '' ELSE '统计台账' END",
    },
    "results": {
        "indicator": _CODE,
        "actual": f"""CASE WHEN {_chance("qualitative")} < 50 THEN NULL WHEN {_chance("over")} = 0 THEN {_TARGETS}{_AT} * 2
                      WHEN {_chance("short")} < 30 THEN {_TARGETS}{_AT} * 0.9 ELSE {_TARGETS}{_AT} + CASE WHEN n // {PER_PROJECT} % 100 = 0 THEN 0 ELSE n % 7 % 3 END END""",
        "level": f"""CASE WHEN {_chance("qualitative")} >= 50 THEN '' WHEN {_chance("level")} < 10 THEN ''
                     ELSE '达成预期指标' END""",
        "coefficient": f"CASE WHEN {_chance('qualitative')} < 50 THEN 1 END",
        "choice": "''",
        "absent": "''",
        "claimed": f"{_WEIGHTS}{_AT} + CASE WHEN {_chance('claimed')} = 0 THEN 20000 ELSE 0 END",
        "reason": f"CASE WHEN {_chance('short')} < 30 AND {_chance('reason')} > 50 THEN '资金到位较晚' ELSE '' END",
        "measure": f"CASE WHEN {_chance('short')} < 30 THEN '按周调度' ELSE '' END",
    },
    "evidence": {
        "code": "'E' || n::VARCHAR",
        "indicator": f"CASE WHEN {_chance('evidence')} = 0 THEN 'X' ELSE {_CODE} END",
        "title": "'验收单'",
        "file": "''",
        "page": "''",
        "dated": "DATE '2024-12-20'",
        "sample": f"CASE WHEN {_chance('sample')} = 0 THEN NULL ELSE 120 END",
        "sha256": "''",
    },
}
_ITEMS = "['年初预算数','全年预算数','全年执行数','执行率','执行得分','自评总分','评价等级','全年预算数']"
_STATED = "[1000000, 1000000, 950000, 0.95, 9.5, 96.5, NULL, 1000000]"
_CLAIMS = {
    "project": _PROJECT,
    "item": f"{_ITEMS}{_AT}",
    "part": f"CASE WHEN n % {PER_PROJECT} = 7 THEN '财政拨款' WHEN n % {PER_PROJECT} < 5 THEN '年度资金总额' ELSE '年度资金总额' END",
    "stated": f"{_STATED}{_AT} + CASE WHEN n % {PER_PROJECT} = 5 AND n // {PER_PROJECT * PER_UNIT} % 50 = 0 THEN 3.5 ELSE 0 END"
    f" + CASE WHEN {_chance('claim')} = 0 THEN 0.5 ELSE 0 END",
    "text": f"CASE WHEN n % {PER_PROJECT} <> 6 THEN '' WHEN {_chance('grade')} < 10 THEN '良' ELSE '优' END",
}


def write_rows(folder: Path, indicators: int) -> dict[str, int]:
    """Write the Parquet tables; returns the number of rows of each."""
    folder.mkdir(parents=True, exist_ok=True)
    columns = {**COLUMNS, "claims": _CLAIMS}
    with duckdb.connect() as connection:
        for table, filled in columns.items():
            _write(connection, folder, table, filled, indicators)
        units = indicators // (PER_PROJECT * PER_UNIT)
        unit = {
            "code": "'U' || n::VARCHAR",
            "name": "'示例单位' || n::VARCHAR",
            "year": "2024",
            "pack": "'cn/guangdong/department'",
        }
        _write(connection, folder, "unit", unit, units, owner="'U' || n::VARCHAR")
        score = (
            f"SELECT {_UNIT} AS unit_code, 2024 AS unit_year, {_CODE} AS indicator, {_WEIGHTS}{_AT}::BIGINT AS score"
        )
        _copy(connection, folder / "scores.parquet", f"{score} FROM range({indicators}) t(n)")
    return dict.fromkeys(columns, indicators) | {"unit": units}


def _write(
    connection: duckdb.DuckDBPyConnection,
    folder: Path,
    table: str,
    filled: dict[str, str],
    count: int,
    *,
    owner: str = _UNIT,
) -> None:
    assert table in TABLES
    given = {"unit_code": owner, "unit_year": "2024", "place_row": "n", "row_order": "n", "origin": "'系统'", **filled}
    listed = []
    for stand in relations.stored_columns(table):
        blank = "''" if stand.sql_type == "VARCHAR" else "NULL"
        listed.append(f'({given.get(stand.name, blank)})::{stand.sql_type} AS "{stand.name}"')
    _copy(connection, folder / f"{table}.parquet", f"SELECT {', '.join(listed)} FROM range({count}) t(n)")


def _copy(connection: duckdb.DuckDBPyConnection, target: Path, query: str) -> None:
    connection.execute(f"COPY ({query}) TO '{target}' (FORMAT parquet, COMPRESSION zstd)")
